"""`labelfield operator`: name the keys that act for an operator, pay in its money, take it out.

Every command is a transaction of the operator's own key: the server's keys cannot move this money.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.errors import BadOptions
from labelfield.cli.exits import Exit
from labelfield.cli.money import dollars, parse_dollars
from labelfield.cli.options import JsonOption, WalletOption, account
from labelfield.cli.places import HomeOption, PoolOption, RpcOption, pool_at
from labelfield.cli.times import utc
from labelfield.protocol.ids import ZERO_ADDRESS, Address, parse_address

if TYPE_CHECKING:
    from labelfield.chain.calls import Call
    from labelfield.chain.pool import Pool
    from labelfield.chain.pool_state import FundsExit
    from labelfield.chain.transactions import Account

app = typer.Typer(
    help="An operator's keys, float, bond and fees in its pool.", no_args_is_help=True
)

KeyFileOption = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        help="The operator's key file (`labelfield wallet create`); on a development chain its "
        "known key where not given.",
    ),
]
FloatOption = Annotated[str | None, typer.Option("--float", help="Dollars of float.")]
BondOption = Annotated[str | None, typer.Option("--bond", help="Dollars of bond.")]


@app.command()
def status(
    rpc: RpcOption = None,
    pool: PoolOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which keys act, what float, bond and fees there are, and what is on its way out."""
    there = pool_at(home, rpc, pool)
    keys, funds = there.operator_keys(), there.funds()
    if as_json:
        facts = {
            "operator": there.operator,
            "keys": asdict(keys),
            "state": funds.state.name.lower(),
            "float": funds.float,
            "bond": there.bond_amount(),
            "unproven": funds.unproven,
            "room": funds.room,
            "fees_due": there.fees_due(),
            "float_exit": asdict(there.float_exit()),
            "bond_exit": asdict(there.bond_exit()),
        }
        typer.echo(json.dumps(facts))
        return
    typer.echo(f"operator        {there.operator}, {funds.state.name.lower()}")
    typer.echo(f"checkpoint key  {_named(keys.checkpoint_key)}")
    typer.echo(f"receipt key     {_named(keys.receipt_key)}")
    if keys.rotates_at:
        when = utc(keys.rotates_at)
        typer.echo(f"  from {when} on: {keys.next_checkpoint_key} and {keys.next_receipt_key}")
    typer.echo(f"float           {dollars(funds.float)}{_leaving(there.float_exit())}")
    typer.echo(f"bond            {dollars(there.bond_amount())}{_leaving(there.bond_exit())}")
    typer.echo(f"                {dollars(funds.room)} more can be debited under it")
    typer.echo(f"fees due        {dollars(there.fees_due())}")


@app.command("keys")
def set_keys(
    checkpoint: Annotated[str, typer.Argument(help="Address that sends checkpoints.")],
    receipt: Annotated[str, typer.Argument(help="Address that signs receipts.")],
    rpc: RpcOption = None,
    pool: PoolOption = None,
    key_file: KeyFileOption = None,
    wallet: WalletOption = None,
    home: HomeOption = None,
) -> None:
    """Name the operator's two keys: good at once the first time, later after the rotation delay."""
    from labelfield.chain import calls

    there = pool_at(home, rpc, pool)
    named = (parse_address(checkpoint), parse_address(receipt))
    acting = _operator(there, key_file, wallet)
    acting.execute(calls.set_keys(there.registry, *named))
    keys = there.operator_keys()
    if (keys.checkpoint_key, keys.receipt_key) == named:
        typer.echo("the keys are good now")
    else:
        typer.echo(f"the keys are good from {utc(keys.rotates_at)} on")


