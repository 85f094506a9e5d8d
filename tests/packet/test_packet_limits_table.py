"""A reader can count each last day again: stops, closed days, moves and extensions stand under the rule."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from frkit.packet.parts.event_words import Style
from frkit.packet.parts.limits_table import HIDDEN, NOT_JUDGED, ClockLine, clock_line, extension_lines
from frkit.packet.plan.dossiers import Dossier, load_dossier
from frkit.tracking.events import event_from
from frkit.tracking.folder import CampaignFolder, init_campaign
from frkit.tracking.types import Item, Request

AGENCIES = {"us-or": "us-or-washington-county-sheriff", "us-ca": "us-ca-lapd", "gb": "gb-met"}


class Case:
    """A request under a law, and what was logged of it."""

    def __init__(self, folder: CampaignFolder, law: str) -> None:
        self.folder = folder
        items = (Item(number=1, category="contracts"), Item(number=2, category="policy"))
        request = Request(agency=AGENCIES[law], law=law, requester="me", items=items)
        self.id = folder.create_request(request, "case", date(2026, 2, 9))

    def log(self, kind: str, day: str, **fields: object) -> str:
        common = {"kind": kind, "date": day, "entered": f"{day}T20:00:00Z", "by": "a volunteer"}
        return self.folder.add_event(self.id, event_from({**common, **fields}))[0]

    def dossier(self, as_of: str = "2026-06-15") -> Dossier:
        return load_dossier(self.folder, self.id, "packet", date.fromisoformat(as_of))


@pytest.fixture
def folder(tmp_path: Path) -> CampaignFolder:
    return init_campaign(tmp_path / "campaign", "Limits", requester="me")


def line(dossier: Dossier, role: str = "Determination") -> ClockLine:
    lines = [clock_line(one, dossier, Style()) for one in dossier.standing.clocks]
    return next(one for one in lines if one.name == role)


def oregon(folder: CampaignFolder, **hidden: object) -> Case:
    """The agency waits for its fee, waives it, and claims an extension."""
    case = Case(folder, "us-or")
    case.log("sent", "2026-02-09", method="email")
    case.log("received_by_agency", "2026-02-09")
    case.log("fee_estimated", "2026-02-20", amount="100")
    case.log("waiver_granted", "2026-04-03", **hidden)
    case.log("extension_claimed", "2026-04-03", until="2026-05-29")
    return case


def test_a_stop_and_an_extension_stand_under_the_rule(folder: CampaignFolder) -> None:
    told = line(oregon(folder).dossier())
    assert "the day itself is not counted" in told.rule
    stop = next(one for one in told.reckoning if one.startswith("stopped"))
    assert stop.startswith("stopped February 21 to April 3, 2026: the agency waited for its fee (ORS ")
    assert any(one.startswith("extended from ") and one.endswith(" to May 29, 2026") for one in told.reckoning)
    assert told.state == "no answer, 17 days late on June 15, 2026"


def test_a_closed_day_is_named(folder: CampaignFolder) -> None:
    assert any(
        "February 16, 2026 (Presidents" in one for one in line(oregon(folder).dossier(), "Acknowledgement").reckoning
    )


def test_what_the_packet_may_not_show_is_not_told_by_the_table_either(folder: CampaignFolder) -> None:
    told = line(oregon(folder, audience="counsel").dossier())
    assert HIDDEN in told.reckoning and not any(one.startswith("stopped") for one in told.reckoning)


def test_a_clock_that_stands_still_says_since_when_and_why(folder: CampaignFolder) -> None:
    case = Case(folder, "us-or")
    case.log("sent", "2026-02-09", method="email")
    case.log("received_by_agency", "2026-02-09")
    case.log("fee_estimated", "2026-02-20", amount="100")
    told = line(case.dossier())
    assert told.due == "stands still" and told.state == "stands still"
    assert any(
        one.startswith("stopped since February 21, 2026: the agency waited for its fee") for one in told.reckoning
    )


def test_an_extension_without_a_figure_in_the_law_is_not_called_lawful(folder: CampaignFolder) -> None:
    dossier = oregon(folder).dossier()
    (told,) = extension_lines(list(dossier.standing.clocks), dossier, Style())
    assert told.verdict == NOT_JUDGED and not told.unlawful
    assert told.allowed.startswith("the law names no figure (ORS ")


def test_lateness_that_hangs_on_an_unproven_receipt_says_so(folder: CampaignFolder) -> None:
    case = Case(folder, "us-ca")
    case.log("sent", "2026-03-02", method="post")
    case.log("extension_claimed", "2026-03-20", days=30, unit="calendar")
    dossier = case.dossier()
    told = line(dossier)
    assert "receipt not proven" in told.started
    assert told.state.startswith("no answer, if received by ") and "days late" in told.state
    (extension,) = extension_lines(list(dossier.standing.clocks), dossier, Style())
    assert " if " in f" {extension.verdict}" and "2026-" not in extension.verdict


def test_something_that_came_is_not_no_answer(folder: CampaignFolder) -> None:
    case = oregon(folder)
    case.log("produced", "2026-04-10", items=[1])
    assert line(case.dossier()).state == "not complete, 17 days late on June 15, 2026"


def test_the_requesters_own_limits_are_in_no_packet_for_everybody(folder: CampaignFolder) -> None:
    from frkit.packet.parts.limits_table import told

    dossier = oregon(folder).dossier()
    own = [one for one in dossier.standing.clocks if one.clock.binds == "requester"]
    assert own and not any(told(one, dossier) for one in own)
