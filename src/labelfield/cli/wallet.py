"""`labelfield wallet`: keys of requesters, in encrypted files; balances."""

import json
import os
import secrets
from pathlib import Path
from typing import Annotated

import typer

from labelfield.cli.errors import CommandError, FileTrouble
from labelfield.cli.files import read_text, write_secret
from labelfield.cli.money import dollars, parse_dollars
from labelfield.cli.places import HomeOption, deployed, home_folder
from labelfield.cli.telling import JsonOption, tell
from labelfield.protocol.ids import parse_address

app = typer.Typer(help="Keys of requesters, in encrypted files; balances.", no_args_is_help=True)

PasswordOption = Annotated[
    str,
    typer.Option(
        envvar="LABELFIELD_PASSWORD",
        prompt=True,
        hide_input=True,
        help="Password of the key file; better by LABELFIELD_PASSWORD or at the prompt.",
    ),
]


def private_key(
    key_file: Path | None, chain_id: int, development_key: bytes, password_file: Path | None = None
) -> bytes:
    """Return the key in a key file; without one, on a development chain, the known one given."""
    from labelfield.chain.anvil import CHAIN_ID

    if key_file is not None:
        return read_key_file(key_file, read_password(password_file))
    if chain_id != CHAIN_ID:
        raise CommandError("say who signs and pays for gas: --key-file")
    return development_key


def read_password(file: Path | None = None) -> str:
    """Return a password: the file's first line, else LABELFIELD_PASSWORD, else what is typed."""
    if file is not None:
        lines = read_text(file).splitlines()
        if not lines:
            raise FileTrouble(file, "is empty: it must hold a password")
        return lines[0]
    return os.environ.get("LABELFIELD_PASSWORD") or str(typer.prompt("Password", hide_input=True))


@app.command()
def create(
    file: Annotated[Path, typer.Argument(help="Key file to write; it must not exist.")],
    password: PasswordOption,
    as_json: JsonOption = False,
) -> None:
    """Make a new key, encrypt it with a password, and print its address."""
    from labelfield.chain.accounts import account_class
    from labelfield.protocol.keys import Key

    secret = secrets.token_bytes(32)
    write_secret(file, json.dumps(account_class().encrypt(secret, password)))
    address = Key(secret).address
    tell(as_json, {"address": address, "file": str(file)}, address)


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help="Key file.")],
    password: PasswordOption,
    as_json: JsonOption = False,
) -> None:
    """Print the address of a key file, after checking the password."""
    from labelfield.protocol.keys import Key

    address = Key(read_key_file(file, password)).address
    tell(as_json, {"address": address}, address)


@app.command()
def balance(
    address: Annotated[str, typer.Argument(help="An account: 0x and 40 lower-case digits.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print what an account holds in tokens, and what the pool owes it."""
    from labelfield.chain.pool import Pool

    known = deployed(home_folder(home))
    pool = Pool(known.rpc_url, known.pool)
    account = parse_address(address)
    tokens = pool.token_balance(account) // pool.unit
    credit = pool.credit_of(account) - pool.withdrawn_of(account)
    tell(
        as_json,
        {"address": account, "tokens": tokens, "credit": credit, "symbol": pool.token_symbol},
        f"{dollars(tokens)} {pool.token_symbol} in the account\n"
        f"{dollars(credit)} credited in the pool, not withdrawn",
    )


@app.command()
def faucet(
    address: Annotated[str, typer.Argument(help="An account: 0x and 40 lower-case digits.")],
    amount: Annotated[str, typer.Option(help="Test dollars.")] = "100",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give an account test dollars and gas; on a development chain only."""
    from labelfield.chain import calls
    from labelfield.chain.anvil import CHAIN_ID, DEV_KEYS
    from labelfield.chain.pool import Pool
    from labelfield.chain.transactions import Sender
    from labelfield.requesting.gas import give_development_gas

    known = deployed(home_folder(home))
    pool = Pool(known.rpc_url, known.pool)
    if pool.chain_id != CHAIN_ID:
        raise CommandError(f"chain {pool.chain_id} is no development chain: money is real there")
    account, units = parse_address(address), parse_dollars(amount)
    give_development_gas(known.rpc_url, account)
    sender = Sender(known.rpc_url, DEV_KEYS[3])
    sender.execute(calls.mint(pool.token, account, units * pool.unit))
    facts = {"address": account, "given": units, "symbol": pool.token_symbol}
    tell(as_json, facts, f"{dollars(units)} {pool.token_symbol} for {account}")


def read_key_file(file: Path, password: str) -> bytes:
    """Return the private key of an encrypted key file."""
    from labelfield.chain.accounts import account_class

    text = read_text(file)
    try:
        return bytes(account_class().decrypt(json.loads(text), password))
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{file}: wrong password, or no key file ({error})") from error
