"""Mail is sent by SMTP to a real server, whatever goes wrong on the way."""

import hashlib
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from pydantic import SecretStr
from sqlmodel import col, update

from config.ports import free_port
from routing.actions import mail
from routing.actions.housekeeping import MAIL_KEPT
from routing.actions.mail import ANSWER, ATTEMPT, MOST_ATTEMPTS, PAUSES, TRIED_FOR, Attachment
from routing.clock import DAY, HOUR, MINUTE, SECOND
from routing.errors import InvalidInput, NotFound
from routing.identifiers import new_id
from routing.tables import MailMessage
from tests.builders import a_company
from tests.integration.mail.post_office import PostOffice
from tests.mail_server import PASSWORD, USER, RunningMailServer, mail_server
from workers.housekeeping import forget_mail

ANN, BOB, EVE = "ann@customer.example", "bob@customer.example", "eve@customer.example"


def an_attachment(office: PostOffice, content: bytes, name: str = "sessions.csv") -> Attachment:
    path = office.settings.export_dir / "demo" / "2026-11-20" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    relative = path.relative_to(office.settings.export_dir)
    return Attachment(name, str(relative), hashlib.sha256(content).hexdigest())


def test_a_message_is_owed_with_what_it_tells_of_and_sent_once(
    office: PostOffice, server: RunningMailServer
):
    mail_id = office.queue(ANN, BOB)
    assert office.owed() == [(mail_id, 0)]
    assert office.row(mail_id).state == "queued"

    office.attempt(mail_id)
    office.attempt(mail_id)
    assert office.wait(24 * HOUR) == []

    row = office.row(mail_id)
    assert (row.state, row.problem, row.attempts) == ("sent", "", 1)
    assert row.finished_at == row.created_at
    (envelope,) = server.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("guichet@bank.example", [ANN, BOB])
    (message,) = server.messages
    assert message["From"] == "Banque Exemple <guichet@bank.example>"
    assert message["To"] == f"{ANN}, {BOB}"
    assert message["Message-ID"] == row.message_id
    assert message["Date"].datetime.timestamp() == row.created_at // 1_000
    assert message.get_content() == "Here it is.\r\n"


def test_a_transaction_that_fails_owes_no_mail(office: PostOffice):
    def queue_and_fail(tx):
        mail.queue_mail(tx, [ANN], "Report", "")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        office.database.run(office.company_id, queue_and_fail)

    assert office.rows() == []
    assert office.owed() == []


def test_letters_of_every_script_arrive_as_they_were_written(
    office: PostOffice, server: RunningMailServer
):
    subject = "Rapport d'été : 1 000 € — « 報告 » 🙂 " + "é" * 200

    office.attempt(office.queue(subject=subject))

    assert server.subjects == [subject]
    content = server.envelopes[0].original_content or b""
    assert content.isascii()
    assert all(len(line) <= 78 for line in content.split(b"\r\n"))


def test_a_subject_cannot_become_another_header(office: PostOffice, server: RunningMailServer):
    office.attempt(office.queue(subject="Report\r\nBcc: all@customer.example\r\n\r\nHello"))

    (message,) = server.messages
    assert message["Subject"] == "Report Bcc: all@customer.example Hello"
    assert message["Bcc"] is None
    assert server.envelopes[0].rcpt_tos == [ANN]


@pytest.mark.parametrize(
    ("recipients", "field", "reason"),
    [
        ([], "recipients", "required"),
        (["ann"], "recipients", "not_an_email"),
        (["ann@customer.example\nBcc: bob@customer.example"], "recipients", "not_an_email"),
    ],
)
def test_addresses_that_are_none_are_refused_before_anything_is_owed(
    office: PostOffice, recipients, field, reason
):
    with pytest.raises(InvalidInput) as refused:
        office.database.run(
            office.company_id, lambda tx: mail.queue_mail(tx, recipients, "Report", "")
        )

    assert (refused.value.data["field"], refused.value.data["reason"]) == (field, reason)
    assert office.rows() == []


