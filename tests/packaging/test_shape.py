"""The shape of the project: its rooms, the size of its parts, its names."""

from __future__ import annotations

import ast
import configparser
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = {
    ".ci", "docs", "examples", "frkit", "jurisdictions", "templates", "tests",
    ".gitattributes", ".gitignore", "CHANGES.md", "CONTRIBUTING.md", "LICENSE", "MANIFEST.in", "README.md",
    "pyproject.toml", "setup.cfg",
}  # fmt: skip
TEXT = (".py", ".cfg", ".toml", ".md", ".yaml", ".txt", ".j2", ".css", ".html", ".json", ".in")
RESERVED = {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(10)), *(f"lpt{i}" for i in range(10))}


def test_the_top_folder_holds_what_it_should_and_no_more(tracked: list[str]) -> None:
    assert {name.partition("/")[0] for name in tracked} == TOP


def test_rooms_import_only_in_the_direction_of_the_design(project: Path) -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports('setup.cfg', no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env={"PYTHONPATH": str(project), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_is_longer_than_400_lines(project: Path, tracked: list[str]) -> None:
    lengths = {name: _lines(project / name) for name in tracked if name.startswith("frkit/") and name.endswith(".py")}
    assert {name: count for name, count in lengths.items() if count > 400} == {}


def test_no_function_is_longer_than_60_lines_and_nine_in_ten_are_short(project: Path, tracked: list[str]) -> None:
    lengths = dict(_functions(project, tracked))
    assert {name: count for name, count in lengths.items() if count > 60} == {}
    short = sum(count < 26 for count in lengths.values())
    assert short / len(lengths) >= 0.9


def test_the_packages_are_all_listed(project: Path, tracked: list[str]) -> None:
    config = configparser.ConfigParser()
    config.read(project / "setup.cfg", encoding="utf-8")
    listed = set(config["options"]["packages"].split())
    code = {str(Path(name).parent).replace("/", ".") for name in tracked if re.fullmatch(r"frkit/.*\.py", name)}
    assert listed == code | {"frkit.templates", "frkit.jurisdictions", "frkit.examples"}


def test_names_are_good_on_every_file_system(tracked: list[str]) -> None:
    steps = {step for name in tracked for step in name.split("/")}
    assert [step for step in steps if len(step) > 80] == []
    assert [step for step in steps if step.split(".")[0].lower() in RESERVED] == []
    assert [step for step in steps if not re.fullmatch(r"[A-Za-z0-9._-]+", step)] == []
    folded = [name.lower() for name in tracked]
    assert len(set(folded)) == len(folded), "two names differ only in case"


@pytest.mark.parametrize("folder", ["jurisdictions", "examples", "templates"])
def test_names_of_data_are_lower_case(folder: str, tracked: list[str]) -> None:
    ours = [name for name in tracked if name.startswith(f"{folder}/") and not name.startswith("templates/fonts/")]
    odd = [name for name in ours if name != name.lower() and Path(name).name not in ("LICENSE", "README.md")]
    assert ours and odd == []


def test_no_file_names_a_place_on_somebodys_computer(project: Path, tracked: list[str]) -> None:
    found = []
    for name in tracked:
        if not name.endswith(TEXT):
            continue
        text = (project / name).read_text(encoding="utf-8", errors="replace")
        found += [
            f"{name}: {hit[0]}" for hit in re.finditer(r"(?<![\w.:/-])/(?:work|root|home/\w+|Users/\w+)/\S*", text)
        ]
    assert found == []


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _functions(project: Path, tracked: list[str]) -> Iterator[tuple[str, int]]:
    for name in tracked:
        if not (name.startswith("frkit/") and name.endswith(".py")):
            continue
        for node in ast.walk(ast.parse((project / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1
