"""`labelfield dispute`: bring a wrong record before the Court, answer, judge, and see it through.

A dispute needs nobody's server: only the chain and the project's public objects. Secrets follow
from the key file (chain/dispute_secrets.py), so there is nothing else to keep.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from labelfield.cli.dispute_scene import (
    FromBlockOption,
    KeyFileOption,
    Number,
    Scene,
    StoreOption,
    audit,
    own_key,
    scene_of,
)
from labelfield.cli.dispute_seats import seats
from labelfield.cli.errors import BadOptions
from labelfield.cli.exits import Exit
from labelfield.cli.money import parse_dollars
from labelfield.cli.places import HomeOption, PoolOption, RpcOption
from labelfield.cli.telling import JsonOption, tell
from labelfield.cli.wallet import private_key

if TYPE_CHECKING:
    from labelfield.chain.court_state import Side
    from labelfield.protocol.ids import Address

app = typer.Typer(
    help="Disputes: open one, respond, vote as a juror, see how it stands.", no_args_is_help=True
)

VoteOption = Annotated[
    Literal["disputant", "operator"] | None,
    typer.Option("--for", help="Whom to vote for, instead of what the audit proposes."),
]


@app.command("open")
def open_(
    project: Annotated[int, typer.Argument(help="The project's number in its pool.", min=1)],
    statement: Annotated[
        Path | None,
        typer.Option(help="Document that says what is wrong, where an audit cannot see it."),
    ] = None,
    checkpoint: Annotated[
        int | None, typer.Option(help="With --statement: the checkpoint that is wrong.", min=1)
    ] = None,
    kind: Annotated[
        Literal["missing-answer", "contested-gold", "wrong-score", "wrong-closing"],
        typer.Option(help="With --statement: what is wrong."),
    ] = "missing-answer",
    award: Annotated[
        list[str] | None,
        typer.Option(help="ACCOUNT=DOLLARS to pay from the operator's money; may be repeated."),
    ] = None,
    rpc: RpcOption = None,
    pool: PoolOption = None,
    store: StoreOption = None,
    from_block: FromBlockOption = None,
    key_file: KeyFileOption = None,
    home: HomeOption = None,
) -> None:
    """Recompute a project and dispute the first difference, with a bond.

    Who wins gets its bond back and at least half of the other's; who loses, loses it. Exit code
    3: the audit agrees, so there is nothing to dispute.
    """
    from labelfield.chain import court_calls
    from labelfield.chain.anvil import DEV_KEYS
    from labelfield.chain.complaints import complaint_about
    from labelfield.chain.dispute_acts import open_dispute
    from labelfield.chain.transactions import Sender
    from labelfield.verify.complaint import statement_of, written_statement

    scene = scene_of(home, rpc, pool, from_block)
    if statement is None:
        found = audit(scene, project, store)
        if found is None:
            typer.echo(f"project {project} agrees with the chain: there is nothing to dispute")
            raise typer.Exit(Exit.NOT_YET)
        typer.echo(str(found))
        said = statement_of(found)
    elif checkpoint is None:
        raise BadOptions("--statement needs --checkpoint: whose record is wrong")
    else:
        said = written_statement(statement.read_bytes(), checkpoint, kind)
    secret_key = private_key(key_file, scene.pool.chain_id, DEV_KEYS[4])
    complaint = replace(complaint_about(scene.pool, project, said), awards=_awards(award or []))
    number = open_dispute(scene.pool, scene.court, secret_key, complaint)
    told = court_calls.submit_evidence(scene.court.address, number, said.hash, said.location)
    Sender(scene.pool.rpc_url, secret_key).execute(told)
    typer.echo(f"dispute {number} is open; once the operator has answered, reveal your secret:")
    typer.echo(f"  labelfield dispute reveal {number}")


@app.command()
def respond(
    number: Number,
    rpc: RpcOption = None,
    pool: PoolOption = None,
    key_file: KeyFileOption = None,
    home: HomeOption = None,
) -> None:
    """Answer a dispute as the pool's operator, with a bond. Silence loses it."""
    from labelfield.chain.anvil import DEV_KEYS
    from labelfield.chain.dispute_acts import answer_dispute

    scene = scene_of(home, rpc, pool, 0)
    secret_key = private_key(key_file, scene.pool.chain_id, DEV_KEYS[0])
    transaction = answer_dispute(scene.pool, scene.court, secret_key, number)
    typer.echo(f"dispute {number} is answered: transaction {transaction}; reveal your secret:")
    typer.echo(f"  labelfield dispute reveal {number}")


@app.command()
def vote(
    number: Number,
    side: VoteOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before committing.")] = False,
    rpc: RpcOption = None,
    pool: PoolOption = None,
    store: StoreOption = None,
    from_block: FromBlockOption = None,
    key_file: KeyFileOption = None,
    home: HomeOption = None,
) -> None:
    """Recompute the disputed project, propose a vote, and commit to it at all of your places.

    Exit code 3: no vote of yours is awaited.
    """
    from labelfield.chain.court_state import Side
    from labelfield.chain.disputing import commit_call, places_to_commit
    from labelfield.chain.transactions import Sender

    scene = scene_of(home, rpc, pool, from_block)
    keys = own_key(scene, key_file)
    waiting = [
        (secret_key, key, place)
        for secret_key, key in keys
        for place in places_to_commit(scene.court, number, key)
    ]
    if not waiting:
        typer.echo(f"no vote of yours is awaited in dispute {number}")
        raise typer.Exit(Exit.NOT_YET)
    chosen = Side[side.upper()] if side else _proposed(scene, number, store)
    if not yes:
        typer.confirm(f"Vote for the {chosen.name.lower()}?", abort=True)
    for secret_key, key, (case, place) in waiting:
        call = commit_call(scene.court, case, place, key, chosen)
        mined = Sender(scene.pool.rpc_url, secret_key).execute(call)
        typer.echo(f"place {place}: committed to the {chosen.name.lower()}: {mined.hash}")
    typer.echo(f"reveal it when all votes are in: labelfield dispute reveal {number}")


