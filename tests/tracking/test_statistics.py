"""What the statistics say of small campaigns whose figures a person can count by hand."""

import time
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from frkit.tracking.figures import figures_of
from frkit.tracking.standing import standing
from frkit.tracking.statistics import GROUPINGS, Share, statistics_of

SENT = ("sent", "2026-03-02", {"method": "email"})
RECEIVED = ("received_by_agency", "2026-03-04")


def placed(files, day):
    return [(file, standing(file, date.fromisoformat(day))) for file in files]


def counted(day, *files, by=None):
    named = [replace(file, id=f"2026-03-{number:02}") for number, file in enumerate(files)]
    return statistics_of(placed(named, day), date.fromisoformat(day), by)


def one(day, file):
    return figures_of(file, standing(file, date.fromisoformat(day)), date.fromisoformat(day))


# How long


def test_days_run_from_the_proven_receipt_to_the_first_decision(case):
    told = one("2026-06-01", case("us-or", SENT, RECEIVED, ("produced", "2026-03-24", {"items": [1]})))
    assert told.first_answer.state == told.records.state == "came"
    assert told.first_answer.days == 20 and told.receipt_proven


def test_without_proof_of_receipt_they_run_from_the_sending(case):
    told = one("2026-06-01", case("us-or", SENT, ("produced", "2026-03-24", {"items": [1]})))
    assert told.first_answer.days == 22 and not told.receipt_proven


def test_what_came_before_the_day_of_a_late_receipt_is_counted_from_the_sending(case):
    late_proof = ("received_by_agency", "2026-03-20")
    told = one("2026-06-01", case("us-or", SENT, ("acknowledged", "2026-03-05"), late_proof))
    assert told.first_reply.days == 3


def test_a_sending_that_failed_starts_nothing(case):
    again = ("sent", "2026-03-16", {"method": "post"})
    told = one("2026-06-01", case("us-or", SENT, ("delivery_failed", "2026-03-03"), again, ("denied", "2026-03-26")))
    assert told.first_answer.days == 10 and told.sent_on == date(2026, 3, 16)


def test_business_days_leave_out_weekends_closed_days_and_the_offices_own_closures(case):
    # 4 March to 24 March 2026: fourteen weekdays
    plain = ("produced", "2026-03-24", {"items": [1]})
    assert one("2026-06-01", case("us-or", SENT, RECEIVED, plain)).first_answer.business_days == 14
    snow = ("office_closed", "2026-03-10", {"days": ["2026-03-10", "2026-03-11"], "reason": "snow"})
    assert one("2026-06-01", case("us-or", SENT, RECEIVED, snow, plain)).first_answer.business_days == 12
    # 4 July to 7 July 2025 hold Independence Day and a weekend
    july = case("us-or", ("sent", "2025-07-03", {"method": "email"}), ("produced", "2025-07-07", {"items": [1]}))
    assert one("2026-06-01", july).first_answer.business_days == 1


def test_where_a_years_closed_days_are_not_on_file_no_business_days_are_made_up(case):
    old = case("us-or", ("sent", "1999-03-01", {"method": "post"}), ("produced", "1999-03-11", {"items": [1]}))
    told = one("2026-06-01", old)
    assert told.first_answer.days == 10 and told.first_answer.business_days is None


def test_an_automatic_reply_and_unread_mail_are_no_reply(case):
    machine = ("acknowledged", "2026-03-02", {"automatic": True})
    file = case("us-or", SENT, machine, ("arrived", "2026-03-05"), ("acknowledged", "2026-03-12"))
    assert one("2026-06-01", file).first_reply.days == 10


def test_an_acknowledgement_a_question_and_a_bill_are_replies_and_no_answers(case):
    for act in (
        ("acknowledged", "2026-03-06"),
        ("clarification_asked", "2026-03-06"),
        ("fee_estimated", "2026-03-06", {"amount": "10"}),
        ("extension_claimed", "2026-03-06", {"days": 5}),
        ("transferred", "2026-03-06", {"to": "another body"}),
    ):
        told = one("2026-03-20", case("us-or", SENT, act))
        assert told.first_reply.days == 4, act
        assert told.first_answer.state != "came", act


def test_what_a_reviewer_does_is_no_reply_of_the_agency(case):
    appeal = [("appeal_sent", "2026-04-20"), ("extension_claimed", "2026-04-25", {"remedy": "petition", "days": 5})]
    assert one("2026-05-01", case("us-or", SENT, *appeal)).first_reply.state == "waiting"


