"""Exports: a dataset in a format, its certificate beside it, written whole or not at all."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from labelfield.formats.certificate import NAME, certificate_pieces, file_proofs
from labelfield.formats.exports.kinds import Kind, kind_of, write_dataset
from labelfield.requesting.errors import BadTarget
from labelfield.requesting.finished import Published


@dataclass(frozen=True, slots=True)
class Counts:
    """What an export holds."""

    tasks: int
    labels: int
    answers: int
    certificate: Path


def export(published: Published, file_format: str, target: Path) -> Counts:
    """Write a dataset and its certificate to a new file or folder."""
    kind = kind_of(file_format)
    _check_target(kind, target)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as name:
            return _write(published, file_format, kind, Path(name), target)
    except OSError as error:
        raise BadTarget(target, f"cannot be written: {error.strerror}") from error


def _write(
    published: Published, file_format: str, kind: Kind, folder: Path, target: Path
) -> Counts:
    """Write into a folder beside the target, then move everything there."""
    made = folder / target.name
    if kind.folder:
        made.mkdir()
    files = write_dataset(published.finished, file_format, made)
    proofs = file_proofs(files, made if kind.folder else folder)
    certificate = (made / NAME) if kind.folder else folder / f"{target.name}.{NAME}"
    items = published.finished.items
    with certificate.open("wb") as written:
        written.writelines(certificate_pieces(published.origin, published.payouts, items(), proofs))
    tasks = labels = answers = 0
    for item in items():
        tasks, labels = tasks + 1, labels + bool(item.given)
        answers += len(item.given)
    for path in folder.iterdir():
        shutil.move(path, target.parent / path.name)
    place = target if kind.folder else target.parent
    return Counts(tasks, labels, answers, place / certificate.name)


def _check_target(kind: Kind, target: Path) -> None:
    if not target.parent.is_dir():
        raise BadTarget(target, "cannot be written: its folder is not there")
    if kind.folder and target.exists():
        raise BadTarget(target, "exists: name a new folder")
    if not kind.folder and target.is_dir():
        raise BadTarget(target, "is a folder: name a file")
