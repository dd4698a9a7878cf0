"""HTTP that tries again: a restarted web process or a lost answer must not change the count.

Everything asked through it may be asked twice: posts carry an idempotency key, accepting, ending and
leaving give their first answer again.
"""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

API = "/api/v1"
#: One attempt (s). A dead process is known at once by its closed connection; one that is only slow must
#: not get the same work again while it still does it.
ATTEMPT_LIMIT_S = 60.0
FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 2.0
#: Answers that say 'not now' rather than 'no'.
NOT_NOW = frozenset({408, 429, 500, 502, 503, 504})


class Unreachable(Exception):
    """The product did not answer within the time given."""


class Refused(Exception):
    """The product said no; `code` is the problem's."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


@dataclass
class PatientHttp:
    """One browser's worth of HTTP: cookies and connections of its own.

    People come back until they are served, so nothing is given up before `patience_s` (without end
    unless given) or `stop`, which is set when the replay is cut short.
    """

    base_url: str
    stop: threading.Event = field(default_factory=threading.Event)
    patience_s: float = math.inf

    def __post_init__(self) -> None:
        self._session = requests.Session()
        # No proxy of the environment stands between the replay and the product.
        self._session.trust_env = False
        self._session.headers["Origin"] = self.base_url

    @property
    def cookies(self) -> str:
        """The value of a Cookie header for the live connection."""
        return "; ".join(f"{one.name}={one.value}" for one in self._session.cookies)

    def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The JSON answer of the API (None when it has no content), asked for until there is one.

        Raises Refused for an answer that is a no, Unreachable when patience or the run has ended.
        """
        limit = time.monotonic() + self.patience_s
        pause = FIRST_PAUSE_S
        while True:
            answer = self._attempt(method, path, body, headers)
            if answer is not None and answer.status_code not in NOT_NOW:
                return _content(answer)
            if time.monotonic() > limit or self.stop.is_set():
                raise Unreachable(f"{method} {path}: {_last_words(answer)}")
            # Half of it at random, so that all who lost the same process do not come back as one.
            self.stop.wait(pause * random.uniform(0.5, 1.0))
            pause = min(2 * pause, LONGEST_PAUSE_S)

    def close(self) -> None:
        """Give the connections back."""
        self._session.close()

    def _attempt(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
    ) -> requests.Response | None:
        try:
            return self._session.request(
                method,
                f"{self.base_url}{API}{path}",
                json=body,
                headers=headers,
                timeout=ATTEMPT_LIMIT_S,
            )
        except (requests.ConnectionError, requests.Timeout):
            return None


def _content(answer: requests.Response) -> Any:
    if answer.status_code >= 400:
        raise Refused(answer.status_code, _code(answer))
    return answer.json() if answer.content else None


def _code(answer: requests.Response) -> str:
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return "no_problem_details"


def _last_words(answer: requests.Response | None) -> str:
    return "no answer" if answer is None else f"{answer.status_code} {_code(answer)}"
