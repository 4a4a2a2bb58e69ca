"""`labelfield project watch`: a live view that can stay open."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Self

import typer

from labelfield.cli.money import dollars
from labelfield.cli.places import HomeOption, home_folder, requester_client
from labelfield.cli.times import duration, utc

if TYPE_CHECKING:
    from rich.console import RenderableType

    from labelfield.api.progress_models import AppealsAwaited, Progress
    from labelfield.api.statistics_models import TaskNumbers

REFRESH_S = 1.0
_LEAST_SURE = 5
_QUERY = f"order=disagreement&state=closed&limit={_LEAST_SURE}"


def watch(
    project: Annotated[int, typer.Argument(help="The project's number.", min=1)],
    home: HomeOption = None,
) -> None:
    """Show a project live until it is complete: progress, speed, money, disagreements."""
    from rich.live import Live

    from labelfield.sdk.errors import ServerUnreachable

    client = requester_client(home_folder(home))
    began_s = time.monotonic()
    first = client.progress(project)
    with Live(refresh_per_second=4) as live:
        while True:
            try:
                now = client.progress(project)
                unsure = client.tasks(project, _QUERY).tasks
            except ServerUnreachable as error:  # it may be starting again: what is shown stays
                live.console.print(f"{utc(int(time.time()))}  {error}; trying again")
                continue
            pace = Pace.since(first, now, time.monotonic() - began_s)
            live.update(_view(now, unsure, pace))
            if now.state in ("complete", "halted"):
                return
            time.sleep(REFRESH_S)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast it goes since somebody watches."""

    answers_a_minute: float
    left_s: float | None
    """Until all tasks are closed at this pace; None where none closed yet."""

    @classmethod
    def since(cls, first: "Progress", now: "Progress", elapsed_s: float) -> Self:
        """Return the pace between two looks."""
        elapsed_s = max(elapsed_s, REFRESH_S)
        closed = now.closed_tasks - first.closed_tasks
        left = (now.tasks - now.closed_tasks) * elapsed_s / closed if closed else None
        return cls((now.accepted_answers - first.accepted_answers) * 60 / elapsed_s, left)


def _view(found: "Progress", unsure: "list[TaskNumbers]", pace: Pace) -> "RenderableType":
    from rich.console import Group
    from rich.panel import Panel
    from rich.progress_bar import ProgressBar
    from rich.table import Table

    facts = Table.grid(padding=(0, 2))
    facts.add_row("tasks", f"{found.closed_tasks} of {found.tasks} closed")
    facts.add_row("", ProgressBar(total=found.tasks, completed=found.closed_tasks, width=40))
    speed = f"{pace.answers_a_minute:.0f} a minute"
    facts.add_row("answers", f"{found.accepted_answers} by {found.labelers} labelers, {speed}")
    if pace.left_s:
        facts.add_row("left", f"about {duration(pace.left_s)} at this pace")
    if found.appeals is not None:
        facts.add_row("appeals", _appeals(found.appeals))
    if found.gold_answers:
        facts.add_row("gold", f"{found.gold_right} of {found.gold_answers} right")
    facts.add_row("owed", f"{dollars(found.owed)}, credited {dollars(found.credited)} "
                          f"in {len(found.checkpoints)} checkpoints")  # fmt: skip
    facts.add_row("budget", f"{dollars(found.deposit)}, "
                            f"{dollars(max(found.deposit - found.owed, 0))} left")  # fmt: skip
    title = f"project {found.project}, {found.title} ({found.state})"
    return Panel(Group(facts, *_least_sure(unsure)), title=title, width=72)


def _appeals(awaited: "AppealsAwaited") -> str:
    """Why nothing goes on although all tasks are closed."""
    asked = f"others are asked about {awaited.asked} tasks, " if awaited.asked else ""
    if awaited.until_s is None:
        return f"{asked}awaited once all records are open"
    return f"{asked}awaited until {utc(awaited.until_s)}"


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
