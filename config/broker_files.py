"""What a private RabbitMQ node is told: ports, credentials, configuration, definitions."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from config.private_file import write_private

USER = "guichet"
#: How often a message may come back to its queue before it goes to the dead letters. RabbitMQ
#: 3.10 has no limit of its own; a queue declared with a smaller one keeps the smaller.
DELIVERY_LIMIT = 20
#: How long a message may stay unacknowledged before RabbitMQ closes its consumer's channel and delivers
#: it to another one, ms. Its own limit is half an hour.
CONSUMER_TIMEOUT = 6 * 60 * 60 * 1_000


@dataclass(frozen=True)
class BrokerPorts:
    """The loopback ports of one node."""

    amqp: int
    management: int
    distribution: int
    epmd: int


@dataclass(frozen=True)
class Credentials:
    """The node's only user's password, and the secret its Erlang processes share."""

    password: str
    cookie: str

    @property
    def pair(self) -> str:
        """User and password as they stand in an address."""
        return f"{USER}:{self.password}"

    def __repr__(self) -> str:
        return "Credentials(…)"


def kept_credentials(directory: Path) -> Credentials:
    """The credentials kept in `directory`, made at random the first time."""
    path = directory / "credentials.json"
    if not path.exists():
        made = {"password": secrets.token_urlsafe(32), "cookie": secrets.token_hex(20)}
        write_private(path, json.dumps(made))
    return Credentials(**json.loads(path.read_text(encoding="utf-8")))


def configuration(ports: BrokerPorts, directory: Path) -> str:
    """The text of the node's rabbitmq.conf."""
    return dedent(f"""\
        listeners.tcp.default = 127.0.0.1:{ports.amqp}
        management.tcp.ip = 127.0.0.1
        management.tcp.port = {ports.management}
        load_definitions = {directory}/definitions.json
        # A node of one product on one machine: small, and out of the way of the rest.
        vm_memory_high_watermark.absolute = 1GB
        disk_free_limit.absolute = 200MB
        raft.wal_max_size_bytes = 16777216
        management.rates_mode = none
        collect_statistics_interval = 10000
        # Work is acknowledged when it is done, and a company's month of exports may take hours.
        consumer_timeout = {CONSUMER_TIMEOUT}
        log.console = false
        log.file = rabbitmq.log
        log.file.level = info
        log.file.rotation.size = 10485760
        log.file.rotation.count = 3
        """)


def definitions(credentials: Credentials) -> str:
    """The node's definitions, read at every start: one user, no guest, the delivery limit."""
    permission = {"user": USER, "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}
    limit = {
        "vhost": "/",
        "name": "delivery-limit",
        "pattern": ".*",
        "apply-to": "queues",
        "priority": 0,
        "definition": {"delivery-limit": DELIVERY_LIMIT},
    }
    user = {
        "name": USER,
        "password_hash": _password_hash(credentials.password),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": ["administrator"],
    }
    return json.dumps(
        {
            "users": [user],
            "vhosts": [{"name": "/"}],
            "permissions": [permission],
            "policies": [limit],
        },
        indent=1,
    )


def _password_hash(password: str) -> str:
    """RabbitMQ's format: four bytes of salt, then SHA-256 of salt and password, in base64."""
    salt = secrets.token_bytes(4)
    digest = hashlib.sha256(salt + password.encode()).digest()
    return base64.b64encode(salt + digest).decode()
