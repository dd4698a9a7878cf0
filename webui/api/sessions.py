"""Sessions: what was said, notes, and the end."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Response
from pydantic import BaseModel, Field, RootModel

from routing.actions import chat
from routing.actions import sessions as actions
from routing.actions.chat import AgentAuthor, NewLine
from routing.errors import NotFound
from routing.permissions import Actor, Permission
from routing.tables import Session
from routing.transaction import Transaction
from webui.api.answers import answer, nothing
from webui.api.models import Id, In, LinesIn, NumbersOut, Query, Text
from webui.api.resource import resource
from webui.live.conversation import lines_between
from webui.live.messages.desk import ChatLineRow, SessionRow
from webui.live.views import chat_line_row, session_rows
from webui.services import services
from webui.signed_in import signed_in

sessions = resource("sessions", "Support sessions")
MOST_LINES = 500


class SessionPath(BaseModel):
    """A session's id."""

    session_id: Id


class LinesQuery(Query):
    """The number of the last line known."""

    after: int = Field(default=0, ge=0)


class NotesIn(In):
    """The agent's notes, which the customer never sees."""

    notes: Annotated[Text, Field(max_length=20_000)]


class EndIn(In):
    """How the session ended."""

    resolution: Literal["resolved", "unresolved", "unknown"]
    ticket: Annotated[Text, Field(max_length=80)] = ""
    notes: Annotated[Text, Field(max_length=20_000)] | None = None


class SessionRowOut(RootModel[SessionRow]):
    """A session the agent takes part in."""


class ConversationOut(BaseModel):
    """Lines in order."""

    lines: list[ChatLineRow]


@sessions.get("/sessions/<session_id>", responses={200: SessionRowOut})
def show(path: SessionPath) -> Response:
    """A session the agent takes or took part in."""
    actor = signed_in().actor

    def load(reading: Transaction) -> SessionRow:
        _require_reader(reading, actor, path.session_id)
        return session_rows(reading, [reading.get(Session, path.session_id)])[0]

    return answer(services().calls.read(actor.company_id, load))


@sessions.get("/sessions/<session_id>/lines", responses={200: ConversationOut})
def lines(path: SessionPath, query: LinesQuery) -> Response:
    """Up to 500 lines after the one numbered `after`."""
    actor = signed_in().actor

    def load(reading: Transaction) -> list[ChatLineRow]:
        _require_reader(reading, actor, path.session_id)
        found = lines_between(reading, path.session_id, query.after, MOST_LINES)
        return [chat_line_row(line, path.session_id) for line in found]

    return answer({"lines": services().calls.read(actor.company_id, load)})


@sessions.post("/sessions/<session_id>/lines", responses={200: NumbersOut})
def write(path: SessionPath, body: LinesIn) -> Response:
    """The agent writes; sending a line again is harmless."""
    actor = signed_in().actor
    new = [NewLine(line.id, line.text) for line in body.lines]
    numbers = services().calls.write(
        actor.company_id, lambda tx: chat.write(tx, AgentAuthor(actor), path.session_id, new)
    )
    return answer(NumbersOut(numbers=numbers))


@sessions.put("/sessions/<session_id>/notes")
def note(path: SessionPath, body: NotesIn) -> Response:
    """Keep the agent's notes."""
    actor = signed_in().actor
    services().calls.write(
        actor.company_id,
        lambda tx: actions.write_notes(tx, actor, path.session_id, body.notes),
    )
    return nothing()


@sessions.post("/sessions/<session_id>/end", responses={200: SessionRowOut})
def end(path: SessionPath, body: EndIn) -> Response:
    """The agent in control ends the session for all; ending it twice changes nothing."""
    actor = signed_in().actor

    def write_end(tx: Transaction) -> SessionRow:
        ended = actions.end(tx, actor, path.session_id, body.resolution, body.ticket, body.notes)
        tx.session.flush()
        return session_rows(tx, [ended])[0]

    return answer(services().calls.write(actor.company_id, write_end))


def _require_reader(reading: Transaction, actor: Actor, session_id: str) -> None:
    if actor.may(Permission.SEE_COMPANY):
        return
    if not chat.may_read(reading, actor, session_id):
        raise NotFound(what="session", id=session_id)
