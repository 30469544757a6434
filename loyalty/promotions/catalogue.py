"""The acts on promotions themselves: create, change, send on through their lifecycle, read; every change is a revision with who and when.

This module knows SQL, as a store does: the acts are few and each is one row. Not here: applying promotions.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.eligibility.definition import misfit
from loyalty.eligibility.store import segment_codes
from loyalty.programs.errors import ProgramUnknown
from loyalty.programs.store import current_program
from loyalty.promotions.definition import promotion_from_json, promotion_to_json
from loyalty.promotions.errors import (
    PromotionDefinitionInvalid,
    PromotionExists,
    PromotionRevisionConflict,
    PromotionStatusConflict,
    PromotionUnknown,
)
from loyalty.promotions.model import (
    NEXT_STATUSES,
    Promotion,
    PromotionDefinition,
    PromotionFigures,
    PromotionRevision,
    PromotionStatus,
)
from loyalty.promotions.store import PROMOTION_COLUMNS, promotion_of

STORE = """
insert into promotions (program_code, code, status, revision, content_hash, definition, usage_limit, budget_points, budget_minor,
                        changed_at)
values (%(program_code)s, %(code)s, %(status)s, %(revision)s, %(hash)s, %(definition)s::jsonb, %(usage_limit)s, %(budget_points)s,
        %(budget_minor)s, %(now)s)
on conflict (program_code, code) do update set status = excluded.status, revision = excluded.revision, content_hash = excluded.content_hash,
    definition = excluded.definition, usage_limit = excluded.usage_limit, budget_points = excluded.budget_points,
    budget_minor = excluded.budget_minor, changed_at = excluded.changed_at
"""
STORE_REVISION = """
insert into promotion_revisions (program_code, promotion_code, revision, status, definition, actor, reason, recorded_at)
values (%(program_code)s, %(code)s, %(revision)s, %(status)s, %(definition)s::jsonb, %(actor)s, %(reason)s, %(now)s)
"""
REVISIONS = """
select definition, status, revision, actor, reason, recorded_at from promotion_revisions
where program_code = %(program_code)s and promotion_code = %(code)s order by revision desc limit 200
"""
FIGURES = """
select count(distinct member_id) filter (where returned_at is null) as member_count,
       count(*) filter (where returned_at is not null) as returned_count,
       min(used_at) filter (where returned_at is null) as first_used_at, max(used_at) filter (where returned_at is null) as last_used_at
from promotion_uses where program_code = %(program_code)s and promotion_code = %(code)s
"""
BY_DAY = """
select (used_at at time zone %(timezone)s)::date::text as used_on, count(*) as use_count,
       sum(points - returned_points)::bigint as points, sum(discount_minor - returned_minor)::bigint as discount_minor
