"""What all tables share: identifier columns, time columns, the company a row belongs to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, MetaData, Uuid
from sqlmodel import Field, SQLModel

from routing.identifiers import new_id

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

SQLModel.metadata.naming_convention = NAMING_CONVENTION
metadata: MetaData = SQLModel.metadata


def id_column() -> Any:
    """A UUIDv7 primary key, kept as text in Python and as the database's own UUID where it has one."""
    return Field(default_factory=new_id, primary_key=True, sa_type=Uuid(as_uuid=False))


def reference(target: str, *, nullable: bool = False, **options: Any) -> Any:
    """A column pointing at `target` ("table.id")."""
    default: Any = None if nullable else ...
    return Field(
        default=default,
        foreign_key=target,
        sa_type=Uuid(as_uuid=False),
        nullable=nullable,
        **options,
    )


def plain_reference(*, nullable: bool = True, **options: Any) -> Any:
    """An identifier without a foreign key, for subjects that live in one of several tables."""
    default: Any = None if nullable else ...
    return Field(default=default, sa_type=Uuid(as_uuid=False), nullable=nullable, **options)


def moment(*, nullable: bool = False, **options: Any) -> Any:
    """A time in milliseconds since the epoch, UTC."""
    default: Any = None if nullable else ...
    return Field(default=default, sa_type=BigInteger, nullable=nullable, **options)


def document(default: Any = dict) -> Any:
    """A JSON document, `default()` when nothing is given."""
    return Field(default_factory=default, sa_type=JSON, nullable=False)


class CompanyRow(SQLModel):
    """Base of every row that belongs to one company; a statement without a company fails."""

    company_id: str = Field(foreign_key="company.id", sa_type=Uuid(as_uuid=False), index=True)


class Versioned(SQLModel):
    """Base of rows whose every change raises `version`; events carry it."""

    version: int = Field(default=1)
