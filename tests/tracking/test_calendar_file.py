"""The calendar file: read back by two parsers, imported again after each change, shown to strangers."""

from datetime import date, timedelta

import icalendar
import pytest
import vobject

from frkit.tracking.calendar_entries import calendar_entries
from frkit.tracking.calendar_file import calendar_text, is_calendar_of_frkit, mark_of
from frkit.tracking.standing import standing

AGENCY = "Polizeipräsidium; Köln, Außenstelle\\Süd"
NAME = "Who watches?"
SENT = ("sent", "2026-03-02", {"method": "email"})
RECEIVED = ("received_by_agency", "2026-03-02", {"proof": "received/jane-doe-receipt.pdf"})
DENIED = ("denied", "2026-03-20", {"exemptions": [{"cited": "ORS 192.345"}], "final": True})


def at(file, day, agency=AGENCY):
    today = date.fromisoformat(day)
    return calendar_entries(file, standing(file, today), today, agency)


def text_of(file, day, **more):
    return calendar_text(at(file, day), campaign=NAME, today=date.fromisoformat(day), **more)


def events_in(text):
    return {str(one["UID"]): one for one in icalendar.Calendar.from_ical(text).walk("VEVENT")}


def what(entries, key):
    return next(one for one in entries if one.key == key)


@pytest.fixture
def met(case):
    """A request to a body in London that refused in full: our time to ask for a review runs."""
    return case("gb", SENT, RECEIVED, ("denied", "2026-03-25", {"final": True, "exemptions": [{"cited": "s. 31"}]}))


# What stands in it


def test_the_agencys_limit_stands_on_the_last_lawful_day_and_rings_no_alarm(case):
    file = case("us-or", SENT, RECEIVED)
    entries = at(file, "2026-03-05")
    clock = standing(file, date(2026, 3, 5)).clock("acknowledgement")
    entry = what(entries, "limit acknowledgement 1")
    assert entry.day == clock.due.date == date(2026, 3, 9)
    assert entry.whose == "agency" and entry.alarms == () and entry.status == "confirmed"


def test_our_own_limit_stands_on_the_safe_day_and_rings_before_it(met):
    ours = [one for one in at(met, "2026-03-26") if one.whose == "requester" and one.status == "confirmed"]
    clocks = [one for one in standing(met, date(2026, 3, 26)).clocks if one.clock.binds == "requester"]
    assert ours and {one.day for one in ours} == {one.due.cautious for one in clocks if one.state == "running"}
    assert all(one.alarms[-4:] == (14, 7, 2, 0) for one in ours)


REFUSED_IN_CANBERRA = (SENT, RECEIVED, ("denied", "2026-03-26", {"final": True}))
"""The thirtieth day for an internal review is Anzac Day, a Saturday: the law may give until Tuesday the 28th."""


def test_where_safe_day_and_last_day_differ_the_text_names_both(case):
    one = what(at(case("au", *REFUSED_IN_CANBERRA), "2026-03-28"), "limit appeal_internal 1")
    assert one.day == date(2026, 4, 25)
    assert "Safe day: Sat 2026-04-25. Last day: Tue 2026-04-28; do not rely on it." in one.description


def test_past_the_safe_day_the_entry_moves_to_the_last_day_and_says_so(case):
    one = what(at(case("au", *REFUSED_IN_CANBERRA), "2026-04-26"), "limit appeal_internal 1")
    assert one.day == date(2026, 4, 28) and one.status == "confirmed"
    assert "the safe day has passed" in one.summary and one.alarms == (2, 0)
    over = what(at(case("au", *REFUSED_IN_CANBERRA), "2026-04-29"), "limit appeal_internal 1")
    assert over.summary.startswith("Passed: ") and over.alarms == ()


def test_no_alarm_lies_in_the_past(met):
    appeal = next(one for one in at(met, "2026-03-26") if one.whose == "requester" and one.status == "confirmed")
    for days_left in (40, 10, 3, 0):
        today = appeal.day - timedelta(days=days_left)
        now = what(at(met, today.isoformat()), appeal.key)
        assert now.alarms == tuple(days for days in appeal.alarms if days <= days_left)


def test_a_limit_for_going_to_court_rings_two_months_before(case):
    file = case("us", SENT, RECEIVED, ("denied", "2026-03-30", {"final": True}))
    court = next(one for one in at(file, "2026-04-05") if one.summary.startswith("Go to court"))
    assert court.alarms[:2] == (60, 30)


