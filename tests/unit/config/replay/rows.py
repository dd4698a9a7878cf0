"""Rows of a call file for the tests: a usual answered call, with what a test changes."""

from config.replay.calls import COLUMNS, CallFile, parse_calls

USUAL = {
    "vru+line": "AA0101",
    "call_id": "34540",
    "customer_id": "48178511",
    "priority": "2",
    "type": "PS",
    "date": "990201",
    "vru_entry": "8:19:42",
    "vru_exit": "8:19:47",
    "vru_time": "5",
    "q_start": "8:19:47",
    "q_exit": "8:20:21",
    "q_time": "34",
    "outcome": "AGENT",
    "ser_start": "8:20:20",
    "ser_exit": "8:22:04",
    "ser_time": "104",
    "server": "MICHAL",
}

AT_ONCE = {"q_start": "0:00:00", "q_exit": "0:00:00", "q_time": "0"}
NOT_SERVED = {"ser_start": "0:00:00", "ser_exit": "0:00:00", "ser_time": "0", "server": "NO_SERVER"}
HUNG_UP = {"outcome": "HANG", **NOT_SERVED}


def row(**changes: str) -> str:
    """One line of the file: the usual call with `changes`."""
    return "\t".join({**USUAL, **changes}[name] for name in COLUMNS)


def call_file(*lines: str) -> CallFile:
    """A file of these lines below the header."""
    return parse_calls(["\t".join(COLUMNS), *lines])
