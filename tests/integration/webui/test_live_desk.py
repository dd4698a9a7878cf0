"""The live desk: from the customer's click to the alert, the answer, the conversation and the end."""

import threading
import uuid
from typing import Any

from routing.actions import intake
from routing.tables import Request
from routing.transaction import Transaction
from tests.browsers import Browser, numbers_are_without_gaps, refusal
from tests.integration.webui.scene import Scene
from tests.waiting import wait_until
from webui.live.customer_socket import NAMESPACE as CUSTOMER

LIMIT_S = 15.0
MALFORMED: tuple[Any, ...] = (None, [], "x", {"unknown": 1})


def test_a_posted_request_rings_at_every_available_agent(scene: Scene):
    desks = [scene.desk(scene.marie), scene.desk(scene.paul)]
    customer = scene.post("Ann", "Where is my card?")
    for desk in desks:
        offer = desk.wait_for("offer_row", state="ringing")
        assert offer["request"]["id"] == customer.request_id
        assert offer["request"]["question"] == "Where is my card?"
        desk.wait_for("request_row", id=customer.request_id)
        desk.wait_for("desk_counters", waiting=1)


def test_the_winner_gets_a_session_and_the_others_hear_who_won(scene: Scene):
    winner, loser = scene.desk(scene.marie), scene.desk(scene.paul)
    customer = scene.post()
    lost = loser.wait_for("offer_row", state="ringing")
    session_id = scene.accept(scene.marie, winner, customer)
    assert winner.wait_for("session_row")["id"] == session_id
    assert winner.wait_for("agent_row", state="in_session")["status"] == "available"
    assert scene.ask(scene.marie, "PUT", "/me/availability", {"status": "unavailable"}).ok
    assert winner.wait_for("agent_row", state="in_session", status="unavailable")
    closed = loser.wait_for("offer_closed", offer_id=lost["id"])
    assert (closed["winner_name"], closed["why"]) == ("Marie", "taken")
    assert loser.wait_for("request_gone")["winner_name"] == "Marie"
    assert winner.wait_for("request_gone")["winner_name"] is None
    answer = scene.ask(scene.paul, "POST", f"/offers/{lost['id']}/accept", {})
    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["winner"]) == ("already_taken", "Marie")


def test_a_yes_said_twice_gets_the_same_answer(scene: Scene):
    desk = scene.desk(scene.marie)
    customer = scene.post()
    session_id = scene.accept(scene.marie, desk, customer)
    offer = desk.wait_for("offer_row")["id"]
    again = scene.ask(scene.marie, "POST", f"/offers/{offer}/accept", {}).json()
    assert again == {"session_id": session_id, "state": "accepted"}


def test_many_yeses_at_once_have_exactly_one_winner(scene: Scene):
    desks = {scene.marie: scene.desk(scene.marie), scene.paul: scene.desk(scene.paul)}
    scene.post()
    offers = {actor: desk.wait_for("offer_row")["id"] for actor, desk in desks.items()}
    answers: list[int] = []

    def say_yes(actor, offer):
        answers.append(scene.ask(actor, "POST", f"/offers/{offer}/accept", {}).status_code)

    threads = [
        threading.Thread(target=say_yes, args=offer) for offer in offers.items() for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] * 4 + [409] * 4
    rows = [row for desk in desks.values() for row in desk.of_type("session_row")]
    assert len({row["id"] for row in rows}) <= 1


def test_the_maximum_puts_the_next_into_the_agents_own_line(scene: Scene):
    desk = scene.desk(scene.marie)
    first = scene.post("Ann")
    scene.accept(scene.marie, desk, first)
    second = scene.post("Bob")
    page = second.page()
    wait_until(lambda: len(desk.of_type("offer_row")) == 2, LIMIT_S)
    offer = desk.of_type("offer_row")[-1]
    assert offer["request"]["id"] == second.request_id
    answer = scene.ask(scene.marie, "POST", f"/offers/{offer['id']}/accept", {})
    assert answer.json() == {"session_id": None, "state": "in_line"}
    row = desk.wait_for("request_row", id=second.request_id, state="in_line")
    assert row["mine"]
    assert page.wait_for("customer_state", stage="in_line")["agent"] == {"name": "Marie"}


