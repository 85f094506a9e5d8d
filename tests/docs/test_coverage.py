"""docs/coverage.md and its maps say what the law files say; .ci/coverage writes them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from frkit.base.errors import FrkitError
from frkit.law.first_limits import first_limits, in_short
from frkit.law.loading import all_codes, load_closed_days, load_jurisdiction, place_folder
from frkit.law.rule_types import Clock
from frkit.law.staleness import last_read
from frkit.law.types import Jurisdiction

PROJECT = Path(__file__).resolve().parents[2]
DOCS = PROJECT / "docs"
FILES = ("coverage.md", "coverage-us.svg", "coverage-world.svg")
STATES = """
al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc
sd tn tx ut vt va wa wv wi wy dc pr
"""
AGAIN = "docs/ is behind jurisdictions/: run .ci/coverage, look at the change, commit it with the law"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the page and the maps were written anew, for the day that the page on file names."""
    folder = tmp_path_factory.mktemp("coverage")
    generate(folder, day_on(page()))
    return folder


@pytest.fixture
def generator() -> ModuleType:
    """The generator as a module."""
    loader = SourceFileLoader("coverage_generator", str(PROJECT / ".ci" / "coverage"))
    spec = spec_from_loader(loader.name, loader)
    assert spec
    module = module_from_spec(spec)
    sys.modules[loader.name] = module
    bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = bytecode
    return module


