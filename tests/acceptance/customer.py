"""The customer page as a customer sees it, on its own or in the card of a company's page."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import FrameLocator, Locator, Page, expect

from routing.tables import Portal
from tests.running import RunningGuichet


@dataclass
class Customer:
    """One customer: `page` is their browser's tab, `view` Guichet's page in it."""

    page: Page
    view: Page | FrameLocator

    @property
    def name(self) -> Locator:
        """The field for the name."""
        return self.view.get_by_role("textbox", name="Your name")

    @property
    def question(self) -> Locator:
        """The field for the question."""
        return self.view.get_by_role("textbox", name="Your question")

    @property
    def send(self) -> Locator:
        """The form's button."""
        return self.view.get_by_role("button", name="Send", exact=True)

    def ask(self, name: str, question: str = "Where is my order?") -> None:
        """Fills in the form and sends it; returns in the waiting room, or when it is over already."""
        self.name.fill(name)
        if question:
            self.question.fill(question)
            self.send.click()
        else:
            self.view.get_by_role("button", name="Connect me").click()
        expect(self.place.or_(self.together)).to_be_visible()

    @property
    def place(self) -> Locator:
        """Where the customer stands in line."""
        return self.view.get_by_test_id("place")

    @property
    def wait(self) -> Locator:
        """How long it may take."""
        return self.view.get_by_test_id("wait")

    @property
    def together(self) -> Locator:
        """Who is with the customer."""
        return self.view.get_by_test_id("with")

    @property
    def message(self) -> Locator:
        """Where the customer writes."""
        return self.view.get_by_role("textbox", name="Write a message")

    def say(self, text: str) -> None:
        """Sends one line."""
        self.message.fill(text)
        self.message.press("Enter")

    @property
    def conversation(self) -> Locator:
        """The lines of the conversation."""
        return self.view.get_by_role("log", name="Conversation")

    def line(self, text: str) -> Locator:
        """The line with this text."""
        return self.conversation.get_by_role("listitem").filter(has_text=text)

    def lines(self, author: str) -> Locator:
        """The texts by `agent` or `customer`, in their order."""
        return self.conversation.locator(f'li[data-author="{author}"] .text')

    @property
    def heard(self) -> Locator:
        """What a screen reader is told last."""
        return self.view.get_by_test_id("announcer")

    def heading(self, words: str) -> Locator:
        """A heading with these words."""
        return self.view.get_by_role("heading", name=words)

    def leave(self) -> None:
        """Leaves, and says so twice as asked."""
        self.view.get_by_role("button", name="Leave", exact=True).click()
        self.view.get_by_role("button", name="Yes, leave").click()


def open_customer_page(
    page: Page, guichet: RunningGuichet, portal: Portal | str, query: str = ""
) -> Customer:
    """The portal's page on its own, as a link leads to it."""
    key = portal if isinstance(portal, str) else portal.key
    page.goto(f"{guichet.base_url}/c/{key}{query}")
    return Customer(page, page)
