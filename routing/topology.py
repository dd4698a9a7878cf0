"""Every exchange and queue on the broker, as one table.

Whoever declares, publishes, consumes or documents takes it from here. Queues that exist from the
first start are rows of `QUEUES`; those made at run time (one for each WebACD queue, tier or
duration) come from the functions `acd_queue`, `escalation_queue`, `timer_queue`, each a row of
`FAMILIES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Arguments = Mapping[str, str | int]

WORK = "work"
EVENTS = "events"
DEAD = "dead"

#: Returns of one message to its queue (its worker died, or lost the broker) before it counts as
#: poison. RabbitMQ 3.10 has no limit unless told; 20 is what 4.x does by default, and leaves room
#: for many deaths of a worker in a row without losing work that is sound.
DELIVERY_LIMIT = 20

#: Milliseconds before each repetition of a task that failed. Few, as each is a queue of its own.
RETRY_DELAYS = (1_000, 5_000, 30_000)

PORTAL_TYPES = ("smart_button", "smart_box", "smart_match", "smart_code")

DEADLINE = "deadline"
MAIL = "mail"
EXPORT = "export"
REPORT = "report"
WEBHOOK = "webhook"
HOUSEKEEPING = "housekeeping"

Process = Literal["routing worker", "batch worker", "broker", "web", "administrator"]

_WORD = re.compile(r"[A-Za-z0-9_-]{1,60}")


class UnusableName(ValueError):
    """A slug or key cannot be part of a queue's name: letters, digits, '_' and '-' only."""


@dataclass(frozen=True)
class Exchange:
    """A durable exchange: its kind, and who publishes to it."""

    name: str
    kind: Literal["topic", "fanout"]
    filled_by: str


@dataclass(frozen=True)
class Queue:
    """A durable queue, bound to `exchange` by `routing_key`, with the broker's own `arguments`."""

    name: str
    exchange: str
    routing_key: str
    filled_by: str
    consumed_by: Process
    does: str
    arguments: Arguments = field(default_factory=dict)


@dataclass(frozen=True)
class Family:
    """Queues made at run time: `pattern` for the reader, `example` shows what each is like."""

    pattern: str
    matches: re.Pattern[str]
    make: Callable[..., Queue]
    example: Queue


@dataclass(frozen=True)
class Transient:
    """Something that lives as long as one connection, made by whoever uses it."""

    pattern: str
    filled_by: str
    consumed_by: str
    does: str


#: Replicated on a cluster; more than `DELIVERY_LIMIT` returns, or a rejection, ends in `dead`. At
#: least once (which needs reject-publish): what could not be handled must not vanish as well.
_WORK_ARGUMENTS: Arguments = {
    "x-queue-type": "quorum",
    "x-delivery-limit": DELIVERY_LIMIT,
    "x-dead-letter-exchange": DEAD,
    "x-dead-letter-strategy": "at-least-once",
    "x-overflow": "reject-publish",
}


def _work_queue(name: str, filled_by: str, consumed_by: Process, does: str) -> Queue:
    return Queue(name, WORK, name, filled_by, consumed_by, does, _WORK_ARGUMENTS)


def portal_key(portal_type: str) -> str:
    """The queue, and the routing key, of requests posted at portals of one type."""
    if portal_type not in PORTAL_TYPES:
        raise UnusableName(portal_type)
    return f"portal.{portal_type}"


def acd_key(company_slug: str, queue_key: str) -> str:
    """The broker's name of a WebACD queue, and its routing key; raises UnusableName."""
    return f"acd.{_word(company_slug)}.{_word(queue_key)}"


def escalation_key(company_slug: str, tier_key: str) -> str:
    """The broker's name of a tier's queue, and its routing key; raises UnusableName."""
    return f"escalation.{_word(company_slug)}.{_word(tier_key)}"


def timer_key(milliseconds: int) -> str:
    """The queue in which a message waits `milliseconds` before its deadline is acted on."""
    if milliseconds < 0:
        raise UnusableName(str(milliseconds))
    return f"timer.{milliseconds}"


def retry_key(milliseconds: int) -> str:
    """The exchange, and its queue, where a failed task waits `milliseconds` to be repeated."""
    return f"retry.{milliseconds}"


def _word(text: str) -> str:
    # A dot would add a level to the routing key, '*' and '#' would match others' messages.
    if not _WORD.fullmatch(text):
        raise UnusableName(text)
    return text


def acd_queue(company_slug: str, queue_key: str) -> Queue:
    """The queue of triggers to match one WebACD queue, made and deleted with it."""
    return _work_queue(
        acd_key(company_slug, queue_key),
        "posts, freed agents, declines, expiries",
        "routing worker",
        "matches the waiting requests of that WebACD queue with its agents",
    )


def escalation_queue(company_slug: str, tier_key: str) -> Queue:
    """The queue of requests that escalate to one tier, made and deleted with it."""
    return _work_queue(
        escalation_key(company_slug, tier_key),
        "the escalation ladder of a queue",
        "routing worker",
        "alerts the tier (orange)",
    )


def timer_queue(milliseconds: int) -> Queue:
    """Where a deadline's message waits. One duration a queue: mixed ones block behind the head.

    Never `x-expires`: a queue that expires takes its messages along.
    """
    return Queue(
        timer_key(milliseconds),
        WORK,
        timer_key(milliseconds),
        "whoever writes a deadline that long ahead",
        "broker",
        f"after {milliseconds} ms passes the message to '{DEADLINE}'",
        {
            "x-queue-type": "quorum",
            "x-message-ttl": milliseconds,
            "x-dead-letter-exchange": WORK,
            "x-dead-letter-routing-key": DEADLINE,
        },
    )


