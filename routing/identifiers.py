"""Identifiers: UUIDv7 for rows, nine-digit numbers for people to read to each other."""

from __future__ import annotations

import secrets

import uuid_utils

SESSION_NUMBER_DIGITS = 9


def new_id() -> str:
    """A UUIDv7 as text with dashes; later ones from one process sort after earlier ones."""
    return str(uuid_utils.uuid7())


def is_id(text: str) -> bool:
    """Whether `text` is a UUID in its usual written form."""
    try:
        return str(uuid_utils.UUID(text)) == text.lower()
    except ValueError:
        return False


def new_session_number() -> str:
    """Nine random digits, the first not zero, for people to read aloud."""
    lowest = 10 ** (SESSION_NUMBER_DIGITS - 1)
    return str(lowest + secrets.randbelow(9 * lowest))
