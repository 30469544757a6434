"""`/v1/voucher-pools/{code}/codes.csv`: a pool's codes as one file, however many there are. Not here: codes page by page (`router`)."""

from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from loyalty.access import Caller
from loyalty.paging import PAGE_LIMIT_MAX, Page
from loyalty.vouchers import Voucher, VoucherKeyWrong, VoucherPoolUnknown, list_vouchers
from serving.http.auth import GuardedRoute, requires
from serving.http.csv_lines import csv_lines
from serving.http.errors import refusals
from serving.http.work import Work, wiring_of
from serving.members.references import MeantProgram
from serving.vouchers.router import PoolCode, StatusQuery
from serving.vouchers.schemas import VoucherOut

router = APIRouter(prefix="/v1/voucher-pools", tags=["Vouchers"], route_class=GuardedRoute)

COLUMNS = ("code", "status", "usage_limit", "used_count", "member_id", "assigned_at", "expires_at", "value_minor")
NextPage = Callable[[str], Page[Voucher]]


@router.get(
    "/{code}/codes.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}, **refusals(VoucherPoolUnknown, VoucherKeyWrong)},
    summary="Download a pool's codes",
)
def download_codes(
    *,
    _: Annotated[Caller, requires("vouchers.codes")],
    request: Request,
    code: PoolCode,
    work: Work,
    status: StatusQuery = None,
    program: MeantProgram,
) -> Response:
    """All codes of the pool as CSV, or those that stand at `status`, in the order in which they were made: one line after the other, so
    that a million of them can be taken and printed. A voucher that moves meanwhile is told as it stood when its line was written."""
    wiring = wiring_of(request)
    first = list_vouchers(program, code, safe=wiring.safe, within=work, limit=PAGE_LIMIT_MAX, status=status)

    def following(cursor: str) -> Page[Voucher]:
        with wiring.database.begin() as inner:
            return list_vouchers(program, code, safe=wiring.safe, within=inner, limit=PAGE_LIMIT_MAX, status=status, cursor=cursor)

    # A header has room for Latin letters alone, and a pool's code may be of others.
    name = code.encode("ascii", "replace").decode().replace('"', "").replace("\\", "").replace("?", "_")
    headers = {"Content-Disposition": f'attachment; filename="{name}-codes.csv"', "Cache-Control": "no-store"}
    return StreamingResponse(_as_csv(first, following), media_type="text/csv; charset=utf-8", headers=headers)


def _as_csv(page: Page[Voucher], following: NextPage) -> Iterator[bytes]:
    """Page by page, each in a transaction of its own, so that a slow reader holds nothing."""
    yield csv_lines([COLUMNS])
    while True:
        yield csv_lines(_cells(voucher) for voucher in page.items)
        if page.next_cursor is None:
            return
        page = following(page.next_cursor)


def _cells(voucher: Voucher) -> list[object]:
    shown = VoucherOut.of(voucher).model_dump(mode="json")
    return [voucher.code, *(shown[column] for column in COLUMNS[1:])]