@pytest.mark.parametrize("path", ["/etc/passwd", "../guichet.db", "a/../../guichet.db", ""])
def test_a_file_outside_the_export_folder_cannot_be_attached(office: PostOffice, path):
    with pytest.raises(InvalidInput):
        office.queue(attachments=(Attachment("a.csv", path, "0" * 64),))


def test_attachments_arrive_byte_by_byte(office: PostOffice, server: RunningMailServer):
    content = b"number,wait_s\r\n" + bytes(range(256)) * 400 + b"\r\n.\r\n..\r\n"
    attachment = an_attachment(office, content, "séances.csv")

    office.attempt(office.queue(attachments=(attachment,)))

    (part,) = server.messages[0].iter_attachments()
    assert part.get_filename() == "séances.csv"
    assert part.get_content_type() == "text/csv"
    assert part.get_payload(decode=True) == content


def test_a_file_that_was_changed_since_is_not_sent(office: PostOffice, server: RunningMailServer):
    attachment = an_attachment(office, b"as it was")
    mail_id = office.queue(attachments=(attachment,))
    an_attachment(office, b"as it is")

    office.attempt(mail_id)

    row = office.row(mail_id)
    assert (row.state, row.problem) == ("failed", "attachment_changed: sessions.csv")
    assert server.messages == []


def test_a_file_that_is_away_for_a_while_is_waited_for(
    office: PostOffice, server: RunningMailServer
):
    attachment = an_attachment(office, b"content")
    mail_id = office.queue(attachments=(attachment,))
    path = Path(office.settings.export_dir / attachment.path)
    path.rename(path.with_suffix(".away"))

    office.attempt(mail_id)
    assert office.row(mail_id).problem == "attachment_missing: sessions.csv"
    path.with_suffix(".away").rename(path)
    office.attempt(mail_id, 1)

    assert office.row(mail_id).state == "sent"
    assert len(server.messages) == 1


@pytest.mark.parametrize(("verb", "answer"), [("MAIL", "451 later"), ("DATA", "452 no room")])
def test_a_server_that_says_later_is_asked_again_after_growing_pauses(
    office: PostOffice, server: RunningMailServer, verb, answer
):
    server.answers[verb] = [answer] * 3
    mail_id = office.queue()

    pauses = []
    for attempt in range(3):
        office.attempt(mail_id, attempt)
        row = office.row(mail_id)
        assert (row.state, row.problem) == ("queued", f"refused: {answer}")
        pauses.append(office.next_attempt_in(mail_id))
        assert office.wait(PAUSES[attempt] + 2 * SECOND) == [(mail_id, attempt + 1)]
    office.attempt(mail_id, 3)

    assert pauses == list(PAUSES[:3])
    assert office.row(mail_id).state == "sent"
    assert [message["Message-ID"] for message in server.messages] == [row.message_id]


@pytest.mark.parametrize(
    ("verb", "answer"),
    [("MAIL", "550 not you"), (f"RCPT {ANN}", "550 nobody here"), ("DATA", "552 too big")],
)
def test_a_server_that_says_never_is_believed_and_quoted(
    office: PostOffice, server: RunningMailServer, verb, answer
):
    server.answers[verb] = [answer]
    mail_id = office.queue()

    office.attempt(mail_id)

    row = office.row(mail_id)
    assert (row.state, row.problem) == ("failed", f"refused: {answer}")
    assert row.finished_at is not None
    assert office.wait(24 * HOUR) == []


def test_recipients_who_fare_differently_go_on_by_themselves(
    office: PostOffice, server: RunningMailServer
):
    server.answers[f"RCPT {BOB}"] = ["550 nobody here"]
    server.answers[f"RCPT {EVE}"] = ["450 come again"]
    mail_id = office.queue(ANN, BOB, EVE)

    office.attempt(mail_id)

    rows = {row.recipients[0]: row for row in office.rows()}
    assert {one: row.state for one, row in rows.items()} == {
        ANN: "sent",
        BOB: "failed",
        EVE: "queued",
    }
    assert rows[ANN].id == mail_id
    assert len({row.message_id for row in rows.values()}) == 1
    assert office.wait(PAUSES[0] + 2 * SECOND) == [(rows[EVE].id, 1)]
    office.attempt(rows[EVE].id, 1)
    assert office.row(rows[EVE].id).state == "sent"
    assert [envelope.rcpt_tos for envelope in server.envelopes] == [[ANN], [EVE]]


