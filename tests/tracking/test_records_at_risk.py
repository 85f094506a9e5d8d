"""Records at risk: when what was asked for is destroyed, what that means for the next step, and what calms it."""

from dataclasses import replace
from datetime import date

import pytest

from frkit.law.loading import load_jurisdiction
from frkit.tracking.checks import check_campaign
from frkit.tracking.events import event_from
from frkit.tracking.retention_rules import KnownRule
from frkit.tracking.retention_words import risk_words, short_risk
from frkit.tracking.standing import standing
from frkit.tracking.types import Item, Period, Request

SENT = ("sent", "2026-03-02", {"method": "email"})
LOGS = {"kept": "90 days", "basis": "policy", "records": "search logs", "citation": "Schedule 2024, line 12"}
ASKED = ("followed_up", "2026-03-10", {"about": "preservation"})


def learned(day="2026-03-03", **fields):
    return ("retention_learned", day, {**LOGS, **fields})


def since(first, last=None):
    return Period(since=date.fromisoformat(first), until=last and date.fromisoformat(last))


def risks(stand):
    return [(one.items, one.state, one.first and str(one.first), one.last and str(one.last)) for one in stand.at_risk]


def preserving(stand):
    return [step for step in stand.next_steps if step.command.endswith(" preservation")]


# the day on which they go


def test_a_period_told_on_the_phone_counts_at_once(stands):
    stand = stands("2026-03-04", "us-ca", SENT, learned(items=[2], basis="statement"), period=since("2026-02-01"))
    assert risks(stand) == [((2,), "soon", "2026-05-02", None)]
    flag = stand.flag("records_at_risk")
    assert flag.since == date(2026, 5, 2) and "Search logs (item 2): kept 90 days" in flag.message
    assert "as the agency said" in flag.message and "59 days left" in flag.message


def test_without_items_it_is_about_all_of_them(stands):
    assert risks(stands("2026-03-04", "us-ca", SENT, learned(), period=since("2026-02-01")))[0][0] == (1, 2, 3)


def test_a_record_type_is_its_items(case):
    file = case("us-ca", SENT, learned(categories=["audit-logs"]), period=since("2026-02-01"))
    items = (Item(number=1, category="contracts"), Item(number=2, category="audit-logs"))
    stand = standing(_with(file, items), date(2026, 3, 4))
    assert risks(stand) == [((2,), "soon", "2026-05-02", None)]


def test_items_of_other_periods_go_on_days_of_their_own(case):
    file = case("us-ca", SENT, learned())
    items = (
        Item(number=1, category="contracts", period=since("2026-02-01")),
        Item(number=2, category="contracts", period=since("2026-01-01", "2026-01-31")),
    )
    stand = standing(_with(file, items), date(2026, 3, 4))
    assert risks(stand) == [((2,), "soon", "2026-04-01", "2026-05-01"), ((1,), "soon", "2026-05-02", None)]


def test_an_incident_has_one_day(stands):
    one_day = since("2026-02-20", "2026-02-20")
    stand = stands("2026-03-04", "us-ca", SENT, learned(**{"kept": "30 days", "from": "incident"}), period=one_day)
    assert risks(stand) == [((1, 2, 3), "soon", "2026-03-22", "2026-03-22")]
    assert "They go on Sun 2026-03-22: 18 days left." in stand.flag("records_at_risk").message


def test_an_incident_without_a_day_is_asked_for_and_never_guessed(stands):
    stand = stands("2026-03-04", "us-ca", SENT, learned(**{"from": "incident"}))
    assert risks(stand) == [((1, 2, 3), "unknown", None, None)]
    assert "not on file" in stand.flag("records_at_risk").message


def test_without_a_period_each_day_takes_some_from_the_sending_on(stands):
    stand = stands("2026-03-04", "us-ca", SENT, learned())
    assert risks(stand) == [((1, 2, 3), "going", "2026-03-02", None)]
    assert "made before Fri 2025-12-05 are gone by that rule, and each day" in stand.flag("records_at_risk").message
    # 90 days from 4 December end on 4 March: those of 5 December are the oldest left


