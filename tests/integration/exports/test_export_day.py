"""A day is exported once: whole or not at all, whoever starts it, whatever dies on the way."""

import csv
import hashlib
import io
import shutil
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from config.company_choice import choose
from reports import run
from routing import report_parameters
from routing.actions import export_days, exports, housekeeping
from routing.clock import DAY as ONE_DAY
from routing.clock import MINUTE
from routing.database import ALL_COMPANIES
from routing.errors import InvalidInput
from routing.exported import ExportFailed
from routing.report_parameters import KINDS
from routing.tables import ExportPlan, MailMessage, OutboxMessage, Request
from tests.builders import a_company
from tests.integration.exports.export_scene import DAY, NIGHT, ExportScene, at
from workers import exporting
from workers.exporting import Became

ROOT = Path(__file__).parents[3]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_manifest_says_that_a_figure_is_not_final(scene: ExportScene):
    scene.clock.now = NIGHT
    known = update(Request).where(col(Request.company_id) == scene.company.id)
    with scene.database.transaction(scene.company.id) as tx:
        tx.change(known.values(customer_email="zoe@bank.example"))
    scene.export()
    notes = {file["report"]: file["notes"] for file in scene.manifest()["files"]}
    codes = [note["code"] for note in notes["call_volume"]]
    assert "first_contact_not_final" in codes
    assert notes["sessions"] == []


@pytest.mark.feature("REPT-10")
def test_a_day_is_a_folder_of_csv_files_whose_manifest_says_what_is_in_them(scene: ExportScene):
    exported = scene.export()

    assert exported.became is Became.WRITTEN
    assert scene.names() == [str(DAY)]
    place = scene.folder / str(DAY)
    manifest = scene.manifest()
    assert (manifest["company"], manifest["day"], manifest["zone"]) == (
        "bank", "1999-02-01", "Europe/Paris",
    )  # fmt: skip
    assert [file["report"] for file in manifest["files"]] == list(KINDS)
    assert {path.name for path in place.iterdir()} == {
        "manifest.json", *(file["name"] for file in manifest["files"]),
    }  # fmt: skip
    for file in manifest["files"]:
        path = place / file["name"]
        assert (path.stat().st_size, sha256(path)) == (file["bytes"], file["sha256"])
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        assert len(rows) - 1 == file["rows"]


def test_the_files_hold_what_the_reports_say(scene: ExportScene):
    scene.export()

    for kind in KINDS:
        asked = {"from": str(DAY), "to": str(DAY)}
        if kind == "call_volume":
            asked["by"] = "hour"
        text = io.StringIO(newline="")
        run.compute(
            scene.database,
            scene.company.id,
            kind,
            report_parameters.checked(kind, asked, DAY),
            text,
        )
        written = (scene.folder / str(DAY) / f"{kind}.csv").read_bytes().decode()
        assert written == text.getvalue()
        assert written.count("\r\n") == written.count("\n")


def test_a_day_that_is_there_stays_as_it_is(scene: ExportScene):
    scene.export()
    before = {path: path.stat().st_mtime_ns for path in scene.folder.rglob("*")}

    again = scene.export()

    assert again.became is Became.ALREADY
    assert again.at == scene.clock.now
    assert {path: path.stat().st_mtime_ns for path in scene.folder.rglob("*")} == before


def test_a_day_that_is_not_over_is_refused(scene: ExportScene):
    with pytest.raises(InvalidInput) as refused:
        scene.export(DAY + timedelta(days=1))

    assert refused.value.data["reason"] == "not_over"
    assert scene.slots() == []


def test_only_the_reports_of_the_plan_are_written(scene: ExportScene):
    scene.plan(reports=("call_volume",))

    scene.export()

    assert [file["name"] for file in scene.manifest()["files"]] == ["call_volume.csv"]


@pytest.mark.feature("REPT-10")
def test_the_mail_is_owed_once_and_brings_the_files(scene: ExportScene):
    scene.plan(mail_to=("boss@bank.example",), language="fr")

    scene.export()
    scene.export()

    (mail,) = scene.mails()
    assert scene.slot().mail_id == mail.id
    assert mail.subject == "Exports du 1999-02-01 – Banque Exemple"
    assert len(mail.attachments) == len(KINDS)
    for attachment in mail.attachments:
        assert sha256(scene.settings.export_dir / attachment["path"]) == attachment["sha256"]


