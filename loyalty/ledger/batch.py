"""Judges a batch of commands one after the other, in the documented order of precedence. Pure: state in, results and journal out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from loyalty.errors import LoyaltyError
from loyalty.ledger.burn import burn
from loyalty.ledger.commands import BurnPoints, Command, EarnPoints
from loyalty.ledger.earn import earn
from loyalty.ledger.errors import NotOfferedYet, ReferenceAlreadyPosted
from loyalty.ledger.model import Posted, ReferenceKind
from loyalty.ledger.state import Account, Journal, Known, LedgerState
from loyalty.members.errors import MemberInactive, MemberUnknown
from loyalty.members.model import MemberStatus


def decide(
    commands: Sequence[Command], refusals: Sequence[LoyaltyError | None], state: LedgerState, now: datetime
) -> tuple[list[Posted | LoyaltyError], Journal]:
    """What each command does, in the order given, and the journal that makes it so. `state` moves on with the commands.

    `refusals`: for each command, what `shape_refusal` says of it.
    """
    journal = Journal(now)
    results = [refusal or _judge(command, state, journal) for command, refusal in zip(commands, refusals, strict=True)]
    return results, journal


def member_refusal(member_id: object) -> LoyaltyError:
    """`MemberUnknown`, for an id that has no account."""
    return MemberUnknown(f"There is no member {member_id}.", member_id=str(member_id))


def status_refusal(account: Account) -> LoyaltyError | None:
    """`MemberInactive` unless the member may act."""
    if account.status is MemberStatus.ACTIVE:
        return None
    return MemberInactive(f"The member is {account.status}.", member_id=str(account.member_id), status=str(account.status))


def reference_of(command: Command) -> tuple[ReferenceKind, str]:
    """The command's business reference."""
    if isinstance(command, EarnPoints):
        return ReferenceKind.ORDER, command.order_id
    return ReferenceKind.BURN, getattr(command, "reference", "")


def _judge(command: Command, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    account = state.accounts.get(command.member_id)
    if account is None:
        return member_refusal(command.member_id)
    if not isinstance(command, EarnPoints | BurnPoints):
        return NotOfferedYet(f"{type(command).__name__} is not offered yet.", command=type(command).__name__)
    key = (account.id, *reference_of(command))
    known = state.known.get(key)
    if known is not None:
        return _again(command, known, account)
    refusal = status_refusal(account)
    if refusal is not None:
        return refusal
    if isinstance(command, EarnPoints):
        result = earn(command, account, state.revisions[account.program_code], journal)
        spend_minor, currency_code = command.spend_minor, command.currency_code
    else:
        result = burn(command, account, journal)
        spend_minor, currency_code = None, None
    if isinstance(result, Posted):
        state.known[key] = Known(result, spend_minor, currency_code)
    return result


def _again(command: EarnPoints | BurnPoints, known: Known, account: Account) -> Posted | LoyaltyError:
    differing = _differences(command, known)
    if not differing:
        return replace(known.posted, available_points=account.available_points, is_duplicate=True)
    _, reference = reference_of(command)
    return ReferenceAlreadyPosted(
        f"'{reference}' is posted already with other content ({', '.join(differing)}). Use another reference for another event.",
        reference=reference,
        differing=differing,
    )


def _differences(command: EarnPoints | BurnPoints, known: Known) -> list[str]:
    """The fields in which a repetition is not one. An absent event_time says nothing, so it contradicts nothing."""
    if isinstance(command, BurnPoints):
        return ["points"] if command.points != known.posted.points else []
    pairs = {
        "spend_minor": (command.spend_minor, known.spend_minor),
        "currency_code": (command.currency_code, known.currency_code),
        "event_time": (command.event_time or known.posted.event_time, known.posted.event_time),
    }
    return [name for name, (given, stored) in pairs.items() if given != stored]
