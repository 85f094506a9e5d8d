"""``frkit law`` as a person types it."""

import json
import re

import pytest
from click.testing import CliRunner

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import errors_in
from frkit.cli.law.commands import law as law_command
from frkit.law.calendar_writing import draft_years, library_calendars
from frkit.law.checks import check_files
from frkit.law.lengths import WORDS
from frkit.law.loading import all_codes, jurisdictions_folder, load_closed_days
from frkit.law.schema import SCHEMAS, schema_file, schema_of, schema_text


def run(*arguments):
    return CliRunner().invoke(law_command, [*arguments], catch_exceptions=False, env={"COLUMNS": "80"})


def as_json(*arguments):
    return json.loads(run(*arguments, "--json").output)


def test_the_list_fits_80_columns_and_invents_no_number():
    lines = run("list").output.splitlines()
    assert max(map(len, lines)) <= 80
    assert next(line for line in lines if line.startswith("us-fl")).split()[2] == "promptly"


def test_the_list_as_json_holds_the_limit_with_its_citation():
    entries = {entry["code"]: entry for entry in as_json("list")}
    assert sorted(entries) == all_codes()
    assert entries["us-ca"]["first_limit"]["number"] == 10
    assert entries["us-ca"]["first_limit"]["citation"] == "Cal. Gov. Code § 7922.535(a)"
    assert entries["us-fl"]["first_limit"]["number"] is None


@pytest.mark.parametrize("code", all_codes())
def test_a_place_is_shown_in_80_columns_but_for_addresses(code):
    lines = [line for line in run("show", code).output.splitlines() if "http" not in line]
    assert max(map(len, lines)) <= 80


def test_every_part_of_a_law_is_shown():
    whole = as_json("show", "gb")
    shown = " ".join(run("show", "gb").output.split())
    for key in ("clocks", "exemptions", "levers", "remedies", "changes", "context"):
        for entry in whole[key]:
            said = entry.get("citation") or entry.get("text")
            assert " ".join(said.split()) in shown, (key, entry)
    for doubt in whole["unsure"]:
        assert " ".join(doubt.split()) in shown


def test_the_calendar_prints_each_closed_day_with_its_name():
    output = run("calendar", "gb", "--year", "2026").output
    assert "2026-06-15   Monday     World Cup bank holiday (Scotland)" in output
    record = as_json("calendar", "us-ny-new-york", "--year", "2026")
    named = {day["date"]: day["name"] for day in record["days"]}
    assert named["2026-11-03"] == "Election Day" and record["reviewed"]


def test_the_calendar_shows_weeks_that_the_law_leaves_out():
    output = run("calendar", "nz", "--year", "2026").output
    assert "2026-01-15   Thursday    Summer holiday of the Act" in output and "2026-01-16" not in output
    assert as_json("calendar", "au-nsw", "--year", "2028")["closedowns_not_on_file"]


def test_the_calendar_marks_days_in_doubt():
    doubtful = [day for day in as_json("calendar", "us-pa", "--year", "2026")["days"] if day["in_doubt"]]
    assert "2026-04-03" in {day["date"] for day in doubtful}


def test_a_year_that_is_not_on_file_is_refused_not_guessed():
    with pytest.raises(WrongUsage, match="on file for 2050") as refused:
        run("calendar", "us-ca", "--year", "2050")
    assert refused.value.remedy == "on file: 2005 to 2035"


def test_a_draft_says_that_nobody_reviewed_it(tmp_path):
    path = tmp_path / "jurisdictions" / "gb.closed-days.yaml"
    assert "nobody has compared it" in run("calendar", "gb", "--write", str(path)).output
    assert path.read_text(encoding="utf-8").splitlines()[1].startswith("# DRAFT")
    findings = check_files([path])
    assert not errors_in(findings) and "nobody has reviewed" in findings[0].message


