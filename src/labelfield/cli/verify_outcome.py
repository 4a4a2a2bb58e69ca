"""What an audit ended in: a sentence, a document for programs, an exit code."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from labelfield.cli.exits import Exit
from labelfield.cli.money import dollars

if TYPE_CHECKING:
    from labelfield.verify.errors import Mismatch
    from labelfield.verify.one_labeler import AnswerReport, LabelerReport
    from labelfield.verify.project import Report


@dataclass(frozen=True, slots=True)
class Outcome:
    """One audit's end."""

    exit: Exit
    sentence: str
    document: Mapping[str, Any]
    """With `agrees`: true, false, or null for not yet."""


def project_outcome(report: "Report", certified: str = "") -> Outcome:
    """Return what an audit without a difference says: of nothing, it does not say that it agrees.

    `certified` comes before: what was found of a copy's certificate.
    """
    if not report.checkpoints:
        return _not_yet(report)
    sentence = (
        f"AGREES  {certified}project {report.project}: {report.answers} answers of "
        f"{report.labelers} labelers, {report.signatures} signatures, "
        f"{report.settlements} settlements, "
        f"{report.checkpoints} checkpoints, {report.labels} labels; credits "
        f"{dollars(report.credited)} and fees {dollars(report.fees)} match the chain to the unit"
    )
    if report.sealed:
        sentence += f"; {report.sealed} more checkpoints are sealed until their opening"
    return Outcome(Exit.DONE, sentence, {"agrees": True, **asdict(report)})


def difference(project: int, error: "Mismatch") -> Outcome:
    """Return the first difference that an audit found: where, what, expected, found."""
    document = {
        "agrees": False,
        "project": project,
        "error": str(error),
        "where": error.where,
        "what": error.what,
        "expected": str(error.expected),
        "found": str(error.found),
    }
    return Outcome(Exit.DISAGREES, f"DISAGREES  {error}", document)


def labeler_outcome(report: "LabelerReport") -> Outcome:
    """Return what was found of one labeler."""
    sentence = (
        f"AGREES  project {report.project}, labeler {report.labeler}: {report.answers} answers "
        f"under {report.signatures} signatures, {report.contents} of them open; credited "
        f"{dollars(report.credited)} here; in the pool {dollars(report.credited_in_pool)} of "
        f"{dollars(report.promised)} promised by receipts, {dollars(report.withdrawn)} withdrawn. "
        "Scores need everybody's answers: verify the project"
    )
    return Outcome(Exit.DONE, sentence, {"agrees": True, **asdict(report)})


def answer_outcome(report: "AnswerReport") -> Outcome:
    """Return one answer as it stands in the records."""
    said = "sealed until its task closes"
    if report.answer is not None:
        said = json.dumps(report.answer)
    sentence = (
        f"AGREES  answer {report.sequence} of {report.labeler}, checkpoint {report.checkpoint}: "
        f"task {report.task}, place {report.position}; says {said}; receipt "
        f"{report.receipt_number} added {dollars(report.increment)} and promised "
        f"{dollars(report.owed)} in all"
    )
    return Outcome(Exit.DONE, sentence, {"agrees": True, **asdict(report)})


def together(outcomes: Sequence[Outcome]) -> Outcome:
    """Return the outcome of a pool: a difference anywhere is one, and so is nothing anywhere."""
    exits = {each.exit for each in outcomes}
    worst = Exit.DISAGREES if Exit.DISAGREES in exits else Exit.DONE
    if Exit.DONE not in exits and worst is Exit.DONE:
        worst = Exit.NOT_YET
    agrees = {Exit.DONE: True, Exit.DISAGREES: False, Exit.NOT_YET: None}[worst]
    sentences = "\n".join(each.sentence for each in outcomes) or "not yet  the pool has no project"
    projects = [each.document for each in outcomes]
    return Outcome(worst, sentences, {"agrees": agrees, "projects": projects})


def _not_yet(report: "Report") -> Outcome:
    why = "it has no checkpoint yet, so nothing was credited and there is nothing to recompute"
    if report.sealed:
        why = "all records are sealed until their opening: verify again then"
    wait = f"project {report.project}: {why}"
    document = {"agrees": None, "project": report.project, "error": wait}
    return Outcome(Exit.NOT_YET, f"not yet  {wait}", document)
