"""Judges a policy from a log, whole: support first, then context, then every estimator. Not here: the arithmetic (`estimators.py`)."""

from dataclasses import dataclass

from ml.policies.context import bound_to_action, without
from ml.policies.estimators import Estimate, Support, estimates, lead, require_support, support_of
from ml.policies.log import DecisionLog
from ml.policies.reward import foretell_rewards
from ml.policies.target import target_of

SEED = 20171231


@dataclass(frozen=True)
class PolicyReport:
    """What the policy would have earned per decision, by each estimator, and how much the log says about it."""

    policy: str
    values: dict[str, Estimate]
    lead: Estimate
    support: Support
    left_out: tuple[str, ...]


def evaluate_policy(log: DecisionLog, policy: str, *, seed: int = SEED) -> PolicyReport:
    """The policy `policy` (`uniform`, `always:ACTION`, `column:NAME`, a file) judged from `log`.

    Raises:
        PolicyUnknown: there is no such policy.
        SupportMissing: the log does not carry the answer.
    """
    target = target_of(policy, log)
    support = support_of(log, target)
    require_support(support)
    bound = bound_to_action(log, target)
    foretold = foretell_rewards(log, context=without(log.context, bound), seed=seed)
    return PolicyReport(policy, estimates(log, target, foretold), lead(log, target, foretold), support, bound)
