"""The acts on pools: open, generate, import, withdraw, expire. Not here: giving to members (assign) and using (redeem)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.programs.errors import ProgramUnknown
from loyalty.programs.store import current_program
from loyalty.text_rules import is_short_text
from loyalty.vouchers import store
from loyalty.vouchers.codes import ALPHABET, CODE_LENGTH_MAX, check_code, has_our_form, is_prefix, new_codes, plain
from loyalty.vouchers.errors import VoucherKeyWrong, VoucherPoolExists, VoucherPoolInvalid, VoucherPoolUnknown
from loyalty.vouchers.model import GENERATED_MAX, IMPORTED_MAX, USAGE_LIMIT_MAX, VALID_DAYS_MAX, ImportedRow, OpenPool, VoucherPool
from loyalty.vouchers.safe import VoucherSafe

IMPORTED_LENGTH_MIN = 6
POOL_CODE_LENGTH_MAX = 64


def open_pool(command: OpenPool, *, safe: VoucherSafe, within: Work, clock: Clock, dry_run: bool = False) -> VoucherPool:
    """The program has the pool. The same pool again is answered as stored.

    Raises:
        VoucherPoolInvalid: a field is out of its bounds, or the program is unknown.
        VoucherPoolExists: a pool with this code stands there with other content.
    """
    _refuse_unfit(command, within)
    now = clock.now()
    stored = store.find_pools(command.program_code, [command.code], within).get(command.code)
    if stored is None and dry_run:
        return _as_stored(command, safe, now)
    if stored is None and store.insert_pool(command, safe.key_id, now, within):
        return _as_stored(command, safe, now)
    stored = stored or store.find_pools(command.program_code, [command.code], within)[command.code]
    differing = [name for name in ("name", "prefix", "usage_limit", "valid_days", "expires_at", "value_minor")
                 if getattr(stored, name) != getattr(command, name)]  # fmt: skip
    if differing:
        raise VoucherPoolExists(
            f"The pool '{command.code}' exists already and differs ({', '.join(differing)}). Open another pool.",
            pool_code=command.code,
            differing=differing,
        )
    return stored


def generate_vouchers(
    program_code: str, pool_code: str, count: int, *, safe: VoucherSafe, within: Work, clock: Clock, dry_run: bool = False
) -> int:
    """The pool has `count` new vouchers more. Their codes are read with `list_vouchers`; an answer that is kept must not hold them.

    Raises:
        VoucherPoolUnknown: the program has no such pool.
        VoucherPoolInvalid: `count` is out of its bounds.
        VoucherKeyWrong: the pool was opened under another key.
    """
    pool = pool_under_key(program_code, pool_code, safe, within)
    _refuse_count("count", count, GENERATED_MAX)
    if not dry_run:
        codes = list(new_codes(pool.prefix, count))
        store.copy_vouchers(pool, safe.seal(program_code, codes), "GENERATED", clock.now(), within)
    return count


def import_vouchers(
    program_code: str, pool_code: str, codes: Sequence[object], *, safe: VoucherSafe, within: Work, clock: Clock, dry_run: bool = False
) -> list[ImportedRow]:
    """Every sound code of a partner's list is a voucher of the pool; one row of the answer per code, in its order.

    A row's `problem_code`, the first that applies: CODE_MALFORMED (not 6 to 64 printable ASCII characters), CODE_CHECK_FAILED (one
    of our own codes with a typing error), CODE_REPEATED (earlier in this list), CODE_KNOWN (a voucher of the program already).

    Raises:
        VoucherPoolUnknown: the program has no such pool.
        VoucherPoolInvalid: the list is empty or too long.
        VoucherKeyWrong: the pool was opened under another key.
    """
    pool = pool_under_key(program_code, pool_code, safe, within)
    _refuse_count("codes", len(codes), IMPORTED_MAX)
    rows: list[ImportedRow] = []
    sound: dict[bytes, tuple[int, str]] = {}
    for number, code in enumerate(codes, start=1):
        problem = _problem(code, pool.prefix)
        digest = b"" if problem else safe.digest(program_code, plain(str(code)))
        if not problem and digest in sound:
            problem = ("CODE_REPEATED", f"is the code of row {sound[digest][0]} too")
        rows.append(ImportedRow(number, *problem) if problem else ImportedRow(number))
        if not problem:
            sound[digest] = (number, plain(str(code)))
    for digest in store.known_digests(program_code, sound, within):
        number, _ = sound.pop(digest)
        rows[number - 1] = ImportedRow(number, "CODE_KNOWN", "is a voucher of the program already")
    if sound and not dry_run:
        store.copy_vouchers(pool, safe.seal(program_code, [code for _, code in sound.values()]), "IMPORTED", clock.now(), within)
    return rows


def withdraw_vouchers(
    program_code: str, pool_code: str, ids: Collection[UUID] | None = None, *, within: Work, clock: Clock, dry_run: bool = False
) -> int:
    """No voucher of the pool (or none of these) can be used any more; how many could until now.

    Raises:
        VoucherPoolUnknown: the program has no such pool.
    """
    find_pool(program_code, pool_code, within)
    if dry_run:
        with within.begin_nested() as rehearsal:
            count = store.withdraw(program_code, pool_code, ids, clock.now(), within)
            rehearsal.rollback()
        return count
    return store.withdraw(program_code, pool_code, ids, clock.now(), within)


def expire_vouchers(*, within: Work, clock: Clock, limit: int = 50_000) -> int:
    """At most `limit` vouchers past their expiry are EXPIRED; call again, in a new transaction, while it is `limit`.

    No answer changes by it: a voucher past its expiry cannot be used whether or not this has run.
    """
    return store.expire(clock.now(), limit, within)


def find_pool(program_code: str, pool_code: str, within: Work) -> VoucherPool:
    """The pool.

    Raises:
        VoucherPoolUnknown: the program has no such pool.
    """
    found = store.find_pools(program_code, [pool_code], within).get(pool_code)
    if found is None:
        raise VoucherPoolUnknown(f"The program has no voucher pool '{pool_code[:80]}'.", pool_code=pool_code[:80])
    return found


def pool_under_key(program_code: str, pool_code: str, safe: VoucherSafe, within: Work) -> VoucherPool:
    """The pool, whose codes this safe opens.

    Raises:
        VoucherPoolUnknown: the program has no such pool.
        VoucherKeyWrong: it was opened under another key.
    """
    pool = find_pool(program_code, pool_code, within)
    if pool.key_id != safe.key_id:
        raise VoucherKeyWrong(
            "The pool was opened under another KHAYWE_VOUCHER_KEY than the one in force; its codes cannot be read or found with this one.",
            pool_code=pool_code,
        )
    return pool


def _problem(code: object, prefix: str) -> tuple[str, str] | None:
    if not isinstance(code, str) or not code.isascii() or not is_short_text(code, CODE_LENGTH_MAX):
        return ("CODE_MALFORMED", f"must be a text of {IMPORTED_LENGTH_MIN} to {CODE_LENGTH_MAX} printable ASCII characters")
    letters = plain(code)
    if len(letters) < IMPORTED_LENGTH_MIN:
        return ("CODE_MALFORMED", f"has fewer than {IMPORTED_LENGTH_MIN} characters besides spaces and hyphens")
    if has_our_form(letters, prefix) and set(letters) <= set(ALPHABET) and not check_code(letters):
        return ("CODE_CHECK_FAILED", "has the pool's form and a typing error in it")
    return None


def _refuse_unfit(pool: OpenPool, within: Work) -> None:
    checks = (
        ("code", is_short_text(pool.code, POOL_CODE_LENGTH_MAX), f"must be a text of 1 to {POOL_CODE_LENGTH_MAX} printable characters"),
        ("name", bool(pool.name.get("en")), "must have a text for 'en'"),
        ("prefix", is_prefix(pool.prefix), f"must have 2 to 8 of the letters {ALPHABET}"),
        ("usage_limit", _is_count(pool.usage_limit, USAGE_LIMIT_MAX), f"must be a whole number from 1 to {USAGE_LIMIT_MAX}"),
        ("valid_days", pool.valid_days is None or _is_count(pool.valid_days, VALID_DAYS_MAX), f"must be from 1 to {VALID_DAYS_MAX}"),
    )
    for field, is_fine, problem in checks:
        if not is_fine:
            raise VoucherPoolInvalid(f"{field} {problem}.", field=field)
    try:
        current_program(pool.program_code, within=within)
    except ProgramUnknown as unknown:
        raise VoucherPoolInvalid(f"There is no program '{pool.program_code}'.", field="program_code") from unknown


def _refuse_count(field: str, count: int, most: int) -> None:
    if not _is_count(count, most):
        raise VoucherPoolInvalid(f"{field} must be a whole number from 1 to {most}.", field=field, given=count)


def _is_count(value: object, most: int) -> bool:
    return type(value) is int and 1 <= value <= most


def _as_stored(pool: OpenPool, safe: VoucherSafe, now: datetime) -> VoucherPool:
    return VoucherPool(
        program_code=pool.program_code,
        code=pool.code,
        name=pool.name,
        prefix=pool.prefix,
        usage_limit=pool.usage_limit,
        valid_days=pool.valid_days,
        expires_at=pool.expires_at,
        value_minor=pool.value_minor,
        key_id=safe.key_id,
        created_at=now,
        created_by=pool.actor,
    )
