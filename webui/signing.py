"""Signed things that leave the server and come back: the agents' cookie, the customers' token.

Both are signed, not encrypted, and hold identifiers only. A token is made from the request alone, so
that a repeated post is answered with the very same one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from routing.actions.accounts import COOKIE_LASTS
from routing.clock import DAY, Clock, Millis, system_clock
from routing.errors import ExpiredToken, InvalidToken, NotSignedIn
from webui.refusals import InvalidTelevisionKey

TOKEN_LASTS: Millis = DAY


@dataclass(frozen=True)
class CustomerKey:
    """What a customer's token opens: one request of one company, from `since` on."""

    company_id: str
    request_id: str
    since: Millis


@dataclass(frozen=True)
class BrowserKey:
    """What an agent's cookie says: whose browser this is since when; `nonce` is this browser's own."""

    account_id: str
    company_id: str
    epoch: int
    since: Millis
    nonce: str


@dataclass(frozen=True)
class TelevisionKey:
    """What a television's key opens: one wallboard, until the wallboard's epoch is raised."""

    company_id: str
    wallboard_id: str
    epoch: int


class Signing:
    """Signs and reads with one secret; each purpose has its own salt, so none passes for another."""

    def __init__(self, secret: str, clock: Clock = system_clock) -> None:
        self._clock = clock
        self._secret = secret.encode()
        self._tokens = URLSafeSerializer(secret, salt="guichet.customer-token")
        self._cookies = URLSafeSerializer(secret, salt="guichet.browser-cookie")
        self._televisions = URLSafeSerializer(secret, salt="guichet.television-key")

    def customer_token(self, key: CustomerKey) -> str:
        """The token for `key`; the same key always gives the same token."""
        return self._tokens.dumps(asdict(key))

    def read_customer_token(self, token: str) -> CustomerKey:
        """What `token` opens; raises `InvalidToken` or `ExpiredToken`."""
        try:
            key = CustomerKey(**_fields(self._tokens, token))
        except (BadData, TypeError, UnicodeError):
            raise InvalidToken from None
        if self._clock() - key.since > TOKEN_LASTS:
            raise ExpiredToken
        return key

    def television_key(self, key: TelevisionKey) -> str:
        """The signed form of `key`; the same key always gives the same text."""
        return self._televisions.dumps(asdict(key))

    def read_television_key(self, signed: str) -> TelevisionKey:
        """What `signed` opens; raises `InvalidTelevisionKey`."""
        try:
            return TelevisionKey(**_fields(self._televisions, signed))
        except (BadData, TypeError, UnicodeError):
            raise InvalidTelevisionKey from None

    def new_browser(self, account_id: str, company_id: str, epoch: int) -> BrowserKey:
        """The key of a browser that has just signed in."""
        return BrowserKey(account_id, company_id, epoch, self._clock(), secrets.token_urlsafe(16))

    def cookie(self, key: BrowserKey) -> str:
        """The cookie's value for `key`."""
        return self._cookies.dumps(asdict(key))

    def read_cookie(self, value: str) -> BrowserKey:
        """What the cookie says; raises `NotSignedIn` when it is forged, damaged or too old."""
        try:
            key = BrowserKey(**_fields(self._cookies, value))
        except (BadData, TypeError, UnicodeError):
            raise NotSignedIn from None
        if self._clock() - key.since > COOKIE_LASTS:
            raise NotSignedIn
        return key

    def renewed(self, key: BrowserKey) -> BrowserKey | None:
        """`key` with a fresh time once half of its life is over, else None."""
        if self._clock() - key.since < COOKIE_LASTS // 2:
            return None
        return BrowserKey(key.account_id, key.company_id, key.epoch, self._clock(), key.nonce)

    def csrf_token(self, key: BrowserKey) -> str:
        """What unsafe requests of this browser must carry in X-CSRF-Token."""
        message = f"guichet.csrf:{key.account_id}:{key.nonce}".encode()
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()


def _fields(serializer: URLSafeSerializer, signed: str) -> dict[str, Any]:
    fields = serializer.loads(signed)
    if not isinstance(fields, dict):
        raise BadData("not a document")
    return fields