@app.command()
def reveal(
    number: Number,
    rpc: RpcOption = None,
    pool: PoolOption = None,
    from_block: FromBlockOption = None,
    key_file: KeyFileOption = None,
    home: HomeOption = None,
) -> None:
    """Reveal what your key committed to: a party's secret, or a juror's votes.

    Exit code 3: nothing of yours is to be revealed now.
    """
    from labelfield.chain.disputing import party_step, votes_to_reveal
    from labelfield.chain.transactions import Sender

    scene = scene_of(home, rpc, pool, from_block)
    revealed = 0
    for secret_key, key in own_key(scene, key_file):
        step = party_step(scene.court, number, key, scene.block)
        for each in [*([step] if step else []), *votes_to_reveal(scene.court, number, key)]:
            if each.call is None:
                continue
            mined = Sender(scene.pool.rpc_url, secret_key).execute(each.call)
            typer.echo(f"{each.sentence} of {key.address}: {mined.hash}")
            revealed += 1
    if not revealed:
        typer.echo(f"nothing of yours is to be revealed in dispute {number} now")
        raise typer.Exit(Exit.NOT_YET)


@app.command()
def advance(
    number: Number,
    rpc: RpcOption = None,
    pool: PoolOption = None,
    from_block: FromBlockOption = None,
    key_file: KeyFileOption = None,
    home: HomeOption = None,
) -> None:
    """Send what anyone may send for a dispute to go on; repeat until it is over.

    Exit code 0: sent, or over; 3: somebody else is awaited, until the time that is named.
    """
    from labelfield.chain.anvil import DEV_KEYS
    from labelfield.chain.disputing import next_dispute_step
    from labelfield.chain.transactions import Sender

    scene = scene_of(home, rpc, pool, from_block)
    step = next_dispute_step(scene.court, number, scene.block)
    if step.call is not None:
        secret_key = private_key(key_file, scene.pool.chain_id, DEV_KEYS[4])
        mined = Sender(scene.pool.rpc_url, secret_key).execute(step.call)
        typer.echo(f"{step.sentence}: transaction {mined.hash}")
        return
    if step.wait_until_s is None:
        typer.echo(step.sentence)
        return
    rest_s = step.wait_until_s + 1 - scene.pool.chain_time_s()
    typer.echo(f"{step.sentence}: for {rest_s} s more")
    raise typer.Exit(Exit.NOT_YET)


app.command()(seats)


@app.command()
def status(
    number: Annotated[
        int | None, typer.Argument(help="A dispute; all of the pool where not given.", min=1)
    ] = None,
    account: Annotated[
        str | None, typer.Option(help="A juror's address: list only what awaits its vote.")
    ] = None,
    rpc: RpcOption = None,
    pool: PoolOption = None,
    from_block: FromBlockOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what each dispute is about and what is awaited; with --account, a juror's tasks."""
    scene = scene_of(home, rpc, pool, from_block)
    opened = scene.court.opened(scene.block, scene.pool.block_number(), scene.pool.address)
    shown = [each for each in opened if number in (None, each.dispute)]
    found = [facts for each in shown if (facts := scene.facts(each, account))]
    tell(as_json, {"disputes": found}, "\n".join(map(_line, found)) or "there is no dispute")


def _line(facts: Mapping[str, object]) -> str:
    about = str(facts["kind"]).replace("_", " ")
    return (
        f"dispute {facts['dispute']}: {about} in checkpoint {facts['checkpoint']} of project "
        f"{facts['project']}: {facts['next']}"
    )


def _awards(texts: Sequence[str]) -> "tuple[tuple[Address, int], ...]":
    from labelfield.protocol.ids import parse_address

    pairs = [text.partition("=") for text in texts]
    return tuple((parse_address(account), parse_dollars(amount)) for account, _, amount in pairs)


def _proposed(scene: Scene, number: int, store: str | None) -> "Side":
    """Return for whom an audit speaks; refuse to guess what it cannot tell."""
    from labelfield.chain.court_state import Side
    from labelfield.verify.complaint import judged

    opened = scene.court.opening_of(number, scene.block)
    if opened is None:
        raise BadOptions(f"dispute {number} is older than the events read: give --from-block 0")
    for document in scene.court.evidence(number, scene.block):
        typer.echo(f"statement of {document.author}: {document.location}")
    found = audit(scene, opened.complaint.project, store)
    typer.echo(f"the audit says: {found or 'everything agrees'}")
    chosen = judged(opened.complaint, found)
    if chosen is Side.NONE:
        raise BadOptions("an audit cannot tell who is right here: read it, and vote by --for")
    typer.echo(f"proposed vote: for the {chosen.name.lower()}")
    return chosen
