"""Sets of regions, as boxes of an image or spans of a document, by how far they overlap.

Overlap is intersection over union (Jaccard), Q16. Clusters grow round the region that most weight
supports, one region a labeler, as in Branson, Van Horn and Perona (2017), "Lean crowdsourcing".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from labelfield.quality.agreement import Kind, Weighted
from labelfield.quality.tables import ONE

Region = TypeVar("Region", bound=tuple[object, ...])

MATCH = ONE * 9 // 20
"""The least overlap, 0.45, at which two regions may mean one thing."""

KEEP_PERCENT = 34
"""The share of a task's weight, times overlap, from which a cluster is in the consensus."""

CHANCE_REFERENCES = 64


@dataclass(frozen=True, slots=True)
class Shape(Generic[Region]):
    """What clustering needs to know of a kind of region."""

    overlap: Callable[[Region, Region], int]
    """Q16: intersection over union; 65536 only for equal regions."""

    middle: Callable[[Sequence[tuple[Region, int]]], Region]
    """One region for weighted ones, whatever their order."""


def region_kind(shape: Shape[Region]) -> Kind[tuple[Region, ...]]:
    """Return how answers that are sorted sets of such regions are judged."""
    return Kind(
        agreement=lambda one, other: set_agreement(one, other, shape),
        merge=lambda weighted: merge_sets(weighted, shape),
        key=lambda answer: answer,
        references=CHANCE_REFERENCES,
    )


def set_agreement(one: tuple[Region, ...], other: tuple[Region, ...], shape: Shape[Region]) -> int:
    """Return 2 Σ overlap of matched regions / (|one| + |other|), Q16; 65536 if both are empty.

    The largest overlap is matched first, from 0.45 up; ties go to the lesser regions, of the lesser
    set first.
    """
    if one == other:
        return ONE
    fewer, more = sorted((one, other))
    pairs = ((shape.overlap(a, b), a, b) for a in fewer for b in more)
    near = sorted((pair for pair in pairs if pair[0] >= MATCH), key=lambda p: (-p[0], p[1], p[2]))
    matched, left, right = 0, set(fewer), set(more)
    for overlap, a, b in near:
        if a in left and b in right:
            left.remove(a)
            right.remove(b)
            matched += overlap
    return 2 * matched // (len(one) + len(other))


def merge_sets(
    weighted: Sequence[Weighted[tuple[Region, ...]]], shape: Shape[Region]
) -> tuple[Region, ...]:
    """Return the middles of all clusters with enough weight near the middle, sorted.

    A few regions that agree closely are kept where as many loose ones are not: what counts is each
    region's weight times its overlap with the middle.

    The seed of a cluster is the free region with the most support: the sum over answers of weight
    times best overlap. It takes from every other answer the free region that overlaps it most,
    from 0.45 up. Ties go to the lesser region.
    """
    total = sum(weight for _, weight in weighted)
    free = [set(answer) for answer, _ in weighted]
    weights = [weight for _, weight in weighted]
    found = set()
    while any(free):
        seed = min(
            (region for regions in free for region in regions),
            key=lambda region: (-_support(region, free, weights, shape), region),
        )
        cluster = _take(seed, free, weights, shape)
        middle = shape.middle(cluster)
        tight = sum(weight * shape.overlap(region, middle) for region, weight in cluster)
        if 100 * tight >= KEEP_PERCENT * total * ONE:
            found.add(middle)
    return tuple(sorted(found))


def _support(
    seed: Region, free: Sequence[set[Region]], weights: Sequence[int], shape: Shape[Region]
) -> int:
    """Σ weight × best overlap over all answers."""
    return sum(
        weight * overlap
        for regions, weight in zip(free, weights, strict=True)
        if (overlap := max((shape.overlap(seed, region) for region in regions), default=0)) >= MATCH
    )


def _take(
    seed: Region, free: Sequence[set[Region]], weights: Sequence[int], shape: Shape[Region]
) -> list[tuple[Region, int]]:
    """Remove the seed's cluster from what is free and return it."""
    cluster = []
    for regions, weight in zip(free, weights, strict=True):
        best = min(regions, key=lambda region: (-shape.overlap(seed, region), region), default=None)
        if best is not None and shape.overlap(seed, best) >= MATCH:
            regions.remove(best)
            cluster.append((best, weight))
    return cluster
