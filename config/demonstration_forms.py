"""What the demonstration bank asks its customers before and after a session."""

from __future__ import annotations

Form = list[dict[str, object]]
#: What is asked before a session, and after it.
BOX_FORMS: tuple[Form, Form] = (
    [
        {
            "name": "subject",
            "label": {"en": "What is it about?", "fr": "À quel sujet ?"},
            "kind": "choice",
            "required": False,
            "choices": [
                {"en": "A card", "fr": "Une carte"},
                {"en": "A transfer", "fr": "Un virement"},
                {"en": "A loan", "fr": "Un crédit"},
                {"en": "Something else", "fr": "Autre chose"},
            ],
        },
        {
            "name": "email",
            "label": {"en": "E-mail", "fr": "E-mail"},
            "kind": "email",
            "required": False,
        },
    ],
    [
        {
            "name": "solved",
            "label": {"en": "Is your question answered?", "fr": "Avez-vous votre réponse ?"},
            "kind": "choice",
            "required": False,
            "choices": [
                {"en": "Yes", "fr": "Oui"},
                {"en": "In part", "fr": "En partie"},
                {"en": "No", "fr": "Non"},
            ],
        },
        {
            "name": "email",
            "label": {
                "en": "E-mail, if we may write to you",
                "fr": "E-mail, si nous pouvons vous écrire",
            },
            "kind": "email",
            "required": False,
        },
    ],
)
