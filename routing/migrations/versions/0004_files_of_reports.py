"""a report has files of several formats

Revision: 0004, after 0003, 2026-11-21 03:55:00.000000
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward: the files there are CSV files, and done."""
    text = sqlmodel.sql.sqltypes.AutoString
    with op.batch_alter_table("report_file", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("format", text(length=10), nullable=False, server_default="csv")
        )
        batch_op.add_column(
            sa.Column("state", text(length=10), nullable=False, server_default="done")
        )
        batch_op.add_column(
            sa.Column("problem_code", text(length=60), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("problem_data", sa.JSON(), nullable=False, server_default="{}")
        )
        batch_op.add_column(
            sa.Column("asked_at", sa.BigInteger(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("started_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("finished_at", sa.BigInteger(), nullable=True))
        batch_op.alter_column("data", existing_type=sa.LargeBinary(), nullable=True)
        batch_op.drop_constraint("pk_report_file", type_="primary")
        batch_op.create_primary_key("pk_report_file", ["run_id", "format"])

    # Made with their reports.
    for moment in ("asked_at", "finished_at"):
        op.execute(
            f"UPDATE report_file SET {moment} = coalesce((SELECT report_run.finished_at "
            "FROM report_run WHERE report_run.id = report_file.run_id), 0)"
        )