def test_an_alert_declined_goes_from_every_tab_of_the_agent(scene: Scene):
    tabs = [scene.desk(scene.marie), scene.desk(scene.marie, available=False)]
    scene.post()
    offer = tabs[1].wait_for("offer_row")["id"]
    assert scene.ask(scene.marie, "POST", f"/offers/{offer}/decline", {}).status_code == 204
    for tab in tabs:
        closed = tab.wait_for("offer_closed", offer_id=offer)
        assert (closed["state"], closed["winner_name"]) == ("declined", None)


def test_a_conversation_reaches_both_sides_once_and_in_order(scene: Scene):
    desk = scene.desk(scene.marie)
    customer = scene.post()
    page = customer.page()
    session_id = scene.accept(scene.marie, desk, customer)
    for number in range(0, 60, 3):
        page.write(f"c{number}", f"c{number + 1}")
        desk.write(f"a{number + 2}", session_id=session_id)
    for browser, kind in ((desk, "chat_line_row"), (page, "customer_line")):
        browser.wait_for(kind, number=60)
        lines = browser.of_type(kind)
        assert [line["number"] for line in lines] == list(range(1, 61))
        assert [int(line["text"][1:]) for line in lines] == list(range(60))
        assert numbers_are_without_gaps(browser)


def test_a_line_sent_again_is_written_once(scene: Scene):
    desk = scene.desk(scene.marie)
    customer = scene.post()
    page = customer.page()
    scene.accept(scene.marie, desk, customer)
    lines = {"lines": [{"id": str(uuid.uuid4()), "text": "hello"}]}
    answers = [page.send("lines", lines) for _ in range(3)]
    assert answers == [{"ok": True, "data": {"numbers": {lines["lines"][0]["id"]: 1}}}] * 3
    assert customer.ask("POST", "/lines", lines).json() == answers[0]["data"]
    assert len(customer.ask("GET", "/request").json()["lines"]) == 1


def test_writing_and_reading_show_on_the_other_side(scene: Scene):
    desk = scene.desk(scene.marie)
    customer = scene.post()
    page = customer.page()
    session_id = scene.accept(scene.marie, desk, customer)
    page.wait_for("customer_state", stage="in_session")
    desk.write("hello", session_id=session_id)
    page.wait_for("customer_line", text="hello")
    page.send("typing", {})
    assert desk.wait_for("typing")["session_id"] == session_id
    desk.send("typing", {"session_id": session_id})
    page.wait_for("customer_typing")
    page.send("marks", {"delivered": 1, "read": 1})
    desk.wait_for("marks", session_id=session_id, read=1)
    page.write("thanks")
    desk.wait_for("chat_line_row", text="thanks")
    desk.send("marks", {"session_id": session_id, "delivered": 2, "read": 2})
    page.wait_for("customer_marks", delivered=2, read=2)


def test_somebody_who_takes_no_part_reads_and_writes_nothing(scene: Scene):
    desk, other = scene.desk(scene.marie), scene.desk(scene.paul)
    customer = scene.post()
    customer.page()
    session_id = scene.accept(scene.marie, desk, customer)
    desk.write("secret", session_id=session_id)
    desk.wait_for("chat_line_row", text="secret")
    assert other.write("hello", session_id=session_id)["problem"]["code"] == "not_found"
    asked = other.send("lines_after", {"session_id": session_id, "after": 0})
    assert asked["problem"]["code"] == "not_found"
    for path in ("", "/lines"):
        answer = scene.ask(scene.paul, "GET", f"/sessions/{session_id}{path}")
        assert answer.status_code == 404
    assert not other.of_type("chat_line_row")
    assert not other.of_type("session_row")


def test_a_customer_keeps_every_line_when_another_agent_takes_over(scene: Scene):
    customer = scene.post()
    page, desk = customer.page(), scene.desk(scene.marie)
    session_id = scene.accept(scene.marie, desk, customer)
    desk.wait_for("session_row", state="active")
    page.write("hello")
    page.wait_for("customer_line", text="hello")

    other = scene.desk(scene.paul)
    scene.lose_for_good(scene.marie, session_id)
    second = scene.accept(scene.paul, other, customer)
    other.wait_for("chat_line_row", text="hello", session_id=second)
    other.write("good morning", session_id=second)
    page.wait_for("customer_line", text="good morning")

    assert len(page.snapshots) == 1
    numbers = [line["number"] for line in page.of_type("customer_line")]
    assert numbers == sorted(set(numbers))


