"""`/v1/members/{id}/features`, `/v1/features` and `/v1/features:batch`: what is known of members.

As last published; `/v1/warehouse` says how that which publishes stands.
"""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import StringConstraints

from loyalty.access import Caller
from loyalty.errors import NotFound
from loyalty.features import FeatureStore, FeatureUnknown
from loyalty.features.rows import read_head
from loyalty.members import MemberUnknown
from serving.features.schemas import BatchItemOut, CatalogueOut, FeaturesBatchIn, FeaturesBatchOut, FreshnessOut, MemberFeaturesOut
from serving.features.warehouse import WarehouseOut, warehouse_out
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.outputs import ReasonOut
from serving.http.work import BusinessClock, Work, wiring_of
from serving.members.references import MemberReference, ProgramCode, unknown_member
from serving.wiring import Wiring

router = APIRouter(tags=["Features"], route_class=GuardedRoute)

Names = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=4_000, pattern=r"^[a-z0-9_]+(,[a-z0-9_]+)*$")] | None,
    Query(description="Only these features, separated by commas; left out: all.", examples=["recency_days,spend_minor_84d"]),
]


@router.get("/v1/members/{member_id}/features", responses=refusals(MemberUnknown, FeatureUnknown), summary="Read what is known of a member")
def read_features(
    _: Annotated[Caller, requires("profiles.read")],
    member_id: MemberReference,
    request: Request,
    clock: BusinessClock,
    names: Names = None,
    program_code: ProgramCode = None,
) -> MemberFeaturesOut:
    """The member's features as last published: from Redis, else from PostgreSQL, else from the warehouse. The answer says which, and how
    old. Redis or the warehouse being away costs time or a newcomer's values, never a wrong answer."""
    wiring = wiring_of(request)
    wanted = _known_names(wiring.features, names.split(",") if names else None)

    one = _resolved(wiring, [member_id], program_code)[0]
    found = wiring.features.read_one(one) if isinstance(one, UUID) else None
    if found is None:
        raise unknown_member(member_id)
    return MemberFeaturesOut.of(found, wanted, clock.now())


@router.post("/v1/features:batch", responses=refusals(Malformed, FeatureUnknown), summary="Read what is known of many members")
def read_features_batch(
    _: Annotated[Caller, requires("profiles.read")], body: FeaturesBatchIn, request: Request, clock: BusinessClock
) -> FeaturesBatchOut:
    """Up to 1,000 members at once, each answered in its place. Changes nothing, so it needs no Idempotency-Key."""
    wiring = wiring_of(request)
    wanted = _known_names(wiring.features, body.names)
    ids = _resolved(wiring, body.member_ids, body.program_code)
    found = wiring.features.read(one for one in ids if isinstance(one, UUID))
    now = clock.now()
    items = []
    for reference, one in zip(body.member_ids, ids, strict=True):
        known = found.get(one) if isinstance(one, UUID) else None
        error = None if known is not None else ReasonOut.of(one if isinstance(one, NotFound) else unknown_member(reference))
        answer = MemberFeaturesOut.of(known, wanted, now) if known is not None else None
        items.append(BatchItemOut(member_id=reference, answer=answer, error=error))
    return FeaturesBatchOut(items=items)


@router.get("/v1/features", summary="Read the catalogue of features")
def read_catalogue(_: Annotated[Caller, requires("profiles.read")], request: Request, work: Work, clock: BusinessClock) -> CatalogueOut:
    """Every feature with its type, unit, owner and words, and how fresh what is published is. Rules, models and screens read the same."""
    return CatalogueOut.of(wiring_of(request).features.catalogue, read_head(work), clock.now())


@router.get("/v1/warehouse", summary="Read how the warehouse stands")
def read_warehouse(_: Annotated[Caller, requires("profiles.read")], request: Request, work: Work, clock: BusinessClock) -> WarehouseOut:
    """Whether the warehouse is asked or left alone just now (the breaker of the process that answers; `/metrics` has those of all), which
    build is published, and how fresh the features are. While the breaker is open, everything published is answered as before."""
    wiring = wiring_of(request)
    breaker = wiring.warehouse_breaker.state if wiring.warehouse_reader is not None else None
    freshness = FreshnessOut.of(wiring.features.catalogue, read_head(work), clock.now())
    return warehouse_out(wiring.warehouse_url, breaker, wiring.published_dir, freshness)


def _known_names(store: FeatureStore, names: Sequence[str] | None) -> Sequence[str] | None:
    """The names, or the refusal of those that the catalogue lacks."""
    unknown = [name for name in names or () if name not in store.catalogue]
    if unknown:
        raise FeatureUnknown(f"The catalogue has no feature '{unknown[0][:80]}'; GET /v1/features lists them all.", names=unknown[:20])
    return names


def _resolved(wiring: Wiring, references: Sequence[str], program_code: str | None) -> list[UUID | NotFound]:
    """Ids behind references; PostgreSQL is only asked for external ids that were never seen."""
    directory = wiring.directory
    known = [directory.known(reference, program_code) for reference in references]
    if all(known):
        return [one for one in known if one is not None]
    with wiring.database.begin() as work:
        return directory.resolve([(program_code, reference) for reference in references], work)
