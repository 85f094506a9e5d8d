"""``frkit law explain``: every limit of a law from a day of receipt, in words and as JSON, without a campaign."""

from datetime import date

import pytest

from frkit.law.explaining import long_day
from frkit.law.loading import all_codes, load_jurisdiction

RI = "law explain us-ri --received 2026-06-29"
KEYS = {"code", "name", "law_name", "received", "given", "as_of", "police", "use_instead", "confidence", "clocks"}
KEYS |= {"not_started", "questions", "remedies", "silence", "unsure"}
CLOCK_KEYS = {"id", "variant", "role", "binds", "date", "unrolled", "cautious", "basis", "binding", "unit", "days"}
CLOCK_KEYS |= {
    "length",
    "citation",
    "confirmed",
    "start",
    "met_on",
    "skipped",
    "derivation",
    "warnings",
    "needs",
    "note",
}
A_LIFE = (
    "acknowledged:2026-03-05 consultation_started:2026-03-06 extension_claimed:2026-03-09:until=2026-04-30 "
    "clarification_asked:2026-03-10 clarified:2026-03-12 fee_estimated:2026-03-13:deposit=50 fee_paid:2026-03-16 "
    "denied:2026-04-20 appeal_sent:2026-05-04 registered:2026-05-05 appeal_decided:2026-06-10 "
    "complaint_filed:2026-06-15 complaint_decided:2026-08-03 suit_filed:2026-09-01 "
    "court_event:2026-10-01:closes=true"
)
"""Nearly everything that can happen to a request, with dates that fit together."""


def events(text):
    return " ".join(f"--event {one}" for one in text.split())


@pytest.fixture
def explain(frkit):
    """The JSON of ``law explain``, with the clocks by their id; several of one id stand in a list."""

    def call(line):
        record = frkit(f"law explain {line} --json").data
        record["by_id"] = {}
        for clock in record["clocks"]:
            record["by_id"].setdefault(clock["id"], []).append(clock)
        return record

    return call


def only(record, clock_id):
    (clock,) = record["by_id"][clock_id]
    return clock


# The shape


def test_the_json_has_the_keys_that_are_promised(explain):
    record = explain("us-ri --received 2026-06-29")
    assert set(record) >= KEYS
    assert all(set(clock) >= CLOCK_KEYS for clock in record["clocks"])
    assert (record["code"], record["received"], record["as_of"]) == ("us-ri", "2026-06-29", None)


def test_a_limit_in_the_json_holds_the_number_the_citation_and_the_count(explain):
    """From Monday 29 June: the Fourth of July is a Saturday, and Rhode Island closes the Monday after too."""
    clock = only(explain("us-ri --received 2026-06-29"), "production")
    assert clock["date"] == clock["unrolled"] == clock["cautious"] == "2026-07-14"
    assert (clock["days"], clock["unit"], clock["length"]) == (10, "business", "10 business days")
    assert (clock["basis"], clock["binding"], clock["binds"]) == ("statute", "hard", "agency")
    assert "38-2-7" in clock["citation"] and clock["confirmed"] is True and clock["needs"] == []
    assert clock["start"] == {"date": "2026-06-29", "kind": "received_by_agency"}
    left_out = ["2026-07-04", "2026-07-05", "2026-07-06", "2026-07-11", "2026-07-12"]
    assert [day["date"] for day in clock["skipped"]] == left_out
    assert clock["derivation"][-1] == "Last day: Tue 2026-07-14."


def test_the_words_say_what_the_json_says(frkit, explain):
    shown = " ".join(frkit(f"{RI} {events('denied:2026-07-10 appeal_sent:2026-07-20')}").out.split())
    for clock in explain(f"us-ri --received 2026-06-29 {events('denied:2026-07-10 appeal_sent:2026-07-20')}")["clocks"]:
        assert clock["citation"] in shown
        for line in clock["derivation"]:
            assert line in shown
        if clock["date"] and not clock["met_on"]:
            assert long_day(date.fromisoformat(clock["date"])) in shown


def test_a_week_of_five_working_days_is_five_business_days_for_programs(explain):
    clock = only(explain("ie --received 2026-03-02"), "determination")
    assert (clock["days"], clock["unit"]) == (20, "business") and "week" in clock["length"]
    assert clock["date"] == "2026-03-31", "twenty working days, without Tuesday 17 March"


@pytest.mark.parametrize("code", all_codes())
def test_every_law_on_file_is_explained_in_eighty_columns_and_as_json(frkit, code):
    law = load_jurisdiction(code)
    for history in ("", events(A_LIFE)):
        ran = frkit(f"law explain {code} --received 2026-03-02 {history}")
        long = [line for line in ran.out.splitlines() if len(line) > 80 and " " in line.strip()]
        assert not long and not ran.err
        record = frkit(f"law explain {code} --received 2026-03-02 {history} --json").data
        assert record["code"] == code
        assert record["clocks"] or record["not_started"] or record["police"] == "no"
        for clock in record["clocks"]:
            assert clock["citation"] and clock["derivation"]
            assert clock["basis"] in ("statute", "regulation", "policy", "advice")
            assert clock["date"] is None or clock["date"] in " ".join(clock["derivation"])
            if law.confidence == "low":
                assert clock["date"] is None and clock["skipped"] == [] and "law_confirmed" in clock["needs"]
            elif clock["date"] is not None and clock["basis"] in ("policy", "advice"):
                assert "not statute" in " ".join(clock["derivation"])


