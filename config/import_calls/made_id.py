"""Identifiers that the same call gets at every import: shaped like UUIDv7, made of its own words.

A UUIDv7 is 48 bits of time and 74 bits of chance (RFC 9562, section 5.7). Here the chance is a hash
of what names the thing, so that importing it again finds it. Written as 32 hexadecimal digits, which
every driver takes for a UUID.
"""

from __future__ import annotations

from hashlib import blake2b

from routing.clock import Millis

#: 18 hexadecimal digits and two bits for one identifier; two fit.
_DIGEST_BYTES = 20
_VARIANTS = "89ab"


def digest_of(*words: str) -> bytes:
    """A hash of these words in this order."""
    return blake2b("\0".join(words).encode(), digest_size=_DIGEST_BYTES).digest()


def first_id(at: Millis, digest: bytes) -> str:
    """An identifier of time `at` (ms) and the digest's first half."""
    return _shaped(at, digest.hex()[:19])


def second_id(at: Millis, digest: bytes) -> str:
    """Another one of the same time and digest."""
    return _shaped(at, digest.hex()[19:38])


def _shaped(at: Millis, chance: str) -> str:
    return f"{at:012x}7{chance[:3]}{_VARIANTS[int(chance[3], 16) & 3]}{chance[4:]}"


def plain(identifier: str) -> str:
    """Any identifier in this way of writing."""
    return identifier.replace("-", "")
