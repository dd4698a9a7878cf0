"""Looking for a text in columns of the database, and ordering by them: small and capital letters alike,
in every script.

SQLite by itself knows the letters of English only, so there Python makes letters small and says the
order; PostgreSQL by itself knows those of its own locale, so there the root collation of ICU does.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, collate, func, literal_column, select

from routing.text_order import text_order
from routing.transaction import Transaction

_ESCAPE = "\\"
#: The order and the letters of no language in particular; PostgreSQL is built with ICU nearly everywhere.
_ANY_LANGUAGE = "und-x-icu"


class TextSearch:
    """Conditions for one text, in the dialect of the database that is read."""

    def __init__(self, reading: Transaction, text: str) -> None:
        self._is_sqlite = is_sqlite(reading)
        self._pattern = f"%{escaped(text.lower())}%"

    def in_text(self, column: Any) -> ColumnElement[bool]:
        """Whether the column holds the text."""
        found: ColumnElement[bool] = self._small(column).like(self._pattern, escape=_ESCAPE)
        return found

    def in_answers(self, column: Any) -> ColumnElement[bool]:
        """Whether one of the values of a JSON document does."""
        each = func.json_each if self._is_sqlite else func.json_each_text
        answers = each(column).table_valued("key", "value")
        return (
            select(literal_column("1"))
            .where(self.in_text(answers.c.value))
            .correlate_except(answers)
        ).exists()

    def _small(self, column: Any) -> Any:
        if self._is_sqlite:
            return func.lower_text(column)
        return func.lower(collate(column, _ANY_LANGUAGE))


def ordered(reading: Transaction, column: Any) -> Any:
    """What rows are ordered by to be in the order of a column of texts."""
    return func.text_order(column) if is_sqlite(reading) else collate(column, _ANY_LANGUAGE)


def is_sqlite(reading: Transaction) -> bool:
    """Whether it is SQLite that is read."""
    return reading.session.get_bind().dialect.name == "sqlite"


def prepare(reading: Transaction) -> None:
    """Teach this connection what `TextSearch` and `ordered` need."""
    if is_sqlite(reading):
        driver: Any = reading.session.connection().connection.driver_connection
        driver.create_function("lower_text", 1, _lower, deterministic=True)
        driver.create_function("text_order", 1, _order, deterministic=True)


def escaped(text: str) -> str:
    """The text as a pattern that means nothing but itself."""
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, _ESCAPE + sign)
    return text


def _order(text: object) -> str | None:
    return None if text is None else text_order(str(text))


def _lower(text: object) -> str:
    return "" if text is None else str(text).lower()
