"""A process as the web process is: patched by gevent, with a publisher and a listener.

Ends with 0 when the event was heard and a greenlet beside them was never held up for long.
"""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402

import gevent  # noqa: E402

sys.path.insert(0, str(Path(__file__).parents[3]))

from routing.broker import Broker, EventStream, Message  # noqa: E402

#: Seconds that a greenlet may be held up: far below a read's time-out, far above a busy machine's.
LONGEST_STALL = 0.3
#: How often the greenlet beside them still beats once the event was heard: a hundred a second.
QUIET_BEATS = 100


def main(url: str) -> int:
    heard: list[str] = []
    stalls: list[float] = []

    def tick() -> None:
        before = time.monotonic()
        while True:
            gevent.sleep(0.01)
            stalls.append(time.monotonic() - before - 0.01)
            before = time.monotonic()

    broker = Broker(url)
    broker.check()
    ticker = gevent.spawn(tick)
    stream = EventStream(url, lambda event: heard.append(event["name"]))
    stream.start()
    with gevent.Timeout(20):
        while not stream.listening:
            gevent.sleep(0.01)
        broker.publish([Message("1", "events", "request.posted", None, {"name": "request.posted"})])
        while not heard:
            gevent.sleep(0.01)
        # Long enough for the listener to be in the middle of a read in vain.
        beats = len(stalls) + QUIET_BEATS
        while len(stalls) < beats:
            gevent.sleep(0.01)
    ticker.kill()
    stream.stop()
    print("heard", *heard)
    return 0 if max(stalls) < LONGEST_STALL else f"stalled for {max(stalls):.3f} s"  # type: ignore[return-value]


sys.exit(main(sys.argv[1]))
