"""Tables as spreadsheet programs write them: read row by row with their lines, written without harm."""

import pytest

from frkit.base.errors import FrkitError, WrongUsage
from frkit.exchange.csv_rows import csv_text, harmless, rows_of, sheet_of


@pytest.fixture
def table(tmp_path):
    def write(content):
        path = tmp_path / "history.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_each_row_comes_with_the_line_in_which_it_begins(table):
    text = 'Request,Kind,Fee agreed\r\n\r\nlapd,sent,\r\n"two\r\nlines",note,"1,234.50"\r\n,,\r\nlast,sent,1\r\n'
    assert rows_of(table(text)) == [
        (3, {"request": "lapd", "kind": "sent"}),
        (4, {"request": "two\r\nlines", "kind": "note", "fee_agreed": "1,234.50"}),
        (7, {"request": "last", "kind": "sent", "fee_agreed": "1"}),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "kind,note\nsent,caf\u00e9\n".encode("utf-8-sig"),
        "kind;note\nsent;caf\u00e9\n".encode(),
        "kind\tnote\r\nsent\tcaf\u00e9\r\n".encode("utf-16"),
        "sep=|\r\nkind|note\r\nsent|caf\u00e9\r\n".encode(),
        "kind,note\rsent,caf\u00e9\r".encode(),
        '"kind","note"\nsent,"caf\u00e9"'.encode(),
        "\n\n kind , NOTE ,,\nsent, caf\u00e9 ,,\n".encode(),
    ],
    ids=["mark", "semicolons", "utf-16 with tabs", "sep line", "old Mac", "quoted", "spaces and empty columns"],
)
def test_it_reads_what_spreadsheets_save(table, written):
    sheet = sheet_of(table(written))
    assert [row for _, row in sheet.rows] == [{"kind": "sent", "note": "caf\u00e9"}]
    assert sheet.notes == ()


def test_an_old_set_of_characters_is_read_and_said(table):
    sheet = sheet_of(table("kind;note\nsent;f\u00fcr 5 \u20ac\n".encode("cp1252")))
    assert sheet.rows == [(2, {"kind": "sent", "note": "f\u00fcr 5 \u20ac"})]
    assert "Windows-1252" in sheet.notes[0]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"", "empty"),
        (b"\n  \n", "empty"),
        (b"kind,Kind\n", "called 'kind'"),
        (b"kind,,note\n", "Column 2 has no name"),
        (b"PK\x03\x04 and so on", "spreadsheet"),
        (b"kind\n\x00\x01", "not text"),
        (b"kind\n\x81\x8d", "not text"),
    ],
)
def test_what_is_no_table_is_refused(table, written, said):
    with pytest.raises(WrongUsage, match=said):
        rows_of(table(written))


@pytest.mark.parametrize(
    ("written", "said", "line"),
    [
        ('kind,note\nsent,x\nsent,"open\nand on\n', "never closed", 3),
        ('kind,note\nsent,"a"b\n', "behind a closing quote", 2),
    ],
)
def test_a_torn_quote_is_told_with_its_line(table, written, said, line):
    with pytest.raises(FrkitError, match=said) as told:
        rows_of(table(written))
    assert told.value.place.endswith(f"history.csv:{line}")


def test_every_row_with_a_separator_too_many_is_told(table):
    with pytest.raises(FrkitError) as told:
        rows_of(table("kind,amount\nfee_paid,1,234.50\nsent,\nfee_paid,2,000.00\n"))
    assert told.value.fact.startswith("2 rows")
    assert "history.csv:2:" in told.value.fact
    assert "history.csv:4:" in told.value.fact


def test_missing_and_odd_files_are_named(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(WrongUsage) as told:
            rows_of(path)
        assert path.name in told.value.place


HOSTILE = [
    "=cmd|'/C calc'!A0",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "'=1",
    "''+1",
    "\uff1d1",
    "\r=1",
    "-",
    "=1\n=2",
]


def test_no_cell_runs_as_a_formula_and_none_is_changed_by_going_there_and_back(table):
    texts = [*HOSTILE, "plain", "'quoted'", "a,b;c", 'say "x"', "-12.50", "caf\u00e9 \u4e2d\u6587"]
    path = table(csv_text(["text", "x"], [[text, "x"] for text in texts]))
    assert [row["text"] for _, row in rows_of(path)] == [text.strip() for text in texts]
    for text in HOSTILE:
        assert harmless(text).startswith("'") or text == "-2", text
    assert harmless("-12.50") == "-12.50"


def test_a_hundred_thousand_rows_are_read_in_seconds(table):
    import time

    path = table("request,kind,date,note\n" + "lapd,note,2026-03-02,some words here\n" * 100_000)
    begun = time.process_time()
    assert len(rows_of(path)) == 100_000
    assert time.process_time() - begun < 5
