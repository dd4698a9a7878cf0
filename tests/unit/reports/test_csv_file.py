"""CSV files that every reader of RFC 4180 reads, and no spreadsheet executes."""

import csv
import gzip
import io
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from reports import csv_file
from reports.result import Column

PARIS = ZoneInfo("Europe/Paris")
COLUMNS = [Column("agent", "text"), Column("wait", "duration"), Column("began_at", "time"),
           Column("occupancy", "share")]  # fmt: skip


def written(*rows, columns=COLUMNS):
    file = io.StringIO(newline="")
    csv_file.write(file, columns, rows, PARIS)
    return file.getvalue()


def test_durations_are_seconds_times_have_an_offset_nothing_is_empty():
    text = written(["Zoé", 1_234, 1_700_000_000_000, 0.5], [None, None, None, None])
    assert text == (
        "agent,wait_s,began_at,occupancy\r\nZoé,1.234,2023-11-14T23:13:20.000+01:00,0.5\r\n,,,\r\n"
    )


def test_cells_that_look_like_formulas_are_made_harmless():
    for sign in "=+-@\t\r":
        assert csv_file.harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert csv_file.harmless("1+1=2") == "1+1=2"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_comes_back(text):
    rows = list(csv.reader(io.StringIO(written([text], columns=COLUMNS[:1]), newline="")))
    read = rows[1][0] if rows[1:] and rows[1] else ""
    assert read == csv_file.harmless(text)
    assert not read.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_same_rows_give_the_same_bytes():
    packed = []
    for _ in range(2):
        into = io.BytesIO()
        with csv_file.gzipped(into) as file:
            csv_file.write(file, COLUMNS, [["Zoé", 1, 2, 3]], PARIS)
        packed.append(into.getvalue())
    assert packed[0] == packed[1]
    assert "Zoé" in gzip.decompress(packed[0]).decode()
