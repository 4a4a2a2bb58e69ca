"""The loop: a folder of receipt files, a node, and a tower for each pool that they name."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from labelfield.chain.errors import ChainError
from labelfield.chain.pool import Pool
from labelfield.protocol.ids import Address
from labelfield.watchtower.receipts_folder import ReceiptsFolder
from labelfield.watchtower.tower import Act, Tower

log = logging.getLogger("labelfield.watchtower")

PAUSE_S = 0.1
"""Between two looks for a new block; BSC makes one every 0.45 s."""


@dataclass(frozen=True, slots=True)
class Post:
    """Where a watchtower looks, and with which key it acts."""

    folder: Path
    rpc_url: str
    chain_id: int
    private_key: bytes
    first_block: int
    store_url: str | None = None
    """Instead of the projects' own."""


class Watch:
    """Looks at each new block once; keeps nothing that it could not read again."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._receipts = ReceiptsFolder(post.folder)
        self._towers: dict[Address, Tower] = {}
        self._block = -1

    def look(self) -> list[Act]:
        """Do what is due if there is a new block or a new file; return what was sent."""
        changed = self._receipts.changed()
        if changed:
            self._assign()
        block = self._block_number()
        if block == self._block and not changed:
            return []
        acts = [act for tower in self._towers.values() for act in tower.step()]
        self._block = block
        return acts

    def run(self, tell: Callable[[Act], None], ended: Callable[[], bool]) -> None:
        """Look until `ended` says so; a silent or refusing chain is asked again."""
        while not ended():
            try:
                for act in self.look():
                    tell(act)
            except ChainError as error:
                log.warning("the chain does not do its part, trying again: %s", error)
            time.sleep(PAUSE_S)

    def _assign(self) -> None:
        for (chain_id, address), files in self._receipts.files().items():
            if chain_id != self._post.chain_id:
                log.warning("receipts of chain %s are left out: this node has another", chain_id)
                continue
            self._tower(address).keep(files)

    def _tower(self, address: Address) -> Tower:
        if address not in self._towers:
            post = self._post
            pool = Pool(post.rpc_url, address)
            self._towers[address] = Tower(pool, post.private_key, post.first_block, post.store_url)
        return self._towers[address]

    def _block_number(self) -> int:
        return next((tower.block_number() for tower in self._towers.values()), -1)
