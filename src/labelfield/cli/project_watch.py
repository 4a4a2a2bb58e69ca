"""`labelfield project watch`: a live view that can stay open."""

import time
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.money import dollars
from labelfield.cli.places import HomeOption, home_folder, requester_client

if TYPE_CHECKING:
    from rich.console import RenderableType

    from labelfield.api.models import Progress
    from labelfield.api.statistics_models import TaskNumbers

REFRESH_S = 1.0
_LEAST_SURE = 5


def watch(
    project: Annotated[int, typer.Argument(help="The project's number.", min=1)],
    home: HomeOption = None,
) -> None:
    """Show a project live until it is complete: progress, speed, money, disagreements."""
    from rich.live import Live

    client = requester_client(home_folder(home))
    began_s = time.monotonic()
    first = client.progress(project)
    with Live(refresh_per_second=4) as live:
        while True:
            now = client.progress(project)
            unsure = client.tasks(project, f"order=disagreement&state=closed&limit={_LEAST_SURE}")
            elapsed_s = max(time.monotonic() - began_s, REFRESH_S)
            speed = (now.accepted_answers - first.accepted_answers) * 60 / elapsed_s
            live.update(_view(now, unsure.tasks, speed))
            if now.state in ("complete", "halted"):
                return
            time.sleep(REFRESH_S)


def _view(found: "Progress", unsure: "list[TaskNumbers]", speed: float) -> "RenderableType":
    from rich.console import Group
    from rich.panel import Panel
    from rich.progress_bar import ProgressBar
    from rich.table import Table

    facts = Table.grid(padding=(0, 2))
    facts.add_row("tasks", f"{found.closed_tasks} of {found.tasks} closed")
    facts.add_row("", ProgressBar(total=found.tasks, completed=found.closed_tasks, width=40))
    answers = f"{found.accepted_answers} by {found.labelers} labelers, {speed:.0f} a minute"
    facts.add_row("answers", answers)
    if found.gold_answers:
        facts.add_row("gold", f"{found.gold_right} of {found.gold_answers} right")
    facts.add_row("owed", f"{dollars(found.owed)}, credited {dollars(found.credited)} "
                          f"in {len(found.checkpoints)} checkpoints")  # fmt: skip
    facts.add_row("budget", f"{dollars(found.deposit)}, "
                            f"{dollars(max(found.deposit - found.owed, 0))} left")  # fmt: skip
    title = f"project {found.project}, {found.title} ({found.state})"
    return Panel(Group(facts, *_least_sure(unsure)), title=title, width=72)


def _least_sure(unsure: "list[TaskNumbers]") -> "list[RenderableType]":
    from rich.table import Table

    known = [one for one in unsure if one.confidence_percent is not None]
    if not known:
        return []
    table = Table("least sure", "label", "confidence", "answers", box=None, padding=(0, 2))
    for one in known:
        sure = f"{one.confidence_percent:.1f}%"
        table.add_row(one.key[:30], (one.label or "sealed")[:20], sure, str(one.answers))
    return ["", table]
