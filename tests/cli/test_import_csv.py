"""A table that somebody kept for years becomes a campaign; whatever does not fit is told with its line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from frkit.tracking.folder import CampaignFolder

PROJECT = Path(__file__).parents[2]
HISTORY = """\
request,agency,asked,kind,date,time,method,reference,items,amount,exemptions,reason,note,files
Oakland 2024,us-ca-oakland-pd,contracts | policy,sent,2024-03-01,,email,,,,,,,
Oakland 2024,,,acknowledged,2024-03-04,,,PRR-24-118,,,,,They were friendly,
Oakland 2024,,,extension-claimed,2024-03-08,,,,,,,large,,
Oakland 2024,,,fee-estimated,2024-03-15,,,,,"1,234.50",,,,
Oakland 2024,,,denied,2024-03-22,,,,2,,Gov. Code 7923.600=2,,,letters/no.txt
Oakland 2024,,,produced,2024-03-29,,,,1,,,,,
The Met,Metropolitan Police Service,Every policy on live face recognition,sent,2024-04-02,09:30,email,,,,,,,
"""


@pytest.fixture
def table(frkit, tmp_path):
    """Write a table beside the campaign, and the letter that it names."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "no.txt").write_text("We refuse.")

    def put(content=HISTORY, name="history.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return put


def requests_in(frkit):
    folder = CampaignFolder.find(frkit.root)
    return {file.request.title: file for file in folder.load_all()}


def unfolded(text):
    return " ".join(text.split())


def files_in(frkit):
    return {path: path.read_bytes() for path in frkit.root.rglob("*") if path.is_file()}


def test_rows_become_requests_with_events_and_files(frkit, table):
    ran = frkit(f"import csv {table()}")
    assert "2 new requests and 7 events were added" in ran.out
    files = requests_in(frkit)
    oakland, met = files["Oakland 2024"], files["The Met"]
    assert (oakland.id, oakland.request.agency, met.request.agency) == (
        "2024-03-oakland-pd",
        "us-ca-oakland-pd",
        "gb-met",
    )
    assert [item.category for item in oakland.request.items] == ["contracts", "policy"]
    assert [(item.category, item.text) for item in met.request.items] == [
        ("other", "Every policy on live face recognition")
    ]
    denied = next(event for _, event in oakland.events if event.kind == "denied")
    assert denied.exemptions[0].id is not None, "the ground is joined to the law's own entry"
    assert denied.documents[0].name == "no.txt"
    shown = json.loads(frkit("status oakland --json --today 2024-04-10").out)
    assert shown["item_outcomes"] == {"1": "granted", "2": "denied"}
    assert "no mistakes" in frkit("check").out


def test_a_second_time_adds_nothing_and_a_new_row_adds_one_event(frkit, table):
    frkit(f"import csv {table()}")
    before = files_in(frkit)
    assert "0 new requests and 0 events were added" in frkit(f"import csv {table()}").out
    assert files_in(frkit) == before
    longer = HISTORY + "Oakland 2024,,,note-that-is-none,2024-04-01,,,,,,,,,\n"
    assert "history.csv:9: there is no kind of event" in frkit(f"import csv {table(longer)}", expect=1).err
    longer = HISTORY + "Oakland 2024,,,followed-up,2024-04-01,,,,,,,,,\n"
    assert "0 new requests and 1 event were added" in frkit(f"import csv {table(longer)}").out


def test_a_row_that_was_changed_is_seen_as_gone_and_new(frkit, table):
    frkit(f"import csv {table()}")
    ran = frkit(f"import csv {table(HISTORY.replace('2024-03-04', '2024-03-05'))}")
    assert "Imported once, and no longer in what you gave: 2024-03-04-acknowledged-" in unfolded(ran.out)


def test_a_row_with_an_id_keeps_its_event_and_its_change_is_said(frkit, table):
    text = "id,request,agency,asked,kind,date,method\nA1,Oak,us-ca-oakland-pd,contracts,sent,2024-03-01,email\n"
    frkit(f"import csv {table(text)}")
    ran = frkit(f"import csv {table(text.replace('2024-03-01', '2024-03-02'))}")
    assert "Changed since it was imported, and left as it was: " in unfolded(ran.out)
    assert "Added 0 events, 1 there already" in ran.out


def test_rows_point_at_each_other_by_their_ids_in_any_order(frkit, table):
    text = (
        "id,request,agency,asked,kind,date,method,event,reason,of\n"
        "wrong,Oak,us-ca-oakland-pd,contracts,corrected,2024-03-09,,first,the wrong office,\n"
        "proof,Oak,,,received_by_agency,2024-03-05,,,,second\n"
        "first,Oak,,,sent,2024-03-01,email,,,\n"
        "second,Oak,,,sent,2024-03-04,post,,,\n"
    )
    frkit(f"import csv {table(text)}")
    events = dict(next(iter(requests_in(frkit).values())).events)
    by_key = {event.imported.key: (event_id, event) for event_id, event in events.items()}
    assert by_key["wrong"][1].event == by_key["first"][0]
    assert by_key["proof"][1].of == by_key["second"][0]
    assert json.loads(frkit("status oak --json --today 2024-03-10").out)["sent_on"] == "2024-03-04"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2024-03-04", "04/03/2024", ":3: date: '04/03/2024' is not a date like 2026-03-02"),
        ("2024-03-04", "2124-03-04", ":3: 2124-03-04 lies in the future"),
        ("denied", "denyed", ":6: there is no kind of event 'denyed'; did you mean 'denied'?"),
        ('"1,234.50"', '"1.234,50"', ":5: amount: '1.234,50' is not an amount like 45.00"),
        ("7923.600=2", "7923.600=7", ":6: the request has no item 7; its items are 1, 2"),
        ("letters/no.txt", "letters/none.txt", ":6: there is no file"),
        ("letters/no.txt", "../../etc/passwd", ":6: files: The path '../../etc/passwd' leads out of its folder"),
        ("They were friendly", "write to 12 hidden lane oakland", ":3: The address of requester would stand in"),
        (",us-ca-oakland-pd,", ",Oakland Polizei,", "No agency of the catalogue is called 'Oakland Polizei'"),
        (",us-ca-oakland-pd,", ",,", "No agency of the catalogue is called without a name"),
        ("contracts | policy", "", "Nothing says what was asked for"),
        ("contracts | policy", "contracts | polici", ":2: asked: 'polici' is no record type; did you mean"),
        ("acknowledged,2024-03-04,", "acknowledged,,", ":3: the day is missing"),
        ("2024-03-04,,,", "2024-03-04,,email,", ":3: an event 'acknowledged' has no 'method'"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line_and_none_of_that_request_is_written(frkit, table, old, new, said):
    assert old in HISTORY
    ran = frkit(f"import csv {table(HISTORY.replace(old, new, 1))}", expect=1)
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert list(requests_in(frkit)) == ["The Met"]


def test_all_faults_of_a_request_are_told_at_once(frkit, table):
    wrong = HISTORY.replace("2024-03-04", "soon").replace("denied", "denyed").replace("1,234.50", "much")
    ran = frkit(f"import csv {table(wrong)}", expect=1)
    assert [line in ran.err for line in (":3:", ":5:", ":6:")] == [True, True, True]


def test_unknown_columns_and_homeless_rows_are_told(frkit, table):
    text = HISTORY.replace("reason,note", "reason,mood").replace("The Met,", ",", 1)
    ran = frkit(f"import csv {table(text)}")
    assert "the column 'mood' is not known and was left out" in ran.err
    assert ":8: the row names no request and was left out" in ran.err


def test_two_rows_that_disagree_on_their_request_are_told(frkit, table):
    text = HISTORY.replace("Oakland 2024,,,acknowledged", "Oakland 2024,us-ca-lapd,,acknowledged")
    ran = frkit(f"import csv {table(text)}", expect=1)
    assert ":3: agency: 'us-ca-lapd' here and 'us-ca-oakland-pd' in line 2" in ran.err


def test_days_are_read_as_one_says_they_are_spelt_and_never_guessed(frkit, table):
    days = ("2024-03-01", "2024-03-04", "2024-03-08", "2024-03-15", "2024-03-22", "2024-03-29", "2024-04-02")
    text = HISTORY
    for day in days:
        year, month, number = day.split("-")
        text = text.replace(day, f"{int(number)}/{int(month)}/{year}")
    assert "is not a date like 2026-03-02" in frkit(f"import csv {table(text)}", expect=1).err
    frkit(f"import csv {table(text)} --date-format DD/MM/YYYY")
    assert {str(event.date) for _, event in requests_in(frkit)["Oakland 2024"].events} == set(days[:6])
    ran = frkit(f"import csv {table(text)} --date-format MM/DD/YYYY", expect=1)
    assert "'15/3/2024' is no day, read as MM/DD/YYYY" in ran.err
    assert "how days are spelt" in frkit(f"import csv {table(text)} --date-format D.M.Y", expect=2).err


def test_short_codes_and_proofs_are_those_of_log(frkit, table):
    text = HISTORY.replace("produced,2024-03-29", "part,2024-03-29").replace("reason,note,files", "reason,note,proof")
    frkit(f"import csv {table(text)}")
    events = {event.kind: event for _, event in requests_in(frkit)["Oakland 2024"].events}
    assert events["produced"].partial
    assert [record.role for record in events["denied"].documents] == ["proof"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_semicolons_and_old_characters(frkit, table, encoding):
    text = HISTORY.replace('"1,234.50"', "1234.50").replace(",", ";").replace("friendly", "très aimables")
    ran = frkit(f"import csv {table(text.encode(encoding))}")
    assert ("Windows-1252" in ran.err) == (encoding == "cp1252")
    notes = [event.note for _, event in requests_in(frkit)["Oakland 2024"].events]
    assert "They were très aimables" in notes


def test_a_table_of_agencies_says_whom_a_name_means(frkit, table):
    text = HISTORY.replace("us-ca-oakland-pd", "OPD, the big one".replace(",", ""))
    table("name,agency,law\nOPD the big one,us-ca-oakland-pd,\n", "agencies.csv")
    frkit(f"import csv {table(text)}")
    assert requests_in(frkit)["Oakland 2024"].request.agency == "us-ca-oakland-pd"
    table("name,agency\nOPD,\nOPD,x\nOPD,y\n", "agencies.csv")
    ran = frkit(f"import csv {table(text)}", expect=1)
    assert "agencies.csv:2:" in ran.err
    assert "agencies.csv:4: 'OPD' stands here a second time" in ran.err


def test_events_can_be_added_to_a_request_that_is_there(frkit, table):
    frkit("request new --agency us-ca-lapd --item contracts --today 2024-02-01")
    frkit(f"import csv {table('request,kind,date,method' + chr(10) + '2024-02-lapd,sent,2024-02-02,email' + chr(10))}")
    folder = CampaignFolder.find(frkit.root)
    assert [event.kind for _, event in folder.load("2024-02-lapd").events] == ["sent"]


def written(folder: Path) -> int:
    """How many YAML files lie in a folder while another program gives folders their names."""
    return sum(name.endswith(".yaml") for _, _, files in os.walk(folder) for name in files)


def test_it_completes_after_being_killed_at_any_moment(frkit, table):
    """The process is killed after more and more files; run again, the campaign is that of an undisturbed run."""
    rows = "".join(f"Oakland 2024,,,call,2024-05-{1 + n:02d},,,,,,,,said {n},\n" for n in range(28))
    text = HISTORY + rows.replace(",call,", ",followed-up,")
    path = table(text)
    line = [sys.executable, "-m", "frkit", "import", "csv", str(path)]
    settings = {**os.environ, "PYTHONPATH": str(PROJECT)}
    killed = 0
    for more in (0, 1, 3, 6, 10):
        there = written(frkit.root / "requests") + more
        process = subprocess.Popen(line, cwd=frkit.root, env=settings, stdout=subprocess.DEVNULL)
        while process.poll() is None and written(frkit.root / "requests") < there:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        assert "no mistakes" in frkit("check").out
    assert killed
    frkit(f"import csv {path}")
    files = requests_in(frkit)
    assert sorted(files) == ["Oakland 2024", "The Met"]
    assert len(files["Oakland 2024"].events) == 34
    assert "0 new requests and 0 events were added" in frkit(f"import csv {path}").out


def test_who_spells_days_otherwise_or_says_no_method_is_told_what_to_write(frkit, table):
    text = "request,agency,asked,kind,date\nA,us-ca-lapd,contracts,sent,04.03.2024\n"
    told = frkit(f"import csv {table(text)}", expect=1).err
    assert "if all days are spelt so, say how: --date-format DD/MM/YYYY" in told
    told = frkit(f"import csv {table(text)} --date-format DD.MM.YYYY", expect=1).err
    assert "'method' is missing (one of: email, post, portal, fax, hand, other)" in told
    assert "--date-format" not in told
