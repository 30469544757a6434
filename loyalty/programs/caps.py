"""How much of an award its caps leave, and under which keys their use is counted. Pure; not here: storing the use (the ledger)."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from loyalty.programs.awards import CapKey, CapUsage, ReasonCode
from loyalty.programs.model import Program
from loyalty.programs.rules_model import Cap, CapBeyond, CapPeriod, CapScope
from loyalty.programs.timeframe import zone

TOTAL_STARTS_ON = date(1970, 1, 1)

KeyedCaps = tuple[tuple[CapKey, Cap], ...]


def cap_keys(program: Program, rule_code: str, member_id: UUID, event_time: datetime, *, wallet_code: str | None = None) -> KeyedCaps:
    """The caps that an award of this rule counts against, each with the key of its period: so that a return gives the room back.

    `wallet_code` None: the rule's own, or for a tier's benefit the first redeemable one.
    """
    rule = program.rule(rule_code)
    own = [(f"{program.code}/{rule.code}/{cap.code}", cap) for cap in rule.caps] if rule else []
    if not own and not program.caps:
        return ()
    wallet = wallet_code or (rule.wallet_code if rule else program.wallet_code)
    shared = [(f"{program.code}//{cap.code}", cap) for cap in program.caps if cap.wallet_code in {None, wallet}]
    on = event_time.astimezone(zone(program.timezone)).date()
    return tuple(
        (CapKey(code, member_id if cap.scope is CapScope.MEMBER else None, _starts_on(cap.period, on)), cap) for code, cap in own + shared
    )


def within_caps(points: int, caps: KeyedCaps, usage: CapUsage) -> tuple[int, ReasonCode | None]:
    """What the caps leave of `points`, and why it is less; `usage` has moved on by it.

    Those that truncate come first, whatever their order, then those that reject look at what is left: so the order never matters.
    """
    left = {key: max(cap.points - usage.used(key), 0) for key, cap in caps}
    awarded = min([points, *(left[key] for key, cap in caps if cap.beyond is CapBeyond.TRUNCATE)])
    if any(left[key] < awarded for key, cap in caps if cap.beyond is CapBeyond.REJECT):
        return 0, ReasonCode.CAP_REJECTED
    for key, _ in caps:
        usage.add(key, awarded)
    return awarded, ReasonCode.CAP_TRUNCATED if awarded < points else None


@lru_cache(maxsize=4096)
def _starts_on(period: CapPeriod, on: date) -> date:
    match period:
        case CapPeriod.DAY:
            return on
        case CapPeriod.WEEK:
            return on - timedelta(days=on.weekday())
        case CapPeriod.MONTH:
            return on.replace(day=1)
        case CapPeriod.TOTAL:
            return TOTAL_STARTS_ON
