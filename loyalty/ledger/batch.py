"""Judges a batch of commands one after the other, in the documented order of precedence. Pure: state in, results and journal out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from loyalty.errors import LoyaltyError
from loyalty.ledger.adjust import adjust, open_balance
from loyalty.ledger.burn import burn
from loyalty.ledger.commands import (
    ActivatePending,
    AdjustPoints,
    BurnPoints,
    CancelPending,
    CaptureHold,
    Command,
    CorrectOrder,
    EarnPoints,
    HoldPoints,
    MoveExpiry,
    OpenBalance,
    ReleaseHold,
    ReturnOrder,
    ReversePosting,
    TransferPoints,
)
from loyalty.ledger.correct import correct
from loyalty.ledger.earn import earn
from loyalty.ledger.errors import ProgramNotActive, ReferenceAlreadyPosted, WalletNotRedeemable, WalletUnknown
from loyalty.ledger.holds import capture, hold, release
from loyalty.ledger.journal import Journal
from loyalty.ledger.model import Posted, ReferenceKind
from loyalty.ledger.pending import activate_on_event, cancel, move_expiry
from loyalty.ledger.references import content_hash, reference_of
from loyalty.ledger.returns import return_order
from loyalty.ledger.reverse import reverse
from loyalty.ledger.state import Account, Known, LedgerState
from loyalty.ledger.transfer import transfer
from loyalty.members.errors import MemberInactive, MemberUnknown
from loyalty.members.model import MemberStatus
from loyalty.programs.model import ProgramStatus, WalletKind

__all__ = ["decide", "member_refusal", "reference_of", "status_refusal"]

RUNNING = frozenset({ProgramStatus.ACTIVE, ProgramStatus.PAUSED})
WHENEVER = frozenset(ProgramStatus)


class Act(NamedTuple):
    """How a command is judged. `is_the_members`: only an ACTIVE member does it; `is_spending`: only in a redeemable wallet."""

    decide: Callable[[Any, Account, LedgerState, Journal], Posted | LoyaltyError]
    is_the_members: bool = False
    is_spending: bool = False
    statuses: frozenset[ProgramStatus] = WHENEVER


ACTS: dict[type, Act] = {
    EarnPoints: Act(earn, is_the_members=True, statuses=frozenset({ProgramStatus.ACTIVE})),
    BurnPoints: Act(burn, is_the_members=True, is_spending=True, statuses=RUNNING),
    HoldPoints: Act(hold, is_the_members=True, is_spending=True, statuses=RUNNING),
    TransferPoints: Act(transfer, is_the_members=True, is_spending=True, statuses=RUNNING),
    CaptureHold: Act(capture),
    ReleaseHold: Act(release),
    ReturnOrder: Act(return_order),
    CorrectOrder: Act(correct),
    ReversePosting: Act(reverse),
    AdjustPoints: Act(adjust),
    OpenBalance: Act(open_balance),
    ActivatePending: Act(activate_on_event),
    CancelPending: Act(cancel),
    MoveExpiry: Act(move_expiry),
}


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


def _judge(command: Command, state: LedgerState, journal: Journal) -> Posted | LoyaltyError:
    account = _account(command, state)
    if isinstance(account, LoyaltyError):
        return account
    reference = reference_of(command)
    known = state.known.get((account.id, *reference))
    if known is not None:
        return _again(command, known, account, state)
    act = ACTS[type(command)]
    refusal = _refusal(act, account, state)
    if refusal is not None:
        return refusal
    result = act.decide(command, account, state, journal)
    if isinstance(result, Posted):
        spend_minor, currency_code = getattr(command, "spend_minor", None), getattr(command, "currency_code", None)
        state.know(result, reference[0], spend_minor, currency_code, content_hash(command))
    return result


def _account(command: Command, state: LedgerState) -> Account | LoyaltyError:
    """The account that the command is about; or `MemberUnknown`, `WalletUnknown`."""
    main = state.accounts.get(command.member_id)
    if main is None:
        return member_refusal(command.member_id)
    match command:
        case BurnPoints() | HoldPoints() | TransferPoints() | AdjustPoints() | OpenBalance() if command.wallet_code is not None:
            account = state.account(command.member_id, command.wallet_code)
            return account or WalletUnknown(f"The member has no wallet '{command.wallet_code[:80]}'.", wallet_code=command.wallet_code[:80])
        case CaptureHold() | ReleaseHold():
            held = state.holds.get(command.hold_id)
            return _own(held.account_id if held else None, main, state)
        case ReversePosting():
            named = [undo for undo in state.undos.get(command.posting_id, []) if undo.posting.id == command.posting_id]
            return _own(named[0].account_id if named else None, main, state)
        case CancelPending() | MoveExpiry() | ActivatePending():
            lot = state.lots.get(command.lot_id) if command.lot_id is not None else None
            return _own(lot.account_id if lot else None, main, state)
        case _:
            return main


def _own(account_id: object, main: Account, state: LedgerState) -> Account:
    """The member's account with this id; whatever is not theirs is judged on their first account, where it is not found."""
    return next((account for account in state.accounts_of(main.member_id) if account.id == account_id), main)


