"""The agent behind a request: from the cookie, checked against the account as it is now."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, g, request

from routing.actions import accounts
from routing.actions.accounts import COOKIE_LASTS
from routing.errors import NotSignedIn
from routing.permissions import Actor
from routing.tables import Account
from webui.origins import SAFE_METHODS
from webui.refusals import CsrfFailed
from webui.services import Services, services
from webui.signing import BrowserKey

COOKIE = "guichet"
CSRF_HEADER = "X-CSRF-Token"


@dataclass(frozen=True)
class SignedIn:
    """An account and the browser it is signed in with."""

    account: Account
    key: BrowserKey

    @property
    def actor(self) -> Actor:
        """The account as routing knows who acts."""
        return accounts.actor_of(self.account)


def signed_in() -> SignedIn:
    """Who makes this request; unsafe methods must carry the CSRF token.

    Raises `NotSignedIn` or `CsrfFailed`.
    """
    found = find_signed_in(services(), request.cookies)
    if request.method not in SAFE_METHODS:
        _check_csrf(found.key)
    g.signed_in = found
    return found


def find_signed_in(parts: Services, cookies: Mapping[str, str]) -> SignedIn:
    """Whose cookies these are; raises `NotSignedIn`, also for accounts closed or signed out since."""
    if COOKIE not in cookies:
        raise NotSignedIn
    key = parts.signing.read_cookie(cookies[COOKIE])
    calls = parts.calls
    account = calls.run(lambda: accounts.load(calls.database, key.account_id, key.epoch, key.nonce))
    return SignedIn(account, key)


def sign_in(account: Account) -> SignedIn:
    """Sign this browser in; the answer will carry the cookie."""
    key = services().signing.new_browser(account.id, account.company_id, account.session_epoch)
    g.new_browser_key = key
    return SignedIn(account, key)


def sign_out() -> None:
    """Sign this browser out; the answer will remove the cookie."""
    g.new_browser_key = None


def keep_cookie(response: Response) -> Response:
    """Set, renew or remove the cookie on the way out, as the request decided."""
    if "new_browser_key" not in g and "signed_in" in g:
        renewed = services().signing.renewed(g.signed_in.key)
        if renewed is not None:
            g.new_browser_key = renewed
    if "new_browser_key" not in g:
        return response
    if g.new_browser_key is None:
        response.delete_cookie(COOKIE, path="/")
    else:
        _set_cookie(response, g.new_browser_key)
    return response


def _set_cookie(response: Response, key: BrowserKey) -> None:
    response.set_cookie(
        COOKIE,
        services().signing.cookie(key),
        max_age=COOKIE_LASTS // 1_000,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=services().settings.cookie_secure,
    )


def _check_csrf(key: BrowserKey) -> None:
    expected = services().signing.csrf_token(key).encode()
    given = request.headers.get(CSRF_HEADER, "").encode()
    if not hmac.compare_digest(given, expected):
        raise CsrfFailed
