"""Options that several commands share, and who signs for a requester."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.errors import BadOptions
from labelfield.cli.telling import JsonOption
from labelfield.cli.wallet import private_key

if TYPE_CHECKING:
    from labelfield.chain.transactions import Account
    from labelfield.requesting.places import Deployed

__all__ = [
    "JsonOption",
    "KeyFileOption",
    "WalletOption",
    "account",
    "requester_account",
    "requester_key",
]

KeyFileOption = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        help="The requester's key file (`labelfield wallet create`); its password comes from "
        "LABELFIELD_PASSWORD or the prompt. On a development chain its requester where not given.",
    ),
]
WalletOption = Annotated[
    str | None,
    typer.Option(
        "--wallet",
        envvar="LABELFIELD_WALLET",
        help="Address of a wallet that signs and sends itself, instead of a key file: a program "
        "that answers eth_sendTransaction, with a hardware wallet behind it.",
    ),
]


def requester_key(key_file: Path | None, chain_id: int) -> bytes:
    """Return the requester's key: of a file, or the development chain's."""
    from labelfield.chain.anvil import DEV_KEYS

    return private_key(key_file, chain_id, DEV_KEYS[3])


def requester_account(known: "Deployed", key_file: Path | None, wallet: str | None) -> "Account":
    """Return who signs and sends for the requester: a wallet elsewhere, or a key of ours."""
    from labelfield.chain.anvil import DEV_KEYS

    return account(known.rpc_url, known.chain_id, key_file, wallet, DEV_KEYS[3])


def account(
    rpc_url: str, chain_id: int, key_file: Path | None, wallet: str | None, development_key: bytes
) -> "Account":
    """Return who signs and sends: a wallet elsewhere, or a key of ours."""
    from labelfield.chain.external_wallet import ExternalWallet
    from labelfield.chain.transactions import Sender

    if wallet is None:
        return Sender(rpc_url, private_key(key_file, chain_id, development_key))
    if key_file is not None:
        raise BadOptions("give --wallet or --key-file, not both")
    return ExternalWallet(rpc_url, wallet)
