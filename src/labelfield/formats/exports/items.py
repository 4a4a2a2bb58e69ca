"""What every export is written from: one item a task, in the project's order, empty ones too."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from labelfield.formats.errors import MalformedDataset
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config import LabelingConfig
from labelfield.protocol.canonical import Json

Result = list[dict[str, Any]]
"""A Label Studio result array that was checked when it was published."""

ReceiptHashes = Mapping[tuple[str, int], str]
"""The hash of the receipt for each answer, by pseudonym and sequence."""


class Given(NamedTuple):
    """What one labeler said of a task; a tuple, for there are millions."""

    labeler: str
    """A pseudonym."""

    sequence: int
    label: str | None
    """The class, where the question has classes."""

    result: Result
    receipt: str | None
    """Hash of the operator's receipt, where its record was read."""


class Item(NamedTuple):
    """What is known of one task in the end; a tuple, for there may be millions."""

    key: str
    task_id: str
    data: dict[str, Json]
    label: str | None
    confidence: str
    """With four decimals."""

    result: Result
    """The consensus; empty where there is none."""

    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished project on its way out."""

    config: LabelingConfig
    items: Callable[[], Iterator[Item]]
    """Begins again at each call: some formats read twice."""

    title: str = "dataset"
    instructions: str = ""
    origin: Mapping[str, str | int] = field(default_factory=dict)
    """Chain, pool, project and hashes, for cards and headers."""

    media: Callable[[str], bytes] | None = None
    """Reads a file that tasks show, by the name that their data give it."""


def stream_items(
    labels: Iterable[bytes],
    answers: Iterable[bytes],
    receipts: ReceiptHashes | None = None,
    config: LabelingConfig | None = None,
) -> Iterator[Item]:
    """Yield the items that the lines of a published dataset's two files spell, one at a time.

    Both files are in the project's order, as they are published, so neither is held in memory.
    """
    known = {} if receipts is None else receipts
    lines = groupby(_parsed(answers), key=itemgetter("key"))
    group = next(lines, None)
    for row in _parsed(labels):
        given: tuple[Given, ...] = ()
        if group is not None and group[0] == row["key"]:
            given = tuple(_streamed(line, known, config) for line in group[1])
            group = next(lines, None)
        if len(given) != row["answers"]:
            problem = f"{row['answers']} answers stated, {len(given)} found in this order"
            raise MalformedDataset(f"row {row['key']!r:.80}", problem)
        yield Item(
            row["key"], row["task_id"], row["data"], row["label"], row["confidence"],
            row["result"], given,
        )  # fmt: skip
    if group is not None:
        raise MalformedDataset(f"answers to {group[0]!r:.80}", "no row has this key")


def _parsed(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    try:
        yield from map(orjson.loads, lines)
    except orjson.JSONDecodeError as error:
        raise MalformedDataset("a line of the dataset", str(error)) from error


def _streamed(
    line: dict[str, Any], receipts: ReceiptHashes, config: LabelingConfig | None
) -> Given:
    labeler, sequence, label = line["labeler"], line["sequence"], line["label"]
    result: Any = line.get("result")
    if result is None:
        result = [] if config is None else answer_of(config, label)
    return Given(labeler, sequence, label, result, receipts.get((labeler, sequence)))
