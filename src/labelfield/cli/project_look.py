"""`labelfield project`: list, statistics, tasks, pause, resume: looking into one's own projects."""

from typing import Annotated

import typer

from labelfield.cli.money import dollars
from labelfield.cli.options import JsonOption
from labelfield.cli.places import HomeOption, home_folder, requester_client
from labelfield.cli.telling import tell

Number = Annotated[int, typer.Argument(help="The project's number.", min=1)]


def list_projects(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Print the account's own projects; the operator's account sees all."""
    found = requester_client(home_folder(home)).account()
    if as_json:
        typer.echo(found.model_dump_json())
        return
    for project in found.projects:
        state = "paused" if project.paused else project.state
        typer.echo(
            f"{project.project:<5}{state:<10}{project.closed_tasks}/{project.tasks} tasks  "
            f"{dollars(project.credited)} of {dollars(project.deposit)}  {project.title}"
        )


def statistics(project: Number, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Print agreement, confidence, spend, time left, and every labeler under a pseudonym."""
    found = requester_client(home_folder(home)).statistics(project)
    if as_json:
        typer.echo(found.model_dump_json())
        return
    typer.echo(f"agreement {_percent(found.agreement_percent)}")
    typer.echo(f"confident {_percent(found.mean_confidence_percent)}")
    typer.echo(f"spent     {dollars(found.spent)} of {dollars(found.deposit)}")
    left = "unknown" if found.expected_end_s is None else f"{found.expected_end_s - found.time_s} s"
    typer.echo(f"left      {found.open_answers} answers at most, {left}")
    for labeler in found.labelers:
        rate = "no rate yet" if labeler.rate_32nds is None else f"rate {labeler.rate_32nds}/32"
        typer.echo(
            f"{labeler.name}  {labeler.answers} answers, {rate}, owed {dollars(labeler.owed)}"
        )


def tasks(
    project: Number,
    order: Annotated[
        str, typer.Option(help="given, newest (closed last) or disagreement (least certain first).")
    ] = "given",
    limit: Annotated[int, typer.Option(help="How many.", min=1, max=200)] = 20,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print tasks with label and confidence, the most disputed first where asked."""
    if order not in ("given", "newest", "disagreement"):
        raise typer.BadParameter("--order is given, newest or disagreement")
    client = requester_client(home_folder(home))
    found = client.tasks(project, f"order={order}&limit={limit}")
    if as_json:
        typer.echo(found.model_dump_json())
        return
    for task in found.tasks:
        sure = _percent(task.confidence_percent)
        typer.echo(f"{task.key:<24}{task.state:<8}{task.answers:>3}  {task.label or '':<20}{sure}")
    typer.echo(f"{len(found.tasks)} of {found.total}")


def pause(project: Number, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Hand out no more tasks; those in labelers' hands are still taken."""
    requester_client(home_folder(home)).pause(project)
    tell(as_json, {"project": project, "paused": True}, f"paused    {project}")


def resume(project: Number, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Hand out tasks again."""
    requester_client(home_folder(home)).resume(project)
    tell(as_json, {"project": project, "paused": False}, f"resumed   {project}")


def _percent(found: float | None) -> str:
    return "–" if found is None else f"{found:.2f}%"
