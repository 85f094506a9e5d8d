"""``frkit ics`` as a person uses it: to a file, to a pipe, on a terminal, and again after each change."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import icalendar
import pytest

PROJECT = Path(__file__).resolve().parents[2]
NEW = "request new --agency us-or-portland-pb --pack first-contact --today 2026-03-01"


@pytest.fixture
def sent(frkit):
    """A request to the Portland police, sent and received on 2 March 2026."""
    frkit(NEW)
    frkit("log sent portland --date 2026-03-02 --method email")
    frkit("log received-by-agency portland --date 2026-03-02")
    return frkit


def entries(text):
    return {str(one["UID"]): one for one in icalendar.Calendar.from_ical(text).walk("VEVENT")}


def test_in_a_pipe_it_is_the_file_and_out_writes_the_same(sent, tmp_path):
    piped = sent("ics --today 2026-03-03").out
    told = sent(f"ics --today 2026-03-03 --out {tmp_path}/limits.ics").out
    assert (tmp_path / "limits.ics").read_bytes().decode() == piped
    assert told.startswith(f"Wrote {tmp_path}/limits.ics: {len(entries(piped))} dates")


def test_it_is_made_again_under_the_same_name_and_the_met_limit_is_cancelled(sent, tmp_path):
    file = tmp_path / "limits.ics"
    sent(f"ics --today 2026-03-03 --out {file}")
    before = entries(file.read_bytes())
    sent("log acknowledged portland --date 2026-03-05")
    told = sent(f"ics --today 2026-03-05 --out {file}").out
    after = entries(file.read_bytes())
    assert before.keys() <= after.keys() and "1 cancelled" in told
    assert [str(one["STATUS"]) for one in after.values()].count("CANCELLED") == 1


def test_a_file_of_another_origin_is_left_alone(sent, tmp_path):
    mine = tmp_path / "mine.ics"
    mine.write_text("BEGIN:VCALENDAR\nPRODID:-//My own//EN\nEND:VCALENDAR\n")
    told = sent(f"ics --today 2026-03-03 --out {mine}", expect=2).err
    assert "frkit did not make it" in told and "My own" in mine.read_text()
    (tmp_path / "link.ics").symlink_to(tmp_path / "nowhere")
    sent(f"ics --out {tmp_path}/link.ics", expect=2)
    sent(f"ics --out {tmp_path}", expect=2)
    sent(f"ics --out {tmp_path}/no/such/folder.ics", expect=2)


def test_among_the_campaigns_own_files_it_has_no_place_but_in_private_it_has(sent):
    before = sorted(sent.root.rglob("*"))
    for place in ("limits.ics", "requests/limits.ics", "packets/limits.ics", "private/../limits.ics"):
        assert "private/limits.ics" in sent(f"ics --today 2026-03-03 --out {place}", expect=2).err
    assert sorted(sent.root.rglob("*")) == before
    sent("ics --today 2026-03-03 --out private/limits.ics")
    sent("ics --today 2026-03-04 --out private/limits.ics")


def test_json_lists_every_entry_with_its_mark(sent):
    listed = json.loads(sent("ics --today 2026-03-03 --json").out)
    keys = {"request", "day", "whose", "status", "summary", "description", "alarms", "mark", "uid", "sequence"}
    assert listed and all(set(one) == keys for one in listed)
    text = entries(sent("ics --today 2026-03-03 --discreet").out)
    assert {one["uid"] for one in listed} == set(text)
    assert all(one["mark"] in str(text[one["uid"]]["SUMMARY"]) for one in listed)
    assert all("Portland" in one["summary"] for one in listed)


def test_discreet_it_names_nobody(sent):
    text = sent("ics --today 2026-03-03 --discreet").out.replace("\r\n ", "")
    for word in ("Portland", "portland", "ORS", "campaign", "2026-03-us"):
        assert word not in text


def test_a_request_can_be_named_and_filters_apply(sent):
    sent("request new --agency us-ca-lapd --pack first-contact --today 2026-03-01")
    sent("log sent lapd --date 2026-03-02 --method email")
    of = {one["request"] for one in json.loads(sent("ics lapd --today 2026-03-03 --json").out)}
    assert of == {"2026-03-lapd-first-contact"}
    by_place = {one["request"] for one in json.loads(sent("ics --place us-or --today 2026-03-03 --json").out)}
    assert len(by_place) == 1 and by_place != of
    assert "no-such" in sent("ics no-such", expect=2).err


def test_no_private_data_leaves(sent):
    text = sent("ics --today 2026-03-03").out
    for word in ("Robin", "robin", "Hidden Lane", "secret.example"):
        assert word not in text


def test_an_unconfirmed_law_is_said_on_stderr(sent):
    law = sent.root / "jurisdictions" / "us-zz.yaml"
    law.parent.mkdir()
    text = (PROJECT / "jurisdictions" / "us" / "or" / "jurisdiction.yaml").read_text(encoding="utf-8")
    assert "\nconfidence: " in text
    lines = [("confidence: low" if line.startswith("confidence:") else line) for line in text.splitlines()]
    (law.parent / "us-or.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sent("request new --agency us-or-portland-pb --item contracts --title Second --today 2026-04-01")
    name = next(path.name for path in (sent.root / "requests").iterdir() if path.name.startswith("2026-04"))
    sent(f"log sent {name} --date 2026-04-02 --method email")
    ran = sent("ics --today 2026-04-03 --json")
    assert f"its limits are left out: {name}" in ran.err and "law-confirmed" in ran.err
    assert {one["request"] for one in json.loads(ran.out)} == {
        path.name for path in (sent.root / "requests").iterdir() if path.name != name
    }


def test_on_a_terminal_it_is_a_list_that_fits(sent):
    """A real terminal of 80 columns, since only there the list is shown."""
    command = [sys.executable, "-m", "frkit", "ics", "--today", "2026-03-03"]
    ours, theirs = pty.openpty()
    settings = {**os.environ, "PYTHONPATH": str(PROJECT), "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
    done = subprocess.run(command, cwd=sent.root, env=settings, stdout=theirs, timeout=60, check=True)
    os.close(theirs)
    shown = b""
    while chunk := _read(ours):
        shown += chunk
    os.close(ours)
    lines = shown.decode().replace("\r\n", "\n").split("\n")
    assert done.returncode == 0 and "BEGIN:VCALENDAR" not in shown.decode()
    assert max(map(len, lines)) <= 80
    assert any("Mon 2026-03-09" in line and "Acknowledgement due" in line for line in lines)
    assert "frkit ics --out" in shown.decode()


def _read(handle):
    try:
        return os.read(handle, 4096)
    except OSError:  # Linux ends a closed terminal so
        return b""
