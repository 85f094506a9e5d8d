"""The bundled example: six requests that, as of its own day, show every situation that the kit is for."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from specimens.kept import Earlier
from specimens.telling import NAME, PERSON, TODAY, tell

from frkit.base.files import sha256_of
from frkit.catalogue.loading import public_events
from frkit.evidence.office.converting import kept_pages
from frkit.packet.plan.folder import find_packet
from frkit.tracking.checks import check_campaign
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.privacy import found_in_file
from frkit.tracking.standing import Standing, standing

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLE = REPOSITORY / "examples" / NAME
MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def campaign() -> CampaignFolder:
    return CampaignFolder.find(EXAMPLE)


@pytest.fixture(scope="module")
def standings(campaign) -> dict[str, Standing]:
    """Where each request stands on the example's own day, by agency."""
    files = [campaign.load(request_id) for request_id in campaign.request_ids()]
    return {file.request.agency: standing(file, TODAY) for file in files}


def files_below(folder: Path) -> dict[str, bytes]:
    """All but what frkit makes again."""
    found = (path for path in folder.rglob("*") if path.is_file() and {"build", ".frkit"}.isdisjoint(path.parts))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def names(stand: Standing) -> set[str]:
    return {flag.name for flag in stand.flags}


# the story


def test_six_requests_were_sent_in_february_and_march_2026(standings):
    assert len(standings) == 6
    assert all(date(2026, 2, 1) <= stand.sent_on <= date(2026, 3, 31) for stand in standings.values())


def test_oregon_acknowledged_in_time_and_is_late_with_the_rest(standings):
    oregon = standings["us-or-washington-county-sheriff"]
    assert oregon.clock("acknowledgement").state == "met"
    assert "overdue" in names(oregon)
    assert oregon.clock("determination").due.date == date(2026, 4, 24), "the date that the agency gave itself"


def test_oregon_a_fee_estimate_is_disputed_line_by_line(standings, campaign):
    oregon = standings["us-or-washington-county-sheriff"]
    assert oregon.flag("fee_disputed").since == date(2026, 5, 14)
    letters = campaign.root / "requests" / campaign.find_request("washington") / "letters"
    assert "12.0 hours, $2,160.00" in (letters / "2026-03-04-fee-objection.txt").read_text()


def test_oregon_a_part_of_the_records_was_produced(standings):
    outcomes = standings["us-or-washington-county-sheriff"].item_outcomes
    assert (outcomes[1], outcomes[3], outcomes[6]) == ("granted", "partial", "pending")


def test_oregon_one_invoice_is_dated_after_the_vendor_s_pledge(campaign):
    from pypdfium2 import PdfDocument

    from frkit.catalogue.loading import load_vendor

    pledge = next(one.date for one in load_vendor("amazon").pledges if one.date.startswith("2020"))
    folder = campaign.root / "requests" / campaign.find_request("washington") / "received"
    invoice = PdfDocument(next(folder.glob("*-invoice-*.pdf")))
    text = invoice[0].get_textpage().get_text_bounded()
    invoice.close()
    assert pledge == "2020-06-10"
    assert "Invoice date: July 3, 2020" in text
    assert "June 1 – 10, 2020" in text, "it bills days before the pledge: a bill's date is not the date of a use"


def test_florida_names_no_number_so_only_the_days_waited_are_counted(standings):
    florida = standings["us-fl-orlando-pd"]
    assert all(one.due.date is None for one in florida.clocks)
    assert florida.days_waiting == 124
    assert set(florida.item_outcomes.values()) == {"pending"}


def test_new_york_let_its_own_date_pass_and_the_appeal_is_open_with_days_left(standings):
    york = standings["us-ny-nypd"]
    assert york.clock("acknowledgement").state == "met"
    assert york.clock("promised").due.date == date(2026, 5, 15)
    assert {"overdue", "deemed_refused"} <= names(york)
    assert york.clock("appeal").state == "met", "the appeal went out within the thirty days"
    decision = york.clock("appeal_decision")
    assert (decision.state, decision.due.date, decision.days_left) == ("running", date(2026, 6, 23), 8)
    assert "appeal" in york.tracks


def test_the_dea_claimed_a_longer_extension_than_the_law_gives_and_silence_counts_as_refusal(standings):
    dea = standings["us-dea"]
    clock = dea.clock("determination")
    assert clock.due.original == date(2026, 3, 24)
    assert clock.due.extension.claimed == date(2026, 5, 5)
    assert clock.due.date == date(2026, 4, 7), "ten working days more, not thirty"
    assert {"extension_unlawful", "overdue", "deemed_refused"} <= names(dea)
    assert clock.days_late == 69


def test_los_angeles_extended_in_time_and_then_had_no_records(standings):
    angeles = standings["us-ca-lapd"]
    clock = angeles.clock("determination")
    assert (clock.state, clock.due.original, clock.due.date) == ("met", date(2026, 3, 12), date(2026, 3, 26))
    assert clock.due.extension.lawful
    assert list(angeles.item_outcomes.values()).count("no_records") == 5
    assert not any(one.clock.role == "appeal" for one in angeles.clocks), "no appeal but the court"


