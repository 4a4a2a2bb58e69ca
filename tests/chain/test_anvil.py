import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from labelfield.chain import anvil as anvil_room
from labelfield.chain.anvil import Anvil, find_anvil, start_anvil, stop_anvil
from labelfield.chain.errors import AnvilFailed, AnvilMissing, ChainStateDamaged, NodeRefused
from labelfield.chain.rpc import Rpc

SOMEBODY = "0x" + "ab" * 20


@contextmanager
def running(home: Path) -> Iterator[Anvil]:
    chain = start_anvil(home, block_time_s=None)
    try:
        yield chain
    finally:
        stop_anvil(chain)


def give_and_mine(chain: Anvil, wei: int) -> None:
    rpc = Rpc(chain.rpc_url)
    rpc.ask("anvil_setBalance", SOMEBODY, hex(wei))
    rpc.ask("evm_mine")


def balance(chain: Anvil) -> int:
    return Rpc(chain.rpc_url).ask_int("eth_getBalance", SOMEBODY, "latest")


def test_a_missing_anvil_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("LABELFIELD_ANVIL", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(anvil_room, "_CHECKOUT", tmp_path)
    with pytest.raises(AnvilMissing, match=r"npm install --global @foundry-rs/anvil@1\.7\.1"):
        find_anvil()


def test_a_wrong_setting_is_not_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LABELFIELD_ANVIL", str(tmp_path / "nothing"))
    with pytest.raises(AnvilMissing, match=r"nothing is no program\n.*\n  npm ci"):
        find_anvil()


def test_the_setting_comes_before_the_path_and_the_path_before_the_checkout(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for folder in ("named", "on_path"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "anvil").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "on_path"))
    monkeypatch.setenv("LABELFIELD_ANVIL", str(tmp_path / "named/anvil"))
    assert find_anvil() == tmp_path / "named/anvil"
    monkeypatch.delenv("LABELFIELD_ANVIL")
    assert find_anvil() == tmp_path / "on_path/anvil"
    monkeypatch.setenv("PATH", str(tmp_path))
    tool = tmp_path / "contracts/node_modules/.bin/anvil"
    tool.parent.mkdir(parents=True)
    tool.touch(mode=0o755)
    monkeypatch.setattr(anvil_room, "_CHECKOUT", tmp_path)
    assert find_anvil() == tool


