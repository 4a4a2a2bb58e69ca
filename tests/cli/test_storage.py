"""`labelfield storage` on a server whose store is a double of Greenfield."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from labelfield.cli.exits import Exit
from labelfield.demo.server_process import ServerProcess, running_server
from labelfield.storage.folder import FolderStore
from labelfield.storage.greenfield.checksums import checksums_of
from tests.cli.running import TEXT_CONFIG, done, labelfield, refused

BUCKET = "lf-31337-mine"
LABELER = "0x" + "12" * 20

pytestmark = pytest.mark.chain


@pytest.fixture(scope="module")
def on_greenfield(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    home = tmp_path_factory.mktemp("storage") / "home"
    with running_server(home, ["--port", "0", "--storage", "greenfield"]) as running:
        yield running


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"some bytes" * 1000)
    return path


def opened(home: Path, folder: Path, *options: object) -> int:
    """Create and fund a project; return its number."""
    tasks, config = folder / "tasks.jsonl", folder / "config.xml"
    lines = [json.dumps({"key": str(n), "data": {"text": f"secret {n}"}}) for n in range(5)]
    tasks.write_text("\n".join(lines) + "\n")
    config.write_text(TEXT_CONFIG)
    made = ("--config", config, "--title", folder.name, "--price", "0.01", "--home", home, "--json")
    draft = done("project", "create", tasks, *made, *options).json
    funded = done("project", "fund", draft["manifest_hash"], "--home", home, "--json")
    return int(funded.json["project"])


def test_a_file_goes_to_a_store_and_comes_back_checked(on_greenfield, file, tmp_path):
    home = ("--home", on_greenfield.home)
    assert done("storage", "put", BUCKET, file, *home).out == f"{BUCKET}/notes.txt\n"
    done("storage", "put", BUCKET, file, "--name", "folder/again", *home)
    listed = done("storage", "ls", BUCKET, *home, "--json").json
    assert listed == {"folder/again": 10_000, "notes.txt": 10_000}
    assert "folder" not in done("storage", "ls", BUCKET, "--prefix", "no", *home).out
    out = tmp_path / "out"
    done("storage", "get", BUCKET, "notes.txt", "--out", out, *home)
    assert out.read_bytes() == file.read_bytes()
    found = done("storage", "head", BUCKET, "notes.txt", *home, "--json").json
    assert found["size"] == 10_000
    assert found["checksums"] == [each.hex() for each in checksums_of(file.read_bytes())]
    assert done("storage", "checksum", file).out.split() == found["checksums"]


def test_other_bytes_under_a_taken_name_and_missing_objects_are_refused(
    on_greenfield, file, tmp_path
):
    home = ("--home", on_greenfield.home)
    done("storage", "put", BUCKET, file, "--name", "taken", *home)
    file.write_bytes(b"others")
    said = refused("storage", "put", BUCKET, file, "--name", "taken", *home)
    assert "objects never change" in said
    out = ("--out", tmp_path / "out")
    assert "holds no object 'none'" in refused("storage", "get", BUCKET, "none", *out, *home)
    assert "has no project 99" in refused("storage", "ls", "99", *home)
    assert "cannot be read" in refused("storage", "put", BUCKET, tmp_path / "none", *home)


def test_a_store_that_is_not_there_is_said_in_one_sentence(on_greenfield):
    nowhere = ("--store", "greenfield://9000@127.0.0.1:1")
    assert "no answer" in refused("storage", "head", BUCKET, "a", *nowhere)
    assert "unknown" in refused("storage", "head", BUCKET, "a", "--store", "ftp://x")


def test_a_project_is_mirrored_and_read_from_its_copy(on_greenfield, tmp_path):
    home = on_greenfield.home
    project = opened(home, tmp_path)
    target = f"folder:{tmp_path / 'copy'}"
    first = done("storage", "mirror", project, target, "--home", home).out
    assert first.startswith("2 objects, ")
    assert ", 2 of them new," in first
    assert ", 0 of them new," in done("storage", "mirror", project, target, "--home", home).out
    there = done("storage", "ls", project, "--home", home, "--json").json
    copy = done("storage", "ls", project, "--store", target, "--home", home, "--json").json
    assert copy == there
    read = labelfield("verify", project, "--store", target, "--home", home)
    assert (read.code, "it has no checkpoint yet" in read.out) == (Exit.NOT_YET, True)


def test_a_private_project_is_listed_and_verified_with_its_keys_alone(on_greenfield, tmp_path):
    home = on_greenfield.home
    people = tmp_path / "labelers.txt"
    people.write_text(f"{LABELER}\n")
    project = opened(home, tmp_path, "--private", "--labelers", people)
    blind = labelfield("verify", project, "--home", home)
    assert (blind.code, "is private" in blind.err) == (2, True)
    keys = tmp_path / "keys"
    done("storage", "keys", project, "--out", keys, "--home", home)
    assert keys.stat().st_mode & 0o077 == 0
    read = labelfield("verify", project, "--keys", keys, "--home", home)
    assert (read.code, "it has no checkpoint yet" in read.out) == (Exit.NOT_YET, True)
    hidden = done("storage", "ls", project, "--home", home, "--json").json
    shown = done("storage", "ls", project, "--keys", keys, "--home", home, "--json").json
    assert len(hidden) == len(shown) == 2
    manifest, batch = sorted(shown, key=lambda name: name not in hidden)
    assert batch not in hidden
    done("storage", "get", project, batch, "--keys", keys, "--out", tmp_path / "b", "--home", home)
    assert b"secret 3" in (tmp_path / "b").read_bytes()
    copy = tmp_path / "copy"
    done("storage", "mirror", project, f"folder:{copy}", "--home", home)
    bucket = next(path.name for path in copy.iterdir() if path.name.startswith("lf-"))
    kept = FolderStore(copy)
    assert all(b"secret" not in kept.get(bucket, name) for name in kept.names(bucket))
    assert manifest in kept.names(bucket)
    people.write_text("nobody\n")
    assert "line 1" in refused(*_again(tmp_path, home, "--private", "--labelers", people))
    assert "names its labelers" in refused(*_again(tmp_path, home, "--private"))


def _again(folder: Path, home: Path, *options: object) -> tuple[object, ...]:
    made = ("--config", folder / "config.xml", "--title", "T", "--price", "0.01", "--home", home)
    return ("project", "create", folder / "tasks.jsonl", *made, *options)


def test_files_that_are_no_keys_are_refused(on_greenfield, tmp_path):
    for text in ("", "not hexadecimal", "0xabcd"):
        (tmp_path / "keys").write_text(text)
        refused("storage", "ls", BUCKET, "--keys", tmp_path / "keys", "--home", on_greenfield.home)


def test_a_price_is_named_before_anything_is_paid(on_greenfield, file):
    home = ("--home", on_greenfield.home)
    found = done("storage", "cost", file, file, *home, "--json").json
    assert (found["objects"], found["bytes"]) == (2, 20_000)
    assert found["gas_wei"] == 2 * 1200 * 5 * 10**9
    assert found["at_once_wei"] == found["gas_wei"] + found["reserved_wei"]
    said = done("storage", "cost", file, "--bnb-usd", "800", *home).out
    assert "at once   0.000006077 BNB  $0.004862" in said
    assert "$" not in done("storage", "cost", file, *home).out
    assert "costs nothing" in refused("storage", "cost", file, "--store", "folder:x", *home)


def test_a_key_that_is_none_is_refused(on_greenfield, file):
    home = ("--home", on_greenfield.home)
    said = refused("storage", "put", BUCKET, file, *home, LABELFIELD_GREENFIELD_KEY="0x12")
    assert "LABELFIELD_GREENFIELD_KEY is no key" in said


def test_the_doctor_tells_of_a_quota_that_ends_and_of_a_store_that_is_away(
    on_greenfield, tmp_path, monkeypatch
):
    opened(on_greenfield.home, tmp_path)
    done("doctor", "--home", on_greenfield.home)
    monkeypatch.setattr("labelfield.storage.greenfield.alarms.QUOTA_LEFT_PERCENT", 100)
    said = labelfield("doctor", "--home", on_greenfield.home)
    assert (said.code, "may still be read for" in said.out) == (2, True)
    away = json.loads((on_greenfield.home / "deployment.json").read_text())
    away["store"] = "greenfield://9000@127.0.0.1:1"
    (tmp_path / "deployment.json").write_text(json.dumps(away))
    key = {"LABELFIELD_GREENFIELD_KEY": "0x" + "01" * 32}
    said = labelfield("doctor", "--home", tmp_path, **key)
    assert (said.code, "nothing can be said of" in said.out) == (2, True)
