"""Transcripts and other free text: ROVER from the medoid, agreement by word edit distance.

Fiscus (1997), "A post-processing system to yield reduced word error rates: ROVER". The first
transcript of the network is the medoid, the one nearest to the rest; the others follow by their
distance to it, so that the bad ones, which align badly, come last.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import pairwise

from labelfield.protocol.spoken import spoken_words
from labelfield.quality import word_alignment
from labelfield.quality.agreement import NO_GOLD, Given, Judged, Kind, Weighted, judge
from labelfield.quality.answer_errors import MalformedText
from labelfield.quality.tables import ONE
from labelfield.quality.word_alignment import Words, word_distance

MAXIMUM_WORDS = 2000
"""Alignment takes time with the square of the words; longer texts are refused."""

CHANCE_REFERENCES = 16

MOST_CELLS = 1 << 28
"""Pairs of slot and word, over the number of different transcripts, up to which they are aligned
slot by slot: so leaving out every answer of a task once takes bounded time, however many."""

_MUCH = 20_000
"""Words of all answers from which compiled alignment is worth its start of a second."""

_MANY_CELLS = 200_000
"""Pairs of words of one alignment, likewise."""

_KEPT = 1 << 14
"""Distances remembered: those of one task, which every answer that is left out asks for again."""

HeaviestWords = Callable[[Sequence[Words], Sequence[int], int], Words | None]


def words_of(text: object) -> Words:
    """Return one answer: its words in lower case without punctuation; perhaps none."""
    if not isinstance(text, str):
        raise MalformedText(text, "a string")
    words = spoken_words(text)
    if len(words) > MAXIMUM_WORDS:
        raise MalformedText(f"{text[:40]}…", f"at most {MAXIMUM_WORDS} words, found {len(words)}")
    return words


def judge_transcripts(
    answers: Sequence[Given[Words]], gold: Mapping[str, Words] = NO_GOLD
) -> Judged[Words]:
    """Return consensus words, scores and weights; values are those of `words_of`."""
    for answer in answers:
        if not all(answer.value) or len(answer.value) > MAXIMUM_WORDS:
            raise MalformedText(answer.value[:10], "words as words_of returns them")
    kind = _KIND
    if sum(len(answer.value) for answer in answers) >= _MUCH:
        kind = replace(_KIND, merge=partial(rover, heaviest_words=_compiled()))
    return judge(answers, kind, gold)


def word_agreement(one: Words, other: Words) -> int:
    """Return 1 − distance / words of the longer, Q16, rounded up; 65536 if both are empty."""
    longer = max(len(one), len(other))
    return ONE - _distance(one, other) * ONE // longer if longer else ONE


def medoid(weighted: Sequence[Weighted[Words]]) -> Words:
    """Return the transcript with the least weighted distance to all; of equals the first sorted."""
    return _ordered(weighted)[0][0]


def rover(
    weighted: Sequence[Weighted[Words]], heaviest_words: HeaviestWords | None = None
) -> Words:
    """Return the words with the most weight slot by slot; the medoid where that takes too long.

    Of equal weights the word of the transcript aligned first wins, so the medoid's if it is one.
    """
    ordered = _ordered(weighted)
    transcripts = [words for words, _ in ordered]
    choose = heaviest_words or _for_length(transcripts)
    most_cells = MOST_CELLS // len(transcripts)
    found = choose(transcripts, [weight for _, weight in ordered], most_cells)
    return transcripts[0] if found is None else found


def _for_length(transcripts: Sequence[Words]) -> HeaviestWords:
    """The plain alignment, or, of long transcripts, the compiled one: they are equal."""
    cells = sum(len(one) * len(other) for one, other in pairwise(transcripts))
    return word_alignment.heaviest_words if cells < _MANY_CELLS else _compiled()


def _compiled() -> HeaviestWords:
    from labelfield.quality import compiled_alignment  # Numba takes a second to load

    return compiled_alignment.heaviest_words


@lru_cache(maxsize=_KEPT)
def _distance(one: Words, other: Words) -> int:
    return word_distance(one, other)


def _ordered(weighted: Sequence[Weighted[Words]]) -> list[Weighted[Words]]:
    """Distinct transcripts with joint weights, the medoid first, then by distance to it."""
    joint: Counter[Words] = Counter()
    for words, weight in weighted:
        joint[words] += weight
    if len(joint) == 1:
        return list(joint.items())
    far = {
        words: sum(weight * _distance(words, other) for other, weight in joint.items())
        for words in joint
    }
    first = min(joint, key=lambda words: (far[words], words))
    return sorted(joint.items(), key=lambda each: (_distance(each[0], first), each[0]))


_KIND: Kind[Words] = Kind(
    agreement=word_agreement, merge=rover, key=lambda words: words, references=CHANCE_REFERENCES
)
