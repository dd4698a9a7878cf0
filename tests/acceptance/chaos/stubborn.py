"""HTTP by a client that does not give up: it repeats until somebody gives a definite answer."""

import time
from dataclasses import dataclass, field
from typing import Any

import requests

#: Seconds. A web process is back within a few; a busy machine and a doubling pause take longer.
PATIENCE_S = 120.0
_ANSWER_LIMIT_S = 8.0
_PAUSE_S = 0.1


class NoAnswer(AssertionError):
    """Nobody answered within the client's patience."""


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

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Asks until there is an answer; raises `NoAnswer`."""
        limit = time.monotonic() + PATIENCE_S
        attempts = 0
        while time.monotonic() < limit:
            attempts += 1
            answer = self._once(method, path, body, headers)
            if answer is not None:
                return Answer(answer.status_code, _body(answer), attempts)
            time.sleep(_PAUSE_S)
        raise NoAnswer(f"{method} {path}: no answer within {PATIENCE_S:g} s")

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
        if answer.status_code >= 500:
            if answer.status_code != 503:
                self.surprises.append(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
            return None
        return answer


def _body(answer: requests.Response) -> Any:
    return answer.json() if "json" in answer.headers.get("Content-Type", "") else None
