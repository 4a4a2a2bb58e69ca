"""Which store a home uses: chosen once, named on chain, found again after a restart."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from labelfield.server.errors import AnotherStorage, NoStorageKey, StoragePortTaken
from labelfield.server.settings import Settings
from labelfield.server.storage import opened_storage
from labelfield.storage.store import open_store

BUCKET = "lf-31337-test"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def test_a_new_home_keeps_its_objects_in_a_folder(settings):
    with opened_storage(settings) as storage:
        storage.store.put(BUCKET, "a", b"x")
        assert storage.url == f"folder:{settings.home / 'store'}"
    assert open_store(storage.url).get(BUCKET, "a") == b"x"


def test_what_the_double_keeps_is_there_after_a_restart_at_the_same_address(settings):
    with opened_storage(replace(settings, storage="greenfield")) as first:
        first.store.put(BUCKET, "a", b"x")
    with opened_storage(settings) as second:
        assert second.url == first.url
        assert open_store(second.url).get(BUCKET, "a") == b"x"
        second.store.put(BUCKET, "b", b"y")
    assert not (settings.home / "store").exists()


def test_a_home_never_changes_its_store(settings):
    with opened_storage(replace(settings, storage="greenfield")):
        pass
    with (
        pytest.raises(AnotherStorage, match="leave out --storage folder"),
        opened_storage(replace(settings, storage="folder")),
    ):
        pass


def test_a_home_from_before_there_was_a_choice_stays_in_its_folder(settings):
    (settings.home / "deployment.json").write_text("{}")
    with (
        pytest.raises(AnotherStorage, match="in folder"),
        opened_storage(replace(settings, storage="greenfield")),
    ):
        pass


def test_the_network_is_written_to_with_a_key_only(settings):
    with (
        pytest.raises(NoStorageKey, match="LABELFIELD_GREENFIELD_KEY"),
        opened_storage(replace(settings, storage="greenfield://testnet")),
    ):
        pass


def test_a_double_whose_port_is_taken_says_so(settings):
    with opened_storage(replace(settings, storage="greenfield")):
        pass
    port = int((settings.home / "greenfield" / "port").read_text())
    with socket.socket() as somebody:
        somebody.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        somebody.bind(("127.0.0.1", port))
        somebody.listen()
        taken = pytest.raises(StoragePortTaken, match=f"port {port} is taken")
        with taken, opened_storage(settings):
            pass


def test_settings_never_print_the_key(settings):
    assert "7777" not in repr(replace(settings, storage_key=b"7" * 32))
