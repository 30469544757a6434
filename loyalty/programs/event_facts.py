"""The facts that conditions are asked of, made of an event and what is known of the member. Pure; not here: which exist (vocabulary)."""

from datetime import UTC

from loyalty.programs.awards import EarningEvent, MemberFacts
from loyalty.programs.effects import line_facts
from loyalty.programs.model import Program
from loyalty.programs.timeframe import zone


def facts_of(event: EarningEvent, member: MemberFacts, program: Program) -> dict[str, object]:
    """Everything of `vocabulary.fact_shape`; what is not known is null."""
    local = event.event_time.astimezone(zone(program.timezone))
    joined_on = member.joined_at.astimezone(zone(program.timezone)).date() if member.joined_at else None
    codes = [tier.code for tier in program.tiers.tiers] if program.tiers else []
    # Somebody who was not placed yet stands on the lowest tier.
    tier_code = member.tier_code or (codes[0] if codes else None)
    return {
        "event": {
            "trigger": event.trigger,
            "event_time": event.event_time.astimezone(UTC).isoformat(),
            "on": local.date().isoformat(),
            "weekday": local.isoweekday(),
            "hour": local.hour,
            "attributes": event.attributes,
        },
        "order": {
            "spend_minor": event.spend_minor,
            "currency_code": event.currency_code,
            "line_count": len(event.lines),
            "piece_count": sum(line.quantity for line in event.lines),
        },
        "lines": [line_facts(line) for line in event.lines],
        "member": {
            "joined_on": joined_on.isoformat() if joined_on else None,
            "tenure_days": (local.date() - joined_on).days if joined_on else None,
        },
        "tier": {"code": tier_code, "rank": codes.index(tier_code) if tier_code in codes else None},
        "segments": member.segments,
        "features": member.features,
    }
