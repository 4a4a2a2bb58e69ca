"""What a scenario is: a cheat, and how it is played."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Exposure, Harm, Row


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way of cheating."""

    name: str
    actor: str
    """labeler, requester, operator, relayer or juror."""
    act: str
    """What the cheat does, as a sentence."""
    play: Callable[[Laboratory, "Scenario"], Row]

    def row(
        self,
        *,
        gained: int,
        measure: str,
        harmed: Sequence[Harm],
        caught: str,
        when: str,
        exposure: Exposure | None = None,
    ) -> Row:
        """Return what was found, as this scenario's line."""
        return Row(
            self.name, self.actor, self.act, gained, measure, tuple(harmed), caught, when, exposure
        )
