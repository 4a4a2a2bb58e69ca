"""`labelfield watchtower`: keep labelers' receipts, and act on them by itself."""

import logging
from pathlib import Path
from typing import Annotated

import typer

from labelfield.cli.dispute_scene import FromBlockOption, KeyFileOption, StoreOption
from labelfield.cli.errors import FileTrouble
from labelfield.cli.places import HomeOption, RpcOption, deployed, home_folder
from labelfield.cli.wallet import private_key


def watchtower(
    folder: Annotated[
        Path, typer.Argument(help="Folder of receipt files, as the page saves them (*.json).")
    ],
    rpc: RpcOption = None,
    store: StoreOption = None,
    from_block: FromBlockOption = None,
    key_file: KeyFileOption = None,
    home: HomeOption = None,
) -> None:
    """Watch the chain for a group's receipts; file what is late, contradicts or is withheld.

    Runs until Ctrl-C. Files may be added and changed while it runs. Nothing has to be kept but the
    folder and the key: a watchtower that was killed goes on where it was.
    """
    from labelfield.chain.anvil import DEV_KEYS
    from labelfield.chain.rpc import Rpc
    from labelfield.watchtower.watch import Post, Watch

    if not folder.is_dir():
        raise FileTrouble(folder, "is no folder")
    if rpc is None:
        known = deployed(home_folder(home))
        rpc, from_block = known.rpc_url, known.block if from_block is None else from_block
    logging.basicConfig(format="%(message)s")
    chain_id = Rpc(rpc).ask_int("eth_chainId")
    key = private_key(key_file, chain_id, DEV_KEYS[4])
    watch = Watch(Post(folder, rpc, chain_id, key, from_block or 0, store))
    typer.echo(f"watching chain {chain_id} for the receipts in {folder}; Ctrl-C ends it")
    watch.run(lambda act: typer.echo(f"{act.what}: transaction {act.transaction}"), lambda: False)
