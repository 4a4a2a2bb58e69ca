"""A watchtower beside a scenario: receipts in a folder, and their way to the chain."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from labelfield.api.models import SignedReceipt
from labelfield.protocol.hashes import hex_of, keccak
from labelfield.protocol.keys import Key
from labelfield.protocol.messages import Receipt, digest
from labelfield.server.run import DEVELOPMENT_KEYS
from labelfield.simulate.economy import Economy
from labelfield.simulate.errors import NotCaught
from labelfield.watchtower.tower import Act
from labelfield.watchtower.watch import Post, Watch

WATCHER = keccak(b"labelfield laboratory watchtower")
MOST_LOOKS = 8
LATE_S = 600
"""Later than any receipt's settle-by."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a watchtower did, and how soon."""

    act: Act
    blocks: int
    """From the block in which the proof was there to that of the transaction."""


class Watchtower:
    """Holds receipts, looks at every block, and says how many blocks a proof waited."""

    def __init__(self, economy: Economy, folder: Path, receipts: Sequence[SignedReceipt]) -> None:
        self._economy = economy
        self._folder = folder
        self._key = Key(DEVELOPMENT_KEYS.receipt)
        economy.ground.with_gas(Key(WATCHER))
        pool = economy.pool
        self.keep("receipts", receipts)
        self._watch = Watch(Post(folder, pool.rpc_url, pool.chain_id, WATCHER, economy.first_block))

    def keep(self, name: str, receipts: Sequence[SignedReceipt]) -> None:
        """Put receipts into the folder, as the page saves them."""
        pool = self._economy.pool
        facts = {
            "chain_id": pool.chain_id,
            "pool": pool.address,
            "receipt_key": self._key.address,
            "receipts": [each.model_dump() for each in receipts],
        }
        (self._folder / f"{name}.json").write_text(json.dumps(facts))

    def until(self, what: str) -> Seen:
        """Look at block after block until this is done, by the proof that is there now."""
        since = self._economy.pool.block_number()
        for _ in range(MOST_LOOKS):
            for act in self._watch.look():
                if what in act.what:
                    return Seen(act, self._block_of(act) - since)
        raise NotCaught(f"the watchtower never was {what}")

    def rest(self) -> None:
        """Look until nothing is left to be done."""
        for _ in range(MOST_LOOKS):
            if not self._watch.look():
                return

    def late_and_in_default(self) -> tuple[Seen, Seen]:
        """File what falls due, put the operator in default, and rest; return both acts."""
        ground, grace_s = self._economy.ground, self._economy.pool.periods.grace
        self.rest()
        ground.pass_time(LATE_S)
        filed = self.until("filing a late receipt")
        ground.pass_time(grace_s + 1)
        halted = self.until("putting the operator in default")
        self.rest()
        return filed, halted

    def _block_of(self, act: Act) -> int:
        mined = self._economy.pool.receipt(act.transaction)
        if mined is None:
            raise NotCaught(f"{act.what}: the transaction was never mined")
        return mined.block_number


def signed_receipt(economy: Economy, receipt: Receipt) -> SignedReceipt:
    """Return what an operator signs, whatever it says."""
    signature = Key(DEVELOPMENT_KEYS.receipt).sign(digest(economy.pool.domain, receipt))
    fields = {name: getattr(receipt, name) for name in receipt.__slots__}
    return SignedReceipt(**fields, signature=hex_of(signature))
