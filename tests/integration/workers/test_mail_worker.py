"""Mail goes out by the batch worker as it is run."""

import pytest

from routing import outbox
from routing.actions import deadlines
from routing.actions.mail import ATTEMPT, queue_mail
from routing.clock import MINUTE, system_clock
from routing.database import Database
from routing.tables import MailMessage
from tests.builders import a_company
from tests.integration.workers.running_worker import BATCH
from tests.mail_server import mail_server
from tests.waiting import wait_until

LIMIT_S = 30.0


def _queue(database, company_id):
    with database.transaction(company_id) as tx:
        return queue_mail(tx, ["ann@customer.example"], "Rapport d'été", "Voici.").id


def _state(database, company_id, mail_id):
    with database.reading(company_id) as reading:
        return reading.get(MailMessage, mail_id).state


@pytest.mark.usefixtures("publisher")
def test_what_is_queued_is_sent_by_the_batch_worker(database, start):
    company_id = a_company(database)
    with mail_server() as server:
        start(BATCH, "batch", smtp_url=server.url).wait_ready()

        mail_id = _queue(database, company_id)

        wait_until(lambda: _state(database, company_id, mail_id) == "sent", LIMIT_S, "the sending")
        assert server.subjects == ["Rapport d'été"]


@pytest.mark.usefixtures("publisher")
def test_without_a_mail_server_it_is_kept_in_the_var_folder(database, start, tmp_path):
    company_id = a_company(database)
    mail_id = _queue(database, company_id)

    start(BATCH, "batch").wait_ready()

    wait_until(lambda: _state(database, company_id, mail_id) == "kept", LIMIT_S, "the keeping")
    assert (tmp_path / "mail" / f"{mail_id}.eml").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("publisher")
def test_a_worker_killed_while_the_server_thinks_is_followed_by_one_attempt_under_the_same_id(
    database, broker, start
):
    company_id = a_company(database)
    with mail_server() as server:
        server.silent = True
        first = start(BATCH, "batch", smtp_url=server.url).wait_ready()
        mail_id = _queue(database, company_id)
        wait_until(lambda: len(server.messages) == 1, LIMIT_S, "the message")
        first.kill()
        server.silent = False

        # The broker gives the task to the next worker, who finds the attempt made.
        second = start(BATCH, "batch", smtp_url=server.url).wait_ready()
        wait_until(lambda: "task done" in second.log.read_text(), LIMIT_S, "the task again")
        assert _state(database, company_id, mail_id) == "queued"
        _let_pass(database, broker, ATTEMPT + MINUTE)

        wait_until(lambda: _state(database, company_id, mail_id) == "sent", LIMIT_S, "the sending")
        one, other = server.messages
        assert one["Message-ID"] == other["Message-ID"]
        assert one["Date"] == other["Date"]


def _let_pass(database, broker, millis):
    """What the routing worker would do when so much time has passed."""
    then = system_clock() + millis
    later = Database(database.url, lambda: then)
    assert deadlines.act_on_overdue(later) == 1
    # Its own process is gone: another one sends what it owed.
    then += MINUTE
    assert outbox.sweep(later, broker) > 0
    later.dispose()
