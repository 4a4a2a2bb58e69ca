"""`labelfield deploy`: put the contracts on a network, or print what that would cost."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.deploy_files import (
    read_signed,
    write_deployment,
    write_unsigned,
)
from labelfield.cli.errors import BadOptions, FileTrouble
from labelfield.cli.files import read_text
from labelfield.cli.money import dollars, parse_dollars
from labelfield.cli.options import WalletOption
from labelfield.cli.wallet import private_key
from labelfield.protocol.ids import Address

if TYPE_CHECKING:
    from labelfield.chain.deployment_costs import Estimate
    from labelfield.chain.deployments import Planned, Settings
    from labelfield.chain.networks import Network
    from labelfield.chain.rpc import Rpc
    from labelfield.chain.transactions import Account

TIMEOUT_S = 120.0
WEI = 10**18


@dataclass(frozen=True, slots=True)
class _Job:
    """A plan, and the node it is for."""

    network: "Network"
    rpc: "Rpc"
    plan: "tuple[Planned, ...]"
    out: Path
    salt: str
    bnb_price: int | None
    """Units of a dollar for one coin, if it was given."""


def deploy(
    network: Annotated[str, typer.Option(help="bsc, opbnb, bsc-testnet, opbnb-testnet, or dev.")],
    rpc: Annotated[
        str | None, typer.Option(help="A node of the network; on dev http://127.0.0.1:8545.")
    ] = None,
    settings: Annotated[
        Path | None, typer.Option(help="TOML file with the constructors' arguments.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print addresses, gas and cost; send nothing.")
    ] = False,
    key_file: Annotated[
        Path | None, typer.Option(help="Encrypted key file that signs and pays.")
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(help="File with its password; else LABELFIELD_PASSWORD or a prompt."),
    ] = None,
    wallet: WalletOption = None,
    unsigned: Annotated[
        Path | None, typer.Option(help="Write transactions to sign elsewhere; needs --sender.")
    ] = None,
    sender: Annotated[
        str | None, typer.Option(help="Account that will sign and pay, for --unsigned.")
    ] = None,
    signed: Annotated[
        Path | None, typer.Option(help="Send signed transactions: a raw one in hex a line.")
    ] = None,
    salt: Annotated[
        str, typer.Option(help="Text that the addresses depend on, besides the code.")
    ] = "labelfield",
    bnb_price: Annotated[
        str | None, typer.Option(help="Dollars for one BNB, to print the cost in dollars.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for addresses and the explorers' files.")
    ] = None,
) -> None:
    """Deploy Labelfield's contracts at addresses that follow from their code."""
    _require_one_way(network, (dry_run, key_file, wallet, unsigned, signed))
    job = _job(network, rpc, settings, salt, bnb_price, out)
    if signed:
        _submit(job, signed)
    elif unsigned:
        _prepare(job, unsigned, sender)
    elif dry_run:
        _say_costs(job, _estimates(job, Address("0x" + "00" * 20)))
    else:
        _send(job, _sender(job, key_file, password_file, wallet))


def _require_one_way(network: str, ways: Sequence[object]) -> None:
    given = sum(map(bool, ways))
    if given > 1 or (given == 0 and network != "dev"):
        raise BadOptions("give one of --dry-run, --key-file, --wallet, --unsigned and --signed")


def _job(
    name: str,
    rpc_url: str | None,
    settings: Path | None,
    salt: str,
    bnb_price: str | None,
    out: Path | None,
) -> _Job:
    from labelfield.chain.create2 import put_proxy_on_development_chain, require_proxy
    from labelfield.chain.deployments import plan
    from labelfield.chain.networks import network_named
    from labelfield.chain.rpc import Rpc

    network = network_named(name)
    url = rpc_url or network.rpc_url
    if url is None:
        raise BadOptions(f"{name} needs --rpc: the address of a node")
    planned = plan(network, _settings(name, settings), salt)
    price = parse_dollars(bnb_price) if bnb_price else None
    rpc = Rpc(url, timeout_s=60.0)
    rpc.require_chain(network.chain_id)
    if name == "dev":
        put_proxy_on_development_chain(rpc)
    require_proxy(rpc)
    return _Job(network, rpc, planned, out or Path(f"deployment-{name}"), salt, price)


