"""Exports: a dataset in a format, its certificate beside it, written whole or not at all."""

import gc
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from labelfield.formats.certificate import NAME, certificate_pieces, file_proofs, proof_line
from labelfield.formats.exports.items import Item
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
        folder = tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.")
        with folder as name, _uncollected():
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
    with tempfile.TemporaryFile() as kept:
        notes = _Notes(kept, published.finished.items)
        files = write_dataset(replace(published.finished, items=notes.items), file_format, made)
        notes.finish()
        proofs = file_proofs(files, made if kind.folder else folder)
        certificate = (made / NAME) if kind.folder else folder / f"{target.name}.{NAME}"
        pieces = certificate_pieces(published.origin, published.payouts, kept, proofs)
        with certificate.open("wb") as written:
            written.writelines(pieces)
    for path in folder.iterdir():
        shutil.move(path, target.parent / path.name)
    place = target if kind.folder else target.parent
    return Counts(notes.tasks, notes.labels, notes.answers, place / certificate.name)


@dataclass(slots=True)
class _Notes:
    """What a certificate says of the items, noted while a format reads them: one pass for both."""

    file: IO[bytes]
    read: Callable[[], Iterator[Item]]
    tasks: int = 0
    labels: int = 0
    answers: int = 0
    whole: bool = False

    def items(self) -> Iterator[Item]:
        """Return the items, noted unless a pass before this one went to the end."""
        return self.read() if self.whole else self._noted()

    def finish(self) -> None:
        """Note what no pass came to, and be ready to be read."""
        for _ in self.items() if not self.whole else ():
            pass
        self.file.seek(0)

    def _noted(self) -> Iterator[Item]:
        self.file.seek(0)
        self.file.truncate()
        self.tasks = self.labels = self.answers = 0
        for item in self.read():
            self.file.write(proof_line(item))
            self.tasks, self.labels = self.tasks + 1, self.labels + bool(item.given)
            self.answers += len(item.given)
            yield item
        self.whole = True


@contextmanager
def _uncollected() -> Iterator[None]:
    """Stop looking for cycles: items hold none, come by the million, and all are walked over."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check_target(kind: Kind, target: Path) -> None:
    if not target.parent.is_dir():
        raise BadTarget(target, "cannot be written: its folder is not there")
    if kind.folder and target.exists():
        raise BadTarget(target, "exists: name a new folder")
    if not kind.folder and target.is_dir():
        raise BadTarget(target, "is a folder: name a file")
