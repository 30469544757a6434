"""The timeline as one statement over the rooms' tables. Not here: who may see which kind."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from loyalty.database import Work
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor
from loyalty.timeline.model import Happening, HappeningKind

_OF_POSTINGS = """
select '{kind}', p.id::text, p.event_time, p.type, null::text, p.reference, moved.points, p.spend_minor, p.currency_code, p.reason,
       jsonb_strip_nulls(jsonb_build_object('reference_kind', p.reference_kind, 'wallet_code', a.wallet_code, 'source', p.source,
                                            'actor', p.actor, 'rules', moved.rules))
from accounts a
join postings p on p.account_id = a.id and ({which})
left join lateral (
    select sum(e.amount_points)::bigint as points, jsonb_agg(distinct e.rule_code) filter (where e.rule_code is not null) as rules
    from entries e where e.account_id = p.account_id and e.recorded_at = p.recorded_at and e.posting_id = p.id
      and e.book in ('ACTIVE', 'PENDING', 'HELD')
) moved on true
where a.member_id = %(member_id)s and {after}
"""
_PURCHASED = "p.reference_kind = 'ORDER' and p.spend_minor is not null and p.type in ('POINTS_EARNED', 'PENDING_ADDED')"

# By kind: the select, the column that is its instant and the expression that is its id, by which it is bounded.
_SELECTS: dict[HappeningKind, list[tuple[str, str, str]]] = {
    HappeningKind.PURCHASE: [(_OF_POSTINGS.replace("{kind}", "PURCHASE").replace("{which}", _PURCHASED), "p.event_time", "p.id::text")],
    HappeningKind.POINTS: [
        (
            # What a redemption moved is told as the redemption.
            _OF_POSTINGS.replace("{kind}", "POINTS").replace("{which}", f"not ({_PURCHASED}) and p.reference_kind <> 'REDEMPTION'"),
            "p.event_time",
            "p.id::text",
        )
    ],
    HappeningKind.REDEMPTION: [
        (
            """
select 'REDEMPTION', r.id::text || '/' || m.id::text, m.recorded_at, m.status, r.reward_code, r.reference,
       case m.status when 'PENDING' then -r.points when 'REJECTED' then r.points when 'REFUNDED' then r.points end,
       null::bigint, null::text, m.reason,
       jsonb_strip_nulls(jsonb_build_object('redemption_id', r.id, 'status', r.status, 'actor', m.actor))
from accounts a
join redemptions r on r.account_id = a.id
join redemption_moves m on m.account_id = r.account_id and m.redemption_id = r.id
where a.member_id = %(member_id)s and {after}
""",
            "m.recorded_at",
            "r.id::text || '/' || m.id::text",
        )
    ],
    HappeningKind.VOUCHER: [
        (
            """
select 'VOUCHER', v.id::text, v.assigned_at, 'ASSIGNED', v.pool_code, null::text, null::bigint, null::bigint, null::text, null::text,
       jsonb_strip_nulls(jsonb_build_object('status', v.status, 'expires_at', v.expires_at))
from vouchers v where v.member_id = %(member_id)s and v.assigned_at is not null and {after}
""",
            "v.assigned_at",
            "v.id::text",
        ),
        (
            """
select 'VOUCHER', u.voucher_id::text || '/' || u.nth, u.used_at, 'USED', v.pool_code, u.reference, null::bigint, null::bigint, null::text,
       null::text, jsonb_strip_nulls(jsonb_build_object('actor', u.actor))
from voucher_uses u join vouchers v on v.id = u.voucher_id
where u.program_code = %(program_code)s and u.member_id = %(member_id)s and {after}
""",
            "u.used_at",
            "u.voucher_id::text || '/' || u.nth",
        ),
    ],
    HappeningKind.PROMOTION: [
        (
            """
select 'PROMOTION', u.id::text, u.used_at, 'USED', u.promotion_code, u.order_id, nullif(u.points, 0), nullif(u.discount_minor, 0),
       null::text, null::text, jsonb_strip_nulls(jsonb_build_object('returned_at', u.returned_at))
