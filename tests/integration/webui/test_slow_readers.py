"""A browser that reads slowly gets every frame whole.

The bare case shows the library's defect. When it begins to pass frames whole, an upstream release
has mended it and `webui.live.socket_send` can go.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import websocket

from tests.services import free_port
from tests.waiting import wait_until

FRAMES, FRAME_BYTES = 200, 64_000
SMALL_BUFFER = 4_096
LIMIT_S = 60.0


@contextmanager
def flooding_server(cure: str) -> Iterator[int]:
    """The port of a server that floods whoever connects, with or without the cure."""
    port = free_port()
    command = [sys.executable, "-m", "tests.integration.webui.flooding_server"]
    child = subprocess.Popen(
        [*command, str(port), cure, str(FRAMES), str(FRAME_BYTES)], env={**os.environ}
    )
    try:
        wait_until(lambda: listens(port), LIMIT_S, "the flooding server")
        yield port
    finally:
        child.kill()
        child.wait()


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def frames_read_slowly(port: int) -> list[str]:
    """What arrives whole at a browser whose buffers are small, until the end or the first damage."""
    small = ((socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER),)
    browser = websocket.create_connection(
        f"ws://127.0.0.1:{port}/", sockopt=small, timeout=5, enable_multithread=False
    )
    received: list[str] = []
    try:
        while True:
            frame = str(browser.recv())
            if frame == "done":
                return received
            received.append(frame)
    except (websocket.WebSocketException, OSError, UnicodeDecodeError):
        return received
    finally:
        browser.shutdown()


def expected() -> list[str]:
    return [f"{number:08d}".ljust(FRAME_BYTES, "x") for number in range(FRAMES)]


def test_without_the_cure_frames_are_cut():
    with flooding_server("bare") as port:
        assert frames_read_slowly(port) != expected()


def test_with_the_cure_every_frame_arrives_whole():
    with flooding_server("cured") as port:
        assert frames_read_slowly(port) == expected()
