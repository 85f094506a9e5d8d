"""Events logged from a table: every mistake with its line, nothing written if there is one, nothing logged twice."""

import pytest

TODAY = "--today 2026-03-20"
GOOD = '''\
request,kind,date,time,reference,amount,items,exemptions,file,source,promised,said,note
lapd,ack,2026-03-04,,26-77,,,,reply.txt,by post,,,
nypd,acknowledged,2026-03-05,09:30,F-1,,,,,,2026-04-10,,slow
lapd,fee,2026-03-06,,,"1,045.50",,,,,,,
nypd,rej,2026-03-09,,,,1-2,87(2)(b) | 87(2)(e)=2,,,,,
lapd,call,2026-03-10,,,,,,,,2026-03-20,"they said ""soon""",
'''
BAD = """\
request;kind;date;time;amount;file
lapd;ack;2026-13-04;;;
nipd;acknowledged;2026-03-05;;;
lapd;fea;2026-03-06;;;
lapd;fee;2026-03-06;;;
lapd;fee;2026-03-06;25:10;45;
lapd;fee;2026-03-06;;45;gone.pdf
lapd;ack;2026-03-06;;45;
lapd;rej;2096-01-01;;;
first;rej;2026-03-09;;;
;rej;2026-03-09;;;
lapd;;2026-03-09;;;
lapd;ack;;;;
"""


@pytest.fixture
def two(frkit):
    for agency in ("us-ca-lapd", "us-ny-nypd"):
        frkit(f"request new --agency {agency} --pack first-contact --today 2026-03-01")
    frkit("log sent lapd nypd --date 2026-03-02 --method email")
    (frkit.root / "reply.txt").write_text("We have your request.")
    frkit.table = lambda text, name="history.csv": (frkit.root / name).write_bytes(text.encode())
    return frkit


def events(frkit):
    return sorted(path.name for path in frkit.root.glob("requests/*/events/*.yaml") if "-sent-" not in path.name)


def test_each_row_becomes_an_event_of_its_request(two):
    two.table(GOOD)
    said = two(f"log --from-csv history.csv --yes {TODAY}")
    assert [name.rsplit("-", 1)[0] for name in events(two)] == [
        "2026-03-04-acknowledged",
        "2026-03-05-acknowledged",
        "2026-03-06-fee-estimated",
        "2026-03-09-denied",
        "2026-03-10-call",
    ]
    assert "5 logged." in said.out
    fee = next(two.root.glob("requests/*lapd*/events/*fee*")).read_text()
    assert "amount: '1045.50'" in fee
    denied = next(two.root.glob("requests/*nypd*/events/*denied*")).read_text()
    assert "cited: 87(2)(b)" in denied and "items:\n      - 2\n" in denied
    assert 'they said "soon"' in next(two.root.glob("requests/*/events/*call*")).read_text()
    ack = next(two.root.glob("requests/*lapd*/events/*ack*")).read_text()
    assert "name: reply.txt" in ack and "source: by post" in ack
    two("check")


def test_it_is_shown_first_and_asked_for_and_fits_a_terminal(two):
    two.table(GOOD)
    shown = two(f"log --from-csv history.csv {TODAY}", expect=2)
    assert "2026-03-06 fee estimated" in shown.out and "--yes" in shown.err
    assert max(map(len, shown.out.splitlines())) <= 80
    assert events(two) == []


def test_a_second_run_adds_nothing_and_a_longer_table_only_what_is_new(two):
    two.table(GOOD)
    two(f"log --from-csv history.csv --yes {TODAY}")
    before = events(two)
    assert "Nothing new: 0 logged, 5 passed over" in two(f"log --from-csv history.csv --yes {TODAY}").out
    assert events(two) == before
    two.table(GOOD + "nypd,call,2026-03-12,,,,,,,,,still no answer,\n")
    assert "1 logged, 5 passed over" in two(f"log --from-csv history.csv --yes {TODAY}").out
    assert len(events(two)) == 6


def test_a_row_that_says_what_an_earlier_row_said_is_passed_over(two):
    two.table("request,kind,date\nlapd,ack,2026-03-04\nlapd,ack,2026-03-04\n")
    assert "1 logged, 1 passed over" in two(f"log --from-csv history.csv --yes {TODAY}").out
    assert len(events(two)) == 1