from promotion_uses u where u.member_id = %(member_id)s and {after}
""",
            "u.used_at",
            "u.id::text",
        )
    ],
    HappeningKind.TIER: [
        (
            """
select 'TIER', t.id::text, t.effective_at, t.type, t.to_tier_code, null::text, null::bigint, null::bigint, null::text, t.reason,
       jsonb_strip_nulls(jsonb_build_object('from_tier_code', t.from_tier_code))
from tier_moves t where t.member_id = %(member_id)s and {after}
""",
            "t.effective_at",
            "t.id::text",
        )
    ],
    HappeningKind.SEGMENT: [
        (
            """
select 'SEGMENT', s.segment_code || '/in/' || s.valid_from, s.valid_from, 'ENTERED', s.segment_code, null::text, null::bigint,
       null::bigint, null::text, null::text, jsonb_build_object('version', s.version)
from segment_memberships s where s.member_id = %(member_id)s and {after}
""",
            "s.valid_from",
            "s.segment_code || '/in/' || s.valid_from",
        ),
        (
            """
select 'SEGMENT', s.segment_code || '/out/' || s.valid_to, s.valid_to, 'LEFT', s.segment_code, null::text, null::bigint,
       null::bigint, null::text, null::text, jsonb_build_object('version', s.version)
from segment_memberships s where s.member_id = %(member_id)s and s.valid_to <= %(now)s and {after}
""",
            "s.valid_to",
            "s.segment_code || '/out/' || s.valid_to",
        ),
    ],
    HappeningKind.MESSAGE: [
        (
            """
select 'MESSAGE', d.id::text, coalesce(d.ended_at, d.admitted_at, d.queued_at), d.status, d.template_code, d.source_code, null::bigint,
       null::bigint, null::text, d.reason, jsonb_strip_nulls(jsonb_build_object('channel_code', d.channel_code, 'purpose', d.purpose,
       'delivery_id', d.id, 'occurrence', d.occurrence))
from deliveries d where d.member_id = %(member_id)s and {after}
""",
            "coalesce(d.ended_at, d.admitted_at, d.queued_at)",
            "d.id::text",
        ),
        (
            """
select 'MESSAGE', g.delivery_id::text || '/' || g.kind || '/' || g.target_key || '/' || g.is_automatic, g.occurred_at, g.kind,
       d.template_code, nullif(g.target, ''), null::bigint, null::bigint, null::text, g.detail,
       jsonb_strip_nulls(jsonb_build_object('channel_code', d.channel_code, 'delivery_id', g.delivery_id, 'is_automatic', g.is_automatic))
from message_engagement g left join deliveries d on d.id = g.delivery_id
where g.member_id = %(member_id)s and {after}
""",
            "g.occurred_at",
            "g.delivery_id::text || '/' || g.kind || '/' || g.target_key || '/' || g.is_automatic",
        ),
    ],
    HappeningKind.JOURNEY: [
        (
            """
select 'JOURNEY', s.enrollment_id::text || '/' || s.visit, s.entered_at, s.branch, s.journey_code, s.node_id, null::bigint, null::bigint,
       null::text, null::text, jsonb_build_object('version', s.version, 'enrollment_id', s.enrollment_id, 'outcome', e.outcome)
from journey_enrollments e join journey_steps s on s.enrollment_id = e.id
where e.member_id = %(member_id)s and {after}
""",
            "s.entered_at",
            "s.enrollment_id::text || '/' || s.visit",
        )
    ],
    HappeningKind.CAMPAIGN: [
        (
            """
select 'CAMPAIGN', c.campaign_code || '/' || c.revision || '/' || c.occurrence, c.chosen_at, c.arm, c.campaign_code, c.offer_code,
       null::bigint, null::bigint, null::text, null::text,
       jsonb_strip_nulls(jsonb_build_object('revision', c.revision, 'occurrence', c.occurrence, 'channel_code', c.channel_code))
