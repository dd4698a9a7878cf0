"""Worker, web and broker are killed with -9 at random under load, and nothing is lost or doubled."""

import os
import random
import time
from collections import Counter

import pytest

from tests.acceptance.chaos import verdict
from tests.acceptance.chaos.agent import AgentActor
from tests.acceptance.chaos.customer import CustomerActor
from tests.acceptance.chaos.killer import Killer
from tests.acceptance.chaos.ledger import Ledger
from tests.acceptance.chaos.staff import SESSIONS_AT_ONCE, Staff
from tests.property import invariants
from tests.running import RunningGuichet
from tests.waiting import wait_until

SEED = int(os.environ.get("GUICHET_TEST_SEED", random.randrange(1_000_000)))
#: Seconds of killing, and kills with requests open; a slow machine gets longer to reach both.
KILLING_S = float(os.environ.get("GUICHET_TEST_KILLING_SECONDS", "30"))
HITS = int(max(20, KILLING_S * 20 / 30 / 2))
LIMIT_S = 3 * KILLING_S + 30
#: Places at which customers ask, one after another.
PLACES = 8
#: Seconds for the last ones to be served once the killing is over: five times the longest that a
#: process needs to come back, an alert to pass and a conversation to be held.
DRAIN_S = 150.0


@pytest.mark.timeout(LIMIT_S + 2 * DRAIN_S + 240)
@pytest.mark.feature("ROUT-15")
def test_nothing_is_lost_and_nobody_served_twice_while_processes_are_killed(
    chaos_guichet: RunningGuichet,
):
    print(f"\nseed {SEED} (GUICHET_TEST_SEED repeats it)")
    chance = random.Random(SEED)
    staff, ledger = Staff(chaos_guichet), Ledger()
    address = chaos_guichet.loopback_url
    agents = [AgentActor(address, p, ledger, chance.getrandbits(32)) for p in staff.people]
    portals = [staff.queue_portal, staff.standard_portal]
    customers = [
        CustomerActor(f"place {n}", address, portals, ledger, chance.getrandbits(32))
        for n in range(PLACES)
    ]
    for agent in agents:
        agent.start()
    wait_until(lambda: all(a.ready and a.line for a in agents), 60, "the agents at their desks")
    for customer in customers:
        customer.start()
    wait_until(lambda: len(ledger.served) > 0, 60, "the first conversation")

    killer = Killer(chaos_guichet, ledger, chance)
    killer.rage(KILLING_S, HITS, LIMIT_S)

    killed_at = time.monotonic()
    for customer in customers:
        customer.stop()
    wait_until(lambda: not any(c.is_alive() for c in customers), DRAIN_S, "the last customers")
    wait_until(lambda: all(s.ended for s in list(ledger.served)), DRAIN_S, "the last sessions")
    drained_s = time.monotonic() - killed_at
    database = staff.company.database
    wait_until(lambda: verdict.outbox_is_empty(database), 60, "an empty outbox")
    print(_summary(ledger, killer, drained_s))

    wrong = verdict.disagreements(database, staff.company.id, ledger)
    assert not wrong, "\n".join([f"seed {SEED}", *wrong])
    allowed = dict.fromkeys(_agent_ids(staff), SESSIONS_AT_ONCE)
    invariants.check(database, staff.company.id, allowed)
    assert sum(hit.in_flight > 0 for hit in killer.hits) >= HITS
    for agent in agents:
        agent.stop()
    for agent in agents:
        agent.join(30)
    assert not ledger.faults, "\n".join([f"seed {SEED}", *ledger.faults])


def _agent_ids(staff: Staff) -> list[str]:
    from sqlmodel import select

    from routing.tables import Agent

    with staff.company.database.reading(staff.company.id) as reading:
        return list(reading.session.scalars(select(Agent.id)))


def _summary(ledger: Ledger, killer: Killer, drained_s: float) -> str:
    hits = Counter(hit.name for hit in killer.hits)
    ends = Counter("left" if call.left else "served" for call in ledger.calls)
    return (
        f"killed {dict(hits)} in {killer.hits[-1].at:.0f} s; {len(ledger.calls)} requests: "
        f"{dict(ends)}, {len(ledger.in_line)} in line, {ledger.declined} declined, "
        f"{len(ledger.missed)} lost races; quiet {drained_s:.1f} s after the last kill"
    )
