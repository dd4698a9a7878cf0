"""Views counted by several processes at once add up, on both databases."""

import threading

from sqlmodel import select

from routing.actions import page_views
from routing.actions.page_views import Viewed
from routing.tables import PageView
from tests.builders import a_company, a_portal

WRITERS, ROUNDS = 4, 25


def test_views_of_the_same_pages_from_many_writers_add_up(database):
    company_id = a_company(database)
    portal = a_portal(database, company_id)
    pages = [Viewed(portal.id, 0, f"https://bank.example/{name}") for name in "abc"]

    def write(order):
        for _ in range(ROUNDS):
            database.run(
                company_id, lambda tx: page_views.count(tx, dict.fromkeys(pages[::order], 2))
            )

    writers = [
        threading.Thread(target=write, args=(1 if number % 2 else -1,)) for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    with database.reading(company_id) as reading:
        rows = list(reading.session.scalars(select(PageView)))
    assert {row.url: row.views for row in rows} == {
        page.url: 2 * WRITERS * ROUNDS for page in pages
    }
