"""The live view: how fast it goes, and what it says while a server is away."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from labelfield.api.progress_models import AppealsAwaited
from labelfield.cli import project_watch
from labelfield.cli.project_watch import Pace
from labelfield.sdk.errors import ServerUnreachable
from tests.cli.running import done


@dataclass(frozen=True)
class Seen:
    """As much of a project's progress as a view needs."""

    closed_tasks: int
    accepted_answers: int
    state: str = "open"
    project: int = 1
    title: str = "Kettles"
    tasks: int = 100
    labelers: int = 3
    gold_answers: int = 0
    owed: int = 0
    credited: int = 0
    deposit: int = 1_000_000
    checkpoints: tuple[int, ...] = ()
    appeals: AppealsAwaited | None = None


def test_a_pace_is_what_happened_since_somebody_watches() -> None:
    pace = Pace.since(Seen(10, 50), Seen(40, 170), 60.0)  # type: ignore[arg-type]
    assert (pace.answers_a_minute, pace.left_s) == (120.0, 120.0)


def test_nothing_is_foretold_before_a_task_closed() -> None:
    assert Pace.since(Seen(10, 50), Seen(10, 51), 60.0).left_s is None  # type: ignore[arg-type]


def test_a_view_outlives_a_server_that_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter([Seen(0, 0), ServerUnreachable("http://s", "refused"), Seen(100, 300, "complete")])
    said = watched(looks, monkeypatch)
    assert "trying again" in said
    assert "100 of 100 closed" in said


@pytest.mark.parametrize(
    ("awaited", "words"),
    [
        (AppealsAwaited(until_s=None, asked=0), "awaited once all records are open"),
        (AppealsAwaited(until_s=2_000_000_000, asked=0), "awaited until 2033-05-18 03:33:20 UTC"),
        (AppealsAwaited(until_s=2_000_000_000, asked=2), "others are asked about 2 tasks"),
    ],
    ids=str,
)
def test_a_view_says_that_a_project_waits_for_appeals(
    monkeypatch: pytest.MonkeyPatch, awaited: AppealsAwaited, words: str
) -> None:
    waiting = Seen(100, 300, "complete", appeals=awaited)
    assert words in watched(iter([Seen(0, 0), waiting]), monkeypatch)


def watched(looks: Iterator[Seen | Exception], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what a view said that saw these."""

    class Client:
        def progress(self, *_: object) -> Seen:
            found = next(looks)
            if isinstance(found, Exception):
                raise found
            return found

        def tasks(self, *_: object) -> object:
            return type("Page", (), {"tasks": []})

    monkeypatch.setattr(project_watch, "requester_client", lambda _: Client())
    return done("project", "watch", 1).out