def test_the_met_answered_on_time_refused_a_part_and_the_review_is_overdue(standings):
    met = standings["gb-met"]
    assert met.clock("determination").due.original == date(2026, 4, 10)
    assert met.item_outcomes == {
        1: "granted", 2: "denied", 3: "denied", 4: "partial", 5: "granted", 6: "denied", 7: "denied", 8: "granted"
    }  # fmt: skip
    assert met.flag("decision_late").since == date(2026, 5, 28)


def test_the_met_refused_with_exemptions_that_the_law_on_file_knows(campaign):
    file = campaign.load(campaign.find_request("met-live-uk"))
    claims = [claim for _, event in file.events for claim in getattr(event, "exemptions", ())]
    assert {claim.cited for claim in claims} == {"section 31(1)(a)-(b)", "section 40(2)", "section 43(2)"}
    assert {claim.id for claim in claims} <= {exemption.id for exemption in file.law.exemptions}


def test_the_met_one_window_of_ours_is_still_open_with_days_left(standings):
    flag = standings["gb-met"].flag("appeal_open_until")
    assert flag is not None and flag.since > TODAY


def test_nothing_lies_unread_and_no_log_contradicts_itself(standings):
    for agency, stand in standings.items():
        assert not names(stand) & {"unread", "contradictory", "no_exemption_named", "undelivered"}, agency


# the folder


def test_every_file_reads_and_every_hash_holds(campaign):
    assert check_campaign(campaign) == []


def test_events_are_named_after_their_own_bytes_and_originals_after_theirs(campaign):
    events = sorted(EXAMPLE.glob("requests/*/events/*.yaml"))
    originals = sorted(EXAMPLE.glob("requests/*/received/*"))
    assert len(events) > 40 and len(originals) == 18
    for path in events:
        assert sha256_of(path)[:8] == path.stem.rsplit("-", 1)[1]
    for path in originals:
        assert sha256_of(path)[:8] == path.name.split("-")[3]


def test_no_private_value_stands_outside_private(campaign):
    values = {**campaign.private_values(), PERSON["organisation"]: "organisation"}
    assert len(values) == 5
    for path in sorted(EXAMPLE.rglob("*")):
        if path.is_file() and path.relative_to(EXAMPLE).parts[0] != "private":
            assert found_in_file(path, values) == [], path
            assert PERSON["name"].encode() not in path.read_bytes(), path


def test_the_office_files_have_their_pages_with_them(campaign):
    folders = sorted(EXAMPLE.glob("requests/*/derived/*"))
    assert len(folders) == 2
    assert all(kept_pages(folder) is not None for folder in folders)


def test_the_packet_plan_names_documents_that_are_there(campaign):
    packet, findings = find_packet(campaign, NAME).load()
    assert not findings
    assert packet.as_of == TODAY
    assert set(packet.public_events) <= {event.id for event in public_events()}
    for exhibit in packet.exhibits:
        assert sha256_of(campaign.root / "requests" / exhibit.request / exhibit.path) == exhibit.sha256


def test_the_example_is_small(campaign):
    assert sum(len(data) for data in files_below(EXAMPLE.parent).values()) < 3 * MEGABYTE


def test_git_holds_every_file_also_the_made_up_requester():
    command = ["git", "ls-files", "examples"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listed.returncode != 0 or not listed.stdout:
        pytest.skip("not a git checkout")
    tracked = {line.removeprefix(f"examples/{NAME}/") for line in listed.stdout.splitlines()}
    assert set(files_below(EXAMPLE)) <= tracked


# making it again


def test_told_again_with_the_same_letters_and_law_it_is_the_same_to_the_byte(tmp_path):
    tell(tmp_path / "again", earlier=EXAMPLE, keep=True)
    again, before = files_below(tmp_path / "again"), files_below(EXAMPLE)
    assert sorted(again) == sorted(before)
    assert [name for name in before if again[name] != before[name]] == []


def test_made_from_nothing_it_stands_where_the_bundled_one_stands(tmp_path, standings):
    """Fails when law or rules moved a date: then make the example anew (tests/example/make_specimens.py)."""
    pytest.importorskip("docx")
    command = [sys.executable, str(REPOSITORY / "tests" / "example" / "make_specimens.py"), str(tmp_path / "new")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    fresh = CampaignFolder.find(tmp_path / "new")
    for request_id in fresh.request_ids():
        file = fresh.load(request_id)
        stand, before = standing(file, TODAY), standings[file.request.agency]
        assert stand.item_outcomes == before.item_outcomes
        assert [(one.clock.id, one.state, one.due.date) for one in stand.clocks] == [
            (one.clock.id, one.state, one.due.date) for one in before.clocks
        ]
        assert names(stand) == names(before)


def test_the_documents_of_the_earlier_example_can_all_be_found(campaign):
    assert len(Earlier(campaign).documents()) == 18
