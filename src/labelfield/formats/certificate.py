"""Dataset certificates: where a dataset's labels come from, and hashes that name any change.

A certificate lies beside every export. Whoever finds a copy of the dataset can compare it with
the certificate, and the certificate with the chain and the store.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from labelfield.formats.csv_rows import read_file
from labelfield.formats.errors import NotACertificate
from labelfield.formats.exports.items import Item
from labelfield.protocol.canonical import canonical_json
from labelfield.protocol.hashes import keccak_hex

VERSION = 1
NAME = "certificate.json"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which project of which pool a dataset is."""

    chain_id: int
    pool: str
    project: int
    manifest_hash: str
    store: str
    scoring: int
    """Version of the rules by which answers were scored."""


@dataclass(frozen=True, slots=True)
class Payout:
    """One transaction that paid labelers for answers of the dataset."""

    checkpoint: int
    transaction: str
    block: int
    record: str
    """Hash of the record that the amounts were computed from."""
    credited: int
    """Units."""
    fee: int


@dataclass(frozen=True, slots=True)
class ItemProof:
    """What is certified of one item."""

    key: str
    task_id: str
    confidence: str
    answers: int
    labelers: tuple[str, ...]
    """Pseudonyms."""
    hash: str
    """Of key, task, label, result and confidence, as canonical JSON."""


@dataclass(frozen=True, slots=True)
class FileProof:
    """One file of the export."""

    name: str
    """Relative to the certificate's folder."""
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """Everything that is certified of one export."""

    origin: Origin
    payouts: tuple[Payout, ...]
    items: tuple[ItemProof, ...]
    files: tuple[FileProof, ...]


def item_proof(item: Item) -> ItemProof:
    """Return what is certified of an item; raise NotCanonical for what no record can hold."""
    said: Any = {
        "confidence": item.confidence,
        "key": item.key,
        "label": item.label,
        "result": item.result,
        "task_id": item.task_id,
    }
    return _proof_of(item, canonical_json(said))


def proof_line(item: Item) -> bytes:
    """Return `item_proof` of an item of a published dataset as a line of JSON, and quickly.

    Such an item is canonical but for its order of keys, and a million have few different results.
    """
    said = orjson.dumps(
        {
            "confidence": item.confidence,
            "key": item.key,
            "label": item.label,
            "result": orjson.Fragment(_canonical(orjson.dumps(item.result))),
            "task_id": item.task_id,
        }
    )
    return orjson.dumps(_proof_of(item, said), option=orjson.OPT_APPEND_NEWLINE)


def _proof_of(item: Item, said: bytes) -> ItemProof:
    labelers = tuple(sorted([given.labeler for given in item.given]))
    return ItemProof(
        item.key, item.task_id, item.confidence, len(item.given), labelers, keccak_hex(said)
    )


@lru_cache(maxsize=4_096)
def _canonical(result: bytes) -> bytes:
    return canonical_json(orjson.loads(result))


def file_proofs(files: Sequence[Path], folder: Path) -> tuple[FileProof, ...]:
    """Return size and hash of each file."""
    return tuple(
        FileProof(file.relative_to(folder).as_posix(), file.stat().st_size, sha256_of(file))
        for file in files
    )


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def certificate_pieces(
    origin: Origin,
    payouts: Iterable[Payout],
    proofs: Iterable[bytes],
    files: Iterable[FileProof],
) -> Iterator[bytes]:
    """Yield a certificate piece by piece: an item a line, so that a million need no memory."""
    head = {"version": VERSION, "origin": asdict(origin)}
    yield json.dumps(head, indent=1)[:-2].encode()
    yield b',\n "payouts": ' + json.dumps([asdict(one) for one in payouts]).encode()
    yield b',\n "files": ' + json.dumps([asdict(one) for one in files]).encode()
    yield b',\n "items": ['
    for place, line in enumerate(proofs):
        yield (b",\n  " if place else b"\n  ") + line.rstrip()
    yield b"\n ]\n}\n"


def read_certificate(file: Path) -> Certificate:
    """Return the certificate that a file holds; raise NotACertificate for anything else."""
    try:
        found = json.loads(read_file(file))
        if found["version"] != VERSION:
            raise NotACertificate(str(file), f"version {found['version']!r:.20}, not {VERSION}")
        return Certificate(
            origin=Origin(**found["origin"]),
            payouts=tuple(Payout(**one) for one in found["payouts"]),
            items=tuple(_proof(one) for one in found["items"]),
            files=tuple(FileProof(**one) for one in found["files"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotACertificate(str(file), f"{type(error).__name__}: {error}") from error


def _proof(value: Any) -> ItemProof:
    return ItemProof(**{**value, "labelers": tuple(value["labelers"])})
