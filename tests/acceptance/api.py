"""The product's HTTP interface as a program uses it, and what its refusals must look like."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import requests

from routing.tables import Portal
from tests.acceptance.company import Person
from tests.running import RunningGuichet

TIMEOUT_S = 30


class Api:
    """A client; signed in as a person when one is given."""

    def __init__(self, guichet: RunningGuichet, person: Person | None = None) -> None:
        self.address = f"{guichet.base_url}/api/v1"
        self.session = requests.Session()
        if person is not None:
            credentials = {"login": person.login, "password": person.password}
            answer = self.send("POST", "/sign-in", credentials)
            assert answer.ok, answer.text
            self.session.headers["X-CSRF-Token"] = answer.json()["csrf_token"]

    def send(
        self, method: str, path: str, body: Any = None, **headers: str | None
    ) -> requests.Response:
        """One request; a body of bytes goes as it is, anything else as JSON."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, bytes):
            named.setdefault("Content-Type", "application/json")
            return self.session.request(
                method, self.address + path, data=body, headers=named, timeout=TIMEOUT_S
            )
        return self.session.request(
            method, self.address + path, json=body, headers=named, timeout=TIMEOUT_S
        )

    def post_request(
        self, portal: Portal | str, body: Any = None, key: str | None = None
    ) -> requests.Response:
        """Posts a customer's request; a fresh idempotency key unless one is given."""
        given = body if body is not None else {"name": "Ada", "question": "Where is it?"}
        name = portal if isinstance(portal, str) else portal.key
        return self.send(
            "POST", f"/portals/{name}/requests", given, Idempotency_Key=key or str(uuid4())
        )


def refusal(answer: requests.Response, status: int, code: str) -> dict[str, Any]:
    """The problem details of a refused request, which must be these."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code)
    assert problem["status"] == status
    assert problem["title"]
    return problem
