import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality import compiled_alignment, word_alignment
from labelfield.quality.agreement import Given, mean_scores
from labelfield.quality.answer_errors import MalformedText
from labelfield.quality.tables import ONE
from labelfield.quality.transcripts import (
    MAXIMUM_WORDS,
    judge_transcripts,
    medoid,
    rover,
    word_agreement,
    words_of,
)
from labelfield.quality.word_alignment import NOTHING, Words, network_of, word_distance

words = st.lists(st.sampled_from("abcd"), max_size=8).map(tuple)


@st.composite
def crowds(draw: st.DrawFn) -> list[Given[Words]]:
    cells = draw(st.sets(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=12))
    return [Given(f"t{t}", f"w{w}", draw(words)) for t, w in sorted(cells)]


def plain_distance(one: Words, other: Words) -> int:
    """The textbook's table."""
    above = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
        above = row
    return above[-1]


def test_what_is_no_text_is_refused() -> None:
    for found in (None, 5, float("nan"), b"bytes"):
        with pytest.raises(MalformedText, match="a string"):
            words_of(found)


def test_texts_too_long_to_align_are_refused() -> None:
    assert len(words_of("a " * MAXIMUM_WORDS)) == MAXIMUM_WORDS
    with pytest.raises(MalformedText, match="at most"):
        words_of("a " * (MAXIMUM_WORDS + 1))


def test_empty_words_are_refused() -> None:
    with pytest.raises(MalformedText, match="words_of"):
        judge_transcripts([Given("t", "w", ("a", ""))])


def test_words_lose_case_and_punctuation() -> None:
    assert words_of("Mr. Fitzooth's “own” port—so!") == ("mr", "fitzooths", "own", "portso")
    assert words_of(" … ") == ()


@given(words, words)
def test_bit_parallel_distance_is_the_textbooks(one: Words, other: Words) -> None:
    assert word_distance(one, other) == plain_distance(one, other)


@given(words, words)
def test_agreement_is_symmetric_and_full_only_for_equal_words(one: Words, other: Words) -> None:
    assert word_agreement(one, other) == word_agreement(other, one)
    assert (word_agreement(one, other) == ONE) == (one == other)


@given(st.lists(words, min_size=1, max_size=5))
def test_the_network_holds_every_transcript(transcripts: list[Words]) -> None:
    network = network_of(transcripts, 1 << 20)
    assert network is not None
    for index, transcript in enumerate(transcripts):
        path = (slot.words[index] for slot in network)
        assert tuple(word for word in path if word != NOTHING) == transcript


@given(st.lists(st.tuples(words, st.integers(0, 3)), min_size=1, max_size=6), st.integers(0, 60))
def test_compiled_alignment_is_the_plain_one(
    weighted: list[tuple[Words, int]], most_cells: int
) -> None:
    given = [words for words, _ in weighted], [weight for _, weight in weighted], most_cells
    assert compiled_alignment.heaviest_words(*given) == word_alignment.heaviest_words(*given)


def test_what_takes_too_long_to_align_is_left_to_the_medoid(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weighted = [(words_of(text), ONE) for text in ("a x c d", "a b y d", "z b c d")]
    assert rover(weighted) == ("a", "b", "c", "d") != medoid(weighted)
    monkeypatch.setattr("labelfield.quality.transcripts.MOST_CELLS", 3 * 31)
    assert rover(weighted) == medoid(weighted)


def test_much_text_is_judged_as_little_is(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = random.Random(3)
    answers = [
        Given(f"t{task}", f"w{who}", tuple(generator.choices("abcdef", k=9)))
        for task in range(8)
        for who in range(4)
    ]
    plain = judge_transcripts(answers)
    monkeypatch.setattr("labelfield.quality.transcripts._MUCH", 1)
    assert judge_transcripts(answers) == plain


def test_rover_mends_what_no_single_transcript_has_right() -> None:
    given = ["the cat sat on a mat", "the cat set on the mat", "a cat sat on the mat"]
    weighted = [(words_of(text), ONE) for text in given]
    assert " ".join(rover(weighted)) == "the cat sat on the mat"
    assert medoid(weighted) in [words for words, _ in weighted]


def test_a_heavier_labeler_decides_between_two() -> None:
    assert rover([(("a", "b"), ONE), (("a", "c"), 2 * ONE)]) == ("a", "c")


@given(crowds(), st.randoms(use_true_random=False), st.permutations(range(5)))
def test_order_and_names_do_not_matter(
    answers: list[Given[Words]], chance: random.Random, labelers: list[int]
) -> None:
    name = {f"w{old}": f"labeler {new}" for old, new in enumerate(labelers)}
    before = judge_transcripts(answers)
    renamed = [Given(each.task, name[each.labeler], each.value) for each in answers]
    chance.shuffle(renamed)
    after = judge_transcripts(renamed)
    assert after.consensus == before.consensus
    assert after.scores == {(task, name[who]): s for (task, who), s in before.scores.items()}


def test_random_constant_and_empty_answers_score_near_nothing() -> None:
    generator = random.Random(8)
    vocabulary = [f"word{index}" for index in range(200)]
    texts = [tuple(generator.choices(vocabulary, k=12)) for _ in range(60)]
    answers = []
    for task, truth in enumerate(texts):
        for who in range(4):
            heard = tuple(
                generator.choice(vocabulary) if generator.random() < 0.1 else word for word in truth
            )
            answers.append(Given(f"t{task}", f"good{who}", heard))
        answers.append(Given(f"t{task}", "random", generator.choice(texts)))
        answers.append(Given(f"t{task}", "constant", texts[0]))
        answers.append(Given(f"t{task}", "empty", ()))
    scores = mean_scores(judge_transcripts(answers))
    assert min(scores[f"good{who}"] for who in range(4)) > ONE * 7 // 10
    assert max(abs(scores[who]) for who in ("random", "constant", "empty")) < ONE // 20
