"""`make looks`: a picture of every page, in both sizes, themes and languages, for somebody to look at.

The pages are those of a running product with people in front of it: empty, ordinary, overfull
(two hundred waiting, a name of 300 characters) and in error. The pictures are in `var/looks/`,
named `<page>-<state>-<language>-<theme>-<size>.png`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from config.demo_site.site import create_site
from config.demonstration_forms import BOX_FORMS
from routing.clock import MINUTE, SECOND
from routing.tables import Portal
from tests import builders
from tests.acceptance import desk as desks
from tests.acceptance import wallboard as wallboards
from tests.acceptance.api import Api
from tests.acceptance.browsing import DESKTOP, PHONE, Windows, chromium
from tests.acceptance.company import Company, Person
from tests.acceptance.company_page import customer_in_card, launcher
from tests.acceptance.company_site import site
from tests.acceptance.desk import Desk
from tests.acceptance.office import open_office
from tests.features import ROOT
from tests.integration.reports.history import Company as Past
from tests.integration.reports.history import moment
from tests.running import RunningGuichet, running_guichet

FOLDER = ROOT / "var" / "looks"
SIZES = {"wide": DESKTOP, "phone": PHONE}
THEMES = ("light", "dark")
LANGUAGES = ("fr", "en")
#: The longest list and the longest name that a desk must bear.
MANY = 200
LONG_NAME = ("Marie-Amélie de la Rochefoucauld-Montbel et Saint-Sauveur " * 6)[:300]
QUESTION = {
    "en": "My card was swallowed by the machine at Gare de Lyon. What do I do now?",
    "fr": "Le distributeur de la gare de Lyon a avalé ma carte. Que faire maintenant ?",
}
ANSWER = {
    "en": "Good morning! I am sorry to hear that. The machine has kept it safely, I am blocking it.",
    "fr": "Bonjour ! Je suis désolée. Le distributeur l'a gardée en sûreté, je la bloque aussitôt.",
}
THANKS = {
    "en": "Thank you. How long does a new one take?",
    "fr": "Merci. Combien de temps faut-il ?",
}


COUNTERS = {
    "en": ("Cards and transfers", "Loans", "Insurance"),
    "fr": ("Cartes et virements", "Prêts", "Assurances"),
}
#: Who else comes on an ordinary morning: their counter and what they ask.
OTHERS = {
    "Jean Tran": (1, {"en": "May I pay back earlier?", "fr": "Puis-je rembourser plus tôt ?"}),
    "Amélie Rousseau": (
        0,
        {"en": "A transfer has not arrived.", "fr": "Un virement n'est pas arrivé."},
    ),
    "Lukas Weber": (2, {"en": "My phone was stolen.", "fr": "On m'a volé mon téléphone."}),
    "Sofia Marino": (
        1,
        {"en": "What would a flat cost me?", "fr": "Combien coûterait un appartement ?"},
    ),
    "Olivia Martin": (
        2,
        {
            "en": "We move house on Monday. Does our insurance move with us?",
            "fr": "Nous déménageons lundi. L'assurance nous suit-elle ?",
        },
    ),
}
MORE = {
    "en": "Three working days. It comes to your branch, with a message to you.",
    "fr": "Trois jours ouvrés. Elle arrive à votre agence, et un message vous prévient.",
}


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


def _sign_in(studio: Studio, company: Company) -> None:
    page = studio.page()
    page.goto(f"{studio.guichet.base_url}/sign-in")
    submit = page.locator("form button[type=submit]")
    expect(submit).to_be_visible()
    studio.take(page, "sign-in-empty")
    page.locator("input[name=login]").fill("marie")
    page.locator("input[name=password]").fill("wrong")
    submit.click()
    expect(page.get_by_role("alert").first).not_to_be_empty()
    studio.take(page, "sign-in-error")


def _journey(studio: Studio, company: Company) -> None:
    """Desk and customer side by side, from the empty desk to the thanks."""
    portal = _portal(company, studio.language, form=BOX_FORMS[0], post_form=BOX_FORMS[1])
    desk = studio.at_desk(company.agent("Marie Lefèvre", studio.language, portals=[portal]))
    studio.take(desk.page, "desk-empty")
    page = _customer_form(studio, portal)
    _others_wait(studio, portal, ("Jean Tran", "Amélie Rousseau"))
    page.locator("#field-name").fill("Chloé Bernard")
    page.locator("#field-question").fill(QUESTION[studio.language])
    page.locator("form button[type=submit]").click()
    expect(page.get_by_test_id("place")).to_be_visible()
    studio.take(page, "customer-waiting")
    _cut_off(studio, page, "customer-waiting-cut-off")
    expect(desk.alerts).to_have_count(3)
    studio.take(desk.page, "desk-alerts")
    desk.alert("Chloé Bernard").get_by_role("button").first.click()
    _talk(studio, desk, page)
    _end(studio, desk, page)


def _customer_form(studio: Studio, portal: Portal) -> Page:
    page = studio.page()
    page.goto(f"{studio.guichet.base_url}/c/{portal.key}?lang={studio.language}")
    submit = page.locator("form button[type=submit]")
    expect(submit).to_be_visible()
    studio.take(page, "customer-form")
    submit.click()
    expect(page.locator("[aria-invalid]").first).to_be_visible()
    studio.take(page, "customer-form-error")
    return page


def _talk(studio: Studio, desk: Desk, page: Page) -> None:
    message = desk.page.locator("#message")
    theirs = page.locator(".composer textarea")
    expect(theirs).to_be_visible()
    for box, text in ((message, ANSWER), (theirs, THANKS), (message, ANSWER)):
        box.fill(text[studio.language])
        box.press("Enter")
    lines = desk.page.locator("li[data-author=customer]")
    expect(lines).to_have_count(1)
    studio.take(desk.page, "desk-session")
    studio.take(page, "customer-session")
    desk.page.get_by_role("tab").nth(2).click()
    studio.take(desk.page, "desk-notes")
    _cut_off(studio, desk.page, "desk-cut-off")
    _cut_off(studio, page, "customer-session-cut-off")
    _dialogs(studio, desk)


def _dialogs(studio: Studio, desk: Desk) -> None:
    page = desk.page
    page.locator("h2").first.click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    studio.take(page, "desk-shortcuts")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name=desk.person.name).click()
    studio.take(page, "desk-menu")
    page.keyboard.press("Escape")


def _end(studio: Studio, desk: Desk, page: Page) -> None:
    desk.page.locator("#end-session").click()
    dialog = desk.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    studio.take(desk.page, "desk-end")
    dialog.locator("button[type=submit]").click()
    expect(page.get_by_role("radio")).to_have_count(5)
    studio.take(page, "customer-survey")
    page.locator('[name="answers.email"]').fill("chloe")
    page.locator("form.survey button[type=submit]").click()
    expect(page.locator("[aria-invalid]")).to_have_count(1)
    studio.take(page, "customer-survey-error")
    page.locator('[name="answers.email"]').fill("")
    page.locator("label", has=page.get_by_role("radio")).nth(3).click()
    page.locator("form.survey button[type=submit]").click()
    expect(page.locator("form.survey")).to_have_count(0)
    studio.take(page, "customer-thanks")
    desk.row("history", "Chloé").click()
    expect(desk.page.locator("li[data-author=customer]")).to_have_count(1)
    expect(desk.page.locator("#details").get_by_role("list")).to_be_visible()
    studio.take(desk.page, "desk-past")


def _busy(studio: Studio, company: Company) -> None:
    """An ordinary morning: two sessions, three in line, one more alert. `docs/pictures/desk.png` is this one."""
    portals = [_portal(company, studio.language, name=name) for name in COUNTERS[studio.language]]
    desk = studio.at_desk(company.agent("Marie Lefèvre", studio.language, portals=portals))
    jean, *waiting = OTHERS
    _comes_in(studio, desk, portals[OTHERS[jean][0]], jean, OTHERS[jean][1])
    theirs = _comes_in(studio, desk, portals[0], "Chloé Bernard", QUESTION)
    own_box, their_box = desk.page.locator("#message"), theirs.locator(".composer textarea")
    for number, (box, text) in enumerate(
        ((own_box, ANSWER), (their_box, THANKS), (own_box, MORE)), 1
    ):
        box.fill(text[studio.language])
        box.press("Enter")
        expect(desk.page.locator("li[data-number]")).to_have_count(number)
    for name in waiting:
        counter, question = OTHERS[name]
        _asks(studio, portals[counter], name, question)
        if name != waiting[-1]:
            desk.alert(name).get_by_role("button").last.dispatch_event("click")
            expect(desk.alerts).to_have_count(0)
    expect(desk.alerts).to_have_count(1)
    expect(desk.page.get_by_test_id("waiting-count").locator("strong")).to_contain_text(
        str(len(waiting))
    )
    studio.take(desk.page, "desk-busy")


def _comes_in(
    studio: Studio, desk: Desk, portal: Portal, name: str, question: dict[str, str]
) -> Page:
    """A customer asks and is answered; returns their page."""
    page = _asks(studio, portal, name, question)
    desk.alert(name).get_by_role("button").first.dispatch_event("click")
    expect(page.locator(".composer textarea")).to_be_visible()
    return page


def _asks(studio: Studio, portal: Portal, name: str, question: dict[str, str]) -> Page:
    """A customer who waits with the page before them."""
    page = studio.page()
    page.goto(f"{studio.guichet.base_url}/c/{portal.key}?lang={studio.language}")
    page.locator("#field-name").fill(name)
    page.locator("#field-question").fill(question[studio.language])
    page.locator("form button[type=submit]").click()
    expect(page.get_by_test_id("place")).to_be_visible()
    return page


def _overfull(studio: Studio, company: Company) -> None:
    """Two hundred waiting, one of them with the longest name."""
    portal = _portal(company, studio.language)
    _others_wait(studio, portal, (LONG_NAME, *(f"Nom {n:03}" for n in range(1, MANY))))
    desk = studio.at_desk(company.agent(LONG_NAME[:200], studio.language, portals=[portal]))
    expect(desk.area("incoming").locator("[data-row]")).to_have_count(MANY)
    studio.take(desk.page, "desk-overfull")
    desk.area("incoming").locator("[data-row]").first.click()
    desk.alerts.first.get_by_role("button").first.click()
    expect(desk.page.locator("#message")).to_be_visible()
    studio.take(desk.page, "desk-overfull-session")


def _doors(studio: Studio, company: Company) -> None:
    """The customer page where there is no way in."""
    page = studio.page()
    for key, name in ((_portal(company, "fr", open=False).key, "closed"), ("nowhere", "unknown")):
        page.goto(f"{studio.guichet.base_url}/c/{key}?lang={studio.language}")
        expect(page.locator("main h2")).to_be_visible()
        studio.take(page, f"customer-{name}")


def _bank(studio: Studio, company: Company) -> None:
    """The demonstration bank with the widget closed, open, and open on a small screen."""
    with site(create_site(studio.guichet.base_url)) as port:
        page = studio.page()
        page.goto(f"http://localhost:{port}/{studio.language}/")
        expect(launcher(page)).to_be_visible()
        studio.take(page, "bank-closed")
        launcher(page).click()
        expect(customer_in_card(page).view.locator("#field-name")).to_be_visible()
        studio.take(page, "bank-open")


def _wallboards(studio: Studio, company: Company) -> None:
    """A wallboard with nothing on it, and one with sixty agents and two hundred who wait."""
    sophie, portal = wallboards.a_supervisor(company), wallboards.full_day(company)
    page = studio.page()
    desks.sign_in(page.context, studio.guichet, sophie)
    for name, portal_ids in (("empty", []), ("overfull", [portal.id])):
        made = wallboards.a_wallboard(studio.guichet, sophie, portal_ids=portal_ids)
        page.goto(f"{studio.guichet.base_url}/wallboards/{made['id']}?lang={studio.language}")
        expect(page.locator("[data-figure]")).to_have_count(5)
        studio.take(page, f"wallboard-{name}")


def _portal(company: Company, language: str, **fields: Any) -> Portal:
    label = {"en": "What is it about?", "fr": "À quel sujet ?"}
    form = [{"name": "topic", "label": label, "kind": "text", "required": False}]
    given = {"name": "Cartes et virements", "language": language, "form": form, **fields}
    return company.portal(**given)


def _others_wait(studio: Studio, portal: Portal, names: tuple[str, ...]) -> None:
    api = Api(studio.guichet)
    for name in names:
        body = {"name": name, "question": QUESTION[studio.language], "language": studio.language}
        answer = api.post_request(portal, body)
        assert answer.ok, answer.text


def _cut_off(studio: Studio, page: Page, name: str) -> None:
    page.context.set_offline(True)
    line = page.get_by_test_id("link-line").or_(page.get_by_test_id("connection-line"))
    expect(line).to_be_visible()
    studio.take(page, name)
    page.context.set_offline(False)
    expect(line).to_be_hidden()


def _office(studio: Studio, company: Company) -> None:
    """Reports on a week of calls; exports, mail and wallboards; nothing, much, and a wrong question."""
    person = company.agent("Sophie Martin", studio.language, role="supervisor")
    office = open_office(studio.page().context, studio.guichet, person)
    office.ask("/reports/call_volume")
    studio.take(office.page, "office-nothing")
    last = _a_week_of_calls(studio, company)
    week = f"from=2026-11-09&to={last}"
    for name in ("call_volume", "agent_activity", "url_referrals", "sessions"):
        office.ask(f"/reports/{name}?{week}")
        studio.take(office.page, f"office-{name.replace('_', '-')}")
    office.page.emulate_media(media="print")
    studio.take(office.page, "office-printed")
    office.page.emulate_media(media="screen")
    office.open("/reports/call_volume?from=2026-11-20&to=2026-11-09")
    expect(office.problem).to_be_visible()
    studio.take(office.page, "office-wrong-question")
    for page in ("reports", "exports", "mail", "wallboards", "wallboards?new"):
        office.open(f"/{page}")
        expect(office.page.locator("h1")).to_be_visible()
        office.page.wait_for_load_state("networkidle")
        studio.take(office.page, f"office-{page.replace('?', '-')}")


def _a_week_of_calls(studio: Studio, company: Company) -> str:
    """Calls in three queues on four days, one agent with the longest name; the last day."""
    database, counters = company.database, COUNTERS[studio.language]
    queues = [company.queue(name) for name in counters]
    names = ("Marie", "Paul", "Amina", LONG_NAME[:60])
    agents = [builders.an_agent(database, company.id, name, queues=queues) for name in names]
    portal = company.portal(queues[0])
    for number in range(48):
        queue, agent = queues[number % 3], agents[number % 4]
        past = Past(database, company.id, queue, portal, agent)
        at = moment(f"2026-11-{9 + number % 4:02} {8 + number % 11:02}:{number:02}")
        if number % 7 == 0:
            past.request(at, number * SECOND)
        else:
            question = QUESTION[studio.language]
            face = 1 + number % 5
            past.answered(at, number * SECOND, (2 + number % 9) * MINUTE, face, question=question)
            past.state("in_session", at, at + 10 * MINUTE)
    return "2026-11-12"


SCENES: tuple[Callable[[Studio, Company], None], ...] = (
    _sign_in,
    _journey,
    _busy,
    _overfull,
    _doors,
    _bank,
    _office,
    _wallboards,
)

if __name__ == "__main__":
    main()
