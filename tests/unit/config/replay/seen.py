"""Calls as a replay may have seen them, for the tests of the figures."""

from config.replay.ledger import Answer, Seen

NOON = 1_000_000_000


def answered(number: int, agent: str = "DORIT", wait: int = 500, handling: int = 1_000) -> Seen:
    """A call answered by `agent` after `wait` and served for `handling` real milliseconds."""
    call = Seen(number, f"c{number}", NOON, request_id=f"r{number}")
    at = NOON + wait
    call.answers.append(Answer(agent, f"s{number}", at, at + handling))
    return call


def abandoned(number: int, wait: int = 300) -> Seen:
    """A call whose customer left after `wait` real milliseconds."""
    return Seen(number, f"c{number}", NOON, request_id=f"r{number}", left_at=NOON + wait)


def refused(number: int, code: str = "portal_closed") -> Seen:
    """A call the product did not take."""
    return Seen(number, f"c{number}", NOON, refused=code)


def failed(number: int) -> Seen:
    """A call whose post was never answered."""
    return Seen(number, f"c{number}", NOON, failure="no answer")