def _refusal(act: Act, account: Account, state: LedgerState) -> LoyaltyError | None:
    if act.is_the_members and account.status is not MemberStatus.ACTIVE:
        return status_refusal(account)
    revision = state.revisions[account.program_code][-1]
    if revision.status not in act.statuses:
        return ProgramNotActive(f"The program is {revision.status}.", program_code=account.program_code, status=str(revision.status))
    if act.is_spending and account.wallet_code:
        wallet = state.program(account).wallet(account.wallet_code)
        if wallet is not None and wallet.kind is not WalletKind.REDEEMABLE:
            return WalletNotRedeemable(
                "Points of this wallet only count; they are not spent, held or transferred.", wallet_code=account.wallet_code
            )
    return None


def _again(command: Command, known: Known, account: Account, state: LedgerState) -> Posted | LoyaltyError:
    differing = _differences(command, known)
    if differing:
        _, reference = reference_of(command)
        return ReferenceAlreadyPosted(
            f"'{reference}' is posted already with other content ({', '.join(differing)}). Use another reference for another event.",
            reference=reference,
            differing=differing,
        )
    posted = replace(known.posted, available_points=account.available_points, owed_points=account.owed_points, is_duplicate=True)
    if isinstance(command, EarnPoints | CorrectOrder):
        return _with_other_wallets(posted, command, account, state)
    if isinstance(command, HoldPoints):
        return replace(posted, lapses_at=command.lapses_at, held_points=posted.points)
    if isinstance(command, CaptureHold | ReleaseHold):
        held = state.holds[command.hold_id]
        return replace(posted, hold_id=held.id, lapses_at=held.lapses_at, held_points=held.open_points)
    if isinstance(command, ReturnOrder):
        returned = state.known.get((account.id, ReferenceKind.RETURN_OF_SPENT, command.reference))
        return replace(posted, returned_points=returned.posted.points if returned else posted.returned_points)
    return posted


def _with_other_wallets(posted: Posted, command: Command, account: Account, state: LedgerState) -> Posted:
    """What the event granted in every wallet, as it was answered first."""
    if len(state.wallets) <= len(state.accounts):
        return posted
    reference = reference_of(command)
    others = [
        state.known[other.id, *reference].posted
        for other in state.accounts_of(command.member_id)
        if other is not account and (other.id, *reference) in state.known
    ]
    grants = posted.grants + tuple(grant for other in others for grant in other.grants if grant not in posted.grants)
    first = grants[0] if grants else None
    if first is None or posted.lot_id is not None:
        return replace(posted, grants=grants)
    return replace(
        posted,
        grants=grants,
        lot_id=first.lot_id,
        expires_at=first.expires_at,
        rule_code=first.rule_code,
        rule_revision=others[0].rule_revision,
    )


def _differences(command: Command, known: Known) -> list[str]:
    """The fields in which a repetition is not one. An absent event_time says nothing, so it contradicts nothing."""
    differing = []
    if isinstance(command, BurnPoints) and command.points != known.posted.points:
        differing.append("points")
    if isinstance(command, EarnPoints):
        pairs = {
            "spend_minor": (command.spend_minor, known.spend_minor),
            "currency_code": (command.currency_code, known.currency_code),
            "event_time": (command.event_time or known.posted.event_time, known.posted.event_time),
        }
        differing += [name for name, (given, stored) in pairs.items() if given != stored]
    if content_hash(command) != known.content_hash:
        differing.append("content")
    return differing
