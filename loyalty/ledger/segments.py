"""How a batch is cut so that nobody's order is lost, and what each part needs loaded. Not here: loading (store) and deciding."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from loyalty.database import Work
from loyalty.ledger.commands import (
    CancelPending,
    CaptureHold,
    Command,
    CorrectOrder,
    EarnPoints,
    MoveExpiry,
    OpenBalance,
    ReleaseHold,
    ReturnOrder,
    ReversePosting,
    TransferPoints,
)
from loyalty.ledger.model import ReferenceKind
from loyalty.ledger.store_undo import other_sides
from loyalty.ledger.wanted import Wanted
from loyalty.programs.rules_model import PURCHASE

# These ask about things (a hold, an order, a posting) that another command of the same batch may have made or changed. Only what is
# stored is asked, so such a command and any other of the same member lie in different parts of the batch.
NAMES_A_THING = (CaptureHold, ReleaseHold, ReturnOrder, CorrectOrder, ReversePosting, CancelPending)
WITHOUT_LOTS = (EarnPoints, OpenBalance)

Others = dict[UUID, set[UUID]]
"""By posting that is to be reversed: the member on the other side of a transfer."""


def others_touched(commands: Sequence[Command], within: Work) -> Others:
    """Whom else a reversal touches; no round trip where nothing is reversed."""
    reversals = [command for command in commands if isinstance(command, ReversePosting)]
    if not reversals:
        return {}
    found = other_sides({command.posting_id for command in reversals}, {command.member_id for command in reversals}, within)
    return {posting_id: {member_id} for posting_id, member_id in found.items()}


def segments(commands: Sequence[Command], others: Others) -> list[slice]:
    """The batch in parts that follow each other; a part holds no command about a thing of a member that it touches otherwise."""
    if not any(isinstance(command, NAMES_A_THING) for command in commands):
        return [slice(0, len(commands))]
    parts: list[slice] = []
    start, touched, named = 0, set[UUID](), set[UUID]()
    for place, command in enumerate(commands):
        members = touches(command, others)
        is_naming = isinstance(command, NAMES_A_THING)
        if members & (touched if is_naming else named):
            parts.append(slice(start, place))
            start, touched, named = place, set(), set()
        touched |= members
        named |= members if is_naming else set()
    return [*parts, slice(start, len(commands))]


def touches(command: Command, others: Others) -> set[UUID]:
    """The members whose accounts the command moves."""
    if isinstance(command, TransferPoints):
        return {command.member_id, command.to_member_id}
    if isinstance(command, ReversePosting):
        return {command.member_id} | others.get(command.posting_id, set())
    return {command.member_id}


def wanted_of(commands: Sequence[Command], now: datetime, others: Others) -> Wanted:
    """What these commands need loaded beyond their members' accounts and references."""
    wanted = Wanted()
    for command in commands:
        if not isinstance(command, WITHOUT_LOTS):
            wanted.spender_ids.add(command.member_id)
        match command:
            case EarnPoints():
                wanted.events.append((command.member_id, command.trigger, command.event_time or now))
            case TransferPoints():
                wanted.other_member_ids.add(command.to_member_id)
                wanted.transferrer_ids.add(command.member_id)
            case CaptureHold() | ReleaseHold():
                wanted.hold_ids.add(command.hold_id)
            case ReturnOrder():
                wanted.orders.add((command.member_id, ReferenceKind.ORDER, command.order_id))
                wanted.more_references.add((command.member_id, ReferenceKind.RETURN_OF_SPENT, command.reference))
            case CorrectOrder():
                kind = ReferenceKind.ORDER if command.trigger == PURCHASE else ReferenceKind.EVENT
                wanted.orders.add((command.member_id, kind, command.order_id))
                if command.event_time is not None:
                    wanted.events.append((command.member_id, command.trigger, command.event_time))
            case ReversePosting():
                wanted.posting_ids.add(command.posting_id)
                wanted.other_member_ids |= others.get(command.posting_id, set())
                wanted.spender_ids |= others.get(command.posting_id, set())
            case CancelPending():
                wanted.order_lot_ids.add(command.lot_id)
            case MoveExpiry():
                wanted.lot_ids.add(command.lot_id)
    return wanted
