"""Keeping the law files: a new one begun, two texts compared, what to read again first, places chosen from the list."""

import re
from datetime import date, timedelta

import pytest
import yaml

from frkit.base.errors import WrongUsage
from frkit.law import skeleton
from frkit.law.features import TRAITS
from frkit.law.loading import all_codes, law_file, load_jurisdiction

LAPD = "request new --agency us-ca-lapd --pack first-contact --today 2026-03-01"


def own_law(campaign, code, *changes):
    """A campaign's own copy of a bundled law, with pieces of its text exchanged."""
    text = law_file(code).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = campaign / "jurisdictions" / f"{code}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def wide(ran):
    """Lines beyond eighty columns that could have been broken."""
    return [line for line in ran.out.splitlines() if len(line) > 80 and " " in line.strip()]


# law new

FILLED = {
    "timezone: .*": "timezone: Europe/Paris",
    "  name: .*": "  name: Law on Access",
    "  short: .*": "  short: Access Law",
    "  url: .*": "  url: https://law.example",
    "  citation: .*": "  citation: Access Law",
    "  police: .*": '  police: "yes"',
    "    length: .*": "    length: 20 calendar",
    "    citation: .*": "    citation: Access Law, s. 1",
    "    title: .*": "    title: The official text",
    "    url:.*": "    url: https://law.example",
    "    read: .*": "    read: 2026-03",
    "  - # what is in doubt": "  - whether a last day on a Sunday moves",
}
"""What a volunteer writes into the blanks: line of the skeleton -> line as filled in."""


def filled(text):
    for blank, line in FILLED.items():
        text, count = re.subn(f"^{blank}$", line, text, flags=re.M)
        assert count == 1, blank
    return text


def test_a_new_law_goes_into_the_campaign_and_says_how_to_go_on(campaign, frkit):
    said = frkit("law new us-xx").out
    assert "Written: jurisdictions/us-xx.yaml" in said and "frkit law check jurisdictions/us-xx.yaml" in said
    assert (campaign / "jurisdictions" / "us-xx.yaml").is_file()


def test_a_new_law_goes_to_the_file_that_was_named(desk, frkit):
    frkit("law new fr-lyon drafts/lyon.yaml")
    data = yaml.safe_load((desk / "drafts" / "lyon.yaml").read_text(encoding="utf-8"))
    assert data["code"] == "fr-lyon" and data["kind"] == "place"
    assert [path.name for path in desk.rglob("*") if path.is_file()] == ["lyon.yaml"]


def test_the_name_that_is_known_of_a_place_stands_in_its_skeleton(frkit, desk):
    frkit("law new us-ca own.yaml")
    assert yaml.safe_load((desk / "own.yaml").read_text(encoding="utf-8"))["name"] == "California"


@pytest.mark.parametrize("code", ["us-xx", "us-xx-some-city", "zz"])
def test_a_skeleton_is_yaml_that_claims_nothing_that_nobody_read(frkit, desk, code):
    frkit(f"law new {code} own.yaml")
    data = yaml.safe_load((desk / "own.yaml").read_text(encoding="utf-8"))
    (clock,) = data["clocks"]
    assert clock["length"] is None and clock["citation"] is None and clock["rolls"] == "unknown"
    assert set(data["law"].values()) == {None} and data["coverage"] == {"police": None}
    assert not set(data) & {"extension", "tolling", "silence", "remedies", "exemptions", "fees"}


def test_the_first_line_of_a_skeleton_points_editors_to_the_schema(frkit, campaign):
    frkit("law new us-xx")
    first = (campaign / "jurisdictions" / "us-xx.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=") and first.endswith("jurisdiction.json")


def test_the_schemas_lie_beside_a_campaigns_own_law(frkit, campaign):
    frkit("law new us-xx")
    own = campaign / "jurisdictions" / "us-xx.yaml"
    own.write_text(filled(own.read_text(encoding="utf-8").replace("20 calendar", "20 business")), encoding="utf-8")
    frkit("law calendar us-xx --write jurisdictions/us-xx.closed-days.yaml", expect=1)
    for code in ("us-gu", "us-ca"):
        frkit(f"law new {code}")
    for path in (campaign / "jurisdictions").glob("*.yaml"):
        schema = path.read_text(encoding="utf-8").splitlines()[0].partition("$schema=")[2]
        assert (path.parent / schema).is_file(), path.name
    assert "no mistakes" in frkit("law check jurisdictions/us-xx.yaml jurisdictions/us-ca.yaml").out


