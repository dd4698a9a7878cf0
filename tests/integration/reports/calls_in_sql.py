"""What reports must say of a file of calls, computed from the file itself by DuckDB, and by nothing of ours.

Rules of the file and of what an import makes of it: docs/import.md. Times are the clock's on the wall, in
seconds; all durations come out in milliseconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

#: How each type of call judges its service level: within (s), short abandon (s), variant.
Judging = Mapping[str, tuple[int, int, str]]

_CALLS = """
CREATE MACRO seconds(t) AS
    split_part(t, ':', 1)::INT * 3600 + split_part(t, ':', 2)::INT * 60 + split_part(t, ':', 3)::INT;
-- A time long before the call's beginning is one of the next day.
CREATE MACRO moment(day, t, entry) AS
    day + seconds(t) + CASE WHEN seconds(t) < seconds(entry) - 43200 THEN 86400 ELSE 0 END;
CREATE TABLE file AS
    SELECT *, row_number() OVER () AS line,
        epoch(strptime('19' || date, '%Y%m%d'))::BIGINT AS day
    FROM read_csv(?, delim = '\t', header = true, all_varchar = true, quote = '');
CREATE TABLE call AS
    SELECT type, day, server,
        outcome = 'AGENT' AS answered,
        CASE
            WHEN q_start <> '0:00:00' THEN moment(day, q_start, vru_entry)
            WHEN ser_start <> '0:00:00' THEN moment(day, ser_start, vru_entry)
            ELSE moment(day, vru_exit, vru_entry)
        END AS posted,
        q_time::BIGINT AS wait,
        ser_time::BIGINT AS handling
    FROM file
    WHERE outcome <> 'PHANTOM' AND NOT (outcome = 'HANG' AND q_start = '0:00:00')
    QUALIFY row_number() OVER (PARTITION BY "vru+line", call_id, date ORDER BY line) = 1;
-- What happened, and when: a request is offered in one interval and answered, perhaps, in the next.
CREATE TABLE event AS
    SELECT type, posted AS happened, 'offered' AS what, wait, handling FROM call
    UNION ALL
    SELECT type, posted + wait, CASE WHEN answered THEN 'answered' ELSE 'abandoned' END, wait, handling
    FROM call;
"""

_VOLUME = """
WITH judged AS (
    SELECT event.*, within, short, variant,
        what = 'answered' OR (what = 'abandoned' AND wait >= short AND variant <> 'left_out') AS counts,
        (what = 'answered' AND wait <= within)
            OR (what = 'abandoned' AND wait >= short AND wait <= within AND variant = 'met_when_early')
            AS met
    FROM event JOIN judging USING (type)
)
SELECT {group} AS part,
    count(*) FILTER (what = 'offered') AS offered,
    count(*) FILTER (what = 'answered') AS answered,
    count(*) FILTER (what = 'abandoned') AS abandoned,
    count(*) FILTER (what = 'abandoned' AND wait < short) AS short_abandoned,
    round(count(*) FILTER (met) / nullif(count(*) FILTER (counts), 0), 6) AS service_level,
    CASE count(DISTINCT variant) FILTER (counts)
        WHEN 0 THEN NULL WHEN 1 THEN min(variant) FILTER (counts) ELSE 'mixed' END AS service_level_variant,
    min(wait) FILTER (what = 'answered') * 1000 AS wait_min,
    {mean_wait} AS wait_average,
    max(wait) FILTER (what = 'answered') * 1000 AS wait_max,
    max(wait) FILTER (what <> 'offered') * 1000 AS longest_wait,
    min(handling) FILTER (what = 'answered') * 1000 AS session_min,
    {mean_handling} AS session_average,
    max(handling) FILTER (what = 'answered') * 1000 AS session_max,
    {mean_handling} AS handling_average,
    round(
        count(*) FILTER (what = 'abandoned' AND wait >= short)
        / nullif(count(*) FILTER (what = 'answered' OR (what = 'abandoned' AND wait >= short)), 0), 6
    ) AS abandonment