def test_a_date_whose_start_is_not_proven_says_that_it_is_provisional(case):
    entry = what(at(case("us-ca", SENT), "2026-03-03"), "limit determination 1")
    assert entry.summary.endswith("(provisional)") and "receipt is not proven" in entry.description


def test_the_text_says_how_the_day_was_counted_by_which_rule_and_where_to_look(case):
    text = what(at(case("us-or", SENT, RECEIVED), "2026-03-05"), "limit acknowledgement 1").description
    for part in ("Mon 2026-03-09", "Counted from Mon 2026-03-02", "5 business days", "ORS 192.324(2)", "frkit why"):
        assert part in text


def test_an_open_question_of_the_law_makes_an_entry_tentative(case):
    tentative = [one for one in at(case("us-ny", SENT, RECEIVED), "2026-03-05") if one.status == "tentative"]
    open_ones = [one for one in standing(case("us-ny", SENT, RECEIVED), date(2026, 3, 5)).clocks if one.needs]
    assert len(tentative) == len([one for one in open_ones if one.due.date])


def test_a_promised_day_is_there_until_the_answer_comes(case):
    call = ("call", "2026-04-01", {"person": "Ms Smith", "said": "in the post, ask for Jane", "promised": "2026-04-09"})
    asked = case("us-fl", SENT, RECEIVED, call)
    promise = next(one for one in at(asked, "2026-04-02") if one.whose == "promise")
    assert promise.day == date(2026, 4, 9) and promise.status == "confirmed"
    assert "Smith" not in promise.description and "Jane" not in promise.description
    answered = case("us-fl", SENT, RECEIVED, call, ("produced", "2026-04-08", {"final": True}))
    assert what(at(answered, "2026-04-08"), promise.key).status == "cancelled"


def test_an_unconfirmed_law_gives_no_limit(case):
    from frkit.law.loading import load_jurisdiction

    doubtful = load_jurisdiction("us-or").model_copy(update={"confidence": "low"})
    assert at(case("us-or", SENT, RECEIVED, law=doubtful), "2026-03-05") == ()
    confirmed = case("us-or", SENT, RECEIVED, ("law_confirmed", "2026-03-03", {"source": "the statute"}), law=doubtful)
    assert at(confirmed, "2026-03-05")


def test_an_event_of_an_unknown_kind_gives_nothing(case):
    from dataclasses import replace

    assert at(replace(case("us-or", SENT, RECEIVED), unknown_kinds=("telepathy",)), "2026-03-05") == ()


def test_records_that_may_be_destroyed_have_their_day_with_alarms(case):
    learned = ("retention_learned", "2026-03-05", {"kept": "90 days", "records": "search logs", "basis": "statement"})
    file = case("us-or", SENT, RECEIVED, learned, period={"since": "2026-01-05", "until": "2026-02-01"})
    first, last = (one for one in at(file, "2026-03-06") if one.whose == "records")
    assert first.day == date(2026, 1, 5) + timedelta(days=90) and last.day == date(2026, 2, 1) + timedelta(days=90)
    assert "search logs" in first.summary and first.alarms == (14, 7, 2, 0)
    came = case(
        "us-or",
        SENT,
        RECEIVED,
        learned,
        ("produced", "2026-03-10", {"final": True}),
        period={"since": "2026-01-05", "until": "2026-02-01"},
    )
    assert what(at(came, "2026-03-11"), first.key).status == "cancelled"


# Importing it again


