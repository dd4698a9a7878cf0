"""The live wallboard: what happens shows on it, once reckoned for everybody who looks."""

from collections.abc import Iterator
from functools import partial
from threading import Thread
from typing import Any

import pytest

from routing.actions import wallboards
from routing.actions.wallboards import Wanted
from routing.permissions import Actor
from routing.tables import Account, Wallboard
from tests.browsers import refusal
from tests.builders import an_agent
from tests.integration.webui.scene import Scene
from tests.televisions import LIMIT_S, NAMESPACE, Television
from tests.waiting import wait_until

MANY = 20


@pytest.fixture
def sophie(scene: Scene) -> Actor:
    """A supervisor."""
    return an_agent(scene.web.database, scene.portal.company_id, "sophie", role="supervisor")


@pytest.fixture
def board(scene: Scene, sophie: Actor) -> Wallboard:
    """A wallboard of the scene's portal."""
    wanted = Wanted("Cards", portal_ids=[scene.portal.id])
    return scene.web.parts.calls.write(
        scene.portal.company_id, lambda tx: wallboards.create(tx, sophie, wanted)
    )


class Room:
    """Televisions before one wallboard."""

    def __init__(self, scene: Scene, sophie: Actor, board: Wallboard) -> None:
        self.scene, self.sophie, self.board = scene, sophie, board
        self.televisions: list[Television] = []

    def sit_down(self) -> Television:
        """Somebody signed in opens the wallboard."""
        cookie = {"Cookie": self.scene.web.signed_in(self.sophie.account_id)["Cookie"]}
        return self._opened(Television(self.scene.address, self.board.id, headers=cookie))

    def key(self) -> str:
        """The television key as the API gives it."""
        answer = self.scene.ask(self.sophie, "GET", f"/wallboards/{self.board.id}")
        assert answer.status_code == 200, answer.text
        key: str = answer.json()["television_key"]
        return key

    def switch_on(self, key: str) -> Television:
        """A television with a key."""
        return self._opened(Television(self.scene.address, self.board.id, key))

    def reckoned(self) -> float:
        """How often a wallboard has been reckoned."""
        registry = self.scene.web.parts.metrics.registry
        return registry.get_sample_value("guichet_wallboards_reckoned_total") or 0.0

    def _opened(self, television: Television) -> Television:
        self.televisions.append(television)
        return television


@pytest.fixture
def room(scene: Scene, sophie: Actor, board: Wallboard) -> Iterator[Room]:
    """The wallboard, and who looks at it."""
    room = Room(scene, sophie, board)
    yield room
    goodbyes = [Thread(target=television.close) for television in room.televisions]
    for goodbye in goodbyes:
        goodbye.start()
    for goodbye in goodbyes:
        goodbye.join(10)


def test_a_day_with_nobody_shows_nothing(room: Room):
    shown = room.sit_down().board
    assert (shown["name"], shown["queues"]) == ("Cards", [room.scene.portal.name])
    assert (shown["waiting"], shown["longest_wait_since"], shown["offered"]) == (0, None, 0)
    assert (shown["service_level"], shown["service_level_variant"]) == (None, "missed")
    assert shown["service_level_within"] == 20_000
    assert {agent["name"]: agent["state"] for agent in shown["agents"]} == {
        "Marie": "off",
        "Paul": "off",
    }


def test_a_call_from_the_click_to_the_answer_moves_every_figure(room: Room):
    television, scene = room.sit_down(), room.scene
    desk = scene.desk(scene.marie)
    shown = television.wait_for(lambda board: board["agents"][0]["state"] == "available")
    assert shown["agents"][0]["name"] == "Marie"
    customer = scene.post()
    shown = television.shows(waiting=1, offered=1)
    assert shown["longest_wait_since"] is not None
    scene.accept(scene.marie, desk, customer)
    shown = television.shows(waiting=0, answered=1, service_level=1.0)
    assert shown["longest_wait_since"] is None
    shown = television.wait_for(lambda board: board["agents"][0]["state"] == "in_session")
    assert shown["slots"]["offered"][-1] == 1
    assert shown["slots"]["answered"][-1] == 1


def test_a_customer_who_leaves_is_abandoned(room: Room):
    television = room.sit_down()
    customer = room.scene.post()
    television.shows(waiting=1)
    assert customer.ask("POST", "/leave", {}).status_code == 204
    # Gone before five seconds: a short abandon counts in no service level.
    shown = television.shows(waiting=0, abandoned=1, service_level=None)
    assert shown["slots"]["abandoned"][-1] == 1


def test_many_wallboards_cost_one_reckoning_and_a_burst_few(room: Room):
    televisions = [room.sit_down() for _ in range(MANY)]
    before = room.reckoned()
    for number in range(10):
        room.scene.post(f"Customer {number}")
    for television in televisions:
        television.shows(waiting=10, offered=10)
    assert room.reckoned() - before <= 12
    assert all(len(one.boards) <= 13 for one in televisions)


