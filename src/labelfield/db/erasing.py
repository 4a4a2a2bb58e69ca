"""Taking away what a server holds of a person, beyond what pay is computed from."""

from sqlalchemy import Connection, delete, func, select, update

from labelfield.db.tables import answers, leases, projects, sessions, skips, tokens
from labelfield.protocol.ids import Address

NOTHING = b"[]"


def erase_labeler(connection: Connection, labeler: Address) -> int:
    """Forget a labeler but for their money and signatures; return how many answers lost their salt.

    Answers of projects that are not complete stay: they have to stand in a record yet.
    """
    for table in (tokens, skips, leases):
        connection.execute(delete(table).where(table.c.labeler == labeler))
    complete = select(projects.c.id).where(projects.c.state == "complete")
    mine = (answers.c.labeler == labeler, answers.c.project_id.in_(complete))
    erased = connection.execute(
        update(answers).where(*mine, answers.c.salt != "").values(answer_json=NOTHING, salt="")
    )
    left = select(func.count()).where(answers.c.labeler == labeler, answers.c.salt != "")
    if not connection.execute(left).scalar_one():
        connection.execute(delete(sessions).where(sessions.c.labeler == labeler))
    return int(erased.rowcount)
