"""Channels by configuration: one URL each. Not here: what they do."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from loyalty.messages.channels.drop import FORMATS, DropChannel
from loyalty.messages.channels.port import Channel
from loyalty.messages.channels.smtp import MailServer, SmtpChannel
from loyalty.messages.channels.webhook import GatewayChannel
from loyalty.messages.errors import ChannelUnknown
from loyalty.messages.model import CHANNELS

_FORMS = "smtp://user:password@host:587?from=news@example.com, https://gateway?secret=…, or file:///folder?format=csv"


def open_channels(urls: Mapping[str, str]) -> dict[str, Channel]:
    """The channels that `urls` (by channel code) tell; nothing is contacted yet.

    Raises:
        ChannelUnknown: no such channel, or a URL that tells none; the message holds no password.
    """
    return {code: open_channel(code, url) for code, url in urls.items()}


def open_channel(code: str, url: str) -> Channel:
    """One channel.

    Raises:
        ChannelUnknown: as `open_channels`.
    """
    if code not in CHANNELS:
        raise ChannelUnknown(f"There is no channel '{code[:40]}'; there are {', '.join(CHANNELS)}.", channel_code=code[:40])
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme in {"smtp", "smtps"} and parts.hostname and asked.get("from"):
        return SmtpChannel(_mail_server(parts, asked))
    if parts.scheme in {"http", "https"} and parts.hostname and asked.get("secret"):
        return GatewayChannel(code, parts._replace(query="").geturl(), asked["secret"])
    if parts.scheme == "file" and parts.path and asked.get("format", "parquet") in FORMATS:
        return DropChannel(code, Path(unquote(parts.path)), asked.get("format", "parquet"))
    raise ChannelUnknown(f"The URL of channel '{code}' tells no channel; write {_FORMS}.", channel_code=code, scheme=parts.scheme)


def receipts_secret(url: str) -> str | None:
    """What the channel's gateway signs its receipts with: `receipts_secret` of its URL, else `secret`; None where neither is told."""
    asked = parse_qs(urlsplit(url).query)
    found = asked.get("receipts_secret") or asked.get("secret")
    return found[-1] if found else None


def _mail_server(parts: SplitResult, asked: Mapping[str, str]) -> MailServer:
    is_tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or (465 if is_tls else 587),
        sender=asked["from"],
        security="tls" if is_tls else asked.get("security", "starttls"),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )
