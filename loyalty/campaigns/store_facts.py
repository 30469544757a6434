"""What is known of those who wait, read for a batch at once: standing, reach, offers, what is left. Knows SQL; decides nothing."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import polars as pl
import pyarrow as pa

from loyalty.campaigns.decide import Holdout, Room
from loyalty.campaigns.model import LIVE_KINDS, Campaign, OfferKind
from loyalty.campaigns.store_waiting import OccurrenceKey
from loyalty.database import Work
from loyalty.database.arrays import code_array, text_array
from loyalty.database.copying import read_rows
from loyalty.messages import CHANNELS, Purpose

FACTS = """
select w.place::bigint - 1 as place, coalesce(m.external_id, '') as external_id,
       coalesce(m.program_code = %(program_code)s, false) as is_of_program, coalesce(m.status = 'ACTIVE', false) as is_active,
       (not %(asks_audience)s) or cardinality(%(segments)s::text[]) = 0 or exists (
           select from segment_memberships s
           where s.member_id = w.member_id and s.valid_to is null and s.segment_code = any(%(segments)s::text[])) as is_in_audience,
       cardinality(%(excluded)s::text[]) > 0 and exists (
           select from segment_memberships s
           where s.member_id = w.member_id and s.valid_to is null and s.segment_code = any(%(excluded)s::text[])) as is_excluded,
       exists (
           select from campaign_targets t
           where t.member_id = w.member_id and t.campaign_code = %(code)s and t.arm is not null and t.chosen_at > %(lately)s
       ) as is_addressed_lately,
       coalesce(said.channels, '') as consented,
       concat_ws(' ',
           case when c.email is not null and not 'email' = any(c.bounced_channels) then 'email' end,
           case when c.phone is not null and not 'phone' = any(c.bounced_channels) then 'phone' end,
           case when c.phone is not null and not 'sms' = any(c.bounced_channels) then 'sms' end,
           case when c.phone is not null and not 'whatsapp' = any(c.bounced_channels) then 'whatsapp' end,
           case when c.push_token is not null and not 'push' = any(c.bounced_channels) then 'push' end,
           case when c.postal_address is not null and not 'mail' = any(c.bounced_channels) then 'mail' end) as addressed,
       m.attributes ->> 'preferred_channel' as preferred_channel, c.language,
       exists (
           select from campaign_targets t
           where t.campaign_code = %(code)s and t.revision = %(revision)s and t.occurrence = w.occurrence
             and t.member_id = w.member_id) as is_decided,
       %(stale_before)s::timestamptz is not null
           and coalesce(greatest(%(known_at)s::timestamptz, told.known_at), '-infinity') < %(stale_before)s as is_stale
from unnest(%(members)s::uuid[], %(occurrences)s::text[]) with ordinality as w (member_id, occurrence, place)
left join members m on m.id = w.member_id
left join member_contacts c on c.member_id = w.member_id
left join lateral (
    select string_agg(s.channel_code, ' ') as channels from (
        select distinct on (e.channel_code) e.channel_code, e.is_given from member_consents e
        where e.member_id = w.member_id and e.given_at <= %(now)s
        order by e.channel_code, e.given_at desc, e.id desc
    ) s where s.is_given
) said on %(asks_consent)s
left join lateral (
    select max(u.known_at) as known_at from member_feature_updates u where u.member_id = w.member_id
) told on %(stale_before)s::timestamptz is not null
order by w.place
"""

# No more of each member's list than may be needed: what comes after the first offer without a stock is never taken.
CANDIDATES = """
select place, offer_rank, offer_code, score_probability, offer_id, title, reason_code, ends_on, campaign_id, coupon_upc from (
    select w.place::bigint - 1 as place, o.offer_rank, o.offer_code, o.score_probability, o.offer_id, o.title, o.reason_code, o.ends_on,
           o.campaign_id, o.coupon_upc, min(o.offer_rank) filter (where k.offer_code is null) over (partition by w.place) as enough
    from unnest(%(members)s::uuid[]) with ordinality as w (member_id, place)
    join member_offers o on o.member_id = w.member_id
    left join offer_stocks k on k.offer_code = o.offer_code
    where o.answer_code is null and o.offer_id is not null and (o.ends_on is null or o.ends_on >= %(today)s)
      and (cardinality(%(categories)s::text[]) = 0 or o.category_code = any(%(categories)s::text[]))
      and not exists (select from offer_reservations r where r.offer_id = o.offer_id)
) listed
where offer_rank <= coalesce(enough, offer_rank)
order by place, offer_rank
"""

STOCK = "select offer_code, units - taken_units - reserved_units as units from offer_stocks order by offer_code"
VOUCHERS = """
select count(*) from (
    select from vouchers v
    where v.program_code = %(program_code)s and v.pool_code = %(pool_code)s and v.status = 'AVAILABLE' and v.used_count = 0
      and (v.expires_at > %(now)s or v.expires_at is null) limit %(limit)s) found