def test_without_a_period_nothing_is_lost_that_is_kept_for_longer_than_there_are_such_systems(stands):
    assert risks(stands("2026-03-04", "us-ca", SENT, learned(kept="40 years"))) == [((1, 2, 3), "later", None, None)]
    assert risks(stands("2026-03-04", "us-ca", SENT, learned(kept="10 years")))[0][1] == "going"


def test_what_is_gone_is_said_without_softening_and_without_giving_up(stands):
    stand = stands("2026-03-04", "us-ca", SENT, learned(), period=since("2025-10-01", "2025-10-31"))
    assert risks(stand)[0][1] == "gone"
    assert (
        "gone since Thu 2026-01-29, unless they were kept for another reason: ask" in stand.flag("records_gone").message
    )
    assert preserving(stand)[0].text.startswith("Ask what was kept.")


def test_a_ceiling_may_mean_sooner_and_a_floor_later(stands):
    ceiling = stands("2026-03-04", "us-ca", SENT, learned(means="at_most", kept="200 days"), period=since("2026-02-01"))
    assert "are gone, at the latest, on Thu 2026-08-20, perhaps sooner" in ceiling.flag("records_at_risk").message
    floor = stands("2026-03-04", "us-ca", SENT, learned(means="at_least"), period=since("2026-02-01"))
    assert "may be destroyed from Sat 2026-05-02: 59 days left" in floor.flag("records_at_risk").message


def test_last_use_gives_the_earliest_day_only(stands):
    days = since("2026-02-01", "2026-02-03")
    stand = stands("2026-03-04", "us-ca", SENT, learned(**{"from": "last_use"}), period=days)
    assert risks(stand) == [((1, 2, 3), "soon", "2026-05-02", None)]
    assert "if they were never used again" in stand.flag("records_at_risk").message


def test_what_goes_in_years_raises_no_flag_but_is_told(stands):
    stand = stands("2026-03-04", "us-ca", SENT, learned(kept="7 years"), period=since("2026-02-01"))
    assert risks(stand) == [((1, 2, 3), "later", "2033-02-01", None)]
    assert stand.flag("records_at_risk") is None and not preserving(stand)


def test_what_is_never_destroyed_is_at_no_risk(stands):
    stand = stands("2026-03-04", "us-ca", SENT, learned(kept="permanent"))
    assert [one.state for one in stand.at_risk] == ["permanent"] and not preserving(stand)
    assert not any(flag.name.startswith("records_") for flag in stand.flags)


def test_of_two_periods_the_earlier_leads(stands):
    stand = stands(
        "2026-03-04", "us-ca", SENT, learned(), learned(kept="30 days", records="video"), period=since("2026-02-20")
    )
    assert [one.rule.kept for one in stand.at_risk] == ["30 days", "90 days"]
    assert "Video" in preserving(stand)[0].text and preserving(stand)[0].by == date(2026, 3, 21)


def test_what_goes_day_by_day_is_not_put_off_by_what_goes_in_weeks(case):
    file = case("us-ca", SENT, learned())
    items = (
        Item(number=1, category="contracts", period=since("2025-01-01")),
        Item(number=2, category="contracts", period=since("2026-02-01")),
    )
    step = preserving(standing(_with(file, items), date(2026, 3, 10)))[0]
    assert step.rank == 0 and step.by is None and "each day takes more" in step.text


def test_a_correction_takes_a_period_back(case, stands):
    wrong = case("us-ca", SENT, learned()).events[1][0]
    corrected = ("corrected", "2026-03-05", {"event": wrong, "reason": "it was 2 years"})
    assert stands("2026-03-06", "us-ca", SENT, learned(), corrected).at_risk == ()


def test_what_is_learned_later_does_not_count_before(stands):
    assert stands("2026-03-04", "us-ca", SENT, learned("2026-03-05")).at_risk == ()


