"""Moves single members between evaluations, when something happened to them: the same rules, in process. Not here: the day's pass."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from loyalty.clock import Clock, business_date
from loyalty.database import Work
from loyalty.features import Catalogue, as_facts, known_now
from loyalty.members import Member
from loyalty.rules import decide_rule, measured
from loyalty.rules.terms import Consent, Events
from loyalty.segments.facts import facts_of
from loyalty.segments.language import STANDING
from loyalty.segments.membership import apply_members
from loyalty.segments.model import MemberAnswer, SegmentVersion
from loyalty.segments.source import Source, references
from loyalty.segments.standing import listed_at, standing_at
from loyalty.segments.versions import standing_segments

CAUSE = "EVENT"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a member did and that the warehouse has not heard of yet: its type, its business day, and the type's fields."""

    type: str
    happened_on: date
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reaction:
    """Which rules describe each member now, by external id, and how many memberships that changed."""

    segment_codes: Mapping[str, tuple[str, ...]]
    changed_count: int


def reevaluate_members(
    members: Sequence[Member],
    *,
    source: Source,
    catalogue: Catalogue,
    timezone: str,
    within: Work,
    clock: Clock,
    events: Mapping[str, Sequence[Event]] | None = None,
    dry_run: bool = False,
) -> Reaction:
    """Each member is from now on in the segments whose rules describe it: the profile as it was published and what became known since on
    top, points, tier, consents and lists as they are now, and `events` (by external id) on top of what the warehouse knows.

    A member without a profile stays where it is, and is not in the answer.
    """
    now = clock.now()
    today = max(business_date(now, timezone), source.as_of_on)
    standing = standing_segments(catalogue=catalogue, within=within)
    facts = _facts(members, standing, source, _Now(now, today, timezone, within), events or {})
    ordered = _in_order(standing)
    answers: list[MemberAnswer] = []
    described: dict[str, tuple[str, ...]] = {}
    for member in members:
        known = facts.get(member.external_id)
        if known is None:
            continue
        inside: list[str] = []
        for version in ordered:
            holds = decide_rule(version.segment.checked)(known)
            known[f"in_segment:{version.code}"] = holds
            answers.append(MemberAnswer(version.code, member.id, holds))
            inside += [version.code] if holds else []
        described[member.external_id] = tuple(sorted(inside))
    if dry_run or not answers:
        return Reaction(described, 0)
    kept = {member.id: _json(facts[member.external_id]) for member in members if member.external_id in facts}
    changed = apply_members(answers, standing, source.as_of_on, at=now, cause=CAUSE, within=within, known=kept)
    return Reaction(described, changed)


@dataclass(frozen=True, slots=True)
class _Now:
    at: datetime
    today: date
    timezone: str
    within: Work


def _facts(
    members: Sequence[Member], standing: Sequence[SegmentVersion], source: Source, now: _Now, events: Mapping[str, Sequence[Event]]
) -> dict[str, dict[str, Any]]:
    rules = [version.segment.checked for version in standing]
    ids, names = [member.id for member in members], [member.external_id for member in members]
    found = {name: dict(facts) for name, facts in facts_of(rules, source, names, among=standing, today=now.today).items()}
    standing_now = standing_at(now.at, now.today, timezone=now.timezone, within=now.within, member_ids=ids)
    by_name = {row["customer_id"]: row for row in standing_now.to_pylist()}
    lists = listed_at(now.at, now.today, within=now.within, member_ids=ids).to_pylist()
    on_list = {(row["customer_id"], row["segment_code"]) for row in lists}
    terms = {term.name: term for rule in rules for term in rule.terms}
    rule_codes = {version.code for version in standing}
    for name, facts in found.items():
        now_known = by_name.get(name, {})
        facts.update({feature.name: now_known.get(feature.name) for feature in STANDING if feature.name not in source.catalogue})
        consents = now_known.get("consent_codes") or ""
        facts.update({term.name: f",{term.channel}," in consents for term in terms.values() if isinstance(term, Consent)})
        for rule in rules:
            facts.update({one.name: (name, one.code) in on_list for one in references(rule) if one.code not in rule_codes})
        for term in terms.values():
            if isinstance(term, Events) and events.get(name):
                facts[term.name] = _added(term, facts[term.name], events[name], now.today)
        facts["today"] = facts["as_of_on"] = now.today
    for later in known_now(ids, now.within).values():
        facts = found.get(later.external_id, {})
        facts.update({name: value for name, value in as_facts(later.later, source.catalogue).items() if name in facts})
    return found


def _added(term: Events, before: Any, events: Sequence[Event], today: date) -> Any:  # noqa: ANN401 - a number or a day
    told = [{**event.fields, "type": event.type, "happened_on": event.happened_on} for event in events]
    more = measured(term, told, today)
    if term.measure == "last":
        return max((day for day in (before, more) if day is not None), default=None)
    return before + more


def _in_order(standing: Sequence[SegmentVersion]) -> list[SegmentVersion]:
    """Each rule after those that it refers to."""
    by_code = {version.code: version for version in standing}
    done: dict[str, SegmentVersion] = {}

    def visit(version: SegmentVersion) -> None:
        if version.code in done:
            return
        for one in references(version.segment.checked):
            if one.code in by_code:
                visit(by_code[one.code])
        done[version.code] = version

    for version in standing:
        visit(version)
    return list(done.values())


def _json(facts: Mapping[str, Any]) -> str:
    return json.dumps({name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}, ensure_ascii=False)
