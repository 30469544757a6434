"""What a campaign changed: addressed against set aside, with the interval in which the truth probably lies. Pure. Not here: counting.

Both arms are compared as they were drawn, those included whom no message reached, for only so are they the same kind of people. Shares
differ by Newcombe's interval (Wilson's, squared and added), means by Welch's; both at 95 %. Who looks every minute until something shows
will see something in the end: so while windows are open a difference is only a tendency, and is called one.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
MEMBERS_MIN = 50
"""Below so many in one arm nothing is claimed."""
BUYERS_MIN = 10
"""Below so many buyers in both arms together nothing is claimed of conversion."""
PAYING_MIN = 100
"""Below so many buyers in one arm nothing is claimed of money. What people spend has a long tail, and a small control seldom holds a great
spender: with ten buyers in it Welch's interval missed a truth of zero three times as often as it should, with a hundred not."""
# One split in two thousand is so lopsided by chance.
_SPLIT_Z = NormalDist().inv_cdf(1 - 0.0005 / 2)


class Verdict(StrEnum):
    """What may be said of a difference."""

    BETTER = "BETTER"
    WORSE = "WORSE"
    UNCLEAR = "UNCLEAR"
    """The interval holds zero: it may have helped, done nothing, or harmed."""
    TOO_FEW = "TOO_FEW"
    NO_CONTROL = "NO_CONTROL"
    """Nobody was set aside, so nobody knows what would have happened anyway."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The members of one arm and what they bought in their windows; money in minor units."""

    member_count: int = 0
    buyer_count: int = 0
    order_count: int = 0
    revenue_minor: int = 0
    revenue_squares: float = 0.0
    """The sum of the squares of the members' revenues."""

    @property
    def conversion_share(self) -> float | None:
        """How many of a member bought; None for an empty arm."""
        return self.buyer_count / self.member_count if self.member_count else None

    @property
    def revenue_minor_per_member(self) -> float | None:
        """What a member spent, buyers and others; None for an empty arm."""
        return self.revenue_minor / self.member_count if self.member_count else None


@dataclass(frozen=True, slots=True)
class Difference:
    """Treated minus control, and between which bounds it probably lies; None where nothing can be compared."""

    verdict: Verdict
    value: float | None = None
    low: float | None = None
    high: float | None = None


def conversion_uplift(treated: Sample, control: Sample) -> Difference:
    """The difference of the shares that bought."""
    if not treated.member_count or not control.member_count:
        return _incomparable(control)
    share, other = treated.buyer_count / treated.member_count, control.buyer_count / control.member_count
    low, high = wilson(treated.buyer_count, treated.member_count)
    other_low, other_high = wilson(control.buyer_count, control.member_count)
    value = share - other
    below = sqrt((share - low) ** 2 + (other_high - other) ** 2)
    above = sqrt((high - share) ** 2 + (other - other_low) ** 2)
    is_thin = treated.buyer_count + control.buyer_count < BUYERS_MIN
    return _judged(treated, control, Difference(Verdict.UNCLEAR, value, value - below, value + above), is_thin=is_thin)


def revenue_uplift(treated: Sample, control: Sample) -> Difference:
    """The difference of what a member spent, in minor units."""
    if not treated.member_count or not control.member_count:
        return _incomparable(control)
    means = [arm.revenue_minor / arm.member_count for arm in (treated, control)]
    value = means[0] - means[1]
    errors = [_variance(arm) / arm.member_count for arm in (treated, control)]
    spread = _quantile(errors, (treated, control)) * sqrt(sum(errors))
    is_thin = min(treated.buyer_count, control.buyer_count) < PAYING_MIN
    return _judged(treated, control, Difference(Verdict.UNCLEAR, value, value - spread, value + spread), is_thin=is_thin)


def wilson(count: int, total: int) -> tuple[float, float]:
    """Wilson's interval for a share, at 95 %."""
    share, square = count / total, Z * Z
    centre = (share + square / (2 * total)) / (1 + square / total)
    spread = Z / (1 + square / total) * sqrt(share * (1 - share) / total + square / (4 * total * total))
    return max(0.0, centre - spread), min(1.0, centre + spread)


def is_split_sound(treated: Sample, control: Sample, control_expected: float) -> bool:
    """Whether as many were set aside as were meant to be, chance granted. If not, something else than chance told the arms apart (a limit
    that stopped only one of them, for example), and the difference is not the campaign's alone. `control_expected`: of both together.
    """
    total = treated.member_count + control.member_count
    if total == 0:
        return True
    share = control_expected / total
    spread = sqrt(total * share * (1 - share)) if 0 < share < 1 else 0.0
    return abs(control.member_count - control_expected) <= _SPLIT_Z * spread + 0.5


def _incomparable(control: Sample) -> Difference:
    return Difference(Verdict.TOO_FEW if control.member_count else Verdict.NO_CONTROL)


def _judged(treated: Sample, control: Sample, told: Difference, *, is_thin: bool) -> Difference:
    assert told.low is not None  # noqa: S101 (our own bug)
    assert told.high is not None  # noqa: S101 (our own bug)
    if is_thin or min(treated.member_count, control.member_count) < MEMBERS_MIN:
        return replace(told, verdict=Verdict.TOO_FEW)
    return replace(told, verdict=Verdict.BETTER if told.low > 0 else Verdict.WORSE if told.high < 0 else Verdict.UNCLEAR)


def _variance(arm: Sample) -> float:
    if arm.member_count < 2:
        return 0.0
    mean = arm.revenue_minor / arm.member_count
    return max(0.0, (arm.revenue_squares - arm.member_count * mean * mean) / (arm.member_count - 1))


def _quantile(errors: list[float], arms: tuple[Sample, Sample]) -> float:
    """Student's quantile for Welch's degrees of freedom, from the normal one (Abramowitz and Stegun 26.7.5)."""
    weights = sum(error**2 / (arm.member_count - 1) for error, arm in zip(errors, arms, strict=True) if arm.member_count > 1)
    if not weights:
        return Z
    freedom = sum(errors) ** 2 / weights
    first, second = (Z**3 + Z) / 4, (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96
    return Z + first / freedom + second / freedom**2
