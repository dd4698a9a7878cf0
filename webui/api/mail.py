"""The mail a company was sent, or would have been: what became of each message."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, send_file
from pydantic import BaseModel
from sqlmodel import col, select

from routing.clock import Millis
from routing.errors import NotFound
from routing.permissions import Actor, Permission, require
from routing.tables import MailMessage
from routing.transaction import Transaction
from webui.api.answers import answer
from webui.api.models import Id, Out
from webui.api.resource import resource
from webui.services import services
from webui.signed_in import signed_in

mail = resource("mail", "Messages that were sent, kept or given up")
MOST_MESSAGES = 200


class MailPath(BaseModel):
    """Which message is meant."""

    mail_id: Id


class MailOut(Out):
    """One message. `state` is queued, sent, kept or failed; `problem_code` what `problem` is about.

    `problem` holds the words of whoever refused it: a mail server's, an operating system's.
    """

    id: str
    recipients: list[str]
    subject: str
    body: str
    attachments: list[str]
    state: str
    attempts: int
    problem_code: str
    problem: str
    created_at: Millis
    finished_at: Millis | None


class MailListOut(Out):
    """The newest messages, newest first."""

    messages: list[MailOut]


@mail.get("/mail", responses={200: MailListOut})
def show_all() -> Response:
    """The newest 200 messages."""
    rows = services().calls.read(_reader().company_id, _newest)
    return answer(MailListOut(messages=[_out(row) for row in rows]))


@mail.get("/mail/<mail_id>/eml", responses={200: {"content": {"message/rfc822": {}}}})
def eml(path: MailPath) -> Response:
    """A message that was kept, as a file that any mail program opens."""
    actor = _reader()
    row = services().calls.read(
        actor.company_id, lambda reading: reading.get(MailMessage, path.mail_id)
    )
    file = services().settings.mail_dir / f"{row.id}.eml"
    if row.state != "kept" or not file.is_file():
        raise NotFound(what="kept mail", id=row.id)
    day = datetime.fromtimestamp(row.created_at / 1_000, UTC).date()
    response = send_file(
        file, mimetype="message/rfc822", as_attachment=True, download_name=f"{day}.eml", max_age=0
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _reader() -> Actor:
    actor = signed_in().actor
    require(actor, Permission.SEE_MAIL)
    return actor


def _newest(reading: Transaction) -> list[MailMessage]:
    # Without a subject are those whose time is over (`housekeeping.purge_mail`).
    newest_first = (
        select(MailMessage)
        .where(col(MailMessage.subject) != "")
        .order_by(col(MailMessage.created_at).desc(), col(MailMessage.id).desc())
    )
    return list(reading.session.scalars(newest_first.limit(MOST_MESSAGES)))


def _out(row: MailMessage) -> MailOut:
    code, _, words = row.problem.partition(": ")
    return MailOut(
        id=row.id,
        recipients=row.recipients,
        subject=row.subject,
        body=row.body,
        attachments=[attachment["name"] for attachment in row.attachments],
        state=row.state,
        attempts=row.attempts,
        problem_code=code,
        problem=words,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