def test_lines_reach_a_customer_whose_snapshot_was_read_before_the_session_began(scene: Scene):
    desk = scene.desk(scene.marie)
    customer = scene.post()
    page = customer.page()
    live = scene.web.parts.live
    (socket,) = live.sockets.customers(scene.portal.company_id)
    socket.outlet.hold()
    session_id = scene.accept(scene.marie, desk, customer)
    wait_until(lambda: socket.session_id == session_id, LIMIT_S)
    desk.write("good morning", session_id=session_id)
    desk.wait_for("chat_line_row", text="good morning")
    wait_until(lambda: socket.unread, LIMIT_S)
    socket.outlet.release(None)
    page.wait_for("customer_state", stage="in_session")
    desk.write("how are you?", session_id=session_id)
    page.wait_for("customer_line", text="how are you?")
    assert [line["number"] for line in page.of_type("customer_line")] == [1, 2]


def test_malformed_events_are_answered_by_a_problem(scene: Scene):
    desk = scene.desk(scene.marie)
    page = scene.post().page()
    for browser in (desk, page):
        for event in ("lines", "marks", "lines_after"):
            for body in MALFORMED:
                answer = browser.send(event, body)
                assert answer["problem"]["code"] == "invalid_input"
    assert page.write("hello")["problem"]["code"] == "not_found"


def test_the_end_reaches_both_and_the_survey_the_history(scene: Scene):
    desk = scene.desk(scene.marie)
    customer = scene.post()
    page = customer.page()
    session_id = scene.accept(scene.marie, desk, customer)
    noted = scene.ask(scene.marie, "PUT", f"/sessions/{session_id}/notes", {"notes": "secret"})
    assert noted.status_code == 204
    end = {"resolution": "resolved", "ticket": "T-1"}
    ended = scene.ask(scene.marie, "POST", f"/sessions/{session_id}/end", end)
    assert (ended.json()["state"], ended.json()["notes"]) == ("ended", "secret")
    assert scene.ask(scene.marie, "POST", f"/sessions/{session_id}/end", end).status_code == 200
    page.wait_for("customer_state", stage="ended", surveyed=False)
    assert desk.wait_for("history_row")["resolution"] == "resolved"
    for face in (2, 5):
        assert customer.ask("POST", "/survey", {"face": face}).status_code == 204
    page.wait_for("customer_state", surveyed=True)
    desk.wait_for("history_row", id=session_id, face=5)
    rows = scene.ask(scene.marie, "GET", "/history").json()["rows"]
    assert [(row["id"], row["face"]) for row in rows] == [(session_id, 5)]
    assert "secret" not in str(page.pushes + page.snapshots)


def test_a_customer_who_leaves_takes_the_alert_away(scene: Scene):
    desk = scene.desk(scene.marie)
    customer = scene.post()
    offer = desk.wait_for("offer_row")["id"]
    desk.wait_for("desk_counters", waiting=1)
    assert customer.ask("POST", "/leave").status_code == 204
    assert customer.ask("POST", "/leave").status_code == 204
    closed = desk.wait_for("offer_closed", offer_id=offer)
    assert (closed["state"], closed["why"]) == ("withdrawn", "left")
    assert desk.wait_for("request_gone")["reason"] == "abandoned"
    desk.wait_for("desk_counters", waiting=0)
    answer = scene.ask(scene.marie, "POST", f"/offers/{offer}/accept", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "offer_gone")


def test_nobody_has_won_a_customer_who_goes_after_their_agent_was_lost(scene: Scene):
    desk, customer = scene.desk(scene.marie), scene.post()
    page = customer.page()
    session_id = scene.accept(scene.marie, desk, customer)
    other = scene.desk(scene.paul)
    scene.lose_for_good(scene.marie, session_id)
    offer = other.wait_for("offer_row", state="ringing")["id"]

    def unseen(tx: Transaction) -> None:
        intake.abandon(tx, tx.lock(Request, customer.request_id), tx.now, "unseen")

    scene.web.parts.calls.write(scene.portal.company_id, unseen)
    closed = other.wait_for("offer_closed", offer_id=offer)
    assert (closed["why"], closed["winner_name"]) == ("left", None)
    assert other.wait_for("request_gone")["winner_name"] is None
    page.wait_for("customer_state", stage="unseen")


