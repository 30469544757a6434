"""Templates: what is refused at save, and that nobody is ever written nonsense."""

from datetime import date

import pytest

from loyalty.messages.errors import ContentMissing, TemplateInvalid
from loyalty.messages.samples import ARABIC, FULL, SPARSE, nullable_names
from loyalty.messages.template import Content, Template, check_template, render


def mail(text: str, *, subject: str = "Hello", html: str | None = None, language: str = "en") -> Template:
    return Template("win-back", "email", {language: Content(text=text, subject=subject, html=html)})


def test_a_template_says_what_it_is_given() -> None:
    source = "{{ member.first_name | default('friend', true) }}: {{ points.available | number }}"
    template = mail(source + " until {{ offer.ends_on | date | default('soon', true) }}")
    check_template(template)
    assert render(template, FULL, language="en").text == "Mara: 12,345 until November 30, 2017"
    assert render(template, SPARSE, language="en").text == "friend: 12,345 until soon"


def test_numbers_money_and_dates_are_written_as_the_language_does() -> None:
    source = "{{ points.available | number }} | {{ points.available | money('EUR') }} | {{ offer.ends_on | date | default('', true) }}"
    template = Template("t", "sms", {"de": Content(text=source), "en": Content(text=source)})
    assert render(template, FULL, language="de").text == "12.345 | 123,45\u00a0€ | 30. November 2017"
    assert render(template, FULL, language="en").text == "12,345 | €123.45 | November 30, 2017"
    assert render(Template("t", "sms", {"en": Content(text="{{ 500 | money('JPY') }}")}), FULL, language="en").text == "¥500"


@pytest.mark.parametrize("name", nullable_names())
def test_what_a_member_may_not_have_needs_another_word(name: str) -> None:
    with pytest.raises(TemplateInvalid) as refused:
        check_template(mail("Dear {{ " + name + " }}"))
    assert refused.value.facts["sample"] == "sparse"
    check_template(mail("Dear {{ " + name + " | default('friend', true) }}"))


def test_an_unknown_name_is_refused_at_save_with_its_place() -> None:
    with pytest.raises(TemplateInvalid, match=r"contents\.en\.html .*first_nam"):
        check_template(mail("Hello", html="<p>{{ member.first_nam }}</p>"))


def test_a_mistake_in_the_text_names_its_line() -> None:
    with pytest.raises(TemplateInvalid) as refused:
        check_template(mail("Hello\n\n{{ member.external_id }"))
    assert refused.value.facts["line"] == 3


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ member['__class__'] }}",
        "{{ member.joined_on.replace(year=1) }}",
        "{{ 'x'.ljust(10000000000) }}",
        "{{ '%10000000000d' % 3 }}",
        "{{ 'a' * 10000000000 }}",
        "{{ [1] * 10000000000 }}",
        "{{ 9 ** 999999999 }}",
        "{% set a = 'aa' %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}",
        "{% with a = 1 %}{{ a }}{% endwith %}",
        "{% for a in member %}{% for b in member %}{% for c in member %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for i in range(1000000000) %}{% endfor %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% include 'other' %}",
        "{% extends 'other' %}",
        "{{ lipsum(100000) }}",
        "{{ 'a' | replace('a', 'aaaa') }}",
        "{{ 'x' | center(10000000000) }}",
        "{{ 'x' | indent(1000000000) }}",
        "{{ self }}",
        "{{ points }}",
        "{{ points == 3 }}",
        "{{ 1.5 | round(1000000000, 'ceil') }}",
        "{% for a in '" + "a" * 45_000 + "' %}{% for b in '" + "b" * 45_000 + "' %}{% endfor %}{% endfor %}",
        "{{ " + "-" * 5_000 + "1 }}",
        "{{ " + "[" * 30 + "1" + "]" * 30 + " | length }}",
    ],
    ids=lambda source: source[:40],
)
def test_a_template_can_neither_reach_out_nor_fill_the_machine(source: str) -> None:
    with pytest.raises(TemplateInvalid):
        check_template(mail(source))


def test_a_list_is_gone_through_with_its_places_and_numbers_are_rounded() -> None:
    listed = "{% for one in ['b', 'a'] | sort %}{{ loop.index }}/{{ loop.length }} {{ one }}{{ ', ' if not loop.last }}{% endfor %}"
    source = listed + "; {{ 2.567 | round(1) }}"
    template = mail(source)
    check_template(template)
    assert render(template, FULL, language="en").text == "1/2 a, 2/2 b; 2.6"


def test_html_escapes_what_is_put_into_it_and_text_does_not() -> None:
    template = mail("{{ member.last_name | default('', true) }} ", html="<p>{{ member.last_name | default('', true) }}</p>")
    rendered = render(template, FULL, language="en")
    assert rendered.text == "O'Neil & <Sons>"
    assert rendered.html == "<p>O&#39;Neil &amp; &lt;Sons&gt;</p>"


def test_a_subject_stays_one_line() -> None:
    facts = FULL | {"member": {**FULL["member"], "first_name": "Mara\r\nBcc: all@example.com"}}  # type: ignore[dict-item]
    template = mail("x", subject="For {{ member.first_name | default('you', true) }}")
    assert render(template, facts, language="en").subject == "For Mara Bcc: all@example.com"


def test_the_language_is_the_members_its_plain_form_or_the_first() -> None:
    template = Template("t", "sms", {"en": Content(text="Hello"), "ar": Content(text="مرحبا")})
    chosen = [render(template, FULL, language=one).language for one in ("ar", "ar-EG", "fr", None, "en-GB")]
    assert chosen == ["ar", "ar", "en", "en", "en"]
    assert render(template, ARABIC, language="ar").text == "مرحبا"


def test_a_member_who_lacks_what_is_said_is_not_written_to() -> None:
    with pytest.raises(ContentMissing):
        render(mail("Until {{ offer.ends_on | date }}"), SPARSE, language="en")
    with pytest.raises(ContentMissing, match="offer"):
        render(mail("{{ offer.title }}"), {"member": {"joined_on": date(2017, 1, 1)}}, language="en")


@pytest.mark.parametrize(
    ("channel", "content", "path"),
    [
        ("email", Content(text="x"), "contents.en.subject"),
        ("sms", Content(text="x", subject="y"), "contents.en.subject"),
        ("push", Content(text="x", subject="y", html="z"), "contents.en.html"),
        ("sms", Content(text="  "), "contents.en.text"),
    ],
)
def test_each_channel_has_its_parts(channel: str, content: Content, path: str) -> None:
    with pytest.raises(TemplateInvalid) as refused:
        check_template(Template("t", channel, {"en": content}))
    assert refused.value.facts["path"] == path
