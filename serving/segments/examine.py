"""`/v1/examine/segment…`: what a rule would do, while it is typed: size, who enters and leaves, clause by clause, overlaps, SQL."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints
from sqlalchemy.dialects import oracle, postgresql

from loyalty.access import Caller
from loyalty.database import Work as Transaction
from loyalty.rules import CheckedRule, InvalidRule
from loyalty.segments import (
    NothingPublished,
    Overlaps,
    Preview,
    ProfileMissing,
    SegmentCycle,
    SegmentDataMissing,
    SegmentKindConflict,
    SegmentStatus,
    SegmentUnknown,
    SegmentVersion,
    Source,
    Waterfall,
    find_head,
    find_version,
    overlaps,
    preview,
    read_segment_rule,
    segment_codes,
    standing_segments,
    statement_of,
    waterfall,
)
from loyalty.segments.model import SegmentKind
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, RequestInvalid, refusals
from serving.http.inputs import In, JsonObject
from serving.http.outputs import Out
from serving.http.work import Work, wiring_of
from serving.segments.why_schemas import shown

router = APIRouter(prefix="/v1/examine", tags=["Segments"], route_class=GuardedRoute)

OVERLAPS_MAX = 20
Code = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_ASKING = (Malformed, SegmentUnknown, InvalidRule, SegmentCycle, SegmentKindConflict, NothingPublished, SegmentDataMissing, ProfileMissing)


class SegmentAskedIn(In):
    """A rule, or a stored version of a segment."""

    rule: JsonObject | None = Field(default=None, description="JSONLogic as it stands in the editor; left out: that of `code`.")
    code: Code | None = Field(default=None, description="The segment that it is for. What it says now tells who would enter and leave.")
    version: int | None = Field(default=None, ge=1, le=1_000_000, description="Of `code`; left out: its draft, or what is in force.")


class SegmentPreviewIn(SegmentAskedIn):
    """A rule to be previewed."""

    sample: int = Field(default=10, ge=0, le=50, strict=True, description="How many customers to name.")


class SegmentOverlapsIn(In):
    """Segments to be laid over each other."""

    codes: list[Code] = Field(min_length=1, max_length=OVERLAPS_MAX)


class SegmentSqlIn(SegmentAskedIn):
    """A rule to be shown as SQL."""

    dialect: Literal["duckdb", "postgresql", "snowflake", "oracle"] = "duckdb"


class ClassCountOut(Out):
    """One RFM class."""

    rfm_segment_code: str | None
    customer_count: int
    described_count: int


class CostOut(Out):
    """What asking cost."""

    elapsed_ms: float
    rows_scanned: int
    features_read: list[str]


class SegmentPreviewOut(Out):
    """What the rule would do on the newest published data. Customers count whether or not they are enrolled."""

    as_of_on: date
    built_at: datetime | None
    customer_count: int
    described_count: int
    share: float = Field(description="described_count / customer_count")
    classes: list[ClassCountOut] = Field(description="Everybody and the described, by RFM class.")
    entering_count: int = Field(description="Whom the rule describes and what is in force does not.")
    leaving_count: int
    sample: list[str] = Field(description="External ids, chosen by a hash: the same ones every time, and from anywhere.")
    entering_sample: list[str]
    leaving_sample: list[str]
    cost: CostOut

    @classmethod
    def of(cls, told: Preview) -> "SegmentPreviewOut":
        """The wire shape of a preview."""
        return cls(
            as_of_on=told.as_of_on,
            built_at=told.built_at,
            customer_count=told.customer_count,
            described_count=told.described_count,
            share=told.share,
            classes=[
                ClassCountOut(rfm_segment_code=one.rfm_segment_code, customer_count=one.customer_count, described_count=one.described_count)
                for one in told.classes
            ],
            entering_count=told.entering_count,
            leaving_count=told.leaving_count,
            sample=list(told.sample),
            entering_sample=list(told.entering_sample),
            leaving_sample=list(told.leaving_sample),
            cost=CostOut(elapsed_ms=told.cost.elapsed_ms, rows_scanned=told.cost.rows_scanned, features_read=list(told.cost.features_read)),
        )


class StepOut(Out):
    """One clause in its turn."""

    path: str = Field(description="JSON Pointer into the rule.")
    described_count: int = Field(description="Whom the clause describes by itself.")
    kept_count: int = Field(description="Whom it leaves, with all clauses before it.")
    lost_count: int


class SegmentClausesOut(Out):
    """How the rule narrows everybody down, clause by clause."""

    as_of_on: date
    customer_count: int
    steps: list[StepOut]

    @classmethod
    def of(cls, told: Waterfall) -> "SegmentClausesOut":
        """The wire shape of a waterfall."""
        steps = [
            StepOut(path=one.path, described_count=one.described_count, kept_count=one.kept_count, lost_count=one.lost_count)
            for one in told.steps
        ]
        return cls(as_of_on=told.as_of_on, customer_count=told.customer_count, steps=steps)


class SegmentOverlapsOut(Out):
    """How many customers each two segments share."""

    as_of_on: date
    customer_count: int
    codes: list[str]
    counts: list[list[int]] = Field(description="By row and column as in `codes`; the diagonal is each one's size.")
    none_count: int = Field(description="Customers whom none of them describes.")

    @classmethod
    def of(cls, told: Overlaps) -> "SegmentOverlapsOut":
        """The wire shape of overlaps."""
        return cls(
            as_of_on=told.as_of_on,
            customer_count=told.customer_count,
            codes=list(told.codes),
            counts=[list(row) for row in told.counts],
            none_count=told.none_count,
        )


class SegmentSqlOut(Out):
    """A rule as SQL. Values are bound, never written into the statement."""

    dialect: str
    sql: str
    values: dict[str, Any] = Field(description="What is bound, by the name it has in the statement.")


@router.post("/segment", responses=refusals(*_ASKING), summary="Preview a segment")
def examine_segment(
    _: Annotated[Caller, requires("segments.read")], request: Request, body: SegmentPreviewIn, work: Work
) -> SegmentPreviewOut:
    """Count whom a rule would describe, while it is typed: share, sample, RFM classes, who would enter and who would leave, and what asking
    cost. Nothing is stored."""
    rule, before = _asked(body, request, work)
    source, among = _source(request), _among(request, work)
    return SegmentPreviewOut.of(preview(rule, source, among=among, instead_of=before, sample=body.sample))


@router.post("/segment-clauses", responses=refusals(*_ASKING), summary="Count a segment clause by clause")
def examine_clauses(
    _: Annotated[Caller, requires("segments.read")], request: Request, body: SegmentAskedIn, work: Work
) -> SegmentClausesOut:
    """How many customers each clause of a rule describes, and how many are left after it: which clause costs the most."""
    rule, _before = _asked(body, request, work)
    source, among = _source(request), _among(request, work)
    return SegmentClausesOut.of(waterfall(rule, source, among=among))


@router.post("/segment-overlaps", responses=refusals(*_ASKING), summary="Lay segments over each other")
def examine_overlaps(
    _: Annotated[Caller, requires("segments.read")], request: Request, body: SegmentOverlapsIn, work: Work
) -> SegmentOverlapsOut:
    """How many customers each two of these segments share on the newest published data, each as it is in force."""
    wiring = wiring_of(request)
    chosen: list[SegmentVersion] = []
    for code in dict.fromkeys(body.codes):
        head = find_head(code, within=work)
        _refuse_list(code, head.kind)
        chosen.append(find_version(code, head.version, catalogue=wiring.catalogue, within=work))
    return SegmentOverlapsOut.of(overlaps(chosen, _source(request), among=_among(request, work)))


@router.post("/segment-sql", responses=refusals(*_ASKING), summary="Show a segment as SQL")
def examine_sql(_: Annotated[Caller, requires("segments.read")], request: Request, body: SegmentSqlIn, work: Work) -> SegmentSqlOut:
    """The statement that finds the customers whom a rule describes, for any of the warehouses, with what is bound in it."""
    rule, _before = _asked(body, request, work)
    source, among = _source(request), _among(request, work)
    made = statement_of(rule, source, among=among).compile(
        dialect=_dialect(body.dialect, source), compile_kwargs={"render_postcompile": True}
    )
    return SegmentSqlOut(dialect=body.dialect, sql=str(made), values=shown(dict(made.params)))


def _source(request: Request) -> Source:
    return wiring_of(request).profiles.source()


def _among(request: Request, work: Transaction) -> list[SegmentVersion]:
    return standing_segments(catalogue=wiring_of(request).catalogue, within=work)


def _asked(body: SegmentAskedIn, request: Request, work: Transaction) -> tuple[CheckedRule, CheckedRule | None]:
    """The rule that is asked about, and what the segment says now, where it is in force.

    Raises:
        SegmentUnknown, SegmentKindConflict, InvalidRule, RequestInvalid: as the names say.
    """
    catalogue = wiring_of(request).catalogue
    if body.code is None:
        if body.rule is None:
            raise RequestInvalid("Send a rule, or the code of a segment.", fields=[{"field": "body.rule", "problem": "is missing"}])
        return read_segment_rule(body.rule, catalogue, segment_codes(within=work)), None
    known = segment_codes(within=work)
    if body.rule is not None and body.code not in known:
        # A segment that is not saved yet: everybody whom it describes would enter.
        return read_segment_rule(body.rule, catalogue, known), None
    head = find_head(body.code, within=work)
    _refuse_list(body.code, head.kind)
    before = find_version(body.code, head.version, catalogue=catalogue, within=work).segment.checked
    if body.rule is not None:
        rule = read_segment_rule(body.rule, catalogue, known)
    else:
        rule = find_version(body.code, body.version or head.newest_version, catalogue=catalogue, within=work).segment.checked
    return rule, None if head.status in {SegmentStatus.DRAFT, SegmentStatus.ARCHIVED} else before


def _refuse_list(code: str, kind: SegmentKind) -> None:
    if kind is SegmentKind.STATIC:
        raise SegmentKindConflict(f"The segment '{code}' is a list: it has no rule to be asked.", segment_code=code)


def _dialect(name: str, source: Source) -> Any:  # noqa: ANN401 - SQLAlchemy's dialects are untyped here
    if name == "duckdb":
        return source.warehouse.dialect
    if name == "postgresql":
        return postgresql.dialect()  # type: ignore[no-untyped-call]
    if name == "oracle":
        return oracle.dialect()  # type: ignore[no-untyped-call]
    from snowflake.sqlalchemy.snowdialect import dialect as snowflake_dialect

    return snowflake_dialect()
