"""The customer's word on a session: one of five faces and a comment."""

from __future__ import annotations

from routing import texts
from routing.actions import meeting
from routing.errors import InvalidInput, NotFound
from routing.events import SurveyAnswered
from routing.tables import Survey
from routing.transaction import Transaction

FACES = range(1, 6)


def answer(tx: Transaction, request_id: str, face: int, comment: str = "") -> None:
    """Keep what the customer thought of their latest session; the last answer counts.

    Raises `InvalidInput` for a face outside 1 to 5, `NotFound` when there was no session.
    """
    if face not in FACES:
        raise InvalidInput(field="face", reason="out_of_range")
    session = meeting.latest_session(tx, request_id)
    if session is None:
        raise NotFound(what="session", id=None)
    cleaned = texts.many_lines("comment", comment, texts.COMMENT_LIMIT)
    survey = tx.find(Survey, session.id) or Survey(
        company_id=tx.company_id, session_id=session.id, face=face, answered_at=tx.now
    )
    survey.face, survey.comment, survey.answered_at = face, cleaned, tx.now
    tx.session.add(survey)
    tx.emit(
        SurveyAnswered(face),
        request_id=request_id,
        session_id=session.id,
        agent_id=session.agent_id,
    )


def of_session(tx: Transaction, session_id: str) -> Survey | None:
    """What the customer answered, if they did."""
    return tx.find(Survey, session_id)
