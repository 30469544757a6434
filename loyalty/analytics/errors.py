"""What analytics refuses. Not here: how HTTP says it."""

from loyalty.errors import Invalid


class PeriodInvalid(Invalid):
    """A period begins before it ends, in at most 731 days, and does not end after the business day."""

    code = "PERIOD_INVALID"
