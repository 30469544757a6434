"""Campaigns and their immutable versions as rows. Not here: audiences (`audience.py`) and what screens read (`reads.py`)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from loyalty.campaigns.errors import CampaignDefinitionInvalid
from loyalty.campaigns.model import Campaign, CampaignVersion
from loyalty.clock import Clock
from loyalty.database import Work

FROM_FILES = "definitions"

INSERT_CAMPAIGN = """
insert into campaigns (code, version, created_at, updated_at) values (%(code)s, 1, %(now)s, %(now)s) on conflict (code) do nothing
"""

LOCK = """
select c.version, (
    select v.content_sha256 = %(hash)s from campaign_versions v
    where v.campaign_code = c.code and v.created_by = %(created_by)s order by v.version desc limit 1
) as is_stored
from campaigns c where c.code = %(code)s for update of c
"""

INSERT_VERSION = """
insert into campaign_versions (campaign_code, version, name, description, segment_code, control_share, default_offer_code, owner,
                               content_sha256, created_at, created_by)
values (%(code)s, %(version)s, %(name)s::jsonb, %(description)s::jsonb, %(segment_code)s, %(control_share)s, %(default_offer_code)s,
        %(owner)s, %(hash)s, %(now)s, %(created_by)s)
"""

SET_VERSION = "update campaigns set version = %(version)s, updated_at = %(now)s where code = %(code)s"

IN_FORCE = """
select c.version, v.campaign_code as code, v.name, v.description, v.owner, v.segment_code, v.control_share, v.default_offer_code
from campaigns c join campaign_versions v on v.campaign_code = c.code and v.version = c.version
order by c.code
"""


def store_campaigns(campaigns: Sequence[Campaign], *, within: Work, clock: Clock) -> list[CampaignVersion]:
    """The campaigns stand as the files define them; a file that has not changed since it was last stored makes no new version.

    Raises:
        CampaignDefinitionInvalid: a campaign's segment does not exist; nothing is stored.
    """
    known = set(within.exec_driver_sql("select code from segments").scalars())
    for campaign in campaigns:
        if campaign.segment_code not in known:
            raise CampaignDefinitionInvalid(
                f"campaign {campaign.code}: there is no segment '{campaign.segment_code}'. Define it in definitions/segments first.",
                path="segment",
                segment_code=campaign.segment_code,
            )
    return [_store(campaign, within, clock) for campaign in campaigns]


def campaigns_in_force(*, within: Work) -> list[CampaignVersion]:
    """The newest version of every campaign, by code."""
    rows = [dict(row) for row in within.exec_driver_sql(IN_FORCE).mappings()]
    return [CampaignVersion(version=row.pop("version"), campaign=Campaign(**row)) for row in rows]


def _store(campaign: Campaign, within: Work, clock: Clock) -> CampaignVersion:
    now = clock.now()
    told = json.dumps(asdict(campaign), sort_keys=True, ensure_ascii=False)
    facts = {
        **asdict(campaign),
        "name": json.dumps(dict(campaign.name), ensure_ascii=False),
        "description": json.dumps(dict(campaign.description), ensure_ascii=False),
        "hash": hashlib.sha256(told.encode()).digest(),
        "now": now,
        "created_by": FROM_FILES,
    }
    is_first = within.exec_driver_sql(INSERT_CAMPAIGN, facts).rowcount == 1
    newest = within.exec_driver_sql(LOCK, facts).one()
    if newest.is_stored:
        return CampaignVersion(campaign, newest.version)
    version = 1 if is_first else newest.version + 1
    within.exec_driver_sql(INSERT_VERSION, facts | {"version": version})
    within.exec_driver_sql(SET_VERSION, facts | {"version": version})
    return CampaignVersion(campaign, version, is_new=True)
