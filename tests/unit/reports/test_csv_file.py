"""CSV files that every reader of RFC 4180 reads, no spreadsheet executes, and we read again as they were."""

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
ALL_KINDS = [*COLUMNS, Column("face", "score"), Column("sessions", "count"), Column("hour", "hour"),
             Column("day", "day"), Column("month", "month"), Column("number", "number")]  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
suspicious = st.text(st.sampled_from("'=+-@\t\r\na"), max_size=6)
#: From 1970 to 2200, in ms; offsets of zones had seconds once.
moments = st.integers(0, 7_258_118_400_000)


def written(*rows, columns=COLUMNS, zone=PARIS):
    file = io.StringIO(newline="")
    csv_file.write(file, columns, rows, zone)
    return file.getvalue()


def read(text, columns=COLUMNS):
    return list(csv_file.read(io.StringIO(text, newline=""), columns))


def test_durations_are_seconds_times_have_an_offset_nothing_is_empty():
    text = written(["Zoé", 1_234, 1_700_000_000_000, 0.5], [None, None, None, None])
    assert text == (
        "agent,wait_s,began_at,occupancy\r\nZoé,1.234,2023-11-14T23:13:20.000+01:00,0.5\r\n,,,\r\n"
    )


def test_cells_that_look_like_formulas_are_made_harmless():
    for sign in FORMULA:
        assert csv_file.harmless(f"{sign}1+1") == f"'{sign}1+1"
        assert csv_file.harmless(f"'{sign}1+1") == f"''{sign}1+1"
    assert csv_file.harmless("1+1=2") == "1+1=2"
    assert csv_file.harmless("'quoted'") == "'quoted'"


@given(texts)
def test_any_text_is_read_by_others(text):
    rows = list(csv.reader(io.StringIO(written([text], columns=COLUMNS[:1]), newline="")))
    cell = rows[1][0] if rows[1:] and rows[1] else ""
    assert cell == csv_file.harmless(text)
    assert not cell.startswith(FORMULA)


@given(texts | suspicious)
def test_a_text_made_harmless_comes_back_as_it_was(text):
    assert csv_file.unharmed(csv_file.harmless(text)) == text


@given(
    st.lists(
        st.tuples(
            *(st.none() | kind for kind in (
                texts | suspicious, st.integers(0, 10**12), moments, st.floats(0, 1),
                st.floats(1, 5), st.integers(0), st.integers(0, 23), st.dates().map(str),
                st.just("2026-11"), st.from_regex(r"[0-9]{9}", fullmatch=True),
            ))
        )
    ),
    st.sampled_from(["Europe/Paris", "America/St_Johns", "Africa/Monrovia", "UTC"]),
)  # fmt: skip
def test_all_rows_come_back_with_their_kinds(rows, zone):
    expected = [[None if value == "" else value for value in row] for row in rows]
    assert read(written(*rows, columns=ALL_KINDS, zone=ZoneInfo(zone)), ALL_KINDS) == expected


def test_an_hour_that_clocks_show_twice_comes_back_as_two():
    twice = [1_792_890_000_000 - 1_800_000, 1_792_890_000_000 + 1_800_000]
    text = written(*([None, None, at, None] for at in twice))
    assert [line.split(",")[2][11:16] for line in text.split()[1:]] == ["02:30", "02:30"]
    assert [row[2] for row in read(text)] == twice


def test_a_text_longer_than_pythons_own_limit_comes_back():
    assert read(written(["x" * 200_000], columns=COLUMNS[:1]), COLUMNS[:1]) == [["x" * 200_000]]


def test_the_same_rows_give_the_same_bytes_and_come_back():
    packed = []
    for _ in range(2):
        into = io.BytesIO()
        with csv_file.gzipped(into) as file:
            csv_file.write(file, COLUMNS, [["Zoé", 1, 2, 3]], PARIS)
        packed.append(into.getvalue())
    assert packed[0] == packed[1]
    assert "Zoé" in gzip.decompress(packed[0]).decode()
    with csv_file.unpacked(packed[0]) as file:
        assert list(csv_file.read(file, COLUMNS)) == [["Zoé", 1, 2, 3.0]]
