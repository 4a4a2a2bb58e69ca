"""The crowd that takes part: real answers, cut or multiplied to as many labelers as are wanted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from random import Random

from labelfield.formats.crowd_csv import parse_answers, parse_gold
from labelfield.simulate.errors import CrowdTooSmall

SHIPPED = Path(str(files("labelfield") / "demo" / "data" / "rte"))
"""The answers that the demonstration replays; read where they lie, not copied."""
ENOUGH = 10
"""Who answered less has no rate of its own, and is left out of the crowd."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One wallet at work."""

    name: str
    answers: Mapping[str, str]
    """What it says of each task that it takes, in its order."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who takes part, and what is right."""

    seats: tuple[Seat, ...]
    truth: Mapping[str, str]
    classes: tuple[str, ...]

    @property
    def answers(self) -> int:
        """How many there are."""
        return sum(len(seat.answers) for seat in self.seats)

    def gold(self, percent: int, seed: int) -> dict[str, str]:
        """Return a random share of the tasks with their right labels."""
        tasks = sorted(self.truth)
        chosen = Random(seed).sample(tasks, max(len(tasks) * percent // 100, 1))  # noqa: S311
        return {task: self.truth[task] for task in sorted(chosen)}


def read_crowd(folder: Path, labelers: int, seed: int) -> Crowd:
    """Return about `labelers` people with the real answers of a folder's answers.csv and gold.csv.

    Fewer than the set has are a part of it that belongs together: people who answered the same
    tasks. More are the set several times over, each time on tasks and with wallets of its own.
    """
    answers = parse_answers((folder / "answers.csv").read_bytes(), "answers.csv")
    truth = parse_gold((folder / "gold.csv").read_bytes(), "gold.csv", answers)
    said: dict[str, dict[str, str]] = {}
    for (task, worker), label in sorted(answers.single.labels.items()):
        if task in truth:
            said.setdefault(worker, {})[task] = label
    whole = [Seat(name, tasks) for name, tasks in said.items() if len(tasks) >= ENOUGH]
    if not whole:
        raise CrowdTooSmall(f"{folder}: nobody answered {ENOUGH} tasks of known truth")
    seats: list[Seat] = []
    copy = 0
    while len(seats) < labelers:
        some = _together(whole, labelers - len(seats), Random(f"{seed}/{copy}"))  # noqa: S311
        seats += [_renamed(seat, copy) for seat in some]
        copy += 1
    known = {f"{task}/{number}": label for number in range(copy) for task, label in truth.items()}
    asked = {task for seat in seats for task in seat.answers}
    classes = tuple(sorted({label for tasks in said.values() for label in tasks.values()}))
    return Crowd(tuple(seats), {task: known[task] for task in sorted(asked)}, classes)


def _together(seats: Iterable[Seat], count: int, random: Random) -> list[Seat]:
    """Return at most `count` people, each with the most tasks in common with those before.

    Everybody keeps only the tasks that at least half as many of them answered as any.
    """
    left = sorted(seats, key=lambda seat: seat.name)
    if count < len(left):
        left = _grown(left, count, random)
    asked: dict[str, int] = {}
    for seat in left:
        for task in seat.answers:
            asked[task] = asked.get(task, 0) + 1
    least = max(asked.values()) / 2
    kept = (
        Seat(seat.name, {task: said for task, said in seat.answers.items() if asked[task] >= least})
        for seat in left
    )
    return [seat for seat in kept if seat.answers]


def _grown(left: list[Seat], count: int, random: Random) -> list[Seat]:
    """Begin with a person of few answers, so that a small crowd is asked few tasks."""
    fewest = min(len(seat.answers) for seat in left)
    first = random.choice([seat for seat in left if len(seat.answers) == fewest])
    chosen, asked = [first], set(first.answers)
    rest = [seat for seat in left if seat is not first]
    while len(chosen) < count:
        best = max(rest, key=lambda seat: _share_within(seat, asked))
        rest.remove(best)
        chosen.append(best)
        asked |= best.answers.keys()
    return chosen


def _share_within(seat: Seat, asked: set[str]) -> tuple[float, int]:
    within = len(asked & seat.answers.keys())
    return within / len(seat.answers), within


def _renamed(seat: Seat, copy: int) -> Seat:
    answers = {f"{task}/{copy}": label for task, label in seat.answers.items()}
    return Seat(f"{seat.name}/{copy}", answers)
