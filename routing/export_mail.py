"""The words of the mail that brings a night's files, in the languages of the product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from routing.exported import ExportedFile


@dataclass(frozen=True)
class Words:
    """One language's words; the names in braces are filled in."""

    subject: str
    attached: str
    in_folder: str
    file: str
    hint: str


@dataclass(frozen=True)
class Letter:
    """Subject and body."""

    subject: str
    body: str


_ENGLISH = Words(
    subject="Exports of {day} – {company}",
    attached="The reports of {day} are attached.",
    in_folder=(
        "The reports of {day} are too large for a mail. They are in the export folder "
        "and on the page 'Nightly exports'."
    ),
    file="{name}: {rows} rows, {size} bytes, SHA-256 {sha256}",
    hint=(
        "Durations are in seconds, times carry their offset from UTC. "
        "Who gets this mail is set on the page 'Nightly exports'."
    ),
)
_FRENCH = Words(
    subject="Exports du {day} – {company}",
    attached="Les rapports du {day} sont joints à ce message.",
    in_folder=(
        "Les rapports du {day} sont trop volumineux pour un message. Ils se trouvent dans le "
        "dossier d'export et sur la page « Exports de nuit »."
    ),
    file="{name} : {rows} lignes, {size} octets, SHA-256 {sha256}",
    hint=(
        "Les durées sont en secondes, les heures portent leur décalage par rapport à UTC. "
        "Les destinataires se règlent sur la page « Exports de nuit »."
    ),
)
WORDS: Final = {"en": _ENGLISH, "fr": _FRENCH}


def compose(
    language: str, company: str, day: str, files: Sequence[ExportedFile], *, attached: bool
) -> Letter:
    """The letter for these files, in English where the language is unknown."""
    words = WORDS.get(language, _ENGLISH)
    first = words.attached if attached else words.in_folder
    lines = [
        words.file.format(name=file.name, rows=file.rows, size=file.bytes, sha256=file.sha256)
        for file in files
    ]
    body = "\n\n".join([first.format(day=day), "\n".join(lines), words.hint])
    return Letter(words.subject.format(day=day, company=company), body)
