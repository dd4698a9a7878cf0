"""A day, played: agents come on, callers call when the file's clock says so, the lines drain."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from config.replay.agent import ReplayAgent
from config.replay.caller import Customer
from config.replay.ledger import Counts, Seen
from config.replay.patient_http import PatientHttp
from config.replay.plan import Caller, Plan
from config.replay.stage import Stage

#: Between two looks at how the day stands (s).
LOOK_S = 0.25
#: Signing in costs the web process some 50 ms of hashing each: a few at a time.
SIGNING_IN_AT_ONCE = 4
#: A product that is up answers within a second or two (s).
REACH_LIMIT_S = 10.0
#: Nothing has moved for this long (s), and the longest conversation besides: it will not move any more.
#: Longer than the two minutes after which the product gives a lost agent's customers to others.
STALLED_S = 200.0

Watch = Callable[[Counts, float], None]


@dataclass(frozen=True)
class Played:
    """What came of it: every call seen, what must not happen (in words), leftovers of other runs ended."""

    calls: Sequence[Seen]
    wrong: Sequence[str]
    cleared: int
    seconds: float


class Day:
    """One run of a plan on a stage; `play` once."""

    def __init__(self, plan: Plan, stage: Stage, password: str) -> None:
        self.plan = plan
        self.stage = stage
        self.agents = [ReplayAgent.of(shift, stage, password) for shift in plan.shifts]

    def prepare(self) -> None:
        """Sign everybody in, and those on who serve from the beginning. Raises Refused or Unreachable."""
        self._require_portal()
        early = [one for one in self.agents if one.shift.begins <= self.plan.begins]
        with ThreadPoolExecutor(SIGNING_IN_AT_ONCE) as pool:
            list(pool.map(lambda agent: agent.desk.sign_in(), self.agents))
            list(pool.map(ReplayAgent.come_on, early))

    def _require_portal(self) -> None:
        """A wrong address or portal is told at once, not waited for."""
        http = PatientHttp(self.stage.base_url, self.stage.stop, patience_s=REACH_LIMIT_S)
        http.call("GET", f"/portals/{self.stage.portal}")
        http.close()

    def play(self, watch: Watch) -> Played:
        """Play it to the end; `watch` is told how it stands four times a second.

        Set `stage.stop` to cut it short: customers leave, agents end what they have and go.
        """
        began = time.monotonic()
        with ThreadPoolExecutor(len(self.plan.callers) + len(self.agents)) as pool:
            self.stage.pace.start()
            agents = [pool.submit(agent.play) for agent in self.agents]
            callers = list(self._call_in_turn(pool, watch))
            self._drain(callers, watch)
            self.stage.drained.set()
            _wait(agents, self.stage, watch)
        self._note_failures(agents)
        return Played(
            calls=self.stage.ledger.calls(),
            wrong=tuple(self.stage.wrong),
            cleared=sum(agent.cleared for agent in self.agents),
            seconds=time.monotonic() - began,
        )

    def _call_in_turn(self, pool: ThreadPoolExecutor, watch: Watch) -> Iterable[Future[None]]:
        for caller in self.plan.callers:
            while (left := self.stage.pace.until(caller.arrives)) > 0:
                if self.stage.stop.wait(min(left, LOOK_S)):
                    return
                watch(self.stage.ledger.counts(), self.stage.pace.now())
            future = pool.submit(Customer(caller, self.stage).play)
            future.add_done_callback(partial(self._caller_done, caller))
            yield future

    def _drain(self, callers: Sequence[Future[None]], watch: Watch) -> None:
        """Wait until every caller is done; cuts the day short when nothing moves any more."""
        longest = max((caller.handling for caller in self.plan.callers), default=0.0)
        patience = STALLED_S + self.stage.pace.real(longest)
        last, since = self.stage.ledger.counts(), time.monotonic()
        while not all(future.done() for future in callers):
            self.stage.stop.wait(LOOK_S)
            counts = self.stage.ledger.counts()
            watch(counts, self.stage.pace.now())
            if counts != last:
                last, since = counts, time.monotonic()
            elif time.monotonic() - since > patience and not self.stage.stop.is_set():
                self.stage.wrong.append(f"nothing moved any more: {counts}")
                self.stage.stop.set()

    def _caller_done(self, caller: Caller, future: Future[None]) -> None:
        error = future.exception()
        if error is not None:
            self.stage.wrong.append(f"caller {caller.call_id}: {error!r}")

    def _note_failures(self, agents: Sequence[Future[None]]) -> None:
        for agent, future in zip(self.agents, agents, strict=True):
            error = future.exception()
            if error is not None:
                self.stage.wrong.append(f"agent {agent.shift.agent}: {error!r}")


def _wait(futures: Sequence[Future[None]], stage: Stage, watch: Watch) -> None:
    while not all(future.done() for future in futures):
        time.sleep(LOOK_S)
        watch(stage.ledger.counts(), stage.pace.now())
