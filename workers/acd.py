"""Queues `acd.*`: the waiting requests of one WebACD queue are matched with its agents."""

from __future__ import annotations

from routing.actions import offers
from workers.base import Work, task
from workers.folding import Folding

_runs = Folding()


@task("acd.match")
def match(work: Work, company_id: str, queue_id: str) -> None:
    """Matches one WebACD queue; triggers that arrive meanwhile make one more run."""
    _runs.run(queue_id, lambda: offers.match_queue(work.database, company_id, queue_id))