def test_where_the_law_is_on_file_a_campaign_gets_a_copy_of_it(frkit, campaign):
    said = frkit("law new US-CA").out
    assert "A copy of the law on file" in said and "frkit law diff us-ca" in said
    assert frkit("law diff us-ca").out == "No difference.\n"
    bundled = law_file("us-ca").read_text(encoding="utf-8").splitlines()
    assert (campaign / "jurisdictions" / "us-ca.yaml").read_text(encoding="utf-8").splitlines()[1:] == bundled[1:]


@pytest.mark.parametrize(
    ("code", "paper", "style"),
    [("us-xx", "Letter", "month_first"), ("ca-xx", "Letter", "day_first"), ("zz", "A4", "day_first")],
)
def test_a_skeleton_writes_letters_as_its_country_does(frkit, desk, code, paper, style):
    frkit(f"law new {code} own.yaml")
    data = yaml.safe_load((desk / "own.yaml").read_text(encoding="utf-8"))
    assert (data["paper"], data["date_style"]) == (paper, style)


def test_a_place_without_closed_days_says_where_they_belong(frkit, campaign):
    frkit("law new us-gu")
    own = campaign / "jurisdictions" / "us-gu.yaml"
    text = filled(own.read_text(encoding="utf-8"))
    own.write_text(text.replace("20 calendar", "20 business").replace("Europe/Paris", "Pacific/Guam"), encoding="utf-8")
    write = "frkit law calendar us-gu --write jurisdictions/us-gu.closed-days.yaml"
    assert write in frkit("law explain us-gu --received 2026-03-02", expect=1).err
    said = frkit(write.removeprefix("frkit ")).out
    assert "Review it" in said and "Its place" not in said
    assert "Tue 2026-07-21, Liberation Day" in frkit("law explain us-gu --received 2026-07-17").out
    elsewhere = frkit("law calendar us-gu --write draft.yaml").out
    assert "Its place is jurisdictions/us-gu.closed-days.yaml" in elsewhere


def test_a_skeleton_as_it_is_fails_the_check_with_every_line_to_fill(frkit, desk):
    frkit("law new us-xx own.yaml")
    lines = (desk / "own.yaml").read_text(encoding="utf-8").splitlines()
    blank = [n for n, line in enumerate(lines, 1) if any(re.fullmatch(f"{begun}", line) for begun in FILLED)]
    said = frkit("law check own.yaml", expect=1).out
    assert [int(number) for number in re.findall(r"^own\.yaml:(\d+):", said, re.M)] == blank
    assert said.count("is empty; fill it in") == len(blank) == len(FILLED)
    assert said.endswith(f"1 file, {len(FILLED)} mistakes.\n")


def test_a_skeleton_that_was_filled_in_passes(frkit, desk):
    frkit("law new us-xx own.yaml")
    path = desk / "own.yaml"
    path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert "no mistakes" in frkit("law check own.yaml --today 2026-04-01").out


def test_each_commented_part_of_a_skeleton_is_yaml_when_the_marks_are_taken_away(frkit, desk):
    frkit("law new us-xx own.yaml")
    text = (desk / "own.yaml").read_text(encoding="utf-8").split("\ncode: ", 1)[1]
    bare = re.sub(r"^( *)# (?!-{5}|Only where|The dates)(?=[a-z-]|  )", r"\1", f"code: {text}", flags=re.M)
    data = yaml.safe_load(bare)
    kept = {"given", "extension", "tolling", "silence", "remedies", "fees", "requester", "form", "exemptions"}
    assert kept <= set(data) and [clock["id"] for clock in data["clocks"]] == ["determination", "appeal"]


def test_a_new_law_never_replaces_a_file(campaign, frkit):
    path = campaign / "jurisdictions" / "us-xx.yaml"
    path.write_text("mine\n", encoding="utf-8")
    for line in ("law new us-xx", "law new us-xx jurisdictions/us-xx.yaml"):
        assert "exists already" in frkit(line, expect=1).err
    assert path.read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize("code", ["Texas!", "us_tx", "us-", "../up", "us-tx-", "u"])