@app.command("pay-in")
def pay_in(
    float_: FloatOption = None,
    bond: BondOption = None,
    rpc: RpcOption = None,
    pool: PoolOption = None,
    key_file: KeyFileOption = None,
    wallet: WalletOption = None,
    home: HomeOption = None,
) -> None:
    """Add bond, and then float, which the bond must cover twice."""
    from labelfield.chain import calls

    there = pool_at(home, rpc, pool)
    units, bond_units = _amounts(float_, bond)
    wanted = (units + bond_units) * there.unit
    held = there.token_balance(there.operator)
    if held < wanted:
        short = dollars(-(-(wanted - held) // there.unit))
        raise BadOptions(f"the operator {there.operator} lacks {short} {there.token_symbol}")
    acting = _operator(there, key_file, wallet)
    acting.execute(calls.approve(there.token, there.address, wanted))
    if bond_units:
        acting.execute(calls.add_bond(there.address, bond_units))
    if units:
        acting.execute(calls.add_float(there.address, units))
    typer.echo(f"paid in: {dollars(units)} of float, {dollars(bond_units)} of bond")


@app.command()
def leave(
    float_: FloatOption = None,
    bond: BondOption = None,
    rpc: RpcOption = None,
    pool: PoolOption = None,
    key_file: KeyFileOption = None,
    wallet: WalletOption = None,
    home: HomeOption = None,
) -> None:
    """Announce that float or bond will be taken; 0 takes an announcement back.

    Announced bond covers nothing from now on, and is lost in a halt all the same.
    """
    from labelfield.chain import calls

    there = pool_at(home, rpc, pool)
    units, bond_units = _amounts(float_, bond)
    acting = _operator(there, key_file, wallet)
    if float_ is not None:
        acting.execute(calls.request_float_exit(there.address, units))
        typer.echo(f"float{_leaving(there.float_exit()) or ': nothing leaves'}")
    if bond is not None:
        acting.execute(calls.request_bond_exit(there.address, bond_units))
        typer.echo(f"bond{_leaving(there.bond_exit()) or ': nothing leaves'}")


@app.command()
def take(
    to: Annotated[
        str | None, typer.Option(help="Account for the fees; the operator's own where not set.")
    ] = None,
    rpc: RpcOption = None,
    pool: PoolOption = None,
    key_file: KeyFileOption = None,
    wallet: WalletOption = None,
    home: HomeOption = None,
) -> None:
    """Take fees due, and announced float and bond whose time has come.

    Exit code 3: nothing is free yet.
    """
    there = pool_at(home, rpc, pool)
    acting = _operator(there, key_file, wallet)
    free = list(_free(there, parse_address(to) if to else there.operator))
    for call, sentence in free:
        acting.execute(call)
        typer.echo(sentence)
    if not free:
        typer.echo("nothing is free yet: `labelfield operator status`")
        raise typer.Exit(Exit.NOT_YET)


def _free(pool: "Pool", fees_to: Address) -> "Iterator[tuple[Call, str]]":
    from labelfield.chain import calls

    now_s = pool.chain_time_s()
    fees, leaving, bond = pool.fees_due(), pool.float_exit(), pool.bond_exit()
    if fees:
        yield calls.take_fees(pool.address, fees_to), f"{dollars(fees)} of fees for {fees_to}"
    if leaving.amount and leaving.available_at <= now_s:
        yield calls.take_float(pool.address), f"{dollars(leaving.amount)} of float"
    if bond.amount and bond.available_at <= now_s:
        yield calls.take_bond(pool.address), f"{dollars(bond.amount)} of bond"


def _amounts(float_: str | None, bond: str | None) -> tuple[int, int]:
    """Return units of float and of bond."""
    if float_ is None and bond is None:
        raise BadOptions("say how many dollars: --float, --bond or both")
    return parse_dollars(float_ or "0"), parse_dollars(bond or "0")


def _operator(pool: "Pool", key_file: Path | None, wallet: str | None) -> "Account":
    """Return who signs and sends for the operator; refuse anybody else."""
    from labelfield.chain.anvil import DEV_KEYS

    acting = account(pool.rpc_url, pool.chain_id, key_file, wallet, DEV_KEYS[0])
    if acting.address != pool.operator:
        raise BadOptions(f"{acting.address} signs here, the operator is {pool.operator}")
    return acting


def _named(key: str) -> str:
    return "none: labelfield operator keys" if key == ZERO_ADDRESS else key


def _leaving(out: "FundsExit") -> str:
    if not out.amount:
        return ""
    return f": {dollars(out.amount)} leave at {utc(out.available_at)}"
