"""A finished dataset on its way out by HTTP: read from the store piece by piece."""

from collections.abc import Iterator
from dataclasses import dataclass

from labelfield.formats.published import ANSWERS_FILE, DATASET_OBJECT, LABELS_FILE
from labelfield.server import refusals
from labelfield.server.context import Coordinator, ProjectFacts
from labelfield.storage.bundle import open_bundle
from labelfield.storage.errors import ObjectMissing

FILES = {"labels": LABELS_FILE, "answers": ANSWERS_FILE}


@dataclass(frozen=True, slots=True)
class Export:
    """One of a dataset's two files."""

    size: int
    """In bytes."""

    pieces: Iterator[bytes]
    """They break off before the end where the store's bytes do not hash to the index."""


def export(coordinator: Coordinator, facts: ProjectFacts, file: str) -> Export:
    """Return a file of the dataset; refuse a project that has none yet."""
    try:
        bundle = open_bundle(coordinator.store, facts.bucket, DATASET_OBJECT)
    except ObjectMissing as error:
        raise refusals.Conflict(
            "The project has no dataset yet: it is published when everything is closed, paid and "
            "open.",
            project=facts.number,
        ) from error
    [size] = [entry.size for entry in bundle.entries if entry.name == FILES[file]]
    return Export(size, bundle.pieces(FILES[file]))
