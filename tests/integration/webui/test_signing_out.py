"""Signing out ends the whole browser: its cookie and every tab of it, and no other browser."""

from typing import Any

import requests

from routing.tables import Account
from tests.browsers import Browser, refusal
from tests.builders import an_agent
from tests.integration.webui.scene import Scene
from tests.televisions import LIMIT_S, Television
from tests.televisions import NAMESPACE as WALLBOARD
from tests.waiting import wait_until


class OneBrowser:
    """A browser that is signed in, with as many tabs as one likes."""

    def __init__(self, scene: Scene, account_id: str) -> None:
        self.scene = scene
        self.headers = scene.web.signed_in(account_id)
        self.cookie = {"Cookie": self.headers["Cookie"]}

    def tab(self) -> Browser:
        """A tab of the desk."""
        return self.scene._opened(Browser(self.scene.address, "/desk", headers=self.cookie))

    def ask(self, method: str, path: str, body: Any = None) -> requests.Response:
        """What the API answers it."""
        address = f"{self.scene.address}/api/v1{path}"
        return requests.request(method, address, json=body, headers=self.headers, timeout=15)


def gone(tab: Browser) -> None:
    """Wait for the end of the tab's connection."""
    wait_until(lambda: tab.hung_up, LIMIT_S, "the end of the connection")


def test_a_browser_that_signs_out_loses_every_tab_and_its_cookie(scene: Scene):
    here, elsewhere = (OneBrowser(scene, scene.marie.account_id) for _ in range(2))
    tabs, other = [here.tab(), here.tab()], elsewhere.tab()
    assert here.ask("PUT", "/me/availability", {"status": "available"}).status_code == 200
    session_id = scene.accept(scene.marie, tabs[1], scene.post())

    assert here.ask("POST", "/sign-out", {}).status_code == 204
    for tab in tabs:
        gone(tab)
    scene.post("Bob", "not for those who are gone")
    other.wait_for("request_row", customer_name="Bob")
    assert not [row for row in tabs[1].of_type("request_row") if row["customer_name"] == "Bob"]

    for method, path in (("GET", "/me"), ("PUT", f"/sessions/{session_id}/notes")):
        answer = here.ask(method, path, {"notes": "too late"} if method == "PUT" else None)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert refusal(scene.address, "/desk", headers=here.cookie) == {"message": "not_signed_in"}
    assert elsewhere.ask("GET", "/me").status_code == 200


def test_a_wallboard_goes_with_the_browser_that_signs_out(scene: Scene):
    sophie = an_agent(scene.web.database, scene.portal.company_id, "sophie", role="supervisor")
    here = OneBrowser(scene, sophie.account_id)
    board_id = here.ask("POST", "/wallboards", {"name": "Cards", "portal_ids": []}).json()["id"]
    wallboard = Television(scene.address, board_id, headers=here.cookie)
    try:
        assert here.ask("POST", "/sign-out", {}).status_code == 204
        wait_until(lambda: wallboard.hung_up, LIMIT_S, "the end of the connection")
    finally:
        wallboard.close()
    auth = {"wallboard_id": board_id}
    told = refusal(scene.address, WALLBOARD, auth=auth, headers=here.cookie)
    assert told == {"message": "not_signed_in"}


def test_a_desk_goes_when_its_account_is_signed_out_everywhere(scene: Scene):
    desk, other = scene.desk(scene.marie), scene.desk(scene.paul)
    with scene.web.database.transaction(scene.portal.company_id) as tx:
        account = tx.lock(Account, scene.marie.account_id)
        account.session_epoch += 1
        tx.session.add(account)
    # Looked at every five seconds, and at once when events may have been missed.
    scene.web.parts.live.lost_events()
    gone(desk)
    assert not other.hung_up
