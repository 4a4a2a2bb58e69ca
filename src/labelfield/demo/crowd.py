"""The crowd that the demonstration replays: real answers of 164 people, and their wallets."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from labelfield.protocol.hashes import keccak
from labelfield.protocol.keys import Key

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who said what, and what is right."""

    answers: dict[str, dict[str, str]]
    """Labels by worker and task, in the file's order."""
    truth: dict[str, str]
    """The right label of every task."""


def read_crowd(folder: Path = DATA / "rte") -> Crowd:
    """Return the crowd of a folder with answers.csv and gold.csv."""
    answers: dict[str, dict[str, str]] = {}
    for row in _rows(folder / "answers.csv"):
        answers.setdefault(row["worker"], {})[row["task"]] = row["label"]
    truth = {row["task"]: row["label"] for row in _rows(folder / "gold.csv")}
    return Crowd(answers, truth)


def hidden_gold(crowd: Crowd, percent: int, seed: int) -> dict[str, str]:
    """Return a random share of the tasks with their right labels."""
    tasks = sorted(crowd.truth)
    chosen = Random(seed).sample(tasks, len(tasks) * percent // 100)  # noqa: S311
    return {task: crowd.truth[task] for task in sorted(chosen)}


def wallet_of(worker: str, seed: int) -> Key:
    """Return a worker's wallet, the same for the same seed."""
    return Key(keccak(f"labelfield demo {seed} {worker}".encode()))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="") as file:
        yield from csv.DictReader(file)
