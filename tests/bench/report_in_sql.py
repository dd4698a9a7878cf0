"""The reports' figures as DuckDB's SQL over Parquet: the peer that ours are measured beside.

All moments are milliseconds since the epoch. What each figure means: `reports.measures`.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

_HOUR = 3_600_000
_DAY = 24 * _HOUR

#: The part of a report that belongs to a time and a queue, and its name; a query's own words.
_PARTS = {
    "queue": ("queue", "(SELECT name FROM queue WHERE number = part)"),
    "hour": ("local({at}) // 3600000 % 24", "part"),
    "day": ("local({at}) // 86400000", "strftime(make_timestamp(part * 86400000000), '%Y-%m-%d')"),
}

_VOLUME = """
WITH offered AS (
    SELECT {part_posted} AS part, count(*) AS offered
    FROM request WHERE posted_at >= {begin} AND posted_at < {end} GROUP BY ALL
), waited AS (
    SELECT *, answered_at - posted_at AS wait
    FROM request JOIN queue ON queue = number
    WHERE posted_at < {end} AND answered_at >= {begin} AND answered_at < {end}
), answered AS (
    SELECT {part_answered} AS part, count(*) AS answered, count(*) AS judged,
        count(*) FILTER (wait <= within) AS met, bit_or(variant_bit) AS variants,
        min(wait) AS wait_min, sum(wait) AS wait_sum, max(wait) AS wait_max,
        max(wait) AS longest_wait
    FROM waited GROUP BY ALL
), gone AS (
    SELECT *, closed_at - posted_at AS wait, wait >= short AND variant <> 'left_out' AS counts
    FROM request JOIN queue ON queue = number
    WHERE posted_at < {end} AND state = 'abandoned' AND answered_at IS NULL
        AND closed_at >= {begin} AND closed_at < {end}
), abandoned AS (
    SELECT {part_closed} AS part, count(*) AS abandoned, count(*) FILTER (wait < short) AS short_abandoned,
        count(*) FILTER (counts) AS judged, bit_or(variant_bit) FILTER (counts) AS variants,
        count(*) FILTER (counts AND wait <= within AND variant = 'met_when_early') AS met,
        max(wait) AS longest_wait
    FROM gone GROUP BY ALL
), elsewhere AS (
    SELECT {part_left} AS part, count(*) AS flowed_out
    FROM (
        SELECT queue, coalesce(closed_at, posted_at) AS left_at FROM request
        WHERE posted_at < {end} AND state IN ('overflowed', 'deferred') AND answered_at IS NULL
            AND coalesce(closed_at, posted_at) >= {begin}
            AND coalesce(closed_at, posted_at) < {end}
    ) GROUP BY ALL
), waiting AS (  -- whoever still waits has waited until the end, and belongs there
    SELECT {part_last} AS part, max({end} - posted_at) AS longest_wait
    FROM request WHERE posted_at < {end} AND coalesce(answered_at, closed_at, {end}) >= {end}
    GROUP BY ALL
), served AS (
    SELECT {part_began} AS part, count(*) FILTER (ended_at IS NOT NULL) AS sessions,
        min(ended_at - began_at) AS session_min, sum(ended_at - began_at) AS session_sum,
        max(ended_at - began_at) AS session_max, sum(wrap_up) AS wrap_up,
        count(face) AS faces, sum(face) AS face_sum, count(*) FILTER (face >= 4) AS satisfied
    FROM session WHERE began_at >= {begin} AND began_at < {end} GROUP BY ALL
), contact AS (
    SELECT *, lead(posted_at) OVER (PARTITION BY customer ORDER BY posted_at) AS again_at
    FROM request WHERE customer IS NOT NULL AND posted_at < {end} + 604800000
        AND posted_at >= (SELECT min(posted_at) FROM waited)
), contacts AS (
    SELECT {part_answered} AS part, count(*) AS identified,
        count(*) FILTER (resolved AND coalesce(again_at >= closed_at + 604800000, true)) AS at_once
    FROM contact
    WHERE answered_at >= {begin} AND answered_at < {end} AND state = 'closed' GROUP BY ALL
), every AS (
    FROM offered UNION ALL BY NAME FROM answered UNION ALL BY NAME FROM abandoned
    UNION ALL BY NAME FROM elsewhere UNION ALL BY NAME FROM waiting
    UNION ALL BY NAME FROM served UNION ALL BY NAME FROM contacts
), row AS (
SELECT part,
    coalesce(sum(offered), 0)::BIGINT AS offered,
    coalesce(sum(answered), 0)::BIGINT AS answered,
    coalesce(sum(abandoned), 0)::BIGINT AS abandoned,
    coalesce(sum(short_abandoned), 0)::BIGINT AS short_abandoned,
    coalesce(sum(flowed_out), 0)::BIGINT AS flowed_out,
    sum(met) / nullif(sum(judged), 0) AS service_level,
    CASE bit_or(variants) WHEN 1 THEN 'missed' WHEN 2 THEN 'met_when_early' WHEN 4 THEN 'left_out'
        ELSE if(bit_or(variants) > 0, 'mixed', NULL) END AS service_level_variant,
    min(wait_min) AS wait_min,
    {mean_wait} AS wait_average,
    max(wait_max) AS wait_max,
    max(longest_wait) AS longest_wait,
    min(session_min) AS session_min,
    {mean_session} AS session_average,
    max(session_max) AS session_max,
    {mean_wrap_up} AS wrap_up_average,
    {mean_handling} AS handling_average,
    coalesce(sum(abandoned - short_abandoned), 0)
        / nullif(coalesce(sum(answered), 0) + coalesce(sum(abandoned - short_abandoned), 0), 0)
        AS abandonment,
    sum(face_sum) / nullif(sum(faces), 0) AS satisfaction,
    sum(satisfied) / nullif(sum(faces), 0) AS satisfied,
    sum(at_once) / nullif(sum(identified), 0) AS first_contact_resolution
FROM every GROUP BY ROLLUP (part)
)
-- The total's part is NULL.
SELECT {name} AS part, * EXCLUDE (part) FROM row
"""

_ACTIVITY = """
WITH served AS (
    SELECT agent, count(*) AS sessions, count(ended_at) AS ended,
        min(ended_at - began_at) AS session_min, sum(ended_at - began_at) AS session_sum,
        max(ended_at - began_at) AS session_max,
        sum(wrap_up) FILTER (ended_at IS NOT NULL) AS wrap_up_total
    FROM session WHERE began_at >= {begin} AND began_at < {end} GROUP BY agent
), spent AS (
    SELECT agent, {spent} FROM (
        SELECT agent, state, least(ended_at, {end}) - greatest(began_at, {begin}) AS time FROM state
        WHERE began_at < {end} AND ended_at > {begin}
    ) GROUP BY agent
), every AS (FROM served UNION ALL BY NAME FROM spent), row AS (
SELECT agent AS number,
    coalesce(sum(sessions), 0)::BIGINT AS sessions,
    min(session_min) AS session_min,
    {mean_session} AS session_average,
    max(session_max) AS session_max,
    coalesce(sum(wrap_up_total), 0)::BIGINT AS wrap_up_total,
    {mean_handling} AS handling_average,
    {times},
    {on_line} AS on_line,
    ({in_session} + {wrap_up}) / nullif({in_session} + {wrap_up} + {available}, 0) AS occupancy
FROM every GROUP BY ROLLUP (agent)
)
SELECT name AS part, row.* EXCLUDE (number) FROM row LEFT JOIN agent USING (number)
"""
_STATES = ("available", "unavailable", "in_session", "wrap_up", "lost")


def call_volume(by: str, first: date, last: date, zone: ZoneInfo) -> str:
    """The figures by `by` (queue, hour or day) of the days from `first` to `last`, and of all together."""
    part, name = _PARTS[by]
    begin, end = _midnight(first, zone), _midnight(last + timedelta(days=1), zone)
    moments = {"posted": "posted_at", "answered": "answered_at", "closed": "closed_at",
               "left": "left_at", "began": "began_at", "last": f"({end} - 1)"}  # fmt: skip
    return _VOLUME.format(
        begin=begin,
        end=end,
        name=name,
        mean_wait=_mean("wait_sum", "answered"),
        mean_session=_mean("session_sum", "sessions"),
        mean_wrap_up=_mean("wrap_up", "sessions"),
        mean_handling=_mean("session_sum) + sum(wrap_up", "sessions"),
        **{f"part_{event}": part.format(at=at) for event, at in moments.items()},
    )


def agent_activity(first: date, last: date, zone: ZoneInfo) -> str:
    """The figures by agent of the days from `first` to `last`, and of all together."""
    spent = {state: f"coalesce(sum({state}), 0)::BIGINT" for state in _STATES}
    return _ACTIVITY.format(
        begin=_midnight(first, zone),
        end=_midnight(last + timedelta(days=1), zone),
        mean_session=_mean("session_sum", "ended"),
        mean_handling=_mean("session_sum) + sum(wrap_up_total", "ended"),
        spent=", ".join(f"sum(time) FILTER (state = '{state}') AS {state}" for state in _STATES),
        times=", ".join(f"{total} AS {state}" for state, total in spent.items()),
        on_line=" + ".join(spent.values()),
        **{state: spent[state] for state in ("in_session", "wrap_up", "available")},
    )


def local_time(year: int, zone: ZoneInfo) -> str:
    """A macro `local(t)`: what a clock of the zone shows at `t`, from the changes of that year."""
    begin = _midnight(date(year - 1, 12, 1), zone)
    end = _midnight(date(year + 1, 2, 1), zone)
    hours = range(begin, end, _HOUR)
    changes = [hour for hour in hours if _offset(hour, zone) != _offset(hour - _HOUR, zone)]
    cases = " ".join(f"WHEN t < {at} THEN {_offset(at - _HOUR, zone)}" for at in changes)
    otherwise = _offset(end, zone)
    return f"CREATE MACRO local(t) AS t + CASE {cases} ELSE {otherwise} END"


def views(folder: Path) -> Iterator[str]:
    """What the figures are read from: the Parquet files themselves, and the small tables of names."""
    for table in ("request", "session", "state"):
        yield f"CREATE VIEW {table} AS FROM read_parquet('{folder}/{table}.parquet')"
    yield f"CREATE TABLE agent AS FROM read_parquet('{folder}/agent.parquet')"
    yield f"""CREATE TABLE queue AS
        SELECT *, CASE variant WHEN 'missed' THEN 1 WHEN 'met_when_early' THEN 2 ELSE 4 END AS variant_bit
        FROM read_parquet('{folder}/queue.parquet')"""


def _mean(total: str, count: str) -> str:
    """Half a millisecond is rounded up."""
    return f"((2 * (sum({total})) + sum({count})) // nullif(2 * sum({count}), 0))::BIGINT"


def _midnight(day: date, zone: ZoneInfo) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1_000)


def _offset(moment: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(moment / 1_000, UTC).astimezone(zone).utcoffset()
    return round((offset or timedelta()).total_seconds() * 1_000)
