"""The folder store on disk: strangers' files, and writers that die."""

import os
import random
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from labelfield.storage.errors import InvalidName, NotWritten, ObjectMissing
from labelfield.storage.folder import FolderStore

BUCKET = "lf-31337-test"
SIZE = 2_000_000

WRITER = textwrap.dedent(
    """
    import sys
    from labelfield.storage.folder import FolderStore

    store = FolderStore(sys.argv[1])
    number = int(sys.argv[2])
    print("ready", flush=True)
    while True:
        store.put("lf-31337-test", f"object-{number}", bytes([number % 256]) * int(sys.argv[3]))
        print(number, flush=True)
        number += 1
    """
)


@pytest.mark.parametrize("name", ["../../up", "..", "a/../../up"])
def test_nothing_is_written_outside_the_root(tmp_path: Path, name):
    store = FolderStore(tmp_path / "root")
    with pytest.raises(InvalidName):
        store.put(BUCKET, name, b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_put_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch):
    store = FolderStore(tmp_path)
    store.put(BUCKET, "before", b"x")

    def no_space(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(NotWritten, match="No space left"):
        store.put(BUCKET, "a", b"x")
    monkeypatch.undo()
    assert not store.has(BUCKET, "a")
    assert list((tmp_path / ".unfinished").iterdir()) == []


def test_a_writer_killed_at_any_moment_leaves_whole_objects_only(tmp_path: Path):
    delays = random.Random(7)
    confirmed = 0
    for first in range(0, 8_000, 1_000):
        confirmed += _write_and_kill(tmp_path, first, delays.uniform(0, 0.03))
    store = FolderStore(tmp_path)
    names = store.names(BUCKET)
    assert len(names) >= confirmed > 0
    for name in names:
        number = int(name.removeprefix("object-"))
        assert store.get(BUCKET, name) == bytes([number % 256]) * SIZE


def _write_and_kill(folder: Path, first: int, after_s: float) -> int:
    """Kill -9 a writer; return how many puts it had confirmed, all of which must be there."""
    arguments = [sys.executable, "-c", WRITER, str(folder), str(first), str(SIZE)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        lines = [writer.stdout.readline()]
        try:
            writer.wait(timeout=after_s)
        except subprocess.TimeoutExpired:
            writer.send_signal(signal.SIGKILL)
        lines += [line for line in writer.stdout.readlines() if line.endswith("\n")]
    store = FolderStore(folder)
    assert all(store.has(BUCKET, f"object-{int(line)}") for line in lines)
    return len(lines)


def test_strangers_files_are_not_taken_for_objects(tmp_path: Path):
    store = FolderStore(tmp_path)
    store.put(BUCKET, "a", b"x")
    (tmp_path / BUCKET / ".DS_Store").write_bytes(b"junk")
    (tmp_path / BUCKET / "folder").mkdir()
    (tmp_path / BUCKET / "folder" / "b").write_bytes(b"junk")
    assert store.names(BUCKET) == ("a",)


def test_opening_removes_what_killed_writers_left_a_day_ago_and_nothing_younger(tmp_path: Path):
    FolderStore(tmp_path).put(BUCKET, "whole", b"x")
    old, young = tmp_path / ".unfinished" / "old", tmp_path / ".unfinished" / "young"
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    os.utime(old, (1, 1))
    FolderStore(tmp_path)
    assert young.exists()
    assert not old.exists()


def test_reading_from_a_folder_that_is_not_there_makes_none(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "elsewhere")
    with pytest.raises(ObjectMissing):
        store.get("bucket", "name")
    assert not (tmp_path / "elsewhere").exists()
