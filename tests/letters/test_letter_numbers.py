"""The number in a letter is the number in the clock; where the law has none, the letter has none."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from frkit.base.bundled import bundled
from frkit.law.lengths import Length
from frkit.law.loading import load_jurisdiction
from frkit.letters.facts import grounds
from frkit.pages.wording import long_date
from frkit.tracking.standing import standing

SENT = ("sent", "2026-03-02", {"method": "email"})
TEMPLATES = bundled("templates") / "letters"
CASES = {
    "us-or-washington-county-sheriff": ("determination", 10),
    "us-ny-nypd": ("acknowledgement", 5),
    "us-dea": ("determination", 20),
    "us-ca-lapd": ("determination", 10),
    "gb-met": ("determination", 20),
}


def with_length(code, clock_id, number):
    """The law of a place with another number in one clock, as if it had been changed."""
    law = load_jurisdiction(code)
    clocks = []
    for clock in law.clocks:
        if clock.id == clock_id:
            clock = clock.model_copy(update={"length": Length(number=number, unit=clock.length.unit)})
        clocks.append(clock)
    changed = law.model_copy(update={"clocks": tuple(clocks)})
    for worked_out in ("every_clock", "clocks_in_order"):  # a copy keeps what was worked out of the old clocks
        changed.__dict__.pop(worked_out, None)
    return changed


def flat(letter):
    return " ".join(letter.text.split())


@pytest.mark.parametrize("agency", CASES)
def test_a_change_of_the_law_changes_letter_and_tracker_together(agency, asked, written):
    clock_id, number = CASES[agency]
    kind = "unacknowledged" if clock_id == "acknowledgement" else "overdue"
    code = asked(agency).request.law
    for length in (number, number + 1, number + 13):
        law = with_length(code, clock_id, length)
        assert f"{length} " in flat(written("request", asked(agency, law=law)))
        file = asked(agency, SENT, law=law)
        clock = standing(file, date(2026, 6, 30)).clock(clock_id)
        reminder = flat(written(kind, file, "2026-06-30"))
        shown = long_date(clock.due.date, law.date_style)
        assert f"{length} " in reminder and f"the last day was {shown}: {clock.days_late} days ago" in reminder
    unchanged = flat(written("request", asked(agency)))
    assert f"{number} " in unchanged and f"{number + 13} " not in unchanged


def test_an_appeal_names_the_time_of_the_clock_to_decide(asked, written):
    refused = ("denied", "2026-03-20", {"exemptions": [{"cited": "87(2)(g)"}]})
    for number in (10, 17):
        file = asked("us-ny-nypd", SENT, refused, law=with_length("us-ny", "appeal_decision", number))
        assert f"sets {number} business days for the decision" in flat(written("appeal", file, "2026-03-25"))


def test_florida_gets_no_number_of_days_that_its_law_lacks(asked, written):
    first = flat(written("request", asked("us-fl-orlando-pd")))
    assert "promptly" in first and not re.search(r"\d+ (business|calendar|working)? ?days?\b", first)
    reminder = flat(written("overdue", asked("us-fl-orlando-pd", SENT), "2026-04-12"))
    assert "promptly" in reminder and re.findall(r"(\d+) (?:\w+ )?days?\b", reminder) == ["41"]
    assert "overdue" not in reminder.lower()


def test_a_law_too_uncertain_to_quote_puts_no_number_into_a_letter(asked, written):
    doubtful = load_jurisdiction("us-ca").model_copy(update={"confidence": "low"})
    reminder = written("overdue", asked("us-fl-orlando-pd", SENT, law=doubtful, places=()), "2026-06-30")
    assert "10 calendar days" not in flat(reminder) and "It is 120 days since" in flat(reminder)
    assert any("uncertain" in task for task in reminder.to_do)


def test_a_provisional_start_is_told_as_the_day_of_sending_and_a_proven_one_as_receipt(asked, written):
    unproven = flat(written("overdue", asked("gb-met", SENT), "2026-04-20"))
    assert "Counted from the day on which I sent the request, 2 March 2026" in unproven
    proven = flat(written("overdue", asked("gb-met", SENT, ("received_by_agency", "2026-03-03")), "2026-04-20"))
    assert "Counted from the day on which you received the request, 3 March 2026" in proven


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.j2")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_holds_a_number_of_days_or_a_citation(path: Path):
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    text = text.replace("Freedom of Information Act 2000", "").replace("section 16", "")
    text = re.sub(r"(?m)^\d\. ", "", text)
    assert not re.search(r"\d|§|\bdays\b(?! have)", text), text


@pytest.mark.parametrize("code", ["us", "us-or", "us-fl", "us-ny", "us-ny-new-york", "us-ca", "gb"])
def test_what_the_law_file_advises_the_requester_does_not_go_to_the_agency(code):
    for exemption in load_jurisdiction(code).exemptions:
        argument = grounds.as_argument(exemption.counter or "")
        assert not re.search(r"(^|[.;] )(Ask|ask|Narrow the|narrow the|Check|check)\b", argument)
        assert argument == "" or (argument[0].isupper() and argument.endswith("."))
        assert not grounds.test_of(exemption).lower().startswith("no ")
