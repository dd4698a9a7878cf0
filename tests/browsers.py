"""Browsers without a browser: socket clients that remember what they were told."""

import uuid
from itertools import islice
from typing import Any

import socketio
import websocket

from tests.waiting import wait_until

LIMIT_S = 15.0


class _Hurried(websocket.WebSocket):
    """Goes without hearing the server's goodbye, for which others wait three seconds in vain."""

    def close(
        self, status: int = 1000, reason: str | bytes = b"", timeout: float | None = 0
    ) -> None:
        super().close(status, reason, timeout=0)


_HURRIED = {"class_": _Hurried}


class Browser:
    """One connection to one namespace, keeping everything it receives."""

    def __init__(self, address: str, namespace: str, **connecting: Any) -> None:
        self.namespace = namespace
        self.snapshots: list[dict[str, Any]] = []
        self.pushes: list[dict[str, Any]] = []
        self.refusals: list[Any] = []
        self.hung_up = False
        self._client = socketio.Client(
            reconnection_delay=0.1,
            reconnection_delay_max=0.5,
            websocket_extra_options=dict(_HURRIED),
        )
        self._client.on("snapshot", self.snapshots.append, namespace=namespace)
        self._client.on("push", self.pushes.append, namespace=namespace)
        self._client.on("connect_error", self.refusals.append, namespace=namespace)
        self._client.on("disconnect", self._cut, namespace=namespace)
        self._client.connect(
            address,
            namespaces=[namespace],
            transports=["websocket"],
            wait_timeout=LIMIT_S,
            **connecting,
        )
        wait_until(lambda: self.snapshots, LIMIT_S, "the first snapshot")

    def of_type(self, name: str) -> list[dict[str, Any]]:
        """The data of every push of one type, in order."""
        return [push["data"] for push in self.pushes if push["type"] == name]

    def wait_for(self, name: str, **fields: Any) -> dict[str, Any]:
        """The data of the first push of this type with these values."""

        def found() -> list[dict[str, Any]]:
            fits = (
                data
                for data in self.of_type(name)
                if all(data[key] == value for key, value in fields.items())
            )
            # In a list, because some messages are empty.
            return list(islice(fits, 1))

        told = f"{name} with {fields}, but got {[push['type'] for push in self.pushes]}"
        return wait_until(found, LIMIT_S, told)[0]

    def send(self, event: str, data: Any = None) -> dict[str, Any]:
        """Send an event; its acknowledgement."""
        answer: dict[str, Any] = self._client.call(
            event, data, namespace=self.namespace, timeout=LIMIT_S
        )
        return answer

    def write(self, *texts: str, **to: Any) -> dict[str, Any]:
        """Send chat lines with ids of their own; the acknowledgement."""
        lines = [{"id": str(uuid.uuid4()), "text": text} for text in texts]
        return self.send("lines", {"lines": lines, **to})

    def close(self) -> None:
        """Go away for good."""
        self._client.disconnect()

    def _cut(self, *_why: Any) -> None:
        self.hung_up = True


def numbers_are_without_gaps(browser: Browser) -> bool:
    """Whether the pushes of the connection are numbered 1, 2, 3 …"""
    numbers = [push["number"] for push in browser.pushes]
    return numbers == list(range(1, len(numbers) + 1))


def refusal(address: str, namespace: str, **connecting: Any) -> Any:
    """What a browser is told that gets no connection."""
    client = socketio.Client(reconnection=False, websocket_extra_options=dict(_HURRIED))
    heard: list[Any] = []
    client.on("connect_error", heard.append, namespace=namespace)
    try:
        client.connect(address, namespaces=[namespace], wait_timeout=LIMIT_S, **connecting)
    except socketio.exceptions.ConnectionError:
        return heard[0]
    finally:
        client.disconnect()
    raise AssertionError("the browser got its connection")
