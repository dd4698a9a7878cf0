"""One customer of the replay: posts, waits on a live connection, hangs up or is served."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field
from typing import Any

from config.replay.ledger import Seen, now
from config.replay.live_connection import LiveConnection
from config.replay.patient_http import PatientHttp, Refused, Unreachable
from config.replay.plan import Caller
from config.replay.stage import Stage

#: How often a waiting customer's thread looks whether the run was cut short (s).
LOOK_S = 1.0


@dataclass
class Customer:
    """One caller of the plan as a customer of the portal."""

    caller: Caller
    stage: Stage
    _told_answered: threading.Event = field(default_factory=threading.Event)
    _last_stage: str = "waiting"
    _version: int = 0

    def play(self) -> None:
        """From the click to the end; what is seen goes into the ledger."""
        ledger = self.stage.ledger
        seen = ledger.clicked(self.caller.number, self.caller.call_id, self.caller.handling)
        http = PatientHttp(self.stage.base_url, self.stage.stop)
        try:
            self._call(seen, http)
        except Refused as no:
            ledger.refused(seen, no.code)
        except Unreachable as error:
            ledger.failed(seen, str(error))
        finally:
            http.close()

    def _call(self, seen: Seen, http: PatientHttp) -> None:
        posted = self._post(http)
        self.stage.ledger.posted(seen, posted["request_id"])
        live = LiveConnection(
            self.stage.base_url, "/customer", self._told, auth={"token": posted["token"]}
        )
        live.start()
        try:
            if self._loses_patience(seen) and self._leave(http, posted["token"]):
                self.stage.ledger.left(seen)
            else:
                self._be_served(seen)
        finally:
            live.close()

    def _post(self, http: PatientHttp) -> Any:
        body = {
            "name": f"Caller {self.caller.call_id}",
            "question": self.stage.mark.question(self.caller),
            "language": "en",
        }
        # The key goes with every attempt: whatever was lost on the way, one request comes of it.
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        return http.call("POST", f"/portals/{self.stage.portal}/requests", body, headers)

    def _loses_patience(self, seen: Seen) -> bool:
        """Wait to be answered; whether patience (or the run) ended first."""
        if self.caller.patience is None:
            return self._wait_answered(seen, None)
        return self._wait_answered(seen, self.stage.pace.real(self.caller.patience))

    def _wait_answered(self, seen: Seen, patience_s: float | None) -> bool:
        while not self._told_answered.is_set():
            if self.stage.stop.is_set():
                return True
            left = LOOK_S
            if patience_s is not None:
                left = min(LOOK_S, patience_s - (now() - seen.entered_at) / 1_000)
                if left <= 0:
                    return True
            self._told_answered.wait(left)
        return False

    def _leave(self, http: PatientHttp, token: str) -> bool:
        """Hang up; whether nobody had answered by then."""
        bearer = {"Authorization": f"Bearer {token}"}
        http.call("POST", "/customer/leave", {}, bearer)
        after = http.call("GET", "/customer/request", None, bearer)
        return bool(after["state"]["stage"] == "left")

    def _be_served(self, seen: Seen) -> None:
        """Stay until the agent has ended the session, or the product says that it came to nothing."""
        while not self.stage.ledger.wait_over(seen, LOOK_S):
            if self._last_stage == "refused":
                self.stage.ledger.refused(seen, "refused")
            elif self._last_stage == "left":
                self.stage.ledger.left(seen)
            elif self.stage.stop.is_set():
                return

    def _told(self, kind: str, data: Any) -> None:
        state = data["state"] if kind == "snapshot" else data
        if kind not in ("snapshot", "customer_state") or state["version"] < self._version:
            return
        self._version, self._last_stage = state["version"], state["stage"]
        if self._last_stage not in ("waiting", "in_line"):
            self._told_answered.set()
