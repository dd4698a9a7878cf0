"""What acceptance tests share: one running product, one browser, and the people in front of it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from routing.tables import Portal
from tests.acceptance import desk as desks
from tests.acceptance.browsing import Windows, chromium
from tests.acceptance.company import Company, Person
from tests.acceptance.customer import Customer, open_customer_page
from tests.acceptance.desk import Desk
from tests.features import RESULTS
from tests.running import RunningGuichet, running_guichet

#: Whether a test's own part failed, so that its windows are kept as pictures.
FAILED = pytest.StashKey[bool]()
AtDesk = Callable[..., Desk]
AsCustomer = Callable[..., Customer]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def guichet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGuichet]:
    """The whole product, shared by the run: who kills or slows it starts one of their own."""
    with running_guichet(tmp_path_factory.mktemp("guichet")) as guichet:
        yield guichet


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """One Chromium for the run."""
    with sync_playwright() as playwright, chromium(playwright) as browser:
        yield browser


@pytest.fixture
def windows(chrome: Browser, request: pytest.FixtureRequest) -> Iterator[Windows]:
    """This test's browser windows; afterwards their consoles must have been silent."""
    windows = Windows(chrome)
    yield windows
    failed = request.node.stash.get(FAILED, False)
    if failed:
        _keep_pictures(windows, request.node.name)
    windows.close()
    assert failed or windows.unexpected() == []


@pytest.fixture
def company(guichet: RunningGuichet) -> Iterator[Company]:
    """A company of this test's own."""
    company = Company(guichet)
    yield company
    company.close()


@pytest.fixture
def at_desk(guichet: RunningGuichet, windows: Windows) -> AtDesk:
    """`at_desk(person)`: this person's desk in a browser of their own, available."""

    def open_desk(person: Person, status: str = "available", **options: object) -> Desk:
        context = windows.open(**options)
        token = desks.sign_in(context, guichet, person)
        desk = desks.open_tab(context, guichet, person)
        if status == "available":
            desks.become(context, guichet, token, status)
        return desk

    return open_desk


@pytest.fixture
def as_customer(guichet: RunningGuichet, windows: Windows) -> AsCustomer:
    """`as_customer(portal)`: the portal's page in a browser of its own."""

    def open_page(portal: Portal | str, query: str = "", **options: object) -> Customer:
        return open_customer_page(windows.open(**options).new_page(), guichet, portal, query)

    return open_page


def _keep_pictures(windows: Windows, name: str) -> None:
    folder = RESULTS / "failed" / name.replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(windows.pages(), 1):
        page.screenshot(path=folder / f"{number}.png", timeout=5_000)
