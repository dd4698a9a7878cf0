"""Mail: queued with what it tells of, attempted at most once per attempt, repeated for a day.

The row is the truth. While it is queued a deadline stands for its next attempt, so a message is tried
again whether the broker lost its task, the worker died, or the mail server asked to come later. Each
attempt is claimed by its number: of two tasks for the same one, the second finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath

from sqlalchemy import delete, update
from sqlmodel import col

from routing import mail_addresses, texts
from routing.clock import DAY, HOUR, MINUTE, SECOND, Millis
from routing.errors import InvalidInput
from routing.identifiers import new_id
from routing.tables import Deadline, MailMessage
from routing.topology import MAIL
from routing.transaction import Transaction

SUBJECT_LIMIT = 300
BODY_LIMIT = 100_000
PROBLEM_LIMIT = 500

#: The kind of deadline that brings a queued message back.
DUE = "mail_due"
#: How long a mail server may take for one answer.
ANSWER: Millis = 20 * SECOND
#: How long an attempt for one recipient may last before it counts as cut short: some ten answers, and the
#: content. Each further recipient is one more answer (`attempt_limit`).
ATTEMPT: Millis = 10 * MINUTE
#: Pauses after each attempt that failed for the time being; the last one repeats. Few durations, as
#: each is a queue of the broker's.
PAUSES: tuple[Millis, ...] = (MINUTE, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR)
#: A message older than this is given up after its next failure.
TRIED_FOR: Millis = DAY
#: More than the pauses let happen in that time: what comes so far dies in every attempt.
MOST_ATTEMPTS = 50


@dataclass(frozen=True)
class Attachment:
    """A file to send along: its name for the receiver, its path below the export folder, its content."""

    name: str
    path: str
    sha256: str


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt, by recipient; `state` is that of those reached: sent or kept.

    `later` and `refused` give the reason, `<code>: <words of whoever refused>`.
    """

    state: str = "sent"
    reached: Sequence[str] = ()
    later: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


def queue_mail(
    tx: Transaction,
    recipients: Sequence[str],
    subject: str,
    body: str,
    attachments: Sequence[Attachment] = (),
) -> MailMessage:
    """Owe a message to these addresses; it is sent after the commit, whatever fails on the way.

    Raises `InvalidInput` naming recipients, subject, body or attachments. Line ends in the subject become
    blanks, so it cannot grow into another header.
    """
    mail = _new(
        tx,
        mail_addresses.checked("recipients", recipients),
        texts.one_line("subject", subject, SUBJECT_LIMIT, required=True),
        texts.many_lines("body", body, BODY_LIMIT),
        [asdict(_checked(attachment)) for attachment in attachments],
    )
    _owe(tx, mail, PAUSES[0])
    return mail


def begin(tx: Transaction, mail_id: str, attempt: int) -> MailMessage | None:
    """Claim the attempt after `attempt` earlier ones; the message, or None when it is not to be made.

    Raises `NotFound`.
    """
    claimed = tx.change(
        update(MailMessage)
        .where(
            col(MailMessage.id) == mail_id,
            col(MailMessage.company_id) == tx.company_id,
            col(MailMessage.state) == "queued",
            col(MailMessage.attempts) == attempt,
        )
        .values(attempts=attempt + 1)
    )
    mail = tx.get(MailMessage, mail_id)
    if claimed != 1:
        return None
    _come_again(tx, mail_id, attempt_limit(len(mail.recipients)))
    return mail


