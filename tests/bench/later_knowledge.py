"""What a file of calls does not know, and reports count: who called again, wrap-up, faces, what was solved.

Without it, half of the figures would be of nothing. Straight into SQLite: no part of what is measured.
"""

import random
import sqlite3
from pathlib import Path

# `chance(n)` is a whole number from 0 to below n.
_STATEMENTS = (
    # Two of five requests are of customers who say who they are, each of whom comes three times a year.
    """UPDATE request SET customer_email =
        'c' || chance((SELECT count(*) / 7 + 1 FROM request)) || '@example.net'
        WHERE chance(5) < 2""",
    """UPDATE session SET wrap_up = 1000 * chance(45),
        resolution = CASE WHEN chance(5) < 4 THEN 'resolved' ELSE 'unknown' END""",
    """INSERT INTO survey (company_id, session_id, face, comment, answers, answered_at)
        SELECT company_id, id, 1 + chance(5), '', '{}', ended_at FROM session WHERE chance(10) < 3""",
    # Each line judges differently, so that all variants of service level are reckoned.
    """UPDATE queue SET service_level_within = 20000 + 10000 * (rowid % 4),
        short_abandon = 5000 + 1000 * (rowid % 3),
        service_level_variant = CASE rowid % 3
            WHEN 0 THEN 'missed' WHEN 1 THEN 'met_when_early' ELSE 'left_out' END""",
)


def add(database: Path, seed: int = 1) -> None:
    """Write it down."""
    draw = random.Random(seed)
    connection = sqlite3.connect(database)
    connection.create_function("chance", 1, draw.randrange)
    with connection:
        for statement in _STATEMENTS:
            connection.execute(statement)
    connection.close()
