"""Random walks through the life of requests: whatever happens in whatever order, the rules hold.

The walk posts, accepts, declines, leaves, ends, connects and disconnects, changes capacity and
availability, lets time pass, and delivers, doubles or loses the messages the outbox owes.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import col, select

from routing.actions import (
    availability,
    capacity,
    deadlines,
    intake,
    offers,
    presence,
    sessions,
    web_processes,
)
from routing.clock import MINUTE, SECOND
from routing.database import Database
from routing.errors import RoutingError
from routing.identifiers import new_id
from routing.lifecycle import FINAL_REQUEST, LIVE_SESSION
from routing.matching import Strategy
from routing.permissions import Actor
from routing.tables import Connection, Offer, Portal, Request, Session
from tests.builders import FakeClock, a_company, a_database, a_portal, a_queue, a_tier, an_agent
from tests.property import invariants
from tests.property.owed_work import OwedWork

ANY = st.integers(min_value=0, max_value=999)
CLOCK = FakeClock()


class RoutingWalk(RuleBasedStateMachine):
    """One company, three agents, a standard portal and a queue, over one shared database."""

    database: Database

    @initialize(strategy=st.sampled_from(list(Strategy)), wrap_up=st.sampled_from([0, 20 * SECOND]))
    def a_working_day(self, strategy: Strategy, wrap_up: int) -> None:
        self.company_id = a_company(self.database)
        tier = a_tier(self.database, self.company_id)
        queue = a_queue(
            self.database,
            self.company_id,
            strategy=strategy.value,
            wrap_up=wrap_up,
            escalation_tier_id=tier.id,
        )
        standard = a_portal(self.database, self.company_id, escalation_tier_id=tier.id)
        self.portals = [standard, a_portal(self.database, self.company_id, queue)]
        serves: dict[str, Any] = {"portals": [standard], "queues": [queue], "tiers": [tier]}
        self.agents = [
            an_agent(self.database, self.company_id, name, max_sessions=maximum, **serves)
            for name, maximum in (("ann", 1), ("bob", 2), ("cleo", 1))
        ]
        self.boss = an_agent(self.database, self.company_id, "boss", role="supervisor")
        self.allowed = {agent.account_id: 2 for agent in [*self.agents, self.boss]}
        self.work = OwedWork(self.database, self.company_id)
        with self.database.transaction(self.company_id) as tx:
            self.process_id = web_processes.start(tx)
        for agent in self.agents[:2]:
            self._connect_agent(agent)
            self._switch(agent, "available")

    @rule(which=ANY, connected=st.booleans())
    def a_customer_posts(self, which: int, connected: bool) -> None:
        portal: Portal = self.portals[which % 2]
        with self.database.transaction(self.company_id) as tx:
            posted = intake.post(tx, portal.id, intake.NewRequest(new_id(), "Amélie"))
        if connected:
            with self.database.transaction(self.company_id) as tx:
                presence.customer_connected(tx, new_id(), self.process_id, posted.request_id)
        self.work.settle()

    @rule(which=ANY, fate=st.sampled_from(["done", "done", "done", "doubled", "lost"]))
    def a_message_arrives(self, which: int, fate: str) -> None:
        pending = self.work.pending()
        if pending:
            message = pending[which % len(pending)]
            if fate == "lost" and message[1] == "deadline.act":
                self.work.lose(message[0])
            else:
                self.work.deliver(message, keep=fate == "doubled")

    @rule(which=ANY)
    def an_agent_says_yes(self, which: int) -> None:
        offer = self._pick(Offer, which)
        if offer is not None:
            self._try(offers.accept, self._actor(offer.agent_id), offer.id)

    @rule(which=ANY, who=ANY)
    def an_agent_answers_from_the_list(self, which: int, who: int) -> None:
        request = self._pick(Request, which)
        if request is not None:
            self._try(offers.accept_request, self.agents[who % 3], request.id)

    @rule(which=ANY)
    def an_agent_says_no(self, which: int) -> None:
        offer = self._pick(Offer, which)
        if offer is not None:
            self._try(offers.decline, self._actor(offer.agent_id), offer.id)

    @rule(which=ANY)
    def an_agent_ends_a_session(self, which: int) -> None:
        session = self._pick(Session, which)
        if session is not None:
            self._try(sessions.end, self._actor(session.agent_id), session.id, "resolved")

    @rule(which=ANY)
    def a_customer_leaves(self, which: int) -> None:
        request = self._pick(Request, which)
        if request is not None:
            self._try(intake.leave, request.id)

    @rule(which=ANY)
    def a_connection_breaks(self, which: int) -> None:
        with self.database.reading(self.company_id) as reading:
            statement = select(Connection).where(col(Connection.closed_at).is_(None))
            alive = list(reading.session.scalars(statement.order_by(col(Connection.id))))
        if alive:
            self._try(presence.disconnected, alive[which % len(alive)].id)

    @rule(which=ANY)
    def a_customer_comes_back(self, which: int) -> None:
        request = self._pick(Request, which)
        if request is not None:
            self._try(presence.customer_connected, new_id(), self.process_id, request.id)

    @rule(who=ANY)
    def an_agent_comes_back(self, who: int) -> None:
        self._connect_agent(self.agents[who % 3])

    @rule(who=ANY, status=st.sampled_from(["available", "unavailable"]))
    def an_agent_switches(self, who: int, status: str) -> None:
        self._switch(self.agents[who % 3], status)

    @rule(who=ANY, maximum=st.sampled_from([1, 2]))
    def capacity_changes(self, who: int, maximum: int) -> None:
        self._try(capacity.set_maximum, self.boss, self.agents[who % 3].account_id, maximum)

    @rule(who=ANY)
    def an_agent_is_ready_again(self, who: int) -> None:
        self._try(sessions.end_wrap_up, self.agents[who % 3])

    @rule(seconds=st.sampled_from([1, 11, 31, 61, 130, 601]))
    def time_passes(self, seconds: int) -> None:
        CLOCK.advance(seconds * SECOND)
        deadlines.act_on_overdue(self.database)

    @precondition(lambda self: hasattr(self, "work"))
    @invariant()
    def the_rules_hold(self) -> None:
        invariants.check(self.database, self.company_id, self.allowed)

    def teardown(self) -> None:
        """Everybody goes home: once the clock has run on, every request has ended."""
        if not hasattr(self, "work"):
            return
        with self.database.reading(self.company_id) as reading:
            alive = [
                row.id for row in reading.session.scalars(select(Connection)) if not row.closed_at
            ]
        for connection_id in alive:
            self._try(presence.disconnected, connection_id)
        for _ in range(8):
            self.work.settle()
            CLOCK.advance(3 * MINUTE)
            deadlines.act_on_overdue(self.database)
        self.the_rules_hold()
        with self.database.reading(self.company_id) as reading:
            states = {request.state for request in reading.session.scalars(select(Request))}
            live = list(
                reading.session.scalars(
                    select(Session).where(col(Session.state).in_([*LIVE_SESSION]))
                )
            )
        assert states <= FINAL_REQUEST, states
        assert not live

    def _try(self, action: Any, *arguments: Any) -> None:
        """Do it if it can be done: a refusal by a named error changes nothing and is no fault."""
        try:
            with self.database.transaction(self.company_id) as tx:
                action(tx, *arguments)
        except RoutingError:
            return

    def _connect_agent(self, agent: Actor) -> None:
        self._try(presence.agent_connected, new_id(), self.process_id, agent.account_id)

    def _switch(self, agent: Actor, status: str) -> None:
        self._try(availability.set_availability, agent, status)

    def _actor(self, agent_id: str) -> Actor:
        return next(actor for actor in self.agents if actor.account_id == agent_id)

    def _pick(self, table: Any, which: int) -> Any:
        """Any row of the company's last ten, counted from the newest."""
        with self.database.reading(self.company_id) as reading:
            newest = reading.session.scalars(select(table).order_by(table.id.desc()).limit(10))
            rows = list(newest)
        return rows[which % len(rows)] if rows else None


def _walk(database: Database, examples: int) -> None:
    class Walk(RoutingWalk):
        pass

    Walk.database = database
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
        ),
    )


@pytest.mark.feature("ROUT-02", "ROUT-03", "ROUT-04", "ROUT-05")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("half", ["first", "second"])
def test_no_order_of_events_breaks_the_rules_on_sqlite(half):
    """Five hundred walks in two halves, so that two processors share them."""
    _walk(a_database(clock=CLOCK), examples=250)


@pytest.mark.feature("ROUT-02", "ROUT-03", "ROUT-04", "ROUT-05")
@pytest.mark.timeout(600)
def test_no_order_of_events_breaks_the_rules_on_postgresql(postgresql_url):
    database = a_database(postgresql_url, CLOCK)
    try:
        _walk(database, examples=50)
    finally:
        database.dispose()
