"""The demonstration's project of another type: names marked in sentences, by a small made crowd.

Six wallets mark the names of places and people. Five see well and differ by a character here and
there; the sixth marks anything. So one sees that spans are paid for what they are worth.
"""

from contextlib import ExitStack, closing
from dataclasses import dataclass
from random import Random

from labelfield.demo.crowd import wallet_of
from labelfield.protocol.canonical import Json
from labelfield.protocol.ids import Address, ProjectNumber
from labelfield.sdk.labeler import Labeler

PEOPLE = 6
TASKS = 30
GOLD_EVERY = 6
PRICE = 20_000
"""Two cents an answer."""

CONFIG = """<View>
  <Text name="text" value="$text"/>
  <Labels name="names" toName="text">
    <Label value="person"/>
    <Label value="place"/>
  </Labels>
</View>
"""

_PEOPLE = ("Ada Lovelace", "Alan Turing", "Grace Hopper", "Emmy Noether", "Kurt Goedel")
_PLACES = ("London", "Manchester", "New York", "Goettingen", "Vienna", "Sao Paulo")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A task and where its names are."""

    key: str
    text: str
    names: tuple[tuple[str, int, int], ...]
    """Label, start, end."""


def sentences() -> tuple[Sentence, ...]:
    """Return the tasks; the same each time."""
    return tuple(_sentence(number) for number in range(TASKS))


def answer_to(sentence: Sentence, who: int, seed: int) -> list[Json]:
    """Return what the labeler with this number marks."""
    random = Random(f"{seed}/{sentence.key}/{who}")  # noqa: S311 (a made crowd)
    if who == PEOPLE - 1:
        return right_answer(sentence, tuple(_anything(sentence, random) for _ in range(2)))
    near = tuple(
        (label, start, end - (random.random() < 0.15)) for label, start, end in sentence.names
    )
    return right_answer(sentence, near)


def right_answer(
    sentence: Sentence, names: tuple[tuple[str, int, int], ...] | None = None
) -> list[Json]:
    """Return the answer that marks these names, or all that are there."""
    marked = sorted(sentence.names if names is None else names, key=lambda name: name[1])
    return [
        {
            "id": f"r{place}",
            "from_name": "names",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": start,
                "end": end,
                "text": sentence.text[start:end],
                "labels": [label],
            },
        }
        for place, (label, start, end) in enumerate(marked, start=1)
    ]


def label_spans(url: str, project: ProjectNumber, seed: int) -> tuple[Address, ...]:
    """Let everybody mark every sentence; return who they are, the careless one last."""
    known = {sentence.text: sentence for sentence in sentences()}
    with ExitStack() as stack:
        people = [
            stack.enter_context(closing(Labeler(url, wallet_of(f"reader {who}", seed))))
            for who in range(PEOPLE)
        ]
        for who, person in enumerate(people):
            person.log_in()
            person.join(project)
            while leases := person.lease(project, TASKS):
                given = [
                    (lease.task, answer_to(known[lease.data["text"]], who, seed))
                    for lease in leases
                ]
                person.submit(project, given)
        return tuple(person.address for person in people)


def _sentence(number: int) -> Sentence:
    random = Random(number)  # noqa: S311 (a made crowd)
    person, place = random.choice(_PEOPLE), random.choice(_PLACES)
    text = f"{person} wrote letter {number + 1} on the way to {place}."
    names = tuple(
        (label, text.index(name), text.index(name) + len(name))
        for label, name in (("person", person), ("place", place))
    )
    return Sentence(f"sentence {number + 1}", text, names)


def _anything(sentence: Sentence, random: Random) -> tuple[str, int, int]:
    start = random.randrange(len(sentence.text) - 8)
    return random.choice(("person", "place")), start, start + random.randrange(3, 8)
