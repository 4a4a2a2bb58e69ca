"""`labelfield verify`: recompute a project from public data."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.errors import BadOptions
from labelfield.cli.keys import KeysOption, read_keys
from labelfield.cli.places import HomeOption, deployed, home_folder
from labelfield.cli.telling import tell
from labelfield.cli.verify_outcome import (
    Outcome,
    answer_outcome,
    difference,
    labeler_outcome,
    project_outcome,
    together,
)

if TYPE_CHECKING:
    from labelfield.chain.pool import Pool
    from labelfield.storage.key_ring import KeyRing

ALL = "pool"
"""In place of a project's number: all of the pool's."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where is looked, and how."""

    pool: "Pool"
    first_block: int
    store: str | None
    ring: "KeyRing | None"
    since: int
    plain: bool
    step: Callable[[str], None]


def verify(
    project: Annotated[
        str,
        typer.Argument(
            metavar="PROJECT",
            help="The project's number in its pool, or `pool` for all of them; with "
            "--certificate the dataset to check.",
        ),
    ],
    certificate: Annotated[
        Path | None, typer.Option(help="Check a copy of a dataset against its certificate.")
    ] = None,
    home: HomeOption = None,
    rpc: Annotated[str | None, typer.Option(help="A node of the chain.")] = None,
    pool: Annotated[str | None, typer.Option(help="The LabelPool contract.")] = None,
    store: Annotated[
        str | None, typer.Option(help="The store, like folder:PATH, instead of the project's own.")
    ] = None,
    keys: KeysOption = None,
    from_block: Annotated[
        int | None, typer.Option(help="First block to read events from.", min=0)
    ] = None,
    labeler: Annotated[
        str | None, typer.Option(help="Check one labeler's answers, receipts and credits only.")
    ] = None,
    answer: Annotated[
        int | None, typer.Option(help="With --labeler: show its answer of this number.", min=1)
    ] = None,
    since: Annotated[
        int, typer.Option(help="Believe the signatures up to this checkpoint.", min=0)
    ] = 0,
    plain: Annotated[
        bool, typer.Option("--plain", help="Compute with the plain code alone, however long.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write an HTML page that shows what was checked.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Recompute every score, receipt and credit of a project, and compare with the chain.

    Uses a chain's RPC and the store, and nobody's database. Exit code 0: everything that is open
    agrees. 1: it does not; the first difference is named. 3: there is nothing to check yet.
    """
    from labelfield.chain.pool import Pool
    from labelfield.protocol.ids import parse_address

    if answer is not None and labeler is None:
        raise BadOptions("--answer needs --labeler: answers are numbered by labeler")
    if rpc is None or pool is None:
        known = deployed(home_folder(home))
        rpc, pool = rpc or known.rpc_url, pool or known.pool
        from_block = known.block if from_block is None else from_block
    place = _Place(
        pool=Pool(rpc, parse_address(pool)),
        first_block=from_block or 0,
        store=store,
        ring=read_keys(keys),
        since=since,
        plain=plain,
        step=(lambda _: None) if as_json else (lambda text: typer.echo(f"  {text}", err=True)),
    )
    if labeler is not None:
        found = _one_labeler(place, _number(project), labeler, answer)
    elif certificate is not None:
        found = _certified(place, Path(project), certificate)
    elif project == ALL:
        numbers = range(1, place.pool.project_count() + 1)
        found = together([_project(place, number) for number in numbers])
    else:
        found = _project(place, _number(project))
    if report is not None:
        _write_page(report, found)
    tell(as_json, found.document, found.sentence)
    raise typer.Exit(found.exit)


def _project(place: _Place, number: int, certified: str = "") -> Outcome:
    from labelfield.verify.both import PLAIN, both
    from labelfield.verify.errors import Mismatch
    from labelfield.verify.project import verify_project

    try:
        return project_outcome(
            verify_project(
                place.pool,
                number,
                place.first_block,
                place.store,
                place.step,
                place.ring,
                PLAIN if place.plain else both,
                place.since,
            ),
            certified,
        )
    except Mismatch as error:
        return difference(number, error)


def _certified(place: _Place, dataset: Path, certificate: Path) -> Outcome:
    from labelfield.requesting.certifying import Copy, check_certificate
    from labelfield.verify.errors import Mismatch

    try:
        copy = Copy(dataset, certificate)
        number, certified = check_certificate(copy, place.pool, place.first_block, place.ring)
    except Mismatch as error:
        return difference(0, error)
    return _project(place, number, certified)


def _one_labeler(place: _Place, number: int, labeler: str, answer: int | None) -> Outcome:
    from labelfield.protocol.ids import parse_address
    from labelfield.verify.errors import Mismatch
    from labelfield.verify.one_labeler import verify_labeler

    who = parse_address(labeler.lower())
    try:
        found, answers = verify_labeler(
            place.pool, number, who, place.first_block, place.store, place.ring
        )
    except Mismatch as error:
        return difference(number, error)
    if answer is None:
        return labeler_outcome(found)
    if answer not in answers:
        raise BadOptions(f"{who} has {len(answers)} answers in open records of project {number}")
    return answer_outcome(answers[answer])


def _write_page(file: Path, found: Outcome) -> None:
    from labelfield.formats.audit_page import audit_html

    if "project" not in found.document or "labeler" in found.document:
        raise BadOptions("--report shows one project: name it, without --labeler")
    try:
        file.write_text(audit_html(found.document), encoding="utf-8")
    except OSError as error:
        raise BadOptions(f"{file} cannot be written: {error.strerror}") from error


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise BadOptions(f"{text!r:.80} is no project's number; a dataset needs --certificate")
    return int(text)
