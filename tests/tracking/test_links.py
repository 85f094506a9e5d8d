"""Requests that hang together: passed on, split, joined; each with clocks of its own and a way to the others."""

import json
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from frkit.base.errors import WrongUsage
from frkit.cli.main import frkit
from frkit.tracking.folder import init_campaign
from frkit.tracking.links import link_doubts, links_of
from frkit.tracking.types import Item, Request

SENT = ("sent", "2026-03-02", {"method": "email"})
HANDED = ("received_by_agency", "2026-03-12", {"competent": True})


def due(stand, clock_id):
    one = stand.clock(clock_id)
    return one.due.date.isoformat() if one and one.due.date else None


def passed_on(day="2026-03-10", **more):
    return ("transferred", day, {"to": "the county", **more})


@pytest.fixture
def files(case):
    """Requests of one campaign by name, each with its events."""

    def make(**histories):
        return [replace(case("us-ca", *events), id=name) for name, events in histories.items()]

    return make


# What was passed on


def test_a_transfer_of_some_items_leaves_the_rest_running_here(stands):
    stand = stands("2026-03-20", "us-ca", SENT, passed_on(items=[2, 3], request="county"))
    assert stand.item_outcomes == {1: "pending", 2: "transferred", 3: "transferred"}
    assert stand.outcome == "pending" and stand.ball == "agency" and stand.flag("overdue")
    done = stands(
        "2026-03-20",
        "us-ca",
        SENT,
        passed_on(items=[2, 3], request="county"),
        ("produced", "2026-03-11", {"items": [1]}),
    )
    assert not done.flag("overdue") and done.clock("determination").state == "met"
    assert done.outcome == "granted" and done.ball == "us"


def test_a_transfer_of_everything_to_another_request_ends_the_waiting_here(stands):
    stand = stands("2026-04-20", "us-ca", SENT, passed_on(request="county"))
    assert set(stand.item_outcomes.values()) == {"transferred"} and stand.ball == "us"
    assert not stand.flag("overdue") and "passed on" in stand.next_steps[0].text
    assert [(one.kind, one.other, one.direction) for one in stand.links] == [("transferred", "county", "to")]


def test_nothing_is_refused_by_a_transfer(stands):
    final = ("produced", "2026-03-20", {"items": [1], "final": True})
    stand = stands("2026-04-20", "gb", SENT, passed_on(items=[2, 3], request="county"), final)
    assert stand.clock("internal_review") is None, "the answer left nothing out that was still with this body"


def test_followed_in_the_same_request_the_items_wait_for_the_other_body(stands):
    stand = stands("2026-03-11", "nz", SENT, passed_on(), given={"body": "national"})
    assert stand.outcome == "transferred" and stand.ball == "agency"
    stand = stands("2026-03-20", "nz", SENT, passed_on(), HANDED, given={"body": "national"})
    assert stand.outcome == "pending" and stand.ball == "agency"
    answered = stands(
        "2026-03-20",
        "nz",
        SENT,
        passed_on(),
        HANDED,
        ("produced", "2026-03-19", {"items": [1]}),
        given={"body": "national"},
    )
    assert answered.item_outcomes[1] == "granted"


# What the receiving body's clock starts from, under laws that speak of transfers


def determinations(stand):
    return {
        one.items: (one.state, one.due.date and one.due.date.isoformat())
        for one in stand.clocks
        if one.clock.role == "determination"
    }


@pytest.mark.parametrize(
    "code, given, plain, anew",
    [
        (
            "nz",
            {"body": "national"},
            "2026-03-30",
            "2026-04-13",
        ),  # twenty working days; Good Friday, Easter Monday and Tuesday
        ("za", {}, "2026-04-01", "2026-04-11"),  # thirty days, to a Saturday
        ("ca", {}, "2026-04-01", "2026-04-01"),  # the day of the first receipt goes on counting
    ],
)
def test_a_transfer_starts_the_clock_anew_only_where_the_law_says_so(stands, code, given, plain, anew):
    waits = determinations(stands("2026-03-11", code, SENT, passed_on(), given=given))
    handed = determinations(stands("2026-03-20", code, SENT, passed_on(), HANDED, given=given))
    assert determinations(stands("2026-03-05", code, SENT, given=given))[()] == ("running", plain)
    assert handed[()][1] == anew
    assert waits[()] == (("running", plain) if plain == anew else ("stopped", None))


def test_a_transfer_of_some_items_moves_the_clock_for_those_alone(stands):
    stand = stands("2026-03-20", "nz", SENT, passed_on(items=[2]), HANDED, given={"body": "national"})
    assert determinations(stand) == {(1, 3): ("running", "2026-03-30"), (2,): ("running", "2026-04-13")}


