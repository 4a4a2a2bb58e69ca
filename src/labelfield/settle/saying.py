"""Answers in a few words, for the people they are about."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from labelfield.protocol.scoring import ControlScoring, Scoring
from labelfield.settle.judged import Said
from labelfield.settle.values import read_values

MILLIONTHS = 1_000_000
LONGEST = 200


def say_said(said: Said, scoring: Scoring) -> str:
    """Return what an answer says: its class, or what it says of every control."""
    if isinstance(said, int):
        return scoring.classes[said]
    values = read_values(scoring.controls, said)
    parts = [_say(*pair) for pair in zip(scoring.controls, values, strict=True)]
    if len(parts) == 1:
        return parts[0]
    names = (control.name for control in scoring.controls)
    return "; ".join(f"{name}: {part}" for name, part in zip(names, parts, strict=True))


def _say(control: ControlScoring, value: Any) -> str:
    return "no answer" if value is None else _WORDS[control.type](value)[:LONGEST]


def _regions(what: str, plural: str, labels: Sequence[str]) -> str:
    """How many regions, and of which labels."""
    if not labels:
        return f"no {plural}"
    counted = Counter(label.replace("\n", " and ") for label in labels if label)
    named = ", ".join(f"{count} {label}" for label, count in sorted(counted.items()))
    count = f"{len(labels)} {what if len(labels) == 1 else plural}"
    return f"{count} ({named})" if named else count


def _number(millionths: int) -> str:
    return f"{millionths / MILLIONTHS:g}"


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "choices": str,
    "multilabel": lambda labels: ", ".join(labels) or "none of them",
    "taxonomy": lambda paths: ", ".join(" > ".join(path) for path in paths) or "no place",
    "boxes": lambda found: _regions("box", "boxes", [each.label for each in found]),
    "polygons": lambda found: _regions("polygon", "polygons", [each.label for each in found]),
    "keypoints": lambda found: _regions("point", "points", [each.label for each in found]),
    "spans": lambda found: _regions("span", "spans", [each.label for each in found]),
    "numbers": _number,
    "ratings": str,
    "preferences": lambda value: "the left one" if value.winner == value.left else "the right one",
    "rankings": " > ".join,
    "transcripts": lambda words: " ".join(words) or "no words",
}
