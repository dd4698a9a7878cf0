"""What browsers are told over their live connection; TypeScript types are generated from it.

Agents and customers get separate types: a customer's message is built from an allow-list of its
own and never by leaving fields out of an agent's. All times are milliseconds since the epoch (UTC).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

RequestStateName = Literal[
    "posted", "waiting", "offered", "in_line", "accepted", "in_session",
    "closed", "abandoned", "refused", "overflowed", "deferred",
]  # fmt: skip
OfferStateName = Literal["ringing", "accepted", "declined", "expired", "withdrawn"]
SessionStateName = Literal["connecting", "active", "reconnecting", "handing_over", "ended"]
AlertKind = Literal["new", "for_you", "escalated", "invitation"]
AgentStateName = Literal["available", "unavailable", "in_session", "wrap_up", "lost", "off"]
Resolution = Literal["resolved", "unresolved", "unknown"]
Author = Literal["agent", "customer", "system"]
ParticipantKind = Literal["agent", "customer", "endpoint"]
PortalState = Literal["open", "busy", "closed"]
ServiceLevelName = Literal["missed", "met_when_early", "left_out", "mixed"]


@dataclass(frozen=True)
class FormAnswer:
    """One field of a portal's form with what the customer answered."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class RequestRow:
    """An open request as an agent who may take it sees it (a row of 'incoming')."""

    id: str
    version: int
    state: RequestStateName
    kind: AlertKind
    portal_name: str
    queue_name: str | None
    customer_name: str
    question: str
    answers: list[FormAnswer]
    language: str
    page_url: str
    referrer: str
    user_agent: str
    posted_at: int
    waiting_since: int
    warning_level: int
    customer_connected: bool
    mine: bool
    line_agent_name: str | None


@dataclass(frozen=True)
class OfferRow:
    """An alert. It rings while `state` is ringing and until `shown_until`."""

    id: str
    version: int
    state: OfferStateName
    kind: AlertKind
    mode: Literal["standard", "queue"]
    reminder: int
    request: RequestRow
    offered_at: int
    shown_until: int


@dataclass(frozen=True)
class ParticipantRow:
    """Somebody in a session."""

    id: str
    kind: ParticipantKind
    name: str
    hidden: bool
    controlling: bool
    joined_at: int
    left_at: int | None
    delivered: int
    read: int


@dataclass(frozen=True)
class ChatLineRow:
    """One line of a conversation; `id` is the writer's own, `number` counts from 1.

    `session_id` is the session whose conversation shows it.
    """

    id: str
    session_id: str
    number: int
    author: Author
    author_name: str
    code: str
    text: str
    written_at: int


@dataclass(frozen=True)
class SessionRow:
    """A session the agent takes part in; `post_answers` are what its customer answered afterwards."""

    id: str
    version: int
    number: str
    state: SessionStateName
    request: RequestRow
    participants: list[ParticipantRow]
    began_at: int
    active_at: int | None
    ended_at: int | None
    resolution: Resolution | None
    ticket: str
    notes: str
    last_line: int
    customer_connected: bool
    post_answers: list[FormAnswer]


@dataclass(frozen=True)
class HistoryRow:
    """An ended session of the agent."""

    id: str
    number: str
    portal_name: str
    customer_name: str
    question: str
    language: str
    began_at: int
    ended_at: int
    resolution: Resolution
    face: int | None


@dataclass(frozen=True)
class AgentRow:
    """The agent's own state and room. `state` is what they see themselves as."""

    id: str
    version: int
    name: str
    state: AgentStateName
    reason: str
    since: int
    sessions: int
    max_sessions: int
    wrap_up_until: int | None
    auto_unavailable: bool


@dataclass(frozen=True)
class DeskCounters:
    """The figures in the desk's top bar; coalesced to four a second."""

    waiting: int
    oldest_waiting_since: int | None


@dataclass(frozen=True)
class DeskSnapshot:
    """Everything the desk shows, as of `at`; pushes with a lower or equal version are older."""

    at: int
    agent: AgentRow
    counters: DeskCounters
    requests: list[RequestRow]
    offers: list[OfferRow]
    sessions: list[SessionRow]
    history: list[HistoryRow]
    lines: list[ChatLineRow]


@dataclass(frozen=True)
class OfferClosed:
    """An alert that went away: its new state, and who won when somebody did.

    `why` is told of a withdrawn one: taken, left (by the customer), unavailable (the agent is), or
    lost (the agent's connection, or the customer when the request is gone too); empty otherwise.
    """

    offer_id: str
    request_id: str
    state: OfferStateName
    why: str
    winner_name: str | None


@dataclass(frozen=True)
class RequestGone:
    """A request that is no longer open to this agent."""

    request_id: str
    version: int
    reason: RequestStateName
    winner_name: str | None


@dataclass(frozen=True)
class Typing:
    """Somebody in a session is writing (until the next line, or five seconds have passed)."""

    session_id: str
    author: Author


@dataclass(frozen=True)
class Marks:
    """How far a participant has received and read the conversation."""

    session_id: str
    participant_id: str
    delivered: int
    read: int


DeskPush = (
    RequestRow | OfferRow | SessionRow | AgentRow | DeskCounters | HistoryRow
    | ChatLineRow | OfferClosed | RequestGone | Typing | Marks
)  # fmt: skip


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


CustomerStage = Literal[
    "waiting", "in_line", "connecting", "in_session", "reconnecting", "ended", "left", "refused"
]


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


@dataclass(frozen=True)
class BoardAgent:
    """An agent as a wallboard shows them; `since` is when the state began."""

    id: str
    name: str
    state: AgentStateName
    reason: str
    since: int


@dataclass(frozen=True)
class BoardSlots:
    """The day so far in slots of `length` ms, the first from the board's `day_from`, one value a slot.

    `waiting` is how many waited at the slot's end (in the last one: wait now), `longest_wait` the
    longest (ms) of the waits that ended in it, `service_level` None where nothing counts.
    """

    length: int
    offered: list[int]
    answered: list[int]
    abandoned: list[int]
    waiting: list[int]
    longest_wait: list[int]
    service_level: list[float | None]


@dataclass(frozen=True)
class BoardLimits:
    """From where on a figure asks for attention, and from where on it alarms."""

    attention: float
    alarm: float


@dataclass(frozen=True)
class Board:
    """A wallboard as of `at`; each replaces the one before.

    `service_level` is a share of 0 to 1 over today, reckoned in its named variant;
    `service_level_within` its time in ms when all queues have the same. `thresholds` by figure:
    waiting and abandoned in requests, longest_wait in ms, service_level as a share.
    """

    id: str
    name: str
    version: int
    at: int
    zone: str
    day_from: int
    queues: list[str]
    waiting: int
    longest_wait_since: int | None
    service_level: float | None
    service_level_variant: ServiceLevelName
    service_level_within: int | None
    offered: int
    answered: int
    abandoned: int
    agents: list[BoardAgent]
    slots: BoardSlots
    thresholds: dict[str, BoardLimits]
    sound: bool


@dataclass(frozen=True)
class BoardTick:
    """Nothing has changed on the board up to `at`."""

    at: int


@dataclass(frozen=True)
class Envelope:
    """A numbered push: `number` counts from 1 on each connection; a gap asks for a new snapshot."""

    number: int
    type: str
    data: Any
