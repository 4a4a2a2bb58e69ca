"""`labelfield receipts`: what a labeler can do when the operator does not keep its word."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.errors import CommandError
from labelfield.cli.exits import Exit
from labelfield.cli.places import HomeOption, RpcOption, deployed, home_folder
from labelfield.cli.telling import JsonOption, tell
from labelfield.cli.times import duration
from labelfield.cli.wallet import private_key

if TYPE_CHECKING:
    from labelfield.chain.pool import Pool
    from labelfield.chain.transactions import Sender
    from labelfield.formats.receipts_file import ReceiptsFile

app = typer.Typer(
    help="Receipts: claim what they promise, prove that two contradict.", no_args_is_help=True
)

FileArgument = Annotated[Path, typer.Argument(help="Receipts, as the page saves them.")]
KeyFileOption = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        help="Key file of an account that pays for gas: anybody's (`labelfield wallet create`). "
        "The development relayer where not given.",
    ),
]


@app.command()
def claim(
    file: FileArgument,
    rpc: RpcOption = None,
    key_file: KeyFileOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take the next step toward what a file's receipts promise; repeat until nothing is missing.

    A receipt that is late is filed; after the operator's grace the operator is put in default,
    and its float pays; what that leaves is claimed, and paid after the claim time. Exit code 0:
    done; 3: nothing can be done before the time that is named.
    """
    from labelfield.chain.claiming import next_step

    known = _read(file)
    pool = _pool(known, rpc, home)
    labelers = {receipt.labeler for receipt, _ in known.receipts}
    if len(labelers) != 1:
        raise CommandError(f"{file}: receipts of {len(labelers)} labelers; expected one's")
    step = next_step(pool, known.receipts)
    if step.call is not None:
        receipt = _sender(pool, key_file).execute(step.call)
        done = {"step": step.sentence, "transaction": receipt.hash}
        tell(as_json, done, f"{step.sentence}: transaction {receipt.hash}")
        return
    if step.wait_until_s is None:
        tell(as_json, {"step": step.sentence}, step.sentence)
        return
    rest_s = step.wait_until_s + 1 - pool.chain_time_s()
    facts = {"step": step.sentence, "again_in_s": rest_s}
    tell(as_json, facts, f"{step.sentence}: again in {duration(rest_s)}")
    raise typer.Exit(Exit.NOT_YET)


@app.command()
def compare(
    files: Annotated[list[Path], typer.Argument(help="Receipts of any labelers of one pool.")],
    rpc: RpcOption = None,
    key_file: KeyFileOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look for two receipts that contradict, and halt their operator with them.

    Exit code 0: they were proved; who sends the transaction is rewarded. 3: none contradict.
    """
    from labelfield.chain import calls
    from labelfield.chain.claiming import contradiction

    known = [_read(file) for file in files]
    if len({(each.chain_id, each.pool) for each in known}) != 1:
        raise CommandError("the receipts are of several pools: compare those of one")
    found = contradiction([signed for each in known for signed in each.receipts])
    if found is None:
        count = sum(len(each.receipts) for each in known)
        tell(as_json, {"receipts": count, "contradict": False}, f"{count} receipts tell one story")
        raise typer.Exit(Exit.NOT_YET)
    pool = _pool(known[0], rpc, home)
    receipt = _sender(pool, key_file).execute(calls.prove_equivocation(pool.address, *found))
    first, second = (f"receipt {each.number} of {each.labeler}" for each, _ in found)
    facts = {"contradict": True, "first": first, "second": second, "transaction": receipt.hash}
    tell(as_json, facts, f"{first} and {second} contradict: transaction {receipt.hash}")


def _read(file: Path) -> "ReceiptsFile":
    from labelfield.formats.csv_rows import read_file
    from labelfield.formats.receipts_file import parse_receipts
    from labelfield.protocol.errors import ProtocolError

    try:
        found = parse_receipts(read_file(file))
    except ProtocolError as error:
        raise CommandError(f"{file}: {error}") from error
    if not found.receipts:
        raise CommandError(f"{file}: no receipts")
    return found


def _pool(known: "ReceiptsFile", rpc: str | None, home: Path | None) -> "Pool":
    """Return the pool that the receipts name, at a node of their chain."""
    from labelfield.chain.pool import Pool

    pool = Pool(rpc or deployed(home_folder(home)).rpc_url, known.pool)
    pool.require_chain(known.chain_id)
    return pool


def _sender(pool: "Pool", key_file: Path | None) -> "Sender":
    from labelfield.chain.anvil import DEV_KEYS
    from labelfield.chain.transactions import Sender

    return Sender(pool.rpc_url, private_key(key_file, pool.chain_id, DEV_KEYS[4]))
