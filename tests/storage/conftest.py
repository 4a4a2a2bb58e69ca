"""The stores under test: what holds for one holds for all."""

from pathlib import Path

import pytest

from labelfield.storage.folder import FolderStore
from labelfield.storage.memory import MemoryStore
from labelfield.storage.store import Store


@pytest.fixture(params=["memory", "folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "memory":
        return MemoryStore()
    return FolderStore(tmp_path / "store")
