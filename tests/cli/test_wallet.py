"""Key files: made once, opened with their password, never overwritten."""

from pathlib import Path

import pytest

from labelfield.demo.server_process import ServerProcess
from tests.cli.running import done, labelfield, refused

ADDRESS = "0x" + "12" * 20


@pytest.fixture(scope="module")
def wallet(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A key file with the password `right`, and its address."""
    file = tmp_path_factory.mktemp("wallet") / "key.json"
    return file, done("wallet", "create", file, LABELFIELD_PASSWORD="right").out.strip()


def test_a_key_file_shows_its_address_to_who_has_the_password(wallet: tuple[Path, str]) -> None:
    file, address = wallet
    assert done("wallet", "show", file, LABELFIELD_PASSWORD="right").out.strip() == address
    assert file.stat().st_mode & 0o777 == 0o600
    assert address[2:] in file.read_text().lower()
    assert len(address) == 42


def test_a_wrong_password_is_refused(wallet: tuple[Path, str]) -> None:
    assert "wrong password" in refused("wallet", "show", wallet[0], LABELFIELD_PASSWORD="wrong")


def test_a_key_is_never_overwritten(wallet: tuple[Path, str]) -> None:
    before = wallet[0].read_bytes()
    said = refused("wallet", "create", wallet[0], LABELFIELD_PASSWORD="right")
    assert "a key is never overwritten; name another" in said
    assert wallet[0].read_bytes() == before


@pytest.mark.parametrize("command", ["create", "show"])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, command: str) -> None:
    file = tmp_path / "none" / "key.json"
    assert f"{file} cannot be" in refused("wallet", command, file, LABELFIELD_PASSWORD="right")


@pytest.mark.parametrize("text", ["", "{}", "[1]", "not json"])
def test_what_is_no_key_file_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "key.json"
    file.write_text(text)
    assert "no key file" in refused("wallet", "show", file, LABELFIELD_PASSWORD="right")


def test_a_balance_needs_a_deployment() -> None:
    assert "labelfield up" in refused("wallet", "balance", ADDRESS)


def test_a_balance_shows_tokens_and_credit(server: ServerProcess) -> None:
    said = done("wallet", "balance", ADDRESS, "--home", server.home)
    assert "$0.00" in said.out
    assert "credited in the pool, not withdrawn" in said.out


def test_a_misspelled_account_is_refused(server: ServerProcess) -> None:
    said = refused("wallet", "balance", ADDRESS.upper(), "--home", server.home)
    assert "address" in said
    assert labelfield("wallet", "balance").code == 2
