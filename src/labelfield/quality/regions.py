"""Sets of regions, as boxes of an image or spans of a document, by how far they overlap.

Overlap is intersection over union (Jaccard), Q16. Clusters grow round the region that most weight
supports, one region a labeler, as in Branson, Van Horn and Perona (2017), "Lean crowdsourcing".
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Generic, TypeVar

from labelfield.quality.agreement import Kind, Weighted
from labelfield.quality.tables import ONE

Region = TypeVar("Region", bound=tuple[object, ...])

Near = list[tuple[int, Region]]
"""Overlap and region of those of one answer that are near another, the nearest last."""

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
    weights = [weight for _, weight in weighted]
    free = [set(answer) for answer, _ in weighted]
    near = _neighbours(free, shape)
    support = {region: _support(lists, weights) for region, lists in near.items()}
    found = set()
    while any(free):
        seed = min(set().union(*free), key=lambda region: (-support[region], region))
        cluster = _take(near[seed], free, weights)
        for region in {beside for taken, _ in cluster for beside in _regions(near[taken])}:
            _forget_taken(near[region], free)
            support[region] = _support(near[region], weights)
        middle = shape.middle(cluster)
        tight = sum(weight * shape.overlap(region, middle) for region, weight in cluster)
        if 100 * tight >= KEEP_PERCENT * total * ONE:
            found.add(middle)
    return tuple(sorted(found))


def _neighbours(
    free: Sequence[set[Region]], shape: Shape[Region]
) -> dict[Region, Sequence[Near[Region]]]:
    """Return for every region and answer those regions of the answer that may mean the same.

    Each pair is measured once: one answer of very many regions costs their square, not their cube.
    """
    regions = sorted(set().union(*free))
    holders = {
        region: [place for place, held in enumerate(free) if region in held] for region in regions
    }
    near: dict[Region, Sequence[Near[Region]]] = {
        region: tuple([] for _ in free) for region in regions
    }
    for one, other in combinations_with_replacement(regions, 2):
        overlap = shape.overlap(one, other)
        if overlap >= MATCH:
            for region, beside in {(one, other), (other, one)}:
                for place in holders[beside]:
                    near[region][place].append((overlap, beside))
    for lists in near.values():
        for each in lists:
            each.sort(key=lambda pair: pair[1], reverse=True)
            each.sort(key=lambda pair: pair[0])
    return near


def _regions(lists: Sequence[Near[Region]]) -> Iterator[Region]:
    return (region for each in lists for _, region in each)


def _forget_taken(lists: Sequence[Near[Region]], free: Sequence[set[Region]]) -> None:
    """Let the last of every list be free."""
    for each, regions in zip(lists, free, strict=True):
        while each and each[-1][1] not in regions:
            each.pop()


def _support(lists: Sequence[Near[Region]], weights: Sequence[int]) -> int:
    """Σ weight × best overlap over all answers."""
    return sum(weight * each[-1][0] for each, weight in zip(lists, weights, strict=True) if each)


def _take(
    lists: Sequence[Near[Region]], free: Sequence[set[Region]], weights: Sequence[int]
) -> list[tuple[Region, int]]:
    """Remove a seed's cluster, its nearest in every answer, from what is free and return it."""
    cluster = []
    for each, regions, weight in zip(lists, free, weights, strict=True):
        if each:
            best = each[-1][1]
            regions.remove(best)
            cluster.append((best, weight))
    return cluster
