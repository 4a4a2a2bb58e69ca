"""`labelfield appeal`: what became of one's answers, and having others asked about one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.errors import CommandError
from labelfield.cli.money import dollars
from labelfield.cli.places import HomeOption, home_folder, server_url
from labelfield.cli.telling import JsonOption, tell
from labelfield.cli.times import utc
from labelfield.cli.wallet import read_key_file, read_password

if TYPE_CHECKING:
    from labelfield.api.market_models import OwnAnswer, OwnAppeal
    from labelfield.sdk.labeler import Labeler

app = typer.Typer(
    help="Appeals of a labeler: what was judged wrong; have others asked.", no_args_is_help=True
)

ProjectArgument = Annotated[int, typer.Argument(help="The project's number.", min=1)]
KeyFileOption = Annotated[
    Path, typer.Option("--key-file", help="Key file of the labeler's wallet.")
]


@app.command("list")
def list_appeals(
    project: ProjectArgument,
    key_file: KeyFileOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the answers that were judged wrong, why, and what became of appeals."""
    labeler = _logged_in(key_file, home)
    until_s = labeler.answers(project).appeals_until_s
    found = [one for one in _answers(labeler, project) if one.wrong or one.appeal]
    if as_json:
        answers = [one.model_dump() for one in found]
        tell(True, {"answers": answers, "appeals_until_s": until_s}, "")
        return
    for one in found:
        typer.echo(f"{one.sequence:<6}{_state(one)}")
        typer.echo(f"      {one.why}")
    if until_s is not None and any(one.appealable for one in found):
        typer.echo(f"all tasks are closed: appeals are taken until {utc(until_s)}")


@app.command("open")
def open_appeal(
    project: ProjectArgument,
    sequence: Annotated[int, typer.Argument(help="The answer's number, from the list.", min=1)],
    key_file: KeyFileOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Have others asked about an answer that was judged wrong.

    They are not told. What they say is scored with the rest; if it bears the answer out, its
    labeler's score, rate and pay follow at the next settlement.
    """
    labeler = _logged_in(key_file, home)
    page = labeler.answers(project, before=sequence + 1).answers
    if not page or page[0].sequence != sequence:
        raise CommandError(f"there is no answer {sequence} of this labeler in project {project}")
    made = labeler.appeal(project, page[0])
    tell(as_json, made.model_dump(), _say(made))


def _logged_in(key_file: Path, home: Path | None) -> "Labeler":
    from labelfield.protocol.keys import Key
    from labelfield.sdk.labeler import Labeler

    key = Key(read_key_file(key_file, read_password()))
    labeler = Labeler(server_url(home_folder(home)), key)
    labeler.log_in()
    return labeler


def _answers(labeler: "Labeler", project: int) -> "list[OwnAnswer]":
    """All of the labeler's answers, the newest first."""
    found: list[OwnAnswer] = []
    page = labeler.answers(project).answers
    while page:
        found += page
        page = labeler.answers(project, before=page[-1].sequence).answers
    return found


def _state(answer: "OwnAnswer") -> str:
    if answer.appeal is not None:
        return _say(answer.appeal)
    return "judged wrong" + (": `labelfield appeal open`" if answer.appealable else "")


def _say(appeal: "OwnAppeal") -> str:
    """What came of it, in a sentence."""
    if appeal.state == "asking":
        return f"others are asked: {appeal.answered} of {appeal.asked} answered"
    if appeal.state == "disagreed":
        return "others were asked; they did not agree"
    return f"others were asked; they agreed: answers so far earn {dollars(appeal.gained)} more"
