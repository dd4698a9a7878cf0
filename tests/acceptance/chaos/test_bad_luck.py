"""One piece of bad luck at a time: each heals by itself and loses nothing."""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests
from sqlmodel import col, select

from config.broker_node import BrokerNode
from routing.clock import SECOND
from routing.tables import Agent, AgentState, Deadline, Offer, OutboxMessage, Queue, Request
from tests.acceptance.chaos import rabbit
from tests.acceptance.chaos.absence import away, standing_still
from tests.acceptance.chaos.own_process import OwnWorker
from tests.acceptance.chaos.read_only_mount import mounted
from tests.acceptance.chaos.staff import Staff
from tests.acceptance.chaos.stubborn import Answer, Stubborn
from tests.acceptance.chaos.waiting_customer import WaitingCustomer
from tests.acceptance.chaos.watcher import Watcher
from tests.running import RunningGuichet, running_guichet
from tests.waiting import wait_until

#: Seconds: five times the ten within which a request is offered again.
OFFERED_AGAIN_S = 50.0
#: Seconds: five times the six after which the sweep publishes what a dead process left behind.
SWEPT_S = 30.0
#: Seconds for a killed process to be back on a machine that runs other tests besides.
BACK_S = 120.0
#: Seconds within which a post is answered whatever the broker does.
PROMPT_S = 5.0
#: An alert that does not pass by itself during a test, and one that does at once (ms).
PATIENT, BRIEF = 600 * SECOND, 3 * SECOND
API = "/api/v1"


@pytest.fixture(scope="module")
def guichet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGuichet]:
    """One product for these tests; each brings its own company and waits until all is well again."""
    directory = tmp_path_factory.mktemp("bad-luck")
    with running_guichet(directory, demonstration=False, log_level="warning") as guichet:
        yield guichet


class Counter:
    """Where customers ask: posts through one portal."""

    def __init__(self, guichet: RunningGuichet, portal: str) -> None:
        self.web = Stubborn(guichet.loopback_url)
        self.path = f"{API}/portals/{portal}/requests"

    def post(self) -> str:
        """Posts one request, however long it takes; its id."""
        return str(self.post_with_token()["request_id"])

    def post_with_token(self) -> dict[str, str]:
        """Posts one request, however long it takes; its `request_id` and the customer's `token`."""
        answer = self.web.ask("POST", self.path, _body(), **_key())
        assert answer.done, answer
        return dict(answer.body)

    def post_at_once(self) -> requests.Response:
        """Posts once, without patience."""
        url = f"{self.web.address}{self.path}"
        return requests.post(url, json=_body(), headers=_key(), timeout=PROMPT_S)

    def look(self) -> requests.Response:
        """Asks what the portal is like."""
        return requests.get(
            f"{self.web.address}{self.path.removesuffix('/requests')}", timeout=PROMPT_S
        )


def _body() -> dict[str, str]:
    return {"name": "Zoé", "question": "Is anybody there?"}


def _key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4())}


def _ready_says(guichet: RunningGuichet) -> str:
    try:
        answer = requests.get(f"{guichet.loopback_url}/readyz", timeout=PROMPT_S)
        return str(answer.json()["status"])
    except requests.RequestException:
        return "silent"


def _wait_well(guichet: RunningGuichet) -> None:
    guichet.wait_ready(BACK_S)
    wait_until(lambda: _ready_says(guichet) == "ok", BACK_S, "all to be well")


def _patient(staff: Staff, alert_shown: int = PATIENT) -> Staff:
    with staff.company.database.transaction(staff.company.id) as tx:
        queue = tx.lock(Queue, staff.queue_id)
        queue.alert_shown = alert_shown
        tx.add(queue)
    return staff


def _state(staff: Staff, request_id: str) -> str:
    with staff.company.database.reading(staff.company.id) as reading:
        return str(reading.get(Request, request_id).state)


def _report(what: str, seconds: float) -> None:
    print(f"\n    measured: {what}: {seconds:.2f} s")


