"""What can go wrong between us and a store.

LabelfieldError
└── StorageError                bytes could not be kept or given back
    ├── InvalidStoreUrl         no store answers to this URL
    ├── DriverMissing           the library for this kind of store is not installed
    ├── InvalidName             a bucket or object name that no store accepts
    ├── InvalidRange            a range that does not lie inside the object
    ├── ObjectMissing           nothing is stored under this name
    ├── ObjectDiffers           other bytes are already stored under this name
    ├── NotWritten              the disk does not take the object
    ├── CorruptObject           the stored bytes are not those the name promises
    ├── NotDecryptable          bytes that no key of the ring opens
    ├── MalformedKeyRing        bytes that are no key ring
    ├── NotMirrored             a copy that is not what was to be copied
    └── BundleError             many files in one object, done wrong
        ├── InvalidItem         an item that cannot go into a bundle
        ├── MalformedBundle     bytes that are not a bundle
        ├── ItemMissing         the bundle holds no item of this name
        └── CorruptItem         an item's bytes are not those its index promises
"""

from labelfield.protocol.errors import LabelfieldError


class StorageError(LabelfieldError):
    """Bytes could not be kept or given back."""


class InvalidStoreUrl(StorageError):
    """No store answers to this URL."""

    def __init__(self, url: object) -> None:
        super().__init__(
            f"store {url!r} is unknown: expected 'folder:<path>', 'memory:', "
            "'greenfield://mainnet', 'greenfield://testnet', 'greenfield://<chain id>@<node>' "
            "or 's3://<bucket>/<prefix>'"
        )


class DriverMissing(StorageError):
    """The library for this kind of store is not installed."""

    def __init__(self, url: str, extra: str) -> None:
        super().__init__(f"store {url!r} needs a library more: pip install '{extra}'")


class InvalidName(StorageError):
    """A bucket or object name that no store accepts."""

    def __init__(self, kind: str, found: object, expected: str) -> None:
        super().__init__(f"{kind} name {found!r} is refused: expected {expected}")


class InvalidRange(StorageError):
    """A range that does not lie inside the object."""

    def __init__(self, name: str, offset: int, length: int, size: int) -> None:
        super().__init__(f"{name}: {length} bytes from {offset} do not lie inside its {size} bytes")


class ObjectMissing(StorageError):
    """Nothing is stored under this name."""

    def __init__(self, bucket: str, name: str) -> None:
        super().__init__(f"bucket {bucket} holds no object {name!r}")
        self.bucket = bucket
        self.name = name


class ObjectDiffers(StorageError):
    """Other bytes are already stored under this name."""

    def __init__(self, bucket: str, name: str) -> None:
        super().__init__(
            f"bucket {bucket} already holds other bytes as {name!r}: objects never change"
        )
        self.bucket = bucket
        self.name = name


class NotWritten(StorageError):
    """The disk does not take the object."""

    def __init__(self, bucket: str, name: str, problem: OSError) -> None:
        super().__init__(f"{name!r} cannot be written to {bucket!r}: {problem.strerror}")


class CorruptObject(StorageError):
    """The stored bytes are not those the name promises."""

    def __init__(self, bucket: str, name: str, expected: str, found: str) -> None:
        super().__init__(
            f"object {name!r} of bucket {bucket} is corrupt: "
            f"expected hash {expected}, found {found}"
        )
        self.bucket = bucket
        self.name = name
        self.expected = expected
        self.found = found


class NotDecryptable(StorageError):
    """Bytes that no key of the ring opens."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"not decrypted: {problem}")


class MalformedKeyRing(StorageError):
    """Bytes that are no key ring."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"not a key ring: {problem}")


class NotMirrored(StorageError):
    """A copy that is not what was to be copied."""

    def __init__(self, bucket: str, name: str, problem: str) -> None:
        super().__init__(f"object {name!r} of bucket {bucket} was not mirrored: {problem}")


class BundleError(StorageError):
    """Many files in one object, done wrong."""


class InvalidItem(BundleError):
    """An item that cannot go into a bundle."""

    def __init__(self, name: object, problem: str) -> None:
        super().__init__(f"item {name!r} cannot be bundled: {problem}")


class MalformedBundle(BundleError):
    """Bytes that are not a bundle."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"not a bundle: {problem}")


class ItemMissing(BundleError):
    """The bundle holds no item of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the bundle holds no item {name!r}")
        self.name = name


class CorruptItem(BundleError):
    """An item's bytes are not those its index promises."""

    def __init__(self, name: str, expected: str, found: str) -> None:
        super().__init__(f"item {name!r} is corrupt: expected SHA-256 {expected}, found {found}")
        self.name = name
        self.expected = expected
        self.found = found
