"""The stores under test: what holds for one holds for all."""

from collections.abc import Iterator
from pathlib import Path

import obstore
import pytest

from labelfield.storage.folder import FolderStore
from labelfield.storage.greenfield.client import Greenfield
from labelfield.storage.greenfield.double.server import GreenfieldDouble
from labelfield.storage.greenfield.double.settings import ONE_BNB, Settings
from labelfield.storage.greenfield.enums import Visibility
from labelfield.storage.greenfield.keys import Key
from labelfield.storage.greenfield_store import GreenfieldStore
from labelfield.storage.key_ring import KeyRing
from labelfield.storage.memory import MemoryStore
from labelfield.storage.private_store import Privacy, PrivateStore
from labelfield.storage.s3 import ObstoreStore
from labelfield.storage.store import Store

KEY = Key(b"\x01" * 32)


@pytest.fixture(params=["memory", "folder", "private", "s3", "greenfield"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
    elif request.param == "folder":
        yield FolderStore(tmp_path / "store")
    elif request.param == "private":
        privacy = Privacy(KeyRing(b"n" * 32, (b"a" * 32,)), frozenset())
        yield PrivateStore(FolderStore(tmp_path / "store"), lambda _: privacy)
    elif request.param == "s3":
        yield ObstoreStore(obstore.store.MemoryStore())
    else:
        settings = Settings(tmp_path / "double", {KEY.address: ONE_BNB})
        with GreenfieldDouble(settings) as double, Greenfield(double.network(), KEY) as client:
            yield GreenfieldStore(client, Visibility.VISIBILITY_TYPE_PRIVATE)
