"""What models say of tasks: labelers that are never paid."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, and_, delete, exists, func, insert, select

from labelfield.db.tables import AnyRow, answers, models, predictions, tasks
from labelfield.settle.settlement import ModelSettlement

TASKS_AT_ONCE = 500
_OF_TASK = and_(tasks.c.project_id == predictions.c.project_id, tasks.c.task == predictions.c.task)


def insert_predictions(
    connection: Connection, project_id: int, rows: Sequence[Mapping[str, object]]
) -> None:
    """Store what a model says of open tasks."""
    if rows:
        connection.execute(insert(predictions), [{"project_id": project_id, **row} for row in rows])


def labels_by(connection: Connection, project_id: int, model: str) -> dict[str, int]:
    """Return what a model has said so far, by task."""
    statement = select(predictions.c.task, predictions.c.label).where(
        predictions.c.project_id == project_id, predictions.c.model == model
    )
    return {row.task: row.label for row in connection.execute(statement)}


def counts_by_model(connection: Connection, project_id: int) -> dict[str, int]:
    """Return of how many tasks each model has said something."""
    statement = (
        select(predictions.c.model, func.count())
        .where(predictions.c.project_id == project_id)
        .group_by(predictions.c.model)
    )
    return {name: int(count) for name, count in connection.execute(statement)}


def closed_predictions(
    connection: Connection, project_id: int, settlement: int
) -> Sequence[AnyRow]:
    """Return (task, model, label) of the tasks closed by `settlement`."""
    return connection.execute(
        select(predictions.c.task, predictions.c.model, predictions.c.label)
        .join(tasks, _OF_TASK)
        .where(predictions.c.project_id == project_id, tasks.c.closing <= settlement)
    ).all()


def open_counts(connection: Connection, project_id: int) -> dict[str, int]:
    """Return how many models have said something of each open task, where any has."""
    statement = (
        select(predictions.c.task, func.count())
        .join(tasks, _OF_TASK)
        .where(predictions.c.project_id == project_id, tasks.c.closing.is_(None))
        .group_by(predictions.c.task)
    )
    return {task: int(count) for task, count in connection.execute(statement)}


def predictions_of(
    connection: Connection, project_id: int, chosen: Collection[str]
) -> Sequence[AnyRow]:
    """Return (task, model, label, doubt_q16) of what models say of the chosen tasks, by task."""
    ordered = sorted(chosen)
    found: list[AnyRow] = []
    columns = (predictions.c.task, predictions.c.model, predictions.c.label)
    for start in range(0, len(ordered), TASKS_AT_ONCE):
        found += connection.execute(
            select(*columns, predictions.c.doubt_q16)
            .where(
                predictions.c.project_id == project_id,
                predictions.c.task.in_(ordered[start : start + TASKS_AT_ONCE]),
            )
            .order_by(predictions.c.task)
        ).all()
    return found


def has_new_answers(
    connection: Connection, project_id: int, settlements: int, minimum: int
) -> bool:
    """Tell whether open tasks of which a model says something got answers since a settlement."""
    of_answer = and_(tasks.c.project_id == answers.c.project_id, tasks.c.task == answers.c.task)
    predicted = exists().where(_OF_TASK)
    statement = (
        select(answers.c.task)
        .join(tasks, of_answer)
        .where(
            answers.c.project_id == project_id,
            answers.c.settlement == settlements,
            tasks.c.closing.is_(None),
            tasks.c.answers >= minimum,
            predicted,
        )
        .limit(1)
    )
    return connection.execute(statement).first() is not None


def set_models(
    connection: Connection,
    project_id: int,
    found: Sequence[ModelSettlement],
    weights_q16: Sequence[int],
) -> None:
    """Note what a settlement makes of the models."""
    connection.execute(delete(models).where(models.c.project_id == project_id))
    rows = [
        {
            "project_id": project_id,
            "model": row.model,
            "predictions": row.predictions,
            "weight_q16": weight,
        }
        for row, weight in zip(found, weights_q16, strict=True)
    ]
    if rows:
        connection.execute(insert(models), rows)


def is_heard(connection: Connection, project_id: int, least: int) -> bool:
    """Tell whether a model has any weight, with `least` predictions of closed tasks."""
    statement = select(models.c.model).where(
        models.c.project_id == project_id,
        models.c.predictions >= least,
        models.c.weight_q16 > 0,
    )
    return connection.execute(statement.limit(1)).first() is not None


def recorded_predictions(connection: Connection, project_id: int, number: int) -> Sequence[AnyRow]:
    """Return the predictions that a record holds."""
    return connection.execute(
        select(predictions).where(
            predictions.c.project_id == project_id, predictions.c.checkpoint == number
        )
    ).all()


def recorded_contents(connection: Connection, project_id: int, number: int) -> Sequence[AnyRow]:
    """Return what models said of the tasks whose closing a record holds."""
    return connection.execute(
        select(predictions)
        .join(tasks, _OF_TASK)
        .where(tasks.c.project_id == project_id, tasks.c.checkpoint == number)
    ).all()
