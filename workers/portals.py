"""Queues `portal.*`: a posted request is screened, then rings, or waits in its WebACD queue."""

from __future__ import annotations

import structlog

from routing.actions import intake
from workers.base import Work, task


@task("portal.screen")
def screen(work: Work, company_id: str, request_id: str) -> None:
    """Screens one posted request."""
    with structlog.contextvars.bound_contextvars(request_id=request_id):
        work.transact(company_id, lambda tx: intake.screen(tx, request_id))
