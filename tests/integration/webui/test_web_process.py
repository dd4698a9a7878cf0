"""The real web process: what happens elsewhere reaches its browsers, and what dies comes back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from config.broker_node import BrokerNode
from routing.actions import chat, intake, offers
from routing.actions.chat import CustomerAuthor, NewLine
from routing.broker import Broker
from routing.database import Database
from routing.identifiers import new_id
from routing.outbox import Publisher
from tests.browsers import LIMIT_S, Browser
from tests.integration.webui.scene import Customer, Scene, a_scene
from tests.integration.webui.web_process import WebProcess, running_web_process
from tests.services import free_port
from tests.serving import Web, web_application
from tests.waiting import wait_until


@pytest.fixture
def elsewhere(tmp_path: Path, broker_node: BrokerNode) -> Iterator[Web]:
    """Another process's view of the same database and broker: this test's own."""
    with web_application(tmp_path, broker_url=broker_node.url, port=free_port()) as web:
        yield web


@pytest.fixture
def process(elsewhere: Web) -> Iterator[WebProcess]:
    """The web process under test."""
    with running_web_process(elsewhere.settings) as running:
        yield running


@pytest.fixture
def scene(elsewhere: Web, process: WebProcess) -> Iterator[Scene]:
    """A company served by that process; what the scene does itself, it does elsewhere."""
    scene = a_scene(elsewhere, process.address)
    publisher = Publisher(elsewhere.database, Broker(elsewhere.settings.broker_url or ""))
    publisher.start()
    yield scene
    scene.leave()
    publisher.stop()


def listens(process: WebProcess) -> bool:
    return process.status() == "ok"


def test_what_happens_in_another_process_reaches_the_browsers(scene: Scene):
    desk = scene.desk(scene.marie)
    customer = scene.post()
    page = customer.page()
    offer = desk.wait_for("offer_row", state="ringing")
    database: Database = scene.web.database
    with database.transaction(scene.portal.company_id) as tx:
        session_id = offers.accept(tx, scene.marie, offer["id"]).session_id
    desk.wait_for("session_row", id=session_id)
    page.wait_for("customer_state", stage="in_session")
    with database.transaction(scene.portal.company_id) as tx:
        chat.write(tx, CustomerAuthor(customer.request_id), None, [NewLine(new_id(), "hello")])
    desk.wait_for("chat_line_row", text="hello")


@pytest.mark.feature("OPER-03")
def test_ready_metrics_and_logs_tell_how_it_is(scene: Scene, process: WebProcess):
    wait_until(lambda: listens(process), LIMIT_S)
    scene.desk(scene.marie)
    scene.post().page()
    figures = requests.get(f"{process.address}/metrics", timeout=15).text
    assert 'guichet_sockets{kind="desk"} 1.0' in figures
    assert 'guichet_sockets{kind="customer"} 1.0' in figures
    assert 'guichet_requests{state="' in figures
    given = {"X-Request-Id": "named-by-the-proxy"}
    requests.get(f"{process.address}/api/v1/portals/none", headers=given, timeout=15)
    wait_until(lambda: '"http_request_id": "named-by-the-proxy"' in process.log.read_text(), 5)


def test_a_killed_web_process_gets_its_browsers_back_with_everything(
    scene: Scene, process: WebProcess
):
    desk = scene.desk(scene.marie)
    customer = scene.post()
    page = customer.page()
    session_id = scene.accept(scene.marie, desk, customer)
    page.wait_for("customer_state", stage="in_session")
    page.write("before")
    process.kill()
    with scene.web.database.transaction(scene.portal.company_id) as tx:
        line = NewLine(new_id(), "meanwhile")
        chat.write(tx, CustomerAuthor(customer.request_id), None, [line])
    process.start()
    wait_until(lambda: len(desk.snapshots) >= 2 and len(page.snapshots) >= 2, LIMIT_S * 2)
    for lines in (desk.snapshots[-1]["data"]["lines"], page.snapshots[-1]["data"]["lines"]):
        assert [line["text"] for line in lines] == ["before", "meanwhile"]
    assert desk.write("after", session_id=session_id)["ok"]
    page.wait_for("customer_line", text="after", number=3)


def test_while_the_broker_is_down_desks_still_hear_and_conversations_go_on(
    scene: Scene, process: WebProcess, broker_node: BrokerNode
):
    desk = scene.desk(scene.marie)
    customer = scene.post()
    page = customer.page()
    session_id = scene.accept(scene.marie, desk, customer)
    broker_node.kill()
    try:
        wait_until(lambda: process.status() == "degraded", LIMIT_S)
        page.write("still here")
        desk.wait_for("chat_line_row", text="still here")
        desk.write("so am I", session_id=session_id)
        page.wait_for("customer_line", text="so am I")
        posted = replace(customer, request_id=_posted(scene, process))
        _screened_elsewhere(scene, posted)
        desk.wait_for("request_row", id=posted.request_id)
    finally:
        broker_node.start()
        broker_node.wait_ready(LIMIT_S * 4)
    wait_until(lambda: listens(process), LIMIT_S * 2)
    later = replace(customer, request_id=_posted(scene, process))
    _screened_elsewhere(scene, later)
    wait_until(lambda: _has_shown(desk, later), LIMIT_S * 2, "what happens when it is back")


def _has_shown(desk: Browser, customer: Customer) -> bool:
    """Whether the desk was told of this request, by itself or with everything else."""
    whole = [row for snapshot in desk.snapshots for row in snapshot["data"]["requests"]]
    return customer.request_id in {row["id"] for row in [*whole, *desk.of_type("request_row")]}


def _screened_elsewhere(scene: Scene, customer: Customer) -> None:
    """A worker does what needs no broker."""
    with scene.web.database.transaction(scene.portal.company_id) as tx:
        intake.screen(tx, customer.request_id)


def _posted(scene: Scene, process: WebProcess) -> str:
    answer = requests.post(
        f"{process.address}/api/v1/portals/{scene.portal.key}/requests",
        json={"name": "Bob"},
        headers={"Idempotency-Key": new_id()},
        timeout=15,
    )
    assert answer.status_code == 201
    request_id: str = answer.json()["request_id"]
    return request_id
