"""What screens and callers read of campaigns. Not here: writing (`store.py`, `audience.py`)."""

from datetime import date
from uuid import UUID

from sqlalchemy import RowMapping

from loyalty.campaigns.errors import CampaignUnknown
from loyalty.campaigns.model import AudienceDay, AudienceMember, CampaignSummary, OfferChoice
from loyalty.database import Work
from loyalty.paging import CursorMalformed, Page, check_limit, read_cursor, write_cursor

SUMMARIES = """
select c.code, v.name, v.description, v.owner, c.version, v.segment_code, v.control_share, v.default_offer_code,
       to_jsonb(newest) - 'built_at' as newest, newest.as_of_on
from campaigns c
join campaign_versions v on v.campaign_code = c.code and v.version = c.version
left join lateral (
    select * from campaign_days d where d.campaign_code = c.code order by d.as_of_on desc limit 1
) newest on true
where c.code = coalesce(%(code)s, c.code)
order by c.code
"""

HISTORY = """
select campaign_code, as_of_on, version, segment_code, segment_version, read_count, kept_count, control_count,
       refused_inactive_count, refused_offerless_count
from campaign_days where campaign_code = %(code)s order by as_of_on
"""

AUDIENCE = """
select a.member_id, m.external_id, a.offer_code, a.offer_choice, a.score_probability, a.is_control
from campaign_audience a join members m on m.id = a.member_id
where a.campaign_code = %(code)s and a.as_of_on = %(as_of_on)s and a.member_id > %(after)s
  and (a.is_control = %(is_control)s or %(is_control)s::boolean is null)
order by a.member_id limit %(limit)s
"""


def list_campaigns(*, within: Work) -> list[CampaignSummary]:
    """Every campaign with its newest audience in numbers, by code."""
    return [_summary(row) for row in within.exec_driver_sql(SUMMARIES, {"code": None}).mappings()]


def find_campaign(code: str, *, within: Work) -> CampaignSummary:
    """One campaign with its newest audience in numbers.

    Raises:
        CampaignUnknown: no campaign has this code.
    """
    row = within.exec_driver_sql(SUMMARIES, {"code": code}).mappings().one_or_none()
    if row is None:
        raise CampaignUnknown(f"There is no campaign '{code[:80]}'.", campaign_code=code[:80])
    return _summary(row)


def audience_history(code: str, *, within: Work) -> list[AudienceDay]:
    """The days for which the campaign has an audience, oldest first.

    Raises:
        CampaignUnknown: no campaign has this code.
    """
    find_campaign(code, within=within)
    return [AudienceDay(**row) for row in within.exec_driver_sql(HISTORY, {"code": code}).mappings()]


def audience_page(
    code: str,
    *,
    within: Work,
    as_of_on: date | None = None,
    is_control: bool | None = False,
    limit: int = 100,
    cursor: str | None = None,
) -> Page[AudienceMember]:
    """The audience of a day (default: the newest), a page in the order of member ids.

    `is_control`: False, those who are addressed; True, those set aside; None, both.

    Raises:
        CampaignUnknown: no campaign has this code.
        LimitInvalid, CursorMalformed: as the names say.
    """
    campaign = find_campaign(code, within=within)
    check_limit(limit)
    day = as_of_on or (campaign.newest.as_of_on if campaign.newest else None)
    facts = {"code": code, "as_of_on": day, "after": _position(cursor), "is_control": is_control, "limit": limit + 1}
    found = [_member(row) for row in within.exec_driver_sql(AUDIENCE, facts).mappings()]
    return Page(found[:limit], write_cursor(found[limit - 1].member_id.hex) if len(found) > limit else None)


def _summary(row: RowMapping) -> CampaignSummary:
    parts = dict(row)
    newest, as_of_on = parts.pop("newest"), parts.pop("as_of_on")
    return CampaignSummary(**parts, newest=AudienceDay(**(newest | {"as_of_on": as_of_on})) if newest else None)


def _member(row: RowMapping) -> AudienceMember:
    return AudienceMember(**{**row, "offer_choice": OfferChoice(row["offer_choice"])})


def _position(cursor: str | None) -> UUID:
    if cursor is None:
        return UUID(int=0)
    (position,) = read_cursor(cursor, parts=1)
    try:
        return UUID(hex=position)
    except ValueError:
        raise CursorMalformed("The cursor is not one that this listing gave out; start again without it.", cursor=cursor[:80]) from None
