"""Making requests from the command line: options, checks before sending, twin requests, and what the JSON says."""

import json

import pytest

PHOENIX = "us-az-phoenix-pd"


def item_of(frkit, request_id, number):
    shown = json.loads(frkit(f"request show {request_id} --json").out)
    return next(item for item in shown["items_asked"] if item["number"] == number)


def test_options_of_single_items_reach_the_letter(frkit):
    frkit(
        f"request new --agency {PHOENIX} --item policy --item contracts --ask 'Minutes of the working group' "
        "--period 2020-06-10.. --period contracts=2016-01-01..2021-12-31 --custodian '2=City Clerk' "
        "--term 'face recognition' --term '3=working group' --narrower '3=those of 2025' --today 2026-03-02"
    )
    assert item_of(frkit, "phoenix", 2) == {
        "number": 2,
        "category": "contracts",
        "period": {"since": "2016-01-01", "until": "2021-12-31"},
        "custodians": ["City Clerk"],
        "terms": ["face recognition"],
    }
    letter = " ".join(frkit("letter phoenix request --today 2026-03-02").out.split())
    assert "the period is June 10, 2020 to the day of your search" in letter
    assert "Period: January 1, 2016 to December 31, 2021. Please search also: City Clerk." in letter
    assert "3. Minutes of the working group. Search terms: working group. (If too broad: those of 2025.)" in letter
    assert letter.count("face recognition;") + letter.count("Search terms for every item: face recognition.") == 1


def test_words_with_an_equals_sign_can_be_said_of_all_items(frkit):
    frkit(f"request new --agency {PHOENIX} --item policy --term '=model=v3' --today 2026-03-02")
    assert item_of(frkit, "phoenix", 1)["terms"] == ["model=v3"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("--item policy --period 2020", "'2020' is no period"),
        ("--item policy --period ..", "is no period"),
        ("--item policy --period 2020-13-01..", "--period"),
        ("--item policy --period 2021-01-01..2020-01-01", "before it begins"),
        ("--item policy --period 2020-01-01.. --period 2021-01-01..", "a second period"),
        ("--item policy --period 2020-01-01.. --since 2020-01-01", "given twice"),
        ("--item policy --period 7=2020-01-01..", "no item '7'"),
        ("--item policy --term contracts=x", "no item 'contracts'"),
        ("--item policy --custodian 1=", "has no words"),
        ("--item policy --narrower words", "is not ITEM=WORDS"),
        ("--item policy --law us-ca", "not asked under 'us-ca'"),
        ("--ask ''", "has no words"),
        ("--item policy --role host", "add --like REQUEST"),
        ("", "asks for nothing yet"),
    ],
)
def test_what_cannot_be_meant_is_told_and_nothing_is_made(options, told, frkit):
    ran = frkit(f"request new --agency {PHOENIX} {options}", expect=2)
    assert told in ran.err
    assert json.loads(frkit("request list --json").out) == []


def test_in_a_pipe_nobody_is_asked(frkit):
    ran = frkit("request new", expect=2)
    assert "--agency ID" in ran.err
    assert "No agency is named" in frkit("request new --pack first-contact", expect=2).err


def test_what_stops_a_request_is_told_when_made_when_shown_and_when_checked(frkit):
    made = frkit("request new --agency us-tn-dos --pack first-contact --today 2026-03-02").out
    assert "Do not send it yet:" in made
    assert made.index("Do not send it yet:") < made.index("Look at this first:")
    assert "Do not send it yet:" in frkit("request show dos --today 2026-03-02").out
    assert "asks for residency" in frkit("request check dos --today 2026-03-02", expect=1).out
    checked = json.loads(frkit("request check dos --json --today 2026-03-02", expect=1).out)
    assert checked["before_sending"][0]["grade"] == "stop"
    assert {"grade", "about", "text"} == set(checked["before_sending"][0])
    assert "asks for residency" in frkit("letter dos request --today 2026-03-02").err


def test_once_it_is_sent_nothing_is_said_of_before(frkit):
    frkit("request new --agency us-tn-dos --pack first-contact --given resident=yes --today 2026-03-02")
    frkit("request check dos --today 2026-03-02")
    frkit("log sent dos --date 2026-03-02 --method email")
    assert "Look at this first" not in frkit("request show dos --today 2026-03-03").out
    assert json.loads(frkit("request show dos --json --today 2026-03-03").out)["before_sending"] == []


def test_the_json_of_a_new_request_keeps_its_keys(frkit):
    made = json.loads(frkit("request new --agency us-tn-dos --pack first-contact --json --today 2026-03-02").out)
    assert set(made) == {"request", "folder", "made", "warnings", "before_sending", "twins"}
    assert made["warnings"] == [one["text"] for one in made["before_sending"]]


def test_twin_requests_ask_each_body_what_suits_its_role(frkit):
    made = frkit(f"request new --agency {PHOENIX} --pack first-contact --vendor amazon --today 2026-03-02").out
    line = "request new --like 2026-03-phoenix-pd-first-contact --agency us-az-maricopa-sheriff --role host"
    assert line in made
    frkit(f"{line} --today 2026-03-02")
    shown = json.loads(frkit("request show maricopa --json").out)
    assert shown["items_asked"][0]["category"] == "inbound-requests"
    assert "Phoenix Police Department" in shown["items_asked"][-1]["text"]
    twins = json.loads(frkit("request twins phoenix --json").out)
    assert twins[0]["asked"] == ["2026-03-maricopa-sheriff"]
    assert twins[0]["command"] is None


