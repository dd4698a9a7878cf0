"""Agents and customers at work while a product's processes are killed, and the verdict afterwards."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import select

from routing.tables import Agent
from tests.acceptance.chaos import still_waiting, verdict
from tests.acceptance.chaos.agent import AgentActor
from tests.acceptance.chaos.customer import CustomerActor
from tests.acceptance.chaos.killer import Killer
from tests.acceptance.chaos.ledger import Ledger
from tests.acceptance.chaos.staff import SESSIONS_AT_ONCE, Staff
from tests.property import invariants
from tests.running import RunningGuichet
from tests.waiting import wait_until

#: Places at which customers ask, one after another.
PLACES = 8
#: Seconds for everybody to sit down, and for the first conversation to begin.
BEGINNING_S = 60.0
#: Seconds for the last ones to be served once the killing is over: five times the longest that a
#: process needs to come back, an alert to pass and a conversation to be held.
DRAIN_S = 150.0
#: Seconds for the outbox to be empty after that: the sweep takes over after six.
PUBLISHED_S = 60.0


class KillRun:
    """One run: `rage`, then `calm_down`, then `check`. A failure says who still waits for what."""

    def __init__(self, guichet: RunningGuichet, seed: int) -> None:
        print(f"\nseed {seed} (CHAOS_SEED repeats it)")
        chance = random.Random(seed)
        self.seed = seed
        self.staff, self.ledger = Staff(guichet), Ledger()
        self.killer = Killer(guichet, self.ledger, chance)
        address = guichet.loopback_url
        self.agents = [
            AgentActor(address, person, self.ledger, chance.getrandbits(32))
            for person in self.staff.people
        ]
        portals = [self.staff.queue_portal, self.staff.standard_portal]
        self.customers = [
            CustomerActor(f"place {n}", address, portals, self.ledger, chance.getrandbits(32))
            for n in range(PLACES)
        ]
        self.drained_s = 0.0

    def begin(self) -> None:
        """Everybody sits down; returns when the first conversation has begun."""
        with self._explained():
            for agent in self.agents:
                agent.start()
            wait_until(
                lambda: all(agent.ready and agent.line for agent in self.agents),
                BEGINNING_S,
                "the agents at their desks",
            )
            for customer in self.customers:
                customer.start()
            wait_until(lambda: self.ledger.served, BEGINNING_S, "the first conversation")

    def rage(self, at_least_s: float, hits: int, limit_s: float) -> None:
        """Kills for `at_least_s` and until `hits` found requests open; AssertionError after `limit_s`."""
        self.killer.began = time.monotonic()
        with self._explained():
            self.killer.rage(at_least_s, hits, limit_s)

    def calm_down(self) -> None:
        """No new customers; returns when all are served, all sessions ended, all messages out."""
        began = time.monotonic()
        for customer in self.customers:
            customer.stop()
        with self._explained():
            self._wait_for_the_last(began)
        print(self.summary())

    def _wait_for_the_last(self, began: float) -> None:
        wait_until(
            lambda: not any(customer.is_alive() for customer in self.customers),
            DRAIN_S,
            "the last customers",
        )
        wait_until(
            lambda: all(served.ended for served in list(self.ledger.served)),
            DRAIN_S,
            "the last sessions",
        )
        self.drained_s = time.monotonic() - began
        database = self.staff.company.database
        wait_until(lambda: verdict.outbox_is_empty(database), PUBLISHED_S, "an empty outbox")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except AssertionError as error:
            raise AssertionError("\n".join([str(error), *self.who_waits()])) from error

    def who_waits(self) -> Iterator[str]:
        """The seed, and who still waits for what, a line each."""
        company = self.staff.company
        yield f"seed {self.seed} (CHAOS_SEED repeats it)"
        yield still_waiting.of_killer(self.killer)
        yield still_waiting.of_everybody([*self.customers, *self.agents])
        yield from map(still_waiting.of_customer, self.customers)
        yield from map(still_waiting.of_agent, self.agents)
        yield from still_waiting.in_database(company.database, company.id)
        yield from self.ledger.faults

    def check(self) -> None:
        """Asserts that ledger and database agree, and the invariants; sends the agents home."""
        company = self.staff.company
        wrong = verdict.disagreements(company.database, company.id, self.ledger)
        assert not wrong, "\n".join([f"seed {self.seed}", *wrong])
        with company.database.reading(company.id) as reading:
            allowed = dict.fromkeys(reading.session.scalars(select(Agent.id)), SESSIONS_AT_ONCE)
        invariants.check(company.database, company.id, allowed)
        for agent in self.agents:
            agent.stop()
        for agent in self.agents:
            agent.join(BEGINNING_S)
        assert not self.ledger.faults, "\n".join([f"seed {self.seed}", *self.ledger.faults])
        company.close()

    @property
    def hits_in_flight(self) -> int:
        """How many kills found requests open."""
        return sum(hit.in_flight > 0 for hit in self.killer.hits)

    def summary(self) -> str:
        """What happened, in a line."""
        ledger, hits = self.ledger, Counter(hit.name for hit in self.killer.hits)
        ends = Counter("left" if call.left else "served" for call in ledger.calls)
        return (
            f"killed {dict(hits)} in {self.killer.hits[-1].at:.0f} s; {len(ledger.calls)} requests: "
            f"{dict(ends)}, {len(ledger.in_line)} in line, {ledger.declined} declined, "
            f"{len(ledger.missed)} lost races; quiet {self.drained_s:.1f} s after the last kill"
        )
