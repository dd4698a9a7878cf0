"""Compares what the clients saw with what the database says, to the request and to the line."""

from collections import Counter, defaultdict

from sqlmodel import col, func, select

from routing.database import ALL_COMPANIES, Database
from routing.lifecycle import FINAL_REQUEST
from routing.tables import (
    Account,
    ChatLine,
    OutboxMessage,
    PostedKey,
    Request,
    Session,
    Survey,
)
from tests.acceptance.chaos.conversation_view import ConversationView
from tests.acceptance.chaos.ledger import Call, Ledger


def outbox_is_empty(database: Database) -> bool:
    """Whether everything that was owed has been published."""
    with database.reading(ALL_COMPANIES) as reading:
        count = select(func.count()).select_from(OutboxMessage)
        return int(reading.session.scalars(count).one()) == 0


def disagreements(database: Database, company_id: str, ledger: Ledger) -> list[str]:
    """Every point on which ledger and database differ, as text."""
    return [*ledger.faults, *Verdict(database, company_id, ledger).found()]


class Verdict:
    """One comparison."""

    def __init__(self, database: Database, company_id: str, ledger: Ledger) -> None:
        self.ledger = ledger
        with database.reading(company_id) as reading:
            rows = reading.session
            self.requests = {r.id: r for r in rows.scalars(select(Request))}
            self.keys = {k.key: k.request_id for k in rows.scalars(select(PostedKey))}
            self.names = {a.id: a.name for a in rows.scalars(select(Account))}
            self.faces = {s.session_id: s.face for s in rows.scalars(select(Survey))}
            self.sessions: dict[str, list[Session]] = defaultdict(list)
            for session in rows.scalars(select(Session).order_by(col(Session.began_at))):
                self.sessions[session.request_id].append(session)
            self.lines: dict[str, list[ChatLine]] = defaultdict(list)
            for line in rows.scalars(select(ChatLine).order_by(col(ChatLine.number))):
                self.lines[line.session_id].append(line)

    def found(self) -> list[str]:
        """All disagreements."""
        return [
            *self._every_request_once(),
            *(fault for call in self.ledger.calls for fault in self._of_call(call)),
            *self._of_agents(),
            *(fault for lines in self.lines.values() for fault in _numbered(lines)),
        ]

    def _every_request_once(self) -> list[str]:
        promised = Counter(call.request_id or call.key for call in self.ledger.calls)
        kept = Counter(self.requests.keys())
        return [
            *(f"{i}: promised {n} times, kept {kept[i]}" for i, n in (promised - kept).items()),
            *(f"{i}: kept, and promised to nobody" for i in (kept - promised)),
            *(
                f"{call.key}: the key leads to {self.keys.get(call.key)}, not {call.request_id}"
                for call in self.ledger.calls
                if self.keys.get(call.key) != call.request_id
            ),
        ]

    def _of_call(self, call: Call) -> list[str]:
        request = self.requests.get(call.request_id or "")
        if request is None:
            return []
        sessions = self.sessions[request.id]
        who = f"{request.id} ({request.state}, {'/'.join(call.stages)})"
        found = [f"{who}: {fault}" for fault in call.conversation.faults]
        if request.state not in FINAL_REQUEST:
            found.append(f"{who}: not over")
        if call.ended and (request.state != "closed" or len(sessions) != 1):
            found.append(f"{who}: ended for the customer, has {len(sessions)} sessions")
        if call.left and request.state == "closed" and not sessions:
            found.append(f"{who}: closed without a session")
        if call.left and request.state not in ("abandoned", "closed"):
            found.append(f"{who}: the customer left")
        serving = {self.names[session.agent_id] for session in sessions}
        if len(sessions) > 1 or not call.agents <= serving:
            found.append(
                f"{who}: saw {call.agents}, served by {serving} in {len(sessions)} sessions"
            )
        if call.face is not None and [self.faces.get(s.id) for s in sessions] != [call.face]:
            found.append(f"{who}: face {call.face} is not kept")
        return [*found, *self._of_conversation(who, call.conversation, sessions)]

    def _of_agents(self) -> list[str]:
        found = []
        known = {session.id: session for many in self.sessions.values() for session in many}
        for served in self.ledger.served:
            session = known.get(served.session_id)
            if session is None:
                found.append(f"session {served.session_id} of {served.agent} is not kept")
                continue
            who = f"session {session.id} ({session.state}) of {self.names[session.agent_id]}"
            if (session.request_id, self.names[session.agent_id]) != (
                served.request_id,
                served.agent,
            ):
                found.append(f"{who}: {served.agent} was told it is theirs")
            if served.ended != (session.state == "ended"):
                found.append(f"{who}: ended for its agent: {served.ended}")
            found += self._of_conversation(who, served.conversation, [session])
        told = {served.session_id for served in self.ledger.served}
        found += [f"session {i}: no agent was told" for i in known.keys() - told]
        return found

    def _of_conversation(
        self, who: str, view: ConversationView, sessions: list[Session]
    ) -> list[str]:
        kept = [line for session in sessions for line in self.lines[session.id]]
        number_of = {line.id: line.number for line in kept}
        by_number = {line.number: (line.id, line.author, line.text) for line in kept}
        return [
            *(f"{who}: {fault}" for fault in view.faults),
            *(
                f"{who}: line {i} was promised number {n}, has {number_of.get(i)}"
                for i, n in view.numbers.items()
                if number_of.get(i) != n
            ),
            *(
                f"{who}: line {n} was shown as {seen}, is {by_number.get(n)}"
                for n, seen in view.shown.items()
                if by_number.get(n) != seen
            ),
            *(f"{who}: line {i} was refused and is kept" for i in view.refused if i in number_of),
            *(f"{who}: a line was refused: {c}" for c in view.refused.values() if c != "conflict"),
        ]


def _numbered(lines: list[ChatLine]) -> list[str]:
    numbers = [line.number for line in lines]
    wanted = list(range(1, len(lines) + 1))
    return [] if numbers == wanted else [f"{lines[0].session_id}: lines {numbers}"]