def _settings(network: str, file: Path | None) -> "Settings":
    from labelfield.chain.deployments import DEVELOPMENT_SETTINGS

    if file is None and network == "dev":
        return DEVELOPMENT_SETTINGS
    if file is None:
        raise BadOptions(f"{network} needs --settings: docs/deploy.md shows a file")
    try:
        return tomllib.loads(read_text(file))
    except tomllib.TOMLDecodeError as error:
        raise FileTrouble(file, f"is no TOML: {error}") from error


def _sender(
    job: _Job, key_file: Path | None, password_file: Path | None, wallet: str | None
) -> "Account":
    from labelfield.chain.anvil import DEV_KEYS
    from labelfield.chain.external_wallet import ExternalWallet
    from labelfield.chain.transactions import Sender

    if wallet is not None:
        return ExternalWallet(job.rpc.rpc_url, wallet)
    key = private_key(key_file, job.network.chain_id, DEV_KEYS[0], password_file)
    return Sender(job.rpc.rpc_url, key)


def _estimates(job: _Job, sender: Address) -> "tuple[Estimate, ...]":
    from labelfield.chain.deployment_costs import estimate_costs

    return estimate_costs(job.rpc, job.network, job.plan, sender)


def _send(job: _Job, sender: "Account") -> None:
    from labelfield.chain.deployment_offline import require_deployed

    estimates = _estimates(job, sender.address)
    _say_costs(job, estimates)
    for estimate in estimates:
        if not estimate.is_there:
            receipt = sender.execute(estimate.planned.creation.call, TIMEOUT_S)
            require_deployed(job.rpc, estimate.planned)
            typer.echo(f"{estimate.planned.contract} is deployed: {receipt.gas_used:,} gas")
    _say_written(job)


def _prepare(job: _Job, file: Path, sender: str | None) -> None:
    from labelfield.chain.deployment_offline import unsigned_transactions
    from labelfield.chain.eip55 import parse_written

    if sender is None:
        raise BadOptions("--unsigned needs --sender: the account that will sign")
    account = parse_written(sender)
    if account is None:
        raise BadOptions(f"--sender {sender} is no address with a right checksum")
    estimates = _estimates(job, account)
    _say_costs(job, estimates)
    transactions = unsigned_transactions(job.rpc, job.network.chain_id, estimates, account)
    write_unsigned(file, transactions)
    typer.echo(f"{len(transactions)} transactions to sign are in {file}; send them by --signed")


def _submit(job: _Job, file: Path) -> None:
    from labelfield.chain.deployment_offline import parse_signed, submit

    for deployment in parse_signed(read_signed(file), job.network.chain_id, job.plan):
        receipt = submit(job.rpc, deployment, TIMEOUT_S)
        typer.echo(f"{deployment.planned.contract} is deployed: {receipt.gas_used:,} gas")
    _say_written(job)


def _say_costs(job: _Job, estimates: "Sequence[Estimate]") -> None:
    for estimate in estimates:
        planned = estimate.planned
        cost = "is there" if estimate.is_there else _cost(job, estimate.gas, estimate.cost_wei)
        typer.echo(f"{planned.contract:<12} {planned.address}  {cost}")
    gas = sum(estimate.gas for estimate in estimates)
    cost_wei = sum(estimate.cost_wei for estimate in estimates)
    typer.echo(f"{'together':<12} {'':<42}  {_cost(job, gas, cost_wei)}")


def _cost(job: _Job, gas: int, cost_wei: int) -> str:
    coins = f"{gas:>10,} gas  {cost_wei // WEI}.{cost_wei // 10**10 % 10**8:08d} BNB"
    if job.bnb_price is None:
        return coins
    return f"{coins}  {dollars(-(-cost_wei * job.bnb_price // WEI))}"


def _say_written(job: _Job) -> None:
    from labelfield.chain.verification import standard_input, verification_of

    facts = {
        "network": job.network.name,
        "chain_id": job.network.chain_id,
        "salt": job.salt,
        "contracts": {planned.contract: planned.address for planned in job.plan},
    }
    write_deployment(job.out, facts, verification_of(job.plan), standard_input())
    typer.echo(f"addresses and what block explorers ask for are in {job.out}")
