"""The office as supervisors and managers see it: reports, exports, mail and wallboards."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.acceptance import desk as desks
from tests.acceptance.browsing import PATIENCE_MS
from tests.acceptance.company import Person
from tests.running import RunningGuichet
from tests.waiting import wait_until


@dataclass
class Office:
    """One tab of somebody who is signed in."""

    page: Page
    guichet: RunningGuichet

    def open(self, address: str) -> None:
        """Goes to an address of the product, "/reports"."""
        self.page.goto(f"{self.guichet.base_url}{address}")

    def ask(self, address: str) -> None:
        """Asks a report by its address and waits until it is there."""
        self.open(address)
        self.wait_made()

    def wait_made(self) -> None:
        """Returns once the report is there and nothing newer is being made."""
        expect(self.page.get_by_test_id("made")).to_be_visible()
        expect(self.page.locator('[aria-busy="true"]')).to_have_count(0)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Returns once `condition` holds; AssertionError when it does not for long."""
        wait_until(condition, PATIENCE_MS / 1_000, "what the page should show")

    @property
    def filters(self) -> Locator:
        """The question."""
        return self.page.get_by_test_id("filters")

    @property
    def problem(self) -> Locator:
        """What is said when there is no report."""
        return self.page.get_by_test_id("problem")

    def figure(self, key: str) -> Locator:
        """A key figure by its column's key."""
        return self.page.locator(f'dl [data-figure="{key}"]')

    @property
    def keys(self) -> list[str]:
        """The keys of the table's columns, in order."""
        headers = self.page.locator("th[data-column]").all()
        return [header.get_attribute("data-column") or "" for header in headers]

    @property
    def rows(self) -> Locator:
        """The table's rows, without what stands below them on paper."""
        return self.page.locator("tbody tr:not([data-texts])")

    def cells(self, row: Locator) -> dict[str, str]:
        """A row's texts by the columns' keys."""
        texts = [" ".join(text.split()) for text in row.locator("th, td").all_inner_texts()]
        return dict(zip(self.keys, texts, strict=True))

    def row(self, name: str) -> dict[str, str]:
        """The texts of the row that begins with `name`."""
        head = self.page.get_by_role("rowheader", name=name, exact=True)
        return self.cells(self.page.locator("tbody tr, tfoot tr").filter(has=head))

    def column(self, key: str) -> list[str]:
        """The texts of one column, from top to bottom."""
        return [self.cells(row)[key] for row in self.rows.all()]

    def sort(self, name: str) -> Locator:
        """Clicks a column's header; the header."""
        header = self.page.get_by_role("columnheader", name=name, exact=True)
        header.get_by_role("button").click()
        return header

    def csv(self) -> list[dict[str, str]]:
        """The rows of the CSV file, as a spreadsheet would read them."""
        text = self.download("CSV").read_bytes().decode()
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def download(self, name: str) -> Path:
        """The report as a file of the format of this name; it may have to be made first."""
        with self.page.expect_download() as downloading:
            self.choose_file(name)
        return Path(downloading.value.path())

    def choose_file(self, name: str) -> None:
        """Chooses a format by its name, and nothing more."""
        self.page.get_by_role("button", name="Download", exact=True).click()
        self.page.get_by_role("menuitem", name=name).click()


def open_office(context: BrowserContext, guichet: RunningGuichet, person: Person) -> Office:
    """A tab of somebody who has just signed in."""
    desks.sign_in(context, guichet, person)
    return Office(context.new_page(), guichet)
