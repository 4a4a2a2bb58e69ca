"""What one pool's server keeps of all projects together: one row.

Sums that every answer needs are kept, not computed; and whoever settles has a term, so that a
server that lost its turn without noticing changes nothing any more.
"""

from sqlalchemy import Connection, bindparam, select, update

from labelfield.db.errors import OtherPool, TurnLost
from labelfield.db.prepared import Prepared
from labelfield.db.tables import AnyRow, totals
from labelfield.protocol.ids import Address

_TOTALS = select(totals)

_PROMISE = Prepared(
    update(totals).values(
        receipts=totals.c.receipts + bindparam("p_receipts"),
        unsettled=totals.c.unsettled + bindparam("p_units"),
    )
)


def get_totals(connection: Connection) -> AnyRow:
    """Return the row."""
    return connection.execute(_TOTALS).one()


def unsettled_total(connection: Connection) -> int:
    """Return what receipts promise beyond what is credited, over all labelers."""
    return int(get_totals(connection).unsettled)


def add_promised(connection: Connection, receipts: int, units: int) -> None:
    """Count new receipts and what they, or a settlement, add to what is owed."""
    _PROMISE.run(connection, {"p_receipts": receipts, "p_units": units})


def subtract_credited(connection: Connection, units: int) -> None:
    """Count what a checkpoint credited."""
    connection.execute(update(totals).values(unsettled=totals.c.unsettled - units))


def keep_for_pool(connection: Connection, chain_id: int, pool: Address) -> None:
    """Make the database this pool's; raise OtherPool if it is another's: sums would mix tokens."""
    found = get_totals(connection)
    if found.pool is None:
        connection.execute(update(totals).values(chain_id=chain_id, pool=pool))
    elif (found.chain_id, found.pool) != (chain_id, pool):
        raise OtherPool(found.pool, found.chain_id)


def next_term(connection: Connection) -> int:
    """Begin the term of a new settlement worker and return its number."""
    term = int(get_totals(connection).term) + 1
    connection.execute(update(totals).values(term=term))
    return term


def check_term(connection: Connection, term: int) -> None:
    """Raise TurnLost once another settlement worker has begun its term."""
    if get_totals(connection).term != term:
        raise TurnLost


def set_heard_block(connection: Connection, block: int) -> None:
    """Remember up to which block the chain was heard."""
    connection.execute(update(totals).values(heard_block=block))
