"""The wire shapes of templates, contacts, the contact policy and deliveries."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from loyalty.ids import show_id
from loyalty.members import MEMBER_ID_PREFIX
from loyalty.messages import DELIVERY_ID_PREFIX, Contact, Content, Delivery, Rendered, StoredPolicy, StoredTemplate, Template
from serving.http.inputs import In, JsonObject
from serving.http.outputs import Out

Code = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
ChannelCode = Literal["email", "mail", "phone", "push", "sms", "whatsapp"]
Language = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
Source = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=100_000, pattern=r"^[^\x00]*$")]
Address = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=4_096, pattern=r"^[^\x00]*$")]


class ContentIn(In):
    """What a message says in one language: Jinja over member, program, points, tier, offer, event and links."""

    text: Source
    subject: Source | None = Field(default=None, description="For email and push.")
    html: Source | None = Field(default=None, description="For email, beside its text.")


class LanguageContentIn(ContentIn):
    """A content and its language."""

    language: Language


class TemplateIn(In):
    """A message by language; the first one speaks to members of other languages."""

    channel_code: ChannelCode
    contents: list[LanguageContentIn] = Field(min_length=1, max_length=40)

    def template(self, code: str) -> Template:
        """The template that the body tells; of a language told twice, the last."""
        return Template(code, self.channel_code, {one.language: Content(one.text, one.subject, one.html) for one in self.contents})


class PreviewIn(TemplateIn):
    """A template that need not be stored, and for whom it is read."""

    member_id: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
    facts: JsonObject = Field(default_factory=dict, description="What the campaign would add, such as the offer.")
    language: Language | None = Field(default=None, description="Left out: the member's own.")


class ContentOut(Out):
    """What a message says in one language."""

    language: str
    text: str
    subject: str | None
    html: str | None


class TemplateOut(Out):
    """One version of a template."""

    code: str
    version: int
    channel_code: str
    contents: list[ContentOut]
    actor: str
    recorded_at: datetime
    would_apply: bool = False

    @classmethod
    def of(cls, stored: StoredTemplate, *, is_dry_run: bool = False) -> "TemplateOut":
        """The wire shape of a version."""
        told = stored.template
        contents = [ContentOut(language=name, text=one.text, subject=one.subject, html=one.html) for name, one in told.contents.items()]
        return cls(
            code=told.code,
            version=stored.version,
            channel_code=told.channel_code,
            contents=contents,
            actor=stored.actor,
            recorded_at=stored.recorded_at,
            would_apply=is_dry_run,
        )


class PreviewOut(Out):
    """The message as the member would read it."""

    member_id: str
    language: str
    subject: str | None
    text: str
    html: str | None

    @classmethod
    def of(cls, member_id: UUID, rendered: Rendered) -> "PreviewOut":
        """The wire shape of a rendered message."""
        return cls(
            member_id=show_id(MEMBER_ID_PREFIX, member_id),
            language=rendered.language,
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
        )


class ContactIn(In):
    """Where and how the member is reached; the whole of it: what is left out is no longer known."""

    email: Address | None = Field(default=None, examples=["ann@example.com"])
    phone: Address | None = Field(default=None, description="In international form.", examples=["+12125550100"])
    push_token: Address | None = None
    postal_address: Address | None = None
    language: Address | None = Field(default=None, examples=["en", "ar"])
    time_zone: Address | None = Field(
        default=None, description="An IANA time zone; left out: the business's.", examples=["America/New_York"]
    )

    def contact(self, member_id: UUID) -> Contact:
        """The contact that the body tells."""
        return Contact(member_id, **self.model_dump())


class ContactOut(Out):
    """Where and how a member is reached."""

    member_id: str
    email: str | None
    phone: str | None
    push_token: str | None
    postal_address: str | None
    language: str | None
    time_zone: str | None
    would_apply: bool = False

    @classmethod
    def of(cls, contact: Contact, *, is_dry_run: bool = False) -> "ContactOut":
        """The wire shape of a contact."""
        return cls(
            member_id=show_id(MEMBER_ID_PREFIX, contact.member_id),
            email=contact.email,
            phone=contact.phone,
            push_token=contact.push_token,
            postal_address=contact.postal_address,
            language=contact.language,
            time_zone=contact.time_zone,
            would_apply=is_dry_run,
        )


class PolicyIn(In):
    """How often and when members may be written to, across all campaigns."""

    policy: JsonObject = Field(
        examples=[
            {
                "caps": [{"limit": 3, "period_hours": 168}, {"limit": 1, "period_hours": 24, "channel": "sms"}],
                "on_cap": "DROP",
                "quiet_hours": {"starts": "21:00", "ends": "08:00", "otherwise": "HOLD"},
            }
        ]
    )
    expected_version: int | None = Field(
        default=None, ge=0, description="The version it grew from; refused where somebody has set another meanwhile. Left out: any."
    )


class PolicyOut(Out):
    """The contact policy in force; empty: no limit but consent."""

    policy: dict[str, Any]
    version: int = Field(description="0 before the first one.")
    actor: str | None
    recorded_at: datetime | None
    would_apply: bool = False

    @classmethod
    def of(cls, stored: StoredPolicy, *, is_dry_run: bool = False) -> "PolicyOut":
        """The wire shape of the contact policy."""
        return cls(
            policy=dict(stored.content),
            version=stored.version,
            actor=stored.actor,
            recorded_at=stored.recorded_at,
            would_apply=is_dry_run,
        )


class DeliveryOut(Out):
    """One message to one member and how it stands."""

    id: str
    member_id: str
    channel_code: str
    template_code: str
    template_version: int
    purpose: str
    source_code: str
    occurrence: str
    status: str
    reason: str | None
    detail: str | None = Field(description="The channel's own word.")
    due_at: datetime
    queued_at: datetime
    ended_at: datetime | None
    attempt_count: int

    @classmethod
    def of(cls, one: Delivery) -> "DeliveryOut":
        """The wire shape of a delivery."""
        plain = {name: getattr(one, name) for name in cls.model_fields if name not in {"id", "member_id"}}
        return cls(id=show_id(DELIVERY_ID_PREFIX, one.id), member_id=show_id(MEMBER_ID_PREFIX, one.member_id), **plain)


class ResentOut(Out):
    """The delivery waits in the queue again."""

    id: str
    would_apply: bool
