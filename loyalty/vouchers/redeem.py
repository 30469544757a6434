"""Using vouchers: judged in the documented order, so that a guesser learns nothing. Not here: how often one may guess (attempts)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.ledger.validate import label_refusal, reference_refusal
from loyalty.members.errors import MemberInactive, MemberUnknown
from loyalty.members.model import Member, MemberStatus
from loyalty.members.store import find_members
from loyalty.vouchers import store
from loyalty.vouchers.codes import CODE_LENGTH_MAX, plain
from loyalty.vouchers.errors import VoucherExpired, VoucherNotRedeemable, VoucherReferenceTaken, VoucherUsedUp, VoucherWithdrawn
from loyalty.vouchers.model import RedeemVoucher, Voucher, VoucherStatus, VoucherUsed
from loyalty.vouchers.safe import VoucherSafe

Uses = dict[tuple[UUID, str], tuple[bytes, VoucherUsed]]


class Batch(NamedTuple):
    """What moves on with the commands."""

    vouchers: dict[bytes, Voucher]
    uses: Uses
    now: datetime


def redeem_vouchers(
    commands: Sequence[RedeemVoucher], *, safe: VoucherSafe, within: Work, clock: Clock, dry_run: bool = False
) -> list[VoucherUsed | LoyaltyError]:
    """Every command has used its voucher once, or is refused by itself; results in the order of the commands.

    All commands are of one program. Vouchers are locked in id order. A dry run judges exactly the same, and stores and locks nothing.

    In the list, in their order of precedence: `ReferenceInvalid`, `LabelInvalid`, `MemberUnknown`, (a known reference: the first use,
    or `VoucherReferenceTaken`), `MemberInactive`, `VoucherNotRedeemable` (one and the same answer for a code that does not exist, is
    somebody else's, or is nobody's and can no longer be used), and for the member's own voucher `VoucherWithdrawn`, `VoucherUsedUp`,
    `VoucherExpired`.
    """
    if not commands:
        return []
    program_code, now = commands[0].program_code, clock.now()
    assert all(command.program_code == program_code for command in commands), "one program at a time"  # noqa: S101 (our own bug)
    refusals = [_shape_refusal(command) for command in commands]
    digests = [safe.digest(program_code, plain(command.code[: CODE_LENGTH_MAX * 2])) for command in commands]
    members = find_members(list({command.member_id for command in commands}), within=within)
    sound = {(command.member_id, command.reference) for command, refusal in zip(commands, refusals, strict=True) if refusal is None}
    if not dry_run:
        store.lock_references(program_code, sound, within)
    vouchers = store.find_by_digest(program_code, set(digests), within, lock=not dry_run)
    uses = store.known_uses(program_code, sound, within)
    batch = Batch(vouchers, uses, now)
    results: list[VoucherUsed | LoyaltyError] = []
    opened: list[tuple[VoucherUsed, UUID, str | None]] = []
    for command, refusal, digest in zip(commands, refusals, digests, strict=True):
        result = refusal or _judge(command, digest, members.get(command.member_id), batch)
        if isinstance(result, VoucherUsed) and not result.is_duplicate:
            vouchers[digest] = result.voucher
            uses[command.member_id, command.reference] = (digest, result)
            opened.append((result, command.member_id, command.actor))
        results.append(replace(result, is_dry_run=True) if dry_run and isinstance(result, VoucherUsed) else result)
    if not dry_run:
        store.append_uses(opened, now, within)
    return results


def lock_vouchers(commands: Sequence[RedeemVoucher], *, safe: VoucherSafe, within: Work) -> None:
    """References and vouchers of these commands are ours until the transaction ends, in the order in which `redeem_vouchers` locks them.

    For whoever locks other things afterwards, or calls `redeem_vouchers` more than once.
    """
    for program_code in sorted({command.program_code for command in commands}):
        mine = [command for command in commands if command.program_code == program_code and _shape_refusal(command) is None]
        store.lock_references(program_code, {(command.member_id, command.reference) for command in mine}, within)
        digests = {safe.digest(program_code, plain(command.code[: CODE_LENGTH_MAX * 2])) for command in mine}
        store.find_by_digest(program_code, digests, within, lock=True)


def _judge(command: RedeemVoucher, digest: bytes, member: Member | None, batch: Batch) -> VoucherUsed | LoyaltyError:
    if member is None or member.program_code != command.program_code:
        return MemberUnknown(f"There is no member {command.member_id}.", member_id=str(command.member_id))
    vouchers, uses, now = batch
    known = uses.get((command.member_id, command.reference))
    if known is not None:
        return _again(command, digest, *known)
    if member.status is not MemberStatus.ACTIVE:
        return MemberInactive(f"The member is {member.status}.", member_id=str(member.id), status=str(member.status))
    voucher = vouchers.get(digest)
    refusal = _refusal(voucher, command, now)
    if refusal is not None or voucher is None:
        return refusal or _not_redeemable()
    used_count = voucher.used_count + 1
    status = VoucherStatus.USED if used_count == voucher.usage_limit else voucher.status
    return VoucherUsed(replace(voucher, used_count=used_count, status=status), command.reference, used_count, now)


def _refusal(voucher: Voucher | None, command: RedeemVoucher, now: datetime) -> LoyaltyError | None:
    if voucher is None or voucher.member_id not in {None, command.member_id}:
        return _not_redeemable()
    is_spent = voucher.status in {VoucherStatus.WITHDRAWN, VoucherStatus.USED}
    if voucher.member_id is None:
        return _not_redeemable() if is_spent or voucher.is_expired_at(now) else None
    if voucher.status is VoucherStatus.WITHDRAWN:
        return VoucherWithdrawn("The voucher was withdrawn.", pool_code=voucher.pool_code)
    if voucher.status is VoucherStatus.USED:
        return VoucherUsedUp("The voucher was used as often as it may be.", pool_code=voucher.pool_code, usage_limit=voucher.usage_limit)
    if voucher.is_expired_at(now):
        return VoucherExpired("The voucher is past its expiry.", pool_code=voucher.pool_code, expires_at=str(voucher.expires_at))
    return None


def _not_redeemable() -> VoucherNotRedeemable:
    """Without any fact: whatever differed between two of these would tell a guesser which codes exist."""
    return VoucherNotRedeemable("This code cannot be redeemed for this member. Check it for typing errors.")


def _again(command: RedeemVoucher, digest: bytes, first_digest: bytes, first: VoucherUsed) -> VoucherUsed | LoyaltyError:
    if digest == first_digest:
        return replace(first, is_duplicate=True)
    return VoucherReferenceTaken(
        f"'{command.reference}' was used for another voucher. Use another reference for another use.", reference=command.reference
    )


def _shape_refusal(command: RedeemVoucher) -> LoyaltyError | None:
    return reference_refusal("reference", command.reference) or label_refusal(None, command.actor, None, None)
