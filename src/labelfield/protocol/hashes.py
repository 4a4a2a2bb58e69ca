"""keccak-256, the hash of everything here; `bench/keccak.py` measures the wheels on offer."""

from sha3 import keccak_256

from labelfield.protocol.errors import MalformedId
from labelfield.protocol.ids import Hash32


def keccak(data: bytes) -> bytes:
    """Return the 32-byte keccak-256 digest of `data`."""
    digest: bytes = keccak_256(data).digest()
    return digest


def keccak_hex(data: bytes) -> Hash32:
    """Return the keccak-256 digest of `data`, spelled as a hash."""
    return Hash32("0x" + keccak(data).hex())


def bytes_of(text: object, size: int) -> bytes:
    """Return the `size` bytes that `text` spells; raise MalformedId for any other spelling."""
    if isinstance(text, str) and len(text) == 2 + 2 * size and text.startswith("0x"):
        try:
            data = bytes.fromhex(text[2:])
        except ValueError:
            data = b""
        if data.hex() == text[2:]:
            return data
    raise MalformedId("value", text, f"0x and {2 * size} lower-case hexadecimal digits")


def hex_of(data: bytes) -> str:
    """Return `data` spelled with 0x and lower-case digits."""
    return "0x" + data.hex()
