"""What one gathered batch does: claim the keys, resolve the members, act, keep the answers, commit, in one transaction.

Not here: gathering (`http/gatherer.py`), the acts (`loyalty.ledger`, `loyalty.rewards`) and the wire shapes (each slice's `schemas.py`).
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Database, Work
from loyalty.errors import LoyaltyError
from loyalty.idempotency import AnswerToKeep, Fresh, KeyedRequest, SameAs, StoredAnswer, claim, store_answers
from serving.http.errors import problem_of
from serving.http.idempotency import is_kept
from serving.members.references import MemberDirectory

CLAIM_WAIT_SECONDS = 1.0

Command = TypeVar("Command")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Ask(Generic[Command]):
    """One request of a batch. `command` makes the domain's command once the member behind `member` (an id or external id) is known."""

    keyed: KeyedRequest
    member: str
    command: Callable[[UUID], Command]
    request_id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller gets: a status and the bytes that are stored with the key."""

    status: int
    body: bytes
    is_hit: bool = False


class Desk(Generic[Command, Result]):
    """One kind of act that is posted in batches. `act` is the room's door; `show` gives the status and the body of a result."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        directory: MemberDirectory,
        *,
        act: Callable[..., Sequence[Result | LoyaltyError]],
        show: Callable[[Result], tuple[int, bytes]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._directory = directory
        self._act = act
        self._show = show

    def lane(self, ask: Ask[Command]) -> Hashable:
        """The member, as far as it is known without a query: its id, else the external id as it was sent."""
        return self._directory.known(ask.member) or ask.member

    def run(self, asks: Sequence[Ask[Command]]) -> list[Answer]:
        """Every ask is answered and committed; one refusal never touches another ask. Safe to repeat, because the keys are claimed."""
        with self._database.begin_lean() as work:
            claims = claim([ask.keyed for ask in asks], within=work, wait_seconds=CLAIM_WAIT_SECONDS)
            fresh = [ask for ask, found in zip(asks, claims, strict=True) if isinstance(found, Fresh)]
            outcomes = iter(self._act_on(fresh, work))
            answers: list[Answer] = []
            kept: list[AnswerToKeep] = []
            for ask, found in zip(asks, claims, strict=True):
                if isinstance(found, SameAs):
                    answers.append(replace(answers[found.index], is_hit=True))
                elif isinstance(found, StoredAnswer):
                    answers.append(Answer(found.status_code, found.body, is_hit=True))
                elif isinstance(found, Fresh):
                    outcome = next(outcomes)
                    answers.append(self._answer(outcome, ask.request_id))
                    if is_kept(outcome):
                        kept.append(AnswerToKeep(ask.keyed, answers[-1].status, answers[-1].body))
                else:
                    answers.append(self._answer(found, ask.request_id))
            if kept:
                store_answers(kept, within=work, clock=self._clock)
        return answers

    def try_out(self, ask: Ask[Command]) -> Answer:
        """What `run` would answer; nothing is stored and no key is claimed."""
        with self._database.begin() as work:
            outcome = self._act_on([ask], work, dry_run=True)[0]
        return self._answer(outcome, ask.request_id)

    def _act_on(self, asks: Sequence[Ask[Command]], work: Work, *, dry_run: bool = False) -> list[Result | LoyaltyError]:
        if not asks:
            return []
        members = self._directory.resolve([ask.member for ask in asks], work)
        commands = [ask.command(member) for ask, member in zip(asks, members, strict=True) if isinstance(member, UUID)]
        results = iter(self._act(commands, within=work, clock=self._clock, dry_run=dry_run) if commands else ())
        return [next(results) if isinstance(member, UUID) else member for member in members]

    def _answer(self, outcome: Result | LoyaltyError, request_id: str) -> Answer:
        return Answer(*(problem_of(outcome, request_id) if isinstance(outcome, LoyaltyError) else self._show(outcome)))
