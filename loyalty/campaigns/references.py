"""Whether what a campaign names is there: program, segments, templates, pool. Not here: what a sound document is (`definition.py`)."""

from collections.abc import Iterator

from loyalty.campaigns.errors import CampaignDefinitionInvalid
from loyalty.campaigns.model import Campaign
from loyalty.database import Work
from loyalty.journeys.facts import segments_named
from loyalty.members.store import known_programs
from loyalty.messages import TemplateUnknown, find_template
from loyalty.segments import segment_codes
from loyalty.vouchers.store import find_pools


def refuse_unknown_references(campaign: Campaign, within: Work) -> None:
    """Everything that the campaign names is there.

    Raises:
        CampaignDefinitionInvalid: something is not; the message names it, and the facts where it is named.
    """
    for path, problem in _problems(campaign, within):
        raise CampaignDefinitionInvalid(f"campaign {campaign.code}: {problem}", path=path, campaign_code=campaign.code)


def _problems(campaign: Campaign, within: Work) -> Iterator[tuple[str, str]]:
    if not known_programs({campaign.program_code}, within):
        yield "program_code", f"there is no program '{campaign.program_code}'."
        return
    known = set(segment_codes(within=within))
    named = [("audience.segments", campaign.segments), ("audience.exclude", campaign.excluded_segments)]
    if campaign.trigger.condition is not None:
        named.append(("trigger.condition", tuple(sorted(segments_named(campaign.trigger.condition)))))
    for path, codes in named:
        for code in codes:
            if code not in known:
                yield path, f"there is no segment '{code}'."
    if campaign.message is not None:
        for channel, template in campaign.message.templates.items():
            yield from _template_problems(channel, template, within)
    pool = campaign.offer.pool_code if campaign.offer is not None else None
    if pool is not None and not find_pools(campaign.program_code, [pool], within):
        yield "offer.pool", f"the program has no voucher pool '{pool}'."


def _template_problems(channel: str, code: str, within: Work) -> Iterator[tuple[str, str]]:
    path = f"message.templates.{channel}"
    try:
        speaks = find_template(code, within=within).template.channel_code
    except TemplateUnknown:
        yield path, f"there is no message template '{code}'."
        return
    if speaks != channel:
        yield path, f"the template '{code}' speaks by {speaks}, not by {channel}."
