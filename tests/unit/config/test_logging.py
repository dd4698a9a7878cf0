"""Logs are one JSON object a line, carry the ids of what is worked on, and no secrets."""

import json
import logging

import pytest
import structlog

from config.logging import configure_logging, hide_secrets
from config.settings import Settings
from tests.plain_logs import log_plainly


@pytest.fixture
def lines(capsys):
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture(autouse=True)
def _logging_as_before():
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    structlog.contextvars.clear_contextvars()
    structlog.reset_defaults()
    log_plainly()
    root.handlers[:] = before
    root.setLevel(level)


def test_our_lines_and_those_of_libraries_look_alike(lines):
    configure_logging(Settings(), "web")
    structlog.get_logger("ours").info("request.posted", portal="orders")
    logging.getLogger("theirs").warning("slow %s", "query")

    ours, theirs = lines()
    assert (ours["event"], ours["portal"], ours["process"]) == ("request.posted", "orders", "web")
    assert (theirs["event"], theirs["level"], theirs["process"]) == ("slow query", "warning", "web")
    assert ours["at"].endswith("Z")


def test_bound_ids_stand_on_every_line_until_cleared(lines):
    configure_logging(Settings(), "web")
    structlog.contextvars.bind_contextvars(request_id="r1", session_id="s1")
    logging.getLogger("theirs").warning("within")
    structlog.contextvars.clear_contextvars()
    logging.getLogger("theirs").warning("after")

    within, after = lines()
    assert (within["request_id"], within["session_id"]) == ("r1", "s1")
    assert "request_id" not in after


def test_an_error_carries_its_trace_in_the_same_line(lines):
    configure_logging(Settings(), "web")
    try:
        raise ValueError("boom")
    except ValueError:
        structlog.get_logger("ours").exception("task.failed")

    (line,) = lines()
    assert "ValueError: boom" in line["exception"]


@pytest.mark.parametrize("key", ["password", "api_token", "Authorization", "set_cookie"])
def test_fields_named_like_secrets_are_hidden(key):
    assert hide_secrets(None, "", {key: "abc"}) == {key: "[hidden]"}
    assert hide_secrets(None, "", {"headers": {key: "abc"}}) == {"headers": {key: "[hidden]"}}


def test_passwords_within_addresses_are_hidden(lines):
    configure_logging(Settings(), "web")
    logging.getLogger("theirs").warning("connected to amqp://guichet:hunter2@127.0.0.1:1//")

    (line,) = lines()
    assert line["event"] == "connected to amqp://guichet:[hidden]@127.0.0.1:1//"
