"""Queue `housekeeping`: what is kept only for a time is removed when that time is over."""

from __future__ import annotations

from routing.actions import housekeeping
from workers.base import Work, task


@task("housekeeping.purge_posted_keys")
def purge_posted_keys(work: Work) -> None:
    """Forgets the idempotency keys whose day is over."""
    housekeeping.purge_posted_keys(work.database)


@task("housekeeping.purge_connections")
def purge_connections(work: Work) -> None:
    """Forgets connections that ended long ago."""
    housekeeping.purge_connections(work.database)
