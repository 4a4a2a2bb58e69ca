"""How a cheat with gold is measured: the same crowd and gold tasks, with true and false answers."""

from collections.abc import Mapping

from labelfield.simulate.cheating_labelers import percent
from labelfield.simulate.job import Job, Outcome, played
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Exposure, Harm, Row
from labelfield.simulate.scenario import Scenario

GOLD_PERCENT = 40


def gold_row(
    lab: Laboratory, scenario: Scenario, gold: Mapping[str, str], false: Mapping[str, str]
) -> Row:
    """Play a project with true gold and with false; what is not paid for answers is gained."""
    honest, found = _with_gold(lab, gold), _with_gold(lab, false)
    before = sum(honest.paid.values()) * found.report.answers // honest.report.answers
    now = sum(found.paid.values())
    points = found.accuracy_percent - honest.accuracy_percent
    wrong = sum(gold[task] != false[task] for task in gold)
    return scenario.row(
        gained=before - now,
        measure=f"pays {percent(now, before)} of what the same {found.report.answers} answers cost "
        f"with true gold; its labels are {compared(points)}",
        harmed=(Harm("labelers", max(before - now, 0), f"{wrong} of {len(gold)} gold wrong"),),
        caught="gold that the crowd contradicts is not believed; if most is, none is and the "
        "project ends",
        when="at the first settlement with 20 answered gold tasks",
        exposure=Exposure(
            "what the crowd cannot outvote: at most half of the gold wrong, at most one project's "
            "pay, and its own labels get worse",
            before,
        ),
    )


def compared(points: float) -> str:
    """Return how labels compare with those of the honest project, in words."""
    if round(points, 1) == 0:
        return "as good"
    return f"{abs(points):.1f} points {'better' if points > 0 else 'worse'}"


def _with_gold(lab: Laboratory, gold: Mapping[str, str]) -> Outcome:
    with lab.economy() as place:
        return played(place, Job(lab.job.crowd, gold))
