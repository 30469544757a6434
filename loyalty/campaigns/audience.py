"""Chooses a day's audience: segment members, control group set aside, an offer for each. Set-based; nobody is silently dropped.

Not here: who is in the segment (`loyalty/segments`), how offers are scored, sending.
"""

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from loyalty.campaigns.errors import SegmentNotEvaluated
from loyalty.campaigns.model import AudienceDay, CampaignVersion
from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.database.copying import copy_rows
from loyalty.warehouse import Warehouse

BEST_OFFERS = """
select o.customer_id, o.offer_code, o.score_probability
from scores.offers o
join (
    select s.customer_id, min(s.offer_rank) as offer_rank
    from scores.offers s
    join marts.offer_candidates c on c.as_of_on = s.as_of_on and c.offer_code = s.offer_code
    where s.as_of_on = :as_of_on and c.starts_on <= :as_of_on and c.ends_on >= :as_of_on
    group by s.customer_id
) best on best.customer_id = o.customer_id and best.offer_rank = o.offer_rank
where o.as_of_on = :as_of_on
"""

LOCK = "select from campaigns where code = any(%(codes)s) order by code for update"

OFFER_TABLE = """
create temporary table campaign_offer (customer_id text collate "C", offer_code text, score_probability double precision)
on commit drop
"""

UNEVALUATED = """
select v.campaign_code, v.segment_code
from unnest(%(codes)s::text[], %(versions)s::int[]) as w (campaign_code, version)
join campaign_versions v using (campaign_code, version)
left join segment_days d on d.segment_code = v.segment_code and d.as_of_on = %(as_of_on)s::date
where d.segment_code is null
"""

# The hash takes the same 52 bits as `control.control_bucket`.
CHOSEN = """
create temporary table campaign_choice on commit drop as
select v.campaign_code, m.id as member_id, m.status = 'ACTIVE' as is_active,
       coalesce(o.offer_code, v.default_offer_code) as offer_code,
       case when o.offer_code is null then 'DEFAULT' else 'BEST' end as offer_choice, o.score_probability,
       ('x' || substr(encode(sha256(convert_to(v.campaign_code || ':' || m.external_id, 'UTF8')), 'hex'), 1, 13))::bit(52)::bigint
           < v.control_share * (1::bigint << 52) as is_control
from unnest(%(codes)s::text[], %(versions)s::int[]) as w (campaign_code, version)
join campaign_versions v using (campaign_code, version)
join segment_days d on d.segment_code = v.segment_code and d.as_of_on = %(as_of_on)s::date
join segment_memberships s on s.segment_code = v.segment_code
  and s.valid_from <= d.evaluated_at and (s.valid_to > d.evaluated_at or s.valid_to is null)
join members m on m.id = s.member_id
left join campaign_offer o on o.customer_id = m.external_id
"""

REPLACE = (
    "delete from campaign_audience where campaign_code = any(%(codes)s) and as_of_on = %(as_of_on)s::date",
    """
    insert into campaign_audience (campaign_code, as_of_on, member_id, offer_code, offer_choice, score_probability, is_control)
    select campaign_code, %(as_of_on)s::date, member_id, offer_code, offer_choice, score_probability, is_control
    from campaign_choice where is_active and offer_code is not null
    """,
)

DAYS = """
insert into campaign_days
    (campaign_code, as_of_on, version, segment_code, segment_version, read_count, kept_count, control_count,
     refused_inactive_count, refused_offerless_count, built_at)
select v.campaign_code, %(as_of_on)s::date, v.version, v.segment_code, d.version, count(c.member_id),
       count(*) filter (where c.is_active and c.offer_code is not null and not c.is_control),
       count(*) filter (where c.is_active and c.offer_code is not null and c.is_control),
       count(*) filter (where not c.is_active),
       count(*) filter (where c.is_active and c.offer_code is null),
       %(now)s
from unnest(%(codes)s::text[], %(versions)s::int[]) as w (campaign_code, version)
join campaign_versions v using (campaign_code, version)
join segment_days d on d.segment_code = v.segment_code and d.as_of_on = %(as_of_on)s::date
left join campaign_choice c on c.campaign_code = v.campaign_code
group by v.campaign_code, v.version, v.segment_code, d.version
on conflict (campaign_code, as_of_on) do update
    set version = excluded.version, segment_code = excluded.segment_code, segment_version = excluded.segment_version,
        read_count = excluded.read_count, kept_count = excluded.kept_count, control_count = excluded.control_count,
        refused_inactive_count = excluded.refused_inactive_count, refused_offerless_count = excluded.refused_offerless_count,
        built_at = excluded.built_at
returning campaign_code, as_of_on, version, segment_code, segment_version, read_count, kept_count, control_count,
          refused_inactive_count, refused_offerless_count
"""

DROP = "drop table if exists campaign_offer, campaign_choice"


def best_offers(warehouse: Warehouse, as_of_on: date) -> pa.Table:
    """The best-ranked offer of each customer among those that run on the day: (customer_id, offer_code, score_probability).

    Raises:
        WarehouseUnavailable, WarehouseQueryFailed: as the port says.
    """
    return warehouse.read(BEST_OFFERS, {"as_of_on": as_of_on})


def build_audience(
    offers: pa.Table, campaigns: Sequence[CampaignVersion], as_of_on: date, *, within: Work, clock: Clock
) -> list[AudienceDay]:
    """Each campaign's audience of the day is its segment's members at the end of the day, each with an offer, a fixed share control.

    `offers` come from `best_offers`. Running it again replaces the day's rows by the same rows. Results in the order of the codes.

    Raises:
        SegmentNotEvaluated: a campaign's segment has no membership of the day; nothing is written.
    """
    facts = {
        "codes": [campaign.code for campaign in campaigns],
        "versions": [campaign.version for campaign in campaigns],
        "as_of_on": as_of_on,
        "now": clock.now(),
    }
    within.exec_driver_sql(LOCK, facts)
    _refuse_unevaluated(facts, within)
    within.exec_driver_sql(DROP)
    within.exec_driver_sql(OFFER_TABLE)
    copy_rows("campaign_offer", offers.select(["customer_id", "offer_code", "score_probability"]), within=within)
    for statement in ("analyze campaign_offer", CHOSEN, *REPLACE):
        within.exec_driver_sql(statement, facts)
    days = [AudienceDay(**row) for row in within.exec_driver_sql(DAYS, facts).mappings()]
    within.exec_driver_sql(DROP)
    return sorted(days, key=lambda day: day.campaign_code)


def _refuse_unevaluated(facts: dict[str, object], within: Work) -> None:
    lacking = within.exec_driver_sql(UNEVALUATED, facts).first()
    if lacking is not None:
        raise SegmentNotEvaluated(
            f"The segment '{lacking.segment_code}' of campaign '{lacking.campaign_code}' has not been evaluated for {facts['as_of_on']}:"
            " run the segments of that day first.",
            campaign_code=lacking.campaign_code,
            segment_code=lacking.segment_code,
            as_of_on=str(facts["as_of_on"]),
        )
