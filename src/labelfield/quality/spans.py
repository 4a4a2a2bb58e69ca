"""Text spans: clusters of one label by one-dimensional intersection over union.

A labeler's whole answer to a document is one set of labelled spans, perhaps empty. Each end of a
consensus span is the weighted median of the cluster's, so that it lies where somebody put it: a
mean of ends falls inside words.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from labelfield.quality.agreement import NO_GOLD, Given, Judged, judge
from labelfield.quality.answer_errors import MalformedRegion
from labelfield.quality.regions import Shape, region_kind
from labelfield.quality.tables import ONE


class Span(NamedTuple):
    """From the character `start` to before the character `end`."""

    label: str
    start: int
    end: int


Spans = tuple[Span, ...]


def spans_of(spans: Iterable[tuple[str, int, int]], length: int) -> Spans:
    """Return one answer to a document of `length` characters: sorted, equal spans once."""
    return tuple(sorted({_span(each, length) for each in spans}))


def judge_spans(
    answers: Sequence[Given[Spans]], gold: Mapping[str, Spans] = NO_GOLD
) -> Judged[Spans]:
    """Return consensus spans, scores and weights; values are those of `spans_of`."""
    for answer in answers:
        longest = max((span.end for span in answer.value), default=0)
        if answer.value != spans_of(answer.value, longest):
            raise MalformedRegion(answer.value, "spans sorted, each once, as spans_of returns them")
    return judge(answers, region_kind(_SHAPE), gold)


def span_overlap(one: Span, other: Span) -> int:
    """Return intersection over union, Q16, floored; 0 for different labels."""
    both = min(one.end, other.end) - max(one.start, other.start)
    if one.label != other.label or both <= 0:
        return 0
    return both * ONE // (one.end - one.start + other.end - other.start - both)


def median_span(cluster: Sequence[tuple[Span, int]]) -> Span:
    """Return the span between the weighted medians of starts and of ends, the lower of two."""
    starts = [(span.start, weight) for span, weight in cluster]
    ends = [(span.end, weight) for span, weight in cluster]
    return Span(cluster[0][0].label, _lower_median(starts), _lower_median(ends))


_SHAPE = Shape(span_overlap, median_span)


def _span(found: tuple[str, int, int], length: int) -> Span:
    """A span; raise unless it is a label and two integers in order within the document."""
    if len(found) != 3 or not isinstance(found[0], str):
        raise MalformedRegion(found, "a label, a start and an end")
    span = Span(*found)
    if type(span.start) is not int or type(span.end) is not int:
        raise MalformedRegion(found, "integer start and end")
    if not 0 <= span.start < span.end <= length:
        raise MalformedRegion(found, f"0 ≤ start < end ≤ {length}")
    return span


def _lower_median(weighted: Sequence[tuple[int, int]]) -> int:
    """The least number that half of the weight does not exceed."""
    half = sum(weight for _, weight in weighted)
    passed = 0
    for number, weight in sorted(weighted):
        passed += weight
        if 2 * passed >= half:
            return number
    raise AssertionError("weights are positive")