def attempt_limit(recipients: int) -> Millis:
    """How long an attempt for so many recipients may last, each being one answer of the server's.

    In whole steps of `ATTEMPT`, for each duration is a queue of the broker's.
    """
    further = ANSWER * max(0, recipients - 1)
    return ATTEMPT * (1 + -(-further // ATTEMPT))


def settle(tx: Transaction, mail_id: str, attempt: int, outcome: Outcome) -> None:
    """Write down what became of the claimed attempt; an attempt that another has followed says nothing.

    Recipients who fared differently go on in a message of their own, with the same Message-ID.
    """
    mail = tx.lock(MailMessage, mail_id)
    if mail.state != "queued" or mail.attempts != attempt + 1:
        return
    parts = _parts(tx, mail, outcome)
    for part, recipients, problem in parts[1:]:
        _conclude(tx, _twin(tx, mail, recipients), part, recipients, problem)
    for part, recipients, problem in parts[:1]:
        _conclude(tx, mail, part, recipients, problem)


def send_again(tx: Transaction, mail_id: str) -> None:
    """The time for another attempt has come: owe its task, unless the message is done with."""
    mail = tx.find(MailMessage, mail_id)
    if mail is None or mail.state != "queued":
        return
    if mail.attempts >= MOST_ATTEMPTS:
        _conclude(tx, mail, "failed", mail.recipients, mail.problem or "cut_short: ")
        return
    _owe(tx, mail, _patience(tx.now - mail.created_at))


def _new(
    tx: Transaction,
    recipients: list[str],
    subject: str,
    body: str,
    attachments: list[dict[str, str]],
) -> MailMessage:
    mail_id = new_id()
    mail = MailMessage(
        id=mail_id,
        company_id=tx.company_id,
        recipients=recipients,
        subject=subject,
        body=body,
        attachments=attachments,
        message_id=f"<{mail_id}@guichet>",
        created_at=tx.now,
    )
    tx.add(mail)
    return mail


def _twin(tx: Transaction, mail: MailMessage, recipients: list[str]) -> MailMessage:
    twin = _new(tx, recipients, mail.subject, mail.body, list(mail.attachments))
    twin.message_id = mail.message_id
    twin.attempts = mail.attempts
    twin.created_at = mail.created_at
    return twin


def _owe(tx: Transaction, mail: MailMessage, again_after: Millis) -> None:
    # Should the task be lost, or fail, the deadline brings another one.
    _come_again(tx, mail.id, again_after)
    tx.send_task("mail.send", MAIL, tx.company_id, mail.id, str(mail.attempts))


def _patience(age: Millis) -> Millis:
    """How long a task may wait for a worker before it counts as lost, for a message of this age.

    While no worker is there each such time adds a task, so the older a message, the longer it is.
    """
    if age < HOUR:
        return ATTEMPT
    return HOUR if age < DAY else DAY


def _come_again(tx: Transaction, mail_id: str, after: Millis) -> None:
    _stay(tx, mail_id)
    tx.set_deadline(DUE, mail_id, after)


def _stay(tx: Transaction, mail_id: str) -> None:
    mine = (col(Deadline.subject_id) == mail_id, col(Deadline.kind) == DUE)
    tx.change(delete(Deadline).where(*mine))


def _parts(
    tx: Transaction, mail: MailMessage, outcome: Outcome
) -> list[tuple[str, list[str], str]]:
    """State, recipients and problem of each kind of outcome that somebody had."""
    too_old = tx.now - mail.created_at >= TRIED_FOR
    parts = (
        (outcome.state, list(outcome.reached), ""),
        ("failed", list(outcome.refused), _told(outcome.refused)),
        ("failed" if too_old else "queued", list(outcome.later), _told(outcome.later)),
    )
    return [part for part in parts if part[1]]


def _told(reasons: Mapping[str, str]) -> str:
    return texts.cut("; ".join(dict.fromkeys(reasons.values())), PROBLEM_LIMIT)


def _conclude(
    tx: Transaction, mail: MailMessage, state: str, recipients: list[str], problem: str
) -> None:
    mail.recipients, mail.state, mail.problem = recipients, state, problem
    if state == "queued":
        _come_again(tx, mail.id, PAUSES[min(mail.attempts, len(PAUSES)) - 1])
        return
    mail.finished_at = tx.now
    _stay(tx, mail.id)


def _checked(attachment: Attachment) -> Attachment:
    path = PurePosixPath(attachment.path)
    inside = attachment.path and not path.is_absolute() and ".." not in path.parts
    name = texts.cut(attachment.name, 200)
    if not inside or not name or name != attachment.name or "/" in name:
        raise InvalidInput(field="attachments", reason="unusable", value=attachment.path[:200])
    return attachment