def test_a_server_that_hangs_up_among_the_recipients_has_taken_nothing(
    office: PostOffice, server: RunningMailServer
):
    server.answers[f"RCPT {BOB}"] = ["421 closing"]
    mail_id = office.queue(ANN, BOB)

    office.attempt(mail_id)

    (row,) = office.rows()
    assert (row.state, row.recipients) == ("queued", [ANN, BOB])
    office.attempt(mail_id, 1)
    assert [envelope.rcpt_tos for envelope in server.envelopes] == [[ANN, BOB]]


def test_a_server_that_is_down_is_waited_for(office: PostOffice):
    port = free_port()
    office = office.with_settings(smtp_url=_secret(f"smtp://127.0.0.1:{port}"))
    mail_id = office.queue()

    office.attempt(mail_id)
    row = office.row(mail_id)
    assert row.state == "queued"
    assert row.problem.startswith("unreachable: ")

    with mail_server(port) as server:
        office.attempt(mail_id, 1)
        assert len(server.messages) == 1
    assert office.row(mail_id).state == "sent"


def test_after_a_day_of_failures_a_message_is_given_up_with_the_last_reason(office: PostOffice):
    office = office.with_settings(smtp_url=_secret(f"smtp://127.0.0.1:{free_port()}"))
    mail_id = office.queue()
    began, attempts = office.clock.now, 0

    owed = [(mail_id, 0)]
    while owed:
        office.attempt(mail_id, owed[0][1])
        attempts += 1
        owed = office.wait((office.next_attempt_in(mail_id) or 0) + 2 * SECOND)

    row = office.row(mail_id)
    assert row.state == "failed"
    assert row.problem.startswith("unreachable: ")
    assert TRIED_FOR <= office.clock.now - began <= TRIED_FOR + 2 * HOUR
    assert 20 < attempts < MOST_ATTEMPTS


def test_a_task_that_was_lost_is_owed_again(office: PostOffice):
    mail_id = office.queue()

    assert office.wait(MINUTE + 2 * SECOND) == [(mail_id, 0)]


def test_while_no_worker_is_there_tasks_become_fewer_and_fewer(office: PostOffice):
    mail_id = office.queue()
    began = office.clock.now

    owed = {DAY: 0, 7 * DAY: 0}
    while office.clock.now - began < 7 * DAY:
        tasks = office.wait((office.next_attempt_in(mail_id) or 0) + 2 * SECOND)
        for until in owed:
            owed[until] += len(tasks) if office.clock.now - began <= until else 0

    assert 24 <= owed[DAY] <= 30
    assert owed[7 * DAY] - owed[DAY] <= 8
    assert office.row(mail_id).attempts == 0


@pytest.mark.parametrize(("recipients", "steps"), [(1, 1), (2, 2), (31, 2), (32, 3), (50, 3)])
def test_an_attempt_may_last_as_long_as_its_recipients_take(
    office: PostOffice, recipients: int, steps: int
):
    mail_id = office.queue(*(f"{number}@customer.example" for number in range(recipients)))
    office.database.run(office.company_id, lambda tx: mail.begin(tx, mail_id, 0))

    assert office.next_attempt_in(mail_id) == steps * ATTEMPT
    assert recipients * ANSWER + ATTEMPT - ANSWER <= steps * ATTEMPT


def test_a_worker_that_dies_in_an_attempt_is_followed_by_another(
    office: PostOffice, server: RunningMailServer
):
    mail_id = office.queue()
    office.database.run(office.company_id, lambda tx: mail.begin(tx, mail_id, 0))

    # Its task comes back from the broker, and a second one besides: the attempt was made.
    office.attempt(mail_id)
    assert server.messages == []
    assert office.wait(ATTEMPT + 2 * SECOND) == [(mail_id, 1)]
    office.attempt(mail_id, 1)

    assert office.row(mail_id).state == "sent"
    assert len(server.messages) == 1