@pytest.mark.feature("ROUT-15", "OPER-03")
def test_while_the_broker_is_gone_an_alert_passes_on_and_is_answered_and_posts_are_accepted(
    guichet,
):
    _wait_well(guichet)
    staff = _patient(Staff(guichet, ("Agnes", "Bruno")), BRIEF)
    counter = Counter(guichet, staff.queue_portal)
    post = counter.post_with_token()
    passing = post["request_id"]
    with (
        Watcher(guichet.loopback_url, staff.people[0]) as agnes,
        Watcher(guichet.loopback_url, staff.people[1]) as bruno,
        WaitingCustomer(guichet.loopback_url, post["token"]) as customer,
    ):
        first, second = _who_rings(passing, agnes, bruno)
        _patient(staff)
        with away(guichet, "broker"):
            due_at = first.rang_at[passing] + BRIEF / SECOND
            rang_at = second.hears(passing, OFFERED_AGAIN_S)
            _report("broker gone: rings at the next agent after", rang_at - due_at)
            assert passing not in first.ringing
            assert second.accept(passing).body["state"] == "accepted"
            served = ("in_session", second.name)
            wait_until(lambda: customer.shows == served, OFFERED_AGAIN_S, "the customer to see it")
            assert _ready_says(guichet) == "degraded"
            posted = [counter.post_at_once() for _ in range(3)]
            assert [answer.status_code for answer in posted] == [201] * 3
            back_at = time.monotonic()
        next_one = posted[0].json()["request_id"]
        ringing, _ = _who_rings(next_one, agnes, bruno, BACK_S)
        _report("broker back to alert", ringing.rang_at[next_one] - back_at)
        assert ringing.accept(next_one).body["state"] == "accepted"
        _who_rings(posted[1].json()["request_id"], agnes, bruno)
    _wait_well(guichet)


@pytest.mark.feature("ROUT-15")
def test_a_broker_that_hangs_holds_up_no_post_and_what_a_killed_web_process_owed_is_published(
    guichet,
):
    _wait_well(guichet)
    staff = _patient(Staff(guichet, ("Agnes", "Bruno")))
    counter = Counter(guichet, staff.queue_portal)
    with Watcher(guichet.loopback_url, staff.people[0]) as agnes:
        with standing_still(guichet, "broker"):
            began = time.monotonic()
            answer = counter.post_at_once()
            _report("post while the broker hangs", time.monotonic() - began)
            assert answer.status_code == 201
            assert "portal.screen" in _owed(staff)
            guichet.kill("web")
        released_at = time.monotonic()
        rang_at = agnes.hears(answer.json()["request_id"], SWEPT_S + BACK_S)
        _report("web killed between commit and publish: alert after", rang_at - released_at)
    _wait_well(guichet)


@pytest.mark.feature("ROUT-15")
def test_what_a_worker_owed_that_was_killed_between_commit_and_publish_is_published(guichet):
    _wait_well(guichet)
    staff = _patient(Staff(guichet, ("Agnes", "Bruno")), BRIEF)
    counter = Counter(guichet, staff.queue_portal)
    with (
        Watcher(guichet.loopback_url, staff.people[0]) as agnes,
        Watcher(guichet.loopback_url, staff.people[1]) as bruno,
    ):
        bruno.unavailable()
        request_id = counter.post()
        agnes.hears(request_id, OFFERED_AGAIN_S)
        with standing_still(guichet, "broker"):
            # The timer's message cannot come: the sweep acts on the deadline, and owes a matching
            # run that cannot be published.
            wait_until(lambda: _state(staff, request_id) == "waiting", SWEPT_S, "the sweep to act")
            assert "acd.match" in _owed(staff)
            guichet.kill("worker")
            bruno.available()
        released_at = time.monotonic()
        rang_at = bruno.hears(request_id, SWEPT_S + BACK_S)
        _report("worker killed between commit and publish: alert after", rang_at - released_at)
    _wait_well(guichet)


@pytest.mark.feature("ROUT-15")
def test_alerts_ring_on_and_no_agent_is_lost_when_the_web_process_is_killed(guichet):
    _wait_well(guichet)
    staff = _patient(Staff(guichet, ("Agnes", "Bruno")))
    counter = Counter(guichet, staff.queue_portal)
    with Watcher(guichet.loopback_url, staff.people[0]) as agnes:
        request_id = counter.post()
        agnes.hears(request_id, OFFERED_AGAIN_S)
        offer_id, before = agnes.ringing[request_id], agnes.snapshots
        killed_at = time.monotonic()
        guichet.kill("web")
        wait_until(lambda: agnes.snapshots > before, BACK_S, "the desk to be back")
        _report("web killed: desk back after", time.monotonic() - killed_at)
        assert agnes.ringing == {request_id: offer_id}
        assert _lost_stretches(staff) == 0
        assert agnes.accept(request_id).body["state"] == "accepted"
    _wait_well(guichet)


