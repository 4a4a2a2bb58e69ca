"""`labelfield project predict` and `models`: AI models as labelers that are never paid."""

from pathlib import Path
from typing import Annotated

import typer

from labelfield.cli.errors import BadOptions
from labelfield.cli.money import dollars
from labelfield.cli.options import JsonOption
from labelfield.cli.places import HomeOption, deployed, home_folder, requester_client

Number = Annotated[int, typer.Argument(help="The project's number.", min=1)]


def predict(
    project: Number,
    file: Annotated[
        Path | None,
        typer.Argument(
            help="Label Studio tasks with predictions (.json), or rows of key, label and score "
            "(.csv, .jsonl)."
        ),
    ] = None,
    model: Annotated[
        str, typer.Option(help="The model's name and version; a retrained model has a new one.")
    ] = "model@1",
    backend: Annotated[
        str | None, typer.Option(help="Address of a Label Studio ML backend to ask instead.")
    ] = None,
    key_field: Annotated[str, typer.Option(help="Field that names a task.")] = "key",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a model say what it thinks of open tasks: it counts as far as it is proven right.

    Labelers never see it. It needs gold in the project, at least ten tasks of it.
    """
    from labelfield.chain.pool import Pool
    from labelfield.requesting.models import predict_by, predict_from
    from labelfield.requesting.tasks import project_tasks

    if (file is None) == (backend is None):
        raise BadOptions("name a file with predictions, or a --backend to ask")
    folder = home_folder(home)
    known, client = deployed(folder), requester_client(folder)
    shown = project_tasks(Pool(known.rpc_url, known.pool), known.block, project)
    if file is not None:
        found = predict_from(client, project, shown, model, file, key_field)
    else:
        found = predict_by(client, project, shown, model, str(backend))
    if as_json:
        typer.echo(found.model_dump_json())
        return
    typer.echo(f"accepted  {found.accepted} predictions of {model}")
    typer.echo(f"known     {found.known}, of closed tasks {found.closed}")
    typer.echo(f"next      labelfield project models {project}")


def models(project: Number, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Report how good models were measured to be, and what they saved."""
    found = requester_client(home_folder(home)).models(project)
    if as_json:
        typer.echo(found.model_dump_json())
        return
    for one in found.models:
        typer.echo(
            f"{one.model}\n"
            f"  said      {one.predictions} tasks, {one.closed_predictions} of them closed\n"
            f"  right     {one.gold_right} of {one.gold_predictions} known answers; agrees with "
            f"people on {one.people_vouched} of {one.people_agreed}\n"
            f"  weight    {one.weight_percent}% of what its record says"
            + ("" if one.weight_percent else ": not heard, because nothing proves it right")
        )
    heard, closed = found.closed_with_models, found.closed_tasks
    typer.echo(f"share     heard in {heard} of {closed} closed tasks")
    typer.echo(f"closed    {found.closed_by_models} that people's answers alone would not")
    typer.echo(
        f"saved     about {found.saved_answers} answers, {dollars(found.saved)}, beside "
        f"{found.answers} given"
    )
