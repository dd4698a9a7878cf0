"""Looking for a text in columns of the database, small and capital letters alike, as plain text.

SQLite's own LIKE knows the letters of English only, so there Python makes letters small.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select

from routing.transaction import Transaction

_ESCAPE = "\\"


class TextSearch:
    """Conditions for one text, in the dialect of the database that is read."""

    def __init__(self, reading: Transaction, text: str) -> None:
        self._is_sqlite = is_sqlite(reading)
        self._pattern = f"%{escaped(text.lower())}%"

    def in_text(self, column: Any) -> ColumnElement[bool]:
        """Whether the column holds the text."""
        small = func.lower_text(column) if self._is_sqlite else func.lower(column)
        return small.like(self._pattern, escape=_ESCAPE)

    def in_answers(self, column: Any) -> ColumnElement[bool]:
        """Whether one of the values of a JSON document does."""
        each = func.json_each if self._is_sqlite else func.json_each_text
        answers = each(column).table_valued("key", "value")
        return (
            select(literal_column("1"))
            .where(self.in_text(answers.c.value))
            .correlate_except(answers)
        ).exists()


def is_sqlite(reading: Transaction) -> bool:
    """Whether it is SQLite that is read."""
    return reading.session.get_bind().dialect.name == "sqlite"


def prepare(reading: Transaction) -> None:
    """Teach this connection what `TextSearch` needs."""
    if is_sqlite(reading):
        driver: Any = reading.session.connection().connection.driver_connection
        driver.create_function("lower_text", 1, _lower, deterministic=True)


def escaped(text: str) -> str:
    """The text as a pattern that means nothing but itself."""
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, _ESCAPE + sign)
    return text


def _lower(text: object) -> str:
    return "" if text is None else str(text).lower()
