"""Which letter comes next, and which cannot be written."""

from __future__ import annotations

from datetime import date

import pytest

from frkit.base.errors import FrkitError, WrongUsage
from frkit.letters.proposing import propose_kind
from frkit.tracking.standing import standing

SENT = ("sent", "2026-03-02", {"method": "email"})
REFUSED = ("denied", "2026-03-20", {"exemptions": [{"cited": "x"}]})
NO_RECORDS = ("no_records", "2026-03-20")
GLOMAR = ("neither_confirm_nor_deny", "2026-03-20", {"exemptions": [{"cited": "x"}]})
ASKED_HOW = ("followed_up", "2026-03-25", {"about": "no_records"})
FEE = ("fee_estimated", "2026-03-09", {"amount": "450"})
WAIVER_REFUSED = [("waiver_requested", "2026-03-10"), ("waiver_denied", "2026-03-11")]
NOT_A_CITIZEN = ("denied", "2026-03-10", {"exemptions": [{"cited": "Tenn. Code Ann. 10-7-503(a)(2)(A)"}]})
ANSWERED_WHO = ("followed_up", "2026-03-12", {"about": "identity"})
REMINDED = ("followed_up", "2026-04-07", {"about": "overdue"})
LONG_EXTENSION = ("extension_claimed", "2026-03-04", {"until": "2026-06-30"})
HEARD = ("received_by_agency", "2026-03-02")
PASSED_ON = ("transferred", "2026-03-10", {"to": "the county"})
HANDED_OVER = ("received_by_agency", "2026-03-12", {"competent": True})
ALL_CAME = ("produced", "2026-03-12", {"final": True})
CLOSED = ("accepted", "2026-03-13")
DEMANDED = ("clawback_demanded", "2026-03-20", {"of": ["a" * 64]})
ANSWERED = ("followed_up", "2026-03-23", {"about": "clawback"})
APPEAL_LOST = [("appeal_sent", "2026-04-01"), ("appeal_decided", "2026-05-01", {"result": "upheld"})]


def reminders(count):
    """Reminders that went out a month apart."""
    return [("followed_up", f"2026-{4 + number:02}-20", {"about": "overdue"}) for number in range(count)]


def proposed(file, today):
    return propose_kind(standing(file, date.fromisoformat(today)), file)