def generate(folder: Path, day: str) -> str:
    """Write the page and the maps into a folder; gives what the generator says."""
    done = subprocess.run(
        [sys.executable, PROJECT / ".ci" / "coverage", "--into", folder, "--day", day],
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def page(folder: Path = DOCS) -> str:
    return (folder / "coverage.md").read_text(encoding="utf-8")


def day_on(text: str) -> str:
    """The day for which a page was written."""
    (day,) = re.findall(r"in force on (\d{4}-\d\d-\d\d)", text)
    return str(day)


@cache
def laws() -> dict[str, Jurisdiction]:
    """The law of every place that can be read."""
    found: dict[str, Jurisdiction] = {}
    for code in all_codes():
        try:
            found[code] = load_jurisdiction(code)
        except FrkitError:
            continue
    return found


@cache
def written_in(code: str) -> dict[str, Any]:
    """The keys of a place's own file, without what it takes over."""
    text = (place_folder(code) / "jurisdiction.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, yaml.BaseLoader)
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_those_that_the_law_files_give(name: str, made: Path) -> None:
    on_file = (DOCS / name).read_bytes() == (made / name).read_bytes()
    assert on_file, AGAIN


def test_a_second_run_changes_nothing_and_keeps_the_day(made: Path, tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes((made / name).read_bytes())
    earlier = page(made).replace("in force on 20", "in force on 19")
    (tmp_path / "coverage.md").write_bytes(earlier.encode())
    assert generate(tmp_path, day_on(page(made))).strip() == "nothing has changed"
    assert page(tmp_path) == earlier


def test_a_broken_file_is_left_out_and_said(
    generator: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(code: str) -> Jurisdiction:
        if code in ("us-fl", "gb-sct"):
            raise FrkitError(f"The law of {code} cannot be used: one mistake.")
        return laws()[code]

    monkeypatch.setattr(generator, "all_codes", lambda: sorted({*laws(), "us-fl", "gb-sct"}))
    monkeypatch.setattr(generator, "load_jurisdiction", broken)
    generator.written(tmp_path, date(2026, 6, 15))
    assert "left out: The law of us-fl cannot be used" in capsys.readouterr().err
    assert "[`us-fl`]" not in page(tmp_path) and "[`us-ca`]" in page(tmp_path)
    assert tiles(tmp_path / "coverage-us.svg")["us-fl"] == "none on file"
    assert "gb-sct" not in tiles(tmp_path / "coverage-world.svg")


def test_a_place_without_closed_days_is_named(
    generator: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(code: str) -> None:
        raise FrkitError(f"No closed days are on file for {code}.")

    monkeypatch.setattr(generator, "all_codes", lambda: ["us-ca"])
    monkeypatch.setattr(generator, "load_closed_days", none)
    generator.written(tmp_path, date(2026, 6, 15))
    assert "Without closed days, so that only weekends are left out: `us-ca`." in page(tmp_path)
    assert summary_row(page(tmp_path), "closed days on file") == [0, 0, 0, 0]


def test_a_limit_that_depends_names_the_first_of_each_case(generator: ModuleType) -> None:
    def clock(length: str, **when: str) -> Clock:
        start = {"on": "received_by_agency"}
        return Clock.model_validate(
            {"id": f"c{length[:2].strip()}", "role": "determination", "binds": "agency", "length": length, "when": when}
            | {"starts": [start], "basis": "statute", "citation": "§ 1"}
        )

    clocks = (
        clock("10 business", age="new"),
        clock("30 calendar", age="new", kind="film"),
        clock("20 business", age="old"),
    )
    law = laws()["us-ca"].model_copy(update={"clocks": clocks})
    assert generator.limit_words(law, date(2026, 6, 15)) == "depends: 10 or 20 business days"
    assert generator.limit_kind(law, date(2026, 6, 15)) == generator.BY_CASE


def test_lengths_of_several_units_are_not_drawn_together() -> None:
    idaho, ontario = load_jurisdiction("us-id"), load_jurisdiction("ca-on")
    assert in_short(first_limits(idaho, date(2026, 6, 1))) == "3 business days or 21 calendar days"
    assert in_short(first_limits(ontario, date(2026, 6, 1))) == "45 business days or 30 calendar days"


def test_each_place_stands_in_the_tables_once(made: Path) -> None:
    rows = re.findall(r"^\| \[`([a-z0-9-]+)`\]\(([^)]+)\) \|.*\|$", page(made), re.M)
    assert sorted(code for code, _ in rows) == sorted(laws())
    assert [link for _, link in rows if not (DOCS / link).is_file()] == []


def test_every_row_has_as_many_cells_as_its_head(made: Path) -> None:
    tables = re.findall(r"(?:^\|.*\|\n)+", page(made), re.M)
    assert tables
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table


def test_low_confidence_is_marked_and_nothing_else_is(made: Path) -> None:
    marked = set(re.findall(r"^\| \[`([a-z0-9-]+)`\].*▲", page(made), re.M))
    assert marked == {code for code, law in laws().items() if law.confidence == "low"}


def test_links_and_pictures_lead_to_files(made: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", page(made))
    assert set(FILES[1:]) <= set(targets)
    assert [name for name in targets if not (DOCS / name).exists() and not (made / name).exists()] == []


def _part(code: str) -> int:
    return 2 if not re.match(r"us(-|$)", code) else 1 if code.count("-") > 1 else 0


def _entries(key: str) -> Callable[[str], int]:
    def count(code: str) -> int:
        value = written_in(code).get(key, [])
        return len(value) if isinstance(value, list) else 1

    return count


def _has_days(code: str) -> bool:
    try:
        return bool(load_closed_days(code))
    except FrkitError:
        return False


COUNTS: dict[str, Callable[[str], int]] = {
    "**places**": lambda code: 1,
    "confidence high": lambda code: laws()[code].confidence == "high",
    "confidence medium": lambda code: laws()[code].confidence == "medium",
    "confidence low": lambda code: laws()[code].confidence == "low",
    "police not covered": lambda code: laws()[code].coverage.police == "no",
    "police covered in part": lambda code: laws()[code].coverage.police == "partly",
    "a source with its day of reading": lambda code: last_read(laws()[code]) is not None,
    "closed days on file": _has_days,
    "**clocks**": _entries("clocks"),
    "**exemptions (grounds for withholding)**": _entries("exemptions"),
    "**levers**": _entries("levers"),
    "**sources**": _entries("sources"),
    "**doubts**": _entries("unsure"),
}


@pytest.mark.parametrize("label", COUNTS)
def test_the_numbers_are_those_of_the_law_files(label: str, made: Path) -> None:
    parts = [sum(COUNTS[label](code) for code in laws() if _part(code) == part) for part in range(3)]
    assert summary_row(page(made), label) == [*parts, sum(parts)]


def test_the_kinds_of_limit_are_counted_as_in_the_law_files(made: Path) -> None:
    counted = {"hard": 0, "case": 0, "target": 0, "prompt": 0, "none": 0}
    for law in laws().values():
        if law.coverage.police != "no":
            counted[_kind(law, day_on(page(made)))] += 1
    labels = {
        "hard": "a hard limit in numbers",
        "case": "a hard limit that depends on the case",
        "target": "a number, as a target only",
        "prompt": "only “promptly”",
        "none": "no limit on file",
    }
    assert {kind: summary_row(page(made), label)[3] for kind, label in labels.items()} == counted


def _kind(law: Jurisdiction, day: str) -> str:
    """The same sorting as the generator's, by ranks: the best of the limits decides."""
    ranks = []
    for role in ("acknowledgement", "determination", "production"):
        for clock in law.clocks_of(role):
            starts, ends = str(clock.valid_from or "0"), str(clock.valid_to or "9")
            later = {on for start in clock.starts for on in start.on} <= {"granted", "consultation_started"}
            if clock.binds != "agency" or later or not starts <= day <= ends:
                continue
            if clock.length.soft:
                ranks.append("prompt" if clock.length.soft == "prompt" else "none")
            elif clock.binding != "hard":
                ranks.append("target")
            else:
                ranks.append("case" if clock.when or clock.only_if else "hard")
    return min(ranks, key=["hard", "case", "target", "prompt", "none"].index, default="none")


def summary_row(text: str, label: str) -> list[int]:
    """The numbers in one row of the summary."""
    (found,) = re.findall(rf"^\| {re.escape(label)} \| (.*) \|$", text, re.M)
    return [int(number.replace(",", "")) for number in found.split(" | ")]


def tiles(path: Path) -> dict[str, str]:
    """Code -> class of each tile of a map."""
    tree = ElementTree.parse(path)
    said = [title.text or "" for title in tree.iterfind(".//{*}g/{*}title")]
    found = [re.search(r"\(?([a-z]{2}(?:-[a-z0-9-]+)?)\)?: ([a-z ]+)$", words) for words in said]
    return {match[1]: match[2] for match in found if match}


def test_the_map_of_the_states_has_a_tile_for_each(made: Path) -> None:
    on_map = tiles(made / "coverage-us.svg")
    assert sorted(on_map) == sorted(["us", *(f"us-{state}" for state in STATES.split())])
    assert {code: kind for code, kind in on_map.items() if kind != _look(code)} == {}


def test_the_map_of_the_world_has_a_tile_for_each_place(made: Path) -> None:
    on_map = tiles(made / "coverage-world.svg")
    there = {code for code in laws() if _part(code) == 2} | ({"us"} & set(laws()))
    assert set(on_map) - {code[:2] for code in there} == {code for code in there if "-" in code}
    assert {code for code in there if "-" not in code} <= set(on_map)
    assert {code: kind for code, kind in on_map.items() if kind != _look(code)} == {}


@pytest.mark.parametrize("name", FILES[1:])
def test_a_map_says_in_words_what_it_shows(name: str, made: Path) -> None:
    root = ElementTree.parse(made / name).getroot()
    assert root.get("role") == "img"
    assert root.findtext("{*}title")
    described = re.findall(r"(\d+) (high|medium|low|police not covered|none on file)", root.findtext("{*}desc") or "")
    kinds = list(tiles(made / name).values())
    assert {kind: int(number) for number, kind in described} == {kind: kinds.count(kind) for kind in set(kinds)}


def _look(code: str) -> str:
    law = laws().get(code)
    if law is None:
        return "none on file"
    return "police not covered" if law.coverage.police == "no" else law.confidence
