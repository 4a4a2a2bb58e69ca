"""`labelfield case`: what labelers reported; answers and takedowns."""

from typing import Annotated

import typer

from labelfield.cli.options import JsonOption
from labelfield.cli.places import HomeOption, home_folder, requester_client
from labelfield.cli.telling import tell

app = typer.Typer(help="Reports, for the operator: list, answer, takedown.", no_args_is_help=True)


@app.command("list")
def list_cases(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Print what waits for an answer, the oldest first."""
    found = requester_client(home_folder(home)).cases()
    if as_json:
        typer.echo(found.model_dump_json())
        return
    for case in found.cases:
        place = f"project {case.project}" + (f", task {case.task}" if case.task else "")
        typer.echo(f"{case.id:<5}{case.kind} ({case.about}), {place}, by {case.labeler}")
        typer.echo(f"     {case.text}")


@app.command()
def answer(
    case: Annotated[int, typer.Argument(help="From `labelfield case list`.", min=1)],
    text: Annotated[str, typer.Argument(help="What the labeler will read.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a report."""
    requester_client(home_folder(home)).answer_case(case, text)
    tell(as_json, {"answered": case}, f"answered  {case}")


@app.command()
def takedown(
    project: Annotated[int, typer.Argument(help="The project's number.", min=1)],
    reason: Annotated[str, typer.Option(help="Why; for the operator's own log.")],
    task: Annotated[
        str | None, typer.Option(help="One task; the whole project where not given.")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hand out, list and serve a task, or a whole project, no more.

    What was answered stays in the record, and what was earned is paid.
    """
    found = requester_client(home_folder(home)).take_down(project, reason, task)
    tell(as_json, found.model_dump(), f"down      {found.tasks} tasks, {found.media} files")
