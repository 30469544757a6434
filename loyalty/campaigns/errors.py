"""What the campaigns room refuses."""

from loyalty.errors import Conflict, Invalid, NotFound


class CampaignDefinitionInvalid(Invalid):
    """A campaign's definition has a missing, unknown or wrong part; the message names the file and the place."""

    code = "CAMPAIGN_DEFINITION_INVALID"


class CampaignUnknown(NotFound):
    """No campaign has this code."""

    code = "CAMPAIGN_UNKNOWN"


class SegmentNotEvaluated(Conflict):
    """The campaign's segment has no membership of that day yet."""

    code = "CAMPAIGN_SEGMENT_NOT_EVALUATED"
