"""What never moves the ball, what nothing undoes, and what cannot have happened as it is logged."""

import time

import pytest

SENT = ("sent", "2026-03-02", {"method": "email"})
SHA = "ab" * 32
OTHER = "cd" * 32


def event_id(number, *event):
    return f"{event[1]}-{event[0].replace('_', '-')}-{number:08x}"


def faults(stand, name="contradictory"):
    return [flag for flag in stand.flags if flag.name == name]


# An automatic reply, and what nobody has read yet


@pytest.mark.parametrize("reply", [("arrived", {"automatic": True}), ("acknowledged", {"automatic": True})])
def test_an_automatic_reply_moves_no_ball_and_meets_no_limit(stands, reply):
    asked = (SENT, ("clarification_asked", "2026-03-04"))
    for before, ball in (((SENT,), "agency"), (asked, "us")):
        stand = stands("2026-03-12", "us-ny", *before, (reply[0], "2026-03-05", reply[1]))
        assert stand.ball == ball
    late = stands("2026-03-12", "us-ny", SENT, (reply[0], "2026-03-05", reply[1]))
    assert late.clock("acknowledgement").state == "lapsed" and late.flag("ack_late")


def test_what_arrived_is_unread_until_an_event_says_what_it_means(stands):
    arrived = ("arrived", "2026-03-05", {"channel": "email"})
    stand = stands("2026-03-06", "us-ny", SENT, arrived)
    assert stand.ball == "agency" and stand.clock("acknowledgement").state == "running", "it may be anything"
    assert stand.flag("unread") and any("Read what came" in step.text for step in stand.next_steps)
    read = ("acknowledged", "2026-03-05", {"in": event_id(1, *arrived)})
    assert not stands("2026-03-06", "us-ny", SENT, arrived, read).flag("unread")


# A withdrawal


@pytest.mark.parametrize(
    "later",
    [
        ("reopened", {}),
        ("sent", {"method": "post"}),
        ("produced", {"final": True}),
        ("appeal_sent", {}),
        ("accepted", {}),
        ("abandoned", {}),
        ("consolidated", {"into": "another"}),
    ],
)
def test_nothing_undoes_a_withdrawal_and_what_came_later_is_named_with_it(stands, later):
    withdrawn = ("withdrawn", "2026-03-10")
    stand = stands("2026-04-10", "us-ca", SENT, withdrawn, (later[0], "2026-03-20", later[1]))
    assert (stand.ball, stand.closed_as, stand.next_steps) == ("closed", "withdrawn", ())
    if later[0] not in ("abandoned", "consolidated"):  # two ends of one request are odd, and change nothing
        both = {event_id(1, *withdrawn), event_id(2, later[0], "2026-03-20")}
        assert any(both <= set(flag.events) for flag in faults(stand))


def test_a_withdrawal_that_was_none_can_be_corrected(stands):
    wrong = ("withdrawn", "2026-03-10")
    mended = ("corrected", "2026-03-11", {"event": event_id(1, *wrong), "reason": "that was another request"})
    stand = stands("2026-03-12", "us-ca", SENT, wrong, mended)
    assert stand.ball == "agency" and not faults(stand)


# Impossible orders

