"""What a period came to, and what needs attention. Not here: campaigns' results (`loyalty.campaigns`), scores (`loyalty.scores`)."""

from loyalty.analytics.attention import Attention, needs_attention
from loyalty.analytics.errors import PeriodInvalid
from loyalty.analytics.figures import (
    Day,
    Figures,
    Period,
    are_members_old,
    check_period,
    count_members,
    is_old,
    read_figures,
    refresh,
)

__all__ = [
    "Attention",
    "Day",
    "Figures",
    "Period",
    "PeriodInvalid",
    "are_members_old",
    "check_period",
    "count_members",
    "is_old",
    "needs_attention",
    "read_figures",
    "refresh",
]
