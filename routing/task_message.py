"""A Celery task as a message (protocol 2), composed without Celery.

Web processes send tasks by name and never import the workers. The format is Celery's documented
"Message Protocol", version 2: https://docs.celeryq.dev/en/stable/internals/protocol.html
"""

from __future__ import annotations

from typing import Any

Headers = dict[str, Any]
Body = tuple[list[Any], dict[str, Any], dict[str, None]]

_NO_FOLLOW_UP: dict[str, None] = {
    "callbacks": None,
    "errbacks": None,
    "chain": None,
    "chord": None,
}


def headers(task: str, message_id: str, arguments: list[Any], retries: int = 0) -> Headers:
    """The headers of one task message; `message_id` becomes the task's id.

    The id stays the same however often the message is published or repeated, so that logs of one
    piece of work can be found together.
    """
    return {
        "lang": "py",
        "task": task,
        "id": message_id,
        "root_id": message_id,
        "parent_id": None,
        "group": None,
        "eta": None,
        "expires": None,
        "retries": retries,
        "timelimit": [None, None],
        "argsrepr": repr(tuple(arguments)),
        "kwargsrepr": "{}",
        "origin": "guichet",
        "ignore_result": True,
    }


def body(arguments: list[Any]) -> Body:
    """The body of one task message, to be encoded as JSON."""
    return arguments, {}, _NO_FOLLOW_UP
