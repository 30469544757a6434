"""What the models and the warehouse say of each member, published where serving can read it. Computing any of it is elsewhere."""

from loyalty.scores.churn import CHURN_REASONS, ChurnNow, ChurnScorer
from loyalty.scores.errors import ScoresEmpty, ScoresOlder, ScoresTooOld
from loyalty.scores.freshness import Freshness, is_young_enough, too_old
from loyalty.scores.model import MemberScores, Published
from loyalty.scores.profiles import profiles_of_day
from loyalty.scores.proof import check_published_scores
from loyalty.scores.publish import publish_scores
from loyalty.scores.store import read_scores

__all__ = [
    "CHURN_REASONS",
    "ChurnNow",
    "ChurnScorer",
    "Freshness",
    "MemberScores",
    "Published",
    "ScoresEmpty",
    "ScoresOlder",
    "ScoresTooOld",
    "check_published_scores",
    "is_young_enough",
    "profiles_of_day",
    "publish_scores",
    "read_scores",
    "too_old",
]