def retry_queue(milliseconds: int) -> Queue:
    """Where a failed task waits; then it returns to `work` under its own routing key."""
    return Queue(
        retry_key(milliseconds),
        retry_key(milliseconds),
        "#",
        "a worker whose task failed",
        "broker",
        f"after {milliseconds} ms passes the task back to the queue it came from",
        {
            "x-queue-type": "quorum",
            "x-message-ttl": milliseconds,
            "x-dead-letter-exchange": WORK,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        },
    )


EXCHANGES: tuple[Exchange, ...] = (
    Exchange(WORK, "topic", "the outbox: tasks for the workers, and timers"),
    Exchange(EVENTS, "topic", "the outbox: every committed event, by its name"),
    Exchange(DEAD, "topic", "the broker: what was rejected, or returned too often"),
    *(Exchange(retry_key(delay), "fanout", "a worker whose task failed") for delay in RETRY_DELAYS),
)

_SCREENED = "screens a request: alerts all, alerts one, or puts it into its WebACD queue"

QUEUES: tuple[Queue, ...] = (
    *(
        _work_queue(portal_key(kind), "posting a request", "routing worker", _SCREENED)
        for kind in PORTAL_TYPES
    ),
    _work_queue(DEADLINE, "the broker, from 'timer.*'", "routing worker", "acts on what is due"),
    _work_queue(MAIL, "invitations, forms, reports", "batch worker", "sends mail"),
    _work_queue(EXPORT, "beat", "batch worker", "writes the nightly files"),
    _work_queue(
        REPORT, "whoever asks for a report", "batch worker", "computes it, makes its files"
    ),
    _work_queue(WEBHOOK, "committed events", "batch worker", "calls the company's addresses"),
    _work_queue(HOUSEKEEPING, "beat", "batch worker", "retention and tidying"),
    *(retry_queue(delay) for delay in RETRY_DELAYS),
    Queue(
        DEAD,
        DEAD,
        "#",
        "the broker: what was rejected, or returned too often",
        "administrator",
        "keeps what could not be handled, to be looked at and replayed",
        {"x-queue-type": "quorum"},
    ),
)

FAMILIES: tuple[Family, ...] = (
    Family(
        "acd.<company>.<queue>",
        re.compile(r"acd\.([^.]+)\.([^.]+)"),
        acd_queue,
        acd_queue("company", "queue"),
    ),
    Family(
        "escalation.<company>.<tier>",
        re.compile(r"escalation\.([^.]+)\.([^.]+)"),
        escalation_queue,
        escalation_queue("company", "tier"),
    ),
    Family(
        "timer.<milliseconds>",
        re.compile(r"timer\.(\d{1,10})"),
        lambda milliseconds: timer_queue(int(milliseconds)),
        timer_queue(30_000),
    ),
)

TRANSIENTS: tuple[Transient, ...] = (
    Transient(
        "(named by the broker)",
        "exchange 'events', '#'",
        "each web process, exclusively",
        "pushes to its own browsers what each may see",
    ),
    Transient(
        "stream.*",
        "endpoints and viewers",
        "web and endpoints",
        "live streams: bounded, the newest wins, gone with the connection",
    ),
)

#: What the routing worker consumes from its first second; the run-time queues come on top.
ROUTING_QUEUES = tuple(queue for queue in QUEUES if queue.consumed_by == "routing worker")
BATCH_QUEUES = tuple(queue for queue in QUEUES if queue.consumed_by == "batch worker")

#: The exchanges that have one queue only, whatever the routing key.
_BY_EXCHANGE = {queue.exchange: queue for queue in QUEUES if queue.exchange != WORK}
_BY_ROUTING_KEY = {queue.routing_key: queue for queue in QUEUES if queue.exchange == WORK}


def queue_for(routing_key: str, exchange: str = WORK) -> Queue | None:
    """The queue that a message to this exchange with this key must reach, or None."""
    if exchange != WORK:
        return _BY_EXCHANGE.get(exchange)
    return _BY_ROUTING_KEY.get(routing_key) or _run_time_queue(routing_key)


def _run_time_queue(routing_key: str) -> Queue | None:
    for family in FAMILIES:
        if found := family.matches.fullmatch(routing_key):
            try:
                return family.make(*found.groups())
            except UnusableName:
                return None
    return None


def rows() -> list[tuple[str, str, str, str, str]]:
    """The table for people: name, filled by, consumed by, what happens, the broker's arguments."""
    queues = [
        *((queue.name, queue) for queue in QUEUES),
        *((f.pattern, f.example) for f in FAMILIES),
    ]
    return [
        *((f"({item.kind}) {item.name}", item.filled_by, "", "", "durable") for item in EXCHANGES),
        *(
            (name, q.filled_by, q.consumed_by, _generic(name, q.does), _shown(name, q))
            for name, q in queues
        ),
        *((t.pattern, t.filled_by, t.consumed_by, t.does, "transient") for t in TRANSIENTS),
    ]


def _generic(name: str, text: str) -> str:
    return text.replace("30000", "<milliseconds>") if "<milliseconds>" in name else text


def _shown(name: str, queue: Queue) -> str:
    pairs = (f"{key.removeprefix('x-')}={value}" for key, value in queue.arguments.items())
    return _generic(name, " ".join(["durable", *pairs]))


def describe() -> str:
    """The topology as text, one block an exchange or queue."""
    return "\n\n".join(_block(row) for row in rows())


def _block(row: tuple[str, str, str, str, str]) -> str:
    name, *values = row
    labels = ("filled by", "consumed by", "does", "arguments")
    lines = (f"  {label:<12} {value}" for label, value in zip(labels, values, strict=True) if value)
    return "\n".join([name, *lines])
