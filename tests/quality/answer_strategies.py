"""Small crowds of every type of answer, and crowds in which some are good and some are not."""

import random
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from labelfield.quality.agreement import Given
from labelfield.quality.answer_types import Measure
from labelfield.quality.boxes import Box, boxes_of
from labelfield.quality.keypoints import keypoints_of
from labelfield.quality.multilabel import labels_of
from labelfield.quality.numbers import Scale
from labelfield.quality.polygons import polygons_of
from labelfield.quality.preference_answers import Preference
from labelfield.quality.rankings import ranking_of
from labelfield.quality.spans import spans_of
from labelfield.quality.taxonomy import paths_of

LABELS = ("a", "b", "ä")
TREE = (("x",), ("x", "p"), ("x", "q"), ("y",), ("y", "r", "s"))
MEASURE = Measure(classes=LABELS, scale=Scale(0, 4), reach=30)

small = st.integers(0, 60)
size = st.integers(1, 40)
label = st.sampled_from(LABELS)

box = st.builds(
    lambda x, y, w, h, name: Box(x, y, x + w, y + h, name), small, small, size, size, label
)
ring = st.lists(st.tuples(small, small), min_size=3, max_size=6, unique=True).filter(
    lambda points: (
        len({(x - points[0][0]) * (points[1][1] - points[0][1])
             - (y - points[0][1]) * (points[1][0] - points[0][0]) for x, y in points}) > 1
    )
)  # fmt: skip
span = st.builds(lambda start, long, name: (name, start, start + long), small, size, label)

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "choices": label,
    "multilabel": st.lists(label, max_size=3).map(labels_of),
    "taxonomy": st.lists(st.sampled_from(TREE), max_size=2).map(paths_of),
    "boxes": st.lists(box, max_size=3).map(boxes_of),
    "polygons": st.lists(st.tuples(ring, label), max_size=2).map(polygons_of),
    "keypoints": st.lists(st.tuples(small, small, label), max_size=3).map(keypoints_of),
    "spans": st.lists(span, max_size=3).map(lambda spans: spans_of(spans, 200)),
    "numbers": st.integers(0, 4),
    "ratings": st.integers(0, 4),
    "preferences": st.sampled_from([Preference("i", "j", "i"), Preference("j", "i", "j")]),
    "rankings": st.permutations(["i", "j", "k", "l"]).map(ranking_of),
    "transcripts": st.lists(st.sampled_from(["he", "said", "no"]), max_size=4).map(tuple),
}

KINDS = tuple(VALUES)


@st.composite
def crowds(draw: st.DrawFn, kind: str) -> list[Given[Any]]:
    cells = draw(st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=10))
    return [Given(f"t{t}", f"w{w}", draw(VALUES[kind])) for t, w in sorted(cells)]


def planted(truth: Callable[[random.Random], Any], blur: Callable[[Any, random.Random], Any],
            constant: Any, tasks: int = 120) -> list[Given[Any]]:  # fmt: skip
    """Four good labelers, one who answers for other tasks, and one who never varies."""
    chance = random.Random(4)
    truths = [truth(chance) for _ in range(tasks)]
    answers = [
        Given(f"t{task}", f"good{who}", blur(value, chance))
        for task, value in enumerate(truths)
        for who in range(4)
    ]
    answers += [Given(f"t{task}", "random", truth(chance)) for task in range(tasks)]
    return answers + [Given(f"t{task}", "constant", constant) for task in range(tasks)]