def test_twins_are_made_once_and_those_not_on_file_are_named(frkit):
    frkit("request new --agency us-mi-detroit-pd --pack first-contact --today 2026-03-02")
    first = json.loads(frkit("request twins detroit --make --json --today 2026-03-02").out)
    assert [one["made"] for one in first if one["agency"]] == ["2026-03-state-police"]
    assert [one["problem"] for one in first if not one["agency"]] == ["it is not on file yet: frkit agencies new"] * 2
    again = json.loads(frkit("request twins detroit --make --json --today 2026-03-02").out)
    assert [one["made"] for one in again] == [None, None, None]
    assert len(json.loads(frkit("request list --json").out)) == 2
    assert "Board of Police Commissioners" in frkit("request twins detroit").out


def test_a_twin_that_the_campaign_has_put_on_file_can_be_asked(frkit):
    frkit("request new --agency us-mi-detroit-pd --pack first-contact --today 2026-03-02")
    frkit("agencies new 'City of Ann Arbor Board of Police Commissioners' --law us-mi --level city --city 'Ann Arbor'")
    frkit("agencies new 'Board of Police Commissioners of Ohio' --law us-oh --level state")
    assert [one["agency"] for one in json.loads(frkit("request twins detroit --json").out)].count(None) == 2
    frkit("agencies new 'Detroit Board of Police Commissioners' --law us-mi --level city --city Detroit")
    found = {one["agency"]: one for one in json.loads(frkit("request twins detroit --json").out)}
    twin = found["us-mi-detroit-board-police-commissioners"]
    assert twin["problem"] is None and "--agency us-mi-detroit-board-police-commissioners" in twin["command"]
    said = frkit("request twins detroit").out
    assert "- Detroit Board of Police Commissioners: " in said and said.count("not on file") == 1


def test_a_body_without_twins_says_so(frkit):
    frkit("request new --agency us-nj-newark-pd --pack first-contact --today 2026-03-02")
    ran = frkit("request twins newark")
    assert "No other body" in ran.out or "Other bodies" in ran.out


def test_every_twin_on_file_can_be_asked_what_its_role_is_for(frkit):
    from frkit.asking.new_request import Asked, request_from
    from frkit.asking.twins import asked_of, twins_of
    from frkit.catalogue.loading import all_agencies, load_drafting, load_record_category
    from frkit.tracking.folder import CampaignFolder

    folder = CampaignFolder.find(str(frkit.root))
    for role, words in load_drafting().twins.items():
        assert words.why, role
        for item in words.items:
            load_record_category(item)
    seen = 0
    for agency in all_agencies():
        if not agency.addressee or agency.outside_law:
            continue
        made = request_from(Asked(agency=agency.id, pack="first-contact"), folder)
        for twin in twins_of(made, folder):
            if twin.agency is not None and twin.problem is None:
                request = request_from(asked_of(Asked(agency=twin.agency), twin.role, made, folder), folder)
                assert request.items and "{body}" not in str(request.items)
                seen += 1
    assert seen >= 10


def test_advice_names_offices_and_smaller_versions_and_stays_out_of_the_letter(frkit):
    frkit(f"request new --agency {PHOENIX} --item contracts --ask 'One more' --today 2026-03-02")
    shown = frkit("request show phoenix --advice").out
    assert "procurement, city clerk" in shown
    assert "in your own words: One more" in shown
    data = json.loads(frkit("request show phoenix --advice --json").out)
    assert data[0]["custodians"][0] == "procurement"
    assert "procurement, city clerk" not in frkit("letter phoenix request --today 2026-03-02").out


def test_whoever_makes_a_campaign_reads_that_the_file_of_who_asks_can_say_where_that_person_lives(frkit, tmp_path):
    assert "resident_of: [us-ca]" in frkit(f"init {tmp_path}/another").out


def test_a_requester_s_file_that_says_where_the_person_lives_answers_the_question(frkit):
    path = frkit.root / "private" / "requesters" / "robin.yaml"
    path.write_text(path.read_text() + "resident_of: [us-tn-nashville]\n")
    frkit("request new --agency us-tn-dos --pack first-contact --today 2026-03-02")
    frkit("request check dos --today 2026-03-02")
    assert "I am a citizen of Tennessee." in frkit("letter dos request --today 2026-03-02").out
    ran = frkit("request new --agency us-va-state-police --pack first-contact --today 2026-03-02")
    assert "Let somebody ask who is one of these" in " ".join(ran.out.split())


def test_what_looks_like_a_template_stays_words(frkit):
    words = "Records of {{ 7 * 7 }} {% include '/etc/passwd' %} <b>bold</b> \u202egnp"
    frkit(f'request new --agency {PHOENIX} --ask "{words}" --today 2026-03-02')
    letter = " ".join(frkit("letter phoenix request --today 2026-03-02").out.split())
    assert "Records of {{ 7 * 7 }} {% include '/etc/passwd' %} <b>bold</b>" in letter
    assert "\u202e" not in letter
    assert "\u202e" not in frkit("request show phoenix --advice").out
