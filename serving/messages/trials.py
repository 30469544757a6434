"""`POST /v1/message-tests`: a message to an address that the caller gives, to look at. Not here: sending it (`loyalty.messages`)."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints, model_validator
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from loyalty.access import Caller
from loyalty.errors import LoyaltyError
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.members import MemberUnknown
from loyalty.messages import ChannelUnknown, ContactInvalid, ContentMissing, TemplateInvalid, TemplateUnknown, find_template
from loyalty.messages.channels import open_channel
from loyalty.messages.errors import MessageTestsExceeded
from loyalty.messages.template import Content, Template
from loyalty.messages.trial import SendTest, SentTest, send_test
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import Malformed, refusals
from serving.http.idempotency import OptionalKey
from serving.http.inputs import DryRun, In, JsonObject
from serving.http.outputs import Out
from serving.http.work import BusinessClock, wiring_of
from serving.messages.schemas import Address, ChannelCode, Code, Language, LanguageContentIn
from serving.wiring import Wiring

router = APIRouter(prefix="/v1", tags=["Messages"], route_class=GuardedRoute)


class MessageTestIn(In):
    """A stored template by its code, or a draft by its channel and contents; and where it goes."""

    address: Address = Field(
        examples=["me@example.com"], description="An e-mail address, a phone number, a push token: as the channel has it."
    )
    template_code: Code | None = None
    channel_code: ChannelCode | None = None
    contents: Annotated[list[LanguageContentIn], Field(min_length=1, max_length=40)] | None = None
    member_id: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")] | None = Field(
        default=None, description="As whom it is read; left out: as somebody of whom all is known."
    )
    language: Language | None = Field(default=None, description="Left out: the member's own, else the template's first.")
    facts: JsonObject = Field(default_factory=dict, description="What the campaign would add, such as the offer.")

    @model_validator(mode="after")
    def _one_of_both(self) -> "MessageTestIn":
        is_draft = self.channel_code is not None and self.contents is not None
        if (self.template_code is not None) == is_draft or (self.channel_code is None) != (self.contents is None):
            raise ValueError("give a template_code, or a channel_code with contents")
        return self

    def draft(self) -> Template:
        """The draft that the body tells."""
        assert self.channel_code is not None  # noqa: S101 (the validator's promise)
        contents = {one.language: Content(one.text, one.subject, one.html) for one in self.contents or ()}
        return Template("test", self.channel_code, contents)


class MessageTestOut(Out):
    """What was sent, marked as a test, and what the channel said of it."""

    channel_code: str
    address: str
    language: str
    subject: str | None
    text: str
    html: str | None
    result: str | None = Field(description="ACCEPTED, REFUSED, LATER (the channel is away), UNKNOWN; null for a dry run.")
    detail: str | None = Field(description="The channel's own word.")
    is_known: bool = Field(description="It was sent before, under the same key, and not again.")
    would_apply: bool = False

    @classmethod
    def of(cls, told: SentTest) -> "MessageTestOut":
        """The wire shape of a test."""
        said = told.rendered
        return cls(
            channel_code=told.channel_code,
            address=told.address,
            language=said.language,
            subject=said.subject,
            text=said.text,
            html=said.html,
            result=told.said,
            detail=told.detail,
            is_known=told.is_known,
            would_apply=told.said is None,
        )


@router.post(
    "/message-tests",
    responses=refusals(
        Malformed,
        MemberUnknown,
        TemplateUnknown,
        TemplateInvalid,
        ContentMissing,
        ChannelUnknown,
        ContactInvalid,
        MessageTestsExceeded,
        KeyInFlight,
        KeyReused,
    ),
    summary="Send a test message",
)
async def post_message_test(
    *,
    caller: Annotated[Caller, requires("messages.write")],
    request: Request,
    body: MessageTestIn,
    clock: BusinessClock,
    key: OptionalKey = None,
    dry_run: DryRun = False,
) -> MessageTestOut:
    """Send one message to an address now and say what the channel answered. It is marked as a test, is nobody's delivery, is counted
    nowhere and leads to no unsubscribing. At most 60 an hour. The same key again sends nothing again."""
    wiring = wiring_of(request)
    async with request.app.state.readers:
        command = await run_in_threadpool(_command, wiring, body)
    url = wiring.channels.get(command.template.channel_code)
    if url is None:
        channel = command.template.channel_code
        raise ChannelUnknown(f"No channel is configured for {channel}; set it in KHAYWE_CHANNELS.", channel_code=channel)
    send = partial(send_test, command, partial(open_channel, command.template.channel_code, url))
    told = await run_in_threadpool(send, database=wiring.database, actor=caller.name, key=key, clock=clock, dry_run=dry_run)
    return MessageTestOut.of(told)


def _command(wiring: Wiring, body: MessageTestIn) -> SendTest:
    with wiring.database.begin() as work:
        template = body.draft() if body.template_code is None else find_template(body.template_code, within=work).template
        member_id = None if body.member_id is None else _member(wiring, body.member_id, work)
    return SendTest(template, body.address, member_id, body.language, body.facts)


def _member(wiring: Wiring, named: str, work: Connection) -> UUID:
    (found,) = wiring.directory.resolve([(None, named)], work)
    if isinstance(found, LoyaltyError):
        raise found
    return found