@pytest.mark.feature("ROUT-15")
def test_what_rang_at_an_agent_whose_browser_is_gone_rings_at_the_next(guichet):
    _wait_well(guichet)
    staff = _patient(Staff(guichet, ("Agnes", "Bruno")))
    counter = Counter(guichet, staff.queue_portal)
    with (
        Watcher(guichet.loopback_url, staff.people[0]) as agnes,
        Watcher(guichet.loopback_url, staff.people[1]) as bruno,
    ):
        request_id = counter.post()
        gone, other = _who_rings(request_id, agnes, bruno)
        gone.go()
        gone_at = time.monotonic()
        rang_at = other.hears(request_id, OFFERED_AGAIN_S)
        _report("browser gone: offered again after", rang_at - gone_at)


@pytest.mark.feature("ROUT-15")
def test_what_rang_at_an_agent_who_went_with_the_web_process_rings_at_the_next(guichet):
    _wait_well(guichet)
    staff = _patient(Staff(guichet, ("Agnes", "Bruno")))
    counter = Counter(guichet, staff.queue_portal)
    with (
        Watcher(guichet.loopback_url, staff.people[0]) as agnes,
        Watcher(guichet.loopback_url, staff.people[1]) as bruno,
    ):
        request_id = counter.post()
        gone, other = _who_rings(request_id, agnes, bruno)
        gone.stopping.set()
        guichet.kill("web")
        killed_at = time.monotonic()
        rang_at = other.hears(request_id, OFFERED_AGAIN_S + BACK_S)
        _report("browser gone with the web process: offered again after", rang_at - killed_at)
    _wait_well(guichet)


@pytest.mark.feature("ROUT-15")
def test_a_lost_timer_costs_a_second(guichet):
    _wait_well(guichet)
    staff = _patient(Staff(guichet, ("Agnes", "Bruno")), BRIEF)
    counter = Counter(guichet, staff.queue_portal)
    with (
        Watcher(guichet.loopback_url, staff.people[0]) as agnes,
        Watcher(guichet.loopback_url, staff.people[1]) as bruno,
    ):
        request_id = counter.post()
        first, second = _who_rings(request_id, agnes, bruno)
        wait_until(lambda: not _owed(staff), SWEPT_S, "the timer's message to be published")
        rabbit.purge(guichet, f"timer.{BRIEF}")
        due_at = first.rang_at[request_id] + BRIEF / SECOND
        rang_at = second.hears(request_id, SWEPT_S)
        _report("timer's message lost: next alert late by", rang_at - due_at)
        assert _overdue(staff) == 0


@pytest.mark.feature("ROUT-15")
def test_two_workers_at_once_offer_nothing_twice(guichet, tmp_path: Path):
    _wait_well(guichet)
    staff = _patient(Staff(guichet))
    counter = Counter(guichet, staff.queue_portal)
    second = OwnWorker(guichet, tmp_path / "second")
    try:
        second.wait_ready()
        with ExitStack() as stack:
            watchers = [
                stack.enter_context(Watcher(guichet.loopback_url, person))
                for person in staff.people
            ]
            posted = [counter.post() for _ in range(len(watchers))]

            def everything_rings() -> bool:
                ringing = [i for watcher in watchers for i in watcher.ringing]
                return sorted(ringing) == sorted(posted)

            wait_until(everything_rings, OFFERED_AGAIN_S, "each agent to have one alert")
            assert all(len(watcher.ringing) == 1 for watcher in watchers)
            assert _offers(staff) == len(posted)
    finally:
        second.kill()


