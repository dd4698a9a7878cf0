"""`make looks`: a picture of every page, in both sizes, themes and languages, for somebody to look at.

The pages are those of a running product with people in front of it: empty, ordinary, overfull
(two hundred waiting, a name of 300 characters) and in error. The pictures are in `var/looks/`,
named `<page>-<state>-<language>-<theme>-<size>.png`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.acceptance.browsing import Windows, chromium
from tests.acceptance.company import Company
from tests.looks import busy_desk, doors, journey, office
from tests.looks.studio import FOLDER, LANGUAGES, Studio
from tests.running import RunningGuichet, running_guichet

SCENES: tuple[Callable[[Studio, Company], None], ...] = (
    doors.sign_in,
    journey.journey,
    busy_desk.busy,
    busy_desk.overfull,
    doors.no_way_in,
    doors.bank,
    office.office,
    office.wallboard,
)


def main() -> None:
    """Takes all pictures anew and says where they are."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with TemporaryDirectory() as folder, running_guichet(Path(folder)) as guichet:
        taken = sum(_take_all(guichet, language) for language in LANGUAGES)
    print(f"{taken} pictures in {FOLDER}")


def _take_all(guichet: RunningGuichet, language: str) -> int:
    with sync_playwright() as playwright, chromium(playwright) as browser:
        studio = Studio(guichet, Windows(browser), language)
        for scene in SCENES:
            with _company(guichet) as company:
                scene(studio, company)
            studio.windows.close()
            studio.windows = Windows(browser)
        return studio.taken


@contextmanager
def _company(guichet: RunningGuichet) -> Iterator[Company]:
    company = Company(guichet, name="Banque Exemple", time_zone="Europe/Paris")
    try:
        yield company
    finally:
        company.close()


if __name__ == "__main__":
    main()
