"""Who is linked as answering alike on public sets of other types: as they are, and beside a ring.

Six planted labelers give, on every task, one shared wrong answer: what somebody said of another
task. Two or three of them are drawn for each. Reads the sets from the folder that
LABELFIELD_CROWD_DATA names; about a minute.
"""

import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from answer_types import read_boxes, rows_of
from labelfield.quality.agreement import Given, Judged
from labelfield.quality.boxes import judge_boxes
from labelfield.quality.numbers import Scale, judge_numbers, units_of
from labelfield.quality.transcripts import judge_transcripts, words_of

RING = tuple(f"planted {number}" for number in range(6))
TRANSCRIPTS = 250
"""Tasks of the speech set that are taken."""

Judge = Callable[[list[Given[Any]]], Judged[Any]]


def main() -> None:
    """Print one line a set."""
    named = os.environ.get("LABELFIELD_CROWD_DATA")
    if not named:
        print("WARNING: LABELFIELD_CROWD_DATA is unset, so nothing is measured")
        return
    folder = Path(named)
    heads = ("tasks", "labelers", "linked", "of ring", "others")
    print(f"{'set':25}" + "".join(f"{head:>10}" for head in heads))
    boxes, _ = read_boxes(folder / "boxes_pedestrian_a" / "answers.csv")
    measure("boxes_pedestrian_a", boxes, judge_boxes)
    for feeling in ("anger", "disgust"):
        name = f"numeric_affect_{feeling}"
        numbers = [
            Given(row["task"], row["worker"], units_of(row["label"], 0) * 1000)
            for row in rows_of(folder / name / "answers.csv")
        ]
        measure(name, numbers, lambda given: judge_numbers(given, Scale(0, 100_000)))
    name = "text_speech_test_clean"
    measure(name, transcripts(folder / name / "answers.csv"), judge_transcripts)


def transcripts(path: Path) -> list[Given[Any]]:
    """Answers to the first tasks by name."""
    answers = {
        (row["task"], row["worker"]): words_of(row["label"]) for row in reversed(rows_of(path))
    }
    kept = set(sorted({task for task, _ in answers})[:TRANSCRIPTS])
    return [Given(task, who, words) for (task, who), words in answers.items() if task in kept]


def measure(name: str, answers: Sequence[Given[Any]], judge: Judge) -> None:
    """One set's line: who is linked without a ring, and with one of whom and of whom else."""
    alone = judge(list(answers)).clusters
    beside = judge([*answers, *planted(answers)]).clusters
    found = sum(who in beside for who in RING)
    counts = (
        *(len({each.task for each in answers}), len({each.labeler for each in answers})),
        *(len(alone), found, len(beside) - found),
    )
    print(f"{name:25}" + "".join(f"{count:10}" for count in counts), flush=True)


def planted(answers: Sequence[Given[Any]]) -> list[Given[Any]]:
    """The ring's answers."""
    generator = random.Random(7)
    found = []
    for task in sorted({each.task for each in answers}):
        other = generator.choice(answers)
        while other.task == task:
            other = generator.choice(answers)
        members = generator.sample(RING, generator.randint(2, 3))
        found += [Given(task, who, other.value) for who in members]
    return found


if __name__ == "__main__":
    main()
