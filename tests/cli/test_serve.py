"""`labelfield serve`: with the operator's key files on a pool that is on a chain, or not at all."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from eth_account import Account

from labelfield.chain.anvil import DEV_KEYS
from labelfield.demo.server_process import ServerProcess
from tests.cli.running import refused
from tests.server.product import free_port

CHECKPOINT, RECEIPT, RELAYER = DEV_KEYS[1], DEV_KEYS[2], DEV_KEYS[4]
PASSWORD = "correct horse"


@pytest.fixture
def place(server: ServerProcess, tmp_path: Path) -> list[object]:
    """Options that name another server's pool, and a new home."""
    facts = json.loads((server.home / "deployment.json").read_text())
    new = ("--home", tmp_path / "serving")
    return [*new, "--rpc-url", facts["rpc_url"], "--pool", facts["pool"]]


def key_files(folder: Path, checkpoint: bytes = CHECKPOINT) -> list[object]:
    """Write the operator's files; return the options that name them."""
    folder.mkdir()
    named = {"checkpoint": checkpoint, "receipt": RECEIPT, "relayer": RELAYER}
    for name, key in named.items():
        encrypted = Account.encrypt(key, PASSWORD, kdf="pbkdf2", iterations=1_000)
        (folder / f"{name}.json").write_text(json.dumps(encrypted))
    (folder / "password").write_text(PASSWORD + "\n")
    return ["--keys", folder, "--password-file", folder / "password"]


def test_a_new_home_must_be_told_its_pool(tmp_path: Path) -> None:
    assert "say --rpc-url and --pool" in refused("serve", "--home", tmp_path / "serving")


def test_another_password_opens_no_key(place: list[object], tmp_path: Path) -> None:
    keys = key_files(tmp_path / "keys")
    (tmp_path / "keys" / "password").write_text("another")
    assert "checkpoint.json" in refused("serve", *place, *keys)


def test_a_key_that_the_registry_does_not_know_is_refused(
    place: list[object], tmp_path: Path
) -> None:
    keys = key_files(tmp_path / "keys", checkpoint=DEV_KEYS[0])
    assert "is not the checkpoint key that the Registry knows" in refused("serve", *place, *keys)


def test_with_the_operators_files_it_serves_until_sigterm(
    place: list[object], tmp_path: Path
) -> None:
    keys = key_files(tmp_path / "keys")
    command = [sys.executable, "-m", "labelfield.cli", "serve", *map(str, (*place, *keys))]
    with subprocess.Popen(
        [*command, "--port", str(free_port())], stdout=subprocess.PIPE, text=True
    ) as serving:
        try:
            assert serving.stdout is not None
            [said, url] = serving.stdout.readline().split()
            assert said == "page"
            assert httpx.get(f"{url}/api/health").json()["status"] == "ok"
        finally:
            serving.terminate()
        serving.communicate()
    assert serving.returncode == 130
