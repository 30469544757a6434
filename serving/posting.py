"""What one gathered batch does: claim the keys, resolve the members, act, keep the answers, commit, in one transaction.

Not here: gathering (`http/gatherer.py`), the acts (`loyalty.ledger`, `loyalty.rewards`) and the wire shapes (each slice's `schemas.py`).
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Database, Work
from loyalty.database.round_trip import send
from loyalty.errors import LoyaltyError
from loyalty.idempotency import AnswerToKeep, Fresh, KeyedRequest, SameAs, StoredAnswer, claim, store_answers
from loyalty.ledger.errors import ReceiverUnknown
from serving.http.errors import problem_of
from serving.http.idempotency import is_kept
from serving.members.references import MemberDirectory, Named

CLAIM_WAIT_SECONDS = 1.0
# An atomic request shares its transaction with nobody: what it takes back must be its own alone.
WHOLE_TRANSACTION = 1_000_000

Command = TypeVar("Command")
Result = TypeVar("Result")
Show = Callable[[Result], tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller gets: a status and the bytes that are stored with the key."""

    status: int
    body: bytes
    is_hit: bool = False


@dataclass(frozen=True, slots=True)
class Item(Generic[Command]):
    """One command in the making: whom it names (an id or external id each), and how it is made once their ids are known."""

    member: str
    command: Callable[..., Command]
    receiver: str | None = None


class Asking(Protocol[Command]):
    """A request that takes its place in a batch with one item or many."""

    @property
    def keyed(self) -> KeyedRequest: ...  # noqa: D102 - said by `Ask`
    @property
    def items(self) -> Sequence[Item[Command]]: ...  # noqa: D102
    @property
    def program_code(self) -> str | None: ...  # noqa: D102
    @property
    def is_atomic(self) -> bool: ...  # noqa: D102
    @property
    def shares(self) -> Hashable | None: ...  # noqa: D102
    @property
    def request_id(self) -> str: ...  # noqa: D102

    def answer(self, outcomes: Sequence[Result | LoyaltyError], show: Show[Result]) -> tuple[Answer, bool]:
        """The answer to these outcomes of its items, and whether it is kept with the key."""
        ...


@dataclass(frozen=True, slots=True)
class Ask(Generic[Command]):
    """One request with one command. `command` makes it once the member behind `member` (an id or external id) is known.

    `program_code` says whose external ids are meant; None: the first program's. `shares`: what many members' asks wait for each other
    over, such as a reward's stock; while one batch holds it the others gather for the next, instead of holding up a second worker.
    """

    keyed: KeyedRequest
    member: str
    command: Callable[..., Command]
    request_id: str
    receiver: str | None = None
    program_code: str | None = None
    is_atomic: bool = False
    shares: Hashable | None = None
    items: tuple[Item[Command]] = field(init=False)
    """The one item."""

    def __post_init__(self) -> None:
        """Made once: it is asked for again and again on the way through a batch."""
        object.__setattr__(self, "items", (Item(self.member, self.command, self.receiver),))

    def answer(self, outcomes: Sequence[Result | LoyaltyError], show: Show[Result]) -> tuple[Answer, bool]:
        """The outcome, said; and whether it is kept with the key."""
        (outcome,) = outcomes
        return said(outcome, show, self.request_id), is_kept(outcome)


def said(outcome: Result | LoyaltyError, show: Show[Result], request_id: str) -> Answer:
    """One outcome as status and body."""
    return Answer(*(problem_of(outcome, request_id) if isinstance(outcome, LoyaltyError) else show(outcome)))


