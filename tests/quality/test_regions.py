"""Clusters of regions: what the rule says, at a price that one answer cannot drive up."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality.boxes import Box, Boxes, box_overlap, boxes_of, mean_box
from labelfield.quality.regions import KEEP_PERCENT, MATCH, Shape, merge_sets
from labelfield.quality.tables import ONE

SHAPE = Shape(box_overlap, mean_box)
MANY = 200

boxes = st.builds(
    lambda x, y, width, height: Box(x, y, x + width, y + height),
    *(st.integers(0, 6), st.integers(0, 6), st.integers(2, 8), st.integers(2, 8)),
)
weighted = st.lists(
    st.tuples(st.lists(boxes, max_size=6).map(boxes_of), st.integers(1, ONE)),
    min_size=1,
    max_size=5,
)


def test_an_answer_of_very_many_regions_costs_no_more_than_their_square() -> None:
    calls: Counter[str] = Counter()

    def counted(one: Box, other: Box) -> int:
        calls["overlap"] += 1
        return box_overlap(one, other)

    honest = boxes_of([(0, 0, 100, 100), (300, 0, 400, 100)])
    hostile = boxes_of(
        (x * 50, y * 50, x * 50 + 9, y * 50 + 9) for x in range(20) for y in range(10)
    )
    assert len(hostile) == MANY
    merge_sets([(hostile, ONE), *[(honest, ONE)] * 4], Shape(counted, mean_box))
    assert calls["overlap"] < (MANY + 2) ** 2


@given(weighted)
def test_clusters_are_those_of_the_rule_written_plainly(answers: list[tuple[Boxes, int]]) -> None:
    assert merge_sets(answers, SHAPE) == plainly_merged(answers)


def plainly_merged(answers: Sequence[tuple[Boxes, int]]) -> Boxes:
    """The docstring of merge_sets, word for word: every sum anew for every cluster."""
    free = [(set(answer), weight) for answer, weight in answers]
    total = sum(weight for _, weight in answers)
    found = set()

    def support(seed: Box) -> int:
        best = [(max((box_overlap(seed, each) for each in held), default=0), w) for held, w in free]
        return sum(weight * overlap for overlap, weight in best if overlap >= MATCH)

    while seeds := {region for held, _ in free for region in held}:
        seed = min(seeds, key=lambda region: (-support(region), region))
        cluster = []
        for held, weight in free:
            ranked = sorted(held, key=lambda each: (-box_overlap(seed, each), each))
            if ranked and box_overlap(seed, ranked[0]) >= MATCH:
                held.remove(ranked[0])
                cluster.append((ranked[0], weight))
        middle = mean_box(cluster)
        tight = sum(weight * box_overlap(region, middle) for region, weight in cluster)
        if 100 * tight >= KEEP_PERCENT * total * ONE:
            found.add(middle)
    return tuple(sorted(found))
