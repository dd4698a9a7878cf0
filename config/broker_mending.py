"""Waking quorum queues that a crash of RabbitMQ has left without a leader.

RabbitMQ 3.10 notes a new quorum queue's name half a second late. When the node is killed before
that, the queue comes back empty and without a leader, and waits for an election that nothing
starts: publishers and consumers hang. Starting the election oneself is all it needs; queues that
have a leader are not touched. (Seen with 3.10.8: declare, kill -9 at once, start.)
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path

#: Erlang, run within the node.
_ELECTIONS = """
[ra:trigger_election(amqqueue:get_pid(Q))
 || Q <- rabbit_amqqueue:list(),
    amqqueue:get_type(Q) =:= rabbit_quorum_queue,
    ra_leaderboard:lookup_leader(element(1, amqqueue:get_pid(Q))) =:= undefined].
"""
#: Seconds; starting the command takes about one.
_LIMIT_S = 30.0


def start_elections(server: Path, node: str, environment: Mapping[str, str]) -> None:
    """Starts an election for each quorum queue of `node` that has no leader.

    `server` is the program that runs the node; the control program lies beside it. Raises
    subprocess.SubprocessError when the node cannot be told.
    """
    subprocess.run(
        [str(server.with_name("rabbitmqctl")), "--node", node, "eval", _ELECTIONS],
        env=dict(environment),
        check=True,
        capture_output=True,
        timeout=_LIMIT_S,
    )
