"""Which addresses may be called: public ones, by https, unless the settings allow a network. Not here: calling them.

A name is resolved once and the call goes to the address that was looked at; else it could name a public one when it is looked at and
a private one when it is called.
"""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from loyalty.errors import Invalid
from loyalty.webhooks.errors import WebhookAddressRefused

URL_LENGTH_MAX = 2_000
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Sequence[str]]


class AllowedNetworksWrong(Invalid):
    """The setting does not name networks."""

    code = "WEBHOOK_NETWORKS_WRONG"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes: the address that was looked at, and the name that it must prove to be."""

    url: str
    scheme: str
    host: str
    port: int
    address: str


def read_networks(text: str) -> tuple[Network, ...]:
    """The networks of a setting such as `10.1.0.0/16,127.0.0.0/8`.

    Raises:
        AllowedNetworksWrong: one of them is not one.
    """
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise AllowedNetworksWrong(f"KHAYWE_WEBHOOK_ALLOWED_NETWORKS must be networks such as 10.1.0.0/16: {error}.") from error


def _resolve(host: str, port: int) -> Sequence[str]:
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def check_url(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of a URL that is whole.

    Raises:
        WebhookAddressRefused: it is not one for http or https, names no host, or holds a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise WebhookAddressRefused(f"The URL cannot be read: {error}.", url=url[:200]) from error
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or len(url) > URL_LENGTH_MAX
        or not url.isascii()
        or not url.isprintable()
    ):
        raise WebhookAddressRefused("A webhook's URL looks like https://example.com/hook.", url=url[:200])
    if any(letter in url for letter in " \\") or parts.fragment:
        raise WebhookAddressRefused("A webhook's URL holds no spaces, backslashes or fragment.", url=url[:200])
    if parts.username is not None or parts.password is not None:
        raise WebhookAddressRefused("A webhook's URL holds no user and no password; deliveries are signed.", host=parts.hostname)
    return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80)


def target_of(url: str, allowed: Sequence[Network], *, resolve: Resolve = _resolve) -> Target:
    """Where a call to `url` goes, if it may go anywhere.

    Every address that the name has must be one that may be called: of two, the caller could not say which one it is answered by.

    Raises:
        WebhookAddressRefused: it may not, or the name has no address.
    """
    scheme, host, port = check_url(url)
    try:
        addresses = [ip_address(found.split("%", 1)[0]) for found in resolve(host, port)]
    except (OSError, ValueError, UnicodeError) as error:
        raise WebhookAddressRefused(f"The name {host} has no address.", host=host) from error
    if not addresses:
        raise WebhookAddressRefused(f"The name {host} has no address.", host=host)
    for address in addresses:
        if not _may_call(address, allowed):
            raise WebhookAddressRefused(
                f"{host} is not a public address. Allow its network in KHAYWE_WEBHOOK_ALLOWED_NETWORKS, if it is meant.", host=host
            )
    if scheme == "http" and not all(_is_in(address, allowed) for address in addresses):
        raise WebhookAddressRefused("A webhook is called by https; http is for allowed networks.", host=host)
    return Target(url, scheme, host, port, str(addresses[0]))


def _may_call(address: Address, allowed: Sequence[Network]) -> bool:
    if _is_in(address, allowed):
        return True
    inner = _inner(address)
    return all(_is_public(one) for one in (address, *inner))


def _is_public(address: Address) -> bool:
    is_of_a_site = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not address.is_multicast and not address.is_reserved and not is_of_a_site


def _inner(address: Address) -> list[Address]:
    """The IPv4 addresses that an IPv6 one stands for; a private one may hide there."""
    if isinstance(address, IPv4Address):
        return []
    found: list[Address] = [one for one in (address.ipv4_mapped, address.sixtofour) if one is not None]
    if address.teredo is not None:
        found += list(address.teredo)
    if address in ip_network("64:ff9b::/96"):
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return found


def _is_in(address: Address, networks: Sequence[Network]) -> bool:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return any(one in network for network in networks for one in (address, mapped) if one is not None and one.version == network.version)
