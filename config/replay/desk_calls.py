"""What an agent asks of the product over HTTP, signed in by the session's cookie."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from config.replay.patient_http import PatientHttp, Refused

#: Answers that mean: sign in again, and ask once more.
SIGNED_OUT = frozenset({"not_signed_in", "csrf_failed"})


@dataclass
class DeskCalls:
    """One agent's calls; `sign_in` first."""

    http: PatientHttp
    login: str
    password: str = field(repr=False)
    _csrf: str = field(default="", repr=False)

    def sign_in(self) -> None:
        """Sign in. Raises Refused (wrong_credentials) or Unreachable."""
        me = self.http.call("POST", "/sign-in", {"login": self.login, "password": self.password})
        self._csrf = me["csrf_token"]

    def sign_out(self) -> None:
        """Sign out; the product makes the agent unavailable."""
        self._ask("POST", "/sign-out")

    def set_available(self, available: bool) -> None:
        """Switch availability."""
        status = "available" if available else "unavailable"
        self._ask("PUT", "/me/availability", {"status": status, "reason": ""})

    def accept(self, offer_id: str) -> str | None:
        """Say yes to an alert: the session, or None in the agent's own line. Raises Refused."""
        return self._session(self._ask("POST", f"/offers/{offer_id}/accept", {}))

    def accept_request(self, request_id: str) -> str | None:
        """Answer a row of the list, with the same result. Raises Refused."""
        return self._session(self._ask("POST", f"/requests/{request_id}/accept", {}))

    def end(self, session_id: str, resolution: str) -> None:
        """End a session. Raises Refused."""
        self._ask("POST", f"/sessions/{session_id}/end", {"resolution": resolution})

    def _session(self, answer: Any) -> str | None:
        session_id = answer["session_id"]
        return None if session_id is None else str(session_id)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        try:
            return self.http.call(method, path, body, {"X-CSRF-Token": self._csrf})
        except Refused as no:
            if no.code not in SIGNED_OUT:
                raise
        self.sign_in()
        return self.http.call(method, path, body, {"X-CSRF-Token": self._csrf})