def test_the_figures_are_said_to_be_fresh_each_second(room: Room):
    television = room.sit_down()
    wait_until(lambda: len(television.ticks) >= 3, LIMIT_S)
    first, *_, last = television.ticks
    assert last > first
    assert len(television.boards) == 1


def test_a_television_opens_by_its_key_what_it_belongs_to_and_nothing_else(
    room: Room, sophie: Actor
):
    scene, key = room.scene, room.key()
    assert room.switch_on(key).board["id"] == room.board.id
    other = scene.web.parts.calls.write(
        scene.portal.company_id, lambda tx: wallboards.create(tx, sophie, Wanted("Other"))
    )
    invalid, malformed = "invalid_television_key", "invalid_input"
    refused: list[tuple[Any, str]] = [
        ({"wallboard_id": other.id, "key": key}, invalid),
        ({"wallboard_id": room.board.id, "key": "\udc80"}, invalid),
        ({"wallboard_id": "x", "key": key}, malformed),
        ([], malformed),
    ]
    for auth, code in refused:
        assert refusal(scene.address, NAMESPACE, auth=auth) == {"message": code}
    for namespace in ("/desk", "/customer"):
        assert refusal(scene.address, namespace, auth={"token": key, "key": key})


def test_a_new_key_voids_the_older_one_at_once(room: Room):
    scene, key = room.scene, room.key()
    television = room.switch_on(key)
    watching = room.sit_down()
    answer = scene.ask(room.sophie, "POST", f"/wallboards/{room.board.id}/key", {})
    assert answer.status_code == 200
    assert answer.json()["television_key"] != key
    wait_until(lambda: television.hung_up, LIMIT_S, "the end of the older key's connection")
    told = refusal(scene.address, NAMESPACE, auth={"wallboard_id": room.board.id, "key": key})
    assert told == {"message": "invalid_television_key"}
    watching.shows(version=2)
    assert room.switch_on(room.key()).board["version"] == 2


def test_a_changed_wallboard_shows_its_new_settings_and_a_deleted_one_nothing(room: Room):
    television, scene = room.sit_down(), room.scene
    scene.post()
    television.shows(waiting=1)
    path = f"/wallboards/{room.board.id}"
    limits = {"waiting": {"attention": 3, "alarm": 6}}
    body = {"name": "Empty", "portal_ids": [], "thresholds": limits}
    assert scene.ask(room.sophie, "PUT", path, body).status_code == 200
    shown = television.shows(name="Empty", waiting=0, queues=[], agents=[])
    assert shown["thresholds"] == limits
    assert scene.ask(room.sophie, "DELETE", path).status_code == 204
    wait_until(lambda: television.hung_up, LIMIT_S)
    assert scene.ask(room.sophie, "GET", path).status_code == 404


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"role": "agent"}, "forbidden"),
        ({"active": False}, "not_signed_in"),
        ({"session_epoch": 2}, "not_signed_in"),
    ],
    ids=["another role", "closed", "signed out everywhere"],
)
def test_who_may_not_see_it_any_more_is_shown_out(room: Room, changed: dict[str, Any], told: str):
    television, watching = room.switch_on(room.key()), room.sit_down()
    scene, auth = room.scene, {"wallboard_id": room.board.id}
    cookie = {"Cookie": scene.web.signed_in(room.sophie.account_id)["Cookie"]}
    with scene.web.database.transaction(scene.portal.company_id) as tx:
        account = tx.lock(Account, room.sophie.account_id)
        for name, value in changed.items():
            setattr(account, name, value)
        tx.session.add(account)
    wait_until(lambda: watching.hung_up, LIMIT_S, "the end of the connection")
    assert refusal(scene.address, NAMESPACE, auth=auth, headers=cookie) == {"message": told}
    assert not television.hung_up


def test_whoever_comes_while_others_are_read_is_shown_their_own_wallboard(
    room: Room, sophie: Actor
):
    scene = room.scene
    boards = [room.board.id] + [
        scene.web.parts.calls.write(
            scene.portal.company_id,
            partial(wallboards.create, actor=sophie, wanted=Wanted(f"Board {number}")),
        ).id
        for number in range(5)
    ]
    cookie = {"Cookie": scene.web.signed_in(sophie.account_id)["Cookie"]}
    shown: list[Television] = []

    def open_one(board_id: str) -> None:
        shown.append(room._opened(Television(scene.address, board_id, headers=cookie)))

    coming = [Thread(target=open_one, args=(board_id,)) for board_id in boards * 3]
    for one in coming:
        one.start()
    for one in coming:
        one.join(LIMIT_S)
    assert sorted(one.board["id"] for one in shown) == sorted(boards * 3)
    assert not any(one.hung_up for one in shown)


def test_agents_and_strangers_see_no_wallboard(room: Room):
    scene, auth = room.scene, {"wallboard_id": room.board.id}
    cookie = {"Cookie": scene.web.signed_in(scene.marie.account_id)["Cookie"]}
    told = refusal(scene.address, NAMESPACE, auth=auth, headers=cookie)
    assert told == {"message": "forbidden"}
    assert refusal(scene.address, NAMESPACE, auth=auth) == {"message": "not_signed_in"}