@pytest.mark.parametrize(
    ("agency", "events", "today", "kind", "why"),
    [
        ("us-dea", [], "2026-03-02", "request", "has not been sent"),
        ("us-dea", [SENT], "2026-04-20", "overdue", "remind the agency"),
        ("us-dea", [SENT, REFUSED], "2026-04-20", "appeal", "appeal is possible until Thu 2026-06-18"),
        ("us-or-washington-county-sheriff", [SENT], "2026-04-20", "overdue", "ORS 192.329(5)"),
        ("us-il-chicago-pd", [SENT], "2026-03-12", "overdue", "No answer by Mon 2026-03-09"),
        (
            "us-il-chicago-pd",
            [SENT, ("followed_up", "2026-03-12", {"about": "overdue"})],
            "2026-03-28",
            "appeal",
            "by Fri 2026-05-08",
        ),
        ("us-il-chicago-pd", [SENT], "2026-04-28", "appeal", "by Fri 2026-05-08"),
        ("us-il-chicago-pd", [SENT, ("clarification_asked", "2026-03-09")], "2026-03-12", "clarification", "question"),
        ("us-il-chicago-pd", [SENT, ("clarification_asked", "2026-03-09")], "2026-04-28", "appeal", "waits for our"),
        ("us-ny-nypd", [SENT, ("identity_asked", "2026-03-11")], "2026-03-12", "identity", "who asks"),
        ("us-or-washington-county-sheriff", [SENT, REFUSED], "2026-04-20", "appeal", "no last day for the petition"),
        ("us-fl-orlando-pd", [SENT], "2026-03-09", "overdue", "promptly, no number stated"),
        ("us-fl-orlando-pd", [SENT, NO_RECORDS], "2026-03-22", "no-records", "ask how they searched"),
        ("us-fl-orlando-pd", [SENT, REFUSED], "2026-03-22", "appeal", "no appeal before court"),
        ("us-ny-nypd", [SENT], "2026-03-20", "appeal", "by Wed 2026-04-08"),
        ("us-ny-nypd", [SENT, NO_RECORDS], "2026-03-30", "appeal", "possible until"),
        ("us-ny-nypd", [SENT, NO_RECORDS], "2026-05-30", "no-records", "who else may hold it"),
        ("us-ny-nypd", [SENT, REFUSED], "2026-05-30", "appeal", "beware, the time for the appeal ended"),
        ("us-ca-lapd", [SENT, NO_RECORDS], "2026-03-22", "no-records", "ask how they searched"),
        ("us-ca-lapd", [SENT, NO_RECORDS, ASKED_HOW], "2026-04-20", "appeal", "think again"),
        ("us-ca-lapd", [SENT, GLOMAR], "2026-03-22", "neither", "what can be said without that"),
        ("us-ca-lapd", [SENT, ("delivery_failed", "2026-03-03")], "2026-03-22", "request", "the sending failed"),
        (
            "us-ca-lapd",
            [SENT, ("clarification_asked", "2026-03-09")],
            "2026-03-22",
            "clarification",
            "asked a question",
        ),
        ("us-ca-lapd", [SENT, ("identity_asked", "2026-03-09")], "2026-03-10", "identity", "who asks"),
        ("us-or-washington-county-sheriff", [SENT, FEE], "2026-03-10", "fee-waiver", "named a fee"),
        ("us-dea", [SENT, FEE], "2026-03-10", "fee-waiver", "object to it item by item"),
        ("us-ca-lapd", [SENT, FEE], "2026-03-10", "fee", "object to the fee"),
        ("us-fl-orlando-pd", [SENT, FEE], "2026-03-10", "fee", "object to the fee"),
        ("us-ca-lapd", [SENT, FEE, *WAIVER_REFUSED], "2026-03-12", "fee", "named a fee"),
        ("us-ca-lapd", [SENT, HEARD, LONG_EXTENSION], "2026-03-06", "extension", "not lawful"),
        ("us-ca-lapd", [SENT, LONG_EXTENSION], "2026-03-06", "extension", "not lawful"),
        ("us-or-washington-county-sheriff", [SENT], "2026-03-12", "unacknowledged", "No acknowledgement by"),
        ("gb-met", [SENT, HEARD, *reminders(3)], "2026-08-20", "appeal", "reminders brought no answer"),
        ("us-tn-dos", [SENT, NOT_A_CITIZEN], "2026-03-12", "identity", "who may ask"),
        ("us-tn-dos", [SENT, NOT_A_CITIZEN, ANSWERED_WHO], "2026-04-12", "appeal", "think again"),
        ("us-tn-dos", [SENT, NOT_A_CITIZEN, REFUSED], "2026-04-20", "appeal", "think again"),
        ("us-ca-lapd", [SENT, PASSED_ON], "2026-03-12", "transfer", "who has it now"),
        ("us-ca-lapd", [SENT, PASSED_ON, HANDED_OVER], "2026-03-14", "transfer", "has it now to confirm"),
        ("us-ca-lapd", [SENT, ALL_CAME], "2026-03-14", "thanks", "everything asked for came"),
        ("us-ca-lapd", [SENT, ALL_CAME, DEMANDED], "2026-03-22", "clawback", "talk to counsel before you answer"),
        ("us-ca-lapd", [SENT, ALL_CAME, CLOSED, DEMANDED], "2026-03-22", "clawback", "talk to counsel"),
        ("us-dea", [SENT, REFUSED, *APPEAL_LOST], "2026-05-10", "complaint", "mediat"),
        ("gb-met", [SENT], "2026-04-20", "overdue", "remind the agency"),
        ("gb-met", [SENT, REFUSED], "2026-04-20", "appeal", "internal review is possible until"),
    ],
)
def test_the_letter_that_a_standing_calls_for(agency, events, today, kind, why, asked):
    assert proposed(asked(agency, *events), today)[0] == kind
    assert why in proposed(asked(agency, *events), today)[1]


@pytest.mark.parametrize(
    ("agency", "events", "today", "fact"),
    [
        ("us-dea", [SENT], "2026-03-10", "the agency has until Mon 2026-03-30"),
        ("us-dea", [SENT, ("withdrawn", "2026-03-05")], "2026-03-10", "closed"),
        ("us-dea", [SENT, REFUSED, ("appeal_sent", "2026-04-01")], "2026-04-05", "the reviewer has until"),
        ("us-dea", [SENT, FEE, ("fee_disputed", "2026-03-11")], "2026-03-12", "until"),
        ("us-ca-lapd", [SENT, ALL_CAME, DEMANDED, ANSWERED], "2026-03-24", "what counsel says"),
        ("gb-met", [SENT, REMINDED], "2026-04-10", "our letter of Tue 2026-04-07 is left to work until Tue 2026-04-21"),
        ("us-il-chicago-pd", [SENT, REMINDED], "2026-04-10", "is left to work until"),
        ("us-fl-orlando-pd", [SENT, NO_RECORDS, ASKED_HOW], "2026-03-30", "our letter of Wed 2026-03-25"),
    ],
)
def test_where_no_letter_is_due_the_error_says_what_is(agency, events, today, fact, asked):
    with pytest.raises(FrkitError) as error:
        proposed(asked(agency, *events), today)
    assert fact in str(error.value)


