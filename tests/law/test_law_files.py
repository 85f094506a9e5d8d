"""The bundled law files: free of mistakes, with their effect on record, so that an edit shows what it changes."""

import pytest
from click.testing import CliRunner

from frkit.cli.law.commands import law as law_command
from frkit.law.checks import check_files, law_files
from frkit.law.event_kinds import EVENT_KINDS
from frkit.law.loading import all_codes, load_closed_days, load_jurisdiction
from frkit.tracking.events import BY_KIND


def told(*arguments):
    result = CliRunner().invoke(law_command, list(arguments), catch_exceptions=False, env={"COLUMNS": "80"})
    assert result.exit_code == 0, result.output
    return "\n".join(line.rstrip() for line in result.output.splitlines()) + "\n"


def limits():
    """One line for each limit of each place: what a change of the data changes for a case."""
    for code in all_codes():
        for clock in load_jurisdiction(code).clocks:
            rule = f"{clock.length}; {clock.basis}, {clock.binding}; rolls {clock.rolls}"
            yield f"{code} {clock.id}: {clock.binds}, {rule}; {clock.citation}"


NOT_REVIEWED = {"au-wa", "be", "ca-ab", "ca-ns", "ca-sk", "dk", "es", "eu", "in", "mx", "us-nc"}
"""Closed days that nobody has compared with a statute yet; their files say what was not found."""


def test_no_bundled_law_file_has_a_mistake_or_a_warning():
    findings = [finding for finding in check_files() if "nobody has reviewed these days" not in finding.message]
    assert [str(finding) for finding in findings] == []
    assert len(law_files()) > len(all_codes())


def test_closed_days_that_nobody_reviewed_are_known():
    assert {code for code in all_codes() if not load_closed_days(code).reviewed} == NOT_REVIEWED


def test_the_listing_is_the_one_on_record(golden):
    golden("law/list.txt", told("list", "--today", "2026-11-01"))


def test_every_limit_is_the_one_on_record(golden):
    golden("law/limits.txt", "\n".join(limits()) + "\n")


def test_one_place_shown_whole_is_the_one_on_record(golden):
    golden("law/us-or.txt", told("show", "us-or"))


def test_laws_speak_of_the_events_that_can_be_logged():
    assert set(EVENT_KINDS) <= set(BY_KIND)
    assert [kind for kind in BY_KIND if kind in EVENT_KINDS] == list(EVENT_KINDS)


@pytest.mark.parametrize("code", all_codes())
def test_each_place_says_how_surely_it_is_known_and_from_where(code):
    law = load_jurisdiction(code)
    assert law.sources and law.requester and law.fees
    assert law.coverage.police == "no" or (law.exemptions and law.remedies and law.clocks)
    assert law.confidence == "high" or law.unsure
    for clock in law.clocks:
        assert clock.basis != "statute" or "policy" not in clock.citation.lower()


@pytest.mark.parametrize("code", all_codes())
def test_the_closed_days_of_each_place_have_no_gap(code):
    first = {"es": 2008}.get(code, 2005)  # the library has no whole Spanish calendar before
    assert sorted(load_closed_days(code).years) == list(range(first, 2036))


def test_florida_has_no_number_of_days_for_an_answer():
    law = load_jurisdiction("us-fl")
    assert [clock.length.number for clock in law.clocks if clock.role == "determination"] == [None]


def test_what_is_practice_in_london_is_not_called_statute():
    law = load_jurisdiction("gb")
    bases = {clock.id: clock.basis for clock in law.clocks}
    assert bases["determination"] == "statute" and bases["tribunal"] == "regulation"
    assert {bases[one] for one in ("internal_review", "internal_review_decision", "complaint")} == {"policy"}


@pytest.mark.parametrize("code", all_codes())
def test_what_an_agency_only_may_hold_obliges_it_to_nothing(code):
    for lever in load_jurisdiction(code).levers:
        assert not (lever.obliges and "may hold" in lever.duty)
