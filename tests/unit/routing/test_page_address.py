"""Which page an address means, and which pages may carry a portal."""

import pytest

from routing.page_address import LONGEST, is_allowed, normalised, origin


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("https://www.bank.example/cards", "https://www.bank.example/cards"),
        ("https://WWW.Bank.Example:443/Cards", "https://www.bank.example/Cards"),
        ("http://bank.example:8080", "http://bank.example:8080/"),
        ("https://ann:secret@bank.example/a?account=7#top", "https://bank.example/a"),
        ("  https://bank.example/a b\n", "https://bank.example/a%20b"),
        ("http://[2001:DB8::1]:81/x", "http://[2001:db8::1]:81/x"),
    ],
)
def test_a_page_is_its_address_without_what_may_name_people(address, page):
    assert normalised(address) == page


def test_an_address_that_is_too_long_is_known_by_the_first_page_of_its_site():
    assert normalised("https://bank.example/" + "x" * LONGEST) == "https://bank.example/"


@pytest.mark.parametrize(
    "address",
    ["", "bank.example", "javascript:alert(1)", "file:///etc/passwd", "https://", "http://a:99999/",
     "http://[", "https://a b/", "https://<b>/", "about:blank"],
)  # fmt: skip
def test_what_is_no_web_address_is_no_page(address):
    assert normalised(address) == origin(address) == ""


def test_normalising_twice_changes_nothing():
    page = normalised("https://bank.example/a?b")

    assert normalised(page) == page


@pytest.mark.parametrize(
    ("page", "pattern"),
    [
        ("https://www.bank.example", "https://www.bank.example"),
        ("https://www.bank.example", "https://*.bank.example"),
        ("https://a.b.bank.example", "https://*.bank.example"),
        ("http://127.0.0.1:8081", "http://127.0.0.1:*"),
        ("https://bank.example", "http://bank.example"),
        ("http://bank.example:8081", "http://bank.example:8081"),
    ],
)
def test_an_origin_that_a_browser_would_let_frame_the_portal_is_allowed(page, pattern):
    assert is_allowed(page, ["https://other.example", pattern])


@pytest.mark.parametrize(
    ("page", "pattern"),
    [
        ("https://bank.example", "https://*.bank.example"),
        ("https://evilbank.example", "https://*.bank.example"),
        ("https://bank.example.evil.example", "https://bank.example"),
        ("http://bank.example", "https://bank.example"),
        ("https://bank.example:8443", "https://bank.example"),
        ("http://bank.example:81", "http://bank.example"),
        ("null", "https://bank.example"),
        ("", "https://bank.example"),
        ("https://bank.example", "*"),
        ("https://bank.example", "https://bank.example; script-src *"),
    ],
)
def test_any_other_origin_is_not(page, pattern):
    assert not is_allowed(page, [pattern])
