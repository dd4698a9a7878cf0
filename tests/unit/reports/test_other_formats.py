"""Excel and Parquet files of a report as other programs read them: real types, texts that stay texts."""

import io
import json
import subprocess
import sys
from dataclasses import asdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from reports import csv_file, other_formats, parquet_file
from reports.result import Column
from routing.clock import DAY, HOUR, SECOND
from routing.made_report import KeptReport

PARIS = ZoneInfo("Europe/Paris")
#: 2026-10-25 02:30 in Paris, the first and the second time.
TWICE = (1_792_888_200_000, 1_792_891_800_000)
COLUMNS = [
    Column("number", "number"),
    Column("began_at", "time"),
    Column("wait", "duration"),
    Column("queue", "text"),
    Column("notes", "text"),
    Column("occupancy", "share"),
    Column("face", "score"),
    Column("sessions", "count"),
    Column("hour", "hour"),
    Column("day", "day"),
    Column("month", "month"),
]
FULL = [
    "012345678", TWICE[0] + 1, 25 * HOUR + 1, "Ventes", "ça va 😀", 0.123456, 4, 1_000, 23,
    "2026-10-25", "2026-10",
]  # fmt: skip
NOTHING = [None] * (len(COLUMNS) - 1)
NOTES = COLUMNS.index(Column("notes", "text"))


def kept(*rows, columns=COLUMNS):
    packed = io.BytesIO()
    with csv_file.gzipped(packed) as file:
        csv_file.write(file, columns, rows, PARIS)
    result = {
        "kind": "sessions",
        "parameters": {"from": "2026-10-25", "to": "2026-10-25", "queues": ["a", "b"]},
        "period": {"zone": "Europe/Paris"},
        "as_of": TWICE[1],
        "figures": [
            {"key": "service_level", "kind": "share", "value": 0.5, "note": "mixed"},
            {"key": "wait_average", "kind": "duration", "value": None, "note": None},
        ],
        "columns": [asdict(column) for column in columns],
        "notes": [{"code": "not_over", "data": {"as_of": TWICE[1]}}],
    }
    return KeptReport(result, len(rows), packed.getvalue())


def clocks(show):
    """What clocks show: Excel knows no zones."""
    return datetime.fromisoformat(show)


def workbook(report):
    return openpyxl.load_workbook(io.BytesIO(other_formats.make("xlsx", report)))


def table(report):
    return pq.read_table(io.BytesIO(other_formats.make("parquet", report)))


def with_notes(*texts):
    return [[text if place == NOTES else None for place in range(len(COLUMNS))] for text in texts]


def notes_in(book):
    return [row[NOTES] for row in book.worksheets[0].iter_rows(min_row=2)]


def test_excel_has_numbers_durations_and_times_as_clocks_show_them():
    sheet = workbook(kept(FULL, ["1", *NOTHING])).worksheets[0]
    head, full, empty = sheet.iter_rows()
    assert [cell.value for cell in head] == [column.key for column in COLUMNS]
    assert [cell.value for cell in full] == [
        "012345678", clocks("2026-10-25 02:30:00.001"), timedelta(hours=25, milliseconds=1),
        "Ventes", "ça va 😀", 0.123456, 4, 1_000, 23, clocks("2026-10-25"), "2026-10",
    ]  # fmt: skip
    formats = {cell.column_letter: cell.number_format for cell in full}
    assert (formats["B"], formats["C"], formats["F"]) == (
        "yyyy-mm-dd hh:mm:ss", "[h]:mm:ss", "0.0%"
    )  # fmt: skip
    assert [cell.value for cell in empty] == ["1", *NOTHING]


def test_the_head_stays_in_sight_and_filters():
    sheet = workbook(kept(FULL)).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:K2")
    assert sheet.column_dimensions["B"].width > len("2026-10-25 02:30:00")
    assert workbook(kept()).worksheets[0].auto_filter.ref == "A1:K1"


def test_no_text_becomes_a_formula_a_link_a_number_or_markup():
    texts = ["=1+1", "@x", "-1", "'=1+1", "https://a.example", "mailto:a@b.example", "0012", "1e5",
             "{=1}", "<r>a & b</r>", "<r><t>x</t></r>", "  two\nlines ", "_x0041_"]  # fmt: skip
    book = workbook(kept(*with_notes(*texts)))
    cells = notes_in(book)
    assert [unescape(cell.value) for cell in cells] == texts
    assert {(cell.data_type, cell.hyperlink) for cell in cells} == {("s", None)}
    quoted = {cell.value for cell in cells if cell.quotePrefix}
    assert quoted == {"=1+1", "@x", "-1"}


printable = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


# Control characters come back by name, which the reader does not know.
@settings(max_examples=10, deadline=None)
@given(st.lists(printable, min_size=10, max_size=30))
def test_any_text_is_in_both_files(texts):
    report = kept(*with_notes(*texts))
    assert [unescape(cell.value) for cell in notes_in(workbook(report))] == texts
    assert table(report).column("notes").to_pylist() == texts


