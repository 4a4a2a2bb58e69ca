"""`labelfield wallet`: keys of requesters, in encrypted files; balances."""

import json
import os
import secrets
from pathlib import Path
from typing import Annotated

import typer

from labelfield.cli.errors import CommandError
from labelfield.cli.files import read_text, write_secret
from labelfield.cli.money import dollars, parse_dollars
from labelfield.cli.places import HomeOption, deployed, home_folder
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


def private_key(key_file: Path | None, chain_id: int, development_key: bytes) -> bytes:
    """Return the key in a key file; without one, on a development chain, the known one given.

    The password is LABELFIELD_PASSWORD, or is asked for.
    """
    from labelfield.chain.anvil import CHAIN_ID

    if key_file is not None:
        typed = os.environ.get("LABELFIELD_PASSWORD")
        return read_key_file(key_file, typed or typer.prompt("Password", hide_input=True))
    if chain_id != CHAIN_ID:
        raise CommandError("say who signs and pays for gas: --key-file")
    return development_key


@app.command()
def create(
    file: Annotated[Path, typer.Argument(help="Key file to write; it must not exist.")],
    password: PasswordOption,
) -> None:
    """Make a new key, encrypt it with a password, and print its address."""
    from labelfield.chain.accounts import account_class
    from labelfield.protocol.keys import Key

    private_key = secrets.token_bytes(32)
    encrypted = json.dumps(account_class().encrypt(private_key, password))
    write_secret(file, encrypted)
    typer.echo(Key(private_key).address)


@app.command()
def show(file: Annotated[Path, typer.Argument(help="Key file.")], password: PasswordOption) -> None:
    """Print the address of a key file, after checking the password."""
    from labelfield.protocol.keys import Key

    typer.echo(Key(read_key_file(file, password)).address)


@app.command()
def balance(
    address: Annotated[str, typer.Argument(help="An account: 0x and 40 lower-case digits.")],
    home: HomeOption = None,
) -> None:
    """Print what an account holds in tokens, and what the pool owes it."""
    from labelfield.chain.pool import Pool

    known = deployed(home_folder(home))
    pool = Pool(known.rpc_url, known.pool)
    account = parse_address(address)
    tokens = pool.token_balance(account) // pool.unit
    credit = pool.credit_of(account) - pool.withdrawn_of(account)
    typer.echo(f"{dollars(tokens)} {pool.token_symbol} in the account")
    typer.echo(f"{dollars(credit)} credited in the pool, not withdrawn")


@app.command()
def faucet(
    address: Annotated[str, typer.Argument(help="An account: 0x and 40 lower-case digits.")],
    amount: Annotated[str, typer.Option(help="Test dollars.")] = "100",
    home: HomeOption = None,
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
    typer.echo(f"{dollars(units)} {pool.token_symbol} for {account}")


def read_key_file(file: Path, password: str) -> bytes:
    """Return the private key of an encrypted key file."""
    from labelfield.chain.accounts import account_class

    text = read_text(file)
    try:
        return bytes(account_class().decrypt(json.loads(text), password))
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{file}: wrong password, or no key file ({error})") from error
