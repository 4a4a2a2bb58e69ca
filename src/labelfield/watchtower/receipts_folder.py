"""The receipt files that a watchtower keeps: a folder into which people put what the page saves."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from labelfield.formats.receipts_file import ReceiptsFile, parse_receipts
from labelfield.protocol.errors import ProtocolError
from labelfield.protocol.ids import Address

log = logging.getLogger("labelfield.watchtower")

Place = tuple[int, Address]
"""A pool on a chain."""


@dataclass(slots=True)
class ReceiptsFolder:
    """Files read so far; a file that changes is read again."""

    folder: Path
    _read: dict[Path, tuple[tuple[int, int], ReceiptsFile | None]] = field(default_factory=dict)

    def changed(self) -> bool:
        """Read what is new; tell whether anything was."""
        found = {path: _mark(path) for path in sorted(self.folder.glob("*.json"))}
        if {path: mark for path, (mark, _) in self._read.items()} == found:
            return False
        self._read = {
            path: self._read[path]
            if path in self._read and self._read[path][0] == mark
            else (mark, _parsed(path))
            for path, mark in found.items()
        }
        return True

    def files(self) -> Mapping[Place, list[ReceiptsFile]]:
        """Return the files by the pool whose receipts they hold."""
        places: dict[Place, list[ReceiptsFile]] = {}
        for _, file in self._read.values():
            if file is not None:
                places.setdefault((file.chain_id, file.pool), []).append(file)
        return places


def _mark(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def _parsed(path: Path) -> ReceiptsFile | None:
    """Return what a file holds; None, and a warning, if that is no receipts."""
    try:
        return parse_receipts(path.read_bytes())
    except (ProtocolError, OSError) as error:
        log.warning("%s is left out: %s", path, error)
        return None
