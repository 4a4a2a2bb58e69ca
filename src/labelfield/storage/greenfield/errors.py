"""What can go wrong between us and Greenfield.

GreenfieldError
├── InvalidInput                what the caller asked for cannot be sent
│   ├── OtherBytes              the name was announced before with other bytes
│   └── Unsignable              a transaction that the chain could not read as it was signed
├── MalformedResponse           an answer that is not what the protocol promises
│   ├── MalformedProtobuf       bytes that are not the message they should be
│   └── MalformedXml            XML that is broken, dangerous or lacks what it must hold
├── Unreachable                 no answer came
├── RpcRefused                  the node refused a call, a query or a transaction
│   ├── NotFound                the chain holds no such thing
│   ├── WrongSequence           the account has sent something else meanwhile
│   └── TransactionFailed       a block holds the transaction, and it failed
├── NotCommitted                no block held the transaction in time; it may still come
├── NotSealed                   the object was not sealed in time; it may still be
├── GatewayRefused              a storage provider refused; carries its code and status
│   ├── NoPermission            whoever the signature names may not do this
│   ├── NoSuchObject            the bucket holds no object of this name
│   ├── QuotaExceeded           the bucket's read quota of this month is used up
│   ├── IntegrityMismatch       the uploaded bytes are not those that were announced
│   ├── AlreadyUploaded         the object's bytes were uploaded before
│   └── WrongProvider           the bucket's primary storage provider is another
└── CorruptDownload             the bytes are not those whose checksums the chain holds
"""


class GreenfieldError(Exception):
    """Something went wrong between us and Greenfield."""


class InvalidInput(GreenfieldError):
    """What the caller asked for cannot be sent."""


class OtherBytes(InvalidInput):
    """The name was announced before with other bytes."""

    def __init__(self, bucket: str, name: str) -> None:
        super().__init__(f"{bucket}/{name} was announced before with other bytes")


class Unsignable(InvalidInput):
    """A transaction that the chain could not read as it was signed."""


class MalformedResponse(GreenfieldError):
    """An answer that is not what the protocol promises."""


class MalformedProtobuf(MalformedResponse):
    """Bytes that are not the message they should be."""


class MalformedXml(MalformedResponse):
    """XML that is broken, dangerous or lacks what it must hold."""


class Unreachable(GreenfieldError):
    """No answer came."""


class RpcRefused(GreenfieldError):
    """The node refused a call, a query or a transaction."""

    def __init__(self, what: str, code: int, log: str) -> None:
        super().__init__(f"{what} was refused with code {code}: {log}")
        self.code = code
        self.log = log


class NotFound(RpcRefused):
    """The chain holds no such thing."""


class WrongSequence(RpcRefused):
    """The account has sent something else meanwhile."""


class TransactionFailed(RpcRefused):
    """A block holds the transaction, and it failed."""


class NotCommitted(GreenfieldError):
    """No block held the transaction in time; it may still come."""

    def __init__(self, tx_hash: str, waited_s: float) -> None:
        super().__init__(f"transaction {tx_hash} is in no block after {waited_s:g} s")
        self.tx_hash = tx_hash


class NotSealed(GreenfieldError):
    """The object was not sealed in time; it may still be."""

    def __init__(self, bucket: str, name: str, waited_s: float) -> None:
        super().__init__(f"object {bucket}/{name} is not sealed after {waited_s:g} s")


class GatewayRefused(GreenfieldError):
    """A storage provider refused; carries its code and status."""

    def __init__(self, what: str, status: int, code: int, message: str) -> None:
        super().__init__(f"{what}: storage provider answered {status}, code {code}: {message}")
        self.status = status
        self.code = code
        self.message = message


class NoPermission(GatewayRefused):
    """Whoever the signature names may not do this."""


class NoSuchObject(GatewayRefused):
    """The bucket holds no object of this name."""


class QuotaExceeded(GatewayRefused):
    """The bucket's read quota of this month is used up."""


class IntegrityMismatch(GatewayRefused):
    """The uploaded bytes are not those whose checksum the chain holds."""


class AlreadyUploaded(GatewayRefused):
    """The object's bytes were uploaded before."""


class WrongProvider(GatewayRefused):
    """The bucket's primary storage provider is another."""


class CorruptDownload(GreenfieldError):
    """The bytes are not those whose checksums the chain holds."""

    def __init__(self, bucket: str, name: str, problem: str) -> None:
        super().__init__(f"object {bucket}/{name} came back corrupt: {problem}")


GATEWAY_ERRORS: dict[int, type[GatewayRefused]] = {
    20002: WrongProvider,
    20003: AlreadyUploaded,
    20008: NoSuchObject,
    20011: NoPermission,
    30004: QuotaExceeded,
    50004: NoPermission,
    50014: WrongProvider,
    50025: NoSuchObject,
    50041: WrongProvider,
    55002: NoSuchObject,
    110003: AlreadyUploaded,
    110004: IntegrityMismatch,
    110006: AlreadyUploaded,
}
"""Which error a storage provider's code raises; any other raises GatewayRefused itself."""
