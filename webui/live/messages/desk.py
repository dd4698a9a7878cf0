"""What the desk of an agent is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from webui.live.messages.names import (
    AgentStateName,
    AlertKind,
    Author,
    OfferStateName,
    ParticipantKind,
    RequestStateName,
    Resolution,
    SessionStateName,
)


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
    """The agent's own state and room. `state` is what they are seen as, `status` how they set the switch."""

    id: str
    version: int
    name: str
    state: AgentStateName
    status: Literal["available", "unavailable"]
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
    """Everything the desk shows, as of `at`; pushes with a lower or equal version are older.

    `history_goes_on`: more of the agent's sessions ended today than `history` holds.
    """

    at: int
    agent: AgentRow
    counters: DeskCounters
    requests: list[RequestRow]
    offers: list[OfferRow]
    sessions: list[SessionRow]
    history: list[HistoryRow]
    history_goes_on: bool
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
