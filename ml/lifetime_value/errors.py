"""Why no lifetime value can be told. Each says in one sentence what is wrong with what was handed over."""

from loyalty.errors import Invalid, Refused


class SummariesInvalid(Invalid):
    """The purchase histories contradict themselves, or hold what is no number."""

    code = "LIFETIME_VALUE_SUMMARIES_INVALID"


class TooFewCustomers(Refused):
    """There are too few purchase histories to tell one customer's habits from another's."""

    code = "LIFETIME_VALUE_TOO_FEW_CUSTOMERS"


class FitFailed(Refused):
    """The likelihood has no finite maximum that could be found."""

    code = "LIFETIME_VALUE_FIT_FAILED"
