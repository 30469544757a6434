"""`/v1/channels` and `/v1/message-languages`: over what and in which languages members are reached. Not here: sending, and setting URLs."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field

from loyalty.access import Caller
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.messages import ChannelStanding, LanguageStanding, read_channels, read_languages, set_speed
from loyalty.messages.channels import Kind
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import Asked, OptionalKey
from serving.http.inputs import DryRun, In
from serving.http.outputs import Out
from serving.http.paging import Page
from serving.http.work import BusinessClock, Work, wiring_of
from serving.messages.schemas import ChannelCode

router = APIRouter(prefix="/v1", tags=["Messages"], route_class=GuardedRoute)

Channel = Annotated[ChannelCode, Path(description="One of the channels that members can consent to.")]


class ChannelOut(Out):
    """One way of reaching members, without what is secret of it."""

    channel_code: ChannelCode
    state: Literal["OFF", "WELL", "AWAY"] = Field(
        description="OFF: no URL in KHAYWE_CHANNELS. AWAY: messages wait because it did not answer."
    )
    kind: Kind | None
    place: str | None = Field(description="The server's name, or the folder's; nothing secret.")
    sender: str | None
    file_format: str | None
    per_second: float | None = Field(description="So many messages a second leave at most; null: as many as it takes.")
    waiting_count: int
    away_count: int = Field(description="Of those that wait, how many the channel did not take when it was last asked.")
    sent_count: int = Field(description="Of the messages asked for within a day of the wall clock, as the three below.")
    failed_count: int = Field(description="Refused by the channel, or come back.")
    in_doubt_count: int
    suppressed_count: int = Field(description="Kept back: no consent, no address, a cap, quiet hours.")
    last_sent_at: datetime | None

    @classmethod
    def of(cls, one: ChannelStanding) -> "ChannelOut":
        """The wire shape of a channel."""
        shown = one.outline._asdict() if one.outline else dict.fromkeys(("kind", "place", "sender", "file_format"))
        state = "OFF" if one.outline is None else "AWAY" if one.away_count else "WELL"
        return cls.model_validate({name: value for name, value in one._asdict().items() if name != "outline"} | shown | {"state": state})


class SpeedIn(In):
    """How fast messages may leave, over all senders together."""

    per_second: float | None = Field(gt=0, le=100_000, allow_inf_nan=False, description="Null: as many as the channel takes.")


class SpeedOut(Out):
    """The speed that holds from now on."""

    channel_code: ChannelCode
    per_second: float | None
    would_apply: bool = False


class LanguageOut(Out):
    """A language that members read or templates speak."""

    language: str
    member_count: int = Field(description="Members who said that they read it.")
    template_count: int = Field(description="Templates that speak it.")
    missing_templates: list[str] = Field(description="Templates that speak to its members in the template's first language instead.")

    @classmethod
    def of(cls, one: LanguageStanding) -> "LanguageOut":
        """The wire shape of a language."""
        return cls(**one._asdict())


@router.get("/channels", summary="List the channels")
def list_channels(_: Annotated[Caller, requires("messages.read")], request: Request, work: Work) -> Page[ChannelOut]:
    """Every channel there could be, which are configured, and how they do. All fit on one page; `next_cursor` is always null."""
    return Page(items=[ChannelOut.of(one) for one in read_channels(wiring_of(request).channels, within=work)], next_cursor=None)


@router.put(
    "/channels/{channel_code}/speed",
    response_model=SpeedOut,
    responses=refusals(Malformed, KeyInFlight, KeyReused),
    summary="Set how fast a channel sends",
)
def put_speed(
    *,
    caller: Annotated[Caller, requires("messages.write")],
    request: Request,
    channel_code: Channel,
    body: SpeedIn,
    work: Work,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> Response:
    """From now on at most so many messages a second leave over the channel; what is too much at once waits, and nothing is lost."""

    def act() -> tuple[int, SpeedOut]:
        with work.begin_nested() as point:
            set_speed(channel_code, body.per_second, within=work)
            if dry_run:
                point.rollback()
        return 200, SpeedOut(channel_code=channel_code, per_second=body.per_second, would_apply=dry_run)

    return Asked(caller, request, work, clock, key, dry_run).answered_once(act, f"PUT /v1/channels/{channel_code}/speed", body)


@router.get("/message-languages", summary="List the languages of members and templates")
def list_languages(_: Annotated[Caller, requires("messages.read")], work: Work) -> Page[LanguageOut]:
    """Which languages members read, and which templates lack them. All fit on one page; `next_cursor` is always null."""
    return Page(items=[LanguageOut.of(one) for one in read_languages(within=work)], next_cursor=None)
