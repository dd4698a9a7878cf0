"""Messages, and a channel on which the broker confirms each of them.

The channel is one of the driver's, opened in `routing.broker.connection`; nothing is imported from it here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from routing import task_message, topology

#: AMQP's delivery mode of what a broker keeps on disk.
_PERSISTENT = 2


@dataclass(frozen=True)
class Message:
    """One message to publish: a task by its name, or with `task` None a plain event.

    A task's body is `{"args": [...]}`; an event's body is the event. `retries` counts how often
    the task was repeated already.
    """

    id: str
    exchange: str
    routing_key: str
    task: str | None
    body: Mapping[str, Any]
    retries: int = 0


class ConfirmingChannel:
    """A channel on which the broker confirms each message of the batch under way."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)
        self._tag = 0
        self.begin()

    def begin(self) -> None:
        """Begins another batch; what was not confirmed of the last is not waited for any more."""
        self.unconfirmed: dict[int, str] = {}
        self.confirmed: set[str] = set()
        #: Confirmed, too, but no queue took them.
        self.returned: set[str] = set()

    def send(self, message: Message) -> None:
        self._tag += 1
        self.unconfirmed[self._tag] = message.id
        self._channel.basic_publish(
            _encoded(self._channel, message),
            exchange=message.exchange,
            routing_key=message.routing_key,
            # An event that nobody listens to is no fault; work without a queue is.
            mandatory=message.exchange != topology.EVENTS,
        )

    def _on_ack(self, tag: int, multiple: bool) -> None:
        self.confirmed.update(self._settled(tag, multiple))

    def _on_nack(self, tag: int, multiple: bool) -> None:
        self._settled(tag, multiple)

    def _on_return(self, _error: Exception, _exchange: str, _key: str, message: Any) -> None:
        # Comes before its confirmation.
        self.returned.add(message.properties["message_id"])

    def _settled(self, tag: int, multiple: bool) -> list[str]:
        tags = [known for known in self.unconfirmed if known <= tag] if multiple else [tag]
        return [self.unconfirmed.pop(each) for each in tags if each in self.unconfirmed]


def _encoded(channel: Any, message: Message) -> Any:
    """The driver's form of a message; its id is also the task's, so that logs can be put together."""
    headers: Mapping[str, Any] = {}
    body: Any = message.body
    properties = {"delivery_mode": _PERSISTENT, "message_id": message.id}
    if message.task is not None:
        arguments = list(message.body["args"])
        headers = task_message.headers(message.task, message.id, arguments, message.retries)
        body = task_message.body(arguments)
        properties["correlation_id"] = message.id
    return channel.prepare_message(
        json.dumps(body, ensure_ascii=False),
        content_type="application/json",
        content_encoding="utf-8",
        headers=headers,
        properties=properties,
    )
