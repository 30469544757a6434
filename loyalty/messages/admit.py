"""Lets messages whose time has come out of the queue, under the contact policy. Not here: the verdict itself (`judge.py`), sending."""

from collections import Counter
from dataclasses import dataclass

from loyalty.clock import Clock
from loyalty.database import Database
from loyalty.database.planning import plan_anew
from loyalty.messages import store_queue
from loyalty.messages.judge import judge
from loyalty.messages.model import DeliveryStatus
from loyalty.messages.store_templates import policy_in_force

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Admitted:
    """How many messages got which verdict in one turn; suppressed and held ones also by reason."""

    read_count: int
    admitted_count: int
    by_reason: dict[str, int]


def admit_due(database: Database, *, clock: Clock, time_zone: str, batch: int = BATCH) -> Admitted:
    """The due messages of up to `batch` members are ADMITTED, held or SUPPRESSED, in one transaction; nobody else judges meanwhile.

    One judge at a time is what makes a cap hold: two would each see room for one more. `time_zone` is for members who gave none.
    """
    with database.begin() as work:
        if not store_queue.lock_admission(work):
            return Admitted(0, 0, {})
        plan_anew(work)
        at = clock.now()
        candidates = store_queue.due(at=at, time_zone=time_zone, limit=batch, within=work)
        if not candidates:
            return Admitted(0, 0, {})
        policy, _ = policy_in_force(within=work)
        members = list({one.member_id for one in candidates})
        sent = store_queue.sendings(members, at=at, period=policy.longest_period, within=work) if policy.caps else {}
        verdicts = judge(candidates, sent, policy, at=at)
        store_queue.settle(verdicts, at=at, within=work)
    reasons = Counter(str(one.reason) for one in verdicts.values() if one.reason is not None)
    admitted = sum(one.status is DeliveryStatus.ADMITTED for one in verdicts.values())
    return Admitted(len(verdicts), admitted, dict(reasons))
