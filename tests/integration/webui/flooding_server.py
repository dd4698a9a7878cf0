"""A WebSocket server under gevent that sends many frames at once; run as a program of its own.

`python -m tests.integration.webui.flooding_server PORT cured|bare FRAMES FRAME_BYTES`
"""

# ruff: noqa: E402
from gevent import monkey

monkey.patch_all()

import sys
from contextlib import suppress
from typing import Any

from gevent.pywsgi import WSGIServer
from simple_websocket import ConnectionClosed, Server

from webui.live.socket_send import SendWholeFrames


def flood(frames: int, size: int) -> Any:
    """A WSGI application that sends `frames` numbered frames of `size` bytes to whoever connects."""

    def application(environ: dict[str, Any], _start_response: Any) -> list[bytes]:
        websocket = Server(environ)
        for number in range(frames):
            websocket.send(f"{number:08d}".ljust(size, "x"))
        websocket.send("done")
        with suppress(ConnectionClosed):
            websocket.receive(timeout=60)
        return []

    return application


def with_socket(application: Any) -> Any:
    """Put the socket where gunicorn puts it; gevent's own server does not."""

    def wsgi(environ: dict[str, Any], start_response: Any) -> Any:
        environ["gunicorn.socket"] = environ["wsgi.input"].raw._sock
        return application(environ, start_response)

    return wsgi


def main() -> None:
    """Serve until killed."""
    port, cure, frames, size = sys.argv[1:]
    application = flood(int(frames), int(size))
    if cure == "cured":
        application = SendWholeFrames(application)
    WSGIServer(("127.0.0.1", int(port)), with_socket(application), log=None).serve_forever()


if __name__ == "__main__":
    main()
