"""Queue `mail`: one attempt at one message."""

from __future__ import annotations

from config.settings import Settings
from routing.actions import mail
from routing.actions.mail import Outcome
from routing.database import Database
from routing.tables import MailMessage
from workers.base import Work, task
from workers.kept_mail import keep
from workers.mail_message import AttachmentChanged, AttachmentMissing, composed
from workers.smtp import MailServer


@task("mail.send")
def send(work: Work, company_id: str, mail_id: str, attempt: str) -> None:
    """Makes the attempt that follows `attempt` earlier ones, unless somebody has made it already."""
    deliver(work.database, work.settings, company_id, mail_id, int(attempt))


def deliver(
    database: Database, settings: Settings, company_id: str, mail_id: str, attempt: int
) -> None:
    """Claims the attempt, hands the message to the mail server or keeps it, writes down what came of it.

    Raises `NotFound`. A process killed between the server's yes and the last line leaves a message that is
    sent again, under the same Message-ID.
    """
    found = database.run(company_id, lambda tx: mail.begin(tx, mail_id, attempt))
    if found is None:
        return
    outcome = _outcome(settings, found)
    database.run(company_id, lambda tx: mail.settle(tx, mail_id, attempt, outcome))


def _outcome(settings: Settings, found: MailMessage) -> Outcome:
    recipients = list(found.recipients)
    try:
        message = composed(found, settings.mail_from, settings.export_dir)
        if settings.smtp_url is not None:
            return MailServer(settings.smtp_url.get_secret_value()).send(message, recipients)
        keep(message, settings.mail_dir, found.id)
    except AttachmentChanged as error:
        return Outcome(refused=dict.fromkeys(recipients, f"attachment_changed: {error}"))
    except AttachmentMissing as error:
        return Outcome(later=dict.fromkeys(recipients, f"attachment_missing: {error}"))
    except OSError as error:
        return Outcome(later=dict.fromkeys(recipients, f"not_kept: {error}"))
    return Outcome(state="kept", reached=recipients)