def place_in_line(page: Browser) -> int:
    """The place the page shows: that its own request changed may be told with the place it has by then."""
    told = [push["data"] for push in page.pushes if push["type"] == "customer_place"]
    told += [push["data"]["place"] for push in page.pushes if push["type"] == "customer_state"]
    return min(place["place"] for place in told) if told else 0


def test_places_in_line_move_up_live(scene: Scene):
    scene.desk(scene.marie, available=False)
    first, second = scene.post("Ann"), scene.post("Bob")
    page = second.page()
    assert page.snapshots[0]["data"]["state"]["place"]["place"] == 2
    first.ask("POST", "/leave")
    wait_until(lambda: place_in_line(page) == 1, LIMIT_S, "the first place")


def test_a_page_that_missed_something_asks_for_a_snapshot_and_numbering_goes_on(scene: Scene):
    desk = scene.desk(scene.marie)
    scene.post()
    desk.wait_for("offer_row")
    desk.wait_for("desk_counters", waiting=1)
    assert desk.send("resync") == {"ok": True}
    wait_until(lambda: len(desk.snapshots) == 2, LIMIT_S)
    snapshot = desk.snapshots[1]
    assert snapshot["number"] == desk.pushes[-1]["number"]
    assert len(snapshot["data"]["offers"]) == len(snapshot["data"]["requests"]) == 1
    scene.post("Bob")
    wait_until(lambda: len(desk.of_type("offer_row")) >= 2, LIMIT_S)
    assert numbers_are_without_gaps(desk)


def test_a_page_that_connects_later_has_it_all_in_its_snapshot(scene: Scene):
    desk = scene.desk(scene.marie)
    customer = scene.post()
    page = customer.page()
    session_id = scene.accept(scene.marie, desk, customer)
    page.write("one", "two")
    desk.wait_for("chat_line_row", number=2)
    later = scene.desk(scene.marie, available=False).snapshots[0]["data"]
    assert [session["id"] for session in later["sessions"]] == [session_id]
    assert [line["text"] for line in later["lines"]] == ["one", "two"]
    again = customer.page().snapshots[0]["data"]
    assert again["state"]["stage"] == "in_session"
    assert [line["text"] for line in again["lines"]] == ["one", "two"]


def test_the_customer_going_and_coming_back_shows_on_the_desk(scene: Scene):
    desk = scene.desk(scene.marie)
    customer = scene.post()
    page = customer.page()
    session_id = scene.accept(scene.marie, desk, customer)
    desk.wait_for("session_row", id=session_id, state="active")
    page.close()
    desk.wait_for("session_row", id=session_id, state="reconnecting", customer_connected=False)
    customer.page()
    wait_until(lambda: desk.of_type("session_row")[-1]["state"] == "active", LIMIT_S)


def test_customers_are_told_nothing_but_their_own(scene: Scene):
    desk = scene.desk(scene.marie)
    mine, other = scene.post("Ann", "mine"), scene.post("Bob", "confidential")
    page = mine.page()
    scene.accept(scene.marie, desk, mine)
    page.wait_for("customer_state", stage="in_session")
    told = str(page.pushes + page.snapshots)
    for hidden in ("Bob", "confidential", other.request_id, scene.marie.account_id, "user_agent"):
        assert hidden not in told


def test_a_forged_token_and_nobodys_cookie_are_refused_by_name(scene: Scene):
    for namespace, connecting, code in (
        (CUSTOMER, {"auth": {"token": "forged"}}, "invalid_token"),
        (CUSTOMER, {"auth": {"token": "\udc80"}}, "invalid_token"),
        (CUSTOMER, {}, "invalid_token"),
        ("/desk", {"headers": {"Cookie": "guichet=forged"}}, "not_signed_in"),
        ("/desk", {}, "not_signed_in"),
    ):
        assert refusal(scene.address, namespace, **connecting) == {"message": code}


def test_a_page_of_another_site_gets_no_connection(scene: Scene):
    import requests

    answer = requests.get(
        f"{scene.address}/socket.io/?EIO=4&transport=polling",
        headers={"Origin": "https://evil.example"},
        timeout=15,
    )
    assert answer.status_code == 400
