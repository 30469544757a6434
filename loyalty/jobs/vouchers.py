"""Rows of voucher codes: imported pool by pool, and kept nowhere as they are written. Not here: what codes look like (`loyalty.vouchers`).

Codes in the clear would undo what the vouchers room seals (docs/decisions/0015), so a file of them waits sealed too, and refused rows
are kept without theirs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.jobs.errors import CodeCheckFailed, CodeKnown, CodeMalformed, CodeRepeated
from loyalty.jobs.rows import VoucherCode
from loyalty.vouchers import ImportedRow, VoucherKeyWrong, VoucherPoolUnknown, VoucherSafe, import_vouchers

NOT_KEPT = "(not kept)"
SEALED_BYTES = 8 * 1024

PROBLEMS: Final[Mapping[str, type[LoyaltyError]]] = MappingProxyType(
    {problem.code: problem for problem in (CodeMalformed, CodeCheckFailed, CodeRepeated, CodeKnown)}
)


class Imported(NamedTuple):
    """The code is a voucher of its pool now."""

    pool_code: str
    is_duplicate: bool = False


def import_codes(
    codes: Sequence[VoucherCode], program_code: str, *, safe: VoucherSafe, within: Work, clock: Clock
) -> list[Imported | LoyaltyError]:
    """Every sound code is a voucher of its pool; results in the order of the codes.

    In the list, first that applies: `VoucherPoolUnknown`, `VoucherKeyWrong`, `CodeMalformed`, `CodeCheckFailed`, `CodeRepeated`,
    `CodeKnown`.
    """
    results: dict[int, Imported | LoyaltyError] = {}
    for pool_code in dict.fromkeys(one.pool_code for one in codes):
        places = [place for place, one in enumerate(codes) if one.pool_code == pool_code]
        try:
            rows = import_vouchers(program_code, pool_code, [codes[place].code for place in places], safe=safe, within=within, clock=clock)
        except (VoucherPoolUnknown, VoucherKeyWrong) as refusal:
            results |= dict.fromkeys(places, refusal)
            continue
        results |= {place: _outcome(row, pool_code) for place, row in zip(places, rows, strict=True)}
    return [results[place] for place in range(len(codes))]


def sealed(pieces: Iterable[bytes], safe: VoucherSafe) -> Iterator[bytes]:
    """The pieces of a file, each sealed."""
    return (b"".join(safe.seal_bytes(piece[at : at + SEALED_BYTES]) for at in range(0, len(piece), SEALED_BYTES)) for piece in pieces)


def opened(pieces: Iterable[bytes], safe: VoucherSafe) -> Iterator[bytes]:
    """The pieces of a file as they were before they were sealed."""
    size = SEALED_BYTES + safe.SEAL_BYTES
    return (b"".join(safe.open_bytes(piece[at : at + size]) for at in range(0, len(piece), size)) for piece in pieces)


def without_code(row: Mapping[str, object]) -> Mapping[str, object]:
    """The row as it may be kept."""
    return {name: value if name == "pool_code" else NOT_KEPT for name, value in row.items()}


def _outcome(row: ImportedRow, pool_code: str) -> Imported | LoyaltyError:
    if row.problem_code is None:
        return Imported(pool_code)
    problem = PROBLEMS[row.problem_code]
    said = "is the code of an earlier row too" if problem is CodeRepeated else row.problem
    return problem(f"code {said}.", pool_code=pool_code)
