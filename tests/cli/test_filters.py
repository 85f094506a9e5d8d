"""Choosing requests by what they are and where they stand, from the command line."""

import json

import pytest

TODAY = "--today 2026-04-20"
ALL = {"lapd", "nypd", "chicago", "met"}


@pytest.fixture(scope="module")
def several(read_only_campaign):
    """Requests to Los Angeles (overdue), New York (refused), Chicago (not sent) and London (withdrawn)."""
    for line in (
        "request new --agency us-ca-lapd --pack first-contact --today 2026-03-01 --wave spring",
        "request new --agency us-ny-nypd --item contracts --vendor ibm --today 2026-03-01 --wave spring",
        "request new --agency us-il-chicago-pd --item policy --today 2026-03-01 --given requester_class=individual",
        "request new --agency gb-met --item contracts --today 2026-03-01",
        "log sent lapd --date 2026-03-02 --method email",
        "log sent nypd --date 2026-03-09 --method email",
        "log sent met --date 2026-03-16 --method email",
        "log rej nypd --date 2026-03-20 --exemption 87(2)(b) --final",
        "log wd met --date 2026-03-30",
    ):
        read_only_campaign(line.replace(" --given requester_class=individual", ""))
    return read_only_campaign


def chosen(frkit, options):
    listed = json.loads(frkit(f"status {options} {TODAY} --json").out)
    return {name for name in ALL for one in listed if name in one["request"]}


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("", ALL),
        ("--place us", {"lapd", "nypd", "chicago"}),
        ("--place us-ny-new-york", {"nypd"}),
        ("--place uk", {"met"}),
        ("--law us-ca", {"lapd"}),
        ("--agency us-ca-lapd", {"lapd"}),
        ("--agency PD", {"lapd", "nypd", "chicago"}),
        ("--vendor ibm", {"nypd"}),
        ("--item contracts --place us-ny", {"nypd"}),
        ("--item policy --item contracts", ALL),
        ("--wave spring", {"lapd", "nypd"}),
        ("--requester robin --closed", {"met"}),
        ("--open --sent-since 2026-03-01", {"lapd", "nypd"}),
        ("--sent-until 2026-03-02", {"lapd"}),
        ("--overdue", {"lapd"}),
        ("--flag overdue --flag appeal-open-until", {"lapd", "nypd"}),
        ("--ball us", {"nypd"}),
        ("--ball us --ball closed", {"nypd", "met"}),
        ("--outcome denied", {"nypd"}),
        ("--track request", {"lapd", "nypd"}),
    ],
)
def test_filters_narrow_each_other_and_values_of_one_widen_it(several, options, found):
    assert chosen(several, options) == found


def test_a_place_means_what_lies_below_it_and_nothing_that_only_begins_alike(several):
    assert chosen(several, "--place us-c") == set()
    assert chosen(several, "--place us-ca-lapd") == {"lapd"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--flag overdu", "--flag overdu leaves none. --flag there: appeal_open_until"),
        ("--flag overdu", "did you mean 'overdue'?"),
        ("--place us --wave autumn", "--place us leaves 3; --wave autumn leaves none. --wave there: spring."),
        (
            "--vendor oracle --place gb",
            "--place gb leaves 1; --vendor oracle leaves none. None of them has any vendor.",
        ),
        ("--closed --overdue", "--flag overdue leaves 1; --closed leaves none"),
    ],
)
def test_where_none_is_left_the_filter_that_did_it_is_named(several, options, said):
    shown = several(f"log note {options} --date 2026-03-05 --text x {TODAY} --yes", expect=1)
    assert said in " ".join(shown.err.split())
    assert "No request fits" in shown.err


def test_an_empty_list_is_still_json(several):
    assert json.loads(several(f"status --wave autumn --json {TODAY}").out) == []


def test_a_name_that_fits_several_is_an_error_with_filters_too(several):
    assert "fits more than one request" in several("log note pd --open --date 2026-03-05 --text x", expect=2).err


def test_filters_stand_for_the_request_only_after_a_look(several):
    before = sorted(several.root.rglob("*.yaml"))
    shown = several(f"log note --place us --date 2026-03-05 --text x {TODAY}", expect=2)
    for name in ("lapd", "nypd", "chicago"):
        assert f"2026-03-{name}" in shown.out
    assert "Thu 2026-03-05" in shown.out and "--yes" in shown.err
    assert max(map(len, shown.out.splitlines())) <= 80
    assert sorted(several.root.rglob("*.yaml")) == before
