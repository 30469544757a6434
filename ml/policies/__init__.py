"""What another policy would have earned, judged from the log of the one that ran. Not here: drawing offers (`loyalty/offers`)."""

from ml.policies.estimators import Estimate, estimates
from ml.policies.log import DecisionLog, log_of, read_log
from ml.policies.target import target_of

__all__ = ["DecisionLog", "Estimate", "estimates", "log_of", "read_log", "target_of"]
