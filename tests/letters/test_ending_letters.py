"""Letters towards the end of a request: passed on, corrected, demanded back, closed; and a person's own data.

Each tells a story under a real law with a made-up police body; the approved letters lie in tests/golden/letters/ends.
"""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from letters.scenes.staging import file_of
from letters.wholeness import is_calm_whole_and_narrow

from frkit.asking.before_sending import before_sending
from frkit.asking.new_request import Asked, request_from
from frkit.base.errors import FrkitError
from frkit.catalogue.loading import load_pack
from frkit.law.loading import load_jurisdiction
from frkit.letters.kinds.registry import kind_named
from frkit.letters.matter import NOTHING_SAID, Matter, Said
from frkit.pages.plain_text import letter_pages
from frkit.tracking.standing import standing
from frkit.tracking.types import Item, Period

SENT = ("sent", "2026-03-02", {"method": "email"})
KNOWN = ("acknowledged", "2026-03-05", {"reference": "R-26-118"})
PART = ("produced", "2026-04-01", {"items": [1, 2], "pages": 150})
KEPT_BACK = ("produced", "2026-04-09", {"items": [3], "partial": True})
NOTHING_HELD = ("no_records", "2026-04-09", {"items": [4]})
WHOLE = ("produced", "2026-04-09", {"final": True, "pages": 1204})
BACK = ("clawback_demanded", "2026-04-10", {"of": ["a" * 64], "reason": "sent by mistake"})
BACK_AGAIN = ("clawback_demanded", "2026-04-20", {"of": ["b" * 64]})
REPLIED = ("followed_up", "2026-04-14", {"about": "clawback"})
CLEARED = ("cleared_by_counsel", "2026-04-18", {"of": ["a" * 64]})
COUNTY = ("transferred", "2026-03-10", {"to": "Riverton County Sheriff's Office", "items": [2, 3]})
ALL_OF_IT = ("transferred", "2026-03-10", {"to": "the Ministry of the Interior"})
ARRIVED = ("received_by_agency", "2026-03-12", {"competent": True, "reference": "SH-7"})
DIVIDED = ("split", "2026-03-10", {"into": ["01/26", "02/26"]})
ASKED_WHO = ("followed_up", "2026-03-16", {"about": "transfer"})
MISTAKE = Said(text="It names the wrong unit. The right one is the forensic services unit.", items=(2,))

STORIES = {
    "us-ny-clawback": ("clawback", "us-ny", "2026-04-12", [SENT, KNOWN, PART, BACK], NOTHING_SAID),
    "us-clawback-again": ("clawback", "us", "2026-04-22", [SENT, PART, BACK, REPLIED, BACK_AGAIN], NOTHING_SAID),
    "gb-clawback": ("clawback", "gb", "2026-04-12", [SENT, PART, BACK], NOTHING_SAID),
    "us-ca-transfer": ("transfer", "us-ca", "2026-03-16", [SENT, KNOWN, COUNTY], NOTHING_SAID),
    "us-ca-transfer-again": ("transfer", "us-ca", "2026-04-01", [SENT, KNOWN, COUNTY, ASKED_WHO], NOTHING_SAID),
    "us-transfer-new-body": ("transfer", "us", "2026-03-16", [SENT, ALL_OF_IT, ARRIVED], NOTHING_SAID),
    "fr-transfer-new-body": ("transfer", "fr", "2026-03-16", [SENT, ALL_OF_IT, ARRIVED], NOTHING_SAID),
    "ie-transfer-handed-over": ("transfer", "ie", "2026-03-16", [ARRIVED], NOTHING_SAID),
    "gb-transfer-divided": ("transfer", "gb", "2026-03-16", [SENT, DIVIDED], NOTHING_SAID),
    "us-tx-correction": ("correction", "us-tx", "2026-03-04", [SENT], MISTAKE),
    "gb-sct-correction-of-an-appeal": (
        "correction",
        "gb-sct",
        "2026-04-20",
        [SENT, ("denied", "2026-03-20", {"exemptions": [{"cited": "s.30"}]}), ("appeal_sent", "2026-04-14")],
        NOTHING_SAID,
    ),
    "us-il-thanks": ("thanks", "us-il", "2026-04-20", [SENT, KNOWN, WHOLE], NOTHING_SAID),
    "us-ca-thanks-in-part": ("thanks", "us-ca", "2026-04-20", [SENT, PART, KEPT_BACK, NOTHING_HELD], NOTHING_SAID),
    "ca-thanks-passed-on": ("thanks", "ca", "2026-04-20", [SENT, COUNTY, PART], NOTHING_SAID),
}
PLACE = Said(text="On Saturday 20 June 2026, between 14:00 and 14:30, I walked across Riverton Square.")
REFUSED = ("denied", "2026-07-20", {"items": [2], "exemptions": [{"cited": "section 45(4)"}]})
NOT_HELD = ("no_records", "2026-07-20", {"items": [1], "wording": "No data held."})
WHEN_SENT = [("sent", "2026-06-22", {"method": "email"}), ("received_by_agency", "2026-06-22")]
OWN_DATA = {
    "gb-sar-request": ("request", "2026-06-22", [], PLACE),
    "gb-sar-request-with-blanks": ("request", "2026-06-22", [], NOTHING_SAID),
    "gb-sar-overdue": ("overdue", "2026-08-10", WHEN_SENT, NOTHING_SAID),
    "gb-sar-appeal": ("appeal", "2026-07-24", [*WHEN_SENT, REFUSED, NOT_HELD], NOTHING_SAID),
    "gb-sar-no-records": ("no-records", "2026-07-24", [*WHEN_SENT, NOT_HELD], NOTHING_SAID),
    "gb-sar-complaint": ("complaint", "2026-07-24", [*WHEN_SENT, REFUSED], NOTHING_SAID),
}
FOLDER = Path(__file__).parents[1] / "golden" / "letters" / "ends"
OWN_ITEMS = tuple(Item(number=number, category=one) for number, one in enumerate(load_pack("own-data").items, 1))


