"""What the clients saw and were promised, kept by themselves and by nobody else."""

import threading
from dataclasses import dataclass, field

from tests.acceptance.chaos.conversation_view import ConversationView


@dataclass
class Call:
    """One customer's request, from the customer's side."""

    key: str
    portal: str
    request_id: str | None = None
    token: str = ""
    #: Names of the agents the page ever showed.
    agents: set[str] = field(default_factory=set)
    conversation: ConversationView = field(default_factory=ConversationView)
    stages: list[str] = field(default_factory=list)
    left: bool = False
    served_when_leaving: bool = False
    ended: bool = False
    face: int | None = None


@dataclass
class Served:
    """One session, from the side of the agent who was told that it is theirs."""

    session_id: str
    request_id: str
    agent: str
    conversation: ConversationView
    #: Whether the agent's Yes was answered with this session (else it came from their line).
    won: bool = False
    ended: bool = False
    began_at: float = 0.0


@dataclass
class Ledger:
    """All of it; the lists grow from many threads."""

    calls: list[Call] = field(default_factory=list)
    served: list[Served] = field(default_factory=list)
    #: Agents who were answered `in_line`, and agents who lost a race, by request.
    in_line: list[tuple[str, str]] = field(default_factory=list)
    missed: list[tuple[str, str]] = field(default_factory=list)
    declined: int = 0
    faults: list[str] = field(default_factory=list)
    #: How often somebody was told that something is done.
    progress: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def advance(self) -> None:
        """Somebody was told that something is done."""
        with self._lock:
            self.progress += 1

    def fault(self, what: str) -> None:
        """Something no client should ever see."""
        with self._lock:
            self.faults.append(what)

    def in_flight(self) -> int:
        """Customers who have asked for help and have not been helped yet."""
        return sum(not (call.left or call.ended) for call in list(self.calls))
