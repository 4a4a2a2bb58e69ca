"""The command line: `labelfield --help`. Each noun has a file; slow imports wait for their use."""

import signal
import sys

import typer

from labelfield.cli import (
    api_keys,
    appeal,
    cases,
    database,
    demo,
    deploy,
    desk,
    dispute,
    doctor,
    mcp,
    operator,
    project,
    receipts,
    score,
    serve,
    simulate,
    storage,
    up,
    verify,
    wallet,
    watchtower,
)
from labelfield.cli.exits import Exit
from labelfield.protocol.errors import LabelfieldError
from labelfield.storage.greenfield.errors import GreenfieldError

app = typer.Typer(
    name="labelfield",
    help="AI data labeling on chain: instant micropayments, proven quality, a public record.",
    no_args_is_help=True,
    rich_markup_mode=None,  # else every help loads Rich's Markdown, which takes half its time
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo.demo)
app.command("up")(up.up)
app.command("serve")(serve.serve)
app.add_typer(project.app, name="project")
app.command("verify")(verify.verify)
app.command("score")(score.score)
app.add_typer(wallet.app, name="wallet")
app.add_typer(api_keys.app, name="key")
app.add_typer(appeal.app, name="appeal")
app.add_typer(cases.app, name="case")
app.add_typer(receipts.app, name="receipts")
app.add_typer(dispute.app, name="dispute")
app.command("watchtower")(watchtower.watchtower)
app.add_typer(database.app, name="database")
app.command("deploy")(deploy.deploy)
app.add_typer(operator.app, name="operator")
app.add_typer(storage.app, name="storage")
app.command("simulate")(simulate.simulate)
app.command("desk")(desk.desk)
app.command("mcp")(mcp.mcp)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run the command line; an error that we raise on purpose is one sentence and exit code 2."""
    _end_as_by_ctrl_c()
    try:
        app()
    except (LabelfieldError, GreenfieldError) as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(Exit.REFUSED)
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)


def _end_as_by_ctrl_c() -> None:
    """Let SIGTERM, or a terminal that closes, end a command as Ctrl-C does: with its children."""
    signal.signal(signal.SIGTERM, _interrupt)
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