# whose records


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (("produced", "2026-03-20", {"items": [1]}), (2, 3)),
        (("not_custodian", "2026-03-20", {"items": [1]}), (2, 3)),
        (("denied", "2026-03-20", {"items": [1]}), (1, 2, 3)),
        (("no_records", "2026-03-20", {"items": [1]}), (1, 2, 3)),
        (("produced", "2026-03-20", {"items": [1], "partial": True}), (1, 2, 3)),
    ],
)
def test_only_what_did_not_come_matters(stands, answer, left):
    assert stands("2026-03-21", "us-ca", SENT, learned(), answer).at_risk[0].items == left


@pytest.mark.parametrize("end", ["accepted", "withdrawn", "abandoned"])
def test_a_closed_request_has_nothing_at_risk(stands, end):
    stand = stands("2026-03-21", "us-ca", SENT, learned(), (end, "2026-03-20"))
    assert stand.at_risk == () and stand.flag("records_at_risk") is None


# what to do


def test_the_letter_is_proposed_by_the_day_before_and_ranked_with_what_lapses(stands):
    period = since("2026-02-01")
    far = preserving(stands("2026-03-04", "us-ca", SENT, learned(), period=period))[0]
    near = preserving(stands("2026-04-20", "us-ca", SENT, learned(), period=period))[0]
    assert far.by == near.by == date(2026, 5, 1)
    assert near.rank == 0 and far.rank > 0
    assert not preserving(stands("2026-03-02", "us-ca", SENT, learned("2026-03-02"), period=period))  # 61 days ahead


def test_a_lapsing_appeal_goes_before_a_loss_without_an_end(stands):
    refused = ("denied", "2026-03-10", {"exemptions": [{"cited": "87(2)(e)"}], "final": True})
    stand = stands("2026-04-05", "us-ny", SENT, learned(), refused)
    commands = [step.command.split()[-1] for step in stand.next_steps[:2]]
    assert commands == ["appeal", "preservation"] and [step.rank for step in stand.next_steps[:2]] == [0, 0]


def test_before_sending_the_sending_itself_is_what_saves_them(stands):
    stand = stands("2026-03-04", "us-ca", learned(), period=since("2025-12-15"))
    step = stand.next_steps[0]
    assert step.command == "frkit letter 2026-03-some-agency" and step.by == date(2026, 3, 14) and step.rank == 0
    assert not preserving(stand)


def test_what_came_back_is_sent_again_before_anybody_is_asked_to_keep_it(stands):
    failed = ("delivery_failed", "2026-03-03")
    stand = stands("2026-03-04", "us-ca", SENT, failed, learned(), period=since("2025-12-15"))
    step = stand.next_steps[0]
    assert step.letter == "request" and step.by == date(2026, 3, 14) and step.rank == 0
    assert not preserving(stand)


def test_once_asked_it_is_calmer_and_stays(stands):
    period = since("2026-02-01")
    stand = stands("2026-03-12", "us-ca", SENT, learned(), ASKED, period=period)
    assert stand.flag("records_at_risk") is None and not preserving(stand)
    assert "Asked to preserve on Tue 2026-03-10" in stand.flag("preservation_asked").message
    later = stands("2026-04-12", "us-ca", SENT, learned(), ASKED, period=period)
    assert later.flag("preservation_asked") and "No answer is logged" in preserving(later)[0].text


def test_what_was_left_is_counted_on_the_day_on_which_we_asked(stands):
    stand = stands("2026-06-20", "us-ca", SENT, learned(), ASKED)
    assert stand.at_risk[0].left_from == date(2025, 12, 11)
    assert "made before Thu 2025-12-11 were gone by then" in stand.flag("preservation_asked").message


def test_records_that_went_after_we_asked_are_asked_about_and_not_given_up(stands):
    stand = stands("2026-06-20", "us-ca", SENT, learned(), ASKED, period=since("2026-02-01", "2026-02-10"))
    assert "would have gone on Mon 2026-05-11: ask for word that they are kept" in stand.flag("records_gone").message


def test_asking_moves_no_ball_and_stops_no_clock(stands):
    fee = ("fee_estimated", "2026-03-05", {"amount": "90"})
    with_letter, without = (stands("2026-03-12", "us-ca", SENT, fee, *more) for more in ((ASKED,), ()))
    assert with_letter.ball == without.ball == "us"
    assert [one.due.date for one in with_letter.clocks] == [one.due.date for one in without.clocks]


