"""What a file of calls does not know, and reports count: who called again, wrap-up, faces, what was solved.

Without it, half of the figures would be of nothing. Straight into SQLite: no part of what is measured.
"""

import sqlite3
from pathlib import Path

# The row's own number, well mixed, stands for chance, so that every run has the same history.
_STATEMENTS = (
    # Two of five requests are of customers who say who they are, each of whom comes three times a year.
    """UPDATE request SET customer_email =
        'c' || (rowid * 2654435761 / 4096 % (SELECT count(*) / 7 + 1 FROM request)) || '@example.net'
        WHERE rowid * 40503 / 16 % 5 < 2""",
    """UPDATE session SET wrap_up = rowid * 7919 % 45 * 1000,
        resolution = CASE WHEN rowid % 10 < 8 THEN 'resolved' ELSE 'unknown' END""",
    """INSERT INTO survey (company_id, session_id, face, comment, answers, answered_at)
        SELECT company_id, id, 1 + rowid * 31 / 7 % 5, '', '{}', ended_at FROM session
        WHERE rowid % 10 < 3""",
    # Each line judges differently, so that all variants of service level are reckoned.
    """UPDATE queue SET service_level_within = 20000 + 10000 * (rowid % 4),
        short_abandon = 5000 + 1000 * (rowid % 3),
        service_level_variant = CASE rowid % 3
            WHEN 0 THEN 'missed' WHEN 1 THEN 'met_when_early' ELSE 'left_out' END""",
)


def add(database: Path) -> None:
    """Write it down."""
    connection = sqlite3.connect(database)
    with connection:
        for statement in _STATEMENTS:
            connection.execute(statement)
    connection.close()
