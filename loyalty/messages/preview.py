"""A message as one member would read it, before anything is stored or sent. Not here: whether it may be sent (`judge.py`)."""

from collections.abc import Mapping
from uuid import UUID

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.messages import store_facts
from loyalty.messages.template import Rendered, Template, check_template, render


def preview(
    template: Template, member_id: UUID, *, facts: Mapping[str, object], language: str | None, within: Work, clock: Clock
) -> Rendered:
    """The message with what is known of the member now and `facts` beside it, in `language` or the member's own.

    Raises:
        TemplateInvalid: the template cannot speak to everybody.
        ContentMissing: this member lacks what it speaks of.
    """
    check_template(template)
    known = store_facts.facts_of([member_id], at=clock.now(), within=within)[member_id]
    links: Mapping[str, object] = {"unsubscribe": "#", "shop": "#"}
    return render(template, {**known, **facts, "links": links}, language=language or _text(known["language"]))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