def test_a_grant_is_an_answer_and_the_records_still_to_come(case):
    told = one("2026-04-01", case("us-or", SENT, ("granted", "2026-03-12")))
    assert told.first_answer.days == 10 and told.records.state == "waiting" and told.records.days == 30


def test_after_a_refusal_in_full_nobody_waits_for_records(case):
    told = one("2026-04-01", case("us-or", SENT, ("denied", "2026-03-12", {"final": True})))
    assert told.records.state == "none"


def test_an_answer_dated_before_its_request_is_left_out_and_counted(case):
    told = counted("2026-04-01", case("us-or", SENT, ("denied", "2026-02-20", {"final": True})))
    assert told.total.first_answer.unclear == 1 and told.total.first_answer.came == 0


def test_a_corrected_event_counts_for_nothing(case):
    denied = ("denied", "2026-03-12", {"final": True})
    wrong = case("us-or", SENT, denied)
    event_id = wrong.events[1][0]
    mended = case("us-or", SENT, denied, ("corrected", "2026-03-13", {"event": event_id, "reason": "another request"}))
    told = counted("2026-04-01", mended).total
    assert told.first_answer.came == 0 and told.first_answer.waiting == 1 and told.refused == Share(0, 0)


def test_what_has_not_happened_yet_on_the_day_asked_for_does_not_count(case):
    file = case("us-or", SENT, ("denied", "2026-05-12", {"final": True}))
    assert one("2026-04-01", file).first_answer.state == "waiting"
    assert one("2026-05-12", file).first_answer.state == "came"


# Who waits is not averaged away


def test_the_median_is_of_what_came_and_those_who_wait_stand_beside_it(case):
    answered = [case("us-or", SENT, ("denied", f"2026-03-{day:02}", {"final": True})) for day in (4, 12, 30)]
    waiting = [case("us-or", SENT), case("us-or", ("sent", "2026-01-05", {"method": "post"}))]
    told = counted("2026-04-15", *answered, *waiting).total.first_answer
    assert (told.came, told.median, told.shortest, told.longest) == (3, 10, 2, 28)
    assert (told.waiting, told.longest_wait) == (2, 100)


def test_a_request_given_up_does_not_wait_and_is_no_answer(case):
    told = counted("2026-06-01", case("us-or", SENT, ("abandoned", "2026-04-01"))).total.first_answer
    assert (told.came, told.waiting, told.without) == (0, 0, 1)


def test_no_median_where_nothing_came(case):
    told = counted("2026-04-01", case("us-or", SENT)).total.first_answer
    assert told.median is None and told.business_median is None and told.shortest is None


# Late


def test_a_limit_that_passed_unanswered_is_late_now_and_one_answered_late_was_late(case):
    files = [
        case("us-ca", SENT, RECEIVED),
        case("us-ca", SENT, RECEIVED, ("denied", "2026-03-30", {"final": True})),
        case("us-ca", SENT, RECEIVED, ("denied", "2026-03-10", {"final": True})),
    ]
    told = counted("2026-04-15", *files)
    assert told.total.overdue == Share(1, 3) and told.total.ever_late == Share(2, 3)
    assert [figure.punctual for figure in told.figures] == ["overdue", "late", "in_time"]
    assert [figure.answer for figure in told.figures] == ["overdue", "late", "in_time"]
    assert {figure.limit for figure in told.figures} == {12}, "ten days, and two on which the office is closed"


def test_within_its_limit_a_request_waits_and_is_not_late(case):
    told = counted("2026-03-06", case("us-ca", SENT, RECEIVED))
    assert told.total.overdue == Share(0, 1) and told.figures[0].punctual == "waiting"


def test_a_lawful_extension_moves_the_limit_and_an_unlawful_one_is_counted(case):
    claimed = ("extension_claimed", "2026-03-10", {"until": "2026-03-28", "reason": "voluminous records"})
    too_long = ("extension_claimed", "2026-03-10", {"until": "2026-06-30", "reason": "voluminous records"})
    lawful, unlawful = (counted("2026-03-20", case("us-ca", SENT, RECEIVED, one)) for one in (claimed, too_long))
    assert lawful.total.extended == Share(1, 1) and lawful.total.extended_unlawfully == 0
    assert lawful.total.overdue == Share(0, 1)
    assert lawful.figures[0].limit > lawful.figures[0].first_limit == 12
    assert unlawful.total.extended_unlawfully == 1


