"""What people typed, made safe to keep: no control characters, no invisible direction marks, no excess."""

from __future__ import annotations

import unicodedata

from routing.errors import InvalidInput

NAME_LIMIT = 300
QUESTION_LIMIT = 4_000
LINE_LIMIT = 4_000
NOTES_LIMIT = 20_000
COMMENT_LIMIT = 2_000
ADDRESS_LIMIT = 2_000

_KEPT_CONTROLS = frozenset("\n\t")
# Cc: control characters. Cs: half surrogates no database keeps. Directional overrides can make a name
# read as something else, and marks nobody sees can make two names look the same; joiners (U+200C,
# U+200D) are part of many languages' words and stay.
_UNSEEN_MARKS = frozenset(
    "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
# What shows nothing by itself: blanks, controls and formats, marks that need a letter to stand on.
# Letters and symbols by category, but blank: fillers of Hangul, the empty pattern of Braille.
_INVISIBLE_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Mn", "Me"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def one_line(field: str, text: str, limit: int, *, required: bool = False) -> str:
    """Text for one line: blanks folded, nothing invisible; raises `InvalidInput` when too long or empty."""
    cleaned = " ".join(_kept(text).split())
    return _checked(field, cleaned, limit, required)


def many_lines(field: str, text: str, limit: int, *, required: bool = False) -> str:
    """Text of any number of lines; raises `InvalidInput` when too long, or empty though required."""
    return _checked(field, _kept(text.replace("\r\n", "\n")).strip(), limit, required)


def cut(text: str, limit: int) -> str:
    """Text from a machine (a header, an address), shortened rather than refused."""
    return " ".join(_kept(text).split())[:limit]


def _kept(text: str) -> str:
    return "".join(letter for letter in text if _is_kept(letter))


def _is_kept(letter: str) -> bool:
    if letter in _KEPT_CONTROLS:
        return True
    return unicodedata.category(letter) not in ("Cc", "Cs") and letter not in _UNSEEN_MARKS


def _shows(letter: str) -> bool:
    return (
        unicodedata.category(letter) not in _INVISIBLE_CATEGORIES and letter not in _BLANK_LETTERS
    )


def _checked(field: str, text: str, limit: int, required: bool) -> str:
    if required and not any(_shows(letter) for letter in text):
        raise InvalidInput(field=field, reason="required")
    if len(text) > limit:
        raise InvalidInput(field=field, reason="too_long", limit=limit)
    return text
