"""What a plan may say of the numbers, and that it never changes those which were given before."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from frkit.packet.building import build
from frkit.packet.numbers.checks import check_numbers
from frkit.packet.numbers.registry import Key, Registry
from frkit.packet.plan.folder import PacketFolder
from frkit.packet.verify.manifest import read_manifest


def pages(name: str, count: int) -> list[Key]:
    return [Key((name.encode().hex() + "0" * 64)[:64], "", number + 1) for number in range(count)]


def registry(root: Path, *, start: int = 1, digits: int | None = None, prefix: str = "FRK") -> Registry:
    found = Registry.load(root, prefix)
    found.start, found.wanted_digits = start, digits
    return found


def test_a_series_starts_where_the_plan_says_and_the_numbers_below_stay_free(tmp_path: Path) -> None:
    first = registry(tmp_path, start=1001)
    assert list(first.number_all(pages("reply", 2)).values()) == [1001, 1002]
    assert first.notes == ()
    again = Registry.load(tmp_path, "FRK")
    assert again.free == [(1, 1000)]
    assert again.gaps() == ((1, 1000),)
    assert check_numbers(tmp_path) == [], "what a plan passed over is no fault"


def test_numbers_given_before_stay_whatever_a_later_plan_asks_for(tmp_path: Path) -> None:
    before = registry(tmp_path).number_all(pages("reply", 3))
    later = registry(tmp_path, start=500, digits=8)
    given = later.number_all([*pages("reply", 3), *pages("bill", 1)])
    assert [given[key] for key in pages("reply", 3)] == list(before.values())
    assert given[pages("bill", 1)[0]] == 500
    assert later.shown(500) == "FRK-000500"
    assert [note.partition(",")[0] for note in later.notes] == [
        "numbering.digits is 8",
        "numbering.start is 500",
    ]
    assert "3 pages of this packet got lower numbers before (from FRK-000001) and keep them" in later.notes[1]


def test_a_start_below_what_was_given_is_told(tmp_path: Path) -> None:
    registry(tmp_path).number_all(pages("reply", 30))
    later = registry(tmp_path, start=10)
    assert list(later.number_all(pages("bill", 1)).values()) == [31]
    assert later.notes == (
        "numbering.start is 10, but numbers up to FRK-000030 were taken: the new pages begin with FRK-000031",
    )


def test_the_digits_of_a_series_hold_for_ever(tmp_path: Path) -> None:
    first = registry(tmp_path, digits=4)
    first.number_all(pages("reply", 1))
    assert first.shown(1) == "FRK-0001"
    later = registry(tmp_path)
    later.number_all(pages("bill", 1))
    assert (later.shown(2), later.notes) == ("FRK-0002", ())
    assert Registry.load(tmp_path, "FRK").shown(12345) == "FRK-12345", "more digits where they are needed"


def test_files_merged_with_other_digits_are_told(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    registry(here).number_all(pages("reply", 2))
    registry(there, start=100, digits=8).number_all(pages("bill", 1))
    (file,) = (there / "numbers" / "FRK").glob("*.yaml")
    (here / "numbers" / "FRK" / file.name).write_bytes(file.read_bytes())
    (finding,) = check_numbers(here)
    assert finding.severity == "warning"
    assert "prints numbers with 8 digits" in finding.message
    assert Registry.load(here, "FRK").shown(100) == "FRK-000100"


RACE = """
import sys
from pathlib import Path
from frkit.packet.numbers.registry import Key, Registry
root, start, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
sys.stdin.readline()
for turn in range(rounds):
    registry = Registry.load(root, "FRK")
    registry.start = start
    keys = [Key(f"{turn:064x}", "", page) for page in (1, 2, 3)] + [Key(f"{start:04x}{turn:060x}", "", 1)]
    for key, number in registry.number_all(keys).items():
        print(key.sha256, key.page, number)
"""


def test_builds_at_once_that_start_at_different_numbers_never_share_one(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(tmp_path), str(start), "8"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )
        for start in (1, 2, 9, 40)
    ]  # fmt: skip
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [line.split() for process in started for line in process.communicate()[0].splitlines()]
    assert all(process.returncode == 0 for process in started)
    page_of: dict[str, set[tuple[str, str]]] = {}
    number_of: dict[tuple[str, str], set[str]] = {}
    for digest, page, number in said:
        page_of.setdefault(number, set()).add((digest, page))
        number_of.setdefault((digest, page), set()).add(number)
    assert len(said) == 4 * 8 * 4
    assert all(len(one) == 1 for one in page_of.values()), "a number stands for two pages"
    assert all(len(one) == 1 for one in number_of.values()), "a page has two numbers"
    assert check_numbers(tmp_path) == []


def edited(plan: PacketFolder, numbering: str) -> None:
    """The plan with exhibits alone, and another numbering."""
    text = plan.plan.read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^numbering:.*?(?=^\S|\Z)", "", text)
    text = re.sub(r"(?ms)^parts:.*?(?=^\S)", "parts: []\n", text)
    plan.plan.write_text(text + f"\nnumbering: {numbering}\n", encoding="utf-8")


def test_a_packet_is_numbered_as_its_plan_says(planned: PacketFolder) -> None:
    edited(planned, "{prefix: CASE26, start: 201, digits: 8}")
    built = build(planned)
    manifest = read_manifest(built.manifest)
    assert [page.bates for page in manifest.pages][:2] == ["CASE26-00000201", "CASE26-00000202"]
    assert manifest.bates.prefix == "CASE26"
    edited(planned, "{prefix: CASE26, start: 901, digits: 6}")
    again = build(planned)
    assert [page.bates for page in read_manifest(again.manifest).pages] == [page.bates for page in manifest.pages]
    assert sum("numbering." in warning for warning in again.warnings) == 2


@pytest.mark.parametrize("numbering", ["{prefix: frk}", "{start: 0}", "{digits: 12}", "{prefix: ../../up}"])
def test_a_numbering_that_cannot_be_is_refused(planned: PacketFolder, numbering: str) -> None:
    from frkit.base.errors import FrkitError

    edited(planned, numbering)
    with pytest.raises(FrkitError, match="numbering"):
        build(planned)
