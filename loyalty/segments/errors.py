"""What the segments room refuses. Not here: what is wrong with a rule (`loyalty/rules`)."""

from loyalty.errors import Conflict, Invalid, NotFound


class SegmentDefinitionInvalid(Invalid):
    """A segment's definition has a missing, unknown or wrong part; for a file, the message names it."""

    code = "SEGMENT_DEFINITION_INVALID"


class SegmentUnknown(NotFound):
    """No segment has this code."""

    code = "SEGMENT_UNKNOWN"


class ProfileMissing(Conflict):
    """The warehouse has no profile of that day: evaluated now, every segment would wrongly be empty."""

    code = "SEGMENT_PROFILE_MISSING"


class EvaluationMismatch(Invalid):
    """The rows handed over name a segment that was not evaluated."""

    code = "SEGMENT_EVALUATION_MISMATCH"
