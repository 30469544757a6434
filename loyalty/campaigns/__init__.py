"""Campaigns: whom a segment's message reaches, with which offer, and who is set aside. The door of the room; see README.md."""

from loyalty.campaigns.audience import best_offers, build_audience
from loyalty.campaigns.control import control_bucket, is_control
from loyalty.campaigns.definition import read_campaign, read_campaigns
from loyalty.campaigns.errors import CampaignDefinitionInvalid, CampaignUnknown, SegmentNotEvaluated
from loyalty.campaigns.model import AudienceDay, AudienceMember, Campaign, CampaignSummary, CampaignVersion, OfferChoice
from loyalty.campaigns.reads import audience_history, audience_page, find_campaign, list_campaigns
from loyalty.campaigns.store import campaigns_in_force, store_campaigns

__all__ = [
    "AudienceDay",
    "AudienceMember",
    "Campaign",
    "CampaignDefinitionInvalid",
    "CampaignSummary",
    "CampaignUnknown",
    "CampaignVersion",
    "OfferChoice",
    "SegmentNotEvaluated",
    "audience_history",
    "audience_page",
    "best_offers",
    "build_audience",
    "campaigns_in_force",
    "control_bucket",
    "find_campaign",
    "is_control",
    "list_campaigns",
    "read_campaign",
    "read_campaigns",
    "store_campaigns",
]
