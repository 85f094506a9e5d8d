"""What a volunteer reads after a slip in a law file: every mistake, each with its line. Each gallery file is a test."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from frkit.base.findings import errors_in
from frkit.cli.law.commands import law as law_command
from frkit.law.checks import check_files
from frkit.law.loading import jurisdictions_folder

GALLERY = Path(__file__).parents[1] / "errors" / "law"
BROKEN = sorted(GALLERY.rglob("*.yaml"))


@pytest.mark.parametrize("broken", BROKEN, ids=lambda path: str(path.relative_to(GALLERY)))
def test_a_broken_file_is_told_apart_line_by_line(broken):
    findings = check_files([broken])
    folder = findings[0].path.removesuffix(broken.name)
    said = "".join(f"{finding}\n" for finding in findings).replace(folder, "")
    if os.environ.get("FRKIT_UPDATE_GOLDENS"):
        broken.with_suffix(".txt").write_text(said, encoding="utf-8")
    assert said == broken.with_suffix(".txt").read_text(encoding="utf-8")


def test_the_gallery_is_whole():
    assert len(BROKEN) > 15
    assert {path.with_suffix("") for path in GALLERY.rglob("*.txt")} == {path.with_suffix("") for path in BROKEN}


def test_the_command_prints_them_counts_them_and_fails():
    result = CliRunner().invoke(law_command, ["check", str(GALLERY / "cut-in-half.yaml"), str(GALLERY / "empty.yaml")])
    assert result.exit_code == 1
    assert "cut-in-half.yaml:16:1:" in result.output and result.output.endswith("2 files, 2 mistakes.\n")


def test_a_file_without_mistakes_passes_by_itself():
    path = jurisdictions_folder() / "us" / "ca" / "jurisdiction.yaml"
    result = CliRunner().invoke(law_command, ["check", str(path)])
    assert result.exit_code == 0 and "1 file, no mistakes" in result.output


@pytest.mark.parametrize("keep", [0.2, 0.35, 0.5, 0.65, 0.8, 0.95])
def test_a_real_file_cut_anywhere_gives_findings_and_no_traceback(tmp_path, keep):
    whole = (jurisdictions_folder() / "us" / "ny" / "jurisdiction.yaml").read_bytes()
    path = tmp_path / "us-ny.yaml"
    path.write_bytes(whole[: int(len(whole) * keep)])
    assert errors_in(check_files([path]))


def test_hostile_text_in_a_file_reaches_no_terminal(tmp_path):
    path = tmp_path / "us-zz.yaml"
    path.write_text('code: us-zz\nname: N\n"bad\\u202ekey\\e[2J": 1\n', encoding="utf-8")
    output = CliRunner().invoke(law_command, ["check", str(path)]).output
    assert "\u202e" not in output and "\x1b" not in output
