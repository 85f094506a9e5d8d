"""Every clock of every place for a fixed set of start days: a change of the data shows its effect here.

Renew with FRKIT_UPDATE_GOLDENS=1 and read the difference before it is committed.
"""

import os
from datetime import date
from pathlib import Path

import pytest

from frkit.law.calendars import Calendar
from frkit.law.clocks import StartFact, run
from frkit.law.explaining import long_day
from frkit.law.extensions import Claim
from frkit.law.loading import all_codes, load_closed_days, load_jurisdiction

GOLDENS = Path(__file__).parents[1] / "golden" / "clocks"
STARTS = {
    "a Monday": date(2026, 3, 2),
    "a Friday": date(2026, 3, 6),
    "a Saturday": date(2026, 3, 7),
    "before Easter": date(2026, 4, 1),
    "before Memorial Day": date(2026, 5, 13),
    "before Independence Day": date(2026, 6, 29),
    "before Christmas": date(2025, 12, 19),
    "a holiday": date(2026, 1, 1),
    "leap day": date(2024, 2, 29),
    "31 January": date(2026, 1, 31),
    "year end": date(2026, 12, 31),
}
EVER = date(2099, 12, 31)


def told(code):
    law, days = load_jurisdiction(code), load_closed_days(code)
    lines = [f"{law.name}: {law.law.citation}", ""]
    for clock in law.clocks:
        ours = clock.binds == "requester"
        calendar = Calendar(days, also_closed=clock.also_closed, doubts_open=ours and bool(days.uncertain))
        capped = [one for one in law.extension if one.of == clock.id and one.length is not None and not one.when]
        lines.append(f"{clock.id} ({clock.role}, binds {clock.binds}): {clock.length}, {clock.basis}, {clock.citation}")
        for name, day in STARTS.items():
            due = run(clock, StartFact(day, "start", "started"), calendar)
            if due.date is None:
                lines.append("    no date")
                break
            safe = f"  safe day {long_day(due.cautious)}" if due.cautious != due.date else ""
            most = longest(clock, day, calendar, capped)
            lines.append(f"    {name:24}{long_day(day)} -> {long_day(due.date)}{safe}{most}")
        lines.append("")
    return "\n".join(lines)


def longest(clock, day, calendar, capped):
    """The last day with an extension as long as the law allows, claimed on the first day."""
    if not capped:
        return ""
    approved = {"agreement": "requester", "reviewer_leave": "reviewer"}.get(capped[0].mode)
    claim = Claim("claimed", day, until=EVER, approved_by=approved)
    due = run(clock, StartFact(day, "start", "started"), calendar, extensions=tuple(capped[:1]), claims=(claim,))
    return f"  extended {long_day(due.date)}" if due.date else ""


@pytest.mark.parametrize("code", all_codes())
def test_the_clocks_of_a_place_are_as_reviewed(code):
    golden = GOLDENS / f"{code}.txt"
    if os.environ.get("FRKIT_UPDATE_GOLDENS"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(told(code), encoding="utf-8")
    assert golden.is_file(), f"{golden.name} is missing; renew the goldens and review them"
    assert told(code) == golden.read_text(encoding="utf-8")


def test_no_golden_is_left_of_a_place_that_is_gone():
    assert {path.stem for path in GOLDENS.glob("*.txt")} == set(all_codes())