from campaign_targets c where c.member_id = %(member_id)s and c.arm is not null and {after}
""",
            "c.chosen_at",
            "c.campaign_code || '/' || c.revision || '/' || c.occurrence",
        )
    ],
    HappeningKind.OFFER: [
        (
            """
select 'OFFER', o.id::text, o.occurred_at, o.outcome_code, d.offer_code, null::text, null::bigint, null::bigint, null::text, o.reason,
       jsonb_strip_nulls(jsonb_build_object('offer_id', d.offer_id, 'channel', o.channel))
from offer_decisions d join offer_outcomes o on o.offer_id = d.offer_id
where d.member_id = %(member_id)s and (d.first_shown_at is not null or d.answer_code is not null) and {after}
""",
            "o.occurred_at",
            "o.id::text",
        )
    ],
    HappeningKind.CONSENT: [
        (
            """
select 'CONSENT', c.id::text, c.given_at, case when c.is_given then 'GIVEN' else 'WITHDRAWN' end, c.channel_code, null::text, null::bigint,
       null::bigint, null::text, null::text, jsonb_strip_nulls(jsonb_build_object('source', c.source, 'actor', c.actor))
from member_consents c where c.member_id = %(member_id)s and {after}
""",
            "c.given_at",
            "c.id::text",
        )
    ],
}
_COLUMNS = "kind, id, at, type, code, reference, points, amount_minor, currency_code, reason, detail"
_LAST = ("9999-12-31T00:00:00+00:00", "\U0010ffff")


def timeline(
    member_id: UUID,
    *,
    program_code: str,
    kinds: Collection[HappeningKind],
    now: datetime,
    limit: int,
    cursor: str | None = None,
    within: Work,
) -> Page[Happening]:
    """What happened to the member of these kinds until `now`, newest first.

    Raises:
        LimitInvalid, CursorMalformed: as `loyalty.paging` says.
    """
    check_limit(limit)
    at, after_id = _position(cursor)
    facts = {"member_id": member_id, "program_code": program_code, "now": now, "at": at, "after_id": after_id, "limit": limit + 1}
    if not kinds:
        return Page([], None)
    rows = within.exec_driver_sql(_statement(kinds), facts)
    found = [Happening(HappeningKind(row.kind), *tuple(row)[1:]) for row in rows]
    if len(found) <= limit:
        return Page(found, None)
    last = found[limit - 1]
    return Page(found[:limit], write_cursor(last.at.astimezone(UTC).isoformat(), _id_of(last)))


def _statement(kinds: Collection[HappeningKind]) -> str:
    parts = [f"({_bounded(select, at, own_id, kind)})" for kind in HappeningKind if kind in kinds for select, at, own_id in _SELECTS[kind]]
    return (
        f"select {_COLUMNS} from (select * from {_first_as_named(parts)}) as happened ({_COLUMNS})"  # noqa: S608 - our own words only
        " order by at desc, (kind || '/' || id) collate \"C\" desc limit %(limit)s"
    )


def _first_as_named(parts: list[str]) -> str:
    return f"({' union all '.join(parts)}) as every"


def _bounded(select: str, at: str, own_id: str, kind: HappeningKind) -> str:
    """Only what lies behind the cursor, and no more of it than a page."""
    named = f"('{kind}/' || {own_id}) collate \"C\""
    after = f"{at} <= %(now)s and ({at}, {named}) < (%(at)s::timestamptz, %(after_id)s::text)"
    return f"{select.replace('{after}', after)} order by {at} desc, {named} desc limit %(limit)s"


def _id_of(one: Happening) -> str:
    return f"{one.kind}/{one.id}"


def _position(cursor: str | None) -> tuple[datetime, str]:
    at, after_id = _LAST if cursor is None else read_cursor(cursor, parts=2)
    try:
        instant = datetime.fromisoformat(at)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or "\x00" in after_id:
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=(cursor or "")[:80])
    return instant, after_id
