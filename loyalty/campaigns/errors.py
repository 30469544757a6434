"""What the campaigns room refuses."""

from loyalty.errors import Conflict, Invalid, NotFound


class CampaignDefinitionInvalid(Invalid):
    """A campaign's definition has a missing, unknown or wrong part; the message names the place."""

    code = "CAMPAIGN_DEFINITION_INVALID"


class CampaignUnknown(NotFound):
    """No campaign has this code."""

    code = "CAMPAIGN_UNKNOWN"


class CampaignRevisionUnknown(NotFound):
    """The campaign has no such revision."""

    code = "CAMPAIGN_REVISION_UNKNOWN"


class OccurrenceUnknown(NotFound):
    """The campaign has no such occurrence."""

    code = "CAMPAIGN_OCCURRENCE_UNKNOWN"


class CampaignExists(Conflict):
    """The code belongs to a campaign of another program."""

    code = "CAMPAIGN_EXISTS"


class CampaignStatusConflict(Conflict):
    """The campaign does not stand where this step begins."""

    code = "CAMPAIGN_STATUS_CONFLICT"


class CampaignRevisionConflict(Conflict):
    """Another revision was saved meanwhile."""

    code = "CAMPAIGN_REVISION_CONFLICT"


class HoldoutInvalid(Invalid):
    """The universal holdout cannot be so."""

    code = "HOLDOUT_INVALID"


class SegmentNotEvaluated(Conflict):
    """The campaign's segment has no membership of that day yet."""

    code = "CAMPAIGN_SEGMENT_NOT_EVALUATED"
