"""Takes the pictures: every page in both sizes and themes, in one language, by one browser."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.acceptance import desk as desks
from tests.acceptance.browsing import DESKTOP, PHONE, Windows
from tests.acceptance.company import Person
from tests.acceptance.desk import Desk
from tests.features import ROOT
from tests.running import RunningGuichet

FOLDER = ROOT / "var" / "looks"
SIZES = {"wide": DESKTOP, "phone": PHONE}
THEMES = ("light", "dark")
LANGUAGES = ("fr", "en")


@dataclass
class Studio:
    """Takes the pictures of one language."""

    guichet: RunningGuichet
    windows: Windows
    language: str
    taken: int = 0

    def page(self) -> Page:
        """A new person's empty window."""
        return self.windows.open(locale="fr-FR" if self.language == "fr" else "en-GB").new_page()

    def take(self, page: Page, name: str) -> None:
        """The page as it is now, in both sizes and themes."""
        for size, viewport in SIZES.items():
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            for theme in THEMES:
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
                page.screenshot(path=FOLDER / f"{name}-{self.language}-{theme}-{size}.png")
                self.taken += 1
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    def at_desk(self, person: Person) -> Desk:
        """The desk of an available agent."""
        context = self.page().context
        token = desks.sign_in(context, self.guichet, person)
        context.pages[0].close()
        desk = desks.open_tab(context, self.guichet, person)
        desks.become(context, self.guichet, token, "available")
        return desk

    def cut_off(self, page: Page, name: str) -> None:
        """The page while its line is cut; afterwards it is back."""
        page.context.set_offline(True)
        line = page.get_by_test_id("link-line").or_(page.get_by_test_id("connection-line"))
        expect(line).to_be_visible()
        self.take(page, name)
        page.context.set_offline(False)
        expect(line).to_be_hidden()
