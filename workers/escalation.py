"""Queues `escalation.*`: a request that has waited too long is put before its tier."""

from __future__ import annotations

import structlog

from routing.actions import escalation
from workers.base import Work, task


@task("escalation.alert")
def alert(work: Work, company_id: str, request_id: str) -> None:
    """Alerts the tier that one request has escalated to."""
    with structlog.contextvars.bound_contextvars(request_id=request_id):
        work.transact(company_id, lambda tx: escalation.alert(tx, request_id))
