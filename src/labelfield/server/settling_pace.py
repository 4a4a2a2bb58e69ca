"""How often a project settles: one whose settlements take long waits and lets others have theirs.

Who gives very long answers makes settlements slow, not the server.
"""

from dataclasses import dataclass, field

LONG_S = 1.0
"""A settlement that takes longer has its project wait for the next one,"""

WAITED = 4
"""as many times as long: so those of one project never fill more than a fifth of the time."""


@dataclass(slots=True)
class SettlingPace:
    """When each project may settle again; times are seconds of one clock."""

    long_s: float = LONG_S
    """Infinite for whoever takes steps by hand: what is due then does not depend on the clock."""
    _again: dict[int, float] = field(default_factory=dict)

    def is_due(self, project_id: int, now_s: float) -> bool:
        """Return whether the project has waited long enough."""
        return now_s >= self._again.get(project_id, now_s)

    def note(self, project_id: int, began_s: float, ended_s: float) -> None:
        """Hear of a settlement that was done."""
        took = ended_s - began_s
        if took > self.long_s:
            self._again[project_id] = ended_s + WAITED * took