# Variants


def test_a_limit_that_hangs_on_who_asks_is_given_for_each_with_the_question(frkit, explain):
    """Three business days from a Monday, or twenty-one calendar days; both Mondays and Thursdays are open."""
    record = explain("us-id --received 2026-03-02")
    ends = {clock["variant"]: clock["date"] for clock in record["by_id"]["determination"]}
    assert ends == {"determination_resident": "2026-03-05", "determination_nonresident": "2026-03-23"}
    assert all(clock["needs"] == ["resident"] for clock in record["by_id"]["determination"])
    assert set(record["questions"]["resident"]["answers"]) >= {"yes", "no"}
    assert "court" in record["not_started"], "nothing follows from a silence of which nobody knows when it began"
    shown = frkit("law explain us-id --received 2026-03-02").out
    assert record["questions"]["resident"]["ask"] in shown and "--given resident=yes" in shown


def test_an_answer_chooses_the_variant(explain):
    record = explain("us-id --received 2026-03-02 --given resident=no")
    clock = only(record, "determination")
    assert clock["variant"] == "determination_nonresident" and clock["needs"] == []
    assert record["given"]["resident"] == "no"


def test_what_is_usual_is_taken_and_said_to_be_taken(explain):
    """Where a law names what is usual, nobody is asked; the derivation says that it was taken."""
    record = explain("in --received 2026-03-02 --given filed_with=pio")
    clock = next(clock for clock in record["clocks"] if clock["role"] == "determination")
    assert record["given"]["expedited"] == "no" and clock["needs"] == []
    assert any("Taken as usual" in line and "expedited" in line for line in clock["derivation"])


# What happened


def test_an_answer_meets_the_limit_and_starts_the_next(explain):
    """The federal office has until 30 March; the ninety days to appeal from Monday 16 March end on Sunday 14 June."""
    record = explain(f"us --received 2026-03-02 {events('denied:2026-03-16')}")
    assert only(record, "determination")["met_on"] == "2026-03-16"
    assert only(record, "appeal")["cautious"] == "2026-06-14"
    assert "appeal_decision" in record["not_started"]


def test_silence_goes_on_unless_an_event_ends_it(explain):
    """New York: five business days to 9 March; then thirty days to appeal against the silence, to 8 April."""
    record = explain("us-ny --received 2026-03-02")
    assert only(record, "acknowledgement")["date"] == "2026-03-09"
    (appeal,) = record["by_id"]["appeal"]
    assert appeal["start"] == {"date": "2026-03-09", "kind": "due:acknowledgement"} and appeal["date"] == "2026-04-08"


def test_today_looks_from_a_day_on_which_the_silence_has_not_yet_lasted(explain):
    early = explain("us-ny --received 2026-03-02 --today 2026-03-09")
    assert early["as_of"] == "2026-03-09" and "appeal" not in early["by_id"] and "appeal" in early["not_started"]
    late = explain("us-ny --received 2026-03-02 --today 2026-03-10")
    assert "appeal" in late["by_id"]


def test_a_claimed_extension_is_judged(frkit, explain):
    """Rhode Island allows twenty business days on top of ten: to 13 April, and not to the end of the year."""
    line = f"us-ri --received 2026-03-02 {events('extension_claimed:2026-03-10:until=2026-12-31')}"
    assert only(explain(line), "production")["date"] == "2026-04-13"
    assert "too long" in frkit(f"law explain {line}").out


def test_a_request_that_was_only_sent_has_provisional_dates(explain):
    record = explain("us-ri --event sent:2026-03-02:method=email")
    assert record["received"] is None
    assert only(record, "production")["date"] == "2026-03-16" and only(record, "production")["confirmed"] is False


def test_years_whose_closed_days_are_not_on_file_are_warned_of(frkit, explain):
    clock = only(explain("us --received 2035-12-20"), "determination")
    assert "2036" in " ".join(clock["warnings"])
    assert "2036" in frkit("law explain us --received 2035-12-20").out


# What is not told


def test_a_law_of_low_confidence_gives_no_date_until_somebody_read_it(frkit, explain):
    line = "ca-on --received 2026-03-02 --given bill_97=before"
    (clock,) = explain(line)["by_id"]["determination"]
    assert (clock["date"], clock["cautious"], clock["skipped"], clock["confirmed"]) == (None, None, [], False)
    assert clock["needs"] == ["law_confirmed"] and "low confidence" in clock["derivation"][0]
    shown = frkit(f"law explain {line}").out
    assert "2026-04-01" not in shown and "30 calendar days" in shown
    read = explain(f"{line} --event law_confirmed:2026-03-01")
    assert only(read, "determination")["date"] == "2026-04-01" and only(read, "determination")["needs"] == []


