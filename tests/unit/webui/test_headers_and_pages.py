"""Every response carries its security headers; pages are framed by their portal's sites only."""

import pytest

from tests.builders import a_company, a_portal, an_agent
from tests.serving import Web


def directives(response) -> dict[str, str]:
    policy = response.headers["Content-Security-Policy"]
    return dict(directive.partition(" ")[::2] for directive in policy.split("; "))


@pytest.mark.parametrize("path", ["/sign-in", "/healthz", "/nowhere", "/api/v1/openapi.json"])
def test_nothing_is_sniffed_or_framed(web: Web, path):
    response = web.client().get(path)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert directives(response)["frame-ancestors"] == "'none'"


def test_pages_have_no_inline_script_and_a_nonce_of_their_own_for_styles(web: Web):
    pages = [web.client().get("/sign-in") for _ in range(2)]
    policies = [directives(page) for page in pages]
    assert policies[0]["script-src"] == "'self'"
    assert "unsafe" not in pages[0].headers["Content-Security-Policy"]
    nonces = [policy["style-src"] for policy in policies]
    assert nonces[0] != nonces[1]
    nonce = nonces[0].split("'nonce-")[1].removesuffix("'")
    assert f'nonce="{nonce}"' in pages[0].text


def test_the_customer_page_may_be_framed_by_its_portals_sites_and_no_header_is_smuggled_in(web):
    allowed = ["https://bank.example", "http://localhost:*", "evil; script-src *", "https://a b"]
    portal = a_portal(web.database, a_company(web.database), allowed_origins=allowed)
    response = web.client().get(f"/c/{portal.key}")
    assert directives(response)["frame-ancestors"] == (
        "'self' https://bank.example http://localhost:*"
    )
    assert "X-Frame-Options" not in response.headers
    assert f'data-portal-key="{portal.key}"' in response.text


def test_an_unknown_portal_has_a_page_that_nobody_frames(web: Web):
    response = web.client().get("/c/nowhere")
    assert response.status_code == 404
    assert response.mimetype == "text/html"
    assert directives(response)["frame-ancestors"] == "'none'"


def test_a_portals_key_cannot_break_out_of_the_page(web: Web):
    assert "<script>alert" not in web.client().get('/c/"><script>alert(1)').text


def test_a_page_begins_in_the_language_asked_for_then_the_portals(web: Web):
    portal = a_portal(web.database, a_company(web.database), language="fr")
    client = web.client()
    assert '<html lang="fr">' in client.get(f"/c/{portal.key}").text
    assert '<html lang="en">' in client.get(f"/c/{portal.key}?lang=en").text
    assert '<html lang="fr">' in client.get(f"/c/{portal.key}?lang=xx").text
    accepts_french = {"Accept-Language": "fr-CH, en;q=0.5"}
    assert '<html lang="fr">' in client.get("/sign-in", headers=accepts_french).text


def test_the_first_page_is_the_desk_or_the_sign_in_page(web: Web):
    actor = an_agent(web.database, a_company(web.database), "marie")
    assert web.client().get("/").headers["Location"] == "/sign-in"
    assert web.client().get("/desk").headers["Location"] == "/sign-in"
    signed_in = web.client(actor.account_id)
    assert signed_in.get("/").headers["Location"] == "/desk"
    assert signed_in.get("/desk").status_code == 200


def test_every_answer_names_its_request_id(web: Web):
    given = "abcdef-123456"
    assert (
        web.client().get("/healthz", headers={"X-Request-Id": given}).headers["X-Request-Id"]
        == given
    )
    forged = web.client().get("/healthz", headers={"X-Request-Id": "two words"})
    assert forged.headers["X-Request-Id"] != "two words"


def test_ready_without_a_broker_is_degraded_and_figures_are_counted(web: Web):
    ready = web.client().get("/readyz")
    assert ready.status_code == 200
    assert ready.get_json() == {"status": "degraded", "database": "ok", "broker": "down"}
    assert "guichet_outbox 0.0" in web.client().get("/metrics").text


def test_the_api_describes_itself(web: Web):
    described = web.client().get("/api/v1/openapi.json").get_json()
    assert described["openapi"].startswith("3.1")
    assert "/api/v1/offers/{offer_id}/accept" in described["paths"]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(web: Web):
    actor = an_agent(web.database, a_company(web.database), "marie")
    client = web.client(actor.account_id)
    removed = client.post("/api/v1/sign-out").headers["Set-Cookie"]
    assert removed.startswith("guichet=;")
