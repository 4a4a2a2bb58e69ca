"""`labelfield simulate`: the attack laboratory."""

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from labelfield.cli.exits import Exit


def simulate(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Scenarios to play; all where none is named."),
    ] = None,
    labelers: Annotated[
        int, typer.Option(help="People in the crowd; more than the answers have come again.", min=8)
    ] = 40,
    crowd: Annotated[
        Path | None,
        typer.Option(help="Folder with answers.csv and gold.csv; the demonstration's if not set."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Draws the crowd, its gold and its cheats.")] = 0,
    listed: Annotated[bool, typer.Option("--list", help="Name the scenarios and end.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Let everybody cheat in a whole economy on a chain, and say what it cost them.

    Exit code 1: a cheat gained, or harmed others by more than the table says it can.
    """
    from labelfield.simulate.crowd import SHIPPED
    from labelfield.simulate.laboratory import laboratory
    from labelfield.simulate.play import chosen_scenarios, play_all
    from labelfield.simulate.table import as_document, as_markdown

    chosen = chosen_scenarios(names or ())
    if listed:
        for scenario in chosen:
            typer.echo(f"{scenario.name:28} {scenario.actor:10} {scenario.act}")
        return
    with (
        tempfile.TemporaryDirectory(prefix="labelfield-simulate-") as home,
        laboratory(Path(home), crowd or SHIPPED, labelers, seed) as lab,
    ):
        rows = list(play_all(lab, chosen, lambda name: typer.echo(f"  {name}", err=True)))
    typer.echo(json.dumps(as_document(rows)) if as_json else as_markdown(rows), nl=as_json)
    beyond = [row.name for row in rows if not row.is_bounded]
    if beyond:
        typer.echo(f"beyond what is stated: {', '.join(beyond)}", err=True)
        raise typer.Exit(Exit.DISAGREES)
