"""A backup of a running server is whole, and older than the server knows."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from labelfield.server.backups import DATABASE, back_up, put_back
from labelfield.server.errors import BackupRefused
from labelfield.server.high_water import FILE, raise_mark, read_mark
from labelfield.server.run import holding


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    (home / "sealed").mkdir(parents=True)
    (home / "sealed" / "picture").write_bytes(b"pixels")
    (home / "record.secret").write_text("secret")
    with sqlite3.connect(home / DATABASE) as connection:
        connection.execute("CREATE TABLE kept (number INTEGER)")
        connection.execute("INSERT INTO kept VALUES (7)")
    raise_mark(home, 12)
    return home


def kept(folder: Path) -> list[tuple[int]]:
    connection = sqlite3.connect(folder / DATABASE)
    rows = connection.execute("SELECT number FROM kept").fetchall()
    connection.close()
    return rows


def test_nothing_is_overwritten(home: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="name a new folder"):
        back_up(home, home)
    back_up(home, tmp_path / "copy")
    with pytest.raises(BackupRefused, match="move it aside"):
        put_back(tmp_path / "copy", home)
    with pytest.raises(BackupRefused, match="is no backup"):
        put_back(home / "sealed", home)


def test_a_stopped_servers_home_comes_back_whole(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "copy")
    (tmp_path / "new").mkdir()
    put_back(tmp_path / "copy", tmp_path / "new")
    assert kept(tmp_path / "new") == [(7,)]
    assert (tmp_path / "new" / "sealed" / "picture").read_bytes() == b"pixels"
    assert read_mark(tmp_path / "new") == 12


def test_settings_and_what_the_desk_owes_come_back_too(home: Path, tmp_path: Path) -> None:
    (home / "labelfield.toml").write_text("fee_bps = 100")
    (home / "desk").mkdir()
    (home / "desk" / "owed").write_text("$1")
    back_up(home, tmp_path / "copy")
    (tmp_path / "new").mkdir()
    put_back(tmp_path / "copy", tmp_path / "new")
    assert (tmp_path / "new" / "labelfield.toml").read_text() == "fee_bps = 100"
    assert (tmp_path / "new" / "desk" / "owed").read_text() == "$1"


def test_a_file_that_goes_while_it_is_copied_ends_no_backup(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A running server writes files aside, and moves them."""
    unfinished = home / "sealed" / "aside"
    unfinished.write_bytes(b"")
    copy = shutil.copy2

    def late(source: str, target: str) -> None:
        unfinished.unlink(missing_ok=True)
        copy(source, target)

    monkeypatch.setattr(shutil, "copy2", late)
    with holding(home):
        back_up(home, tmp_path / "copy")
    assert [path.name for path in (tmp_path / "copy" / "sealed").iterdir()] == ["picture"]


def test_a_running_servers_backup_has_no_mark(home: Path, tmp_path: Path) -> None:
    """Receipts go on being given, so nobody may start on it unasked."""
    with holding(home):
        back_up(home, tmp_path / "copy")
    assert not (tmp_path / "copy" / FILE).exists()
    assert kept(tmp_path / "copy") == [(7,)]


def test_the_mark_of_a_home_stays_though_its_database_is_older(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "copy")
    raise_mark(home, 99)
    (home / DATABASE).unlink()
    put_back(tmp_path / "copy", home)
    assert read_mark(home) == 99
