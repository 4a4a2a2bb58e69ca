"""Keys, their addresses and their signatures."""

from coincurve import PrivateKey, PublicKey
from sha3 import keccak_256

from labelfield.storage.greenfield.errors import InvalidInput

SIGNATURE_BYTES = 65


class Key:
    """A private key; it never prints."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != 32:
            raise InvalidInput(f"a private key has 32 bytes, found {len(secret)}")
        try:
            self._private = PrivateKey(secret)
        except ValueError:
            raise InvalidInput("these 32 bytes are no private key") from None
        self.public = self._private.public_key.format(compressed=True)
        self.address = address_of(self.public)

    def __repr__(self) -> str:
        return f"Key(of {self.address})"

    def sign(self, digest: bytes) -> bytes:
        """Return r, s and v (0 or 1) over a 32-byte digest."""
        return self._private.sign_recoverable(digest, hasher=None)


def address_of(public: bytes) -> str:
    """Return the checksummed address of a public key in either form."""
    raw = PublicKey(public).format(compressed=False)
    return checksummed(keccak_256(raw[1:]).digest()[12:])


def checksummed(address: bytes) -> str:
    """Return 20 bytes as text in the case that EIP-55 prescribes."""
    spelled = address.hex()
    digest = keccak_256(spelled.encode()).hexdigest()
    cased = (
        letter.upper() if int(nibble, 16) >= 8 else letter
        for letter, nibble in zip(spelled, digest, strict=False)
    )
    return "0x" + "".join(cased)


def parse_address(text: str) -> bytes:
    """Return the 20 bytes that an address spells, in whatever case."""
    try:
        if not text.startswith("0x") or len(text) != 42:
            raise ValueError
        return bytes.fromhex(text[2:])
    except ValueError:
        raise InvalidInput(f"{text!r} is no address: expected 0x and 40 digits") from None


def recover(digest: bytes, signature: bytes) -> str:
    """Return the address whose key made the signature, with v of 0, 1, 27 or 28."""
    if len(signature) != SIGNATURE_BYTES:
        raise InvalidInput(f"a signature has {SIGNATURE_BYTES} bytes, found {len(signature)}")
    parity = signature[64] - 27 if signature[64] >= 27 else signature[64]
    if parity not in (0, 1):
        raise InvalidInput(f"a signature ends with 0, 1, 27 or 28, found {signature[64]}")
    try:
        public = PublicKey.from_signature_and_message(
            signature[:64] + bytes([parity]), digest, hasher=None
        )
    except ValueError:
        raise InvalidInput("no key can have made this signature") from None
    return address_of(public.format())
