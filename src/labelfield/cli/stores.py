"""Finding the store and the bucket that a command line means."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from labelfield.cli.errors import CommandError
from labelfield.cli.keys import read_keys
from labelfield.cli.places import deployed, greenfield_secret
from labelfield.storage.names import bucket_of, check_bucket
from labelfield.storage.store import Store, open_store

if TYPE_CHECKING:
    from labelfield.chain.events import ProjectOpened
    from labelfield.storage.key_ring import KeyRing


@dataclass(frozen=True, slots=True)
class Place:
    """What a command line says of where objects lie."""

    named: str
    """A project's number, or a bucket."""

    store: str | None
    keys: Path | None


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """One bucket of one store."""

    store: Store
    bucket: str
    url: str

    def names(self, prefix: str) -> tuple[str, ...]:
        """Return the names that begin with `prefix`."""
        return self.store.names(self.bucket, prefix)

    def size(self, name: str) -> int:
        """Return an object's size."""
        return self.store.size(self.bucket, name)

    def get(self, name: str) -> bytes:
        """Return an object, held against its name where that is a hash."""
        from labelfield.protocol.errors import MalformedId
        from labelfield.protocol.ids import parse_hash32
        from labelfield.storage.content import get_content

        try:
            content = parse_hash32(name)
        except MalformedId:
            return self.store.get(self.bucket, name)
        return get_content(self.store, self.bucket, content)

    def put(self, name: str, data: bytes) -> None:
        """Keep an object."""
        self.store.put(self.bucket, name, data)

    def described(self, name: str) -> dict[str, object]:
        """Return what the store knows of an object without reading it."""
        from labelfield.storage.greenfield_store import GreenfieldStore

        found: dict[str, object] = {
            "store": self.url,
            "bucket": self.bucket,
            "name": name,
            "size": self.store.size(self.bucket, name),
        }
        if isinstance(self.store, GreenfieldStore):
            stored = self.store.described(self.bucket, name)
            found["owner"] = stored.owner
            found["sealed"] = True
            found["checksums"] = [digest.hex() for digest in stored.checksums]
        return found


def open_place(home: Path, place: Place) -> OpenPlace:
    """Return the bucket that is meant, in the project's store or the one that is named."""
    from labelfield.collect.private_view import private_view

    opened = _opening(home, int(place.named)) if place.named.isdigit() else None
    if opened is None:
        bucket, url = check_bucket(place.named), place.store or deployed(home).store
    else:
        known = deployed(home)
        bucket = bucket_of(known.chain_id, known.pool, opened.manifest_hash)
        url = place.store or opened.store
    manifest = opened.manifest_hash if opened else None
    store = private_view(writing_store(home, url), bucket, manifest, read_keys(place.keys))
    return OpenPlace(store, bucket, url)


def writing_store(home: Path, url: str) -> Store:
    """Return a store that may be written to, where a key for it is known."""
    return open_store(url, secret_for(home, url))


def secret_for(home: Path, url: str) -> bytes | None:
    """Return the key of LABELFIELD_GREENFIELD_KEY, or of the home's own double."""
    from labelfield.chain.anvil import DEV_KEYS

    secret = greenfield_secret()
    is_double = (home / "greenfield").is_dir() and url == deployed(home).store
    return DEV_KEYS[0] if secret is None and is_double else secret


def operators_ring(home: Path, project: int) -> "KeyRing":
    """Return a private project's keys from the operator's own home."""
    from labelfield.server.private_projects import privacy_of
    from labelfield.storage.folder import FolderStore

    known, opened = deployed(home), _opening(home, project)
    bucket = bucket_of(known.chain_id, known.pool, opened.manifest_hash)
    privacy = privacy_of(FolderStore(home / "sealed"), bucket)
    if privacy is None:
        raise CommandError(f"project {project} has no keys in {home}: it is public")
    return privacy.ring


def _opening(home: Path, number: int) -> "ProjectOpened":
    from labelfield.chain.pool import Pool

    known = deployed(home)
    opened = Pool(known.rpc_url, known.pool).opening(number, known.block)
    if opened is None:
        raise CommandError(f"the pool has no project {number}")
    return opened
