"""Addresses as people and wallets write them: capitals are a checksum (EIP-55)."""

from labelfield.protocol.errors import MalformedId
from labelfield.protocol.hashes import keccak
from labelfield.protocol.ids import Address, parse_address


def checksummed(address: Address) -> str:
    """Return an address with the capitals of EIP-55."""
    digits = address.removeprefix("0x")
    nibbles = keccak(digits.encode()).hex()
    capitals = zip(digits, nibbles, strict=False)
    return "0x" + "".join(c.upper() if nibble >= "8" else c for c, nibble in capitals)


def parse_written(text: str) -> Address | None:
    """Return a written address; None if it is none, or if its capitals are wrong."""
    try:
        address = parse_address(text.lower())
    except MalformedId:
        return None
    return address if text in (address, checksummed(address)) else None