CLOSED = ("accepted", "2026-03-10")
FINAL = ("denied", "2026-03-10", {"final": True, "exemptions": [{"cited": "x"}]})
IMPOSSIBLE = {
    "an answer before the request": [("denied", "2026-02-20"), SENT],
    "an extension before the request": [("extension_claimed", "2026-02-20", {"days": 10}), SENT],
    "a question answered before it was asked": [
        SENT,
        ("clarified", "2026-03-05"),
        ("clarification_asked", "2026-03-09"),
    ],
    "an appeal decided before it was sent": [
        SENT,
        FINAL,
        ("appeal_decided", "2026-03-20", {"result": "upheld"}),
        ("appeal_sent", "2026-03-25"),
    ],
    "a complaint decided before it was filed": [
        SENT,
        ("complaint_decided", "2026-03-20"),
        ("complaint_filed", "2026-03-25", {"body": "x"}),
    ],
    "a hearing before the suit": [
        SENT,
        ("court_event", "2026-03-20", {"what": "hearing"}),
        ("suit_filed", "2026-03-25", {"court": "x"}),
    ],
    "two answers that were final": [SENT, FINAL, ("produced", "2026-03-20", {"final": True})],
    "more after the final answer": [SENT, FINAL, ("produced", "2026-03-20", {"items": [2]})],
    "more time after the final answer": [SENT, FINAL, ("extension_claimed", "2026-03-20", {"days": 10})],
    "records after the withdrawal": [SENT, ("withdrawn", "2026-03-10"), ("produced", "2026-03-20")],
    "taken up before it was closed": [SENT, ("reopened", "2026-03-05"), CLOSED],
    "cleared before it was demanded back": [
        SENT,
        ("cleared_by_counsel", "2026-03-05", {"of": SHA}),
        ("clawback_demanded", "2026-03-09", {"of": SHA}),
    ],
    "a hearing of others that ended before it began": [
        SENT,
        ("consultation_ended", "2026-03-05"),
        ("consultation_started", "2026-03-09"),
    ],
    "received after it was answered": [SENT, ("acknowledged", "2026-03-05"), ("received_by_agency", "2026-03-12")],
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_an_impossible_order_is_a_warning_that_names_both_events(stands, name):
    events = IMPOSSIBLE[name]
    stand = stands("2026-04-20", "us-ca", *events)
    known = {event_id(number, *event) for number, event in enumerate(events)}
    named = [flag for flag in faults(stand) if len(set(flag.events) & known) == 2]
    assert named, [flag.message for flag in faults(stand)]
    assert all(one in named[0].message for one in named[0].events)
    assert stand.ball == "closed" or any(named[0].message in step.text for step in stand.next_steps)


ALONE = {
    "a question that is not logged": [SENT, ("clarified", "2026-03-05")],
    "an appeal that is not logged": [SENT, FINAL, ("appeal_decided", "2026-03-20", {"result": "upheld"})],
    "no sending": [("denied", "2026-03-05")],
    "nothing that came back": [("delivery_failed", "2026-03-01"), SENT],
    "an open request": [SENT, ("reopened", "2026-03-05")],
    "a document that nobody wants back": [SENT, ("cleared_by_counsel", "2026-03-05", {"of": SHA})],
    "a file that nobody knows": [SENT, ("forgotten", "2026-03-05", {"sha256": SHA, "reason": "a court's order"})],
    "an item that was not asked for": [SENT, ("produced", "2026-03-05", {"items": [9]})],
    "a promise of a day gone by": [SENT, ("acknowledged", "2026-03-05", {"promised": "2026-03-04"})],
    "a letter received before it was written": [SENT, ("denied", "2026-03-05", {"received": "2026-03-04"})],
    "a correction of nothing": [
        SENT,
        ("corrected", "2026-03-05", {"event": "2026-03-04-denied-00000009", "reason": "x"}),
    ],
    "a correction of itself": [
        SENT,
        ("corrected", "2026-03-05", {"event": "2026-03-05-corrected-00000001", "reason": "x"}),
    ],
}


@pytest.mark.parametrize("name", ALONE)
def test_what_has_no_other_event_to_name_is_named_alone(stands, name):
    stand = stands("2026-04-20", "us-ca", *ALONE[name])
    assert len(faults(stand)) == 1 and faults(stand)[0].events


LAWFUL = {
    "a fee paid before any bill": [SENT, ("fee_paid", "2026-03-03", {"amount": "5"}), ("acknowledged", "2026-03-05")],
    "a proof of identity that went with the request": [SENT, ("identity_proved", "2026-03-02")],
    "a second letter after an appeal": [SENT, FINAL, ("appeal_sent", "2026-03-20"), ("produced", "2026-04-20")],
    "two letters of one day that call themselves final": [
        SENT,
        FINAL,
        ("produced", "2026-03-10", {"items": [1], "final": True}),
    ],
    "the end of a case that others brought": [SENT, ("complaint_decided", "2026-03-10")],
    "a bounce and a second sending": [
        SENT,
        ("delivery_failed", "2026-03-03"),
        ("sent", "2026-03-04", {"method": "post"}),
        ("acknowledged", "2026-03-09"),
    ],
    "a request that another body passed on": [
        ("received_by_agency", "2026-03-02", {"competent": True}),
        ("acknowledged", "2026-03-05"),
    ],
}


@pytest.mark.parametrize("name", LAWFUL)
def test_what_is_only_odd_is_no_contradiction(stands, name):
    assert not faults(stands("2026-05-20", "us-ca", *LAWFUL[name]))


def test_a_correction_takes_the_contradiction_away(stands):
    events = IMPOSSIBLE["records after the withdrawal"]
    mended = ("corrected", "2026-03-21", {"event": event_id(2, *events[2]), "reason": "of another request"})
    assert not faults(stands("2026-04-20", "us-ca", *events, mended))


def test_corrections_in_a_circle_count_for_nothing(stands):
    denied = ("denied", "2026-03-10", {"items": [1], "exemptions": [{"cited": "x"}]})
    first = ("corrected", "2026-03-11", {"event": "2026-03-12-corrected-00000003", "reason": "x"})
    second = ("corrected", "2026-03-12", {"event": "2026-03-11-corrected-00000002", "reason": "x"})
    stand = stands("2026-03-20", "us-ca", SENT, denied, first, second)
    assert stand.item_outcomes[1] == "denied"
    assert any({event_id(2, *first), event_id(3, *second)} == set(flag.events) for flag in faults(stand))


def test_a_long_chain_of_corrections_is_followed_to_its_end(stands):
    """Each says that the one before it was wrong; with two thousand of them the first one counts again."""
    denied = ("denied", "2026-03-10", {"items": [1]})
    chain, target = [], event_id(1, *denied)
    for number in range(2000):
        chain.append(("corrected", "2026-03-11", {"event": target, "reason": "x"}))
        target = event_id(number + 2, *chain[-1])
    assert stands("2026-03-20", "us-ca", SENT, denied, *chain).item_outcomes[1] == "denied"
    assert stands("2026-03-20", "us-ca", SENT, denied, *chain[:-1]).item_outcomes[1] == "pending"


def test_events_said_to_come_after_each_other_stay_in_the_order_of_their_days(stands):
    asked = ("clarification_asked", "2026-03-05", {"after": "2026-03-06-clarified-00000002"})
    answered = ("clarified", "2026-03-06", {"after": "2026-03-05-clarification-asked-00000001"})
    stand = stands("2026-03-20", "us-ca", SENT, asked, answered, ("acknowledged", "2026-03-09"))
    assert [event.kind for _, event in stand.events] == ["sent", "clarification_asked", "clarified", "acknowledged"]
    assert any(len(flag.events) == 2 for flag in faults(stand))


# Refusals without a ground


@pytest.mark.parametrize("kind", ["denied", "neither_confirm_nor_deny"])
def test_a_refusal_without_an_exemption_is_a_gap_in_the_list(stands, kind):
    bare = stands("2026-03-20", "us-ca", SENT, (kind, "2026-03-10"))
    assert bare.flag("no_exemption_named") and any("exemption" in step.text for step in bare.next_steps)
    reasoned = (kind, "2026-03-10", {"exemptions": [{"cited": "Gov. Code § 7923.600"}]})
    assert not stands("2026-03-20", "us-ca", SENT, reasoned).flag("no_exemption_named")


# Claw-backs


def test_a_demand_is_open_until_counsel_clears_just_that_document(stands):
    demand = ("clawback_demanded", "2026-03-10", {"of": [SHA, OTHER]})
    stand = stands("2026-03-20", "us-ca", SENT, demand)
    assert "2 documents" in stand.flag("demanded_back").message
    one = ("cleared_by_counsel", "2026-03-15", {"of": SHA})
    assert "1 document back" in stands("2026-03-20", "us-ca", SENT, demand, one).flag("demanded_back").message
    both = ("cleared_by_counsel", "2026-03-15", {"of": [SHA, OTHER]})
    assert not stands("2026-03-20", "us-ca", SENT, demand, both).flag("demanded_back")


# The order of one day


def test_an_open_order_of_one_day_that_decides_who_acts_is_named(stands):
    """A question, and a letter of ours that may have crossed it."""
    asked, wrote = ("clarification_asked", "2026-03-05"), ("followed_up", "2026-03-05", {"about": "other"})
    stand = stands("2026-03-20", "us-ca", SENT, asked, wrote)
    flag = stand.flag("order_unclear")
    assert set(flag.events) == {event_id(1, *asked), event_id(2, *wrote)}
    assert "--after" in flag.message and "--time" in flag.message
    assert all(one in flag.message for one in flag.events)


@pytest.mark.parametrize("how", ["after", "time"])
def test_a_named_order_leaves_no_doubt(stands, how):
    said = {"after": ({}, {"after": event_id(1, "clarification_asked", "2026-03-05")})}
    first, second = said.get(how, ({"time": "09:00"}, {"time": "15:00"}))
    asked, wrote = ("clarification_asked", "2026-03-05", first), ("followed_up", "2026-03-05", second)
    assert not stands("2026-03-20", "us-ca", SENT, asked, wrote).flag("order_unclear")
    same_minute = ("followed_up", "2026-03-05", {"time": "09:00"})
    if how == "time":
        assert stands("2026-03-20", "us-ca", SENT, asked, same_minute).flag("order_unclear")


@pytest.mark.parametrize(
    "events",
    [
        [("received_by_agency", "2026-03-02"), ("acknowledged", "2026-03-02")],
        [("clarification_asked", "2026-03-05"), ("clarified", "2026-03-05")],
        [("fee_estimated", "2026-03-05", {"amount": "5"}), ("fee_paid", "2026-03-05", {"amount": "5"})],
        [("produced", "2026-03-05", {"items": [1]}), ("denied", "2026-03-05", {"items": [2]})],
        [("denied", "2026-03-05"), ("appeal_sent", "2026-03-05")],
        [("call", "2026-03-05", {"said": "soon"}), ("note", "2026-03-05", {"text": "x"}), ("arrived", "2026-03-05")],
        [("accepted", "2026-03-05"), ("reopened", "2026-03-05")],
        [("delivery_failed", "2026-03-02")],
    ],
)
def test_an_order_that_is_plain_or_decides_nothing_is_not_asked_about(stands, events):
    assert not stands("2026-03-06", "us", ("sent", "2026-03-02", {"method": "portal"}), *events).flag("order_unclear")


def test_an_appeal_against_silence_on_the_day_of_the_refusal_is_asked_about(stands):
    """Sent before the refusal it is against the silence, and the refusal gives a time of its own."""
    crossed = [("denied", "2026-05-05", {"exemptions": [{"cited": "x"}]}), ("appeal_sent", "2026-05-05")]
    stand = stands("2026-05-20", "us", SENT, *crossed)
    assert stand.flag("order_unclear")


def test_a_second_question_on_the_day_of_our_answer_is_asked_about(stands):
    """The answer may be to the first question alone, and then the second one waits for us."""
    asked = [("clarification_asked", "2026-03-04"), ("clarification_asked", "2026-03-09")]
    stand = stands("2026-03-10", "us-ca", SENT, *asked, ("clarified", "2026-03-09"))
    assert stand.flag("order_unclear") and "clarified" in stand.flag("order_unclear").message
    settled = [asked[0], ("clarified", "2026-03-06"), asked[1], ("clarified", "2026-03-09")]
    assert not stands("2026-03-10", "us-ca", SENT, *settled).flag("order_unclear")


def test_twelve_events_of_one_day_are_judged_in_bounded_time(stands):
    kinds = ["acknowledged", "extension_claimed", "clarification_asked", "identity_asked", "granted", "referred"]
    kinds += [
        "followed_up",
        "notice_given",
        "decision_requested",
        "registered",
        "consultation_started",
        "waiver_denied",
    ]
    began = time.process_time()
    stand = stands("2026-03-20", "us", SENT, *((kind, "2026-03-05") for kind in kinds))
    assert stand.ball and time.process_time() - began < 3
    many = [("followed_up", "2026-03-05", {"to": f"desk {number}"}) for number in range(300)]
    began = time.process_time()
    assert stands("2026-03-20", "us", SENT, *many).ball and time.process_time() - began < 10


def test_a_receipt_with_a_slip_in_its_year_starts_no_limit(stands):
    """New York counts the grant from the receipt: one dated a year before the sending cannot be it."""
    sent = ("sent", "2026-01-06", {"method": "email"})
    right = stands("2026-01-21", "us-ny", sent, ("acknowledged", "2026-01-09"))
    slipped = stands("2026-01-21", "us-ny", sent, ("acknowledged", "2026-01-09"), ("acknowledged", "2025-01-01"))
    assert slipped.flag("contradictory") and not slipped.flag("appeal_lapsed") and not slipped.flag("deemed_refused")
    theirs = [(one.clock.id, one.due.date) for one in right.clocks if one.clock.binds == "agency"]
    assert theirs == [(one.clock.id, one.due.date) for one in slipped.clocks if one.clock.binds == "agency"]


def test_a_refusal_with_a_slip_in_its_year_still_shows_the_time_to_appeal(stands):
    """Which of the two days is wrong nobody knows: the limit is told, with the contradiction."""
    sent = ("sent", "2026-03-06", {"method": "email"})
    stand = stands("2026-03-10", "us-ny", sent, ("denied", "2026-03-02"))
    assert stand.flag("contradictory") and stand.clock("appeal").state == "running"