class Desk(Generic[Command, Result]):
    """One kind of act that is posted in batches. `act` is the room's door; `show` gives the status and the body of a result."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        directory: MemberDirectory,
        *,
        act: Callable[..., Sequence[Result | LoyaltyError]],
        show: Show[Result],
    ) -> None:
        self._database = database
        self._clock = clock
        self._directory = directory
        self._act = act
        self._show = show

    def lanes(self, ask: Asking[Command]) -> Collection[Hashable]:
        """The members, as far as they are known without a query: their ids, else the external ids as they were sent."""
        known = self._directory.known
        if len(ask.items) == 1 and ask.items[0].receiver is None:
            member = known(ask.items[0].member, ask.program_code) or ask.items[0].member
            return (member,) if ask.shares is None else (member, ask.shares)
        named = {name for item in ask.items for name in (item.member, item.receiver) if name is not None}
        return {known(name, ask.program_code) or name for name in named}

    def weight(self, ask: Asking[Command]) -> int:
        """How much of a transaction it takes."""
        return WHOLE_TRANSACTION if ask.is_atomic else len(ask.items)

    def run(self, asks: Sequence[Asking[Command]]) -> list[Answer]:
        """Every ask is answered and committed; one refusal never touches another ask. Safe to repeat, because the keys are claimed."""
        with self._database.begin_lean() as work:
            claims = claim([ask.keyed for ask in asks], within=work, wait_seconds=CLAIM_WAIT_SECONDS)
            fresh = [ask for ask, found in zip(asks, claims, strict=True) if isinstance(found, Fresh)]
            outcomes = self._posted(fresh, work)
            answers: list[Answer] = []
            kept: list[AnswerToKeep] = []
            for ask, found in zip(asks, claims, strict=True):
                if isinstance(found, SameAs):
                    answers.append(replace(answers[found.index], is_hit=True))
                elif isinstance(found, StoredAnswer):
                    answers.append(Answer(found.status_code, found.body, is_hit=True))
                elif isinstance(found, Fresh):
                    answer, is_for_ever = ask.answer(list(islice(outcomes, len(ask.items))), self._show)
                    answers.append(answer)
                    if is_for_ever:
                        kept.append(AnswerToKeep(ask.keyed, answer.status, answer.body))
                else:
                    answers.append(said(found, self._show, ask.request_id))
            if kept:
                store_answers(kept, within=work, clock=self._clock)
        return answers

    def try_out(self, ask: Asking[Command]) -> Answer:
        """What `run` would answer; nothing is stored and no key is claimed."""
        with self._database.begin() as work:
            return ask.answer(self._act_on([ask], work, dry_run=True), self._show)[0]

    def _posted(self, asks: Sequence[Asking[Command]], work: Work) -> Iterator[Result | LoyaltyError]:
        """The outcomes of all items, in order. An atomic ask has either every effect of its items or none."""
        is_atomic = any(ask.is_atomic for ask in asks)
        assert not is_atomic or len(asks) == 1, "an atomic request was given company"  # noqa: S101 (our own bug)
        if is_atomic:
            send(("savepoint before_the_items", {}), work)
        outcomes = self._act_on(asks, work)
        if is_atomic and any(isinstance(outcome, LoyaltyError) for outcome in outcomes):
            send(("rollback to savepoint before_the_items", {}), work)
        return iter(outcomes)

    def _act_on(self, asks: Sequence[Asking[Command]], work: Work, *, dry_run: bool = False) -> list[Result | LoyaltyError]:
        if not asks:
            return []
        wanted = [
            (ask.program_code, name)
            for ask in asks
            for item in ask.items
            for name in (item.member, item.receiver)
            if name is not None
        ]  # fmt: skip
        found = dict(zip(wanted, self._directory.resolve(wanted, work), strict=True))
        made: list[Any] = [_made(item, ask.program_code, found) for ask in asks for item in ask.items]
        commands = [command for command in made if not isinstance(command, LoyaltyError)]
        results = iter(self._act(commands, within=work, clock=self._clock, dry_run=dry_run) if commands else ())
        return [command if isinstance(command, LoyaltyError) else next(results) for command in made]


def _made(item: Item[Command], program_code: str | None, found: Mapping[Named, UUID | LoyaltyError]) -> Command | LoyaltyError:
    member = found[program_code, item.member]
    if isinstance(member, LoyaltyError):
        return member
    if item.receiver is None:
        return item.command(member)
    receiver = found[program_code, item.receiver]
    if isinstance(receiver, LoyaltyError):
        return ReceiverUnknown(f"No member has the id or external id '{item.receiver[:80]}'.", to_member_id=item.receiver[:80])
    return item.command(member, receiver)
