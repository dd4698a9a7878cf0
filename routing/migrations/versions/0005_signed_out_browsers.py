"""browsers that signed out are remembered until their cookies have run out

Revision: 0005, after 0004, 2026-11-21 04:40:00.000000
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "signed_out_browser",
        sa.Column("company_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("nonce", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("account_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_signed_out_browser_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_signed_out_browser_company_id_company")
        ),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_signed_out_browser")),
    )
    with op.batch_alter_table("signed_out_browser", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signed_out_browser_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_signed_out_browser_company_id"), ["company_id"], unique=False
        )
