"""A company's mail as the batch and routing workers treat it, one step at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import col, select

from config.settings import Settings
from routing.actions import deadlines, mail
from routing.actions.mail import Attachment
from routing.clock import Millis
from routing.database import Database
from routing.tables import Deadline, MailMessage, OutboxMessage
from tests.builders import FakeClock
from workers.mail import deliver


@dataclass(frozen=True)
class PostOffice:
    """Steps: `queue`, `attempt` what is owed, `wait` until the clock brings it back."""

    database: Database
    settings: Settings
    company_id: str
    clock: FakeClock

    def without_server(self) -> PostOffice:
        """The same, with no mail server configured."""
        return self.with_settings(smtp_url=None)

    def with_settings(self, **changed: Any) -> PostOffice:
        """The same with other settings."""
        return replace(self, settings=self.settings.model_copy(update=changed))

    def queue(
        self, *recipients: str, subject: str = "Report", attachments: tuple[Attachment, ...] = ()
    ) -> str:
        """Queues a message; its id."""
        to = recipients or ("ann@customer.example",)
        with self.database.transaction(self.company_id) as tx:
            return mail.queue_mail(tx, to, subject, "Here it is.\n", attachments).id

    def owed(self) -> list[tuple[str, int]]:
        """The attempts that tasks are owed for: the message's id, and how many went before."""
        with self.database.reading(self.company_id) as reading:
            rows = reading.session.scalars(
                select(OutboxMessage)
                .where(col(OutboxMessage.task) == "mail.send")
                .order_by(col(OutboxMessage.id))
            )
            return [(row.body["args"][1], int(row.body["args"][2])) for row in rows]

    def attempt(self, mail_id: str, before: int = 0) -> None:
        """Makes the attempt after `before` others, as the batch worker does when it is told to."""
        deliver(self.database, self.settings, self.company_id, mail_id, before)

    def wait(self, millis: Millis) -> list[tuple[str, int]]:
        """Lets this much time pass and the routing worker act; the tasks newly owed."""
        known = self.owed()
        self.clock.advance(millis)
        deadlines.act_on_overdue(self.database)
        return self.owed()[len(known) :]

    def row(self, mail_id: str) -> MailMessage:
        """The message as it stands."""
        with self.database.reading(self.company_id) as reading:
            return reading.get(MailMessage, mail_id)

    def rows(self) -> list[MailMessage]:
        """Every message of the company, oldest first."""
        with self.database.reading(self.company_id) as reading:
            return list(reading.session.scalars(select(MailMessage).order_by(col(MailMessage.id))))

    def next_attempt_in(self, mail_id: str) -> Millis | None:
        """How long until the message comes back by itself; None when it does not."""
        with self.database.reading(self.company_id) as reading:
            due = select(Deadline.due_at).where(col(Deadline.subject_id) == mail_id)
            found = reading.session.scalars(due).first()
            return None if found is None else found - reading.now
