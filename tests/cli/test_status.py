"""``frkit status`` and ``frkit next`` over several requests, as a person reads them."""

import json
import re
from datetime import date, timedelta

import pytest

from frkit.cli.status.table import table_lines
from frkit.tracking.flags import Flag
from frkit.tracking.summaries import AskedFor, AskedItem, LeadingLimit, Summary


@pytest.fixture
def several(frkit):
    """Four requests: a draft, one that waits, one that is late, one that was refused."""
    for agency in ("us-ca-lapd", "gb-met", "us-ny-nypd", "us-ca-sfpd"):
        frkit(f"request new --agency {agency} --pack first-contact --today 2026-02-02 --vendor amazon")
    for part, day in (("lapd", "2026-02-02"), ("met", "2026-03-02"), ("nypd", "2026-02-02")):
        frkit(f"letter {part} --today {day}")
        frkit(f"log sent {part} --date {day} --method email --to records@agency.example")
    frkit("log denied nypd --date 2026-02-20 --exemption 87(2)(e)")
    return frkit


def lines(frkit, more=""):
    return frkit(f"status --today 2026-03-09 {more}").out.splitlines()


def test_one_line_a_request_under_who_must_act(several):
    said = lines(several)
    titles = [line for line in said if re.fullmatch(r"[A-Z].*: \d+", line)]
    assert titles == ["We must act: 1", "Ready to send: 1", "The agency, or a reviewer, must act: 2"]
    assert sum(line.startswith("2026-02-") for line in said) == 4
    assert max(map(len, said)) <= 80


def test_since_and_due_and_how_sure(several):
    lapd = next(line for line in lines(several) if "lapd" in line)
    assert "2026-02-02" in lapd and "d late" in lapd and "high" in lapd


def test_our_own_limit_comes_first(several):
    nypd = next(line for line in lines(several) if "nypd" in line)
    assert re.search(r"ours: \d+ d", nypd) and "appeal open" in nypd


@pytest.mark.parametrize(
    "by, first", [("law", "gb: 1"), ("vendor", "amazon: 4"), ("place", "gb: 1"), ("wave", "no wave: 4")]
)
def test_other_groups(several, by, first):
    titles = [line for line in lines(several, f"--by {by}") if re.fullmatch(r"[a-z][a-z -]*: \d+", line)]
    assert titles[0] == first


def test_sorted_by_name(several):
    names = [line.split()[0] for line in lines(several, "--by none --sort name") if line.startswith("2026-")]
    assert names == sorted(names) and len(names) == 4


def test_filters_narrow_the_table_and_say_what_left_none(several):
    assert sum(line.startswith("2026-02-") for line in lines(several, "--place us-ca")) == 2
    nothing = several("status --today 2026-03-09 --place us-ca --ball closed")
    assert "No request fits." in nothing.err


def test_json_is_the_whole_standing_whatever_is_kept(several):
    first = several("status --today 2026-03-09 --json").out
    lines(several)
    assert several("status --today 2026-03-09 --json").out == first
    assert {one["ball"] for one in json.loads(first)} == {"us", "agency", "ready"}


def test_the_table_says_the_same_from_what_is_kept(several):
    assert lines(several) == lines(several)


def test_next_shows_only_so_many(several):
    every = json.loads(several("next --today 2026-03-09 --json").out)
    said = several("next --today 2026-03-09 --most 1").out
    assert said.count("$ frkit") == 1 and f"And {len(every) - 1} more: frkit next" in said


def test_next_of_one_request_is_asked_for_by_a_part_of_its_name(several):
    every = json.loads(several("next --today 2026-03-09 --json").out)
    one = next(step["request"] for step in every)
    alone = json.loads(several(f"next {one} --today 2026-03-09 --json").out)
    assert alone == [step for step in every if step["request"] == one]
    assert "No request here is called 'nobody'" in several("next nobody", expect=2).err


def test_what_can_be_lost_comes_before_what_is_late(several):
    steps = json.loads(several("next --today 2026-03-12 --json").out)
    kinds = [one["request"].split("-")[2] for one in steps]
    assert kinds[0] == "nypd" and steps[0]["rank"] < steps[-1]["rank"]


def test_every_command_of_next_runs_as_it_stands(several, tmp_path):
    """But for the day, a letter of one's own, an amount, and the words in capitals, which are text."""
    own = tmp_path / "own.txt"
    own.write_text("To whom it may concern.")
    several("log fee-estimated met --date 2026-03-10 --amount 45.00 --today 2026-03-10")
    several("request new --agency us-nj-newark-pd --pack first-contact --today 2026-02-02")
    several("log sent newark --date 2026-02-02 --method email --today 2026-02-02")
    commands = [one["command"] for one in json.loads(several("next --today 2026-03-12 --json").out)]
    assert {"complaint", "fee"} <= {one.split()[-1] for one in commands if one.startswith("frkit letter")}
    for command in commands:
        typed = command.replace("DATE", "2026-03-12").replace("FILE", str(own)).replace("AMOUNT", "1.00")
        today = "" if typed.startswith("frkit law ") else " --today 2026-03-12"
        several(f"{typed.removeprefix('frkit ')}{today}")


