"""Who gives the right password gets in; nobody learns what was wrong."""

import pytest

from routing.actions.accounts import hash_password
from routing.tables import Account
from tests.builders import a_company, an_agent

PASSWORD = "correct horse"


@pytest.fixture
def login(web) -> str:
    """An agent who can sign in."""
    return changed(web, password_hash=hash_password(PASSWORD))


def changed(web, **fields) -> str:
    agent = an_agent(web.database, a_company(web.database), "marie")
    with web.database.transaction(agent.company_id) as tx:
        account = tx.get(Account, agent.account_id)
        for name, value in fields.items():
            setattr(account, name, value)
        tx.session.add(account)
    login: str = account.login
    return login


def sign_in(web, login: str, password: str):
    return web.client().post("/api/v1/sign-in", json={"login": login, "password": password})


def test_the_right_password_opens_the_door(web, login):
    response = sign_in(web, f" {login.upper()} ", PASSWORD)
    assert response.status_code == 200
    assert response.get_json()["login"] == login
    assert response.headers["Set-Cookie"].startswith("guichet=")


def test_a_wrong_password_an_unknown_login_and_a_closed_account_look_the_same(web, login):
    closed = changed(web, password_hash=hash_password(PASSWORD), active=False)
    answers = [
        sign_in(web, login, "wrong"),
        sign_in(web, "nobody", PASSWORD),
        sign_in(web, closed, PASSWORD),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.get_data() for answer in answers}) == 1
