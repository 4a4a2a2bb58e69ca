"""The public store of a server: which one a home uses, opened, and its double where it has one."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from labelfield.chain.anvil import DEV_KEYS
from labelfield.server.errors import AnotherStorage, NoStorageKey, StoragePortTaken
from labelfield.server.settings import Settings
from labelfield.storage.greenfield.client import Greenfield
from labelfield.storage.greenfield.enums import Visibility
from labelfield.storage.greenfield_store import GreenfieldStore, greenfield_client
from labelfield.storage.store import Store, open_store

DEVELOPMENT_KEY = DEV_KEYS[0]
"""Owns every bucket of the double."""
DEVELOPMENT_WEI = 1_000_000 * 10**18


@dataclass(frozen=True, slots=True)
class PublicStorage:
    """Where a server's public objects go, and the address that openings name."""

    store: Store
    url: str
    greenfield: Greenfield | None
    """The account behind it, where it is Greenfield."""


@contextmanager
def opened_storage(settings: Settings) -> Iterator[PublicStorage]:
    """Yield the home's store: the one it began with, or what the settings say of a new home."""
    home, kind = settings.home, _remembered(settings.home, settings.storage)
    with ExitStack() as stack:
        if kind == "folder":
            url, secret = f"folder:{(home / 'store').resolve()}", None
        elif kind == "greenfield":
            url, secret = stack.enter_context(_double(home)), DEVELOPMENT_KEY
        else:
            url, secret = kind, settings.storage_key
            if kind.startswith("greenfield:") and secret is None:
                raise NoStorageKey(kind)
        if not url.startswith("greenfield:"):
            yield PublicStorage(open_store(url), url, None)
            return
        client = stack.enter_context(greenfield_client(url, secret))
        store = GreenfieldStore(client, Visibility.VISIBILITY_TYPE_PUBLIC_READ)
        yield PublicStorage(store, url, client)


def _remembered(home: Path, wanted: str | None) -> str:
    """Return the home's kind of storage: projects name it on chain, so it never changes."""
    path = home / "storage"
    if not path.exists():
        began = "folder" if (home / "deployment.json").exists() else wanted or "folder"
        path.write_text(began + "\n")
    kind = path.read_text().strip()
    if wanted not in (None, kind):
        raise AnotherStorage(home, kind, str(wanted))
    return kind


@contextmanager
def _double(home: Path) -> Iterator[str]:
    """Serve the home's double of Greenfield on the port it always had; yield its address."""
    from labelfield.storage.greenfield.double.server import GreenfieldDouble
    from labelfield.storage.greenfield.double.settings import Settings as DoubleSettings
    from labelfield.storage.greenfield.keys import Key
    from labelfield.storage.greenfield.network import address_of

    folder = home / "greenfield"
    funded = {Key(DEVELOPMENT_KEY).address: DEVELOPMENT_WEI}
    port = _port_of(folder)
    try:
        double = GreenfieldDouble(DoubleSettings(folder, funded), port)
    except OSError as error:
        raise StoragePortTaken(home, port) from error
    with double:
        yield address_of(double.network())


def _port_of(folder: Path) -> int:
    """Return the port of a home's double: openings name it, so it is chosen once."""
    path = folder / "port"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            path.write_text(f"{probe.getsockname()[1]}\n")
    return int(path.read_text())
