"""From where somebody writes: the true address behind our proxies, and its disguise.

An address is never stored or logged. What the throttle keeps is a keyed hash, written as an IPv6
address of the private range, because axes keeps addresses in a column for addresses. Whoever has
both the database and the site's key can try all addresses; rows are deleted after an hour.
"""

import hmac
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings

PRIVATE = 0xFD << 120
# A provider gives each customer this much of IPv6, so whoever changes within it is still the same.
ONE_CUSTOMER = 64


def client_address(request: Any) -> str:
    """The address that the outermost proxy of ours saw, or the connection's own; "" if unknown.

    With TRUSTED_PROXIES at n, it is the n-th of X-Forwarded-For from the right: everything to the
    left of it was sent by the visitor and is not believed.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    proxies = settings.TRUSTED_PROXIES
    if proxies and len(hops) >= proxies and hops[-proxies]:
        return str(hops[-proxies])
    return str(request.META.get("REMOTE_ADDR") or "")


def disguised_address(request: Any) -> str:
    """The hash of the visitor's address, in the form of an address."""
    return disguised(client_address(request))


def disguised(address: str) -> str:
    """The hash of an address, in the form of an address."""
    number = int.from_bytes(keyed_hash("address", _neighbourhood(address))[:15])
    return str(IPv6Address(PRIVATE | number))


def keyed_hash(purpose: str, text: str) -> bytes:
    """HMAC-SHA-256 of `text` under the site's key."""
    key = f"cases.accounts.{purpose}:{settings.SECRET_KEY}".encode()
    return hmac.digest(key, text.encode(), sha256)


def _neighbourhood(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(IPv6Network((found, ONE_CUSTOMER), strict=False))
    return str(found)
