"""Queue `deadline`: a timer has run out. Late, early or twice does no harm: the row decides."""

from __future__ import annotations

from routing.actions import deadlines
from workers.base import Work, task


@task("deadline.act")
def act(work: Work, company_id: str, deadline_id: str) -> None:
    """Acts on one deadline, if it still stands."""
    work.transact(company_id, lambda tx: deadlines.act(tx, deadline_id))
