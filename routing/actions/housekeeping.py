"""Tidying: what is only kept for a time is deleted when that time is over."""

from __future__ import annotations

from sqlalchemy import delete
from sqlmodel import col

from routing.actions.intake import KEY_KEPT
from routing.clock import DAY, Millis
from routing.database import ALL_COMPANIES, Database
from routing.tables import Connection, PostedKey

CONNECTIONS_KEPT: Millis = 30 * DAY


def purge_posted_keys(database: Database) -> int:
    """Forget idempotency keys older than a day; how many."""
    with database.transaction(ALL_COMPANIES) as tx:
        return tx.change(delete(PostedKey).where(col(PostedKey.created_at) < tx.now - KEY_KEPT))


def purge_connections(database: Database) -> int:
    """Forget connections that ended a month ago; how many."""
    with database.transaction(ALL_COMPANIES) as tx:
        return tx.change(
            delete(Connection).where(col(Connection.closed_at) < tx.now - CONNECTIONS_KEPT)
        )