def test_what_is_no_code_is_refused_with_the_spelling(campaign, frkit, code):
    assert "write it like us-xx" in frkit(f"law new {code} own.yaml", expect=2).err
    assert not (campaign / "own.yaml").exists()


def test_a_new_law_goes_nowhere_where_nobody_would_look(tmp_path, monkeypatch):
    """Neither in a campaign nor in a checkout: into an installed package nothing is written."""
    monkeypatch.setattr(skeleton, "bundled", lambda name: tmp_path / "site-packages" / "frkit" / name)
    with pytest.raises(WrongUsage, match="Where shall the file go") as refused:
        skeleton.write_skeleton("us-xx", None, None)
    assert "frkit law new us-xx FILE" in refused.value.remedy and list(tmp_path.iterdir()) == []


def test_in_a_checkout_a_new_law_goes_where_the_place_belongs(tmp_path, monkeypatch):
    (tmp_path / "setup.cfg").write_text("", encoding="utf-8")
    monkeypatch.setattr(skeleton, "place_folder", lambda code: tmp_path / "jurisdictions" / "us" / "xx")
    found = skeleton.bundled
    monkeypatch.setattr(skeleton, "bundled", lambda name: tmp_path / name if name == "jurisdictions" else found(name))
    path = skeleton.write_skeleton("us-xx", None, None)
    assert path.relative_to(tmp_path).as_posix() == "jurisdictions/us/xx/jurisdiction.yaml"


# law diff


def test_a_campaigns_own_law_is_set_against_the_bundled_one(campaign, frkit):
    own_law(campaign, "us-ca", ("    length: 10 calendar", "    length: 12 calendar"))
    told = frkit("law diff us-ca --today 2026-03-02 --json").data
    length = next(one for one in told["differences"] if one["path"].endswith("[determination].length"))
    assert (length["before"], length["after"]) == ("10 calendar days", "12 calendar days")
    moved = next(one for one in told["dates"] if one["clock"] == "determination" and one["start"] == "2026-03-02")
    assert (moved["before"], moved["after"]) == ("2026-03-12", "2026-03-16"), "twelve days end on a Saturday"
    shown = frkit("law diff us-ca --today 2026-03-02")
    assert "- 10 calendar days" in shown.out and "+ 12 calendar days" in shown.out and not wide(shown)
    assert "Mon 2026-03-02: Thu 2026-03-12 becomes Mon 2026-03-16" in " ".join(shown.out.split())


def test_an_own_law_that_says_the_same_differs_in_nothing(campaign, frkit):
    own_law(campaign, "us-ca")
    assert frkit("law diff us-ca").out == "No difference.\n"
    assert frkit("law diff us-ca --json").data == {"differences": [], "dates": []}


def test_an_entry_that_one_text_lacks_is_told_as_not_there(campaign, frkit):
    bundled = load_jurisdiction("us-or")
    own_law(campaign, "us-or", ("  - id: acknowledgement\n", "  - id: answer\n"), ("due:acknowledgement", "due:answer"))
    told = {one["path"]: one for one in frkit("law diff us-or --json").data["differences"]}
    assert told["clocks[acknowledgement].length"]["before"] == str(bundled.clock("acknowledgement").length)
    assert told["clocks[acknowledgement].length"]["after"] is None and told["clocks[answer].length"]["before"] is None
    assert "(not there)" in frkit("law diff us-or").out


def test_two_places_are_compared(frkit):
    told = frkit("law diff us-ca us-ny --today 2026-03-02 --json").data
    paths = [one["path"] for one in told["differences"]]
    assert {"code", "name", "law.citation"} <= set(paths)
    assert all(one["before"] != one["after"] for one in told["differences"])
    assert told["differences"] == frkit("law diff us-ca us-ny --today 2030-01-01 --json").data["differences"]


def test_two_files_are_compared_and_one_with_a_place(desk, frkit):
    for name, days in (("old", "10 business"), ("new", "12 business")):
        text = law_file("us-ri").read_text(encoding="utf-8")
        assert "length: 10 business" in text
        (desk / f"{name}.yaml").write_text(text.replace("length: 10 business", f"length: {days}", 1), encoding="utf-8")
    told = frkit("law diff old.yaml new.yaml --today 2026-03-02 --json").data
    ends = {one["start"]: (one["before"], one["after"]) for one in told["dates"] if one["clock"] == "production"}
    assert ends["2026-03-02"] == ("2026-03-16", "2026-03-18")
    assert frkit("law diff us-ri old.yaml").out == "No difference.\n"


