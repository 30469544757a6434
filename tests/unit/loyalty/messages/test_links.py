"""Links lead where they were sealed to and nowhere else, and a message is changed in its links alone. Not here: fetching them."""

import base64
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.messages.errors import LinkInvalid
from loyalty.messages.links import Links
from loyalty.messages.template import Rendered
from loyalty.messages.tracking import followed

LINKS = Links("https://points.example/", b"k" * 32)
DELIVERY = UUID(int=7)
MEMBER = UUID(int=8)


def token(url: str) -> str:
    return url.rpartition("/")[2]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_a_click_comes_back_as_it_was_sealed(destination: str) -> None:
    assert LINKS.read_click(token(LINKS.click(DELIVERY, destination))) == (DELIVERY, destination)


@given(st.integers(0, 60), st.integers(1, 255))
def test_a_changed_byte_anywhere_leads_nowhere(place: int, change: int) -> None:
    sealed = bytearray(base64.urlsafe_b64decode(token(LINKS.click(DELIVERY, "https://shop.example/")) + "=="))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(LinkInvalid):
        LINKS.read_click(base64.urlsafe_b64encode(bytes(sealed)).decode().rstrip("="))


def test_one_kind_of_link_is_not_another() -> None:
    opening, leaving = token(LINKS.opening(DELIVERY)), token(LINKS.unsubscribe(MEMBER, "email", DELIVERY))
    for read, given_token in ((LINKS.read_click, opening), (LINKS.read_opening, leaving), (LINKS.read_unsubscribe, opening)):
        with pytest.raises(LinkInvalid):
            read(given_token)
    with pytest.raises(LinkInvalid):
        Links(LINKS.base_url, b"o" * 32).read_opening(opening)


def test_links_from_before_deliveries_stood_in_them_still_lead_out() -> None:
    assert LINKS.read_unsubscribe(token(LINKS.unsubscribe(MEMBER, "sms"))) == (MEMBER, "sms", None)
    assert LINKS.read_unsubscribe(token(LINKS.unsubscribe(MEMBER, "sms", DELIVERY))) == (MEMBER, "sms", DELIVERY)


def html(source: str, channel: str = "email") -> str:
    return followed(Rendered("en", "Hello", "text", source), DELIVERY, channel, LINKS).html or ""


def click(url: str) -> str:
    return LINKS.click(DELIVERY, url)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<a href="https://shop.example/a?b=1&amp;c=2">x</a>', f'<a href="{click("https://shop.example/a?b=1&c=2")}">x</a>'),
        ("<A class='x>y' HREF = 'http://shop.example'>x</A>", f"<A class='x>y' HREF = \"{click('http://shop.example')}\">x</A>"),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        ('<a href="javascript:alert(1)">x</a>', '<a href="javascript:alert(1)">x</a>'),
        ('<a href="#top">x</a>', '<a href="#top">x</a>'),
        ('<img src="https://shop.example/logo.png">', '<img src="https://shop.example/logo.png">'),
        ('<link href="https://shop.example/x.css">', '<link href="https://shop.example/x.css">'),
        (f'<a href="{LINKS.unsubscribe(MEMBER, "email")}">leave</a>', f'<a href="{LINKS.unsubscribe(MEMBER, "email")}">leave</a>'),
        (f'<a href="https://shop.example/{"a" * 2000}">x</a>', f'<a href="https://shop.example/{"a" * 2000}">x</a>'),
    ],
)
def test_links_of_the_html_lead_by_way_of_us_and_nothing_else_changes(source: str, expected: str) -> None:
    before, _, after = html(f"<body>{source}</body>").rpartition("<img src=")
    assert before == f"<body>{expected}"
    assert after.startswith(f'"{LINKS.opening(DELIVERY)}"')
    assert after.endswith("</body>")


def test_links_of_the_text_keep_the_sentence_around_them() -> None:
    said = followed(Rendered("en", None, "See https://shop.example/x. (Or http://a.example/?q=1)", None), DELIVERY, "whatsapp", LINKS)
    assert said.text == f"See {click('https://shop.example/x')}. (Or {click('http://a.example/?q=1')})"
    assert said.html is None


def test_a_text_message_pays_for_no_longer_link() -> None:
    said = Rendered("en", None, "See https://shop.example/x", None)
    assert followed(said, DELIVERY, "sms", LINKS) == said


def test_a_tag_that_never_ends_costs_no_time() -> None:
    assert html("<a " + "x " * 20_000).startswith("<a x")
    assert "</a>" not in html('<a href="' * 5_000)
