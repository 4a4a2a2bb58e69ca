"""What a scenario found: one line of the table."""

from dataclasses import dataclass

UNITS = 1_000_000


@dataclass(frozen=True, slots=True)
class Harm:
    """Who lost how much by a cheat, in units, or what else somebody lost."""

    who: str
    units: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a cheat can cost others at most, whatever it does."""

    sentence: str
    most: int
    """Units that the cheat gains, or that anybody loses."""


@dataclass(frozen=True, slots=True)
class Row:
    """One cheat and what became of it. Amounts are units."""

    name: str
    actor: str
    act: str
    gained: int
    """Beyond what honesty would have left the cheat with; negative is a loss."""
    measure: str
    """What `gained` was found from."""
    harmed: tuple[Harm, ...]
    caught: str
    when: str
    exposure: Exposure | None = None

    @property
    def harm(self) -> int:
        """What all others lost together."""
        return sum(each.units for each in self.harmed)

    @property
    def is_bounded(self) -> bool:
        """Whether the cheat lost, or took and spoilt no more than is stated.

        A cheat that neither gained nor harmed was simply refused.
        """
        if self.exposure is not None:
            lost = (each.units for each in self.harmed)
            return max(self.gained, *lost) <= self.exposure.most
        return self.gained < 0 or (self.gained == 0 and self.harm == 0)


def dollars(units: int) -> str:
    """Return an amount with its sign, to a hundredth of a cent."""
    sign = "−" if units < 0 else ""
    whole, part = divmod(abs(units), UNITS)
    return f"{sign}${whole}.{part // 100:04d}"
