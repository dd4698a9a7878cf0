"""Tokens and cookies open what they were made for, for as long as they may."""

import pytest

from routing.clock import DAY, HOUR
from routing.errors import ExpiredToken, InvalidToken, NotSignedIn
from tests.builders import FakeClock
from webui.signing import BrowserKey, CustomerKey, Signing

SECRET = "a secret that only the tests know"


def a_key(clock: FakeClock) -> CustomerKey:
    return CustomerKey("company", "request", clock.now)


def test_a_token_opens_its_request():
    clock = FakeClock()
    signing = Signing(SECRET, clock)
    assert signing.read_customer_token(signing.customer_token(a_key(clock))) == a_key(clock)


def test_the_same_request_always_gets_the_same_token():
    clock = FakeClock()
    key = a_key(clock)
    clock.advance(HOUR)
    assert Signing(SECRET, clock).customer_token(key) == Signing(SECRET, clock).customer_token(key)


def test_a_token_expires_after_a_day():
    clock = FakeClock()
    signing = Signing(SECRET, clock)
    token = signing.customer_token(a_key(clock))
    clock.advance(DAY + 1)
    with pytest.raises(ExpiredToken):
        signing.read_customer_token(token)


@pytest.mark.parametrize("forged", ["", "nonsense", "a.b", "\udcff", "é" * 10])
def test_a_forged_token_opens_nothing(forged):
    with pytest.raises(InvalidToken):
        Signing(SECRET).read_customer_token(forged)


def test_a_token_of_another_installation_opens_nothing():
    clock = FakeClock()
    token = Signing("another secret", clock).customer_token(a_key(clock))
    with pytest.raises(InvalidToken):
        Signing(SECRET, clock).read_customer_token(token)


def test_a_cookie_is_no_token_and_a_token_is_no_cookie():
    clock = FakeClock()
    signing = Signing(SECRET, clock)
    cookie = signing.cookie(signing.new_browser("account", "company", 1))
    with pytest.raises(InvalidToken):
        signing.read_customer_token(cookie)
    with pytest.raises(NotSignedIn):
        signing.read_cookie(signing.customer_token(a_key(clock)))


def test_a_cookie_lasts_a_working_day_and_is_renewed_while_it_is_used():
    clock = FakeClock()
    signing = Signing(SECRET, clock)
    key = signing.new_browser("account", "company", 1)
    assert signing.renewed(key) is None
    clock.advance(7 * HOUR)
    renewed = signing.renewed(key)
    assert renewed is not None
    clock.advance(7 * HOUR)
    assert signing.read_cookie(signing.cookie(renewed)) == renewed
    with pytest.raises(NotSignedIn):
        signing.read_cookie(signing.cookie(key))


def test_each_browser_has_its_own_csrf_token_which_renewing_keeps():
    signing = Signing(SECRET)
    one = signing.new_browser("account", "company", 1)
    other = signing.new_browser("account", "company", 1)
    later = BrowserKey(one.account_id, one.company_id, one.epoch, one.since + 1, one.nonce)
    assert signing.csrf_token(one) != signing.csrf_token(other)
    assert signing.csrf_token(one) == signing.csrf_token(later)
