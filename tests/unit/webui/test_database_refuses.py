"""A database that cannot be written to, or is not there, is told by name; reading goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import Settings
from routing.clock import system_clock
from routing.identifiers import new_id
from tests.browsers import refusal
from tests.builders import a_company, a_portal
from tests.services import free_port
from tests.serving import Web, serving, web_application
from webui.app import create_app
from webui.signed_in import COOKIE
from webui.signing import CustomerKey

UNREACHABLE = ("database_busy", "database_unavailable")


@pytest.fixture
def key(tmp_path: Path) -> str:
    """A portal's key, in a database that stays behind."""
    with web_application(tmp_path) as web:
        return a_portal(web.database, a_company(web.database)).key


@pytest.fixture
def read_only(tmp_path: Path, key: str) -> Iterator[Web]:
    """An application on that database, opened for reading only (modes would not stop root)."""
    url = f"sqlite:///file:{tmp_path / 'guichet.db'}?mode=ro&uri=true"
    app = create_app(Settings(var_dir=tmp_path, database_url=url), background=False)
    web = Web(app, Settings(var_dir=tmp_path, database_url=url))
    yield web
    web.database.dispose()


def test_a_post_to_a_read_only_database_is_refused_by_name(read_only, key):
    response = read_only.client().post(
        f"/api/v1/portals/{key}/requests",
        json={"name": "Ann"},
        headers={"Idempotency-Key": "key-1"},
    )
    assert response.status_code == 503
    assert response.get_json(force=True)["code"] == "database_read_only"


def test_a_read_only_database_can_still_be_read(read_only, key):
    assert read_only.client().get(f"/api/v1/portals/{key}").status_code == 200
    assert read_only.client().get("/readyz").status_code == 200


@pytest.fixture
def without_database(tmp_path: Path) -> Web:
    """An application whose database does not answer."""
    url = f"postgresql+psycopg://guichet@127.0.0.1:{free_port()}/guichet"
    settings = Settings(var_dir=tmp_path, database_url=url, port=free_port())
    return Web(create_app(settings, background=False), settings)


def test_a_database_that_is_not_there_is_said_so_and_the_process_is_not_ready(without_database):
    client = without_database.client()
    response = client.get("/api/v1/portals/any")
    assert response.status_code == 503
    assert response.get_json(force=True)["code"] in UNREACHABLE
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_figures_of_the_process_itself_are_told_without_the_database(without_database):
    client = without_database.client()
    client.get("/healthz")
    figures = client.get("/metrics")
    assert figures.status_code == 200
    assert 'route="/healthz"' in figures.text
    assert "guichet_outbox" not in figures.text


def test_a_browser_gets_no_connection_that_nobody_would_serve(without_database):
    signing = without_database.parts.signing
    token = signing.customer_token(CustomerKey(new_id(), new_id(), system_clock()))
    cookie = signing.cookie(signing.new_browser(new_id(), new_id(), 1))
    with serving(without_database) as address:
        customer = refusal(address, "/customer", auth={"token": token})
        agent = refusal(address, "/desk", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert customer["message"] in UNREACHABLE
    assert agent["message"] in UNREACHABLE
