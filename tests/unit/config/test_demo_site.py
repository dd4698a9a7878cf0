"""The demonstration bank: another site than Guichet, under the policy of the embedding guide."""

import pytest
from jinja2 import StrictUndefined

from config.demo_site.other_site import guichet_origin
from config.demo_site.policy import policy
from config.demo_site.site import LANGUAGES, create_site

GUICHET = "http://localhost:8080"


@pytest.mark.parametrize(
    ("guichet", "page_host", "origin"),
    [
        ("http://localhost:8080", "127.0.0.1", "http://localhost:8080"),
        ("http://localhost:8080", "localhost", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:8080/", "127.0.0.1", "http://localhost:8080"),
        ("https://guichet.example", "www.bank.example", "https://guichet.example"),
        ("https://guichet.example/", "localhost", "https://guichet.example"),
    ],
)
def test_on_this_machine_the_widget_comes_from_the_name_the_page_does_not_use(
    guichet: str, page_host: str, origin: str
):
    assert guichet_origin(guichet, page_host) == origin


def test_the_policy_names_guichet_in_three_directives_and_allows_nothing_inline():
    directives = dict(part.split(" ", 1) for part in policy(GUICHET).split("; "))

    named = {name for name, value in directives.items() if GUICHET in value}
    assert named == {"script-src", "connect-src", "frame-src"}
    assert "unsafe-inline" not in policy(GUICHET)
    assert directives["default-src"] == "'none'"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_embeds_three_portals_and_says_everything_in_its_language(language: str):
    page = create_site(GUICHET).test_client().get(f"/{language}/", base_url="http://127.0.0.1:1")

    assert page.status_code == 200
    assert page.headers["Content-Security-Policy"] == policy(GUICHET)
    for portal in ("demo-box", "demo-button", "demo-queue"):
        assert page.text.count(f'src="{GUICHET}/widget.js" data-portal="{portal}"') == 1
    assert " style=" not in page.text
    assert f'<html lang="{language}">' in page.text


def test_the_front_door_leads_to_the_visitors_language():
    visitor = create_site(GUICHET).test_client()

    assert visitor.get("/", headers={"Accept-Language": "en"}).location == "/en/"
    assert visitor.get("/", headers={"Accept-Language": "de"}).location == "/fr/"
    assert visitor.get("/de/").status_code == 404


def test_both_languages_have_the_same_words():
    site = create_site(GUICHET)
    site.jinja_env.undefined = StrictUndefined

    for language in LANGUAGES:
        assert site.test_client().get(f"/{language}/").status_code == 200