@pytest.mark.feature("ROUT-15")
def test_a_database_that_cannot_be_written_is_said_plainly_and_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory,
):
    directory = tmp_path_factory.mktemp("read-only")
    with mounted(directory / "database") as mount:
        url = f"sqlite:///{mount.folder / 'guichet.db'}"
        with running_guichet(
            directory, database_url=url, demonstration=False, log_level="warning"
        ) as guichet:
            staff = _patient(Staff(guichet, ("Agnes",)))
            counter = Counter(guichet, staff.queue_portal)
            with Watcher(guichet.loopback_url, staff.people[0]) as agnes:
                ringing = counter.post()
                agnes.hears(ringing, OFFERED_AGAIN_S)
                with mount.read_only():
                    refused = [counter.post_at_once(), _accept_once(agnes, ringing)]
                    # Reading, too: SQLite's WAL needs to write beside the database.
                    refused.append(counter.look())
                    assert [_problem(answer) for answer in refused] == [
                        (503, "database_read_only")
                    ] * 3
                    assert _ready_says(guichet) == "down"
                began = time.monotonic()
                accepted = _until_done(lambda: agnes.accept(ringing))
                _report("database writable again: accepted after", time.monotonic() - began)
                assert accepted.body["state"] == "accepted"
                agnes.hears(counter.post(), OFFERED_AGAIN_S)
            staff.company.close()


@pytest.mark.feature("ROUT-15")
def test_a_broker_that_is_down_at_the_start_keeps_nobody_out(
    tmp_path_factory: pytest.TempPathFactory,
):
    directory = tmp_path_factory.mktemp("no-broker")
    node = BrokerNode(directory / "late-broker")
    guichet = RunningGuichet(
        directory, broker_url=node.url, demonstration=False, log_level="warning"
    )
    try:
        wait_until(lambda: _ready_says(guichet) == "degraded", BACK_S, "readyz: degraded")
        staff = _patient(Staff(guichet, ("Agnes",)))
        counter = Counter(guichet, staff.queue_portal)
        with Watcher(guichet.loopback_url, staff.people[0]) as agnes:
            answer = counter.post_at_once()
            assert answer.status_code == 201
            node.start()
            started_at = time.monotonic()
            rang_at = agnes.hears(answer.json()["request_id"], BACK_S)
            _report("broker started late: alert after", rang_at - started_at)
        _wait_well(guichet)
    finally:
        guichet.kill_all()
        node.stop()


def _who_rings(
    request_id: str, one: Watcher, other: Watcher, seconds: float = OFFERED_AGAIN_S
) -> tuple[Watcher, Watcher]:
    """At whom a queue's request rings, and the other."""

    def found() -> list[Watcher]:
        return [watcher for watcher in (one, other) if request_id in watcher.ringing]

    (first,) = wait_until(found, seconds, f"{request_id} to ring")
    return first, other if first is one else one


def _until_done(ask: Callable[[], Answer]) -> Answer:
    def answer_when_done() -> Answer | None:
        answer = ask()
        return answer if answer.done else None

    found = wait_until(answer_when_done, OFFERED_AGAIN_S, "it to be done")
    assert found is not None
    return found


def _accept_once(agent: Watcher, request_id: str) -> requests.Response:
    return agent.web.session.post(
        f"{agent.address}{API}/offers/{agent.ringing[request_id]}/accept",
        json={},
        headers=agent.web.headers,
        timeout=PROMPT_S,
    )


def _problem(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json().get("code"))


def _owed(staff: Staff) -> list[str]:
    """The tasks of this company that are committed and not published."""
    with staff.company.database.reading(staff.company.id) as reading:
        tasks = reading.session.scalars(select(OutboxMessage.task))
        return [task for task in tasks if task is not None]


def _lost_stretches(staff: Staff) -> int:
    with staff.company.database.reading(staff.company.id) as reading:
        lost = select(AgentState).where(col(AgentState.state) == "lost")
        gone = select(Agent).where(col(Agent.lost_at).is_not(None))
        return len(reading.session.scalars(lost).all()) + len(reading.session.scalars(gone).all())


def _overdue(staff: Staff) -> int:
    with staff.company.database.reading(staff.company.id) as reading:
        late = select(Deadline).where(col(Deadline.due_at) < reading.now - 5 * SECOND)
        return len(reading.session.scalars(late).all())


def _offers(staff: Staff) -> int:
    with staff.company.database.reading(staff.company.id) as reading:
        return len(reading.session.scalars(select(Offer)).all())
