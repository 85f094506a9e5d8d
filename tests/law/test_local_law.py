"""The law files of a campaign itself: a slip in one of them is told, also in one that frkit never reads."""

from datetime import date

import pytest
from click.testing import CliRunner

from frkit.base.errors import FrkitError
from frkit.base.findings import errors_in
from frkit.cli.law.commands import law as law_command
from frkit.law.checks import check_files, check_local
from frkit.law.loading import law_file, load_jurisdiction

GOOD = "code: {code}\nname: Town\nsame_as: us-ca\n"


@pytest.fixture
def campaign(tmp_path, monkeypatch):
    """A campaign folder in which a person stands, with an own law for one town."""
    (tmp_path / "campaign.yaml").write_text("format: 1\nname: Test\n", encoding="utf-8")
    (tmp_path / "jurisdictions").mkdir()
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "us-ca-fresno.yaml", GOOD.format(code="us-ca-fresno"))
    return tmp_path


def write(campaign, name, text):
    path = campaign / "jurisdictions" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(*arguments):
    return CliRunner().invoke(law_command, list(arguments), env={"COLUMNS": "80"})


def test_an_own_law_without_a_slip_passes(campaign):
    write(campaign, "README.md", "Our notes.")
    write(campaign, ".draft.yaml", "not: [complete")
    assert check_local(campaign) == []
    assert run("check").exit_code == 0 and ", no mistakes" in run("check").output


def test_a_campaign_without_own_law_has_nothing_to_check(tmp_path):
    assert check_local(tmp_path) == []


def test_a_misspelt_key_in_a_copied_law_is_told_with_its_line(campaign):
    copied = law_file("us-or").read_text(encoding="utf-8")
    line = copied[: copied.index("    length:")].count("\n") + 1
    write(campaign, "us-or.yaml", copied.replace("    length:", "    lenght:", 1))
    wrong, *warned = sorted(check_local(campaign), key=lambda finding: finding.severity)
    assert "the key 'length' is missing here" in wrong.message and wrong.path == "jurisdictions/us-or.yaml"
    assert [(one.line, one.severity) for one in warned] == [(line, "warning")]
    assert "did you mean 'length'?" in warned[0].message
    ended = run("check")
    assert ended.exit_code == 1 and f"{wrong}\n" in ended.output


def test_a_code_that_differs_from_the_name_of_the_file_is_a_mistake(campaign):
    write(campaign, "us-or.yaml", GOOD.format(code="us-ca"))
    write(campaign, "us-oregon.yaml", GOOD.format(code="us-or"))
    write(campaign, "us-or.closed-days.yaml", 'code: us\nreviewed: 2026-01\nyears:\n  2026: {01-01: "New Year"}\n')
    said = [str(finding) for finding in errors_in(check_local(campaign))]
    assert said == [
        "jurisdictions/us-or.closed-days.yaml:1:7: "
        "the code is 'us', but the file is called us-or.closed-days.yaml; they must agree",
        "jurisdictions/us-or.yaml:1:7: the code is 'us-ca', but the file is called us-or.yaml; they must agree",
        "jurisdictions/us-oregon.yaml:1:7: the code is 'us-or', but the file is called us-oregon.yaml; they must agree",
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("us-or.yml", "its name must end in .yaml, not in .yml"),
        ("us-or.YAML", "its name must end in .yaml, not in .YAML"),
        ("US_OR.yaml", "'US_OR' is not a code like us-or or us-ny-new-york; did you mean us-or.yaml?"),
        ("US-OR.closed-days.yaml", "did you mean us-or.closed-days.yaml?"),
        ("Law of Oregon.yaml", "'Law of Oregon' is not a code"),
        ("us/or/jurisdiction.yaml", "a campaign's law lies in jurisdictions/ itself"),
    ],
)
def test_a_file_that_would_never_be_read_is_told(campaign, name, told):
    write(campaign, name, GOOD.format(code="us-or"))
    (finding,) = errors_in(check_local(campaign))
    assert finding.path == f"jurisdictions/{name}" and told in finding.message


def test_the_list_names_a_broken_own_file_and_shows_all_other_places(campaign):
    write(campaign, "us-oregon.yaml", GOOD.format(code="us-or"))
    ended = run("list")
    assert ended.exit_code == 1
    assert "jurisdictions/us-oregon.yaml:1:7" in ended.output
    assert sum(line.startswith("us-or ") for line in ended.output.splitlines()) == 1


def test_the_check_counts_the_campaigns_own_files_and_leaves_them_out_when_a_file_is_named(campaign):
    write(campaign, "us-or.yaml", GOOD.format(code="us-ca"))
    assert "1 file, no mistakes" in run("check", str(law_file("us-or"))).output
    own = run("check", "jurisdictions").output
    assert own.endswith("2 files, 1 mistake.\n"), own


@pytest.mark.parametrize(("day", "wrong"), [(date(2026, 2, 28), 1), (date(2026, 3, 1), 0)])
def test_a_review_on_a_day_that_has_not_come_is_a_mistake(campaign, day, wrong):
    text = 'code: us-ca-fresno\nreviewed: 2026-03\nyears:\n  2026: {01-01: "New Year"}\n'
    write(campaign, "us-ca-fresno.closed-days.yaml", text)
    assert len(errors_in(check_local(campaign, day))) == wrong


def test_a_source_read_on_a_day_that_has_not_come_is_a_mistake(tmp_path):
    text = law_file("us-or").read_text(encoding="utf-8")
    path = tmp_path / "us-or.yaml"
    path.write_text(
        text.replace("\nsources:\n  - id: ", "\nsources:\n  - read: 2031-05\n    id: ", 1), encoding="utf-8"
    )
    (finding,) = errors_in(check_files([path], date(2031, 4, 30)))
    assert "2031-05 has not come yet" in finding.message
    assert errors_in(check_files([path], date(2031, 5, 1))) == []


def test_a_broken_law_is_blamed_in_its_own_file_and_not_in_those_that_take_it_over(campaign):
    broken = "overrides: [clocks]\nclocks: [{id: x, length: 4 busines}]\n"
    write(campaign, "us-ca.yaml", GOOD.format(code="us-ca") + broken)
    assert errors_in(check_local(campaign))
    with pytest.raises(FrkitError, match=r"one mistake") as error:
        load_jurisdiction("us-ca-oakland", campaign)
    assert "mend jurisdictions/us-ca.yaml first" in str(error.value) and "busines" not in str(error.value)
