"""HTTP is asked again while the product is away, and a no is a no."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from config.ports import LOOPBACK, free_port
from config.replay.patient_http import PatientHttp, Refused, Unreachable


@contextmanager
def answering(*answers: tuple[int, str]) -> Iterator[tuple[str, list[str]]]:
    """A server that gives these answers in turn; its address, and the keys it was asked with."""
    left, keys = list(answers), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            keys.append(self.headers["Idempotency-Key"])
            status, body = left.pop(0)
            if status == 0:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}", keys
    finally:
        server.shutdown()
        server.server_close()


def test_a_lost_answer_and_a_restart_are_asked_again_under_the_same_key():
    key = str(uuid.uuid4())
    with answering((0, ""), (503, "{}"), (201, '{"request_id": "r1"}')) as (url, keys):
        answer = PatientHttp(url).call("POST", "/x", {}, {"Idempotency-Key": key})

    assert answer == {"request_id": "r1"}
    assert keys == [key] * 3


def test_a_no_is_not_asked_again():
    with (
        answering((409, '{"code": "already_taken"}')) as (url, keys),
        pytest.raises(Refused) as refused,
    ):
        PatientHttp(url).call("POST", "/x", {})

    assert (refused.value.status, refused.value.code) == (409, "already_taken")
    assert len(keys) == 1


def test_an_answer_without_content_is_nothing():
    with answering((204, "")) as (url, _):
        assert PatientHttp(url).call("POST", "/x", {}) is None


def test_patience_ends():
    away = f"http://{LOOPBACK}:{free_port()}"

    with pytest.raises(Unreachable, match="no answer"):
        PatientHttp(away, patience_s=0.0).call("GET", "/x")


def test_a_run_that_is_cut_short_waits_for_nobody():
    stop = threading.Event()
    stop.set()

    with pytest.raises(Unreachable):
        PatientHttp(f"http://{LOOPBACK}:{free_port()}", stop).call("GET", "/x")