@pytest.fixture(scope="session")
def own_data(letter_under):
    """A letter about a person's own data."""

    def write(kind, day, *events, said=NOTHING_SAID):
        return letter_under(
            kind, "gb-sar", day, *events, said=said, items=OWN_ITEMS, period=Period(since=date(2026, 6, 20))
        )

    return write


@pytest.mark.parametrize("name", STORIES)
def test_the_letter_is_as_it_was_approved(name, letter_under, golden):
    kind, code, day, events, said = STORIES[name]
    golden(f"letters/ends/{name}.txt", letter_under(kind, code, day, *events, said=said).text)


@pytest.mark.parametrize("name", OWN_DATA)
def test_the_letter_about_ones_own_data_is_as_it_was_approved(name, own_data, golden):
    kind, day, events, said = OWN_DATA[name]
    golden(f"letters/ends/{name}.txt", own_data(kind, day, *events, said=said).text)


def test_every_approved_letter_belongs_to_a_story():
    assert {path.stem for path in FOLDER.glob("*.txt")} == {*STORIES, *OWN_DATA}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_every_letter_is_calm_whole_and_narrow(path):
    is_calm_whole_and_narrow(path.read_text(encoding="utf-8"))


# A demand to give records back


def test_counsel_comes_before_anything_else_is_read(letter_under):
    letter = letter_under("clawback", "us-ny", "2026-04-12", SENT, PART, BACK, ("arrived", "2026-04-11"))
    assert letter.warnings[0].startswith("Talk to counsel before you answer.")
    assert letter.to_do[0] == letter.warnings[0] and "has not been read" in letter.warnings[1]


def test_the_reply_names_no_document_no_reason_and_promises_nothing(letter_under):
    text = letter_under("clawback", "us-ny", "2026-04-12", SENT, PART, BACK).text
    assert len(text.split()) < 190, "it is short on purpose"
    assert not re.search(r"mistake|150|items? \d|\bwill\b|sorry|agree to|return them|destroy|delete", text)


def test_what_counsel_cleared_needs_no_reply(letter_under):
    with pytest.raises(FrkitError, match="Nothing is demanded back") as error:
        letter_under("clawback", "us-ny", "2026-04-20", SENT, PART, BACK, CLEARED)
    assert "clawback-demanded" in error.value.remedy
    again = letter_under("clawback", "us-ny", "2026-04-22", SENT, PART, BACK, CLEARED, BACK_AGAIN).text
    assert "April 20, 2026" in again and "April 10, 2026" not in again


# What was passed on


def test_the_log_decides_to_whom_a_letter_after_a_transfer_goes(letter_under):
    old = letter_under("transfer", "us", "2026-03-16", SENT, ALL_OF_IT)
    assert old.facts["transfer"]["to"] == "old" and "Riverton Police Department" in old.text.split("Transfer")[0]
    new = letter_under("transfer", "us", "2026-03-16", SENT, ALL_OF_IT, ARRIVED)
    assert new.facts["transfer"]["to"] == "new" and "Ministry of the Interior" in new.text.split("Transfer")[0]
    assert "your reference SH-7" in " ".join(new.text.split())


@pytest.mark.parametrize(("code", "counts_from_there"), [("es", True), ("fr", True), ("us-ca", False)])
def test_a_limit_is_named_to_the_new_body_only_where_the_law_counts_from_its_receipt(
    code, counts_from_there, letter_under
):
    letter = letter_under("transfer", code, "2026-03-16", SENT, ALL_OF_IT, ARRIVED)
    stand = standing(file_of(load_jurisdiction(code), SENT, ALL_OF_IT, ARRIVED), date(2026, 3, 16))
    limit = letter.facts["transfer"]["limit"]
    assert (limit is not None) == counts_from_there
    if limit is not None:
        assert limit["due"] == stand.clock(limit["id"]).due.date
        assert limit["citation"].replace("; ", " and ") in " ".join(letter.text.split())


