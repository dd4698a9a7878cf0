"""'… is writing': told to the other side at once, kept nowhere, lost without harm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from routing.broker import Broker, BrokerDown, Message
from routing.identifiers import new_id
from routing.topology import EVENTS
from webui.live.messages.customer import CustomerTyping
from webui.live.messages.desk import Typing
from webui.live.sockets import CustomerSocket, DeskSocket, Sockets

TYPING = "chat.typing"


class TypingHints:
    """Passes hints on, here and through the broker to the browsers of other web processes."""

    def __init__(
        self, sockets: Sockets, broker: Broker | None, remember: Callable[[str], None]
    ) -> None:
        self._sockets = sockets
        self._broker = broker
        self._remember = remember

    def by_agent(self, desk: DeskSocket, session_id: str) -> None:
        """The agent is writing in this session."""
        self._tell(desk.company_id, {"session_id": session_id, "agent_id": desk.agent_id})

    def by_customer(self, customer: CustomerSocket) -> None:
        """The customer is writing."""
        if customer.session_id is not None and customer.agent_id is not None:
            told = {"session_id": customer.session_id, "for_agent_id": customer.agent_id}
            self._tell(customer.company_id, told)

    def heard(self, event: Mapping[str, Any]) -> None:
        """Somebody is writing, in a browser of whichever process."""
        data = event["data"]
        if "for_agent_id" in data:
            for desk in self._sockets.desks(event["company_id"]):
                if desk.agent_id == data["for_agent_id"]:
                    desk.push(Typing(data["session_id"], "customer"))
            return
        for customer in self._sockets.customers(event["company_id"]):
            # Only who serves the customer may be seen writing.
            if (customer.session_id, customer.agent_id) == (data["session_id"], data["agent_id"]):
                customer.push(CustomerTyping())

    def _tell(self, company_id: str, data: dict[str, str]) -> None:
        event: dict[str, Any] = {
            "id": new_id(),
            "name": TYPING,
            "company_id": company_id,
            "data": data,
        }
        self.heard(event)
        if self._broker is not None and self._broker.reachable():
            self._remember(event["id"])
            self._publish(self._broker, event)

    @staticmethod
    def _publish(broker: Broker, event: dict[str, Any]) -> None:
        with suppress(BrokerDown):
            broker.publish([Message(event["id"], EVENTS, TYPING, None, event)])
