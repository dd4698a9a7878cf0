"""Task messages composed without Celery, compared with Celery's own."""

from celery import Celery

from routing import task_message

IDENTIFIER = "01890000-0000-7000-8000-000000000001"
ARGUMENTS = ["a company", "a request"]


def _as_celery_makes_it():
    return Celery(set_as_current=False).amqp.as_task_v2(IDENTIFIER, "portal.screen", ARGUMENTS)


def test_the_body_is_what_celery_would_send():
    assert task_message.body(ARGUMENTS) == _as_celery_makes_it().body


def test_the_headers_are_among_those_celery_would_send_with_the_same_values():
    ours = task_message.headers("portal.screen", IDENTIFIER, ARGUMENTS)
    celerys = _as_celery_makes_it().headers

    differing = {name for name, value in ours.items() if celerys[name] != value}
    # Where it came from is our own word, and nobody reads a result.
    assert differing <= {"origin", "ignore_result", "argsrepr"}


def test_a_repetition_counts_and_keeps_its_id():
    headers = task_message.headers("portal.screen", IDENTIFIER, ARGUMENTS, retries=2)

    assert (headers["id"], headers["retries"]) == (IDENTIFIER, 2)