def test_a_policy_is_never_called_statute(frkit, explain):
    """Forty working days to ask for a review are advice, and no rule, for a body under the Act."""
    line = f"gb --received 2026-03-02 {events('denied:2026-03-30')}"
    clock = next(one for one in explain(line)["clocks"] if one["role"] == "appeal")
    assert clock["basis"] == "policy"
    assert "(policy, not statute" in " ".join(frkit(f"law explain {line}").out.split())


def test_a_law_without_a_number_gives_no_date(explain):
    clock = next(clock for clock in explain("us-fl --received 2026-03-02")["clocks"] if clock["binds"] == "agency")
    assert clock["date"] is None and clock["days"] is None and clock["unit"] is None
    assert any("frkit makes none up" in line for line in clock["derivation"])


@pytest.mark.parametrize("code", [code for code in all_codes() if load_jurisdiction(code).coverage.police == "no"])
def test_a_law_that_does_not_reach_the_police_says_so_and_what_to_use(frkit, explain, code):
    record = explain(f"{code} --received 2026-03-02")
    assert record["police"] == "no" and record["clocks"] == []
    shown = frkit(f"law explain {code} --received 2026-03-02").out
    assert "does not reach the police" in shown
    assert record["use_instead"] is None or record["use_instead"] in shown


# A campaign's own law


def test_a_campaigns_own_law_wins(campaign, frkit, explain):
    own = "code: us-ri\nname: Rhode Island\nsame_as: us-ri\noverrides: [clocks]\nclocks:\n"
    own += "  - {id: production, role: production, binds: agency, length: 3 business, basis: statute, citation: § 1,\n"
    own += "     source: [x], rolls: 'no', starts: [{on: received_by_agency, day: received}]}\n"
    own += "sources: [{id: x, title: The act, kind: recalled}]\n"
    assert only(explain("us-ri --received 2026-06-29"), "production")["date"] == "2026-07-14"
    (campaign / "jurisdictions" / "us-ri.yaml").write_text(own, encoding="utf-8")
    frkit("law explain us-ri --received 2026-06-29", expect=0)
    assert only(explain("us-ri --received 2026-06-29"), "production")["date"] == "2026-07-02"


# What cannot be


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("us-ri", "add --received DATE"),
        ("us-ri --event denied:2026-03-05", "add --received DATE"),
        ("us-ri --received 2026-13-01", "'2026-13-01' is not a date like 2026-03-02"),
        ("us-ri --received 2 March", "is not a date like 2026-03-02"),
        ("us-ri --received 9999-12-31", "check the year"),
        ("us-ri --received 2026-03-02 --today yesterday", "'yesterday' is not a date"),
        ("us-ri --received 2026-03-02 --event denyed:2026-03-04", "did you mean 'denied'?"),
        ("us-ri --received 2026-03-02 --event denied", "is not a date"),
        ("us-ri --received 2026-03-02 --event denied:soon", "'soon' is not a date"),
        ("us-ri --received 2026-03-02 --event denied:2026-03-05:final", "write it like extension_claimed:"),
        ("us-ri --received 2026-03-02 --event denied:2026-03-05:colour=red", "colour"),
        ("us-ri --received 2026-03-02 --event denied:2026-03-05:received=tomorrow", "'tomorrow' is not a date"),
        ("us-ri --received 2026-03-02 --event extension_claimed:2026-03-05:days=-3", "days"),
        ("us-id --received 2026-03-02 --given resident=maybe", "yes"),
        ("us-id --received 2026-03-02 --given resident", "KEY=VALUE"),
        ("us-id --received 2026-03-02 --given residence=yes", "did you mean 'resident'?"),
        ("us-zz --received 2026-03-02", "No law is on file for 'us-zz'"),
        ("us-rj --received 2026-03-02", "us-r"),
        ("us-ri --received 2026-03-02 --campaign nowhere", "nowhere"),
        ("", "CODE"),
    ],
)
def test_a_slip_ends_with_two_and_says_what_to_do(frkit, line, said):
    ran = frkit(f"law explain {line}", expect=2)
    assert said in ran.err and not ran.out


def test_a_slip_in_the_campaigns_own_law_is_told_with_its_line(campaign, frkit):
    (campaign / "jurisdictions" / "us-ri.yaml").write_text("code: us-ri\nname: [\n", encoding="utf-8")
    ran = frkit("law explain us-ri --received 2026-03-02", expect=1)
    assert "us-ri.yaml:2:" in ran.err or "us-ri.yaml:3:" in ran.err


def test_nothing_is_stored(frkit, desk):
    frkit(f"{RI} {events(A_LIFE)}")
    assert list(desk.iterdir()) == []
