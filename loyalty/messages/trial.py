"""A test send: one message to an address that somebody gives, to look at. Nobody's delivery: it counts for nothing and follows no link.

note (one transaction, under the caller's key) → the channel sends, no transaction open → what became of it (one). Not here: the channels.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Database, Work
from loyalty.idempotency import KeyInFlight, KeyReused
from loyalty.ids import new_id
from loyalty.messages import store_facts, store_trials
from loyalty.messages.channels import Channel, Outgoing, Said
from loyalty.messages.contacts import contact_error
from loyalty.messages.model import Contact
from loyalty.messages.samples import FULL
from loyalty.messages.store_trials import StoredTrial
from loyalty.messages.template import HAS_SUBJECT, Rendered, Template, check_template, render

HOURLY_MAX = 60
"""So many an hour for one caller, so that a key that is lost is no mail server to be had."""
MARKS = {"ar": "[تجربة]"}
MARK = "[Test]"
_LINKS: Mapping[str, object] = {"unsubscribe": "#", "shop": "#"}
_FIELDS = {"email": "email", "push": "push_token", "mail": "postal_address"}


@dataclass(frozen=True, slots=True)
class SendTest:
    """Send this template, stored or not, to `address`, as `member_id` would read it or as somebody of whom all is known."""

    template: Template
    address: str
    member_id: UUID | None = None
    language: str | None = None
    facts: Mapping[str, object] | None = None

    def fingerprint(self) -> bytes:
        """The same for the same request."""
        told = [self.template.code, self.template.channel_code, self.address, str(self.member_id), self.language, self.facts]
        contents = {language: content.parts() for language, content in self.template.contents.items()}
        return hashlib.sha256(json.dumps([told, contents], sort_keys=True, default=str).encode()).digest()


@dataclass(frozen=True, slots=True)
class SentTest:
    """What was sent where, and what the channel said of it; `said` None: a dry run. `is_known`: it was sent before, under the same key."""

    address: str
    channel_code: str
    rendered: Rendered
    said: Said | None
    detail: str | None
    is_known: bool = False


def send_test(
    command: SendTest,
    open_channel: Callable[[], Channel],
    *,
    database: Database,
    actor: str,
    key: str | None,
    clock: Clock,
    dry_run: bool = False,
) -> SentTest:
    """The message has left for the address, marked as a test, once for a key however often it is asked for.

    Raises:
        TemplateInvalid, ContentMissing: as a preview.
        ContactInvalid: the channel cannot reach such an address.
        MessageTestsExceeded: the caller sent as many within the hour as it may.
        KeyInFlight, KeyReused: the key is another request's, or this one is under way.
    """
    trial_id = new_id()
    with database.begin() as work:
        rendered = _marked(_rendered(command, work, clock), command.template.channel_code)
        refusal = contact_error(Contact(UUID(int=0), **{_FIELDS.get(command.template.channel_code, "phone"): command.address}))
        if refusal is not None:
            raise refusal
        if dry_run:
            return SentTest(command.address, command.template.channel_code, rendered, None, None)
        known = store_trials.reserve(_note(command, trial_id, actor, key, rendered), hourly_max=HOURLY_MAX, within=work)
    if known is not None:
        return _known(known, command, rendered)
    message = Outgoing(trial_id, command.address, rendered.subject, rendered.text, rendered.html, rendered.language)
    channel = open_channel()
    try:
        outcomes = list(channel.send([message], set, at=clock.now()))
    finally:
        channel.close()
    said, detail = (outcomes[0].said, outcomes[0].detail) if outcomes else (Said.UNKNOWN, None)
    with database.begin() as work:
        store_trials.settle(trial_id, str(said), detail, within=work)
    return SentTest(command.address, command.template.channel_code, rendered, said, detail)


def _rendered(command: SendTest, within: Work, clock: Clock) -> Rendered:
    check_template(command.template)
    if command.member_id is None:
        return render(command.template, {**FULL, **(command.facts or {}), "links": _LINKS}, language=command.language)
    known = store_facts.facts_of([command.member_id], at=clock.now(), within=within)[command.member_id]
    own = known["language"] if isinstance(known["language"], str) else None
    return render(command.template, {**known, **(command.facts or {}), "links": _LINKS}, language=command.language or own)


def _marked(said: Rendered, channel_code: str) -> Rendered:
    mark = MARKS.get(said.language.partition("-")[0], MARK)
    if channel_code in HAS_SUBJECT:
        return replace(said, subject=f"{mark} {said.subject}")
    return replace(said, text=f"{mark} {said.text}")


def _note(command: SendTest, trial_id: UUID, actor: str, key: str | None, rendered: Rendered) -> StoredTrial:
    channel_code = command.template.channel_code
    return StoredTrial(
        trial_id, actor, key, command.fingerprint(), channel_code, command.address, rendered.language, "SENDING", None, False
    )


def _known(known: StoredTrial, command: SendTest, rendered: Rendered) -> SentTest:
    if known.fingerprint != command.fingerprint():
        raise KeyReused("The Idempotency-Key was used for another request.", idempotency_key=known.idempotency_key)
    if known.status == "SENDING" and not known.is_abandoned:
        raise KeyInFlight("The same test is being sent just now; ask again in a moment.", idempotency_key=known.idempotency_key)
    said = Said.UNKNOWN if known.status == "SENDING" else Said(known.status)
    return SentTest(known.address, known.channel_code, rendered, said, known.detail, is_known=True)