def test_an_event_that_cannot_be_read_stands_out(several):
    events = next((several.root / "requests").glob("*lapd*")) / "events"
    (events / "2026-02-10-acknowledged-00000000.yaml").write_text("kind: [")
    assert "a file cannot" in next(line for line in lines(several) if "lapd" in line)


def test_bodies_of_one_name_in_two_places_can_be_told_apart(frkit):
    """Massachusetts, Michigan and Virginia each have a 'state-police'."""
    for place in ("ma", "mi", "va"):
        frkit(f"request new --agency us-{place}-state-police --pack first-contact --today 2026-02-02")
    ids = sorted(path.name for path in (frkit.root / "requests").iterdir())
    assert ids == [
        "2026-02-state-police-first-contact",
        "2026-02-us-mi-state-police-first-contact",
        "2026-02-us-va-state-police-first-contact",
    ]
    assert "us-mi-state-police" in frkit("status mi-state").out
    again = frkit("request new --agency us-mi-state-police --pack first-contact --today 2026-02-02").out
    assert "not made twice" in again
    other = frkit("request new --agency us-mi-state-police --pack first-contact --title Two --today 2026-02-02").out
    assert "requests/2026-02-us-mi-state-police-first-contact-" in other


# The table by itself


def made(name, **more):
    values = {
        "id": name,
        "request": AskedFor("us-ca-lapd", "us-ca", (), (), (AskedItem("contracts"),), "me", None),
        "ball": "agency",
        "closed_as": None,
        "since": date(2026, 3, 2),
        "tracks": ("request",),
        "outcome": "pending",
        "item_outcomes": {1: "pending"},
        "sent_on": date(2026, 3, 2),
        "days_waiting": 10,
        "last_event": date(2026, 3, 2),
        "law_confirmed": True,
        "law_confidence": "high",
        "flags": (),
        "next_steps": (),
        "leading": None,
        "prompt": (),
        "extension": None,
        "court_is_near": False,
        "faults": 0,
    }
    return Summary(**{**values, **more})


def limit(state="running", binds="agency", left=None, late=None, confirmed=True):
    day = date(2026, 3, 20) + timedelta(days=left or 0)
    return LeadingLimit("determination", binds, "hard", state, None, day, day, left, late, confirmed)


@pytest.mark.parametrize("width", [20, 80, 81, 100, 200])
@pytest.mark.parametrize(
    "name",
    ["2026-03-x", "2026-03-" + "long-name-" * 7, "2026-03-中文名字" * 9, "é" * 80],
    ids=["short", "long", "wide", "accents"],
)
def test_no_line_is_wider_than_the_terminal(name, width):
    from rich.cells import cell_len

    flags = tuple(Flag(name, "said") for name in ("overdue", "ack_late", "extension_unlawful", "unread", "stale"))
    one = made(name, flags=flags, leading=limit("lapsed", late=123456))
    for by in ("who", "none", "vendor"):
        said = list(table_lines([one], date(2026, 3, 20), by=by, sort="due", width=width))
        assert max(cell_len(line) for line in said) <= max(80, width)
        assert any("overdue" in line and ("+" in line or "quiet for long" in line) for line in said)


def test_the_order_by_what_is_due():
    ours = made("d-ours", leading=limit(binds="requester", left=9))
    soon = made("c-soon", leading=limit(left=2))
    late = made("b-late", leading=limit("lapsed", late=3))
    later = made("a-later", leading=limit("lapsed", late=30))
    said = table_lines([soon, ours, late, later], date(2026, 3, 20), by="none", sort="due", width=80)
    assert [line[0] for line in said if line[1:2] == "-"] == ["d", "a", "b", "c"]


def test_a_start_that_nothing_proves_is_marked():
    said = list(
        table_lines(
            [made("x", leading=limit(left=2, confirmed=False))], date(2026, 3, 20), by="who", sort="due", width=80
        )
    )
    assert any("high~" in line for line in said)


def test_a_long_name_keeps_the_part_that_commands_take():
    """The body stands in front; the pack behind it is the same for the whole wave."""
    names = ["2026-01-maricopa-sheriff-first-contact", "2026-01-arlington-pd-first-contact-134e"]
    said = list(table_lines([made(name) for name in names], date(2026, 3, 12), by="who", sort="name", width=80))
    assert any(line.startswith("2026-01-arlington-pd-fi…-134e ") for line in said)
    assert any(line.startswith("2026-01-maricopa-sherif…ntact ") for line in said)
