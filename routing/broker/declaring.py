"""The topology as the kind of objects that Celery and kombu declare, bind and consume."""

# mypy: disallow-untyped-calls=False
# (kombu calls itself typed, but most of it is not.)

from __future__ import annotations

from kombu.entity import Exchange, Queue

from routing import topology

#: By their names.
EXCHANGES = {
    exchange.name: Exchange(exchange.name, type=exchange.kind, durable=True)
    for exchange in topology.EXCHANGES
}


def translated(queue: topology.Queue) -> Queue:
    """A row of the topology as the kind of object that Celery and kombu declare and consume."""
    return Queue(
        queue.name,
        exchange=EXCHANGES[queue.exchange],
        routing_key=queue.routing_key,
        durable=True,
        queue_arguments=dict(queue.arguments),
    )