def test_a_letter_that_came_back_asked_for_nothing(stands):
    failed = ("delivery_failed", "2026-03-11")
    stand = stands("2026-03-12", "us-ca", SENT, learned(), ASKED, failed, period=since("2026-02-01"))
    assert stand.flag("records_at_risk") and stand.at_risk[0].asked_on == ()


def test_a_stop_of_destruction_holds_until_something_later_is_learned(stands):
    stop = ("retention_learned", "2026-03-15", {"kept": "on_hold", "basis": "statement"})
    held = stands("2026-04-20", "us-ca", SENT, learned(), ASKED, stop, period=since("2026-02-01"))
    assert held.at_risk[0].state == "held" and not preserving(held)
    assert "stopped, as learned on Sun 2026-03-15" in held.flag("records_held").message
    again = stands("2026-04-20", "us-ca", SENT, learned(), stop, learned("2026-04-01"), period=since("2026-02-01"))
    assert [one.state for one in again.at_risk] == ["held", "soon"]
    assert [flag.name for flag in again.flags if flag.name.startswith("records")] == ["records_at_risk", "records_held"]


def test_a_stop_for_one_item_leaves_the_others_at_risk(stands):
    stop = ("retention_learned", "2026-03-15", {"kept": "on_hold", "basis": "statement", "items": [1]})
    stand = stands("2026-04-20", "us-ca", SENT, learned(), stop, period=since("2026-02-01"))
    assert {one.items: one.state for one in stand.at_risk} == {(1,): "held", (2, 3): "soon"}


# where it comes from


def test_the_law_on_file_speaks_for_its_record_types(case):
    file = case("us-md", SENT)
    items = (Item(number=1, category="audit-reports", period=since("2023-04-01", "2024-01-01")),)
    stand = standing(_with(file, items), date(2026, 3, 4))
    assert risks(stand) == [((1,), "soon", "2026-04-01", "2027-01-01")]
    assert stand.at_risk[0].rule.citation == "Md. Code, Crim. Proc. § 2-505(b)"


def test_words_of_an_item_stand_for_a_record_type(case):
    file = case("gb-sar", SENT)
    items = (
        Item(number=1, category="other", text="Footage of me", period=since("2026-02-20", "2026-02-20")),
        Item(number=2, category="other", text="The watchlist entry"),
    )
    stand = standing(_with(file, items), date(2026, 3, 4))
    assert risks(stand) == [((1,), "soon", "2026-03-23", "2026-03-23")]
    assert "at most about 31 days" in stand.flag("records_at_risk").message
    assert "low confidence" in stand.flag("records_at_risk").message


def test_the_derivation_lets_a_person_count_again(stands):
    lines = stands("2026-03-12", "us-ca", SENT, learned(), ASKED, period=since("2025-11-01", "2026-02-01"))
    assert lines.at_risk[0].derivation == (
        "Kept 90 days from the day they are made (policy, not law). From: Schedule 2024, line 12; learned on Tue "
        "2026-03-03, 2026-03-03-retention-learned-00000001.",
        "Asked for: Sat 2025-11-01 to Sun 2026-02-01.",
        "The first go: Sat 2025-11-01 + 90 days = Fri 2026-01-30.",
        "The last go: Sun 2026-02-01 + 90 days = Sat 2026-05-02.",
        "On Tue 2026-03-10, when we asked, those made up to Wed 2025-12-10 were gone by that count, later ones were "
        "left.",
        "Asked to preserve on Tue 2026-03-10.",
    )


@pytest.fixture
def asked(campaign):
    """A request in a folder, for audit logs, sent under the law as it was."""
    items = (Item(number=1, category="audit-logs", period=since("2026-02-01")),)
    request_id = campaign.create_request(
        Request(agency="us-ca-lapd", law="us-ca", requester="me", items=items), "lapd-logs", date(2026, 3, 2)
    )
    law_file, law_sha256 = campaign.freeze_law(request_id, date(2026, 3, 2))
    fields = {"method": "email", "law_file": law_file, "law_sha256": law_sha256}
    sent = {"kind": "sent", "date": "2026-03-02", "entered": "2026-03-02T10:00:00Z", "by": "test", **fields}
    campaign.add_event(request_id, event_from(sent))
    return request_id


