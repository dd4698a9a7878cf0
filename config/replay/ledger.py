"""What the replay has seen with its own eyes: the only source of its figures.

Customers note what HTTP answered them, agents what they won and ended. Threads write, one lock
guards. Times are milliseconds since the epoch on this machine's clock.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

Millis = int

#: How long an agent waits for the post of a request they already see: its answer may be on the way,
#: or lost and asked for again after a restart of the web process (s).
POST_ANSWER_LIMIT_S = 60.0


def now() -> Millis:
    """The present moment."""
    return time.time_ns() // 1_000_000


@dataclass
class Answer:
    """One agent's serving of a request; `ended_at` is None until they have ended it."""

    agent: str
    session_id: str
    answered_at: Millis
    ended_at: Millis | None = None
    from_list: bool = False


@dataclass
class Seen:
    """What was seen of one call. `number` is its line in the file; `entered_at` the customer's click.

    `left_at` is set when the customer was told that they left unanswered; `refused` is the code of a
    refusal, `failure` what went wrong on our side.
    """

    number: int
    call_id: str
    entered_at: Millis
    handling: float = 0.0
    request_id: str | None = None
    answers: list[Answer] = field(default_factory=list)
    left_at: Millis | None = None
    refused: str | None = None
    failure: str | None = None

    @property
    def is_answered(self) -> bool:
        """Whether some agent won it; a customer who hung up in that moment was answered."""
        return bool(self.answers)

    @property
    def is_abandoned(self) -> bool:
        """Whether its customer left before anybody answered."""
        return self.left_at is not None and not self.answers

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come."""
        served = bool(self.answers) and self.answers[-1].ended_at is not None
        return served or self.is_abandoned or self.refused is not None or self.failure is not None


class Ledger:
    """All calls seen so far, found by call and by request."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._by_number: dict[int, Seen] = {}
        self._by_request: dict[str, Seen] = {}

    def clicked(self, number: int, call_id: str, handling: float) -> Seen:
        """A customer asks for help; the conversation will take `handling` seconds of the file."""
        seen = Seen(number, call_id, now(), handling)
        with self._changed:
            self._by_number[number] = seen
        return seen

    def posted(self, seen: Seen, request_id: str) -> None:
        """Their request has an id."""
        with self._changed:
            seen.request_id = request_id
            self._by_request[request_id] = seen
            self._changed.notify_all()

    def left(self, seen: Seen) -> None:
        """They were told that they left before anybody answered."""
        with self._changed:
            seen.left_at = now()
            self._changed.notify_all()

    def refused(self, seen: Seen, code: str) -> None:
        """The product did not take the request, for the reason `code`."""
        with self._changed:
            seen.refused = code
            self._changed.notify_all()

    def failed(self, seen: Seen, why: str) -> None:
        """The replay itself could not go on with this call."""
        with self._changed:
            seen.failure = why
            self._changed.notify_all()

    def call_of(self, request_id: str, seconds: float = POST_ANSWER_LIMIT_S) -> Seen | None:
        """The call behind a request, waiting `seconds` for the answer to its post; None if there is none."""
        with self._changed:
            self._changed.wait_for(lambda: request_id in self._by_request, seconds)
            return self._by_request.get(request_id)

    def answered(self, seen: Seen, answer: Answer) -> None:
        """An agent has won the request. The same session again changes nothing."""
        with self._changed:
            if all(known.session_id != answer.session_id for known in seen.answers):
                seen.answers.append(answer)
            self._changed.notify_all()

    def ended(self, session_id: str, seen: Seen) -> None:
        """The agent has ended the session."""
        with self._changed:
            for answer in seen.answers:
                if answer.session_id == session_id and answer.ended_at is None:
                    answer.ended_at = now()
            self._changed.notify_all()

    def wait_over(self, seen: Seen, seconds: float) -> bool:
        """Whether the call is over, waiting `seconds` at most for it."""
        with self._changed:
            return self._changed.wait_for(lambda: seen.is_over, seconds)

    def calls(self) -> list[Seen]:
        """Everything seen, by line of the file."""
        with self._changed:
            return [self._by_number[number] for number in sorted(self._by_number)]

    def counts(self) -> Counts:
        """How the day stands now."""
        return count(self.calls())


@dataclass(frozen=True)
class Counts:
    """Calls by where they are now."""

    offered: int
    waiting: int
    talking: int
    answered: int
    abandoned: int
    over: int


def count(calls: Iterable[Seen]) -> Counts:
    """Counts `calls` by where they are."""
    seen = list(calls)
    over = sum(one.is_over for one in seen)
    talking = sum(one.is_answered and not one.is_over for one in seen)
    return Counts(
        offered=len(seen),
        waiting=len(seen) - over - talking,
        talking=talking,
        answered=sum(one.is_answered for one in seen),
        abandoned=sum(one.is_abandoned for one in seen),
        over=over,
    )
