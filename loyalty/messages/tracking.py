"""What a message tells of itself later: its links lead by way of us, its HTML holds a picture. Pure. Not here: who fetched them."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from loyalty.messages.links import DESTINATION_BYTES_MAX, Links
from loyalty.messages.template import Rendered

# Not by text message, where each of a link's hundred letters more is paid for, nor where nobody can press a link.
FOLLOWED_CHANNELS = ("email", "push", "whatsapp")

_HREF = re.compile(r"""(<(?:a|area)\b(?:[^<>"']|"[^"]*"|'[^']*')*?\shref\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE)
_URL = re.compile(r"""https?://[^\s<>"']+""")
_ENDS_A_SENTENCE = ".,;:!?)]}»،؛؟"
_BODY_END = re.compile(r"</body\s*>", re.IGNORECASE)
_PICTURE = '<img src="{}" width="1" height="1" alt="" style="display:block;border:0">'


def followed(said: Rendered, delivery_id: UUID, channel_code: str, links: Links) -> Rendered:
    """The same message, whose links are this delivery's own and whose HTML is seen to be opened; nothing else of it is changed.

    Only http and https are led by way of us; a link that is ours already, or too long to be sealed, stays as it is.
    """
    if channel_code not in FOLLOWED_CHANNELS:
        return said

    def by_us(url: str) -> str:
        is_plain = links.is_ours(url) or len(url.encode()) > DESTINATION_BYTES_MAX
        return url if is_plain else links.click(delivery_id, url)

    shown = None if said.html is None else _with_picture(_in_html(said.html, by_us), links.opening(delivery_id))
    return replace(said, text=_in_text(said.text, by_us), html=shown)


def _in_html(source: str, by_us: Callable[[str], str]) -> str:
    def changed(found: re.Match[str]) -> str:
        before, quoted = found.groups()
        url = html.unescape(quoted[1:-1]).strip()
        return f'{before}"{html.escape(by_us(url))}"' if _URL.fullmatch(url) else found[0]

    return _HREF.sub(changed, source)


def _in_text(source: str, by_us: Callable[[str], str]) -> str:
    def changed(found: re.Match[str]) -> str:
        url = found[0].rstrip(_ENDS_A_SENTENCE)
        return by_us(url) + found[0][len(url) :]

    return _URL.sub(changed, source)


def _with_picture(source: str, url: str) -> str:
    """Before the end of the body, where there is one that ends."""
    picture = _PICTURE.format(html.escape(url))
    ends = [found.start() for found in _BODY_END.finditer(source)]
    return source[: ends[-1]] + picture + source[ends[-1] :] if ends else source + picture
