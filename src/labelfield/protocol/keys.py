"""secp256k1 keys: addresses, recoverable signatures. Refuses what Ethereum contracts refuse."""

from coincurve import PrivateKey, PublicKey

from labelfield.protocol.errors import BadSignature
from labelfield.protocol.hashes import keccak
from labelfield.protocol.ids import Address

SIGNATURE_SIZE = 65
_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


class Key:
    """A private key that signs digests; its text form never shows it."""

    __slots__ = ("_private", "address")

    def __init__(self, private_key: bytes) -> None:
        """Take 32 bytes; raise BadSignature if they are no valid private key."""
        if len(private_key) != 32 or not 0 < int.from_bytes(private_key) < _ORDER:
            raise BadSignature("a private key is 32 bytes between 1 and the curve order")
        self._private = PrivateKey(private_key)
        self.address: Address = address_of(self._private.public_key)

    def sign(self, digest: bytes) -> bytes:
        """Return the 65-byte signature r ‖ s ‖ v (v 27 or 28, s low; RFC 6979) of a digest."""
        signature = self._private.sign_recoverable(digest, hasher=None)
        return signature[:64] + bytes([signature[64] + 27])

    def __repr__(self) -> str:
        return f"Key({self.address})"


def address_of(public_key: PublicKey) -> Address:
    """Return the account of a public key: the last 20 bytes of its keccak."""
    return Address("0x" + keccak(public_key.format(compressed=False)[1:])[12:].hex())


def recover(digest: bytes, signature: bytes) -> Address:
    """Return who signed `digest`; raise BadSignature for malformed or malleable signatures."""
    if len(signature) != SIGNATURE_SIZE or signature[64] not in (27, 28):
        raise BadSignature("a signature is 65 bytes, the last of them 27 or 28")
    if int.from_bytes(signature[32:64]) > _ORDER // 2:
        raise BadSignature("the signature's s lies in the upper half")
    recoverable = signature[:64] + bytes([signature[64] - 27])
    try:
        public_key = PublicKey.from_signature_and_message(recoverable, digest, hasher=None)
    except Exception as error:  # coincurve raises bare Exception for unrecoverable points
        raise BadSignature("no key can have made this signature") from error
    return address_of(public_key)