def test_a_law_without_a_figure_makes_nobody_late(case):
    told = counted("2026-12-01", case("us-fl", SENT, RECEIVED))
    assert told.total.overdue == Share(0, 0) and told.figures[0].punctual == "no_limit"


@pytest.mark.parametrize(
    "change", [{"binding": "target"}, {"only_if": "it wants to withhold"}, {"when": {"age": "old"}}]
)
def test_a_target_a_limit_on_a_condition_and_one_on_an_open_question_make_nobody_late(case, change):
    from frkit.law.loading import load_jurisdiction

    law = load_jurisdiction("us-ca")
    clocks = tuple(one.model_copy(update=change) for one in law.clocks)
    softer = law.model_copy(update={"clocks": clocks})
    assert counted("2026-06-01", case("us-ca", SENT, RECEIVED)).total.overdue == Share(1, 1)
    assert counted("2026-06-01", case("us-ca", SENT, RECEIVED, law=softer)).total.overdue == Share(0, 0)


def test_under_an_unconfirmed_law_nothing_is_said_of_lateness(case):
    from frkit.law.loading import load_jurisdiction

    doubtful = load_jurisdiction("us-ca").model_copy(update={"confidence": "low"})
    told = counted("2026-06-01", case("us-ca", SENT, RECEIVED, law=doubtful))
    assert told.unconfirmed == ("2026-03-00",) and told.total.overdue == Share(0, 0)
    assert told.total.first_answer.waiting == 1, "how long it takes is no question of law"


def test_a_request_that_was_late_when_it_was_given_up_was_late(case):
    told = counted("2026-06-01", case("us-ca", SENT, RECEIVED, ("abandoned", "2026-05-01")))
    assert told.total.ever_late == Share(1, 1) and told.total.overdue == Share(0, 1)


# What came, and what it cost


def test_shares_are_of_the_items_that_were_answered(case):
    file = case(
        "us-or",
        SENT,
        ("produced", "2026-03-10", {"items": [1]}),
        ("denied", "2026-03-12", {"items": [2]}),
        ("neither_confirm_nor_deny", "2026-03-12", {"items": [3]}),
        ("no_records", "2026-03-13", {"items": [4]}),
        items=6,
    )
    total = counted("2026-04-01", file).total
    assert total.refused == Share(2, 4) and total.no_records == Share(1, 4) and total.in_full == Share(1, 4)
    assert total.outcomes == {"denied": 1, "glomar": 1, "granted": 1, "no_records": 1, "pending": 2}


def test_a_percentage_needs_five_cases():
    assert Share(2, 4).percent is None and Share(2, 5).percent == 40.0 and Share(0, 0).percent is None


def test_currencies_are_never_added_together(case):
    fees = [
        case("us-or", SENT, ("fee_estimated", "2026-03-05", {"amount": "80"})),
        case(
            "us-or",
            SENT,
            ("fee_estimated", "2026-03-05", {"amount": "20.50"}),
            ("fee_paid", "2026-03-06", {"amount": "5"}),
        ),
        case("us-or", SENT, ("fee_estimated", "2026-03-05", {"amount": "7", "currency": "eur"})),
        case("gb", SENT, ("fee_estimated", "2026-03-05", {"amount": "9"})),
    ]
    total = counted("2026-04-01", *fees).total
    assert total.fees_asked == {"EUR": Decimal("7"), "GBP": Decimal("9"), "USD": Decimal("100.50")}
    assert total.fees_paid == {"USD": Decimal("5")} and total.billed == 4


def test_a_second_bill_takes_the_place_of_the_first(case):
    bills = [("fee_estimated", f"2026-03-{day:02}", {"amount": amount}) for day, amount in ((5, "900"), (9, "40"))]
    assert counted("2026-04-01", case("us-or", SENT, *bills)).total.fees_asked == {"USD": Decimal("40")}


# Who is counted, and where


def test_drafts_withdrawn_joined_and_unknown_requests_are_left_out_and_named(case):
    told = counted(
        "2026-06-01",
        case("us-or"),
        case("us-or", SENT, ("denied", "2026-03-10"), ("withdrawn", "2026-03-20")),
        case("us-or", SENT, ("consolidated", "2026-03-20", {"into": "2026-03-04"})),
        replace(case("us-or", SENT), unknown_kinds=("telepathy",)),
        case("us-or", SENT),
    )
    assert told.left_out == {
        "joined": ("2026-03-02",),
        "not_sent": ("2026-03-00",),
        "not_understood": ("2026-03-03",),
        "withdrawn": ("2026-03-01",),
    }
    assert told.total.requests == 1 and told.total.refused == Share(0, 0)


