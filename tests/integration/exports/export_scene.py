"""What the tests of exports work with: a company, its day, its folder, its clock."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from config.company_choice import ChosenCompany, choose
from config.import_calls.history import history_of
from config.import_calls.wall_clock import WallClock
from config.import_calls.writing import write_history
from config.replay.calls import parse_calls
from config.replay.generated_day import generate
from config.settings import Settings
from routing.actions import export_plans
from routing.actions.export_plans import PlanWish
from routing.clock import Millis
from routing.database import Database
from routing.permissions import Actor
from routing.report_parameters import KINDS
from routing.tables import ExportSlot, MailMessage
from tests.builders import FakeClock, a_company, an_agent
from workers import exporting
from workers.exporting import Exported

DAY = date(1999, 2, 1)
ZONE = ZoneInfo("Europe/Paris")
NIGHT: Millis = round(datetime(1999, 2, 2, 0, 30, tzinfo=ZONE).timestamp() * 1_000)


@dataclass
class ExportScene:
    """A company called bank, with calls on `DAY`."""

    database: Database
    settings: Settings
    company: ChosenCompany
    manager: Actor

    @property
    def clock(self) -> FakeClock:
        assert isinstance(self.database.clock, FakeClock)
        return self.database.clock

    @property
    def folder(self) -> Path:
        """Where the company's days are."""
        return self.settings.export_dir / self.company.slug

    def export(self, day: date = DAY) -> Exported:
        return exporting.export_day(self.database, self.settings, self.company.id, day)

    def plan(self, **changes: Any) -> None:
        """A plan: everything, from the day on, mailed to nobody, unless changed."""
        wish: dict[str, Any] = {
            "active": True,
            "reports": KINDS,
            "mail_to": (),
            "language": "en",
            "keep_days": 30,
            "begins": DAY.isoformat(),
        }
        made = PlanWish(**{**wish, **changes})
        self.database.run(self.company.id, lambda tx: export_plans.set_plan(tx, self.manager, made))

    def slot(self, day: date = DAY) -> ExportSlot:
        """The day's slot as it is in the database."""
        return next(slot for slot in self.slots() if slot.day == day.isoformat())

    def slots(self) -> list[ExportSlot]:
        with self.database.reading(self.company.id) as reading:
            return list(reading.session.scalars(select(ExportSlot)))

    def mails(self) -> list[MailMessage]:
        with self.database.reading(self.company.id) as reading:
            return list(reading.session.scalars(select(MailMessage)))

    def manifest(self, day: date = DAY) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / str(day) / "manifest.json").read_text())
        return found

    def names(self) -> list[str]:
        """Everything in the company's folder, hidden or not."""
        return sorted(path.name for path in self.folder.glob("*")) if self.folder.exists() else []


def an_export_scene(database: Database, settings: Settings) -> ExportScene:
    """The company, with its history in the database."""
    a_company(database, slug="bank", name="Banque Exemple", time_zone=ZONE.key)
    company = choose(database, "bank")
    calls = parse_calls(generate(80, 5, DAY).splitlines())
    history = history_of(calls.calls, company.id, WallClock(company.zone))
    write_history(database, company, history, lambda _: None)
    manager = an_agent(database, company.id, "manager", role="manager")
    return ExportScene(database, settings, company, manager)


def at(text: str) -> Millis:
    """A time on the company's clock."""
    return round(
        datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC).timestamp() * 1_000
    )