def test_a_letter_to_the_new_body_is_logged_with_its_name(letter_under):
    file = file_of(load_jurisdiction("us"), SENT, ALL_OF_IT, ARRIVED)
    day = date(2026, 3, 16)
    options = kind_named("transfer").log_options(Matter(file, standing(file, day), day, None))
    assert options == {"to": "the Ministry of the Interior"}


def test_no_transfer_no_letter(letter_under):
    with pytest.raises(FrkitError, match="No transfer is on file") as error:
        letter_under("transfer", "us", "2026-03-16", SENT)
    assert "frkit log transferred" in error.value.remedy


# A mistake of ours


def test_a_correction_without_words_has_two_blanks(letter_under):
    letter = letter_under("correction", "us", "2026-03-04", SENT)
    assert "[the words that are wrong]" in letter.text and "[the right words]" in letter.text
    assert "Fill in: the right words." in letter.to_do and any("--text" in task for task in letter.to_do)


def test_of_several_letters_the_last_one_is_corrected_and_the_others_are_named(letter_under):
    letter = letter_under("correction", "us", "2026-05-04", SENT, ("followed_up", "2026-04-20", {"about": "overdue"}))
    assert "My letter of April 20, 2026" in " ".join(letter.text.split())
    assert any("sent of 2026-03-02" in task for task in letter.to_do)


def test_words_of_ones_own_stay_words(letter_under):
    said = Said(text="{{ requester.address }} {% raw %} [[ ]] = Subject\n\n| not an address", items=(1,))
    text = " ".join(letter_under("correction", "gb", "2026-03-04", SENT, said=said).text.split())
    assert "{{ requester.address }} {% raw %} [[ ]] = Subject" in text and "Example Street" in text


# The end


def test_nothing_is_closed_with_thanks_before_an_answer_came(letter_under):
    with pytest.raises(FrkitError, match="nothing yet to give thanks for"):
        letter_under("thanks", "us", "2026-03-16", SENT)


def test_what_is_left_is_named_with_the_steps_that_are_still_open(letter_under):
    letter = letter_under("thanks", "us", "2026-04-20", SENT, PART, NOTHING_HELD)
    text = " ".join(letter.text.split())
    assert "Item 4 was not given in full." in text and "Items 3, 5 and 6 have had no answer" in text
    assert "I give up no right" in text
    assert any("items 3, 4, 5 and 6 did not come in full" in task for task in letter.to_do)
    assert any(task.startswith("Still open to you: appeal until ") for task in letter.to_do)


def test_all_that_came_leaves_nothing_to_add(letter_under):
    letter = letter_under("thanks", "us-il", "2026-04-20", SENT, WHOLE)
    assert "right" not in letter.text and "1,204 pages" in letter.text
    assert not any("in full" in task for task in letter.to_do)


# A person's own data


def test_access_is_asked_for_and_nothing_else(own_data):
    text = " ".join(own_data("request", "2026-06-22", said=PLACE).text.split())
    assert "does not ask you to delete or to correct anything" in text
    assert "Data Protection Act 2018, s.54" in text and "1 month" in text and "30 calendar" not in text
    assert "public interest" not in text and "itemized" not in text and "Search and review" not in text
    for own in ("Riverton Square", "ss.45, 52-54", "Arts 12, 12A, 15", "for law enforcement"):
        assert own in text


def test_who_gives_no_place_finds_a_blank_for_it_and_is_asked_for_no_more_than_needed(own_data):
    letter = own_data("request", "2026-06-22")
    assert any("each place, with the day and the time" in task for task in letter.to_do)
    assert sum("only if you want to give it" in task for task in letter.to_do) == 2
    assert "what proves who you are" in " ".join(letter.to_do)


def test_a_request_for_ones_own_data_fits_three_pages_at_most(own_data, tmp_path):
    letter = own_data("request", "2026-06-22", said=PLACE)
    pdf = letter_pages(letter.text, title=letter.subject, paper="A4", day=date(2026, 6, 22), folder=tmp_path)
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) <= 3


def test_the_next_step_after_a_late_answer_goes_on_under_the_same_law(own_data):
    complaint = " ".join(own_data("appeal", "2026-08-10", *WHEN_SENT).text.split())
    assert "Data protection complaint" in complaint and "s.164A" in complaint and "contracts" not in complaint


def test_ones_own_data_are_not_asked_for_under_a_law_that_publishes_answers(campaign):
    def told(law, pack):
        made = request_from(Asked(agency="gb-met", law=law, pack=pack), campaign)
        return [one.text for one in before_sending(made, campaign, date(2026, 6, 22)) if one.about == "regime"]

    assert told("gb-sar", "own-data") == [] and told(None, "first-contact") == []
    assert "ask with --law gb-sar" in told(None, "own-data")[0]
    assert "their own data alone" in told("gb-sar", "first-contact")[0]