def test_files_too_large_for_a_mail_stay_in_the_folder(
    scene: ExportScene, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(exports, "MOST_ATTACHED_BYTES", 1_000)
    scene.plan(mail_to=("boss@bank.example",))

    scene.export()

    (mail,) = scene.mails()
    assert mail.attachments == []
    assert "too large" in mail.body


def test_who_comes_while_somebody_writes_is_told_so(scene: ExportScene):
    claimed = scene.database.run(scene.company.id, lambda tx: exports.claim(tx, DAY))

    second = scene.export()

    assert second.became is Became.BUSY
    assert second.at == claimed.lease_until
    assert scene.names() == []


@pytest.mark.feature("REPT-10")
def test_a_process_killed_while_it_writes_leaves_nothing_to_be_seen(scene: ExportScene):
    scene.plan(mail_to=("boss@bank.example",))
    die(scene, "writing")
    assert [name for name in scene.names() if not name.startswith(".")] == []
    assert len(scene.names()) == 1
    assert scene.export().became is Became.BUSY

    scene.clock.advance(11 * MINUTE)
    exported = scene.export()

    assert exported.became is Became.WRITTEN
    assert scene.names() == [str(DAY)]
    assert (len(scene.mails()), scene.slot().attempts) == (1, 2)


@pytest.mark.feature("REPT-10")
def test_a_folder_finished_by_a_process_that_died_is_verified_and_kept(scene: ExportScene):
    scene.plan(mail_to=("boss@bank.example",))
    die(scene, "finishing")
    assert scene.names() == [str(DAY)]
    assert (scene.slot().state, scene.mails()) == ("writing", [])
    before = scene.manifest()

    scene.clock.advance(11 * MINUTE)
    exported = scene.export()

    assert exported.became is Became.FOUND
    assert scene.manifest() == before
    assert (scene.slot().state, len(scene.mails())) == ("done", 1)
    assert scene.slot().files == before["files"]


def die(scene: ExportScene, when: str) -> None:
    """Another process exports the day and is killed on the way."""
    command = [
        sys.executable, "-m", "tests.integration.exports.dying_export", when,
        scene.database.url, str(scene.settings.var_dir), scene.company.id, str(scene.clock.now),
    ]  # fmt: skip
    ended = subprocess.run(command, cwd=ROOT, timeout=120, check=False)
    assert ended.returncode == -signal.SIGKILL


def test_whoever_was_taken_over_changes_nothing_any_more(scene: ExportScene):
    scene.plan(mail_to=("boss@bank.example",))
    slow = scene.database.run(scene.company.id, lambda tx: exports.claim(tx, DAY))
    scene.clock.advance(11 * MINUTE)
    scene.export()

    late = scene.database.run(
        scene.company.id, lambda tx: exports.finish(tx, slow, "bank/1999-02-01", ())
    )
    failed = scene.database.run(scene.company.id, lambda tx: exports.fail(tx, slow, "disk_full"))

    assert (late, failed) == (False, False)
    assert (scene.slot().state, len(scene.slot().files)) == ("done", len(KINDS))
    assert len(scene.mails()) == 1


def test_a_folder_that_is_not_what_its_manifest_says_is_never_overwritten(scene: ExportScene):
    scene.export()
    changed = scene.folder / str(DAY) / "call_volume.csv"
    changed.write_text("mine")

    with pytest.raises(ExportFailed) as failed:
        scene.export()

    assert failed.value.problem == "folder_differs"
    assert changed.read_text() == "mine"
    assert scene.slot().state == "done"


def test_a_manifest_cannot_lead_out_of_its_folder(scene: ExportScene):
    scene.export()
    manifest = scene.folder / str(DAY) / "manifest.json"
    manifest.write_text(manifest.read_text().replace("call_volume.csv", "../../../guichet.db"))

    with pytest.raises(ExportFailed):
        scene.export()


def test_a_folder_that_was_moved_away_is_written_anew_without_a_second_mail(scene: ExportScene):
    scene.plan(mail_to=("boss@bank.example",))
    scene.export()
    shutil.rmtree(scene.folder / str(DAY))

    assert scene.export().became is Became.WRITTEN

    assert scene.names() == [str(DAY)]
    assert len(scene.mails()) == 1


def test_a_folder_that_is_named_and_not_there_is_a_problem_the_slot_shows(scene: ExportScene):
    elsewhere = scene.settings.var_dir / "mounted"
    scene.settings = scene.settings.model_copy(update={"export_dir": elsewhere})

    with pytest.raises(ExportFailed) as failed:
        scene.export()

    assert failed.value.problem == "folder_missing"
    assert scene.slot().problem == f"folder_missing: {elsewhere}"
    elsewhere.mkdir()
    assert scene.export().became is Became.WRITTEN
    assert scene.slot().problem == ""


def test_a_missing_folder_does_not_undo_what_was_done(scene: ExportScene):
    scene.export()
    elsewhere = scene.settings.var_dir / "mounted"
    scene.settings = scene.settings.model_copy(update={"export_dir": elsewhere})

    with pytest.raises(ExportFailed):
        scene.export()

    assert scene.slot().state == "done"


def test_each_company_has_its_days_to_itself(scene: ExportScene):
    a_company(scene.database, slug="other", time_zone="UTC")
    other = choose(scene.database, "other")

    exporting.export_day(scene.database, scene.settings, other.id, DAY - timedelta(days=1))
    scene.export()

    assert sorted(path.name for path in scene.settings.export_dir.iterdir()) == ["bank", "other"]
    assert len(scene.slots()) == 1


def due(scene: ExportScene, moment: str) -> list[date]:
    scene.clock.now = at(moment)
    with scene.database.reading(scene.company.id) as reading:
        return export_days.due(reading)


def test_yesterday_is_due_from_half_past_midnight(scene: ExportScene):
    scene.plan()

    assert due(scene, "1999-02-02T00:29:59") == []
    assert due(scene, "1999-02-02T00:30:00") == [DAY]


def test_a_plan_that_is_not_active_owes_nothing(scene: ExportScene):
    assert due(scene, "1999-02-05T12:00") == []
    scene.plan(active=False)
    assert due(scene, "1999-02-05T12:00") == []


@pytest.mark.feature("REPT-10")
def test_days_that_were_missed_are_made_up_for_but_no_more_than_a_month_of_them(scene: ExportScene):
    scene.plan()

    assert due(scene, "1999-02-05T12:00") == [DAY + timedelta(days=number) for number in range(4)]
    late = due(scene, "1999-06-01T12:00")
    assert (len(late), late[-1]) == (31, date(1999, 5, 31))


def test_the_night_after_the_clocks_change_is_a_night_like_others(scene: ExportScene):
    scene.plan(begins="1999-03-27")

    assert due(scene, "1999-03-28T00:29") == []
    assert due(scene, "1999-03-28T00:31") == [date(1999, 3, 27)]
    assert due(scene, "1999-03-29T00:29") == [date(1999, 3, 27)]
    assert due(scene, "1999-03-29T00:31") == [date(1999, 3, 27), date(1999, 3, 28)]


def test_the_night_writes_what_is_due_and_the_next_call_finds_nothing_to_do(scene: ExportScene):
    scene.plan(mail_to=("boss@bank.example",))
    scene.clock.advance(2 * ONE_DAY)

    for _ in range(3):
        exporting.export_due(scene.database, scene.settings, scene.company.id)

    assert scene.names() == ["1999-02-01", "1999-02-02", "1999-02-03"]
    assert {slot.attempts for slot in scene.slots()} == {1}
    assert len(scene.mails()) == 3


@pytest.mark.feature("REPT-10")
def test_each_company_with_a_day_due_gets_a_task_of_its_own(scene: ExportScene):
    other, idle = (a_company(scene.database, time_zone="Europe/Paris") for _ in range(2))
    with scene.database.transaction(other) as tx:
        tx.add(
            ExportPlan(company_id=other, reports=["sessions"], begins=str(DAY), changed_at=tx.now)
        )
    scene.plan()

    called = exporting.call_due(scene.database)

    assert set(called) == {scene.company.id, other}
    assert idle not in called
    with scene.database.reading(ALL_COMPANIES) as reading:
        owed = reading.session.scalars(select(OutboxMessage)).all()
        tasks = {(row.task, row.routing_key, *row.body["args"]) for row in owed if row.task}
    assert tasks >= {("export.company", "export", each) for each in called}
    assert scene.names() == []

    exporting.export_due(scene.database, scene.settings, other)
    assert exporting.call_due(scene.database) == [scene.company.id]


def test_a_day_that_fails_does_not_keep_the_others(scene: ExportScene):
    scene.plan()
    scene.clock.advance(ONE_DAY)
    (scene.folder / str(DAY)).mkdir(parents=True)

    exporting.export_due(scene.database, scene.settings, scene.company.id)

    assert scene.slot().problem.startswith("folder_differs")
    assert scene.slot(DAY + timedelta(days=1)).state == "done"


def test_a_report_that_cannot_be_computed_is_a_problem_of_its_day_alone(
    scene: ExportScene, monkeypatch: pytest.MonkeyPatch
):
    compute = run.compute

    def fail_once(database: Any, company_id: str, kind: str, asked: Any, *others: Any) -> Any:
        if asked["from"] == str(DAY):
            raise ZeroDivisionError
        return compute(database, company_id, kind, asked, *others)

    monkeypatch.setattr(run, "compute", fail_once)
    scene.plan()
    scene.clock.advance(ONE_DAY)

    exporting.export_due(scene.database, scene.settings, scene.company.id)

    assert scene.slot().problem == "report_failed: ZeroDivisionError"
    assert scene.slot(DAY + timedelta(days=1)).state == "done"
    assert scene.names() == [str(DAY + timedelta(days=1))]


def test_what_was_kept_for_its_time_is_removed_and_not_written_again(scene: ExportScene):
    scene.plan(keep_days=2)
    scene.export()
    scene.clock.advance(2 * ONE_DAY)
    exporting.remove_outlived(scene.database, scene.settings)
    assert scene.slot().state == "done"

    scene.clock.advance(MINUTE)
    exporting.remove_outlived(scene.database, scene.settings)
    exporting.remove_outlived(scene.database, scene.settings)

    assert scene.slot().state == "removed"
    assert scene.names() == []
    exporting.export_due(scene.database, scene.settings, scene.company.id)
    assert str(DAY) not in scene.names()


def test_a_folder_that_is_away_is_not_taken_for_removed(scene: ExportScene):
    scene.plan(keep_days=1)
    mounted = scene.settings.var_dir / "mounted"
    mounted.mkdir()
    scene.settings = scene.settings.model_copy(update={"export_dir": mounted})
    scene.export()
    scene.clock.advance(ONE_DAY + MINUTE)

    mounted.rename(scene.settings.var_dir / "away")
    exporting.remove_outlived(scene.database, scene.settings)
    assert scene.slot().state == "done"

    (scene.settings.var_dir / "away").rename(mounted)
    exporting.remove_outlived(scene.database, scene.settings)
    assert scene.slot().state == "removed"
    assert scene.names() == []


def test_a_day_that_cannot_be_removed_keeps_no_other_and_is_tried_again(scene: ExportScene):
    scene.plan(keep_days=1)
    scene.clock.advance(ONE_DAY)
    second = DAY + timedelta(days=1)
    scene.export()
    scene.export(second)
    scene.clock.advance(ONE_DAY + MINUTE)
    # What is in the way is no folder, so it cannot be removed as one.
    in_the_way = scene.folder / f".{DAY}.removed"
    in_the_way.write_text("")

    exporting.remove_outlived(scene.database, scene.settings)
    assert (scene.slot().state, scene.slot(second).state) == ("done", "removed")
    assert (scene.folder / str(DAY)).is_dir()

    in_the_way.unlink()
    exporting.remove_outlived(scene.database, scene.settings)
    assert scene.slot().state == "removed"
    assert scene.names() == []


def test_zero_days_mean_for_ever(scene: ExportScene):
    scene.plan(keep_days=0)
    scene.export()
    scene.clock.advance(4_000 * ONE_DAY)

    exporting.remove_outlived(scene.database, scene.settings)

    assert scene.names() == [str(DAY)]


def test_a_removed_day_can_be_asked_for_again(scene: ExportScene):
    scene.plan(keep_days=1, mail_to=("boss@bank.example",))
    scene.export()
    scene.clock.advance(ONE_DAY + MINUTE)
    exporting.remove_outlived(scene.database, scene.settings)

    assert scene.export().became is Became.WRITTEN
    assert len(scene.mails()) == 1


def test_a_day_that_is_written_anew_after_its_mail_was_forgotten_is_not_mailed_again(
    scene: ExportScene,
):
    scene.plan(keep_days=1, mail_to=("boss@bank.example",))
    scene.export()
    with scene.database.transaction(scene.company.id) as tx:
        tx.change(update(MailMessage).values(state="sent", finished_at=tx.now))
    scene.clock.advance(housekeeping.MAIL_KEPT + MINUTE)
    housekeeping.purge_mail(scene.database, housekeeping.outlived_mail(scene.database))
    exporting.remove_outlived(scene.database, scene.settings)

    assert scene.export().became is Became.WRITTEN

    assert [mail.subject for mail in scene.mails()] == [""]


@pytest.mark.feature("REPT-10")
def test_many_at_once_write_one_folder_and_owe_one_mail(scene: ExportScene):
    scene.plan(mail_to=("boss@bank.example",))
    command = [
        sys.executable, "-m", "tests.integration.exports.dying_export", "never",
        scene.database.url, str(scene.settings.var_dir), scene.company.id, str(scene.clock.now),
    ]  # fmt: skip
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(10)
    ]
    became = [one.communicate(timeout=240)[0].strip() for one in running]

    assert [one.returncode for one in running] == [0] * 10
    assert became.count("written") == 1
    assert set(became) <= {"written", "busy", "already"}
    assert scene.names() == [str(DAY)]
    assert (len(scene.slots()), scene.slot().attempts, len(scene.mails())) == (1, 1, 1)
