import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality.agreement import Given, mean_scores
from labelfield.quality.answer_errors import MalformedRegion
from labelfield.quality.spans import Span, Spans, judge_spans, median_span, span_overlap, spans_of
from labelfield.quality.tables import ONE

span = st.builds(
    lambda label, start, size: (label, start, start + size),
    *(st.sampled_from("ab"), st.integers(0, 20), st.integers(1, 10)),
)
answer = st.lists(span, max_size=4).map(lambda spans: spans_of(spans, 30))


@st.composite
def crowds(draw: st.DrawFn) -> list[Given[Spans]]:
    cells = draw(st.sets(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=12))
    return [Given(f"t{t}", f"w{w}", draw(answer)) for t, w in sorted(cells)]


@pytest.mark.parametrize(
    "found",
    [("a", 3, 3), ("a", 4, 3), ("a", -1, 3), ("a", 0, 11), ("a", 0.0, 3), (1, 0, 3), ("a", 1)],
)
def test_what_is_no_span_of_the_document_is_refused(found: tuple[str, int, int]) -> None:
    with pytest.raises(MalformedRegion):
        spans_of([found], 10)


def test_spans_out_of_order_are_refused() -> None:
    with pytest.raises(MalformedRegion, match="spans_of"):
        judge_spans([Given("t", "w", (Span("b", 0, 1), Span("a", 0, 1)))])


def test_overlap_is_of_one_label_only() -> None:
    assert span_overlap(Span("a", 0, 10), Span("a", 5, 15)) == ONE // 3
    assert span_overlap(Span("a", 0, 10), Span("b", 0, 10)) == 0
    assert span_overlap(Span("a", 0, 10), Span("a", 10, 20)) == 0


def test_ends_are_weighted_medians() -> None:
    cluster = [(Span("a", 0, 9), 1), (Span("a", 2, 10), 1), (Span("a", 3, 12), 2)]
    assert median_span(cluster) == Span("a", 2, 10)


@given(crowds())
def test_consensus_spans_are_spans(answers: list[Given[Spans]]) -> None:
    for agreed in judge_spans(answers).consensus.values():
        assert agreed.value == spans_of(agreed.value, 30)


@given(crowds(), st.randoms(use_true_random=False), st.permutations(range(5)))
def test_order_and_names_do_not_matter(
    answers: list[Given[Spans]], chance: random.Random, labelers: list[int]
) -> None:
    name = {f"w{old}": f"labeler {new}" for old, new in enumerate(labelers)}
    before = judge_spans(answers)
    renamed = [Given(each.task, name[each.labeler], each.value) for each in answers]
    chance.shuffle(renamed)
    after = judge_spans(renamed)
    assert after.consensus == before.consensus
    assert after.scores == {(task, name[who]): s for (task, who), s in before.scores.items()}


def test_random_and_constant_answers_score_near_nothing() -> None:
    generator = random.Random(4)
    answers = []
    for task in range(100):
        start = generator.randrange(300)
        for who in range(4):
            near = start + generator.randrange(3)
            spans = spans_of([("person", near, near + 20)], 400)
            answers.append(Given(f"t{task}", f"good{who}", spans))
        start = generator.randrange(300)
        answers.append(Given(f"t{task}", "random", spans_of([("person", start, start + 20)], 400)))
        answers.append(Given(f"t{task}", "constant", spans_of([("person", 150, 170)], 400)))
    scores = mean_scores(judge_spans(answers))
    assert min(scores[f"good{who}"] for who in range(4)) > ONE * 7 // 10
    assert max(abs(scores[who]) for who in ("random", "constant")) < ONE // 20
