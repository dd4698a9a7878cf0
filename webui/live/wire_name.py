"""The name of a message's type on the wire."""

from __future__ import annotations

import re
from functools import cache


@cache
def wire_name(class_name: str) -> str:
    """The class's name in snake case: `RequestRow` is `request_row`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", class_name).lower()