def test_a_request_keeps_the_law_of_the_day_on_which_it_was_sent(campaign, frkit):
    frkit(LAPD)
    frkit("log sent lapd --date 2026-03-02 --method email")
    assert frkit("law diff lapd --today 2026-03-05").out == "No difference.\n"
    own_law(campaign, "us-ca", ("    length: 10 calendar", "    length: 12 calendar"))
    told = frkit("law diff lapd --today 2026-03-05 --json").data
    (length,) = [one for one in told["differences"] if one["path"] == "clocks[determination].length"]
    assert (length["before"], length["after"]) == ("10 calendar days", "12 calendar days")
    status = frkit("status lapd --today 2026-03-05 --json").data
    dates = {clock["id"]: clock["date"] for clock in status["clocks"]}
    assert dates["determination"] == "2026-03-12", "the request goes on under the law that it was sent under"


def test_a_request_that_was_not_sent_has_no_law_of_its_own_to_compare(campaign, frkit):
    frkit(LAPD)
    assert "nothing to compare" in frkit("law diff lapd", expect=2).err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("us-ny", "There is nothing to compare 'us-ny' with"),
        ("nowhere", "name two files or codes"),
        ("us-ca us-qq", "No law is on file for 'us-qq'"),
        ("us-qq us-ca", "No law is on file for 'us-qq'"),
        ("", "CODE"),
        ("us-ca us-ny --today soon", "'soon' is not a date"),
    ],
)
def test_a_comparison_that_cannot_be_made_says_why(frkit, line, said):
    assert said in frkit(f"law diff {line}", expect=2).err


@pytest.mark.parametrize(
    ("text", "said"), [("code: us-ca\nname: [\n", "own.yaml:3:1"), ("code: us-zz\n", "frkit law check own.yaml")]
)
def test_a_broken_file_is_not_compared(desk, frkit, text, said):
    (desk / "own.yaml").write_text(text, encoding="utf-8")
    assert said in frkit("law diff own.yaml us-ca", expect=1).err


# law stale


def test_what_rests_on_memory_or_doubt_comes_first(frkit):
    ranks = {}
    for one in frkit("law stale --json --today 2026-12-01").data:
        assert set(one) == {"code", "rank", "reason", "url"} and one["reason"]
        ranks.setdefault(one["code"], []).append(one["rank"])
    firsts = [found[0] for found in ranks.values()]
    assert firsts == sorted(firsts) and firsts[0] == 0
    assert all(found == sorted(found) for found in ranks.values())
    low = {code for code in all_codes() if load_jurisdiction(code).confidence == "low"}
    assert {code for code, found in ranks.items() if found[0] == 0} == low


def test_the_gravest_places_are_shown_and_the_rest_counted(frkit):
    shown = frkit("law stale --most 2 --today 2026-12-01")
    places = [line for line in shown.out.splitlines() if re.fullmatch(r"[a-z]{2}(-[a-z-]+)?", line)]
    assert len(places) == 2 and re.search(r"\.\.\. and \d+ more places", shown.out) and not wide(shown)


def test_a_reading_grows_old(campaign, frkit):
    path = own_law(campaign, "us-ct")
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r"\nsources:\n  - id: ", "\nsources:\n  - read: 2025-06-10\n    id: ", text), encoding="utf-8"
    )
    read_on = date(2025, 6, 10)
    for days, old in ((365, False), (366, True)):
        reasons = [one["reason"] for one in frkit(f"law stale us-ct --json --today {read_on + timedelta(days)}").data]
        assert any(reason.startswith("last read in 2025-06-10") for reason in reasons) == old


def test_one_place_is_shown_whole(frkit):
    shown = frkit("law stale ca-on --today 2026-12-01")
    assert shown.out.startswith("ca-on\n") and "confidence is low" in shown.out
    assert {one["code"] for one in frkit("law stale ca-on us-ca --json").data} == {"ca-on", "us-ca"}


def test_a_place_without_any_reason_says_so(campaign, frkit):
    frkit("law new us-xx")
    path = campaign / "jurisdictions" / "us-xx.yaml"
    path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert frkit("law stale us-xx --today 2026-04-01").out == "Nothing is known to be stale.\n"
    assert frkit("law stale us-xx --today 2026-04-01 --json").data == []


