"""A watchtower beside a chain that mines when it is told: every proof is sent in the next block."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from labelfield.chain.anvil import DEV_KEYS, start_anvil, stop_anvil
from labelfield.chain.court import Court
from labelfield.chain.court_state import Kind, Side
from labelfield.chain.deploy import PoolSettings, deploy_development
from labelfield.chain.pool import Pool
from labelfield.chain.pool_state import PoolState
from labelfield.chain.rpc import Rpc
from labelfield.protocol.hashes import hex_of, keccak
from labelfield.protocol.ids import Hash32, ProjectNumber, TaskId
from labelfield.protocol.keys import Key
from labelfield.protocol.messages import Receipt, digest
from labelfield.watchtower.tower import Act
from labelfield.watchtower.watch import Post, Watch
from tests.server.chain_world import on_chain
from tests.server.world import QUICK, Terms, switchboard

pytestmark = pytest.mark.chain

ANN, BOB = Key(keccak(b"ann")), Key(keccak(b"bob"))
RECEIPT_KEY = Key(DEV_KEYS[2])
WATCHER = DEV_KEYS[4]
HASH = Hash32("0x" + "12" * 32)
MOST_BLOCKS = 2
"""From the moment when a proof exists to its transaction."""


@pytest.fixture
def rpc_url(tmp_path: Path) -> Iterator[str]:
    anvil = start_anvil(tmp_path / "chain", block_time_s=None)
    yield anvil.rpc_url
    stop_anvil(anvil)


@pytest.fixture
def pool(rpc_url: str) -> Pool:
    settings = PoolSettings(Key(DEV_KEYS[1]).address, RECEIPT_KEY.address)
    return Pool(rpc_url, deploy_development(rpc_url, DEV_KEYS[0], settings).pool)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "receipts"
    made.mkdir()
    return made


def watch_of(pool: Pool, folder: Path) -> Watch:
    return Watch(Post(folder, pool.rpc_url, pool.chain_id, WATCHER, 0))


def receipt(pool: Pool, key: Key = ANN, **changes: object) -> Receipt:
    later_s = pool.chain_time_s() + 600
    plain = Receipt(
        key.address, 1, 700, ProjectNumber(1), 1, HASH, TaskId(key.address + "00" * 12), 1, later_s
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def save(pool: Pool, file: Path, *receipts: Receipt) -> None:
    """Write receipts as the page saves them."""
    rows = [
        {name: getattr(each, name) for name in each.__slots__}
        | {"signature": hex_of(RECEIPT_KEY.sign(digest(pool.domain, each)))}
        for each in receipts
    ]
    facts = {"chain_id": pool.chain_id, "pool": pool.address, "receipt_key": RECEIPT_KEY.address}
    file.write_text(json.dumps(facts | {"receipts": rows}))


def pass_time(pool: Pool, seconds: int) -> int:
    """Let chain time pass in one new block; return its number."""
    rpc = Rpc(pool.rpc_url)
    rpc.ask("evm_increaseTime", hex(seconds))
    rpc.ask("evm_mine")
    return pool.block_number()


def block_of(pool: Pool, act: Act) -> int:
    mined = pool.receipt(act.transaction)
    assert mined is not None
    return mined.block_number


def look_until(watch: Watch, what: str) -> Act:
    """Look at block after block until something is done."""
    for _ in range(5):
        for act in watch.look():
            if what in act.what:
                return act
    raise AssertionError(f"never {what}")


def test_what_is_no_receipts_file_is_left_out(pool: Pool, folder: Path) -> None:
    (folder / "notes.json").write_text("{}")
    save(pool, folder / "other.json", receipt(pool))
    watch = Watch(Post(folder, pool.rpc_url, 56, WATCHER, 0))
    assert watch.look() == []
    (folder / "other.json").write_text("{")
    assert watch_of(pool, folder).look() == []


def test_forged_receipts_are_left_out(pool: Pool, folder: Path) -> None:
    late = receipt(pool, settle_by_s=pool.chain_time_s() - 1)
    save(pool, folder / "ann.json", late, replace(late, owed=701))
    text = (folder / "ann.json").read_text()
    other = Key(DEV_KEYS[1])
    for receipt_key, signature in ((other.address, None), (None, "0x" + "11" * 65)):
        content = json.loads(text)
        content["receipt_key"] = receipt_key or content["receipt_key"]
        for row in content["receipts"]:
            row["signature"] = signature or hex_of(other.sign(digest(pool.domain, late)))
        (folder / "ann.json").write_text(json.dumps(content))
        assert watch_of(pool, folder).look() == []


def test_nothing_is_sent_while_nothing_is_late(pool: Pool, folder: Path) -> None:
    save(pool, folder / "ann.json", receipt(pool))
    watch = watch_of(pool, folder)
    (act,) = watch.look()
    assert "registering the labeler" in act.what
    watch.look()
    assert watch.look() == []
    assert watch.look() == []


def test_late_receipts_of_a_group_are_filed_in_the_next_blocks(pool: Pool, folder: Path) -> None:
    save(pool, folder / "ann.json", receipt(pool))
    save(pool, folder / "bob.json", receipt(pool, BOB, number=2))
    watch = watch_of(pool, folder)
    assert len(watch.look()) == 2
    late_from = pass_time(pool, 700)
    acts = watch.look()
    assert len(acts) == 2
    for act in acts:
        assert "filing a late receipt over 700 units" in act.what
        assert block_of(pool, act) - late_from <= MOST_BLOCKS
    assert [pool.late_receipt_of(key.address).owed for key in (ANN, BOB)] == [700, 700]


def test_a_default_is_called_and_claimed_by_a_tower_that_was_killed(
    pool: Pool, folder: Path
) -> None:
    owed = pool.float_amount() + 5_000
    save(pool, folder / "ann.json", receipt(pool, owed=owed))
    later = receipt(pool, BOB, number=2, owed=900, settle_by_s=pool.chain_time_s() + 10**6)
    save(pool, folder / "bob.json", later)
    for what, seconds in (("registering", 0), ("filing a late receipt", 700)):
        pass_time(pool, seconds)
        look_until(watch_of(pool, folder), what)
    grace_over = pass_time(pool, pool.periods.grace + 1)
    act = look_until(watch_of(pool, folder), "putting the operator in default")
    assert block_of(pool, act) - grace_over <= MOST_BLOCKS
    watch = watch_of(pool, folder)
    watch.look()
    assert [pool.claim_of(key.address).shortfall for key in (ANN, BOB)] == [5_000, 900]
    pass_time(pool, pool.periods.claim_time + 1)
    look_until(watch, "dividing the operator's money")
    look_until(watch, "paying the claim")
    assert [pool.credit_of(key.address) for key in (ANN, BOB)] == [owed, 900]


def test_receipts_that_contradict_halt_the_operator_at_once(pool: Pool, folder: Path) -> None:
    save(pool, folder / "ann.json", receipt(pool))
    watch = watch_of(pool, folder)
    watch.look()
    proof_from = pool.block_number()
    save(pool, folder / "more.json", receipt(pool, owed=701))
    act = look_until(watch, "contradict")
    assert block_of(pool, act) - proof_from <= MOST_BLOCKS
    assert pool.funds().state is PoolState.HALTED


def test_a_record_that_cannot_be_read_is_disputed_to_the_end(
    tmp_path: Path, rpc_url: str, folder: Path
) -> None:
    with switchboard() as board, on_chain(tmp_path, board, rpc_url, court=None) as world:
        number = world.open(Terms(tasks=2, maximum=1, scoring=QUICK))
        world.world.person("ann", number).label_all(number)
        world.step()
        pool, court = world.pool, Court(rpc_url, world.pool.court)
        save(pool, folder / "ann.json", receipt(pool, owed=1, project=number))
        watch = watch_of(pool, folder)
        watch.look()
        assert court.dispute_count() == 0
        lose_records(tmp_path / "store", pool, number)
        missing_from = pool.block_number()
        act = look_until(watch_of(pool, folder), "disputing the record")
        assert block_of(pool, act) - missing_from <= MOST_BLOCKS
        (opened,) = court.opened(0, pool.block_number())
        assert opened.complaint.kind is Kind.RECORD_UNAVAILABLE
        pass_time(pool, 301)
        for what in ("ending it", "convicting the operator", "paying"):
            look_until(watch_of(pool, folder), what)
        assert court.dispute(1).winner is Side.DISPUTANT
        assert pool.funds().state is PoolState.HALTED


def lose_records(store: Path, pool: Pool, project: int) -> None:
    """Remove the records of all checkpoints from a store's folder."""
    for event in pool.checkpoints(project, 0, pool.block_number()):
        (found,) = store.rglob(f"*{event.record_hash[2:]}*")
        found.unlink()
