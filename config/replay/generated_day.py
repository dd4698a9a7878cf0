"""A made-up day of calls in the bank's own format, the same for the same seed.

Arrivals are a Poisson process whose rate changes by the hour, given the number of calls (then they are
independent draws from the day's profile); handling times are lognormal and patience exponential, as
Brown et al. (JASA 2005) found them. A first-come-first-served line with a fixed crew gives each call
its wait and its outcome, so that the rows agree with one another.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from config.replay.calls import COLUMNS, NOBODY, Outcome

#: Relative arrivals by hour of the day, after the shape of the bank's weekdays.
PROFILE = (0, 0, 0, 0, 0, 0, 0, 3, 7, 10, 12, 12, 11, 11, 12, 11, 10, 8, 7, 7, 7, 6, 5, 3)
CREW = ("AVNI", "DORIT", "IDIT", "KAZAV", "MICHAL", "SHARON", "TOVA", "YIFAT", "YITZ", "ZOHARI")
TYPES = {"PS": 70, "NW": 18, "NE": 8, "IN": 4}
MEAN_HANDLING_S = 180.0
#: The standard deviation of the logarithm of handling times.
HANDLING_SIGMA = 0.9
MEAN_PATIENCE_S = 300.0
#: Of a hundred calls: noise, and people who leave in the voice menu.
PHANTOM_PERCENT = 1
LEFT_IN_MENU_PERCENT = 6
MENU_S = 10
#: How much of the busiest hour's work the crew can do; a little above 1 lets people wait.
CREW_LOAD = 1.05


@dataclass(frozen=True)
class Made:
    """A call as made up: seconds after midnight and durations in seconds."""

    entered: int
    wait: int
    outcome: Outcome
    handling: int
    agent: str


def generate(
    calls: int,
    seed: int,
    day: date,
    from_hour: int = 7,
    to_hour: int = 24,
    crew: Sequence[str] = CREW,
) -> str:
    """The text of a call file with about `calls` calls that enter the line between two hours of `day`.

    As many of the `crew` serve as are needed. Raises ValueError when no call can arrive in those hours.
    """
    draw = random.Random(seed)
    arrivals = _arrivals(draw, calls, from_hour, to_hour)
    made = _serve(draw, arrivals, crew[: _needed(calls, from_hour, to_hour)])
    rows = [*_answered_or_hung_up(draw, made), *_noise(draw, arrivals)]
    rows.sort(key=lambda row: row[0])
    lines = ["\t".join(COLUMNS)]
    lines += ["\t".join(_cells(number, day, row)) for number, (_, row) in enumerate(rows, start=1)]
    return "\n".join(lines) + "\n"


def _arrivals(draw: random.Random, calls: int, from_hour: int, to_hour: int) -> list[int]:
    hours = range(from_hour, to_hour)
    weights = [PROFILE[hour] for hour in hours]
    if not any(weights):
        raise ValueError(f"nobody calls between {from_hour} and {to_hour} o'clock")
    chosen = draw.choices(hours, weights, k=calls)
    return sorted(hour * 3600 + draw.randrange(1, 3600) for hour in chosen)


def _needed(calls: int, from_hour: int, to_hour: int) -> int:
    weights = PROFILE[from_hour:to_hour]
    busiest = calls * max(weights) / sum(weights)
    return max(1, math.ceil(busiest * MEAN_HANDLING_S / 3600 / CREW_LOAD))


def _serve(draw: random.Random, arrivals: list[int], crew: Sequence[str]) -> Iterator[Made]:
    free = [(0, agent) for agent in crew]
    heapq.heapify(free)
    mu = math.log(MEAN_HANDLING_S) - HANDLING_SIGMA**2 / 2
    for entered in arrivals:
        patience = round(draw.expovariate(1 / MEAN_PATIENCE_S))
        handling = max(1, round(draw.lognormvariate(mu, HANDLING_SIGMA)))
        wait = max(0, free[0][0] - entered)
        if wait > patience:
            yield Made(entered, patience, Outcome.HUNG_UP, 0, NOBODY)
            continue
        _, agent = heapq.heappop(free)
        heapq.heappush(free, (entered + wait + handling, agent))
        yield Made(entered, wait, Outcome.ANSWERED, handling, agent)


Row = tuple[int, dict[str, object]]


def _answered_or_hung_up(draw: random.Random, made: Iterator[Made]) -> Iterator[Row]:
    for call in made:
        answered = call.outcome is Outcome.ANSWERED
        queued = call.wait > 0 or not answered
        start = call.entered + call.wait
        yield (
            call.entered,
            {
                "type": _type(draw),
                "vru_entry": _clock(call.entered - MENU_S),
                "vru_exit": _clock(call.entered),
                "vru_time": MENU_S,
                "q_start": _clock(call.entered if queued else 0),
                "q_exit": _clock(start if queued else 0),
                "q_time": call.wait,
                "outcome": call.outcome.value,
                "ser_start": _clock(start if answered else 0),
                "ser_exit": _clock(start + call.handling if answered else 0),
                "ser_time": call.handling,
                "server": call.agent,
            },
        )


def _noise(draw: random.Random, arrivals: list[int]) -> Iterator[Row]:
    """Phantoms, and people who hang up in the menu: neither is offered to anybody."""
    for arrival in arrivals:
        chance = draw.randrange(100)
        if chance < PHANTOM_PERCENT:
            yield arrival, _left_in_menu(draw, arrival, Outcome.PHANTOM)
        elif chance < PHANTOM_PERCENT + LEFT_IN_MENU_PERCENT:
            yield arrival, _left_in_menu(draw, arrival, Outcome.HUNG_UP)


def _left_in_menu(draw: random.Random, arrival: int, outcome: Outcome) -> dict[str, object]:
    return {
        "type": _type(draw),
        "vru_entry": _clock(arrival - MENU_S),
        "vru_exit": _clock(arrival),
        "vru_time": MENU_S,
        **dict.fromkeys(("q_start", "q_exit", "ser_start", "ser_exit"), _clock(0)),
        **dict.fromkeys(("q_time", "ser_time"), 0),
        "outcome": outcome.value,
        "server": NOBODY,
    }


def _type(draw: random.Random) -> str:
    return draw.choices(list(TYPES), list(TYPES.values()))[0]


def _clock(moment: int) -> str:
    moment %= 86_400
    return f"{moment // 3600}:{moment // 60 % 60:02}:{moment % 60:02}"


def _cells(number: int, day: date, row: dict[str, object]) -> Iterator[str]:
    fixed: dict[str, object] = {
        "vru+line": "AA0101",
        "call_id": number,
        "customer_id": 0,
        "priority": 0,
        "date": day.strftime("%y%m%d"),
    }
    whole = {**fixed, **row}
    return (str(whole[name]) for name in COLUMNS)
