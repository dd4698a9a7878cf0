"""What a customer's page is told."""

from __future__ import annotations

from dataclasses import dataclass

from webui.live.messages.names import Author, CustomerStage


@dataclass(frozen=True)
class CustomerPlace:
    """Where the customer stands: place 1 is next; `expected_wait` ms, None with nobody on line."""

    place: int
    expected_wait: int | None
    agents_on_line: bool


@dataclass(frozen=True)
class CustomerAgent:
    """The agent as the customer may know them."""

    name: str


@dataclass(frozen=True)
class CustomerLine:
    """One line of the conversation as the customer sees it."""

    id: str
    number: int
    author: Author
    author_name: str
    code: str
    text: str
    written_at: int


@dataclass(frozen=True)
class CustomerState:
    """The customer's own request: the stage it is at and what belongs to that stage."""

    request_id: str
    version: int
    stage: CustomerStage
    name: str
    question: str
    posted_at: int
    place: CustomerPlace | None
    agent: CustomerAgent | None
    agent_delivered: int
    agent_read: int
    surveyed: bool


@dataclass(frozen=True)
class CustomerSnapshot:
    """Everything the customer's page shows."""

    at: int
    state: CustomerState
    lines: list[CustomerLine]


@dataclass(frozen=True)
class CustomerTyping:
    """The agent is writing."""


@dataclass(frozen=True)
class CustomerMarks:
    """How far the agent has received and read the conversation."""

    delivered: int
    read: int


CustomerPush = CustomerState | CustomerPlace | CustomerLine | CustomerTyping | CustomerMarks
