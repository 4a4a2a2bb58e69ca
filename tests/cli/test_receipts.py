"""`labelfield receipts` on a chain of its own: refusals, waiting, an operator that is halted."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from labelfield.chain.anvil import DEV_KEYS, start_anvil, stop_anvil
from labelfield.chain.deploy import PoolSettings, deploy_development
from labelfield.chain.pool import Pool
from labelfield.chain.pool_state import PoolState
from labelfield.cli.exits import Exit
from labelfield.protocol.hashes import hex_of, keccak
from labelfield.protocol.ids import Hash32, ProjectNumber, TaskId
from labelfield.protocol.keys import Key
from labelfield.protocol.messages import Receipt, digest
from tests.cli.running import done, labelfield, refused

pytestmark = pytest.mark.chain

ANN = Key(keccak(b"ann"))
RECEIPT_KEY = Key(DEV_KEYS[2])
HASH = Hash32("0x" + "12" * 32)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    anvil = start_anvil(tmp_path_factory.mktemp("receipts"), block_time_s=None)
    settings = PoolSettings(Key(DEV_KEYS[1]).address, RECEIPT_KEY.address)
    deployment = deploy_development(anvil.rpc_url, DEV_KEYS[0], settings)
    yield Pool(anvil.rpc_url, deployment.pool)
    stop_anvil(anvil)


def receipt(pool: Pool, **changes: object) -> Receipt:
    later_s = pool.chain_time_s() + 600
    plain = Receipt(
        ANN.address, 1, 700, ProjectNumber(1), 1, HASH, TaskId(HASH), 1, settle_by_s=later_s
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def saved(pool: Pool, file: Path, *receipts: Receipt, **changes: object) -> Path:
    """Write receipts as the page saves them."""
    rows = [
        {name: getattr(each, name) for name in each.__slots__}
        | {"signature": hex_of(RECEIPT_KEY.sign(digest(pool.domain, each)))}
        for each in receipts
    ]
    facts = {"chain_id": pool.chain_id, "pool": pool.address, "receipt_key": RECEIPT_KEY.address}
    file.write_text(json.dumps(facts | {"receipts": rows} | changes, indent=1))
    return file


def test_a_file_that_holds_no_receipts_is_refused(pool: Pool, tmp_path: Path) -> None:
    file = tmp_path / "receipts.json"
    file.write_text("{}")
    assert "missing fields" in refused("receipts", "claim", file, "--rpc", pool.rpc_url)
    assert "no receipts" in refused("receipts", "claim", saved(pool, file))
    other = replace(receipt(pool), labeler=RECEIPT_KEY.address)
    saved(pool, file, receipt(pool), other)
    assert "receipts of 2 labelers" in refused("receipts", "claim", file, "--rpc", pool.rpc_url)


def test_receipts_of_another_chain_are_refused(pool: Pool, tmp_path: Path) -> None:
    file = saved(pool, tmp_path / "receipts.json", receipt(pool), chain_id=56)
    assert "expected chain 56" in refused("receipts", "claim", file, "--rpc", pool.rpc_url)


def test_a_receipt_that_is_not_late_must_wait(pool: Pool, tmp_path: Path) -> None:
    file = saved(pool, tmp_path / "receipts.json", receipt(pool))
    words = ("receipts", "claim", file, "--rpc", pool.rpc_url)
    assert "registering the labeler: transaction 0x" in done(*words).out
    said = labelfield(*words)
    assert said.code == Exit.NOT_YET
    assert "no receipt is late yet: again in" in said.out


def test_a_late_receipt_is_filed(pool: Pool, tmp_path: Path) -> None:
    late = receipt(pool, settle_by_s=pool.chain_time_s() - 1)
    file = saved(pool, tmp_path / "receipts.json", late)
    words = ("receipts", "claim", file, "--rpc", pool.rpc_url)
    while "registering" in (said := done(*words)).out:
        pass
    assert "filing a late receipt over 700 units" in said.out
    assert pool.late_receipt_of(ANN.address).owed == 700
    assert labelfield(*words).code == Exit.NOT_YET


def test_receipts_that_contradict_halt_the_operator(pool: Pool, tmp_path: Path) -> None:
    one = saved(pool, tmp_path / "one.json", receipt(pool))
    words = ("receipts", "compare", one)
    said = labelfield(*words, "--rpc", pool.rpc_url)
    assert (said.code, said.out) == (Exit.NOT_YET, "1 receipts tell one story\n")
    other = saved(pool, tmp_path / "other.json", receipt(pool, owed=701))
    assert "contradict" in done(*words, other, "--rpc", pool.rpc_url).out
    assert pool.funds().state is PoolState.HALTED
