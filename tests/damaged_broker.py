"""Damage that a crash at a bad moment has done to a private broker, done on purpose."""

import subprocess

from config.broker_node import NODE_NAME, SERVER_PROGRAMS, BrokerNode

#: A binding whose exchange is lost: RabbitMQ 3.10 then keeps the virtual host down for ever.
_LOSE_EXCHANGE = """
[mnesia:dirty_delete(rabbit_durable_exchange, Name)
 || {resource, _, exchange, <<"NAME">>} = Name <- mnesia:dirty_all_keys(rabbit_durable_exchange)],
mnesia:dump_log().
"""


def lose_exchange(node: BrokerNode, name: str) -> None:
    """Has a running `node` forget its durable exchange `name`, but not what is bound to it.

    It goes on working, and will not open its virtual host when it is started again after -9.
    """
    server = next(program for program in SERVER_PROGRAMS if program.exists())
    lose = _LOSE_EXCHANGE.replace("NAME", name)
    command = [str(server.with_name("rabbitmqctl")), "--node", NODE_NAME, "eval", lose]
    subprocess.run(command, env=node.environment(), check=True, capture_output=True)
