"""What is kept only for a time goes when that time is over, and not before; on both databases."""

from sqlmodel import select

from routing.actions import accounts, housekeeping
from routing.actions.mail import Attachment, queue_mail
from routing.clock import DAY
from routing.tables import (
    ExportSlot,
    MailMessage,
    PageView,
    ReportFile,
    ReportRun,
    SignedOutBrowser,
)
from tests.builders import a_company, a_portal, an_agent


def test_mail_goes_three_months_after_it_was_finished_and_its_export_remembers_it(database, clock):
    company = a_company(database)
    with database.transaction(company) as tx:
        attached = Attachment("a.csv", "bank/a.csv", "0" * 64)
        old, owed, queued = (
            queue_mail(tx, ["a@bank.example"], subject, "text", (attached,))
            for subject in ("old", "owed by an export", "queued")
        )
        for mail in (old, owed):
            mail.state, mail.finished_at, mail.problem = "failed", tx.now, "refused: a@bank.example"
        tx.add(
            ExportSlot(
                company_id=company,
                day="2026-11-20",
                state="done",
                lease_until=tx.now,
                mail_id=owed.id,
                started_at=tx.now,
            )
        )

    clock.advance(housekeeping.MAIL_KEPT - DAY)
    assert not {old.id, owed.id} & set(housekeeping.outlived_mail(database))
    clock.advance(2 * DAY)
    outlived = housekeeping.outlived_mail(database)
    assert {old.id, owed.id} <= set(outlived)
    housekeeping.purge_mail(database, outlived)

    with database.reading(company) as reading:
        left = {mail.id: mail for mail in reading.session.scalars(select(MailMessage))}
        assert set(left) == {owed.id, queued.id}
        empty = left[owed.id]
        assert (empty.recipients, empty.attachments) == ([], [])
        assert (empty.subject, empty.body, empty.problem) == ("", "", "")
        slot = reading.session.scalars(select(ExportSlot)).one()
        assert (slot.state, slot.mail_id) == ("done", owed.id)
    assert housekeeping.outlived_mail(database) == []


def test_a_signed_out_browser_is_remembered_until_its_cookie_has_run_out(database, clock):
    company = a_company(database)
    marie = an_agent(database, company, "marie")
    for _ in range(2):
        with database.transaction(company) as tx:
            accounts.sign_out(tx, marie, f"browser of {company[-12:]}")

    def remembered() -> int:
        with database.reading(company) as reading:
            return len(list(reading.session.scalars(select(SignedOutBrowser))))

    clock.advance(accounts.COOKIE_LASTS)
    housekeeping.purge_signed_out_browsers(database)
    assert remembered() == 1
    clock.advance(accounts.COOKIE_LASTS + 1)
    housekeeping.purge_signed_out_browsers(database)
    assert remembered() == 0


def test_views_of_pages_stay_as_long_as_a_report_reaches_back(database, clock):
    company = a_company(database)
    portal = a_portal(database, company)
    with database.transaction(company) as tx:
        for slot in (tx.now, tx.now - housekeeping.VIEWS_KEPT - DAY):
            tx.add(
                PageView(
                    company_id=company, portal_id=portal.id, url="https://a", slot=slot, views=1
                )
            )
        now = tx.now

    assert housekeeping.purge_page_views(database) >= 1

    with database.reading(company) as reading:
        assert list(reading.session.scalars(select(PageView.slot))) == [now]


def test_lists_of_sessions_go_before_other_reports_and_both_with_their_files(database, clock):
    company = a_company(database)
    with database.transaction(company) as tx:
        for kind in ("sessions", "call_volume"):
            run = ReportRun(
                company_id=company, kind=kind, fingerprint=kind, state="done", asked_at=tx.now
            )
            tx.add(run)
            for form in ("csv", "xlsx"):
                tx.add(
                    ReportFile(
                        company_id=company, run_id=run.id, format=form, name=kind, rows=0,
                        data=b"", asked_at=tx.now,
                    )
                )  # fmt: skip

    def kept():
        housekeeping.purge_reports(database)
        with database.reading(company) as reading:
            files = set(reading.session.scalars(select(ReportFile.name)))
            assert set(reading.session.scalars(select(ReportRun.kind))) == files
            return files

    clock.advance(housekeeping.SESSION_LISTS_KEPT - DAY)
    assert kept() == {"sessions", "call_volume"}
    clock.advance(2 * DAY)
    assert kept() == {"call_volume"}
    clock.advance(housekeeping.REPORTS_KEPT)
    assert kept() == set()
