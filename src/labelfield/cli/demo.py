"""`labelfield demo`: the whole product in one command."""

from pathlib import Path
from typing import Annotated

import typer

from labelfield.cli.exits import Exit


def demo(
    leave: Annotated[
        bool, typer.Option("--exit", help="Stop after the table; exit code 0 if all agreed.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Chooses wallets and hidden gold.")] = 1,
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 lets phones reach the page.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port, or the next free one.")] = 8080,
    public_url: Annotated[
        str | None, typer.Option(help="Address under which phones reach the page.")
    ] = None,
    storage: Annotated[
        str, typer.Option(help="greenfield: a double of it on this machine; or folder.")
    ] = "greenfield",
    home: Annotated[
        Path | None,
        typer.Option(help="New folder for the data; kept. A temporary one where not given."),
    ] = None,
) -> None:
    """Watch a real crowd's answers become paid, verified, exported labels; then label yourself."""
    from labelfield.demo.crowd import read_crowd
    from labelfield.demo.errors import Disagreement
    from labelfield.demo.run import DemoOptions, run_demo
    from labelfield.verify.errors import VerifyError

    options = DemoOptions(
        stay=not leave,
        seed=seed,
        host=host,
        port=port,
        public_url=public_url,
        home=home,
        storage=storage,
    )
    try:
        run_demo(options, read_crowd())
    except (Disagreement, VerifyError) as error:
        typer.echo(f"DISAGREES  {error}", err=True)
        raise typer.Exit(Exit.DISAGREES) from error
