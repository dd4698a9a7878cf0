"""Real Chromium for the acceptance tests: windows of people, whose consoles must stay silent.

Every agent, customer and visitor has a browser context of their own. What any page writes to its
console as an error or a warning fails the test, unless the test said beforehand that it is right:
broken policies, failed requests and exceptions all show there.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    WebError,
    expect,
)

CHROMIUM = Path("/usr/bin/chromium")
#: Quiet and without a network of its own; iframes of other sites get no cookies and no storage.
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--test-third-party-cookie-phaseout",
]
#: Milliseconds to wait for anything: many times the promise, for machines that do more besides.
PATIENCE_MS = 30_000
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
_PATIENT_CONSOLE = ("error", "warning")

expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A running Chromium that blocks third-party cookies."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    try:
        yield browser
    finally:
        browser.close()


@dataclass
class Windows:
    """The browser windows of one test."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def open(self, **options: Any) -> BrowserContext:
        """A new person's browser; `options` as Playwright's `new_context` has them."""
        context = self.browser.new_context(
            **{
                "viewport": DESKTOP,
                "locale": "en-GB",
                "color_scheme": "light",
                "reduced_motion": "reduce",
                **options,
            }
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", self._heard)
        context.on("weberror", self._failed)
        self.contexts.append(context)
        return context

    def allow(self, *patterns: str) -> None:
        """What the consoles may say in this test: regular expressions."""
        self.allowed.extend(patterns)

    def unexpected(self) -> list[str]:
        """What the consoles said and nobody allowed."""
        return [line for line in self.said if not any(re.search(p, line) for p in self.allowed)]

    def pages(self) -> list[Page]:
        """All pages that are open."""
        return [page for context in self.contexts for page in context.pages]

    def close(self) -> None:
        """Closes all windows."""
        for context in self.contexts:
            context.close()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in _PATIENT_CONSOLE:
            address = message.location.get("url", "")
            self.said.append(f"{message.type}: {message.text} ({address})")

    def _failed(self, error: WebError) -> None:
        self.said.append(f"exception: {error.error}")


#: While a test cuts a line or refuses a request on purpose, browsers complain of it.
CUT_LINE = (r"ERR_INTERNET_DISCONNECTED", r"WebSocket connection to .* failed", r"ERR_CONNECTION")


def refused(status: int) -> str:
    """The console's words for a request that was answered with `status`."""
    return rf"the server responded with a status of {status}"
