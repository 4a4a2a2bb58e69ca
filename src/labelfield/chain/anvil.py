"""The development chain: `anvil` as a child process that outlives a killed parent.

Its home folder holds the chain's state (`state.json`, written every few seconds and at the end),
the log, and `anvil.json`, by which a later start finds a chain that is still running.

What it keeps to of BSC: 0.45 s blocks, 55M gas a block, 16,777,216 gas a transaction (enforced),
base fee 0. Measured with anvil 1.7.1: block times are whole seconds that two or three blocks
share, as on BSC; they trail the wall clock by about a second and never run ahead. Contracts judge
deadlines by them: ask `Pool.chain_time_s`, not the wall clock. What it does not keep to: blocks
are final at once, and after a kill -9 of anvil itself the chain continues from its last saved
state, up to `STATE_INTERVAL_S` back. The state before the last `BLOCKS_KEPT` blocks is forgotten
(blocks, transactions and logs are not): anvil would write the state of every block to disk,
gigabytes in an hour, and leave it there.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from labelfield.chain.errors import AnvilFailed, AnvilMissing, ChainError, ChainStateDamaged
from labelfield.chain.rpc import Rpc

CHAIN_ID = 31337
BLOCK_TIME_S = 0.45
BLOCK_GAS = 55_000_000
STATE_INTERVAL_S = 5
BLOCKS_KEPT = 256
START_TIMEOUT_S = 20.0
STOP_TIMEOUT_S = 10.0

DEV_KEYS: tuple[bytes, ...] = tuple(
    bytes.fromhex(key)
    for key in (
        "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
        "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
        "5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a",
        "7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6",
        "47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a",
    )
)
"""Private keys of anvil's first accounts, known to everybody: deployer and operator, checkpoint
key, receipt key, requester, relayer."""

JUROR_KEYS: tuple[bytes, ...] = tuple(
    bytes.fromhex(key)
    for key in (
        "8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba",
        "92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e",
        "4bbbf85ce3377467afe5d46f804f221813b2bb87f24d81f60f1fcdbf7cbf4356",
    )
)
"""Private keys of the three accounts after those: the jurors of a development Court."""

_PACKAGE_FOLDER = Path("contracts/node_modules")
_CHECKOUT = Path(__file__).resolve().parents[3]


_started: dict[int, subprocess.Popen[bytes]] = {}
"""Children of this process by id, so that their ends can be collected."""


@dataclass(frozen=True, slots=True)
class Anvil:
    """A running development chain."""

    rpc_url: str
    pid: int


@dataclass(frozen=True, slots=True)
class _Trace:
    """What a start leaves in the home folder for the next one."""

    pid: int
    port: int
    genesis: str
    """Hash of block 0: whoever answers with another one is another chain."""


def find_anvil() -> Path:
    """Return the program: LABELFIELD_ANVIL, then the PATH, then a checkout's node_modules."""
    if named := os.environ.get("LABELFIELD_ANVIL"):
        if not os.access(named, os.X_OK):
            raise AnvilMissing(f"LABELFIELD_ANVIL={named} is no program")
        return Path(named)
    if on_path := shutil.which("anvil"):
        return Path(on_path)
    for pattern in ("@foundry-rs/anvil-*/bin/anvil", ".bin/anvil"):
        for program in sorted((_CHECKOUT / _PACKAGE_FOLDER).glob(pattern)):
            return program
    raise AnvilMissing()


def start_anvil(
    home: Path,
    port: int | None = None,
    block_time_s: float | None = BLOCK_TIME_S,
    chain_id: int = CHAIN_ID,
) -> Anvil:
    """Return the home's development chain: the one still running, or a new process on its state.

    Without `port`, the last one is used again if it is free. With `block_time_s` None a block is
    mined for each transaction at once.
    """
    home.mkdir(parents=True, exist_ok=True)
    trace = _read_trace(home)
    if trace and _answers(trace):
        return Anvil(_url(trace.port), trace.pid)
    _require_readable_state(home)
    chosen = port or _free_port(trace.port if trace else 0)
    if not _is_free(chosen):
        raise AnvilFailed(f"cannot have port {chosen}: it is taken", home / "anvil.log")
    mining = [] if block_time_s is None else ["--block-time", str(block_time_s)]
    with (home / "anvil.log").open("ab") as log:
        process = subprocess.Popen(
            [*_command(home, chosen, chain_id), *mining],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _started[process.pid] = process
    try:
        genesis = _wait_until_it_answers(process, chosen, home)
        _write_trace(home, _Trace(process.pid, chosen, genesis))
    except BaseException:  # Ctrl-C too: it has a session of its own, and would stay
        process.kill()
        process.wait()
        raise
    return Anvil(_url(chosen), process.pid)


def stop_anvil(anvil: Anvil) -> None:
    """End a development chain so that it saves its state; kill it if that takes too long."""
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(anvil.pid, signal_number)
        except ProcessLookupError:
            return
        if _has_ended(anvil.pid, STOP_TIMEOUT_S):
            return


def _command(home: Path, port: int, chain_id: int) -> list[str]:
    options = {
        "--host": "127.0.0.1",
        "--port": port,
        "--chain-id": chain_id,
        "--hardfork": "osaka",
        "--gas-limit": BLOCK_GAS,
        "--base-fee": 0,
        "--order": "fifo",
        "--state": home / "state.json",
        "--state-interval": STATE_INTERVAL_S,
        "--prune-history": BLOCKS_KEPT,
    }
    flags = ["--enable-tx-gas-limit", "--disable-min-priority-fee", "--no-cors", "--quiet"]
    words = [str(word) for option in options.items() for word in option]
    return [str(find_anvil()), *words, *flags]


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _answers(trace: _Trace) -> bool:
    try:
        return _genesis(Rpc(_url(trace.port), timeout_s=5.0)) == trace.genesis
    except ChainError:
        return False


def _genesis(rpc: Rpc) -> str:
    return str(rpc.ask("eth_getBlockByNumber", "0x0", False)["hash"])


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, home: Path) -> str:
    rpc = Rpc(_url(port), timeout_s=0.5)
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AnvilFailed(f"ended with code {process.returncode}", home / "anvil.log")
        try:
            return _genesis(rpc)
        except ChainError:
            time.sleep(0.02)
    raise AnvilFailed(f"did not answer within {START_TIMEOUT_S} s", home / "anvil.log")


def _has_ended(pid: int, timeout_s: float) -> bool:
    deadline = time.monotonic() + timeout_s
    while _is_running(pid):
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.02)
    _started.pop(pid, None)
    return True


def _is_running(pid: int) -> bool:
    if pid in _started:
        return _started[pid].poll() is None
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return False
    except OSError:  # no /proc on this system
        return True
    return state != "Z"


def _free_port(wanted: int) -> int:
    if wanted and _is_free(wanted):
        return wanted
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _require_readable_state(home: Path) -> None:
    state = home / "state.json"
    if not state.exists():
        return
    try:
        json.loads(state.read_bytes())
    except ValueError as error:
        raise ChainStateDamaged(state) from error


def _read_trace(home: Path) -> _Trace | None:
    try:
        return _Trace(**json.loads((home / "anvil.json").read_text()))
    except (OSError, ValueError, TypeError):  # never started here, or cut off: start anew
        return None


def _write_trace(home: Path, trace: _Trace) -> None:
    draft = home / "anvil.json.new"
    draft.write_text(json.dumps(asdict(trace)))
    draft.replace(home / "anvil.json")
