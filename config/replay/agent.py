"""One agent of the replay: on from the first to the last service, answers at once, serves, ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from config.replay.desk_calls import DeskCalls
from config.replay.desk_sight import MISSED_S, Alert, DeskSight, Talk
from config.replay.ledger import Answer, Seen, now
from config.replay.live_connection import LiveConnection
from config.replay.patient_http import PatientHttp, Refused, Unreachable
from config.replay.plan import Shift
from config.replay.stage import Stage

#: How often an agent looks at the clock when nothing happens (s).
LOOK_S = 0.5
#: And when only what is left has to be finished (s).
LAST_LOOK_S = 0.1


@dataclass
class Talking:
    """A session being served: `call` is None for a leftover of another run; `due` on the steady clock."""

    session_id: str
    call: Seen | None
    due: float


@dataclass
class ReplayAgent:
    """One agent account, played through its desk."""

    shift: Shift
    stage: Stage
    desk: DeskCalls
    sight: DeskSight = field(default_factory=DeskSight)
    _talking: dict[str, Talking] = field(default_factory=dict)
    cleared: int = 0
    """How many leftovers of another run it ended."""
    _is_on: bool = False
    _idle_since: float = 0.0

    def __post_init__(self) -> None:
        self._live = LiveConnection(
            self.stage.base_url,
            "/desk",
            self.sight.told,
            headers=lambda: {"Cookie": self.desk.http.cookies},
        )

    @classmethod
    def of(cls, shift: Shift, stage: Stage, password: str) -> ReplayAgent:
        """The agent of `shift`; the login is the name in small letters."""
        http = PatientHttp(stage.base_url, stage.stop)
        return cls(shift, stage, DeskCalls(http, shift.agent.lower(), password))

    def come_on(self) -> None:
        """Connect (signed in already) and become available. Raises Unreachable or Refused."""
        self._live.start()
        while not self.sight.wait_connected(LOOK_S):
            if self.stage.stop.is_set():
                raise Unreachable(f"{self.shift.agent} has no live connection to the desk")
        self.desk.set_available(True)
        self._is_on, self._idle_since = True, time.monotonic()

    def play(self) -> None:
        """Come on when the shift begins, serve, go when it is over. Raises Unreachable or Refused."""
        try:
            if not self._is_on:
                if self.stage.stop.wait(self.stage.pace.until(self.shift.begins)):
                    return
                self.come_on()
            self._serve()
        finally:
            self._live.close()
            self.desk.http.close()

    def _serve(self) -> None:
        while not self._may_go():
            self._answer_alerts()
            self._adopt_talks()
            self._end_those_due()
            self._answer_missed()
            self.sight.wait_something(self._next_look(), set(self._talking))
        # From here nothing new is offered; what was won in the same moment is served to its end.
        self.desk.set_available(False)
        self._finish()
        self.desk.sign_out()

    def _may_go(self) -> bool:
        if self.stage.stop.is_set() or self.stage.drained.is_set():
            return True
        over = not self.shift.stays and self.stage.pace.until(self.shift.ends) == 0
        return over and not self._talking and not self.sight.has_own_line()

    def _finish(self) -> None:
        """Serve to the end what was won; at once when the run is cut short."""
        self._adopt_talks()
        while self._talking or (self.sight.has_own_line() and not self.stage.stop.is_set()):
            self._end_those_due()
            self._adopt_talks()
            self.stage.stop.wait(min(self._next_look(), LAST_LOOK_S))

    def _answer_alerts(self) -> None:
        while (alert := self.sight.take_alert()) is not None:
            self._answer(alert, self.desk.accept, alert.offer_id)

    def _answer_missed(self) -> None:
        if self._talking or time.monotonic() - self._idle_since < MISSED_S:
            return
        row = self.sight.missed_row()
        if row is not None:
            self._answer(row, self.desk.accept_request, row.request_id)

    def _answer(self, alert: Alert, say_yes: Callable[[str], str | None], what: str) -> None:
        try:
            session_id = say_yes(what)
        except Refused as no:
            if no.status not in (404, 409):
                raise
            return
        self._idle_since = time.monotonic()
        if session_id is None:
            self.sight.promised(alert.request_id)
        else:
            talk = Talk(session_id, alert.request_id, alert.question)
            self._begin(talk, now(), from_list=not alert.offer_id)

    def _adopt_talks(self) -> None:
        """Sessions we did not hear the beginning of: the answer to our yes was lost, or a leftover."""
        for talk in self.sight.talks():
            if talk.session_id not in self._talking:
                self._begin(talk, now())

    def _begin(self, talk: Talk, answered_at: int, *, from_list: bool = False) -> None:
        began = time.monotonic()
        call = self._call_of(talk)
        if call is None:
            self.cleared += 1
            self._talking[talk.session_id] = Talking(talk.session_id, None, began)
            return
        answer = Answer(self.shift.agent, talk.session_id, answered_at, from_list=from_list)
        self.stage.ledger.answered(call, answer)
        due = began + self.stage.pace.real(call.handling)
        self._talking[talk.session_id] = Talking(talk.session_id, call, due)

    def _call_of(self, talk: Talk) -> Seen | None:
        if not self.stage.mark.is_on(talk.question):
            return None
        call = self.stage.ledger.call_of(talk.request_id)
        if call is None:
            self.stage.wrong.append(f"request {talk.request_id} was answered but never posted")
        return call

    def _end_those_due(self) -> None:
        at_once = self.stage.stop.is_set()
        for talking in list(self._talking.values()):
            if at_once or talking.due <= time.monotonic():
                self._end(talking)

    def _end(self, talking: Talking) -> None:
        served = talking.call is not None and not self.stage.stop.is_set()
        try:
            self.desk.end(talking.session_id, "resolved" if served else "unknown")
        except Refused as no:
            self.stage.wrong.append(f"session {talking.session_id} could not be ended: {no}")
        else:
            if talking.call is not None:
                self.stage.ledger.ended(talking.session_id, talking.call)
        self.sight.ended(talking.session_id)
        del self._talking[talking.session_id]
        self._idle_since = time.monotonic()

    def _next_look(self) -> float:
        now = time.monotonic()
        dues = [max(0.0, talking.due - now) for talking in self._talking.values()]
        left = self.stage.pace.until(self.shift.ends)
        return min([LOOK_S, *dues, *([left] if left else [])])
