"""long waits and long stretches of an agent's state are found by themselves

Revision: 0003, after 0002, 2026-11-21 03:45:00.000000
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("request", schema=None) as batch_op:
        long_wait = sa.text(
            "CASE WHEN coalesce(accepted_at, closed_at) - posted_at <= 172800000 THEN 0 ELSE 1 END = 1"
        )
        batch_op.create_index(
            "ix_request_long_wait",
            ["company_id", "posted_at"],
            unique=False,
            sqlite_where=long_wait,
            postgresql_where=long_wait,
        )

    with op.batch_alter_table("agent_state", schema=None) as batch_op:
        long_stretch = sa.text("CASE WHEN ended_at - began_at <= 2678400000 THEN 0 ELSE 1 END = 1")
        batch_op.create_index(
            "ix_agent_state_long",
            ["company_id", "began_at"],
            unique=False,
            sqlite_where=long_stretch,
            postgresql_where=long_stretch,
        )

    # Days were put aside without the long stretches; they are derived, and are made again.
    op.execute("DELETE FROM sealed_day WHERE kind = 'states.1'")
