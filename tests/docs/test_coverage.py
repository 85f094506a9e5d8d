"""docs/coverage.md and its maps say what the law files say; .ci/coverage writes them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from frkit.base.errors import FrkitError
from frkit.law.loading import all_codes, load_closed_days, load_jurisdiction, place_folder
from frkit.law.staleness import last_read
from frkit.law.types import Jurisdiction

PROJECT = Path(__file__).resolve().parents[2]
DOCS = PROJECT / "docs"
FILES = ("coverage.md", "coverage-us.svg", "coverage-world.svg")
STATES = (
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa "
    "ri sc sd tn tx ut vt va wa wv wi wy dc pr"
).split()
AGAIN = "docs/ is behind jurisdictions/: run .ci/coverage, look at the change, commit it with the law"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the page and the maps were written anew, for the day that the page on file names."""
    folder = tmp_path_factory.mktemp("coverage")
    day = re.search(r"in force on (\d{4}-\d\d-\d\d)", page())
    generate(folder, *(["--day", day[1]] if day else []))
    return folder


def generate(folder: Path, *options: str) -> str:
    """Write the page and the maps into a folder; gives what the generator says."""
    done = subprocess.run(
        [sys.executable, PROJECT / ".ci" / "coverage", "--into", folder, *options],
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
    assert (made / name).read_bytes() == (DOCS / name).read_bytes(), AGAIN


def test_a_second_run_changes_nothing_even_on_another_day(made: Path, tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes((made / name).read_bytes())
    later = page(made).replace("in force on 20", "in force on 19", 1)
    (tmp_path / "coverage.md").write_text(later, encoding="utf-8")
    assert generate(tmp_path).strip() == "nothing has changed"
    assert page(tmp_path) == later


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
    day = re.search(r"in force on ([\d-]+)", page(made))
    assert day
    counted = {"hard": 0, "case": 0, "target": 0, "prompt": 0, "none": 0}
    for law in laws().values():
        if law.coverage.police != "no":
            counted[_kind(law, day[1])] += 1
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
            if clock.binds != "agency" or not starts <= day <= ends:
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
    assert sorted(on_map) == sorted(["us", *(f"us-{state}" for state in STATES)])
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