from promotion_uses where program_code = %(program_code)s and promotion_code = %(code)s and returned_at is null
group by 1 order by 1 desc limit 90
"""


def create_promotion(definition: PromotionDefinition, *, actor: str | None, within: Work, clock: Clock, dry_run: bool = False) -> Promotion:
    """The program has the promotion, as a DRAFT; the very same draft again is answered as stored.

    Raises:
        PromotionDefinitionInvalid: an unknown program, tier, wallet or segment.
        PromotionExists: another promotion has the code.
    """
    stored = _locked(definition.program_code, definition.code, within)
    if stored is not None and (stored.definition != definition or stored.status is not PromotionStatus.DRAFT):
        raise PromotionExists(
            f"There is a promotion '{definition.code}' already. Change it, or take another code.", promotion_code=definition.code
        )
    _refuse_unfit(definition, stored, within)
    if stored is not None:
        return stored
    return _stored(Promotion(definition, PromotionStatus.DRAFT, 1), actor, None, clock.now(), within, dry_run=dry_run)


def change_promotion(
    definition: PromotionDefinition, *, actor: str | None, within: Work, clock: Clock, revision: int | None = None, dry_run: bool = False
) -> Promotion:
    """The promotion is as defined from now on, in whatever state it is; what was used of it stays used.

    Raises:
        PromotionUnknown: there is none with the code.
        PromotionStatusConflict: it is archived.
        PromotionRevisionConflict: it stands at another revision than `revision`.
        PromotionDefinitionInvalid: it does not fit the program, or a limit or budget is below what is used already.
    """
    stored = _known(definition.program_code, definition.code, within)
    if stored.status is PromotionStatus.ARCHIVED:
        raise PromotionStatusConflict("An archived promotion stays as it is.", promotion_code=definition.code, status=str(stored.status))
    if revision is not None and revision != stored.revision:
        raise PromotionRevisionConflict(
            f"The promotion stands at revision {stored.revision}, and the change was made from {revision}. Read it again.",
            revision=stored.revision,
            given_revision=revision,
        )
    _refuse_unfit(definition, stored, within)
    if stored.definition == definition:
        return stored
    changed = replace(stored, definition=definition, revision=stored.revision + 1)
    return _stored(changed, actor, None, clock.now(), within, dry_run=dry_run)


def move_promotion(
    program_code: str,
    code: str,
    to: PromotionStatus,
    *,
    actor: str | None,
    reason: str | None = None,
    within: Work,
    clock: Clock,
    dry_run: bool = False,
) -> Promotion:
    """The promotion stands at `to`; one that stands there already stays as it is.

    Raises:
        PromotionUnknown: there is none with the code.
        PromotionStatusConflict: it cannot go there from where it stands.
    """
    stored = _known(program_code, code, within)
    if stored.status is to:
        return stored
    if to not in NEXT_STATUSES[stored.status]:
        raise PromotionStatusConflict(
            f"A promotion that is {stored.status} cannot become {to}.",
            promotion_code=code,
            status=str(stored.status),
            requested_status=str(to),
        )
    moved = replace(stored, status=to, revision=stored.revision + 1)
    return _stored(moved, actor, reason, clock.now(), within, dry_run=dry_run)


def store_promotions(definitions: Sequence[PromotionDefinition], *, within: Work, clock: Clock) -> int:
    """The program's promotions say what the files say, and those that are new are ACTIVE; how many changed. Others stay as they are.

    Raises:
        PromotionDefinitionInvalid: as in `change_promotion`.
    """
    now, changed = clock.now(), 0
    for definition in sorted(definitions, key=lambda definition: (definition.program_code, definition.code)):
        stored = _locked(definition.program_code, definition.code, within)
        _refuse_unfit(definition, stored, within)
        if stored is not None and (stored.definition == definition or stored.status is PromotionStatus.ARCHIVED):
            continue
        status = stored.status if stored else PromotionStatus.ACTIVE
        promotion = Promotion(definition, status, stored.revision + 1 if stored else 1)
        _stored(promotion, None, None, now, within, dry_run=False)
        changed += 1
    return changed


def list_promotions(program_code: str, *, within: Work, status: PromotionStatus | None = None) -> list[Promotion]:
    """The program's promotions (of this status), by code."""
    query = f"""
        select {PROMOTION_COLUMNS} from promotions
        where program_code = %(program_code)s and (status = %(status)s or %(status)s::text is null) order by code
    """  # noqa: S608 (our own column list)
    return [promotion_of(row) for row in within.exec_driver_sql(query, {"program_code": program_code, "status": status})]


def promotion_history(program_code: str, code: str, *, within: Work) -> list[PromotionRevision]:
    """The newest revisions of a promotion, newest first.

    Raises:
        PromotionUnknown: there is none.
    """
    rows = within.exec_driver_sql(REVISIONS, {"program_code": program_code, "code": code}).all()
    if not rows:
        raise _unknown(code)
    return [
        PromotionRevision(
            promotion_from_json(row.definition), PromotionStatus(row.status), row.revision, row.actor, row.reason, row.recorded_at
        )
        for row in rows
    ]