def test_a_request_that_names_two_vendors_counts_for_each_and_once_in_all(case):
    both = case("us-or", SENT, vendors=("clearview-ai", "nec"))
    told = counted("2026-04-01", both, case("us-or", SENT), by="vendor")
    assert [(group.key, group.requests) for group in told.groups] == [("clearview-ai", 1), ("nec", 1), ("", 1)]
    assert told.total.requests == 2


def test_places_are_those_of_law_and_of_local_law_and_a_regime_is_no_place(case):
    local = case("us-ca", SENT, places=("us-ca-san-francisco",))
    told = counted("2026-04-01", local, case("gb", SENT), case("gb-sar", SENT), by="place")
    assert [(group.key, group.requests) for group in told.groups] == [
        ("gb", 2),
        ("us-ca", 1),
        ("us-ca-san-francisco", 1),
    ]
    assert [group.key for group in counted("2026-04-01", case("gb", SENT), case("gb-sar", SENT), by="law").groups] == [
        "gb",
        "gb-sar",
    ]


def test_by_month_it_is_the_month_of_sending(case):
    later = case("us-or", ("sent", "2026-04-30", {"method": "email"}))
    told = counted("2026-06-01", case("us-or", SENT), later, by="month")
    assert [group.key for group in told.groups] == ["2026-03", "2026-04"]


def test_by_item_each_item_has_its_own_answer_and_its_own_lateness(case):
    file = case(
        "us-ca", SENT, RECEIVED, ("denied", "2026-03-12", {"items": [1]}), ("produced", "2026-04-10", {"items": [2]})
    )
    kinds = ("contracts", "policies", "audits")
    items = tuple(
        item.model_copy(update={"category": kind}) for item, kind in zip(file.request.items, kinds, strict=True)
    )
    file = replace(file, request=file.request.model_copy(update={"items": items}))
    audits, contracts, policies = counted("2026-05-01", file, by="item").groups
    assert (contracts.key, contracts.first_answer.median, contracts.refused) == ("contracts", 8, Share(1, 1))
    assert (policies.first_answer.median, policies.records.median) == (37, 37)
    assert audits.first_answer.waiting == 1
    assert [group.overdue.count for group in (audits, contracts, policies)] == [1, 0, 0]
    assert [group.ever_late.count for group in (audits, contracts, policies)] == [1, 0, 1]
    assert contracts.fees_asked == {}, "a bill is for a request"


@pytest.mark.parametrize("by", GROUPINGS)
def test_an_empty_campaign_has_statistics_too(by):
    told = statistics_of([], date(2026, 4, 1), by)
    assert told.groups == () and told.total.requests == 0 and told.total.overdue == Share(0, 0)


def test_twice_as_many_requests_take_about_twice_as_long(case):
    files = [
        case(code, SENT, RECEIVED, ("produced", "2026-05-24", {"items": [1]})) for code in ("us-or", "us-ca", "gb")
    ]
    requests = placed(files * 160, "2026-11-20")

    def taken(some):
        started = time.process_time()
        statistics_of(some, date(2026, 11, 20), "agency")
        return time.process_time() - started

    small, large = min(taken(requests[:120]) for _ in range(3)), min(taken(requests) for _ in range(3))
    assert large < 12 * small, "four times as many"


def test_the_numbers_are_those_of_a_plain_count(case):
    """A campaign of many histories, counted again here with other means."""
    files = []
    for number in range(60):
        start = date(2026, 1, 5) + timedelta(days=number)
        events = [("sent", start.isoformat(), {"method": "email"})]
        if number % 3:
            events.append(("denied", (start + timedelta(days=number % 17)).isoformat(), {"final": True}))
        files.append(case("us-or", *events))
    told = counted("2026-06-01", *files).total
    days = sorted(number % 17 for number in range(60) if number % 3)
    assert told.first_answer.came == len(days) == 40
    assert told.first_answer.median == (days[19] + days[20]) / 2
    assert told.first_answer.longest_wait == (date(2026, 6, 1) - date(2026, 1, 5)).days
    assert told.refused == Share(120, 120) and told.outcomes["pending"] == 60
