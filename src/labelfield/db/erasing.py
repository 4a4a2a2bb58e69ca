"""Taking away what a server holds of a person, beyond what pay is computed from.

A salt is the only key to a hash on the permanent record: so what is deleted must not stay in the
database's files either, where deleting merely frees its place.
"""

from sqlalchemy import Connection, delete, func, select, update

from labelfield.db.database import Database
from labelfield.db.tables import answers, cases, leases, projects, sessions, skips, tokens
from labelfield.protocol.ids import Address

NOTHING = b"[]"


def erase(database: Database, labeler: Address) -> int:
    """Forget a labeler, in the database's files too; return as `erase_labeler` does."""
    erased = database.transact(lambda connection: erase_labeler(connection, labeler))
    database.shed_log()
    return erased


def erase_labeler(connection: Connection, labeler: Address) -> int:
    """Forget a labeler but for their money and signatures; return how many answers lost their salt.

    Answers of projects that are not complete stay: they have to stand in a record yet. So do
    reports that wait for the operator.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")  # overwrites what it frees
    for table in (tokens, skips, leases):
        connection.execute(delete(table).where(table.c.labeler == labeler))
    answered = (cases.c.labeler == labeler, cases.c.answered_s.is_not(None))
    connection.execute(delete(cases).where(*answered))
    complete = select(projects.c.id).where(projects.c.state == "complete")
    mine = (answers.c.labeler == labeler, answers.c.project_id.in_(complete))
    erased = connection.execute(
        update(answers).where(*mine, answers.c.salt != "").values(answer_json=NOTHING, salt="")
    )
    left = select(func.count()).where(answers.c.labeler == labeler, answers.c.salt != "")
    if not connection.execute(left).scalar_one():
        connection.execute(delete(sessions).where(sessions.c.labeler == labeler))
    return int(erased.rowcount)