def promotion_figures(program_code: str, code: str, *, within: Work) -> PromotionFigures:
    """How the promotion performs: uses, members, points, money, what is left, and the last ninety days with a use.

    Raises:
        PromotionUnknown: there is none.
    """
    promotion = _found(program_code, code, within, lock=False)
    if promotion is None:
        raise _unknown(code)
    asked = {"program_code": program_code, "code": code, "timezone": current_program(program_code, within=within).program.timezone}
    sums = within.exec_driver_sql(FIGURES, asked).one()
    days = [(row.used_on, row.use_count, row.points, row.discount_minor) for row in within.exec_driver_sql(BY_DAY, asked)]
    return PromotionFigures(promotion, sums.member_count, sums.returned_count, sums.first_used_at, sums.last_used_at, days)


def _locked(program_code: str, code: str, within: Work) -> Promotion | None:
    """The stored promotion; nobody else changes it, or makes it, until the transaction ends."""
    within.exec_driver_sql("select pg_advisory_xact_lock(hashtextextended(%(name)s, 7236010))", {"name": f"{program_code}\x1f{code}"})
    return _found(program_code, code, within, lock=True)


def _known(program_code: str, code: str, within: Work) -> Promotion:
    stored = _locked(program_code, code, within)
    if stored is None:
        raise _unknown(code)
    return stored


def _found(program_code: str, code: str, within: Work, *, lock: bool) -> Promotion | None:
    query = f"select {PROMOTION_COLUMNS} from promotions where program_code = %(program_code)s and code = %(code)s"  # noqa: S608
    row = within.exec_driver_sql(query + (" for update" if lock else ""), {"program_code": program_code, "code": code}).one_or_none()
    return None if row is None else promotion_of(row)


def _stored(promotion: Promotion, actor: str | None, reason: str | None, now: datetime, within: Work, *, dry_run: bool) -> Promotion:
    if dry_run:
        return promotion
    definition, limits = promotion.definition, promotion.definition.limits
    document = json.dumps(promotion_to_json(definition), sort_keys=True, ensure_ascii=False)
    row = {
        "program_code": definition.program_code,
        "code": definition.code,
        "status": str(promotion.status),
        "revision": promotion.revision,
        "hash": hashlib.sha256(document.encode()).digest(),
        "definition": document,
        "usage_limit": limits.total_count,
        "budget_points": limits.budget_points,
        "budget_minor": limits.budget_minor,
        "actor": actor,
        "reason": reason,
        "now": now,
    }
    within.exec_driver_sql(STORE, row)
    within.exec_driver_sql(STORE_REVISION, row)
    return promotion


def _refuse_unfit(definition: PromotionDefinition, stored: Promotion | None, within: Work) -> None:
    try:
        program = current_program(definition.program_code, within=within).program
    except ProgramUnknown as unknown:
        raise _invalid(definition, "program_code", f"names no stored program ({definition.program_code})") from unknown
    problem = misfit(definition.eligibility, program, segment_codes(within))
    if problem is not None:
        raise _invalid(definition, f"eligibility.{problem[0]}", problem[1])
    wallet_code = definition.points.wallet_code if definition.points else None
    if program.wallet(wallet_code) is None:
        raise _invalid(definition, "points.wallet_code", f"names no wallet of the program ({wallet_code})")
    if stored is None:
        return
    for key, limit, used in (
        ("total_count", definition.limits.total_count, stored.used_count),
        ("budget_points", definition.limits.budget_points, stored.used_points),
        ("budget_minor", definition.limits.budget_minor, stored.used_minor),
    ):
        if limit is not None and limit < used:
            raise _invalid(definition, f"limits.{key}", f"is {limit}, and {used} are used already")


def _invalid(definition: PromotionDefinition, path: str, problem: str) -> PromotionDefinitionInvalid:
    return PromotionDefinitionInvalid(
        f"promotion {definition.code}: {path} {problem}.", promotion_code=definition.code, path=path, problem=problem
    )


def _unknown(code: str) -> PromotionUnknown:
    return PromotionUnknown(f"The program has no promotion '{code[:80]}'.", promotion_code=code[:80])
