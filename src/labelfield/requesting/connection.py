"""One requester at one server, its chain and its store."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from labelfield.chain.anvil import CHAIN_ID, DEV_KEYS
from labelfield.chain.external_wallet import ExternalWallet
from labelfield.chain.pool import Pool
from labelfield.chain.transactions import Account, Sender
from labelfield.requesting.errors import NotSaid
from labelfield.requesting.gas import give_development_gas
from labelfield.requesting.job import Job
from labelfield.requesting.offer import Wanted, offer_of
from labelfield.requesting.places import Deployed, deployed, home_folder, requester_client
from labelfield.requesting.project import Project
from labelfield.requesting.references import at_hand
from labelfield.sdk.draft import TaskFiles, build_draft
from labelfield.sdk.requester import Requester


@dataclass(frozen=True)
class Connection:
    """Where a requester works, and who signs for them."""

    client: Requester
    pool: Pool
    first_block: int
    account: Account
    """Who signs and sends."""

    @cached_property
    def sender(self) -> Account:
        """The account; on a development chain it is given gas."""
        give_development_gas(self.pool.rpc_url, self.account.address)
        return self.account

    def create(
        self,
        tasks: Any = None,
        *,
        gold: str | Path | None = None,
        key_field: str = "key",
        label_field: str | None = None,
        predictions: bool = True,
        **wanted: Any,
    ) -> Job:
        """Read and check tasks; nothing is sent and no money moves before `fund`.

        `tasks` is a file, a folder, its address on S3, Greenfield or the web, or a DataFrame; a
        template's samples where it is not given.
        `wanted` are the fields of `Wanted`: template, config, title, price, minimum, …
        """
        said = Wanted(**wanted)
        offer = offer_of(said, self.account.address)
        with at_hand(_place(tasks, said.template)) as (where, elsewhere):
            files = TaskFiles(
                tasks=where,
                gold=None if gold is None else Path(gold),
                key_field=key_field,
                label_field=label_field,
                predictions=predictions,
                frame=None if tasks is None or isinstance(tasks, str | Path) else tasks,
                elsewhere=elsewhere,
            )
            return Job(self, build_draft(offer, files))

    def project(self, number: int) -> Project:
        """Return a project that is open already."""
        return Project(self, number)


def connect(
    home: str | Path | None = None, *, key: bytes | None = None, wallet: str | None = None
) -> Connection:
    """Return a connection to the server that runs on a home, or that LABELFIELD_URL names.

    The home is LABELFIELD_HOME, else `~/.labelfield`, where it is not given. `key` is the
    requester's private key, `wallet` the address of a wallet that signs and sends itself; on a
    development chain its requester signs where neither is given. Raises NotSaid on any other.
    """
    named = home or os.environ.get("LABELFIELD_HOME")
    folder = home_folder(Path(named) if named else None)
    known = deployed(folder)
    return Connection(
        client=requester_client(folder),
        pool=Pool(known.rpc_url, known.pool),
        first_block=known.block,
        account=_account(known, key, wallet),
    )


def _account(known: Deployed, key: bytes | None, wallet: str | None) -> Account:
    if wallet is not None:
        return ExternalWallet(known.rpc_url, wallet)
    if key is None and known.chain_id != CHAIN_ID:
        raise NotSaid("key, or the wallet")
    return Sender(known.rpc_url, DEV_KEYS[3] if key is None else key)


def _place(tasks: Any, template_name: str | None) -> str | Path:
    """Where tasks lie; beside a DataFrame, the folder that its file names start at."""
    if isinstance(tasks, str | Path):
        return tasks
    if tasks is None and template_name is not None:
        from labelfield.formats.templates import template

        return template(template_name).sample_file
    return Path.cwd()
