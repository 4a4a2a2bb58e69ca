"""From bare contracts to a pool that can work: `operator`, `dispute seats`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from eth_account import Account

from labelfield.chain import calls
from labelfield.chain.anvil import DEV_KEYS, JUROR_KEYS, start_anvil, stop_anvil
from labelfield.chain.pool import Pool
from labelfield.chain.rpc import Rpc
from labelfield.chain.transactions import Sender
from labelfield.cli.exits import Exit
from labelfield.protocol.keys import Key
from tests.cli.running import done, labelfield, refused

pytestmark = pytest.mark.chain

CHECKPOINT, RECEIPT, OTHER = (Key(key).address for key in DEV_KEYS[1:4])
JUROR = Key(JUROR_KEYS[0]).address


@dataclass(frozen=True)
class Place:
    """Contracts as `labelfield deploy` leaves them."""

    rpc_url: str
    pool: Pool

    @property
    def where(self) -> list[str]:
        """The options that name it."""
        return ["--rpc", self.rpc_url, "--pool", self.pool.address]

    def give(self, account: str, dollars: int) -> None:
        """Mint test dollars."""
        amount = dollars * 10**6 * self.pool.unit
        Sender(self.rpc_url, DEV_KEYS[3]).execute(calls.mint(self.pool.token, account, amount))

    def pass_time(self, seconds: int) -> None:
        """Let chain time pass."""
        rpc = Rpc(self.rpc_url)
        rpc.ask("evm_increaseTime", hex(seconds))
        rpc.ask("evm_mine")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    anvil = start_anvil(tmp_path / "chain", block_time_s=None)
    out = tmp_path / "deployed"
    done("deploy", "--network", "dev", "--rpc", anvil.rpc_url, "--out", out)
    contracts = json.loads((out / "deployment.json").read_text())["contracts"]
    yield Place(anvil.rpc_url, Pool(anvil.rpc_url, contracts["LabelPool"].lower()))
    stop_anvil(anvil)


def test_only_the_operator_s_key_acts_for_it(place: Place, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps(Account.encrypt(DEV_KEYS[3], "open", iterations=1024)))
    said = refused(
        *("operator", "keys", CHECKPOINT, RECEIPT, "--key-file", other, *place.where),
        LABELFIELD_PASSWORD="open",
    )
    assert OTHER in said
    assert place.pool.operator in said


def test_what_cannot_be_paid_or_is_not_said_is_refused(place: Place) -> None:
    assert "say how many dollars" in refused("operator", "pay-in", *place.where)
    lacking = refused("operator", "pay-in", "--float", "5", "--bond", "10.5", *place.where)
    assert "lacks $15.50" in lacking
    assert "the stake is" in refused("dispute", "seats", "--take", "1", *place.where)
    assert "you sit on 0" in refused("dispute", "seats", "--leave", "1", *place.where)
    assert "no stake is free" in refused("dispute", "seats", "--stake", *place.where)


def test_keys_are_named_and_changed(place: Place) -> None:
    assert "none" in done("operator", "status", *place.where).out
    assert "good now" in done("operator", "keys", CHECKPOINT, RECEIPT, *place.where).out
    assert "good from" in done("operator", "keys", OTHER, RECEIPT, *place.where).out
    assert f": {OTHER} and {RECEIPT}" in done("operator", "status", *place.where).out
    place.pass_time(14_401)
    assert place.pool.checkpoint_key() == OTHER


def test_money_is_paid_in_announced_and_taken(place: Place) -> None:
    place.give(place.pool.operator, 40)
    done("operator", "pay-in", "--float", "10", "--bond", "30", *place.where)
    facts = done("operator", "status", "--json", *place.where).json
    assert (facts["float"], facts["bond"], facts["room"]) == (10_000_000, 30_000_000, 5_000_000)
    assert labelfield("operator", "take", *place.where).code == Exit.NOT_YET
    said = done("operator", "leave", "--float", "4", "--bond", "2.25", *place.where).out
    assert "float: $4.00 leave at" in said
    assert "bond: $2.25 leave at" in said
    assert labelfield("operator", "take", *place.where).code == Exit.NOT_YET
    place.pass_time(7_201)
    assert done("operator", "take", *place.where).out == "$4.00 of float\n$2.25 of bond\n"
    assert place.pool.token_balance(place.pool.operator) == 6_250_000 * place.pool.unit
    assert "nothing leaves" in done("operator", "leave", "--float", "0", *place.where).out


def test_a_juror_takes_seats_leaves_them_and_is_paid_back(place: Place) -> None:
    place.give(JUROR, 300)
    taken = done("dispute", "seats", "--take", "3", *place.where).out
    assert taken == "".join(f"seat {number}: 4 of 4 parts\n" for number in range(3))
    left = done("dispute", "seats", "--leave", "2", *place.where).out.splitlines()
    assert left[0] == "seat 0: 4 of 4 parts"
    assert [line.split(";")[0] for line in left[1:]] == [
        f"seat {number}: left, 4 of 4 parts" for number in (1, 2)
    ]
    assert "no stake is free" in refused("dispute", "seats", "--stake", *place.where)
    place.pass_time(86_401)
    paid = done("dispute", "seats", "--stake", *place.where).out.splitlines()
    assert paid[1:] == [f"seat {number}: its stake is gone" for number in (1, 2)]
    assert place.pool.token_balance(JUROR) == 200_000_000 * place.pool.unit
