"""What the segments room refuses. Not here: what is wrong with a rule (`loyalty/rules`)."""

from loyalty.errors import Conflict, Invalid, NotFound, Refused, Unavailable


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


class SegmentStatusConflict(Conflict):
    """The segment does not stand where this step begins: an archived one changes no more, and without a draft nothing is activated."""

    code = "SEGMENT_STATUS_CONFLICT"


class SegmentVersionConflict(Conflict):
    """Somebody saved another version meanwhile; read it, and decide again."""

    code = "SEGMENT_VERSION_CONFLICT"


class SegmentCycle(Refused):
    """The rule would refer to the segment itself, by whatever way round; the facts name the way."""

    code = "SEGMENT_CYCLE"


class SegmentInUse(Conflict):
    """Other segments or campaigns refer to it; the facts name them."""

    code = "SEGMENT_IN_USE"


class SegmentKindConflict(Conflict):
    """A segment is a rule or a list all its life, and this asks for the other."""

    code = "SEGMENT_KIND_CONFLICT"


class NothingPublished(Conflict):
    """No build of the warehouse has been published yet, so nobody can be counted."""

    code = "SEGMENT_NOTHING_PUBLISHED"


class SegmentDataMissing(Unavailable):
    """What was published, or the day that is asked for, cannot be read just now."""

    code = "SEGMENT_DATA_MISSING"


class SnapshotUnknown(NotFound):
    """No pinned snapshot has this id."""

    code = "SEGMENT_SNAPSHOT_UNKNOWN"
