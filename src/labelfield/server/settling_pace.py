"""How often a project settles: one whose settlements take long waits and lets others have theirs.

Who gives very long answers makes settlements slow, not the server.
"""

from dataclasses import dataclass, field

LONG_S = 2.0
"""A settlement that takes more of the processor has its project wait for the next one,"""

WAITED = 4
"""as many times as long: so those of one project never fill more than a fifth of the time.

A machine that is busy with other things makes nobody wait."""


@dataclass(slots=True)
class SettlingPace:
    """When each project may settle again; times are seconds."""

    long_s: float = LONG_S
    """Infinite for whoever takes steps by hand: what is due then does not depend on the clock."""
    _again: dict[int, float] = field(default_factory=dict)

    def is_due(self, project_id: int, now_s: float) -> bool:
        """Return whether the project has waited long enough."""
        return now_s >= self._again.get(project_id, now_s)

    def note(self, project_id: int, took_s: float, ended_s: float) -> None:
        """Hear of a settlement that was done, and how much of the processor it took."""
        if took_s > self.long_s:
            self._again[project_id] = ended_s + WAITED * took_s
