"""What the eligibility room refuses, each with its stable code, in the order in which it is judged."""

from loyalty.errors import Invalid, NotFound, Refused


class EligibilityDenied(Refused):
    """An override keeps this member out."""

    code = "ELIGIBILITY_DENIED"


class NotYetOpen(Refused):
    """It begins later."""

    code = "NOT_YET_OPEN"


class NoLongerOpen(Refused):
    """It has ended."""

    code = "NO_LONGER_OPEN"


class TierTooLow(Refused):
    """It asks for a higher tier."""

    code = "TIER_TOO_LOW"


class SegmentMissing(Refused):
    """The member is in none of the segments that it is for."""

    code = "SEGMENT_MISSING"


class SegmentExcluded(Refused):
    """The member is in a segment that it is not for."""

    code = "SEGMENT_EXCLUDED"


class ConditionNotMet(Refused):
    """Its condition does not hold for the member; the facts name the first clause that fails."""

    code = "CONDITION_NOT_MET"


class SubjectUnknown(NotFound):
    """There is no program, reward or promotion with this code."""

    code = "ELIGIBILITY_SUBJECT_UNKNOWN"


class OverrideUnknown(NotFound):
    """No standing override has this id."""

    code = "ELIGIBILITY_OVERRIDE_UNKNOWN"


class OverrideInvalid(Invalid):
    """An override needs a reason, and an end, where it has one, in the future."""

    code = "ELIGIBILITY_OVERRIDE_INVALID"


class EligibilityInvalid(Invalid):
    """The criteria of a program cannot be used; the message names the path and the reason."""

    code = "ELIGIBILITY_INVALID"
