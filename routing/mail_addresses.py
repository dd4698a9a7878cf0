"""Mail addresses that people typed: checked so that nothing but an address can reach a header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from routing.errors import InvalidInput

#: Characters, by RFC 5321 (a path of 256 with its brackets).
LONGEST = 254
MOST = 50

# The plain form of RFC 5322: no quotes, comments or spaces.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})*")


def checked(field: str, given: Sequence[str], *, required: bool = True) -> list[str]:
    """The addresses as they are sent to, each once, in their order.

    Raises `InvalidInput` naming `field` and the address: not_an_email, required (there is none) or
    too_many. A domain in another script is written as DNS knows it ("bücher.example" is
    "xn--bcher-kva.example").
    """
    addresses = list(dict.fromkeys(_checked(field, one) for one in given))
    if required and not addresses:
        raise InvalidInput(field=field, reason="required")
    if len(addresses) > MOST:
        raise InvalidInput(field=field, reason="too_many", limit=MOST)
    return addresses


def _checked(field: str, given: str) -> str:
    local, _, domain = given.strip().rpartition("@")
    address = f"{local}@{_in_ascii(domain)}"
    sound = _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(_in_ascii(domain))
    if not sound or len(address) > LONGEST:
        raise InvalidInput(field=field, reason="not_an_email", value=given[:LONGEST])
    return address


def _in_ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
