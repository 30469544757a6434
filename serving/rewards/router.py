"""`/v1/rewards`: what points buy, and who changed it when."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import StringConstraints

from loyalty.access import Caller
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.rewards import (
    RewardDefinition,
    RewardDefinitionInvalid,
    RewardExists,
    RewardRevisionConflict,
    RewardUnknown,
    catalogue,
    change_reward,
    create_reward,
    find_reward,
    reward_from_json,
    reward_history,
    withdraw_reward,
)
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import PLAIN_TEXT, DryRun, Truth
from serving.http.work import BusinessClock, Work
from serving.members.references import MeantProgram
from serving.rewards.schemas import (
    DefinedRewardOut,
    RewardChangeIn,
    RewardIn,
    RewardOut,
    RewardRevisionOut,
    RewardRevisionsOut,
    RewardsOut,
    WithdrawIn,
)

router = APIRouter(prefix="/v1/rewards", tags=["Rewards"], route_class=GuardedRoute)

RewardCodePath = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PLAIN_TEXT)],
    Path(description="The reward's code.", examples=["coffee"]),
]
_SAVING = refusals(Malformed, RewardDefinitionInvalid, RewardUnknown, RewardExists, RewardRevisionConflict, KeyInFlight, KeyReused)


@router.get("", summary="List the rewards")
def list_rewards(
    *,
    _: Annotated[Caller, requires("rewards.read")],
    work: Work,
    with_withdrawn: Annotated[Truth, Query(description="Also those that are not on offer.")] = False,
    program: MeantProgram,
) -> RewardsOut:
    """The rewards that can be redeemed at present, cheapest first."""
    found = catalogue(program, within=work, with_withdrawn=with_withdrawn)
    return RewardsOut(items=[RewardOut.of(reward) for reward in found])


@router.post(
    "",
    status_code=201,
    response_model=DefinedRewardOut,
    responses={200: {"model": DefinedRewardOut, "description": "A dry run."}, **_SAVING},
    summary="Create a reward",
)
def create(
    *,
    caller: Annotated[Caller, requires("rewards.write")],
    request: Request,
    body: RewardIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
    program: MeantProgram,
) -> Response:
    """Put a new reward into the catalogue. The very same one again is answered as stored."""
    definition = _read(body.definition, program, None)

    def act() -> tuple[int, DefinedRewardOut]:
        reward = create_reward(definition, actor=caller.name, within=work, clock=clock, dry_run=dry_run)
        return (200 if dry_run else 201), DefinedRewardOut.of_defined(reward, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, "POST /v1/rewards", body)


@router.get("/{code}", responses=refusals(RewardUnknown), summary="Read a reward")
def read(_: Annotated[Caller, requires("rewards.read")], code: RewardCodePath, work: Work, program: MeantProgram) -> DefinedRewardOut:
    """The reward as it stands, offered or not, with everything that defines it."""
    return DefinedRewardOut.of_defined(find_reward(program, code, within=work))


@router.put("/{code}", response_model=DefinedRewardOut, responses=_SAVING, summary="Change a reward")
def change(
    *,
    caller: Annotated[Caller, requires("rewards.write")],
    request: Request,
    code: RewardCodePath,
    body: RewardChangeIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
    program: MeantProgram,
) -> Response:
    """The reward is as defined from now on, as a new revision. What was redeemed stays as it was."""
    definition = _read(body.definition, program, code)

    def act() -> tuple[int, DefinedRewardOut]:
        reward = change_reward(definition, actor=caller.name, within=work, clock=clock, revision=body.revision, dry_run=dry_run)
        return 200, DefinedRewardOut.of_defined(reward, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"PUT /v1/rewards/{code}", body)


@router.post("/{code}/withdraw", response_model=DefinedRewardOut, responses=_SAVING, summary="Withdraw a reward")
def withdraw(
    *,
    caller: Annotated[Caller, requires("rewards.write")],
    request: Request,
    code: RewardCodePath,
    body: WithdrawIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
    program: MeantProgram,
) -> Response:
    """Nobody can redeem the reward any more; redemptions under way go on. A change with `is_offered: true` brings it back."""

    def act() -> tuple[int, DefinedRewardOut]:
        reward = withdraw_reward(program, code, actor=caller.name, within=work, clock=clock, revision=body.revision, dry_run=dry_run)
        return 200, DefinedRewardOut.of_defined(reward, is_dry_run=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"POST /v1/rewards/{code}/withdraw", body)


@router.get("/{code}/revisions", responses=refusals(RewardUnknown), summary="List a reward's revisions")
def list_revisions(
    _: Annotated[Caller, requires("rewards.read")], code: RewardCodePath, work: Work, program: MeantProgram
) -> RewardRevisionsOut:
    """Who changed the reward when, newest first, at most 200."""
    found = reward_history(program, code, within=work)
    return RewardRevisionsOut(items=[RewardRevisionOut.of(one) for one in found])


def _read(document: dict[str, Any], program_code: str, code: str | None) -> RewardDefinition:
    """The definition for the program and code that the address names.

    Raises:
        RewardDefinitionInvalid: it cannot be used, or names another program or code.
    """
    given = {"program_code": program_code} | ({"code": code} if code is not None else {})
    for name, value in given.items():
        if document.get(name, value) != value:
            raise RewardDefinitionInvalid(f"{name} must be '{value}', as in the address.", path=name, problem="is another's")
    return reward_from_json(given | document, name="definition", is_stored=False)
