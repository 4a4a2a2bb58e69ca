"""A requester whose server, node and key are elsewhere: an address is all they need."""

import json
import shutil
from pathlib import Path

import pytest

import labelfield as lf
from labelfield.demo.server_process import ServerProcess
from labelfield.requesting.errors import NotDeployed
from tests.cli.running import TEXT_CONFIG, done, refused


@pytest.fixture
def named(server: ServerProcess) -> dict[str, str]:
    """What somebody sets who has a server's address and a key of its account."""
    key = (server.home / "api.key").read_text()
    return {"LABELFIELD_URL": server.url, "LABELFIELD_API_KEY": key}


@pytest.fixture
def tasks(tmp_path: Path) -> tuple[object, ...]:
    """A command that makes a small draft."""
    (tmp_path / "tasks.csv").write_text("text\ngood\nbad\n")
    (tmp_path / "config.xml").write_text(TEXT_CONFIG)
    words = ("project", "create", tmp_path / "tasks.csv", "--config", tmp_path / "config.xml")
    return (*words, "--title", f"Elsewhere {tmp_path}", "--price", "0.01", "--json")


def test_without_a_server_or_a_home_there_is_nothing_to_connect_to(tmp_path: Path) -> None:
    with pytest.raises(NotDeployed, match="labelfield up"):
        lf.connect(tmp_path)


def test_a_wallet_and_a_key_file_do_not_fit_together(server: ServerProcess, tmp_path: Path) -> None:
    words = ("--wallet", "http://127.0.0.1:9", "--key-file", tmp_path / "key.json")
    said = refused("project", "close", 1, *words, "--home", server.home)
    assert "give --wallet or --key-file, not both" in said


def test_an_address_is_enough_to_create_fund_and_close(
    named: dict[str, str], tasks: tuple[object, ...], tmp_path: Path
) -> None:
    key, secrets = tmp_path / "key.json", named | {"LABELFIELD_PASSWORD": "right"}
    done("wallet", "create", key, **secrets)
    mine = ("--key-file", key)
    draft = done(*tasks, *mine, **secrets).json["manifest_hash"]
    found = done("project", "fund", draft, *mine, "--json", **secrets).json
    closed = done("project", "close", found["project"], *mine, **secrets)
    assert " UTC" in closed.out


def test_a_wallet_that_keeps_its_key_opens_and_closes_a_project(
    server: ServerProcess, tasks: tuple[object, ...]
) -> None:
    """Anvil answers eth_sendTransaction for its accounts, as a desktop wallet does for its own."""
    node = json.loads((server.home / "deployment.json").read_text())["rpc_url"]
    there = ("--home", server.home, "--wallet", node)
    draft = done(*tasks, "--home", server.home, "--wallet", node).json
    found = done("project", "fund", draft["manifest_hash"], *there, "--json").json
    home = ("--home", server.home)
    assert "NotRequester" in refused("project", "close", found["project"], *home)
    assert done("project", "close", found["project"], *there, "--json").json["transaction"]


def test_few_tasks_are_warned_about_before_any_money_moves(
    server: ServerProcess, tasks: tuple[object, ...]
) -> None:
    said = done(*tasks, "--home", server.home)
    assert "warning: 2 tasks are too few to pay anybody" in said.err
    enough = ("project", "create", "--template", "classification", "--dry-run")
    assert done(*enough, "--home", server.home).err == ""


def test_money_is_locked_though_no_server_runs_and_a_warning_says_what_waits(
    server: ServerProcess, tasks: tuple[object, ...], tmp_path: Path
) -> None:
    draft = done(*tasks, "--home", server.home).json["manifest_hash"]
    home = tmp_path / "home"
    (home / "drafts").mkdir(parents=True)
    for name in ("deployment.json", "api.key", f"drafts/{draft}.json"):
        shutil.copy(server.home / name, home / name)
    said = done("project", "fund", draft, "--home", home, "--json")
    number = said.json["project"]
    assert f"warning: nobody can label project {number} yet: no server runs on {home}" in said.err
    assert "is open already" in refused("project", "fund", draft, "--home", server.home)
