"""A template: what a message says, per language, tried on samples before it is stored. Pure. Not here: rows, sending, the sandbox."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Template as Compiled
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError, UndefinedError

from loyalty.messages.errors import ContentMissing, TemplateInvalid
from loyalty.messages.samples import SAMPLES, Facts
from loyalty.messages.sandbox import TEXT_LENGTH_MAX, Empty, compile_template

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
SOURCE_LENGTH_MAX = 100_000
SUBJECT_LENGTH_MAX = 250
HAS_SUBJECT = ("email", "push")
HAS_HTML = ("email",)


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says in one language. `subject` for e-mail and push, `html` for e-mail beside its text."""

    text: str
    subject: str | None = None
    html: str | None = None

    def parts(self) -> dict[str, str]:
        """What there is of it, by name."""
        return {name: part for name, part in (("subject", self.subject), ("text", self.text), ("html", self.html)) if part is not None}


@dataclass(frozen=True, slots=True)
class Template:
    """The contents of one message over one channel, by language; the first language speaks to members whose own is not among them."""

    code: str
    channel_code: str
    contents: Mapping[str, Content]

    def language_for(self, wanted: str | None) -> str:
        """The language in which a member who wants `wanted` is spoken to: that, its plain form (`en` for `en-GB`), or the first."""
        known = list(self.contents)
        plain = (wanted or "").partition("-")[0]
        return next((one for one in (wanted, plain) if one in known), known[0])


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as one member reads it."""

    language: str
    subject: str | None
    text: str
    html: str | None


def check_template(template: Template) -> None:
    """Every language of the template says something sensible to every sample.

    Raises:
        TemplateInvalid: the first thing that is wrong, with language, part and (for a mistake in the text) its line.
    """
    if not CODE.fullmatch(template.code) or len(template.code) > 64:
        raise TemplateInvalid(
            "A template's code is lower-case words joined by '-', such as win-back.", path="code", given=template.code[:80]
        )
    if not template.contents:
        raise TemplateInvalid("A template needs a content in one language at least.", path="contents")
    for language, content in template.contents.items():
        _check_shape(template.channel_code, language, content)
        for part, source in content.parts().items():
            _check_part(language, part, source)


def render(template: Template, facts: Facts, *, language: str | None) -> Rendered:
    """The message as this member reads it, in the language that suits best.

    Raises:
        ContentMissing: the template speaks of something that `facts` lack or that is null; nobody is written 'Dear None'.
    """
    chosen = template.language_for(language)
    said: dict[str, str] = {}
    for part, source in template.contents[chosen].parts().items():
        try:
            said[part] = _run(chosen, part, source, facts)
        except (Empty, TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise ContentMissing(
                f"Template {template.code} ({chosen}, {part}) cannot speak to this member: {_why(error)}.", part=part, reason=_why(error)
            ) from error
    return Rendered(chosen, said.get("subject"), said["text"], said.get("html"))


def _check_shape(channel_code: str, language: str, content: Content) -> None:
    def refuse(part: str, why: str) -> None:
        raise TemplateInvalid(f"contents.{language}.{part} {why}.", path=f"contents.{language}.{part}")

    if not LANGUAGE.fullmatch(language):
        refuse("", "is no language: write it as en or en-GB")
    if channel_code in HAS_SUBJECT and not (content.subject or "").strip():
        refuse("subject", f"is missing: a message by {channel_code} needs one")
    if channel_code not in HAS_SUBJECT and content.subject is not None:
        refuse("subject", f"is not used by {channel_code}; leave it out")
    if channel_code not in HAS_HTML and content.html is not None:
        refuse("html", f"is not used by {channel_code}; leave it out")
    for part, source in content.parts().items():
        if not source.strip():
            refuse(part, "is empty")
        if len(source) > SOURCE_LENGTH_MAX:
            refuse(part, f"is longer than {SOURCE_LENGTH_MAX:,} letters")


def _check_part(language: str, part: str, source: str) -> None:
    path = f"contents.{language}.{part}"
    for sample, facts in SAMPLES.items():
        try:
            _run(language, part, source, facts)
        except TemplateSyntaxError as error:
            raise TemplateInvalid(f"{path}, line {error.lineno}: {error.message}.", path=path, line=error.lineno) from error
        except Empty as error:
            raise TemplateInvalid(
                f"{path} prints something that a member may not have; say what stands there instead, as in"
                " {{ member.first_name | default('friend', true) }}.",
                path=path,
                sample=sample,
            ) from error
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise TemplateInvalid(
                f"{path} cannot be rendered for the sample '{sample}': {_why(error)}.", path=path, sample=sample
            ) from error


def _run(language: str, part: str, source: str, facts: Facts) -> str:
    said: list[str] = []
    length = 0
    for piece in _compiled(language, source, part == "html").generate(facts):
        length += len(piece)
        if length > TEXT_LENGTH_MAX:
            raise SecurityError(f"it says more than {TEXT_LENGTH_MAX:,} letters")
        said.append(piece)
    text = "".join(said).strip()
    # A line break in a subject would begin a header of its own.
    return " ".join(text.split())[:SUBJECT_LENGTH_MAX] if part == "subject" else text


@lru_cache(maxsize=512)
def _compiled(language: str, source: str, is_html: bool) -> Compiled:
    return compile_template(language, source, is_html=is_html)


def _why(error: Exception) -> str:
    if isinstance(error, Empty):
        return "something it prints is empty"
    if isinstance(error, UndefinedError):
        return str(error).rstrip(".") + " (there are: member, program, points, tier, offer, event, links)"
    return str(error).splitlines()[0][:200].rstrip(".")