def test_the_child_counts_from_the_day_on_which_its_body_got_it(stands):
    child = stands("2026-03-20", "us-ca", HANDED)
    assert child.ball == "agency" and child.sent_on == date(2026, 3, 12) and not child.flag("contradictory")
    assert due(child, "determination") == "2026-03-23", "ten days, to Sunday the 22nd"
    assert child.clock("determination").due.confirmed


# Splitting and joining


def test_a_split_takes_only_the_items_that_are_named(stands):
    parts = ("split", "2026-03-10", {"into": ["part-a", "part-b"], "items": [2, 3]})
    stand = stands("2026-03-20", "us-ca", SENT, parts)
    assert stand.item_outcomes == {1: "pending", 2: "split", 3: "split"}
    assert {one.other for one in stand.links} == {"part-a", "part-b"}
    unnamed = stands("2026-03-20", "us-ca", SENT, ("split", "2026-03-10", {"into": ["part-a"]}))
    assert set(unnamed.item_outcomes.values()) == {"pending"}, "nobody said what left"


def test_a_request_that_was_joined_to_another_is_closed_and_points_on(stands):
    stand = stands("2026-05-20", "us-ca", SENT, ("consolidated", "2026-03-10", {"into": "main-request"}))
    assert (stand.ball, stand.closed_as, stand.next_steps) == ("closed", "consolidated", ())
    assert stand.links[0].other == "main-request" and not stand.flag("overdue")


# The whole campaign


def test_each_request_knows_those_that_lead_to_it(files):
    links = links_of(
        files(
            first=[SENT, passed_on(items=[2], request="county")],
            second=[SENT, ("consolidated", "2026-03-12", {"into": "county"})],
            county=[HANDED],
        )
    )
    assert [(one.kind, one.other, one.items, one.direction) for one in links["county"]] == [
        ("transferred", "first", (2,), "from"),
        ("consolidated", "second", (), "from"),
    ]
    assert [(one.other, one.direction) for one in links["first"]] == [("county", "to")]


def test_a_corrected_transfer_links_nothing(files):
    wrong = passed_on(request="county")
    mended = ("corrected", "2026-03-11", {"event": "2026-03-10-transferred-00000001", "reason": "x"})
    links = links_of(files(first=[SENT, wrong, mended], county=[HANDED]))
    assert links == {"first": (), "county": ()}


def test_links_that_lead_nowhere_to_themselves_or_in_a_circle_are_found(files):
    campaign = files(
        lost=[SENT, passed_on(request="nowhere")],
        own=[SENT, passed_on(request="own")],
        a=[SENT, passed_on(request="b")],
        b=[SENT, passed_on(request="c")],
        c=[SENT, ("consolidated", "2026-03-12", {"into": "a"})],
        fine=[SENT, passed_on(request="a")],
    )
    doubts = {(one.request, one.message.split(" ")[0]) for one in link_doubts(campaign)}
    assert {request for request, _ in doubts} == {"lost", "own", "a", "b", "c"}
    circle = next(one for one in link_doubts(campaign) if one.request == "a")
    assert "a to b to c to a" in circle.message


# Typed


@pytest.fixture
def campaign(tmp_path):
    folder = init_campaign(tmp_path / "campaign", "Test")
    asked = Request(agency="us-ca-oakland-pd", law="us-ca", items=(Item(number=1, category="contracts"),))
    return folder, [folder.create_request(asked, name, date(2026, 3, 1)) for name in ("oakland-pd", "alameda-sheriff")]


def typed(folder, *words):
    return CliRunner().invoke(frkit, [*words, "--campaign", str(folder.root)])


def test_a_part_of_the_name_is_written_as_the_whole(campaign):
    folder, (parent, child) = campaign
    made = typed(
        folder, "log", "transferred", parent, "--date", "2026-03-10", "--to", "the sheriff", "--request", "alameda"
    )
    assert made.exit_code == 0, made.output
    said = json.loads(typed(folder, "status", parent, "--json").output)
    assert said["links"][0]["other"] == child and said["item_outcomes"] == {"1": "transferred"}
    split = typed(folder, "log", "split", parent, "--date", "2026-03-11", "--into", "alameda,elsewhere")
    assert split.exit_code == 0 and "no request here is called 'elsewhere'" in split.output
    names = [link.other for link in links_of([folder.load(parent), folder.load(child)])[parent]]
    assert names == [child, child, "elsewhere"]


def test_a_request_cannot_be_passed_on_to_itself(campaign):
    folder, (parent, _) = campaign
    refused = typed(folder, "log", "consolidated", parent, "--date", "2026-03-10", "--into", "oakland")
    assert isinstance(refused.exception, WrongUsage) and "this very request" in str(refused.exception)
    assert folder.load(parent).events == ()