def test_a_text_longer_than_a_cell_is_cut_between_letters_and_the_book_says_so():
    long = "a" + "😀" * 20_000
    disguised = "<r>" + "a" * (32_767 - 7) + "</r>" + "a</r>"
    report = kept(*with_notes(long, disguised, "b" * 32_767))
    book = workbook(report)
    assert [cell.value for cell in notes_in(book)] == [
        "a" + "😀" * 16_383, disguised[:32_767], "b" * 32_767
    ]  # fmt: skip
    assert about(book)["texts_cut"] == (2, None)
    assert table(report).column("notes").to_pylist()[0] == long


def about(book):
    lines = book["about"].iter_rows(min_row=2, values_only=True)
    return {name: (value, note) for name, value, note in lines}


def test_a_second_sheet_says_by_what_service_levels_were_reckoned():
    report = kept(FULL)
    rule = {
        "names": ["Orders", "=1"],
        "variant": "missed",
        "within": 20_000,
        "short_abandon": 5_000,
    }
    report.result["rules"] = [rule]
    lines = about(workbook(report))
    told = [
        lines[f"service_level.1.{key}"][0] for key in ("of", "variant", "within", "short_abandon")
    ]
    assert told == ["Orders, =1", "missed", timedelta(seconds=20), timedelta(seconds=5)]
    assert json.loads(table(report).schema.metadata[b"guichet.rules"]) == [rule]


def test_a_second_sheet_says_what_was_asked_and_what_came_out():
    book = workbook(kept(FULL))
    assert book.sheetnames == ["sessions", "about"]
    assert about(book) == {
        "kind": ("sessions", None),
        "parameter.from": ("2026-10-25", None),
        "parameter.to": ("2026-10-25", None),
        "parameter.queues": ('["a", "b"]', None),
        "zone": ("Europe/Paris", None),
        "as_of": (clocks("2026-10-25 02:30"), None),
        "rows": (1, None),
        "texts_cut": (0, None),
        "figure.service_level": (0.5, "mixed"),
        "figure.wait_average": (None, None),
        "note.not_over": (f'{{"as_of": {TWICE[1]}}}', None),
    }


def test_parquet_has_types_a_zone_and_says_what_it_is_about():
    read = table(kept(FULL, ["1", *NOTHING]))
    words = pa.dictionary(pa.int32(), pa.string())
    assert dict(zip(read.schema.names, read.schema.types, strict=True)) == {
        "number": pa.string(), "began_at": pa.timestamp("ms", "Europe/Paris"),
        "wait_ms": pa.duration("ms"), "queue": words, "notes": pa.string(),
        "occupancy": pa.float64(), "face": pa.float64(), "sessions": pa.int64(),
        "hour": pa.int64(), "day": pa.date32(), "month": pa.string(),
    }  # fmt: skip
    full, empty = read.to_pylist()
    assert full["day"] == date(2026, 10, 25)
    assert read.column("wait_ms").cast(pa.int64()).to_pylist() == [DAY + HOUR + 1, None]
    assert list(empty.values()) == ["1", *NOTHING]
    about = read.schema.metadata
    assert (about[b"guichet.kind"], about[b"guichet.as_of"]) == (
        b'"sessions"',
        str(TWICE[1]).encode(),
    )
    assert b'"queues": ["a", "b"]' in about[b"guichet.parameters"]


def test_parquet_tells_the_two_hours_apart_that_clocks_show_alike():
    rows = [[None, at, *([None] * 9)] for at in TWICE]
    moments = table(kept(*rows)).column("began_at")
    assert moments.cast(pa.int64()).to_pylist() == list(TWICE)
    assert [at.strftime("%H:%M") for at in moments.to_pylist()] == ["02:30", "02:30"]


def test_many_rows_are_written_group_by_group():
    count = parquet_file.GROUP + 1
    report = kept(*([str(n), n * SECOND] for n in range(count)), columns=COLUMNS[:2])
    file = pq.ParquetFile(io.BytesIO(other_formats.make("parquet", report)))
    assert (file.num_row_groups, file.metadata.num_rows) == (2, count)
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert file.read().column("number").to_pylist() == [str(n) for n in range(count)]


def test_the_same_report_gives_the_same_bytes_and_an_empty_one_a_head():
    for name in ("xlsx", "parquet"):
        assert other_formats.make(name, kept(FULL)) == other_formats.make(name, kept(FULL))
    assert table(kept()).num_rows == 0
    assert workbook(kept()).worksheets[0].max_row == 1


def test_a_batch_worker_carries_the_libraries_of_these_files_only_when_it_makes_one():
    code = "import sys, workers.report; print(*{'xlsxwriter', 'pyarrow.parquet'} & {*sys.modules})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
