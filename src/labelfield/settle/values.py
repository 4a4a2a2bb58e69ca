"""Answers between their stored form, canonical JSON, and the values that quality compares.

A stored answer is an array with one entry a control of the manifest, in its order: what the
control's type says in whole numbers and texts, null where there is no answer. Each type has one
spelling: regions, labels and paths stand sorted, each once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labelfield.protocol.canonical import Json, exact_json, parse_canonical
from labelfield.protocol.scoring import ControlScoring
from labelfield.quality.boxes import boxes_of
from labelfield.quality.keypoints import keypoints_of
from labelfield.quality.multilabel import labels_of
from labelfield.quality.polygons import polygons_of
from labelfield.quality.preference_answers import Preference
from labelfield.quality.rankings import ranking_of
from labelfield.quality.spans import spans_of
from labelfield.quality.taxonomy import paths_of
from labelfield.quality.transcripts import words_of
from labelfield.settle.errors import UnjudgedType

LONGEST_DOCUMENT = 1 << 31


@dataclass(frozen=True, slots=True)
class _Spelling:
    """How values of one type are read and said."""

    read: Callable[[Any], Any]
    say: Callable[[Any], Json]


def canonical_values(controls: Sequence[ControlScoring], entries: Sequence[Json]) -> bytes:
    """Return the one spelling of an answer; raise RefusedAnswer for what cannot be judged."""
    return spell_values(controls, read_entries(controls, entries))


def read_values(controls: Sequence[ControlScoring], stored: bytes) -> tuple[Any, ...]:
    """Return an answer's values, one a control, None where there is none."""
    entries: Any = parse_canonical(stored)
    return read_entries(controls, entries)


def read_entries(controls: Sequence[ControlScoring], entries: Sequence[Json]) -> tuple[Any, ...]:
    """Return the values of an answer's entries."""
    pairs = zip(controls, entries, strict=True)
    return tuple(None if each is None else _of(control).read(each) for control, each in pairs)


def spell_values(controls: Sequence[ControlScoring], values: Sequence[Any]) -> bytes:
    """Return the stored form of values, one a control."""
    pairs = zip(controls, values, strict=True)
    return exact_json([None if each is None else _of(control).say(each) for control, each in pairs])


def _of(control: ControlScoring) -> _Spelling:
    if control.type not in _SPELLINGS:
        raise UnjudgedType(control.name, control.type, tuple(_SPELLINGS))
    return _SPELLINGS[control.type]


def _class(said: Any) -> str | None:
    """A single choice comes as a list of one, or as the class itself; none where nobody chose."""
    return said if isinstance(said, str) else (said[0] if said else None)


def _nested(value: Any) -> Json:
    """Tuples as arrays, all the way down."""
    return [_nested(each) for each in value] if isinstance(value, tuple) else value


def _points(said: Any) -> Any:
    return polygons_of(([tuple(point) for point in points], label) for points, label in said)


_SPELLINGS: Mapping[str, _Spelling] = {
    "choices": _Spelling(_class, _nested),
    "multilabel": _Spelling(labels_of, _nested),
    "taxonomy": _Spelling(paths_of, _nested),
    "boxes": _Spelling(lambda said: boxes_of(map(tuple, said)), _nested),
    "polygons": _Spelling(_points, _nested),
    "keypoints": _Spelling(lambda said: keypoints_of(map(tuple, said)), _nested),
    "spans": _Spelling(lambda said: spans_of(map(tuple, said), LONGEST_DOCUMENT), _nested),
    "numbers": _Spelling(int, int),
    "ratings": _Spelling(int, int),
    "preferences": _Spelling(lambda said: Preference(*said), _nested),
    "rankings": _Spelling(ranking_of, _nested),
    "transcripts": _Spelling(words_of, " ".join),
}
