"""`labelfield serve --also`: one process serves two pools, each with its token; both pay."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from eth_account import Account

import labelfield as lf
from labelfield.chain.anvil import DEV_KEYS, Anvil, start_anvil, stop_anvil
from labelfield.chain.deploy import Deployment, PoolSettings, deploy_development
from labelfield.chain.rpc import Rpc
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.hashes import keccak
from labelfield.protocol.keys import Key
from labelfield.sdk.labeler import Labeler
from labelfield.server.run import DEVELOPMENT_DISPUTES, DEVELOPMENT_PERIODS
from labelfield.verify.project import verify_project
from tests.cli.running import TEXT_CONFIG, refused
from tests.server.product import free_port

PASSWORD = "correct horse"
TASKS = 12
GAS_WEI = 10**20


@dataclass(frozen=True)
class Place:
    """A pool of its own, and the home that is for it."""

    home: Path
    rpc_url: str
    deployment: Deployment
    relayer: bytes

    @property
    def options(self) -> list[str]:
        """What a new home is told."""
        found = self.deployment
        where = ["--rpc-url", self.rpc_url, "--pool", found.pool, "--first-block", str(found.block)]
        return ["--home", str(self.home), *where, "--keys", str(self.home / "keys")]


@pytest.fixture
def anvil(tmp_path: Path) -> Iterator[Anvil]:
    running = start_anvil(tmp_path / "chain")
    yield running
    stop_anvil(running)


def placed(anvil: Anvil, home: Path, relayer: bytes | None = None) -> Place:
    """Deploy a pool with keys of its own, and write its operator's files."""
    checkpoint, receipt, own = (keccak(f"{home.name} {number}".encode()) for number in range(3))
    relayer = relayer or own
    for key in (checkpoint, relayer):
        Rpc(anvil.rpc_url).ask("anvil_setBalance", Key(key).address, hex(GAS_WEI))
    settings = PoolSettings(
        checkpoint_key=Key(checkpoint).address,
        receipt_key=Key(receipt).address,
        disputes=DEVELOPMENT_DISPUTES,
        periods=DEVELOPMENT_PERIODS,
    )
    deployment = deploy_development(anvil.rpc_url, DEV_KEYS[0], settings)
    (home / "keys").mkdir(parents=True)
    named = {"checkpoint": checkpoint, "receipt": receipt, "relayer": relayer}
    for name, key in named.items():
        encrypted = Account.encrypt(key, PASSWORD, kdf="pbkdf2", iterations=1_000)
        (home / "keys" / f"{name}.json").write_text(json.dumps(encrypted))
    return Place(home, anvil.rpc_url, deployment, relayer)


@contextmanager
def serving(place: Place, password: Path, also: Sequence[Path] = ()) -> Iterator[dict[str, str]]:
    """Yield where a process serves which pool."""
    words = ["serve", *place.options, "--password-file", str(password), "--port", str(free_port())]
    words += [word for home in also for word in ("--also", str(home))]
    command = [sys.executable, "-m", "labelfield.cli", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield dict(_told(process) for _ in range(1 + len(also)))
        finally:
            process.terminate()
            process.communicate()
    assert process.returncode == 130


def _told(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """Return the next pool that a server says it serves, and where."""
    assert process.stdout is not None
    said: dict[str, str] = {}
    while "pool" not in said:
        name, value = process.stdout.readline().split(maxsplit=1)
        said[name] = value.strip()
    return said["pool"], said["page"]


def paid_for_labeling(home: Path, url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Open a project at a server and label it; return what the audit says was credited."""
    monkeypatch.setenv("LABELFIELD_URL", url)
    tasks = folder / f"{home.name}.csv"
    tasks.write_text("text,label\n" + "".join(f"{home.name} {n},{n % 2}\n" for n in range(TASKS)))
    requester = lf.connect(home)
    offer = {"title": home.name, "price": "0.01", "minimum": 1, "maximum": 1}
    number = requester.create(tasks, label_field="label", config=TEXT_CONFIG, **offer).fund().number
    _label_everything(url, number)
    requester.project(number).wait()
    requester.client.close()
    return verify_project(requester.pool, number, requester.first_block).credited


def _label_everything(url: str, number: int) -> None:
    labeler = Labeler(url, Key(keccak(b"ann")))
    labeler.log_in()
    labeler.join(number)
    config = parse_config(TEXT_CONFIG)
    right = {True: answer_of(config, "1"), False: answer_of(config, "0")}
    given = [
        (lease.task, right[int(lease.data["text"].split()[1]) % 2 == 1])
        for lease in labeler.lease(number, TASKS)
    ]
    labeler.submit(number, given)
    labeler.close()


def test_two_tokens_are_paid_by_one_process(
    anvil: Anvil, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [placed(anvil, tmp_path / name) for name in ("euros", "dollars")]
    password = tmp_path / "password"
    password.write_text(PASSWORD)
    with serving(places[1], password):
        pass  # its home remembers its pool from now on
    (places[1].home / "labelfield.toml").write_text(f"port = {free_port()}\n")
    with serving(places[0], password, also=[places[1].home]) as urls:
        assert set(urls) == {place.deployment.pool for place in places}
        for place in places:
            url = urls[place.deployment.pool]
            assert paid_for_labeling(place.home, url, tmp_path, monkeypatch) > 0


def test_pools_that_would_send_from_one_account_are_refused(anvil: Anvil, tmp_path: Path) -> None:
    one = placed(anvil, tmp_path / "euros")
    other = placed(anvil, tmp_path / "dollars", relayer=one.relayer)
    password = tmp_path / "password"
    password.write_text(PASSWORD)
    with serving(other, password):
        pass
    options = [*one.options, "--also", other.home, "--password-file", password]
    assert "nonces would collide" in refused("serve", *options)


def test_a_home_that_knows_no_pool_is_refused(anvil: Anvil, tmp_path: Path) -> None:
    one = placed(anvil, tmp_path / "euros")
    (tmp_path / "password").write_text(PASSWORD)
    (tmp_path / "new").mkdir()
    options = [*one.options, "--also", tmp_path / "new", "--password-file", tmp_path / "password"]
    assert f"{tmp_path / 'new'} is new" in refused("serve", *options)
