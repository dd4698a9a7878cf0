"""The order of texts as people have it in lists: é beside e, small and capital letters alike."""

from __future__ import annotations

import unicodedata


def text_order(text: str) -> str:
    """What texts are ordered by: letters without their marks come first, marks decide between equals.

    Close to the root order of the Unicode collation algorithm (UTS #10), by which PostgreSQL sorts; no
    more than SQLite and Python need for names.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return f"{letters}\0{plain}"
