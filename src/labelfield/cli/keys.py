"""Files that hold a private project's keys: as good as the project's data, so kept as secrets."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.errors import FileTrouble
from labelfield.cli.files import read_text, write_secret

if TYPE_CHECKING:
    from labelfield.storage.key_ring import KeyRing

KeysOption = Annotated[
    Path | None,
    typer.Option(
        "--keys", help="A private project's keys, from `labelfield storage keys` or a labeler."
    ),
]


def read_keys(file: Path | None) -> "KeyRing | None":
    """Return the keys that a file holds; None where no file is named."""
    from labelfield.storage.key_ring import parse_ring

    if file is None:
        return None
    try:
        data = bytes.fromhex(read_text(file).strip().removeprefix("0x"))
    except ValueError as error:
        raise FileTrouble(file, "holds no keys: expected hexadecimal digits") from error
    return parse_ring(data)


def write_keys(file: Path, ring: "KeyRing") -> None:
    """Write keys to a new file that only its owner can read."""
    from labelfield.storage.key_ring import ring_bytes

    write_secret(file, "0x" + ring_bytes(ring).hex() + "\n")