"""
TREATED_COUNTED = """
select treated_count from campaign_occurrences where campaign_code = %(code)s and revision = %(revision)s and occurrence = %(occurrence)s
"""
TREATED_SINCE = "select count(*) from campaign_targets where campaign_code = %(code)s and chosen_at >= %(since)s and arm = 'TREATED'"
HOLD_BUDGET = """
insert into campaign_budgets (campaign_code, reserved_minor, kept_minor) values (%(code)s, 0, 0)
on conflict (campaign_code) do update set reserved_minor = campaign_budgets.reserved_minor
returning reserved_minor + kept_minor
"""
BUDGET = "select reserved_minor + kept_minor from campaign_budgets where campaign_code = %(code)s"
HOLDOUT = "select season, share from universal_holdouts order by version desc limit 1"
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
# A night that had no new load publishes the same again: that is no younger for it.
PUBLISHED = "select coalesce(loaded_at, published_at) from feature_shelf"


_KNOWN: dict[str, pa.DataType] = {
    "place": pa.int64(),
    "external_id": pa.string(),
    "is_of_program": pa.bool_(),
    "is_active": pa.bool_(),
    "is_in_audience": pa.bool_(),
    "is_excluded": pa.bool_(),
    "is_addressed_lately": pa.bool_(),
    "consented": pa.string(),
    "addressed": pa.string(),
    "preferred_channel": pa.string(),
    "language": pa.string(),
    "is_decided": pa.bool_(),
    "is_stale": pa.bool_(),
}
KNOWN = pa.schema(_KNOWN)
_SHELF: dict[str, pa.DataType] = {
    "place": pa.int64(),
    "offer_rank": pa.int64(),
    "offer_code": pa.string(),
    "score_probability": pa.float64(),
    "offer_id": pa.string(),
    "title": pa.string(),
    "reason_code": pa.string(),
    "ends_on": pa.date32(),
    "campaign_id": pa.string(),
    "coupon_upc": pa.string(),
}
SHELF = pa.schema(_SHELF)


class KnownBatch(NamedTuple):
    """What is known of a batch: `members` as `decide.MEMBERS`, with `language`, and `is_decided` where the occurrence has them as a target
    already; `offers` as `decide.OFFERS`, with what a template may tell of each."""

    members: pl.DataFrame
    offers: pl.DataFrame


def known_batch(
    campaign: Campaign,
    members: Sequence[str],
    now: datetime,
    today: date,
    within: Work,
    *,
    revision: int = 0,
    occurrences: Sequence[str] = (),
) -> KnownBatch:
    """What is known of these members (UUIDs) now, in two statements; `place` is their place in the list.

    `occurrences`: of this revision, the one in which each of them may be a target already; none: nobody asks.
    """
    age = campaign.features_age_hours_max
    asked: dict[str, object] = {
        "members": code_array(members),
        "occurrences": text_array(occurrences),
        "revision": revision,
        "program_code": campaign.program_code,
        "code": campaign.code,
        "segments": list(campaign.segments),
        "excluded": list(campaign.excluded_segments),
        "asks_audience": campaign.trigger.kind in LIVE_KINDS,
        "asks_consent": campaign.message is not None and campaign.message.purpose is Purpose.MARKETING,
        "lately": _lately(campaign, now),
        "now": now,
        "stale_before": None if age is None else now - timedelta(hours=age),
        "known_at": None if age is None else within.exec_driver_sql(PUBLISHED).scalar_one_or_none(),
    }
    frame = pl.DataFrame(read_rows(FACTS, asked, KNOWN, within=within)).with_columns(pl.col("consented", "addressed").str.split(" "))
    if campaign.message is not None and campaign.message.purpose is Purpose.SERVICE:
        frame = frame.with_columns(consented=pl.lit(list(CHANNELS)))
    return KnownBatch(frame, _offers(campaign, members, today, within))


def room_left(campaign: Campaign, key: OccurrenceKey, day_began: datetime, now: datetime, within: Work, *, locks: bool = True) -> Room:
    """What is left for this occurrence (of campaigns without such, for the day). With `locks`, stocks and budget are held until the
    transaction ends."""
    offer = campaign.offer
    code, revision, occurrence = key
    asked = {"code": code, "revision": revision, "occurrence": occurrence, "since": day_began}
    units = {}
    if offer is not None and offer.kind is not OfferKind.VOUCHER:
        units = {row.offer_code: max(row.units, 0) for row in within.exec_driver_sql(STOCK + " for update" if locks else STOCK)}
    vouchers = None
    if offer is not None and offer.pool_code is not None:
        pool = {"program_code": campaign.program_code, "pool_code": offer.pool_code, "limit": 100_000, "now": now}
        vouchers = int(within.exec_driver_sql(VOUCHERS, pool).scalar_one())
    members = None
    if campaign.members_max is not None:
        count = within.exec_driver_sql(TREATED_SINCE if campaign.trigger.kind in LIVE_KINDS else TREATED_COUNTED, asked)
        members = max(campaign.members_max - int(count.scalar_one_or_none() or 0), 0)
    budget = None
    if campaign.budget_minor is not None:
        spent = within.exec_driver_sql(HOLD_BUDGET if locks else BUDGET, asked).scalar_one_or_none()
        budget = campaign.budget_minor - int(spent or 0)
    return Room(units, vouchers, members, budget)


def holdout_in_force(within: Work) -> Holdout:
    """The universal holdout; a share of 0 where nobody ever set one."""
    row = within.exec_driver_sql(HOLDOUT).one_or_none()
    return Holdout() if row is None else Holdout(row.season, row.share)


def _offers(campaign: Campaign, members: Sequence[str], today: date, within: Work) -> pl.DataFrame:
    if campaign.offer is None or campaign.offer.kind is not OfferKind.BEST:
        return pl.DataFrame(pa.Table.from_batches([], schema=SHELF)).with_columns(candidate=pl.lit(None, pl.Int64))
    asked = {"members": code_array(members), "today": today, "categories": list(campaign.offer.categories)}
    found = pl.DataFrame(read_rows(CANDIDATES, asked, SHELF, within=within))
    return found.with_columns(candidate=pl.int_range(pl.len(), dtype=pl.Int64))


def _lately(campaign: Campaign, now: datetime) -> datetime:
    """Since when a member must not have been chosen."""
    if campaign.again_after_days is None:
        return BEFORE_ALL
    return now - timedelta(days=campaign.again_after_days)
