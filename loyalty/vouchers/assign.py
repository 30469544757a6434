"""Giving vouchers of a pool to members, and taking unused ones back. Not here: using them (redeem)."""

from collections import deque
from collections.abc import Collection, Sequence
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.members.errors import MemberInactive, MemberUnknown
from loyalty.members.model import Member, MemberStatus
from loyalty.members.store import find_members
from loyalty.vouchers import store
from loyalty.vouchers.errors import VoucherPoolEmpty, VoucherPoolUnknown
from loyalty.vouchers.model import AssignVoucher, Voucher

PoolKey = tuple[str, str]


def assign_vouchers(
    commands: Sequence[AssignVoucher], *, within: Work, clock: Clock, dry_run: bool = False
) -> list[Voucher | LoyaltyError]:
    """Every member has one more voucher of the pool, or is refused by itself; results in the order of the commands.

    Two who assign at once get different vouchers without waiting. A dry run locks and stores nothing.

    In the list, in their order of precedence: `MemberUnknown`, `MemberInactive`, `VoucherPoolUnknown`, `VoucherPoolEmpty`.
    """
    now = clock.now()
    members = find_members(list({command.member_id for command in commands}), within=within)
    refusals = [_refusal(command, members) for command in commands]
    asked: dict[PoolKey, int] = {}
    for command, refusal in zip(commands, refusals, strict=True):
        if refusal is None:
            key = (command.program_code, command.pool_code)
            asked[key] = asked.get(key, 0) + 1
    free = {key: deque(store.take_available(*key, asked[key], now, within, lock=not dry_run)) for key in sorted(asked)}
    known = {key for key in asked if free[key] or store.find_pools(key[0], [key[1]], within)}
    chosen: list[UUID | LoyaltyError] = []
    for command, refusal in zip(commands, refusals, strict=True):
        key = (command.program_code, command.pool_code)
        chosen.append(refusal or _next(key, known, free))
    pairs = [(found, command.member_id) for found, command in zip(chosen, commands, strict=True) if isinstance(found, UUID)]
    if dry_run:
        with within.begin_nested() as rehearsal:
            assigned = store.assign(pairs, now, within)
            rehearsal.rollback()
    else:
        assigned = store.assign(pairs, now, within)
    return [assigned[found] if isinstance(found, UUID) else found for found in chosen]


def unassign_vouchers(ids: Collection[UUID], *, within: Work, clock: Clock) -> int:
    """Those of the vouchers that their members have not used go back to the pool; how many. A used one stays used."""
    return store.unassign(ids, clock.now(), within)


def _next(key: PoolKey, known: Collection[PoolKey], free: dict[PoolKey, deque[UUID]]) -> UUID | LoyaltyError:
    _, pool_code = key
    if key not in known:
        return VoucherPoolUnknown(f"The program has no voucher pool '{pool_code[:80]}'.", pool_code=pool_code[:80])
    if not free[key]:
        return VoucherPoolEmpty("Every voucher of the pool is given away.", pool_code=pool_code)
    return free[key].popleft()


def _refusal(command: AssignVoucher, members: dict[UUID, Member]) -> LoyaltyError | None:
    member = members.get(command.member_id)
    if member is None or member.program_code != command.program_code:
        return MemberUnknown(f"There is no member {command.member_id}.", member_id=str(command.member_id))
    if member.status is not MemberStatus.ACTIVE:
        return MemberInactive(f"The member is {member.status}.", member_id=str(member.id), status=str(member.status))
    return None
