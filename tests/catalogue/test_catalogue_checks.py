"""What a volunteer reads after a slip: every mistake at once, each with its line. Each gallery file is a test."""

from datetime import date
from pathlib import Path

import pytest

from frkit.base.findings import errors_in
from frkit.catalogue.checks import check_files, check_local_agencies
from frkit.catalogue.rules import lever_faults, wording_faults

GALLERY = Path(__file__).parents[1] / "errors" / "catalogue"


@pytest.mark.parametrize("broken", sorted(GALLERY.rglob("*.yaml")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_broken_file_is_told_apart_line_by_line(broken):
    said = "\n".join(str(finding) for finding in check_files([broken]))
    folder = f"{str(check_files([broken])[0].path).removesuffix(broken.name)}"
    assert said.replace(folder, "") + "\n" == broken.with_suffix(".txt").read_text(encoding="utf-8")


def test_every_expected_text_belongs_to_a_file():
    assert {path.with_suffix("") for path in GALLERY.rglob("*.txt")} == {
        path.with_suffix("") for path in GALLERY.rglob("*.yaml")
    }


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


SOURCE = "confidence: low\nsources:\n  - {title: A letter, text_read: false}\n"


def test_a_place_without_a_law_file_is_a_warning_not_a_mistake(tmp_path):
    path = write(tmp_path / "agencies", "us-zz-x.yaml", f"id: us-zz-x\nname: X\nlaw: us-zz\nlevel: city\n{SOURCE}")
    findings = check_files([path])
    assert [finding.severity for finding in findings] == ["warning"]
    assert "no law is on file for 'us-zz' yet" in findings[0].message


def test_files_checked_together_may_refer_to_each_other(tmp_path):
    one = f"id: one\nname: One\nlaw: us-ca\nlevel: city\nask_also:\n  - {{agency: two, role: host}}\n{SOURCE}"
    write(tmp_path / "agencies", "one.yaml", one)
    write(tmp_path / "agencies", "two.yaml", f"id: two\nname: Two\nlaw: us-ca\nlevel: city\n{SOURCE}")
    assert errors_in(check_files([tmp_path])) == []
    assert len(errors_in(check_files([tmp_path / "agencies" / "one.yaml"]))) == 1


def test_a_campaigns_own_file_needs_no_grade_but_right_references(tmp_path):
    (tmp_path / "campaign.yaml").write_text("format: 1\nname: Test\n", encoding="utf-8")
    body = "name: Own\nlaw: us-ca\nlevel: city\nfax: 1\nask_also:\n  - {agency: us-ca-lapdd, role: host}\n"
    path = write(tmp_path / "agencies", "own.yaml", body)
    findings = check_files([path])
    assert [(finding.severity, finding.line) for finding in findings] == [("warning", 4), ("error", 6)]


OWN = "name: Own\nlaw: us-ca\nlevel: city\n"
CONTACT = "contacts:\n  - {purpose: requests, address: 1 Street, found_where: its site, found_when: 2026-03-02}\n"


def test_a_campaigns_own_bodies_are_checked_all_at_once(tmp_path):
    write(tmp_path / "agencies", "good.yaml", OWN + "ask_also:\n  - {agency: other, role: host}\n")
    write(tmp_path / "agencies", "other.yaml", OWN)
    write(tmp_path / "agencies", "README.md", "Our notes.")
    assert check_local_agencies(tmp_path) == []
    write(tmp_path / "agencies", "bad.yaml", "name: Own\nlaws: us-ca\nlevel: town hall\n")
    write(tmp_path / "agencies", "cut.yaml", "name: [Own\n")
    found = check_local_agencies(tmp_path)
    assert {Path(one.path).name for one in errors_in(found)} == {"bad.yaml", "cut.yaml"}
    assert any(one.line == 2 and "did you mean 'law'?" in one.message for one in found)


def test_a_campaign_without_own_bodies_has_nothing_to_check(tmp_path):
    assert check_local_agencies(tmp_path) == []


@pytest.mark.parametrize("name", ["Own Body.yaml", "own.yml", "us/own.yaml"])
def test_a_file_about_a_body_that_would_never_be_read_is_told(tmp_path, name):
    path = tmp_path / "agencies" / name
    write(path.parent, path.name, OWN)
    (finding,) = check_local_agencies(tmp_path)
    assert finding.severity == "error" and finding.message.startswith("frkit never reads this file")


@pytest.mark.parametrize(("day", "mistakes"), [(date(2026, 3, 1), 1), (date(2026, 3, 2), 0)])
def test_an_address_found_on_a_day_that_has_not_come_is_a_mistake(tmp_path, day, mistakes):
    write(tmp_path / "agencies", "us-dea.yaml", CONTACT)
    assert len(errors_in(check_local_agencies(tmp_path, day))) == mistakes


def test_an_own_body_under_the_campaigns_own_law_is_no_matter(tmp_path):
    write(tmp_path / "jurisdictions", "us-zz.yaml", "code: us-zz\nname: Z\nsame_as: us-ca\n")
    write(tmp_path / "agencies", "own.yaml", OWN.replace("us-ca", "us-zz"))
    assert check_local_agencies(tmp_path) == []


def test_a_folder_that_says_nothing_is_named(tmp_path):
    path = write(tmp_path / "things", "x.yaml", "id: x\n")
    assert "says not what it holds" in check_files([path])[0].message


def test_a_missing_file_is_a_finding_not_a_traceback(tmp_path):
    assert "does not exist" in check_files([tmp_path / "agencies" / "nobody.yaml"])[0].message


@pytest.mark.parametrize("duty", ["may hold", "May hold a log", "the body may hold it"])
def test_what_a_body_only_may_hold_obliges_to_nothing(duty):
    assert [fault.location for fault in lever_faults([{"duty": duty, "obliges": "true"}])] == [("levers", 0, "obliges")]
    assert list(lever_faults([{"duty": duty, "obliges": "false"}])) == []
    assert list(lever_faults([{"duty": "must hold", "obliges": "true"}])) == []


@pytest.mark.parametrize("levers", [None, "text", [None, "text", {"duty": None}]])
def test_levers_of_a_wrong_shape_are_left_to_the_check_of_the_law(levers):
    assert list(lever_faults(levers)) == []


@pytest.mark.parametrize(
    "wording",
    ["All contracts that we need.", "Name the makers.", "All {vendors} contracts.", "Every licence.", "All offences."],
)
def test_wording_that_no_letter_can_print_is_found(wording):
    assert len(list(wording_faults(wording, ("ask",)))) == 1


def test_plain_wording_passes():
    text = "Every contract, licensing agreement and order form in force at any time in the period."
    assert list(wording_faults(text, ("ask",))) == []
