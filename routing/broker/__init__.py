"""The only place that talks to RabbitMQ for publishing, declaring and listening.

`Broker` publishes in batches that the broker confirms. `EventStream` hears every committed event.
Both reconnect by themselves and never make a caller wait for a broker that is down. They work in
plain threads and, in a process whose sockets gevent has patched, in greenlets.
"""

from routing.broker.confirming import Message
from routing.broker.declaring import translated
from routing.broker.event_stream import EventStream
from routing.broker.publishing import Broker, BrokerDown

__all__ = ["Broker", "BrokerDown", "EventStream", "Message", "translated"]
