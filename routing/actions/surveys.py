"""The customer's word on a session: one of five faces, a comment, the portal's post-session form."""

from __future__ import annotations

from collections.abc import Mapping

from routing import forms, texts
from routing.actions import meeting, sessions
from routing.errors import Conflict, InvalidInput, NotFound
from routing.events import SurveyAnswered
from routing.lifecycle import LIVE_SESSION
from routing.tables import Portal, Request, Survey
from routing.transaction import Transaction

FACES = range(1, 6)


def answer(
    tx: Transaction,
    request_id: str,
    face: int,
    comment: str = "",
    answers: Mapping[str, str] | None = None,
) -> None:
    """Keep what the customer thought of their latest session; the last answer counts.

    `answers` are those of the portal's post-session form, by field name; the first address among them is
    the customer's when none is known. Raises `InvalidInput` for a face outside 1 to 5 and for answers the
    form does not take, `NotFound` when there was no session, `Conflict` (reason session_lives) while the
    customer is still in it.
    """
    if face not in FACES:
        raise InvalidInput(field="face", reason="out_of_range")
    session = meeting.latest_session(tx, request_id)
    if session is None:
        raise NotFound(what="session", id=None)
    if session.state in LIVE_SESSION and sessions.has_customer(tx, session.id):
        raise Conflict(reason="session_lives")
    form = tx.get(Portal, session.portal_id).post_form
    survey = tx.find(Survey, session.id) or Survey(
        company_id=tx.company_id, session_id=session.id, face=face, answered_at=tx.now
    )
    survey.comment = texts.many_lines("comment", comment, texts.COMMENT_LIMIT)
    survey.answers = forms.checked(form, answers or {})
    survey.face, survey.answered_at = face, tx.now
    tx.session.add(survey)
    _learn_email(tx, request_id, forms.email(form, survey.answers))
    tx.emit(
        SurveyAnswered(face),
        request_id=request_id,
        session_id=session.id,
        agent_id=session.agent_id,
    )


def _learn_email(tx: Transaction, request_id: str, email: str) -> None:
    """Reports know the customer by it; the survey can be answered only until their day is put aside."""
    if email:
        request = tx.lock(Request, request_id)
        request.customer_email = request.customer_email or email
        tx.session.add(request)


def of_session(tx: Transaction, session_id: str) -> Survey | None:
    """What the customer answered, if they did."""
    return tx.find(Survey, session_id)