def test_every_mistake_is_told_with_its_line_and_nothing_is_written(two):
    two.table(BAD)
    before = sorted(two.root.rglob("*"))
    said = two(f"log --from-csv history.csv --yes {TODAY}", expect=1).err
    for line, words in (
        (2, "'2026-13-04' is not a date"),
        (3, "No request here is called 'nipd'"),
        (4, "there is no kind of event 'fea'; did you mean 'fee'?"),
        (5, "--amount is missing"),
        (6, "'25:10' is not a time like 14:30"),
        (7, "There is no such file"),
        (8, "an event 'acknowledged' has no 'amount'"),
        (9, "2096-01-01 lies in the future"),
        (10, "'first' fits more than one request"),
        (11, "the request is missing"),
        (12, "the kind of event is missing"),
        (13, "the day is missing"),
    ):
        assert f"history.csv:{line}: " in said and words in said, (line, said)
    lines = [int(one.split(":")[1]) for one in said.splitlines() if one.strip().startswith("history.csv:")]
    assert lines == sorted(lines)
    assert sorted(two.root.rglob("*")) == before


def test_the_kind_and_what_all_rows_share_may_stand_on_the_line(two):
    two.table("request;reference\nlapd;26-77\nnypd;F-1\n")
    two(f"log ack --from-csv history.csv --date 2026-03-05 --note 'both by mail' --yes {TODAY}")
    texts = [path.read_text() for path in sorted(two.root.glob("requests/*/events/*ack*"))]
    assert all("note: both by mail" in text and "date: '2026-03-05'" in text for text in texts)
    assert "reference: 26-77" in texts[0] and "reference: F-1" in texts[1]


def test_a_code_that_says_more_than_its_kind_says_it_in_a_table_too(two):
    two.table("request,kind,date,items\nlapd,part,2026-03-09,1\n")
    two(f"log --from-csv history.csv --yes {TODAY}")
    assert "partial: true" in next(two.root.glob("requests/*/events/*produced*")).read_text()


def test_rows_see_the_rows_before_them(two):
    two.table("request,kind,date,result\nnypd,appl,2026-03-12,\nnypd,dec,2026-03-15,upheld\n")
    two(f"log rej nypd --date 2026-03-10 --final {TODAY}")
    said = two(f"log --from-csv history.csv --yes {TODAY}")
    assert "not logged" not in said.err and "2 logged" in said.out


@pytest.mark.parametrize(
    ("table", "said", "code"),
    [
        ("request,date\nlapd,2026-03-05\n", "The column 'kind' is missing", 2),
        ("request,kind,date,ammount\nlapd,fee,2026-03-05,45\n", "has a column 'ammount'; did you mean 'amount'", 2),
        ("request,kind,date\n", "The table has no rows", 2),
        ("", "The file is empty", 2),
        ('request,kind,date\n"lapd,ack,2026-03-05\n', "quote opens in this row", 1),
    ],
)
def test_a_table_that_cannot_be_read_says_why(two, table, said, code):
    two.table(table)
    assert said in two(f"log --from-csv history.csv --yes {TODAY}", expect=code).err
    assert events(two) == []


def test_proof_and_letters_come_from_beside_the_table(two):
    (two.root / "papers").mkdir()
    (two.root / "papers" / "receipt.txt").write_text("Delivered on 3 March.")
    (two.root / "papers" / "own.txt").write_text("Which years did you search?\n")
    two.table(
        "request,kind,date,proof,letter,private\nlapd,recv,2026-03-03,receipt.txt,,yes\nlapd,fu,2026-03-10,,own.txt,\n",
        "papers/history.csv",
    )
    two(f"log --from-csv papers/history.csv --yes {TODAY}")
    recv = next(two.root.glob("requests/*/events/*received-by-agency*")).read_text()
    assert "role: proof" in recv and "file: private/received/" in recv
    assert len(list(two.root.glob("requests/*/letters/*-follow-up.txt"))) == 1
    assert "Nothing new" in two(f"log --from-csv papers/history.csv --yes {TODAY}").out


def test_a_table_names_its_requests_itself(two):
    two.table(GOOD)
    two(f"log ack lapd --from-csv history.csv {TODAY}", expect=2)
    two(f"log ack --overdue --from-csv history.csv {TODAY}", expect=2)
    said = two(f"log ack --from-csv history.csv --yes {TODAY}", expect=1).err
    assert "the row says 'fee', the command acknowledged" in said


def test_private_data_in_a_cell_stops_the_table_with_its_line(two):
    two.table(GOOD + "lapd,note,2026-03-11,,,,,,,,,,they wrote to 12 Hidden Lane\n")
    said = two(f"log --from-csv history.csv --yes {TODAY}", expect=1).err
    assert "history.csv:7" in said and events(two) == []


def test_a_table_of_an_export_is_read_but_not_who_logged_it_when(two):
    two.table("id,request,agency,law,kind,date,by,entered\nx,lapd,us-ca-lapd,us-ca,ack,2026-03-05,someone,2020-01-01\n")
    said = two(f"log --from-csv history.csv --yes {TODAY}")
    assert "not read from the table: id, agency, law, by, entered" in said.err
    text = next(two.root.glob("requests/*/events/*ack*")).read_text()
    assert "by: tester" in text and "2020" not in text