def test_the_last_word_of_an_attempt_that_was_taken_for_dead_is_not_heard(office: PostOffice):
    mail_id = office.queue()
    for attempt in (0, 1):
        office.database.run(
            office.company_id, partial(mail.begin, mail_id=mail_id, attempt=attempt)
        )

    late = mail.Outcome(refused={ANN: "refused: 550 nobody here"})
    office.database.run(office.company_id, lambda tx: mail.settle(tx, mail_id, 0, late))

    assert office.row(mail_id).state == "queued"


def test_a_message_that_kills_whoever_sends_it_is_given_up(office: PostOffice):
    mail_id = office.queue()
    with office.database.transaction(office.company_id) as tx:
        tx.change(
            update(MailMessage).where(col(MailMessage.id) == mail_id).values(attempts=MOST_ATTEMPTS)
        )

    assert office.wait(2 * MINUTE) == []

    row = office.row(mail_id)
    assert (row.state, row.problem) == ("failed", "cut_short: ")


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_the_server_is_told_who_is_there(office: PostOffice):
    with mail_server(login=True) as server:
        address = f"127.0.0.1:{server.port}"
        known = office.with_settings(smtp_url=_secret(f"smtp://{USER}:{quote(PASSWORD)}@{address}"))
        known.attempt(known.queue())
        assert server.logins == [USER]
        assert len(server.messages) == 1

        # A password that is wrong today may be right when somebody has looked into it.
        wrong = office.with_settings(smtp_url=_secret(f"smtp://{USER}:wrong@{address}"))
        mail_id = wrong.queue()
        wrong.attempt(mail_id)
        row = wrong.row(mail_id)
        assert row.state == "queued"
        assert row.problem.startswith("not_ready: 535")
        assert len(server.messages) == 1


def test_without_a_mail_server_the_message_is_kept_as_a_file(office: PostOffice):
    office = office.without_server()
    attachment = an_attachment(office, b"content")
    mail_id = office.queue(subject="Rapport d'été", attachments=(attachment,))

    office.attempt(mail_id)

    assert office.row(mail_id).state == "kept"
    folder = office.settings.mail_dir
    assert [path.name for path in folder.iterdir()] == [f"{mail_id}.eml"]
    content = (folder / f"{mail_id}.eml").read_bytes()
    assert f"Message-ID: {office.row(mail_id).message_id}\r\n".encode() in content
    assert b"sessions.csv" in content


def test_a_message_that_cannot_be_kept_is_tried_again(office: PostOffice, tmp_path: Path):
    office = office.without_server()
    office.settings.mail_dir.write_text("a file where the folder should be")
    mail_id = office.queue()

    office.attempt(mail_id)
    row = office.row(mail_id)
    assert row.state == "queued"
    assert row.problem.startswith("not_kept: ")

    office.settings.mail_dir.unlink()
    office.attempt(mail_id, 1)
    assert office.row(mail_id).state == "kept"


def test_a_kept_file_goes_before_its_row(office: PostOffice):
    office = office.without_server()
    stuck, gone = office.queue(), office.queue()
    for mail_id in (stuck, gone):
        office.attempt(mail_id)
    folder = office.settings.mail_dir
    (folder / f"{stuck}.eml").unlink()
    (folder / f"{stuck}.eml").mkdir()
    office.clock.advance(MAIL_KEPT + MINUTE)

    forget_mail(office.database, folder)
    assert [row.id for row in office.rows()] == [stuck]
    assert [path.name for path in folder.iterdir()] == [f"{stuck}.eml"]

    (folder / f"{stuck}.eml").rmdir()
    forget_mail(office.database, folder)
    assert office.rows() == []


def test_another_companys_message_is_not_there(office: PostOffice):
    stranger = PostOffice(
        office.database, office.settings, a_company(office.database), office.clock
    )
    mail_id = stranger.queue()

    with pytest.raises(NotFound):
        office.attempt(mail_id)
    with pytest.raises(NotFound):
        office.attempt(new_id())

    assert stranger.row(mail_id).attempts == 0


def _secret(url: str):
    return SecretStr(url)