def test_a_program_that_ends_at_once_is_reported_with_its_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path
) -> None:
    broken = tmp_path / "anvil"
    broken.write_text("#!/bin/sh\necho no luck >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv("LABELFIELD_ANVIL", str(broken))
    with pytest.raises(AnvilFailed, match="ended with code 3") as caught:
        start_anvil(home)
    assert caught.value.log.read_text() == "no luck\n"


@pytest.mark.chain
def test_a_state_that_was_cut_off_is_named(home: Path) -> None:
    home.mkdir()
    (home / "state.json").write_text('{"block":{"num')
    with pytest.raises(ChainStateDamaged, match=r"state\.json"):
        start_anvil(home)


@pytest.mark.chain
def test_stopping_saves_and_a_later_start_resumes_at_the_same_address(home: Path) -> None:
    with running(home) as first:
        give_and_mine(first, 7)
        height = Rpc(first.rpc_url).ask_int("eth_blockNumber")
    with running(home) as second:
        assert second.rpc_url == first.rpc_url
        assert second.pid != first.pid
        assert balance(second) == 7
        assert Rpc(second.rpc_url).ask_int("eth_blockNumber") == height


@pytest.mark.chain
def test_no_state_of_past_blocks_is_written_to_disk(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with running(home) as chain:
        rpc = Rpc(chain.rpc_url)
        rpc.ask("anvil_mine", hex(4 * anvil_room.BLOCKS_KEPT))
        head = rpc.ask_int("eth_blockNumber")
        assert rpc.ask_int("eth_getBalance", SOMEBODY, hex(head - anvil_room.BLOCKS_KEPT // 2)) == 0
        with pytest.raises(NodeRefused, match="BlockOutOfRange"):
            rpc.ask("eth_getBalance", SOMEBODY, "0x1")
    assert not [found for found in tmp_path.rglob(".foundry/**/*") if found.is_file()]


@pytest.mark.chain
def test_a_chain_that_still_runs_is_adopted(home: Path) -> None:
    with running(home) as first:
        give_and_mine(first, 7)
        assert start_anvil(home, block_time_s=None) == first
        assert balance(first) == 7


@pytest.mark.chain
def test_the_chain_outlives_a_killed_parent_and_is_adopted(home: Path) -> None:
    program = (
        "import os, pathlib, signal, sys;"
        "from labelfield.chain.anvil import start_anvil;"
        "start_anvil(pathlib.Path(sys.argv[1]), block_time_s=None);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    parent = subprocess.run([sys.executable, "-c", program, str(home)])
    assert parent.returncode == -signal.SIGKILL
    orphan = json.loads((home / "anvil.json").read_text())
    adopted = start_anvil(home)
    try:
        assert adopted.pid == orphan["pid"]
        assert Rpc(adopted.rpc_url).ask_int("eth_chainId") == 31337
    finally:
        stop_anvil(adopted)
    assert not anvil_room._is_running(adopted.pid)


@pytest.mark.chain
def test_a_killed_chain_continues_from_its_last_saved_state(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anvil_room, "STATE_INTERVAL_S", 1)
    chain = start_anvil(home, block_time_s=None)
    give_and_mine(chain, 7)
    wait_until(lambda: saved_balance(home) == "0x7")
    os.kill(chain.pid, signal.SIGKILL)
    wait_until(lambda: not anvil_room._is_running(chain.pid))
    with running(home) as resumed:
        assert balance(resumed) == 7


@pytest.mark.chain
def test_another_chain_at_the_old_port_is_not_adopted(home: Path, tmp_path: Path) -> None:
    with running(tmp_path / "other") as other:
        port = int(other.rpc_url.rpartition(":")[2])
        home.mkdir()
        trace = {"pid": other.pid, "port": port, "genesis": "0x" + "00" * 32}
        (home / "anvil.json").write_text(json.dumps(trace))
        with running(home) as own:
            assert own.pid != other.pid
            assert own.rpc_url != other.rpc_url


@pytest.mark.chain
def test_a_trace_that_was_cut_off_is_as_good_as_none(home: Path) -> None:
    home.mkdir()
    (home / "anvil.json").write_text('{"pid":')
    with running(home) as chain:
        assert Rpc(chain.rpc_url).ask_int("eth_chainId") == 31337


@pytest.mark.chain
def test_a_port_that_another_chain_has_is_refused(home: Path, anvil: Anvil) -> None:
    with pytest.raises(AnvilFailed, match="is taken"):
        start_anvil(home, port=int(anvil.rpc_url.rpartition(":")[2]))


@pytest.mark.chain
def test_the_port_can_be_chosen(home: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chain = start_anvil(home, port=port, block_time_s=None, chain_id=97)
    try:
        assert chain.rpc_url == f"http://127.0.0.1:{port}"
        assert Rpc(chain.rpc_url).ask_int("eth_chainId") == 97
    finally:
        stop_anvil(chain)


@pytest.mark.chain
def test_stopping_twice_does_nothing(home: Path) -> None:
    with running(home) as chain:
        stop_anvil(chain)


@pytest.mark.chain
def test_a_transaction_of_more_gas_than_bsc_allows_is_refused(anvil: Anvil) -> None:
    rpc = Rpc(anvil.rpc_url)
    sender = rpc.ask("eth_accounts")[0]
    transaction = {"from": sender, "to": SOMEBODY, "gas": hex(16_777_217)}
    with pytest.raises(NodeRefused, match="gas"):
        rpc.ask("eth_sendTransaction", transaction)


@pytest.mark.chain
def test_blocks_come_by_themselves_and_never_run_ahead_of_the_clock(home: Path) -> None:
    chain = start_anvil(home)
    try:
        rpc = Rpc(chain.rpc_url)
        wait_until(lambda: rpc.ask_int("eth_blockNumber") >= 6)
        block = rpc.ask("eth_getBlockByNumber", "latest", False)
        lag_s = time.time() - int(block["timestamp"], 16)
        assert -0.1 <= lag_s <= 5
        assert int(block["baseFeePerGas"], 16) == 0
        assert int(block["gasLimit"], 16) == 55_000_000
    finally:
        stop_anvil(chain)


def saved_balance(home: Path) -> str:
    try:
        state = json.loads((home / "state.json").read_text())
    except (FileNotFoundError, ValueError):  # not written yet, or being written
        return ""
    return str(state["accounts"].get(SOMEBODY, {}).get("balance"))


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
