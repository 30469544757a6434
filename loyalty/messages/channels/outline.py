"""What may be shown of a channel's URL: its kind and where it leads, without users, passwords and secrets. Not here: opening it."""

from typing import Literal, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

Kind = Literal["SMTP", "GATEWAY", "FILES"]


class Outline(NamedTuple):
    """A channel as anybody may see it. `place` is a host or a folder's own name; `sender` is known of e-mail, `file_format` of files."""

    kind: Kind
    place: str
    sender: str | None = None
    file_format: str | None = None


def outline_of(url: str) -> Outline:
    """What may be shown of a URL that `open_channel` takes.

    Of a gateway only the host is told: many keep their secret in the path.
    """
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""
    if parts.scheme in {"smtp", "smtps"}:
        return Outline("SMTP", host, sender=asked.get("from"))
    if parts.scheme == "file":
        return Outline("FILES", unquote(parts.path).rstrip("/").rpartition("/")[2], file_format=asked.get("format", "parquet"))
    return Outline("GATEWAY", host)