def test_a_limit_that_was_met_is_cancelled_under_the_same_uid_with_a_higher_sequence(case):
    before = events_in(text_of(case("us-or", SENT, RECEIVED), "2026-03-05"))
    met = case("us-or", SENT, RECEIVED, ("acknowledged", "2026-03-06"))
    after = events_in(text_of(met, "2026-03-06"))
    assert before.keys() <= after.keys()
    done = next(uid for uid in before if after[uid]["STATUS"] == "CANCELLED")
    assert after[done]["SUMMARY"].startswith("Done: ")
    assert all(after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"] for uid in before)


def test_proof_of_receipt_moves_the_entry_and_makes_no_second_one(case):
    provisional, proven = case("us-ca", SENT), case("us-ca", SENT, ("received_by_agency", "2026-03-04"))
    one, two = (what(at(file, "2026-03-05"), "limit determination 1") for file in (provisional, proven))
    assert one.uid(NAME) == two.uid(NAME) and one.day < two.day


def test_a_limit_from_an_event_that_was_corrected_is_cancelled(case):
    wrong = case("us", SENT, RECEIVED, DENIED)
    appeals = [one for one in at(wrong, "2026-03-21") if one.whose == "requester"]
    assert appeals and all(one.status == "confirmed" for one in appeals)
    event_id = next(event_id for event_id, event in wrong.events if event.kind == "denied")
    mended = case("us", SENT, RECEIVED, DENIED, ("corrected", "2026-03-22", {"event": event_id, "reason": "a slip"}))
    now = at(mended, "2026-03-22")
    assert all(what(now, one.key).status == "cancelled" and what(now, one.key).alarms == () for one in appeals)


def test_a_clock_that_stands_still_is_cancelled_until_it_runs_again(case):
    asked, key = ("clarification_asked", "2026-03-04", {"question": "which years?"}), "limit determination 1"
    assert what(at(case("us-or", SENT, RECEIVED), "2026-03-03"), key).status == "confirmed"
    assert what(at(case("us-or", SENT, RECEIVED, asked), "2026-03-05"), key).status == "cancelled"
    again = at(case("us-or", SENT, RECEIVED, asked, ("clarified", "2026-03-06")), "2026-03-06")
    assert what(again, key).status == "confirmed"


@pytest.mark.parametrize("end", ["withdrawn", "accepted", "abandoned"])
def test_whatever_was_shown_is_cancelled_once_the_request_is_closed(case, end):
    shown = {one.key for one in at(case("us", SENT, RECEIVED, DENIED), "2026-03-21")}
    closed = at(case("us", SENT, RECEIVED, DENIED, (end, "2026-03-25")), "2026-03-25")
    assert shown <= {one.key for one in closed}
    assert {one.status for one in closed} == {"cancelled"} and not any(one.alarms for one in closed)


def test_no_uid_is_ever_dropped_along_a_long_story(case):
    """Every entry that some day's file had is still in the file of each later day."""
    story = [
        SENT,
        ("delivery_failed", "2026-03-03"),
        ("sent", "2026-03-04", {"method": "post"}),
        ("received_by_agency", "2026-03-06"),
        ("acknowledged", "2026-03-09", {"promised": "2026-04-20"}),
        ("clarification_asked", "2026-03-11"),
        ("clarified", "2026-03-16"),
        ("extension_claimed", "2026-03-20", {"days": 10, "unit": "business"}),
        ("fee_estimated", "2026-03-24", {"amount": "80"}),
        ("fee_paid", "2026-03-27", {"amount": "80"}),
        ("produced", "2026-04-14", {"items": [1], "partial": True}),
        ("denied", "2026-05-04", {"items": [2, 3]}),
        ("appeal_sent", "2026-05-11"),
        ("appeal_decided", "2026-06-15", {"result": "upheld"}),
    ]
    for code in ("us", "us-ca", "us-ny", "us-or", "gb", "de", "ca", "au-nsw", "fr", "ie"):
        ever: set[str] = set()
        last: dict[str, int] = {}
        for count in range(1, len(story) + 1):
            until = date.fromisoformat(story[count - 1][1])
            entries = at(case(code, *story[:count]), until.isoformat())
            keys = {one.key for one in entries}
            assert ever <= keys, (code, story[count - 1][0], ever - keys)
            assert all(one.sequence > last.get(one.key, -1) for one in entries)
            last |= {one.key: one.sequence for one in entries}
            ever |= keys


def test_the_same_day_gives_the_same_bytes_and_a_later_day_a_later_stamp(case, met):
    assert text_of(met, "2026-03-26") == text_of(met, "2026-03-26")
    one, two = (next(iter(events_in(text_of(met, day)).values())) for day in ("2026-03-26", "2026-03-27"))
    assert one["DTSTAMP"].dt < two["DTSTAMP"].dt and one["SEQUENCE"] == two["SEQUENCE"]


def test_requests_and_campaigns_do_not_share_uids(met):
    from dataclasses import replace

    one, other = at(met, "2026-03-26"), at(replace(met, id="2026-04-other"), "2026-03-26")
    uids = [entry.uid(name) for name in (NAME, "Another campaign") for entry in (*one, *other)]
    assert len(set(uids)) == len(uids)


# Read by others


def test_two_parsers_read_what_was_meant(met):
    entries = at(met, "2026-03-26")
    text = text_of(met, "2026-03-26")
    by_icalendar = events_in(text)
    calendar = vobject.readOne(text.decode())
    by_vobject = {one.uid.value: one for one in calendar.vevent_list}
    assert by_icalendar.keys() == by_vobject.keys() == {one.uid(NAME) for one in entries}
    for entry in entries:
        theirs, others = by_icalendar[entry.uid(NAME)], by_vobject[entry.uid(NAME)]
        assert theirs["SUMMARY"] == others.summary.value == entry.summary
        assert theirs["DESCRIPTION"] == others.description.value == entry.description
        assert theirs["DTSTART"].dt == others.dtstart.value == entry.day
        assert theirs["DTEND"].dt == others.dtend.value == entry.day + timedelta(days=1)
        assert theirs["STATUS"] == others.status.value == entry.status.upper()
        assert theirs["TRANSP"] == "TRANSPARENT" and theirs["CLASS"] == "PRIVATE"
        alarms = [one["TRIGGER"].dt for one in theirs.walk("VALARM")]
        assert alarms == [timedelta(hours=9, days=-days) for days in entry.alarms]
        assert [one.trigger.value for one in getattr(others, "valarm_list", [])] == alarms


def test_every_line_ends_in_crlf_and_holds_at_most_75_octets_of_whole_letters(case):
    file = case("us-or", SENT, RECEIVED)
    entries = at(file, "2026-03-05", ("Ελληνική Αστυνομία 警視庁 👮 " * 12).strip())
    text = calendar_text(entries, campaign=NAME, today=date(2026, 3, 5))
    lines = text.split(b"\r\n")
    assert lines[-1] == b"" and not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
    assert {str(one["SUMMARY"]) for one in events_in(text).values()} == {one.summary for one in entries}


def test_a_hostile_name_adds_no_line_of_its_own(case):
    name = "Police\\Nord\r\nEND:VEVENT\nATTACH:http://example.org/\x00\x1b[31m\u202etxt"
    entries = at(case("us-or", SENT, RECEIVED), "2026-03-05", name)
    text = calendar_text(entries, campaign="x\nSUMMARY:y", today=date(2026, 3, 5))
    assert len(events_in(text)) == len(entries) and "ATTACH" not in "".join(
        key for one in events_in(text).values() for key in one
    )
    assert b"\x00" not in text and b"\x1b" not in text and "\u202e".encode() not in text


def test_no_file_name_and_no_free_text_leaves_with_it(case):
    secret = ("note", "2026-03-04", {"text": "call Jane Doe at home"})
    text = text_of(case("us-or", SENT, RECEIVED, secret, title="Jane's request"), "2026-03-05").decode()
    assert "jane" not in text.lower()


def test_discreet_entries_show_a_mark_and_no_names(met):
    text = text_of(met, "2026-03-26", discreet=True).decode()
    unfolded = text.replace("\r\n ", "")
    for word in ("Köln", "appeal", "review", NAME, met.id, "gb", "frkit why"):
        assert word not in unfolded.lower() and word not in unfolded
    entries = at(met, "2026-03-26")
    shown = events_in(text)
    assert all(mark_of(one, NAME) in shown[one.uid(NAME)]["SUMMARY"] for one in entries)
    named = events_in(text_of(met, "2026-03-26"))
    assert named.keys() == shown.keys(), "changing over must update entries, not double them"
    assert all("Köln" not in str(alarm["DESCRIPTION"]) for one in shown.values() for alarm in one.walk("VALARM"))


def test_only_a_calendar_of_frkit_is_taken_for_one(met):
    assert is_calendar_of_frkit(text_of(met, "2026-03-26"))
    other = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//EN\r\nEND:VCALENDAR\r\n"
    assert not is_calendar_of_frkit(other) and not is_calendar_of_frkit(b"")
    assert not is_calendar_of_frkit(b"notes about PRODID:-//frkit//limits of requests//EN")


def test_an_empty_calendar_is_one_still(case):
    calendar = icalendar.Calendar.from_ical(calendar_text((), campaign=NAME, today=date(2026, 3, 5)))
    assert calendar["METHOD"] == "PUBLISH" and not calendar.walk("VEVENT")
