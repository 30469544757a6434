"""Every room's checks, by explicit import; a new room appends a line. Not here: the checks and running them."""

from loyalty.campaigns.checks import CHECKS as CAMPAIGNS
from loyalty.checks.model import Check
from loyalty.events.checks import CHECKS as EVENTS
from loyalty.journeys.checks import CHECKS as JOURNEYS
from loyalty.ledger.checks import CHECKS as LEDGER
from loyalty.members.checks import CHECKS as MEMBERS
from loyalty.offers.checks import CHECKS as OFFERS
from loyalty.programs.checks import CHECKS as PROGRAMS
from loyalty.promotions.checks import CHECKS as PROMOTIONS
from loyalty.rewards.checks import CHECKS as REWARDS
from loyalty.scores.checks import CHECKS as SCORES
from loyalty.segments.checks import CHECKS as SEGMENTS
from loyalty.tiers.checks import CHECKS as TIERS
from loyalty.vouchers.checks import CHECKS as VOUCHERS

ALL_CHECKS: tuple[Check, ...] = (
    *PROGRAMS,
    *MEMBERS,
    *LEDGER,
    *TIERS,
    *REWARDS,
    *VOUCHERS,
    *PROMOTIONS,
    *SEGMENTS,
    *CAMPAIGNS,
    *JOURNEYS,
    *SCORES,
    *OFFERS,
    *EVENTS,
)
