"""A Socket.IO server that does nothing but emit: the floor for whatever is pushed to many browsers.

python -m tests.bench.plain_echo PORT: each POST to / is emitted to everybody, its body as it came.
"""

# ruff: noqa: E402
from gevent import monkey

monkey.patch_all()

import sys

from flask import Flask, request
from flask_socketio import SocketIO

app = Flask(__name__)
server = SocketIO(app, async_mode="gevent", cors_allowed_origins="*")


@server.on("connect", namespace="/echo")
def connected(_auth: object = None) -> None:
    """Say something, so that the listener knows it is there."""
    sid = request.sid  # type: ignore[attr-defined]
    server.start_background_task(server.emit, "hello", {}, to=sid, namespace="/echo")


@app.post("/")
def emit() -> str:
    """Emit the body."""
    server.emit("board", request.get_json(), namespace="/echo")
    return ""


@app.get("/")
def alive() -> str:
    """Answer that it runs."""
    return "yes"


if __name__ == "__main__":
    server.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_output=False)