@pytest.mark.parametrize(("line", "said"), [("us-qq", "us-qq"), ("--most 0", "--most"), ("--today soon", "'soon'")])
def test_what_cannot_be_stale_is_refused(frkit, line, said):
    assert said in frkit(f"law stale {line}", expect=2).err


# law list


def codes(ran):
    return [one["code"] for one in ran.data]


@pytest.mark.parametrize("trait", list(TRAITS))
def test_a_trait_parts_the_list_in_two(frkit, trait):
    have, lack = codes(frkit(f"law list --with {trait} --json")), codes(frkit(f"law list --without {trait} --json"))
    assert sorted(have + lack) == all_codes() and have, "a trait that no law has helps nobody"


@pytest.mark.parametrize(
    ("options", "inside", "outside"),
    [
        ("--with deemed_refusal", {"us-ny", "us-or", "fr", "ca"}, {"gb", "se"}),
        ("--with ask_for_decision", {"at", "se"}, {"us", "gb"}),
        ("--with notice_of_default", {"nl"}, {"us", "gb"}),
        ("--with reset", {"gb"}, {"us"}),
        ("--with prompt_only", {"us-fl"}, {"us-ca"}),
        ("--with no_extension", {"us-ct"}, {"us-ca", "us"}),
        ("--with residency --country us", {"us-tn", "us-de"}, {"us-ca", "ca"}),
        ("--unit month", {"fr", "de"}, {"us", "gb"}),
        ("--unit calendar --country us --no-local", {"us-ca"}, {"us-ny", "us", "ca", "us-ca-oakland"}),
        ("--police no", {"de-he", "au-act"}, {"de", "us-ca"}),
        ("--confidence low", {"ca-on", "mx"}, {"us-ca", "gb"}),
        ("--country GB", {"gb", "gb-sar", "gb-sct"}, {"ie", "us"}),
        ("--local --country us", {"us-ca-oakland", "us-ny-new-york"}, {"us-ca", "us"}),
        ("--no-local", {"us-ca", "gb-sct"}, {"us-ca-oakland"}),
        ("--country us --with deemed_refusal --without extension", {"us-or"}, {"ca", "fr", "us-ca"}),
    ],
)
def test_places_are_chosen(frkit, options, inside, outside):
    found = set(codes(frkit(f"law list {options} --json")))
    assert inside <= found and not outside & found


def test_the_chosen_places_are_the_same_in_the_table(frkit):
    ran = frkit("law list --country ca")
    assert [line.split()[0] for line in ran.out.splitlines()[2:] if not line.startswith(" ")] == codes(
        frkit("law list --country ca --json")
    )
    assert not wide(ran)


def test_a_law_that_changes_is_listed_as_of_the_day(frkit):
    """A law of two times: the limit in force on the day of --today is the one that is shown."""
    changing = [
        (code, clock)
        for code in all_codes()
        for clock in load_jurisdiction(code).clocks
        if clock.valid_to
        and clock.binds == "agency"
        and clock.role in ("acknowledgement", "determination", "production")
    ]
    assert changing
    for code, clock in changing:
        for day, there in ((clock.valid_to, True), (clock.valid_to + timedelta(days=1), False)):
            listed = frkit(f"law list --country {code[:2]} --today {day} --json").data
            limits = next(one["first_limits"] for one in listed if one["code"] == code)
            assert there or clock.id not in [one["clock"] for one in limits]


def test_nothing_that_fits_is_said_so(frkit):
    assert frkit("law list --country zz").out == "No place on file is like that.\n"
    assert frkit("law list --country zz --json").data == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--with nonsense", "deemed_refusal"),
        ("--without nonsense", "deemed_refusal"),
        ("--confidence sure", "medium"),
        ("--unit fortnight", "business"),
        ("--police maybe", "partly"),
        ("--today soon", "'soon' is not a date"),
        ("--campaign nowhere", "nowhere"),
    ],
)
def test_a_filter_that_is_none_is_refused_with_those_there_are(frkit, options, said):
    assert said in frkit(f"law list {options}", expect=2).err


def test_a_country_is_found_by_the_name_that_people_type(frkit):
    assert frkit("law list --country uk").out == frkit("law list --country GB").out
    assert "gb-sct" in frkit("law list --country uk").out
