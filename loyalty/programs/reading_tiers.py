"""Reads a tier structure out of a definition. Not here: who stands where (`loyalty.tiers`)."""

from loyalty.definition_file import Section
from loyalty.programs import reading
from loyalty.programs.model import (
    Benefits,
    Downgrade,
    DowngradePolicy,
    PeriodKind,
    Qualification,
    QualificationBy,
    Tier,
    TierPeriod,
    TierStructure,
)
from loyalty.programs.reading import DAYS_MAX, MINOR_MAX, POINTS_MAX

CALENDAR_MONTHS = (1, 3, 6, 12)


def read_tiers(section: Section, wallet_codes: tuple[str, ...]) -> TierStructure:
    """A tier structure whose ladder rises from a lowest tier that needs nothing."""
    qualification = _qualification(section.section("qualification"), wallet_codes)
    is_by_segment = qualification.by is QualificationBy.SEGMENT
    tiers = reading.parts(section, "ladder", lambda one: _tier(one, is_by_segment=is_by_segment), is_required=True)
    structure = TierStructure(qualification, tiers, _downgrade(section.section("downgrade")) if section.has("downgrade") else Downgrade())
    reading.unique(section, "ladder", [tier.code for tier in tiers])
    if is_by_segment:
        _check_segments(section, tiers)
    else:
        _check_rising(section, tiers)
    section.finish()
    return structure


def _check_rising(section: Section, tiers: tuple[Tier, ...]) -> None:
    steps = [tier.threshold for tier in tiers]
    if steps[0] != 0:
        section.refuse("ladder[0].threshold", "must be 0, so that every member has a tier", steps[0])
    if sorted(set(steps)) != steps:
        section.refuse("ladder", "must rise: each tier's threshold above the one before", steps)


def _check_segments(section: Section, tiers: tuple[Tier, ...]) -> None:
    if tiers[0].segment_code is not None:
        section.refuse("ladder[0].segment_code", "must be absent, so that every member has a tier", tiers[0].segment_code)
    for place, tier in enumerate(tiers[1:], 1):
        if tier.segment_code is None:
            section.refuse(f"ladder[{place}].segment_code", "is missing: its members stand on this tier", None)
    reading.unique(section, "ladder", [tier.segment_code for tier in tiers if tier.segment_code])


def _qualification(section: Section, wallet_codes: tuple[str, ...]) -> Qualification:
    by = section.choice("by", QualificationBy)
    needs_wallet = by in {QualificationBy.POINTS_EARNED, QualificationBy.BALANCE}
    needs_period = by in {QualificationBy.POINTS_EARNED, QualificationBy.SPEND}
    if not needs_wallet and section.has("wallet_code"):
        section.refuse("wallet_code", f"does not go with {by}", section.value("wallet_code"))
    if not needs_period and section.has("period"):
        section.refuse("period", f"does not go with {by}", None)
    wallet_code = reading.known_code(section, "wallet_code", wallet_codes, "wallet") if needs_wallet else None
    if needs_wallet and wallet_code is None:
        section.refuse("wallet_code", f"is missing: {by} is counted in one wallet", None)
    qualification = Qualification(by, _period(section.section("period")) if needs_period else None, wallet_code)
    section.finish()
    return qualification


def _period(section: Section) -> TierPeriod:
    kind = section.choice("kind", PeriodKind)
    period = TierPeriod(
        kind,
        months=reading.whole_or(section, "months", 0, least=0, most=36),
        days=reading.whole_or(section, "days", 0, least=0, most=DAYS_MAX),
    )
    if kind is PeriodKind.ROLLING and (not period.days or period.months):
        section.refuse("days", "must be at least 1, and months absent, where the period is ROLLING", period.days)
    if kind is PeriodKind.CALENDAR and (period.months not in CALENDAR_MONTHS or period.days):
        section.refuse("months", f"must be one of {CALENDAR_MONTHS}, and days absent, where the period is CALENDAR", period.months)
    if kind is PeriodKind.FROM_JOIN and (not period.months or period.days):
        section.refuse("months", "must be at least 1, and days absent, where the period is FROM_JOIN", period.months)
    section.finish()
    return period


def _downgrade(section: Section) -> Downgrade:
    downgrade = Downgrade(
        policy=section.choice("policy", DowngradePolicy), grace_days=reading.whole_or(section, "grace_days", 0, least=0, most=DAYS_MAX)
    )
    section.finish()
    return downgrade


def _tier(section: Section, *, is_by_segment: bool) -> Tier:
    tier = Tier(
        code=reading.code(section, "code"),
        name=section.names("name"),
        threshold=reading.whole_or(section, "threshold", 0, least=0, most=0)
        if is_by_segment
        else section.whole_number("threshold", least=0, most=MINOR_MAX),
        segment_code=reading.optional_code(section, "segment_code") if is_by_segment else None,
        benefits=_benefits(section.section("benefits")) if section.has("benefits") else Benefits(),
    )
    if not is_by_segment and section.has("segment_code"):
        section.refuse("segment_code", "goes with tiers by SEGMENT only", section.value("segment_code"))
    section.finish()
    return tier


def _benefits(section: Section) -> Benefits:
    benefits = Benefits(
        multiplier_percent=reading.whole_or(section, "multiplier_percent", 100, least=100, most=10_000),
        overdraft_points=reading.whole_or(section, "overdraft_points", 0, least=0, most=POINTS_MAX),
        reward_price_percent=reading.whole_or(section, "reward_price_percent", 100, least=1, most=100),
    )
    section.finish()
    return benefits