FROM judged WHERE happened >= {begin} AND happened < {end} GROUP BY ALL
"""

_GROUPS = {
    "queue": "type",
    "portal": "'all'",
    "hour": "(happened % 86400) // 3600",
    "day": "strftime(make_timestamp(happened * 1000000), '%Y-%m-%d')",
    "month": "strftime(make_timestamp(happened * 1000000), '%Y-%m')",
    "total": "NULL",
}

_ACTIVITY = """
WITH session AS (
    SELECT server, day, posted + wait AS began, posted + wait + handling AS ended
    FROM call WHERE answered
), chosen AS (
    SELECT * FROM session WHERE began >= {begin} AND began < {end}
), fresh AS (  -- 1 where an agent begins to serve after having served nobody
    SELECT *, coalesce(began > max(ended) OVER (
        PARTITION BY server ORDER BY began, ended, day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), true)::INT AS new FROM session WHERE server <> 'NO_SERVER'
), numbered AS (
    SELECT *, sum(new) OVER (PARTITION BY server ORDER BY began, ended, day ROWS UNBOUNDED PRECEDING)
        AS block FROM fresh
), block AS (
    SELECT server, block, min(began) AS began, max(ended) AS ended,
        last(day ORDER BY began, ended, day) AS day FROM numbered GROUP BY ALL
), following AS (
    SELECT *, lead(began) OVER byagent AS next_began, lead(day) OVER byagent AS next_day
    FROM block WINDOW byagent AS (PARTITION BY server ORDER BY block)
), stretch AS (
    SELECT server, 'in_session' AS state, began, ended FROM block
    UNION ALL
    SELECT server, 'available', ended, next_began FROM following WHERE next_day = day
), spent AS (
    SELECT server,
        coalesce(sum(least(ended, {end}) - greatest(began, {begin}))
            FILTER (state = 'in_session'), 0) AS in_session,
        coalesce(sum(least(ended, {end}) - greatest(began, {begin}))
            FILTER (state = 'available'), 0) AS available
    FROM stretch WHERE ended > {begin} AND began < {end} GROUP BY ALL
), served AS (
    SELECT server, count(*) AS sessions, min(ended - began) AS least, sum(ended - began) AS total,
        max(ended - began) AS greatest FROM chosen GROUP BY ALL
)
SELECT server AS part, coalesce(sessions, 0) AS sessions,
    least * 1000 AS session_min,
    (2000 * total + sessions) // (2 * sessions) AS session_average,
    greatest * 1000 AS session_max,
    (2000 * total + sessions) // (2 * sessions) AS handling_average,
    coalesce(available, 0) * 1000 AS available,
    coalesce(in_session, 0) * 1000 AS in_session,
    coalesce(available + in_session, 0) * 1000 AS on_line,
    round(in_session / nullif(in_session + available, 0), 6) AS occupancy
FROM served FULL JOIN spent USING (server)
"""

Rows = dict[Any, dict[str, Any]]


@dataclass
class CallsInSql:
    """One file of calls in DuckDB."""

    connection: duckdb.DuckDBPyConnection

    @classmethod
    def read(cls, file: Path, judging: Judging) -> "CallsInSql":
        """The calls of `file`."""
        connection = duckdb.connect()
        first, *rest = _statements(_CALLS)
        for statement in (first, *rest):
            connection.execute(statement, [str(file)] if "?" in statement else [])
        connection.execute("CREATE TABLE judging (type TEXT, within INT, short INT, variant TEXT)")
        for type_, (within, short, variant) in judging.items():
            connection.execute(
                "INSERT INTO judging VALUES (?, ?, ?, ?)", [type_, within, short, variant]
            )
        return cls(connection)

    def call_volume(self, by: str, begin: int, end: int) -> Rows:
        """Figures by `by` (or "total") of what happened from `begin` until before `end`."""
        means = {
            f"mean_{name}": (
                f"(2000 * sum({name}) FILTER (what = 'answered') + count(*) FILTER (what = 'answered'))"
                f" // (2 * nullif(count(*) FILTER (what = 'answered'), 0))"
            )
            for name in ("wait", "handling")
        }
        return self._rows(_VOLUME.format(group=_GROUPS[by], begin=begin, end=end, **means))

    def agent_activity(self, begin: int, end: int) -> Rows:
        """Figures by server."""
        return self._rows(_ACTIVITY.format(begin=begin, end=end))

    def _rows(self, statement: str) -> Rows:
        found = self.connection.execute(statement)
        names = [entry[0] for entry in found.description or ()]
        rows = (dict(zip(names, row, strict=True)) for row in found.fetchall())
        return {row.pop("part"): row for row in rows}


def _statements(script: str) -> list[str]:
    return [statement for statement in script.split(";\n") if statement.strip()]
