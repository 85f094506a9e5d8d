"""After logging, one sentence says what it changed, so that a wrong kind or day is noticed at once."""

import hashlib
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
TODAY = "--today 2026-03-20"


@pytest.fixture
def sent(frkit):
    frkit("request new --agency us-ny-nypd --pack first-contact --today 2026-03-01")
    frkit("log sent nypd --date 2026-03-02 --method email")
    return frkit


def now(ran):
    """The sentence, in one line."""
    return re.search(
        r"(?:Now|Nothing moved|An automatic reply moves nothing): .*?\.(?= If |$)", " ".join(ran.out.split())
    )[0]


def test_sending_says_who_acts_and_the_first_date(frkit):
    frkit("request new --agency us-ny-nypd --pack first-contact --today 2026-03-01")
    said = now(frkit("log sent nypd --date 2026-03-02 --method email --today 2026-03-03"))
    assert said.startswith("Now: the agency acts (was: ready to send); acknowledgement until Mon 2026-03-09")


def test_a_date_that_moved_is_said_with_the_one_before(sent):
    said = now(sent("log ack nypd --date 2026-03-05 --promised 2026-04-10 --today 2026-03-06"))
    assert "acknowledgement met on Thu 2026-03-05 (was: Mon 2026-03-09)" in said and "until Fri 2026-04-10" in said


def test_an_answer_says_which_items_it_answered(sent):
    assert "items 1-2 denied" in now(sent(f"log rej nypd --date 2026-03-10 --items 1,2 {TODAY}"))
    assert "items 3-6 no records" in now(sent(f"log nrd nypd --date 2026-03-11 --items 3-6 {TODAY}"))


def test_a_limit_that_takes_in_more_items_is_not_said_to_be_gone(frkit):
    frkit("request new --agency gb-met --pack first-contact --today 2026-03-01")
    frkit("log sent met --date 2026-03-02 --method email")
    frkit(f"log rej met --date 2026-03-10 --items 2,3 {TODAY}")
    said = now(frkit(f"log ncnd met --date 2026-03-10 --items 1,5 {TODAY}"))
    assert "internal review of items 1-3, 5 until" in said and "no longer runs" not in said


def test_whose_victory_upheld_is_stands_in_the_help(sent):
    assert "upheld (it stands)" in " ".join(sent("log appeal-decided --help").out.split())


def test_a_file_that_is_wanted_back_may_be_named_by_a_part_of_its_name(sent, tmp_path):
    for name in ("contract", "manual"):
        (tmp_path / f"{name}.txt").write_text(f"the {name}\n")
    sent(f"receive nypd {tmp_path}/contract.txt {tmp_path}/manual.txt --date 2026-03-10")
    ran = sent(f"log clawback-demanded nypd --date 2026-03-12 --of contract {TODAY}")
    assert "contract.txt" in ran.err and "Taken to be" in ran.err
    (event,) = (sent.root / "requests").glob("*/events/*clawback*")
    (there,) = (sent.root / "requests").glob("*/received/*contract.txt")
    assert hashlib.sha256(there.read_bytes()).hexdigest() in event.read_text()
    assert "2 files of the request fit" in sent(f"log claw nypd --date 2026-03-12 --of .txt {TODAY}", expect=2).err
    assert "manual.txt" in sent(f"log claw nypd --date 2026-03-12 --of invoice {TODAY}", expect=2).err


def test_a_request_that_ends_says_how(sent):
    assert now(sent(f"log wd nypd --date 2026-03-10 {TODAY}")).startswith("Now: closed (withdrawn) (was: the agency")


def test_an_automatic_reply_moves_nothing_and_says_so(sent):
    said = now(sent("log ack nypd --date 2026-03-05 --automatic --today 2026-03-06"))
    assert said.startswith("An automatic reply moves nothing: the agency acts")


def test_a_note_moves_nothing(sent):
    said = now(
        sent("log call nypd --date 2026-03-05 --direction out --number 555-0100 --said 'soon' --today 2026-03-06")
    )
    assert said.startswith("Nothing moved: the agency acts; 2026-03-09")


def test_the_line_that_takes_it_back_does_so(sent):
    before = sent("status nypd --json --today 2026-03-20").out
    said = sent(f"log rej nypd --date 2026-03-10 --final {TODAY}").out
    command = next(line for line in said.splitlines() if line.startswith("  $ frkit "))
    line = command.removeprefix("  $ frkit ").replace("WHY", "'another request'").replace("DATE", "2026-03-11")
    assert "the agency acts (was: we act)" in now(sent(f"{line} {TODAY}"))
    after = sent("status nypd --json --today 2026-03-20").out
    assert '"ball": "agency"' in before and '"ball": "agency"' in after and '"denied"' not in after


def test_where_nobody_has_read_the_law_no_date_is_said(frkit):
    law = (PROJECT / "jurisdictions" / "us" / "ny" / "jurisdiction.yaml").read_text(encoding="utf-8")
    unsure, changed = re.subn(r"(?m)^confidence: \w+$", "confidence: low", law)
    assert changed == 1
    (frkit.root / "jurisdictions").mkdir()
    (frkit.root / "jurisdictions" / "us-ny.yaml").write_text(unsure, encoding="utf-8")
    frkit("request new --agency us-ny-nypd --item contracts --today 2026-03-01")
    said = now(frkit("log sent nypd --date 2026-03-02 --method email --today 2026-03-03"))
    assert said == "Now: the agency acts (was: ready to send)."


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("log ack nypd --date 2026-02-05", "lies before the request was sent (2026-03-02)"),
        ("log dec nypd --date 2026-03-10 --result upheld", "appeal"),
        ("log rej nypd --date 2026-03-10 --exemption 'because'", "no exemption on file for us-ny fits 'because'"),
    ],
)
def test_what_may_be_a_slip_is_said_and_still_written(sent, line, words):
    said = sent(f"{line} {TODAY}")
    assert "Note: " in said.err and words in " ".join(said.err.split())
    assert "this event" not in said.err.replace("this event ", "", 1) or "Logged" in said.out
    assert len(list(sent.root.glob("requests/*/events/*.yaml"))) == 2


def test_lines_fit_eighty_columns_but_for_commands_and_paths(sent, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    shown = sent(f"log rej nypd --date 2026-03-10 --items 1,2 --exemption 'something else' {TODAY}")
    for line in (shown.out + shown.err).splitlines():
        assert len(line) <= 80 or line.startswith(("  $ ", "  in "))


def test_a_span_of_items_may_be_pasted_with_an_en_dash(frkit):
    frkit("request new --agency us-ca-lapd --pack first-contact --today 2026-03-02")
    frkit("log sent lapd --date 2026-03-02 --method email --today 2026-03-02")
    frkit("log denied lapd --date 2026-03-05 --items 1\N{EN DASH}3 --exemption X --today 2026-03-05")
    assert "items 1, 2, 3" in frkit("status lapd --today 2026-03-05").out
    assert (
        "is not a list of item numbers"
        in frkit("log denied lapd --date 2026-03-05 --items 3\N{EN DASH}1 --today 2026-03-05", expect=2).err
    )