def test_a_draft_never_replaces_a_file(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(FrkitError, match="exists already"):
        run("calendar", "gb", "--write", str(path))
    assert path.read_text(encoding="utf-8") == "mine"


def test_the_reviewed_days_differ_from_the_library_only_where_their_file_says_so():
    """The federal list needed no mending; a library that now says otherwise deserves a look."""
    reviewed, drafted = load_closed_days("us").years, draft_years(library_calendars("us"), 2015, 2030)
    assert {year: set(days) for year, days in drafted.items()} == {year: set(reviewed[year]) for year in drafted}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_for_editors_is_the_one_of_the_types(name):
    stale = "the types have changed: run 'frkit law schema --write'"
    assert schema_file(name).read_text(encoding="utf-8") == schema_text(name), stale
    assert json.loads(run("schema", name).output) == schema_of(name)


def test_the_first_line_of_every_law_file_points_editors_to_its_schema():
    for path in jurisdictions_folder().rglob("*.yaml"):
        if path.name not in ("jurisdiction.yaml", "closed-days.yaml"):
            continue
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        assert first.startswith("# yaml-language-server: $schema="), path
        pointed = (path.parent / first.split("=", 1)[1]).resolve()
        assert pointed == schema_file(path.stem).resolve(), path


def test_the_schema_takes_every_length_that_frkit_takes():
    number = next(one for one in schema_of("jurisdiction")["$defs"]["Length"]["anyOf"] if "pattern" in one)
    for word in WORDS:
        assert re.fullmatch(number["pattern"], f"4 {word}"), word
    assert not re.fullmatch(number["pattern"], "4 business days")


def test_the_schema_explains_keys_and_takes_one_value_for_a_list():
    clock = schema_of("jurisdiction")["$defs"]["Clock"]["properties"]
    assert "the day of the event is not counted" in clock["counts"]["description"]
    assert {"type": "string"} in clock["source"]["anyOf"]
    assert schema_of("jurisdiction")["required"] == ["code", "name"]


def explained(code, *more):
    return " ".join(run("explain", code, "--received", "2026-03-02", *more).output.split())


def test_each_limit_says_whom_it_binds():
    told = explained("us-il")
    assert "determination private (the agency): Mon 2026-03-09" in told
    assert "appeal (you): Fri 2026-05-08" in told
    assert "appeal decision, 60 calendar days (whoever decides); starts: the appeal was sent (review)" in told


def test_what_silence_means_is_told_for_the_limits_of_the_case():
    assert "the fees are lost, after: determination private (5 ILCS 140/3(d))" in explained("us-il")
    assert "the grounds for withholding are lost, after: referral" in explained("us-tx")
    assert "counts as a grant, after: determination old" in explained("us-sc", "--given", "record_age=old")


def test_a_step_has_the_name_by_which_others_speak_of_it():
    told = explained("fr")
    assert "cada (opinion): Commission" in told and "(first: cada)" in told


def test_where_the_police_are_left_out_the_law_says_so_in_its_words():
    told = explained("de-he")
    assert "§ 81 HDSIG" in told and "press law" in told and "Unsure: later amendment" in told
    assert "in part only" in explained("jp")


def test_no_day_has_passed_where_nobody_said_which_day_it_is():
    told = explained("gb")
    assert "best before Mon 2026-06-01; no limit of law" in told and "has passed;" not in told
    assert "best before Mon 2026-06-01, which has passed" in explained("gb", "--today", "2026-06-20")


def test_closed_days_that_nobody_reviewed_are_told():
    assert ("nobody has compared them" in explained("be")) == (load_closed_days("be").reviewed is None)
    assert "nobody has compared them" not in explained("us-or")


def test_a_rule_of_another_time_is_not_among_those_that_could_still_start():
    told = run("explain", "us-pr", "--received", "2024-03-04").output
    assert "production large" not in told.partition("Not started")[2]


def test_what_has_to_be_paid_with_the_request_is_shown():
    assert "with the request: CAD 25" in run("show", "ca-ab").output


def test_how_to_be_answered_first_is_shown_only_where_the_law_has_a_way():
    shown = " ".join(run("show", "us-ut").output.split())
    assert "Asking for an answer before its turn" in shown and "limits then: determination expedited" in shown
    federal = " ".join(run("show", "us").output.split())
    assert "the reasons must be certified as true" in federal and "within 10 calendar days" in federal
    assert "before its turn" not in run("show", "us-ca").output
