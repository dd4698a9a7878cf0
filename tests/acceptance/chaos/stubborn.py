"""HTTP by a client that does not give up: it repeats until somebody gives a definite answer."""

import socket
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests

from tests.waiting import wait_until

#: Seconds. A web process is back within a few; a busy machine and a doubling pause take longer.
PATIENCE_S = 120.0
_ANSWER_LIMIT_S = 8.0
_PROBE_S = 2.0
_UNAVAILABLE = 503


@dataclass
class Answer:
    """A definite answer: what was asked is done, or refused with a problem."""

    status: int
    body: Any
    attempts: int

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return self.status < 400

    @property
    def code(self) -> str:
        """The problem's code; empty when there is none."""
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""


@dataclass
class Stubborn:
    """One browser's HTTP, with its cookies; 503 and lost connections are tried again."""

    address: str
    headers: dict[str, str] = field(default_factory=dict)
    session: requests.Session = field(default_factory=requests.Session)
    #: Answers that no client should ever see, as text.
    surprises: list[str] = field(default_factory=list)
    #: The problems' codes with which the server has asked to come back later, each with its number.
    put_off: Counter[str] = field(default_factory=Counter)
    #: What is being asked now, for the report of a run that does not end; empty when nothing is.
    asking: str = ""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Asks until there is an answer; AssertionError after `PATIENCE_S` without one."""
        limit = time.monotonic() + PATIENCE_S
        attempts = 0
        while (left := limit - time.monotonic()) > 0:
            attempts += 1
            self.asking = f"{method} {path}, attempt {attempts}"
            answer = self._once(method, path, body, headers)
            if answer is not None:
                self.asking = ""
                return Answer(answer.status_code, _body(answer), attempts)
            wait_until(self.is_served, left, f"a server for {self.asking}")
        raise AssertionError(f"no answer within {PATIENCE_S:g} s: {self.asking}")

    def is_served(self) -> bool:
        """Whether a server is there again that says it can do its work."""
        where = urlsplit(self.address)
        try:
            # Refused at once, and for little, as long as there is none.
            socket.create_connection((where.hostname, where.port), _PROBE_S).close()
            return requests.get(f"{self.address}/readyz", timeout=_PROBE_S).ok
        except (OSError, requests.RequestException):
            return False

    def _once(
        self, method: str, path: str, body: Any, headers: dict[str, str]
    ) -> requests.Response | None:
        try:
            answer = self.session.request(
                method,
                f"{self.address}{path}",
                json=body,
                headers={**self.headers, **headers},
                timeout=_ANSWER_LIMIT_S,
            )
        except requests.RequestException:
            return None
        if answer.status_code == _UNAVAILABLE:
            self.put_off[_code(answer)] += 1
            return None
        if answer.status_code >= 500:
            self.surprises.append(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
            return None
        return answer


def _code(answer: requests.Response) -> str:
    body = _body(answer)
    return str(body.get("code", "no code")) if isinstance(body, dict) else "no problem"


def _body(answer: requests.Response) -> Any:
    return answer.json() if "json" in answer.headers.get("Content-Type", "") else None
