"""Files where requesters keep them: on S3, on Greenfield, behind a web address.

They are fetched by this machine, with its keys: S3's are the AWS_… settings, and without any a
bucket is asked as anybody would; Greenfield's public objects need none.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import httpx

from labelfield.protocol.errors import LabelfieldError
from labelfield.requesting.errors import BadReference
from labelfield.storage.errors import DriverMissing
from labelfield.storage.greenfield.errors import GreenfieldError
from labelfield.storage.store import open_store

TIMEOUT_S = 60.0
_GREENFIELD = re.compile(r"greenfield://([^/]+)/([^/]+)/(.*)")
_S3 = re.compile(r"s3://([^/]+)/(.*)")
_CREDENTIALS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)

Reader = Callable[[str], bytes | None]
"""Reads what a task names; None for a name on this machine."""


class _Bucket(NamedTuple):
    """A bucket that can say what is in it."""

    get: Callable[[str], bytes]
    names: Callable[[str], tuple[str, ...]]
    """All names that begin with a prefix."""


@contextmanager
def at_hand(tasks: str | Path) -> Iterator[tuple[Path, Reader]]:
    """Yield where tasks lie on this machine, fetched if need be, and a reader of what they name.

    What a fetched file names by a path lies beside it. An address that ends with `/` is a folder.
    """
    address = str(tasks)
    if not is_reference(address):
        yield Path(tasks), _reader("")
        return
    with TemporaryDirectory(prefix="labelfield-") as name:
        folder = Path(name)
        if address.endswith("/"):
            _fetch_folder(address, folder)
            yield folder, _reader("")
            return
        file = folder / (Path(unquote(urlsplit(address).path)).name or "tasks")
        file.write_bytes(read_reference(address))
        yield file, _reader(address.partition("?")[0].rpartition("/")[0] + "/")


def is_reference(text: str) -> bool:
    """Tell an address from a path."""
    return "://" in text


def read_reference(address: str) -> bytes:
    """Return the bytes at an address; raise BadReference."""
    with _blamed(address):
        if (found := _bucket(address)) is not None:
            bucket, name = found
            return bucket.get(name)
        if not address.startswith(("https://", "http://")):
            known = "https://…, s3://BUCKET/KEY or greenfield://NETWORK/BUCKET/OBJECT"
            raise BadReference(address, f"write {known}")
        response = httpx.get(address, timeout=TIMEOUT_S, follow_redirects=True)
        response.raise_for_status()
        return response.content


def _reader(base: str) -> Reader:
    def read(name: str) -> bytes | None:
        if is_reference(name):
            return read_reference(name)
        if not base:
            return None
        if ".." in name.split("/"):
            raise BadReference(base + name, "it leads out of its folder")
        return read_reference(base + name.lstrip("/"))

    return read


def _fetch_folder(address: str, folder: Path) -> None:
    """Bring everything below an address, under its own names."""
    with _blamed(address):
        if (found := _bucket(address)) is None:
            raise BadReference(address, "only S3 and Greenfield can say what is in a folder")
        bucket, prefix = found
        for name in bucket.names(prefix):
            file = folder / name.removeprefix(prefix)
            if not file.resolve().is_relative_to(folder.resolve()):
                raise BadReference(address, f"{name!r:.80} leads out of its folder")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(bucket.get(name))


def _bucket(address: str) -> tuple[_Bucket, str] | None:
    """Return the bucket of an address and the name within it; None for other addresses."""
    if found := _S3.fullmatch(address):
        return _s3(found[1]), found[2]
    if found := _GREENFIELD.fullmatch(address):
        return _greenfield(found[1], found[2]), found[3]
    return None


def _greenfield(network: str, bucket: str) -> _Bucket:
    store = open_store(f"greenfield://{network}")
    return _Bucket(lambda name: store.get(bucket, name), lambda prefix: store.names(bucket, prefix))


def _s3(bucket: str) -> _Bucket:
    try:
        import obstore
        from obstore.store import S3Store
    except ImportError as error:
        raise DriverMissing(f"s3://{bucket}", "labelfield[s3]") from error
    anonymous = not any(os.environ.get(name) for name in _CREDENTIALS)
    store = S3Store(bucket, skip_signature=anonymous)

    def names(prefix: str) -> tuple[str, ...]:
        pages = obstore.list(store, prefix)
        return tuple(sorted(str(entry["path"]) for page in pages for entry in page))

    return _Bucket(lambda name: bytes(obstore.get(store, name).bytes()), names)


@contextmanager
def _blamed(address: str) -> Iterator[None]:
    """Say of whatever fails at which address."""
    try:
        yield
    except (BadReference, DriverMissing):
        raise
    except (LabelfieldError, GreenfieldError, httpx.HTTPError, OSError) as error:
        raise BadReference(address, _said(error)) from error
    except Exception as error:
        if type(error).__module__.startswith("obstore"):
            raise BadReference(address, _said(error)) from error
        raise


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
