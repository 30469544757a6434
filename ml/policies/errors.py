"""Why a policy cannot be judged from a log."""

from loyalty.errors import Invalid, Refused


class PolicyUnknown(Invalid):
    """No policy goes by this name, and no file does either; or the file does not say what the policy would do."""

    code = "POLICY_UNKNOWN"


class SupportMissing(Refused):
    """The policy would do what the log never or hardly ever did: nobody can say what that would have earned."""

    code = "POLICY_SUPPORT_MISSING"
