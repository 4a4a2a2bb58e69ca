"""Transcripts and other free text: ROVER from the medoid, agreement by word edit distance.

Fiscus (1997), "A post-processing system to yield reduced word error rates: ROVER". The first
transcript of the network is the medoid, the one nearest to the rest; the others follow by their
distance to it, so that the bad ones, which align badly, come last.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from labelfield.protocol.spoken import spoken_words
from labelfield.quality.agreement import NO_GOLD, Given, Judged, Kind, Weighted, judge
from labelfield.quality.answer_errors import MalformedText
from labelfield.quality.tables import ONE
from labelfield.quality.word_alignment import NOTHING, Words, network_of, word_distance

MAXIMUM_WORDS = 2000
"""Alignment takes time with the square of the words; longer texts are refused."""

CHANCE_REFERENCES = 16


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
    return judge(answers, _KIND, gold)


def word_agreement(one: Words, other: Words) -> int:
    """Return 1 − distance / words of the longer, Q16, rounded up; 65536 if both are empty."""
    longer = max(len(one), len(other))
    return ONE - word_distance(one, other) * ONE // longer if longer else ONE


def medoid(weighted: Sequence[Weighted[Words]]) -> Words:
    """Return the transcript with the least weighted distance to all; of equals the first sorted."""
    return _ordered(weighted)[0][0]


def rover(weighted: Sequence[Weighted[Words]]) -> Words:
    """Return the words with the most weight slot by slot.

    Of equal weights the word of the transcript aligned first wins, so the medoid's if it is one.
    """
    ordered = _ordered(weighted)
    network = network_of([words for words, _ in ordered])
    chosen = (_heaviest(slot.words, [weight for _, weight in ordered]) for slot in network)
    return tuple(word for word in chosen if word != NOTHING)


def _ordered(weighted: Sequence[Weighted[Words]]) -> list[Weighted[Words]]:
    """Distinct transcripts with joint weights, the medoid first, then by distance to it."""
    joint: Counter[Words] = Counter()
    for words, weight in weighted:
        joint[words] += weight
    if len(joint) == 1:
        return list(joint.items())
    far = {
        words: sum(weight * word_distance(words, other) for other, weight in joint.items())
        for words in joint
    }
    first = min(joint, key=lambda words: (far[words], words))
    return sorted(joint.items(), key=lambda each: (word_distance(each[0], first), each[0]))


def _heaviest(words: Words, weights: Sequence[int]) -> str:
    """The entry of a slot with the most weight; of equals the first."""
    votes: Counter[str] = Counter()
    for word, weight in zip(words, weights, strict=True):
        votes[word] += weight
    return max(votes, key=lambda word: votes[word])


_KIND: Kind[Words] = Kind(
    agreement=word_agreement, merge=rover, key=lambda words: words, references=CHANCE_REFERENCES
)