OWN_AGENCY = """retention:
  - records: search logs
    categories: [audit-logs]
    kept: 60 days
    basis: policy
    citation: Retention schedule 2024, line 12
    sources: [{title: The schedule, text_read: true}]
"""


def test_a_schedule_in_the_campaigns_file_about_the_agency_counts_at_once(campaign, asked):
    assert campaign.load(asked).retention == ()
    (campaign.root / "agencies").mkdir()
    (campaign.root / "agencies" / "us-ca-lapd.yaml").write_text(OWN_AGENCY, encoding="utf-8")
    stand = standing(campaign.load(asked), date(2026, 3, 20))
    assert risks(stand) == [((1,), "soon", "2026-04-02", None)]
    assert stand.at_risk[0].rule.where == "agencies/us-ca-lapd.yaml of this campaign"
    assert check_campaign(campaign) == []


def test_a_period_that_the_campaigns_own_law_learned_later_counts_for_what_was_sent_before(campaign, asked):
    bundled = load_jurisdiction("us-ca")
    (campaign.root / "jurisdictions").mkdir()
    text = (
        f"code: us-ca\nname: California\nsame_as: us-md\nconfidence: {bundled.confidence}\nretention:\n  - id: logs\n"
        "    records: search logs\n    categories: [audit-logs]\n    kept: 1 month\n    basis: policy\n"
        "    confidence: medium\n    source: [frt-md-2-505]\n"
    )
    (campaign.root / "jurisdictions" / "us-ca.yaml").write_text(text, encoding="utf-8")
    file = campaign.load(asked)
    assert file.law_frozen and not file.law.retention
    found = risks(standing(file, date(2026, 3, 20)))
    assert found == [((1,), "going", "2026-03-01", None)]


def test_a_broken_file_hides_no_request_and_is_told(campaign, asked):
    (campaign.root / "agencies").mkdir()
    (campaign.root / "agencies" / "us-ca-lapd.yaml").write_text("retention:\n  - kept: soon\n", encoding="utf-8")
    file = campaign.load(asked)
    assert file.retention == () and any("no retention period can be read" in one.message for one in file.findings)
    assert standing(file, date(2026, 3, 20)).sent_on == date(2026, 3, 2)


def test_the_rule_as_it_is_today_goes_before_the_same_rule_as_frozen(case):
    file = case("us-md", SENT)
    items = (Item(number=1, category="audit-reports", period=since("2023-04-01")),)
    frozen = next(iter(standing(_with(file, items), date(2026, 3, 4)).at_risk)).rule
    today = KnownRule(**{**vars(frozen), "kept": "5 years"})
    made = _with(file, items, retention=(today,))
    assert [one.rule.kept for one in standing(made, date(2026, 3, 4)).at_risk] == ["5 years"]


@pytest.mark.parametrize("kept", ["3000 years", "3660 days", "at_once", "1 hours", "permanent", "on_hold"])
@pytest.mark.parametrize("counted_from", ["made", "incident", "last_use"])
@pytest.mark.parametrize(
    "period", [None, ("2190-01-01", None), ("1800-01-01", "1800-01-01"), ("2026-05-01", "2026-04-01")]
)
@pytest.mark.parametrize("asked", [(), (ASKED,)])
def test_odd_periods_never_raise_and_always_have_words(stands, kept, counted_from, period, asked):
    span = since(*period) if period else None
    told = learned(**{"kept": kept, "from": counted_from})
    for events in ((told,), (SENT, told, *asked)):
        stand = stands("2026-03-20", "us-ca", *events, period=span)
        for one in stand.at_risk:
            assert all(line.endswith((".", ")")) and "None" not in line for line in one.derivation)
            assert "None" not in risk_words(one, date(2026, 3, 20)) + short_risk(one)
        assert all("None" not in flag.message for flag in stand.flags)


def _with(file, items, **more):
    return replace(file, request=file.request.model_copy(update={"items": items}), **more)
