"""What can go wrong in the laboratory.

LabelfieldError
└── SimulateError
    ├── CrowdTooSmall       the answer set has not what a scenario needs
    ├── NotCaught           what should have caught a cheat did not
    └── UnknownScenario     there is no scenario of this name
"""

from labelfield.protocol.errors import LabelfieldError


class SimulateError(LabelfieldError):
    """The laboratory failed."""


class CrowdTooSmall(SimulateError):
    """The answer set has not what a scenario needs."""


class NotCaught(SimulateError):
    """What should have caught a cheat did not."""


class UnknownScenario(SimulateError):
    """There is no scenario of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no scenario {name!r:.80}: labelfield simulate --list")
