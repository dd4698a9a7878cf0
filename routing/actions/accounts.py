"""Accounts: signing in, and what people set for themselves."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlmodel import col, select

from routing.clock import HOUR, Millis
from routing.database import ALL_COMPANIES, Database
from routing.errors import InvalidInput, NotSignedIn, WrongCredentials
from routing.events import BrowserSignedOut
from routing.permissions import Actor, Role
from routing.tables import Account, SignedOutBrowser
from routing.transaction import Transaction

#: A long working day; a browser's cookie is renewed while it is used.
COOKIE_LASTS: Millis = 12 * HOUR
LANGUAGES = ("en", "fr")
THEMES = ("system", "light", "dark")

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """An Argon2id hash to keep."""
    return _hasher.hash(password)


def find_login(database: Database, login: str) -> Account | None:
    """The account with this login, whatever its state."""
    with database.reading(ALL_COMPANIES) as reading:
        return reading.session.scalars(
            select(Account).where(col(Account.login) == login.strip().lower())
        ).first()


def require_password(account: Account | None, password: str) -> Account:
    """`account`, if it is active and this is its password; raises `WrongCredentials`.

    Slow on purpose, so never within a transaction, and as slow for nobody as for a wrong password.
    """
    fits = _fits(account.password_hash if account else _hash_of_nobody(), password)
    if account is None or not fits or not account.active:
        raise WrongCredentials
    return account


def load(database: Database, account_id: str, session_epoch: int, nonce: str) -> Account:
    """The account a signed cookie names; raises `NotSignedIn` when it, or its browser, was ended since."""
    with database.reading(ALL_COMPANIES) as reading:
        account = reading.session.get(Account, account_id)
        gone = reading.session.get(SignedOutBrowser, nonce) is not None
    if account is None or gone or not account.active or account.session_epoch != session_epoch:
        raise NotSignedIn
    return account


def sign_out(tx: Transaction, actor: Actor, nonce: str) -> None:
    """End one browser, by its cookie's mark: the cookie and every tab of it; again changes nothing."""
    # Two tabs of one browser may ask at the same moment.
    tx.lock(Account, actor.account_id)
    if tx.find(SignedOutBrowser, nonce) is None:
        tx.add(
            SignedOutBrowser(
                company_id=actor.company_id, nonce=nonce, account_id=actor.account_id, at=tx.now
            )
        )
        tx.emit(BrowserSignedOut(actor.account_id, nonce))


def actor_of(account: Account) -> Actor:
    """The account as the one who acts."""
    return Actor(account.id, account.company_id, Role(account.role), account.name)


def change_preferences(
    tx: Transaction, actor: Actor, language: str | None = None, theme: str | None = None
) -> Account:
    """Set one's own language or theme; raises `InvalidInput`."""
    account = tx.get(Account, actor.account_id)
    if language is not None:
        account.language = _one_of("language", language, LANGUAGES)
    if theme is not None:
        account.theme = _one_of("theme", theme, THEMES)
    tx.session.add(account)
    return account


def _one_of(field: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise InvalidInput(field=field, reason="unknown_value")
    return value


def _fits(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except VerificationError:
        return False
    except InvalidHashError:
        # Nobody can sign in with this account (an import has made it): no quicker to say than others.
        _fits(_hash_of_nobody(), password)
        return False


@lru_cache(maxsize=1)
def _hash_of_nobody() -> str:
    return _hasher.hash("nobody has this password")
