"""Webhooks, what each has seen of its projects, and the posts that are on their way."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from labelfield.db.tables import AnyRow, deliveries, projects, webhook_seen, webhooks
from labelfield.db.upsert import upsert
from labelfield.protocol.ids import Address


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A webhook as it is stored; the secret must sign, so it is stored as it is."""

    address: Address
    project: int | None
    url: str
    secret: str
    events: str
    """Joined by spaces."""
    created_s: int


def insert_webhook(connection: Connection, row: WebhookRow) -> int:
    """Store a webhook and return its id; what its projects are now is what it has seen."""
    values = {name: getattr(row, name) for name in row.__slots__}
    statement = insert(webhooks).values(values).returning(webhooks.c.id)
    identifier = int(connection.execute(statement).scalar_one())
    for project in projects_of(connection, row.address, row.project):
        set_seen(connection, identifier, project)
    return identifier


def webhooks_of(connection: Connection, address: Address) -> Sequence[AnyRow]:
    """Return an account's webhooks, oldest first."""
    return connection.execute(
        select(webhooks).where(webhooks.c.address == address).order_by(webhooks.c.id)
    ).all()


def get_webhook(connection: Connection, address: Address, identifier: int) -> AnyRow | None:
    """Return one of an account's webhooks."""
    return connection.execute(
        select(webhooks).where(webhooks.c.address == address, webhooks.c.id == identifier)
    ).first()


def delete_webhook(connection: Connection, identifier: int) -> None:
    """Forget a webhook with all its posts."""
    for table in (deliveries, webhook_seen):
        connection.execute(delete(table).where(table.c.webhook_id == identifier))
    connection.execute(delete(webhooks).where(webhooks.c.id == identifier))


def all_webhooks(connection: Connection) -> Sequence[AnyRow]:
    """Return every webhook."""
    return connection.execute(select(webhooks).order_by(webhooks.c.id)).all()


def projects_of(connection: Connection, address: Address, number: int | None) -> Sequence[AnyRow]:
    """Return the projects on chain that a webhook is about."""
    mine = [projects.c.requester == address, projects.c.number.is_not(None)]
    if number is not None:
        mine.append(projects.c.number == number)
    return connection.execute(select(projects).where(*mine).order_by(projects.c.number)).all()


def changed_projects(connection: Connection, webhook: AnyRow) -> Sequence[tuple[AnyRow, AnyRow]]:
    """Return (project, what the webhook has seen of it) where they differ."""
    seen = {
        row.project_id: row
        for row in connection.execute(
            select(webhook_seen).where(webhook_seen.c.webhook_id == webhook.id)
        )
    }
    pairs = [
        (project, seen.get(project.id))
        for project in projects_of(connection, webhook.address, webhook.project)
    ]
    return [(project, row) for project, row in pairs if row is None or _differs(project, row)]


def set_seen(connection: Connection, webhook_id: int, project: AnyRow) -> None:
    """Note that a webhook was told all of a project up to now."""
    values = {name: getattr(project, name) for name in _SEEN}
    connection.execute(
        upsert(connection, webhook_seen)
        .values(webhook_id=webhook_id, project_id=project.id, **values)
        .on_conflict_do_update(index_elements=["webhook_id", "project_id"], set_=values)
    )


def insert_delivery(
    connection: Connection, webhook_id: int, event: str, body: bytes, now_s: int
) -> int:
    """Queue a post and return its id."""
    statement = insert(deliveries).values(
        webhook_id=webhook_id,
        event=event,
        body=body,
        state="waiting",
        created_s=now_s,
        next_s=now_s,
        attempts=0,
    )
    return int(connection.execute(statement.returning(deliveries.c.id)).scalar_one())


def claim_due(
    connection: Connection, now_s: int, until_s: int, limit: int, but: Collection[int] = ()
) -> Sequence[AnyRow]:
    """Return posts that are due, `but` for those of some webhooks; nobody else gets them before
    `until_s`."""
    due = connection.execute(
        select(deliveries, webhooks.c.url, webhooks.c.secret)
        .join(webhooks, webhooks.c.id == deliveries.c.webhook_id)
        .where(
            deliveries.c.state == "waiting",
            deliveries.c.next_s <= now_s,
            deliveries.c.webhook_id.not_in(but),
        )
        .order_by(deliveries.c.next_s, deliveries.c.id)
        .limit(limit)
    ).all()
    connection.execute(
        update(deliveries)
        .where(deliveries.c.id.in_([row.id for row in due]))
        .values(next_s=until_s)
    )
    return due


def set_delivery(connection: Connection, identifier: int, values: Mapping[str, object]) -> None:
    """Note how a post went."""
    connection.execute(update(deliveries).where(deliveries.c.id == identifier).values(values))


def deliveries_of(connection: Connection, webhook_id: int, limit: int) -> Sequence[AnyRow]:
    """Return a webhook's last posts, the newest first."""
    return connection.execute(
        select(deliveries)
        .where(deliveries.c.webhook_id == webhook_id)
        .order_by(deliveries.c.id.desc())
        .limit(limit)
    ).all()


def forget_deliveries(connection: Connection, before_s: int) -> None:
    """Delete posts of long ago that wait no more."""
    over = (deliveries.c.created_s < before_s, deliveries.c.state != "waiting")
    connection.execute(delete(deliveries).where(*over))


_SEEN = ("state", "settlements", "checkpoints", "opened_checkpoints")


def _differs(project: AnyRow, seen: AnyRow) -> bool:
    return any(getattr(project, name) != getattr(seen, name) for name in _SEEN)
