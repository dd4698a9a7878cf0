"""How Alembic connects: to the address it is handed, with every table registered."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, event

from routing.tables import metadata

config = context.config


def run() -> None:
    """Bring the database at the configured address to the newest revision."""
    engine = create_engine(config.attributes["database_url"])
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _without_foreign_keys)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=engine.dialect.name == "sqlite",
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


def _without_foreign_keys(connection: object, _record: object) -> None:
    # SQLite changes a table by copying it; rows that point at it must not mind meanwhile.
    connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[attr-defined]


run()