def test_next_and_letter_agree(asked):
    """The most urgent step that names a letter is the letter that is proposed."""
    for agency, today in (("us-ny-nypd", "2026-03-20"), ("us-or-washington-county-sheriff", "2026-04-20")):
        file = asked(agency, SENT)
        stand = standing(file, date.fromisoformat(today))
        first = next(step for step in stand.next_steps if step.command.startswith("frkit letter"))
        assert first.command.endswith(propose_kind(stand, file)[0])


@pytest.mark.parametrize(
    ("kind", "agency", "events", "fact"),
    [
        ("overdue", "us-dea", [], "No 'sent' is logged"),
        ("overdue", "us-dea", [SENT], "the agency has until 2026-03-30"),
        ("appeal", "us-dea", [], "nothing to appeal"),
        ("appeal", "us-dea", [SENT], "nothing to appeal"),
        ("appeal", "us-dea", [SENT, REFUSED, ("appeal_sent", "2026-03-21")], "nothing to appeal"),
    ],
)
def test_a_letter_that_does_not_fit_is_refused_with_a_remedy(kind, agency, events, fact, asked, written):
    with pytest.raises(FrkitError) as error:
        written(kind, asked(agency, *events), "2026-03-22")
    assert fact in error.value.fact and error.value.remedy


@pytest.mark.parametrize("agency", ["us-ca-lapd", "us-tx-houston-pd"])
def test_silence_is_appealed_only_where_the_law_has_a_step_against_it(agency, asked, written):
    with pytest.raises(FrkitError, match="silence is none that can be appealed"):
        written("appeal", asked(agency, SENT), "2026-06-20")


def test_a_word_that_is_no_kind_of_letter_is_met_with_the_nearest(asked, written):
    with pytest.raises(WrongUsage, match="did you mean 'overdue'"):
        written("overdu", asked("us-dea"))


def test_only_levers_with_a_duty_are_said_to_oblige(asked, written):
    letter = written("request", asked("us-ny-nypd", pack="bias"))
    duties = letter.facts["levers"]["duties"]
    assert all(lever["duty"] != "may hold" for lever in duties)
    assert not any("Oversight reports" in lever["record"] for lever in duties), "that is another body's duty"
    body = " ".join(letter.text.split())
    for hint in letter.facts["levers"]["hints"]:
        assert body.index(hint["record"]) > body.index("If you hold")


def test_a_fee_cap_is_promised_only_if_the_request_states_it(asked, written):
    assert "agree in advance" not in written("request", asked("us-dea")).text
    assert "$25.00 in all" in " ".join(written("request", asked("us-dea", given={"fee_cap": "25"})).text.split())
    with pytest.raises(FrkitError, match="not an amount"):
        written("request", asked("us-dea", given={"fee_cap": "a lot"}))


def test_a_request_for_no_records_tells_whom_to_ask_as_well(asked, written):
    letter = written("appeal", asked("us-ca-lapd", SENT, NO_RECORDS), "2026-03-22")
    assert any("Los Angeles County Sheriff" in task for task in letter.to_do)


def test_the_agencys_own_address_is_used_where_the_campaign_has_found_it(asked, written, tmp_path):
    (tmp_path / "agencies").mkdir()
    (tmp_path / "agencies" / "us-dea.yaml").write_text(
        "contacts:\n- purpose: requests\n  address: [FOIA desk, 1 Main St]\n  found_where: its site\n"
        "  found_when: 2026-03-01\n- purpose: appeals\n  address: [Appeals desk]\n  found_where: its letter\n"
        "  found_when: 2026-03-01\n"
    )
    letter = written("request", asked("us-dea"), overlay=tmp_path)
    assert "Freedom of Information Act Office\nFOIA desk\n1 Main St\n\n" in letter.text
    assert not any("Look up" in task for task in letter.to_do)
    appeal = written("appeal", asked("us-dea", SENT, REFUSED), "2026-03-22", overlay=tmp_path)
    assert "Freedom of Information Act appeal\nAppeals desk\n" in appeal.text


def test_a_campaigns_own_wording_replaces_one_block(asked, written, tmp_path):
    own = tmp_path / "templates" / "letters" / "en" / "us-or"
    own.mkdir(parents=True)
    (own / "request.txt.j2").write_text(
        '{% extends "letters/en/request.txt.j2" %}{% block closing %}Yours, the coalition.{% endblock %}'
    )
    letter = written("request", asked("us-or-washington-county-sheriff"), overlay=tmp_path)
    assert "Yours, the coalition." in letter.text and "Please confirm receipt" not in letter.text
    assert "Each numbered" not in letter.text and "treat each item by itself" in letter.text
