"""`/v1/voucher-pools`, `/v1/vouchers` and a member's vouchers: make codes, give them, use them; guessing is slow and learns nothing."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import StringConstraints

from loyalty.access import Caller
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.members import MemberInactive, MemberUnknown
from loyalty.paging import CursorMalformed
from loyalty.vouchers import (
    AssignVoucher,
    PoolFigures,
    RedeemVoucher,
    Voucher,
    VoucherAttemptsExceeded,
    VoucherExpired,
    VoucherKeyWrong,
    VoucherNotRedeemable,
    VoucherPoolEmpty,
    VoucherPoolExists,
    VoucherPoolInvalid,
    VoucherPoolUnknown,
    VoucherReferenceTaken,
    VoucherStatus,
    VoucherUsedUp,
    VoucherWithdrawn,
    assign_vouchers,
    generate_vouchers,
    import_vouchers,
    list_pools,
    list_vouchers,
    open_pool,
    pool_figures,
    redeem_vouchers,
    vouchers_of_member,
    withdraw_vouchers,
)
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import IdempotencyKeyMalformed, IdempotencyKeyMissing, Malformed, refusals, request_id_of
from serving.http.idempotency import Asked, OptionalKey, RequiredKey, answered_once, keyed
from serving.http.inputs import PLAIN_TEXT, DryRun
from serving.http.paging import LIMIT_DEFAULT, Cursor, Limit, Page, page_of
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import CurrentMember, MeantProgram, ProgramCode
from serving.vouchers.schemas import (
    AssignedOut,
    AssignIn,
    CountOut,
    EmptyIn,
    GenerateIn,
    ImportedOut,
    ImportIn,
    MemberVouchersOut,
    PoolIn,
    PoolOut,
    PoolSavedOut,
    UsedOut,
    UseIn,
    VoucherCodeOut,
    VoucherOut,
)

router = APIRouter(prefix="/v1", tags=["Vouchers"], route_class=GuardedRoute)

PoolCode = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)], Path(description="The pool's code.")
]
StatusQuery = Annotated[VoucherStatus | None, Query(description="Only those that stand there.")]
_WRITING = (Malformed, VoucherPoolInvalid, VoucherPoolUnknown, VoucherKeyWrong, KeyInFlight, KeyReused)


@router.get("/voucher-pools", responses=refusals(CursorMalformed), summary="List the voucher pools")
def list_voucher_pools(
    *,
    _: Annotated[Caller, requires("vouchers.read")],
    work: Work,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
    program: MeantProgram,
) -> Page[PoolOut]:
    """Every pool with how many of its vouchers stand where, by code."""
    return page_of(list_pools(program, limit=limit, cursor=cursor, within=work), PoolOut.of)


@router.post(
    "/voucher-pools",
    status_code=201,
    response_model=PoolSavedOut,
    responses={200: {"model": PoolSavedOut, "description": "A dry run."}, **refusals(*_WRITING, VoucherPoolExists)},
    summary="Open a voucher pool",
)
def open_voucher_pool(
    *,
    caller: Annotated[Caller, requires("vouchers.write")],
    request: Request,
    body: PoolIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
    program: MeantProgram,
) -> Response:
    """Make a pool. Its vouchers are generated or imported afterwards. The very same pool again is answered as stored."""
    command = body.command(program, caller.name)

    def act() -> tuple[int, PoolSavedOut]:
        pool = open_pool(command, safe=wiring_of(request).safe, within=work, clock=clock, dry_run=dry_run)
        found = PoolFigures(pool) if dry_run else pool_figures(pool.program_code, pool.code, within=work)
        return (200 if dry_run else 201), PoolSavedOut(**PoolOut.of(found).model_dump(), would_apply=dry_run)

    claimed = keyed(caller, key, "POST /v1/voucher-pools", body) if key and not dry_run else None
    return answered_once(claimed, act, within=work, clock=clock, request_id=request_id_of(request))


@router.get("/voucher-pools/{code}", responses=refusals(VoucherPoolUnknown), summary="Read a voucher pool")
def read_voucher_pool(_: Annotated[Caller, requires("vouchers.read")], code: PoolCode, work: Work, program: MeantProgram) -> PoolOut:
    """The pool and how many of its vouchers stand where."""
    return PoolOut.of(pool_figures(program, code, within=work))


@router.get("/voucher-pools/{code}/vouchers", responses=refusals(VoucherPoolUnknown, CursorMalformed), summary="List a pool's vouchers")
def list_pool_vouchers(
    *,
    _: Annotated[Caller, requires("vouchers.read")],
    code: PoolCode,
    work: Work,
    status: StatusQuery = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
    program: MeantProgram,
) -> Page[VoucherOut]:
    """The vouchers without their codes, in the order in which they were made."""
    return page_of(list_vouchers(program, code, safe=None, within=work, limit=limit, status=status, cursor=cursor), VoucherOut.of)


@router.get(
    "/voucher-pools/{code}/codes",
    responses=refusals(VoucherPoolUnknown, VoucherKeyWrong, CursorMalformed),
    summary="List a pool's codes",
)
def list_pool_codes(
    *,
    _: Annotated[Caller, requires("vouchers.codes")],
    request: Request,
    code: PoolCode,
    work: Work,
    status: StatusQuery = None,
    limit: Limit = LIMIT_DEFAULT,
    cursor: Cursor = None,
    program: MeantProgram,
) -> Page[VoucherCodeOut]:
    """The vouchers with their codes, for printing or mailing. Whoever may ask this can use every code of the pool."""
    safe = wiring_of(request).safe
    return page_of(list_vouchers(program, code, safe=safe, within=work, limit=limit, status=status, cursor=cursor), _with_code)


@router.post("/voucher-pools/{code}/generate", response_model=CountOut, responses=refusals(*_WRITING), summary="Generate vouchers")
def generate(
    *,
    caller: Annotated[Caller, requires("vouchers.write")],
    request: Request,
    code: PoolCode,
    body: GenerateIn,
    work: Work,
    clock: BusinessClock,
    key: RequiredKey,
    dry_run: DryRun = False,
    program: MeantProgram,
) -> Response:
    """Make so many new vouchers, all or none. Their codes are read with the pool's codes."""

    def act() -> tuple[int, CountOut]:
        safe = wiring_of(request).safe
        count = generate_vouchers(program, code, body.count, safe=safe, within=work, clock=clock, dry_run=dry_run)
        return 200, CountOut(voucher_count=count, would_apply=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/voucher-pools/{code}/generate", body)


@router.post("/voucher-pools/{code}/import", response_model=ImportedOut, responses=refusals(*_WRITING), summary="Import vouchers")
def import_codes(
    *,
    caller: Annotated[Caller, requires("vouchers.write")],
    request: Request,
    code: PoolCode,
    body: ImportIn,
    work: Work,
    clock: BusinessClock,
    key: RequiredKey,
    dry_run: DryRun = False,
    program: MeantProgram,
) -> Response:
    """Take a partner's codes into the pool. Rows that cannot be taken are said, each with its reason; the others are."""

    def act() -> tuple[int, ImportedOut]:
        safe = wiring_of(request).safe
        rows = import_vouchers(program, code, body.codes, safe=safe, within=work, clock=clock, dry_run=dry_run)
        return 200, ImportedOut.of(rows, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/voucher-pools/{code}/import", body)


@router.post(
    "/voucher-pools/{code}/assign",
    response_model=AssignedOut,
    responses=refusals(*_WRITING, MemberUnknown, MemberInactive, VoucherPoolEmpty),
    summary="Assign a voucher",
)
def assign(
    *,
    caller: Annotated[Caller, requires("vouchers.assign")],
    request: Request,
    code: PoolCode,
    body: AssignIn,
    work: Work,
    clock: BusinessClock,
    key: RequiredKey,
    dry_run: DryRun = False,
    program_code: ProgramCode = None,
) -> Response:
    """Give a member one voucher of the pool; only that member can use it. Its code is read with the member's vouchers."""
    member = wiring_of(request).directory.member(body.member_id, work, program_code)

    def act() -> tuple[int, AssignedOut] | LoyaltyError:
        command = AssignVoucher(member.id, member.program_code, code)
        outcome = assign_vouchers([command], within=work, clock=clock, dry_run=dry_run)[0]
        if isinstance(outcome, LoyaltyError):
            return outcome
        return 200, AssignedOut(**VoucherOut.of(outcome).model_dump(), would_apply=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/voucher-pools/{code}/assign", body)


@router.post("/voucher-pools/{code}/withdraw", response_model=CountOut, responses=refusals(*_WRITING), summary="Withdraw a pool's vouchers")
def withdraw(
    *,
    caller: Annotated[Caller, requires("vouchers.write")],
    request: Request,
    code: PoolCode,
    body: EmptyIn,
    work: Work,
    clock: BusinessClock,
    key: RequiredKey,
    dry_run: DryRun = False,
    program: MeantProgram,
) -> Response:
    """No voucher of the pool that could still be used can be used any more. It cannot be taken back."""

    def act() -> tuple[int, CountOut]:
        return 200, CountOut(voucher_count=withdraw_vouchers(program, code, within=work, clock=clock, dry_run=dry_run), would_apply=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/voucher-pools/{code}/withdraw", body)


@router.get("/members/{member_id}/vouchers", responses=refusals(MemberUnknown), summary="Read a member's vouchers")
def read_member_vouchers(
    _: Annotated[Caller, requires("vouchers.codes")], request: Request, member: CurrentMember, work: Work
) -> MemberVouchersOut:
    """The member's vouchers with their codes, newest first, whatever became of them."""
    found = vouchers_of_member([member.id], safe=wiring_of(request).safe, within=work)[member.id]
    return MemberVouchersOut(items=[_with_code(voucher) for voucher in found])


@router.post(
    "/vouchers/use",
    response_model=UsedOut,
    responses=refusals(
        Malformed,
        IdempotencyKeyMissing,
        IdempotencyKeyMalformed,
        VoucherAttemptsExceeded,
        MemberUnknown,
        VoucherReferenceTaken,
        MemberInactive,
        VoucherNotRedeemable,
        VoucherWithdrawn,
        VoucherUsedUp,
        VoucherExpired,
        KeyInFlight,
        KeyReused,
    ),
    summary="Use a voucher",
)
def use_voucher(
    *,
    caller: Annotated[Caller, requires("vouchers.use")],
    request: Request,
    body: UseIn,
    work: Work,
    clock: BusinessClock,
    key: RequiredKey,
    dry_run: DryRun = False,
    program_code: ProgramCode = None,
) -> Response:
    """Use a code once for a member; with `dry_run`, ask whether it could be used. A code that does not exist and one that is somebody
    else's are answered alike. Codes that do not work are counted per key and per member; after too many of them every code is refused for
    a while."""
    wiring = wiring_of(request)
    member = wiring.directory.member(body.member_id, work, program_code)
    scopes = wiring.attempts.scopes(caller.id.hex, member.id.hex)

    def act() -> tuple[int, UsedOut] | LoyaltyError:
        wiring.attempts.take(scopes, work)
        command = RedeemVoucher(member.id, member.program_code, body.code, body.reference, caller.name)
        outcome = redeem_vouchers([command], safe=wiring.safe, within=work, clock=clock, dry_run=dry_run)[0]
        if not isinstance(outcome, VoucherNotRedeemable):
            wiring.attempts.give_back(scopes, work)
        return outcome if isinstance(outcome, LoyaltyError) else (200, UsedOut.of(outcome))

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, "POST /v1/vouchers/use", body)


def _with_code(voucher: Voucher) -> VoucherCodeOut:
    return VoucherCodeOut(**VoucherOut.of(voucher).model_dump(), code=voucher.code)
