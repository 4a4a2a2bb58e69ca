"""Exports read the published dataset from the store that the project's opening names."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from labelfield.chain.pool import Pool
from labelfield.cli.errors import CommandError
from labelfield.cli.files import write_whole
from labelfield.cli.places import Deployed
from labelfield.collect.objects import read_dataset, read_manifest
from labelfield.collect.private_view import private_view
from labelfield.formats import export
from labelfield.formats.dataset import Dataset
from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.config_xml import parse_config
from labelfield.storage.errors import ObjectMissing
from labelfield.storage.key_ring import KeyRing
from labelfield.storage.names import bucket_of
from labelfield.storage.store import open_store

FORMATS = ("jsonl", "csv", "label-studio", "answers-jsonl", "answers-csv")


@dataclass(frozen=True, slots=True)
class Counts:
    """What an export holds."""

    tasks: int
    labels: int
    answers: int


@dataclass(frozen=True, slots=True)
class Target:
    """Where an export goes, and how it is written."""

    file: Path
    file_format: str


def write_export(
    pool: Pool, known: Deployed, number: int, target: Target, ring: KeyRing | None = None
) -> Counts:
    """Write a project's dataset, private ones with their keys; return what it holds."""
    if target.file_format not in FORMATS:
        raise CommandError(f"no format {target.file_format!r}: choose one of {', '.join(FORMATS)}")
    dataset, config = _read(pool, known.block, number, ring)
    write_whole(target.file, _pieces(dataset, config, target.file_format))
    labels = sum(row.label is not None for row in dataset.rows)
    return Counts(len(dataset.rows), labels, len(dataset.answers))


def _read(
    pool: Pool, first_block: int, number: int, ring: KeyRing | None
) -> tuple[Dataset, LabelingConfig]:
    """Return a complete project's dataset and config, from its store."""
    opened = pool.opening(number, first_block)
    if opened is None:
        raise CommandError(f"the pool has no project {number}")
    public = open_store(opened.store)
    bucket = bucket_of(pool.chain_id, pool.address, opened.manifest_hash)
    manifest = read_manifest(public, bucket, opened.manifest_hash)
    if manifest.privacy == "private" and ring is None:
        raise CommandError(f"project {number} is private: give its keys with --keys FILE")
    store = private_view(public, bucket, opened.manifest_hash, ring)
    try:
        dataset = read_dataset(store, bucket)
    except ObjectMissing as error:
        raise CommandError(
            f"project {number} has no dataset yet: it is published when the project closes"
        ) from error
    return dataset, parse_config(manifest.config)


def _pieces(dataset: Dataset, config: LabelingConfig, file_format: str) -> Iterator[bytes]:
    if file_format == "label-studio":
        return export.dataset_to_label_studio(dataset, config)
    writers = {
        "jsonl": export.rows_to_jsonl,
        "csv": export.rows_to_csv,
        "answers-jsonl": export.answers_to_jsonl,
        "answers-csv": export.answers_to_csv,
    }
    return writers[file_format](dataset)
