"""Requests whose message was lost for good, for instance with a broker's disk: served all the same."""

from __future__ import annotations

from sqlmodel import col, select

from routing.actions import intake, offers
from routing.clock import SECOND, Millis
from routing.database import ALL_COMPANIES, Database
from routing.lifecycle import RequestState
from routing.tables import Request

# A message takes milliseconds; who has waited this long for one is served without it.
LATE: Millis = 5 * SECOND
AT_ONCE = 200


def serve(database: Database) -> int:
    """Screen what is still posted, and match the queues in which somebody waits; how many of both."""
    with database.reading(ALL_COMPANIES) as reading:
        late = col(Request.posted_at) < reading.now - LATE
        posted = select(Request).where(late, col(Request.state) == RequestState.POSTED)
        unscreened = [
            (row.company_id, row.id) for row in reading.session.scalars(posted.limit(AT_ONCE))
        ]
        waiting = select(Request).where(
            late, col(Request.state) == RequestState.WAITING, col(Request.queue_id).is_not(None)
        )
        queues = {(row.company_id, str(row.queue_id)) for row in reading.session.scalars(waiting)}
    for company_id, request_id in unscreened:
        with database.transaction(company_id) as tx:
            intake.screen(tx, request_id)
    for company_id, queue_id in sorted(queues):
        offers.match_queue(database, company_id, queue_id)
    return len(unscreened) + len(queues)
