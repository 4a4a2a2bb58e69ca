"""Checks a copy of a dataset against its certificate, and the certificate against the chain."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labelfield.chain.pool import Pool
from labelfield.formats.certificate import (
    Certificate,
    FileProof,
    ItemProof,
    item_proof,
    sha256_of,
)
from labelfield.formats.exports.items import Item
from labelfield.protocol.errors import LabelfieldError
from labelfield.verify.errors import Mismatch, expect


@dataclass(frozen=True, slots=True)
class CertificateReport:
    """What a check of a certificate that found no difference looked at."""

    files: int
    items: int
    payouts: int


def check_copy(certificate: Certificate, dataset: Path) -> int:
    """Return how many files of a copy are as certified; raise Mismatch at the first that is not.

    A changed row is named by its key where the file has a row a line.
    """
    alone = dataset.is_file()
    proofs = certificate.files[:1] if alone else certificate.files
    if not proofs:
        raise Mismatch(str(dataset), "certified files", "at least one", "none")
    for proof in proofs:
        file = dataset if alone else dataset / proof.name
        if not file.is_file():
            raise Mismatch(str(dataset), "file", proof.name, "none")
        _check_file(certificate, proof, file)
    return len(proofs)


def check_origin(certificate: Certificate, pool: Pool, first_block: int) -> int:
    """Return how many payouts the chain confirms; raise Mismatch at the first it does not."""
    origin = certificate.origin
    where = f"project {origin.project}"
    expect(where, "chain", pool.chain_id, origin.chain_id)
    expect(where, "pool", pool.address, origin.pool)
    opened = pool.opening(origin.project, first_block)
    if opened is None:
        raise Mismatch(where, "opening on chain", origin.manifest_hash, "none")
    expect(where, "manifest on chain", opened.manifest_hash, origin.manifest_hash)
    events = pool.checkpoints(origin.project, first_block, pool.block_number())
    expect(where, "number of payouts", len(events), len(certificate.payouts))
    for event, payout in zip(events, certificate.payouts, strict=True):
        at = f"{where}, checkpoint {event.number}"
        expect(at, "number", event.number, payout.checkpoint)
        expect(at, "transaction", event.transaction_hash, payout.transaction)
        expect(at, "block", event.block_number, payout.block)
        expect(at, "record", event.record_hash, payout.record)
        expect(at, "credited", sum(amount for _, amount in event.entries), payout.credited)
        expect(at, "fee", event.fee, payout.fee)
    return len(events)


def check_items(certificate: Certificate, items: Iterable[Item]) -> int:
    """Return how many items the published dataset confirms; raise Mismatch at the first other."""
    count = 0
    certified = iter(certificate.items)
    for item in items:
        count += 1
        expect(f"item {item.key!r:.80}", "certified", item_proof(item), next(certified, None))
    expect("items", "number", count, len(certificate.items))
    return count


def _check_file(certificate: Certificate, proof: FileProof, file: Path) -> None:
    found = sha256_of(file)
    if found == proof.sha256:
        return
    _name_changed_row(certificate, file)
    raise Mismatch(str(file), "SHA-256", proof.sha256, found)


def _name_changed_row(certificate: Certificate, file: Path) -> None:
    """Raise Mismatch for the first row that differs, where the rows can be read."""
    rows = _rows(file)
    if rows is None:
        return
    proofs = {proof.key: proof for proof in certificate.items}
    for row in rows:
        at = f"{file}, row with key {row.get('key')!r:.80}"
        proof = proofs.pop(str(row.get("key")), None)
        if proof is None:
            raise Mismatch(at, "row", "one that is certified, once", "this one")
        _check_row(row, proof, at)
    for key in proofs:
        raise Mismatch(str(file), f"row with key {key!r:.80}", "certified", "none")


def _check_row(row: Mapping[str, Any], proof: ItemProof, at: str) -> None:
    try:
        result, confidence = row["result"], f"{float(row['confidence']):.4f}"
        result = json.loads(result) if isinstance(result, str) else result
        item = Item(
            str(row["key"]), row["task_id"], {}, row["label"] or None, confidence, result, ()
        )
        found = item_proof(item).hash
    except (KeyError, TypeError, ValueError, LabelfieldError) as error:
        raise Mismatch(at, "row", "one that can be read", error) from error
    expect(at, "hash of label, result and confidence", proof.hash, found)


def _rows(file: Path) -> Iterator[Mapping[str, Any]] | None:
    """Yield a table's rows; None for files that are no table of items."""
    if file.suffix == ".jsonl" and file.name != "answers.jsonl":
        return _json_rows(file)
    if file.suffix == ".csv":
        text = file.read_text(encoding="utf-8", errors="replace")
        return iter(csv.DictReader(text.splitlines(keepends=True)))
    return _parquet_rows(file) if file.suffix == ".parquet" else None


def _parquet_rows(file: Path) -> Iterator[Mapping[str, Any]] | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        names = ["key", "task_id", "label", "confidence", "result"]
        found: list[dict[str, Any]] = pq.read_table(file, columns=names).to_pylist()
    except (pa.ArrowException, OSError, ValueError):
        return None
    return iter(found)


def _json_rows(file: Path) -> Iterator[Mapping[str, Any]]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise Mismatch(f"{file}, line {number}", "JSON", "an object", error) from error
            if not isinstance(row, dict):
                raise Mismatch(f"{file}, line {number}", "JSON", "an object", type(row).__name__)
            yield row
