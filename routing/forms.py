"""A portal's form: the fields customers fill in, in their language, and what may stand in them.

A field is `{"name", "label", "kind": "text|choice|email", "required", "choices"}`; labels and choices
are texts, or texts by language (`{"en": …, "fr": …}`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from routing import mail_addresses, texts
from routing.errors import InvalidInput

ANSWER_LIMIT = 1_000
FALLBACK_LANGUAGE = "en"

Definition = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Field:
    """One field in one language."""

    name: str
    label: str
    kind: str
    required: bool
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What a customer answered, with the field's label."""

    name: str
    label: str
    value: str


def fields(form: Definition, language: str) -> list[Field]:
    """The form's fields in this language."""
    return [
        Field(
            str(entry["name"]),
            _in(entry.get("label", entry["name"]), language),
            str(entry.get("kind", "text")),
            bool(entry.get("required", False)),
            tuple(_in(choice, language) for choice in entry.get("choices", ())),
        )
        for entry in form
    ]


def answers(form: Definition, given: Mapping[str, Any], language: str) -> list[Answer]:
    """The answers that are not empty, in the form's order."""
    return [
        Answer(field.name, field.label, str(given[field.name]))
        for field in fields(form, language)
        if given.get(field.name)
    ]


def checked(form: Definition, given: Mapping[str, str]) -> dict[str, str]:
    """The answers cleaned; raises `InvalidInput` naming the field (`answers.<name>`) that is wrong."""
    known = {str(entry["name"]): entry for entry in form}
    for name in given:
        if name not in known:
            raise InvalidInput(field=f"answers.{texts.cut(name, 60)}", reason="unknown_field")
    return {name: _checked(entry, given.get(name, "")) for name, entry in known.items()}


def email(form: Definition, given: Mapping[str, str]) -> str:
    """The customer's address, as it is written to: the first that was given (checked) in the form, or ""."""
    asked = [str(entry["name"]) for entry in form if entry.get("kind") == "email"]
    written = [given[name] for name in asked if given.get(name)]
    return mail_addresses.checked("email", written[:1], required=False)[0] if written else ""


def _checked(entry: Mapping[str, Any], answer: str) -> str:
    name = f"answers.{entry['name']}"
    cleaned = texts.many_lines(
        name, answer, ANSWER_LIMIT, required=bool(entry.get("required", False))
    )
    if cleaned and entry.get("kind") == "choice" and cleaned not in _every_choice(entry):
        raise InvalidInput(field=name, reason="unknown_value")
    if cleaned and entry.get("kind") == "email":
        mail_addresses.checked(name, [cleaned])
    return cleaned


def _every_choice(entry: Mapping[str, Any]) -> set[str]:
    """The choices in all languages: the customer answers in theirs."""
    choices = entry.get("choices", ())
    return {text for choice in choices for text in _texts(choice)}


def _texts(text: str | Mapping[str, str]) -> list[str]:
    return [text] if isinstance(text, str) else [str(value) for value in text.values()]


def _in(text: str | Mapping[str, str], language: str) -> str:
    if isinstance(text, str):
        return text
    return str(text.get(language) or text.get(FALLBACK_LANGUAGE) or next(iter(text.values())))
