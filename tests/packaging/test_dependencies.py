"""Every library that the code imports is one that installing frkit brings."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterator
from importlib.metadata import Distribution
from importlib.metadata import distributions as installed
from pathlib import Path

ASKED_FOR = {"holidays"}
"""Imported by one command only, which says how to install it where it is missing."""
BROUGHT_ALONG = {"pydantic-core"}
"""Half of another requirement, which asks for exactly the version that fits it."""


def test_every_import_of_the_code_is_a_requirement(project: Path, tracked: list[str]) -> None:
    needed = distributions(project, [name for name in tracked if re.fullmatch(r"frkit/.*\.py", name)])
    assert needed - ASKED_FOR - BROUGHT_ALONG - listed(project, "options", "install_requires") == set()


def test_every_import_of_the_tests_is_a_requirement(project: Path, tracked: list[str]) -> None:
    needed = distributions(project, [name for name in tracked if re.fullmatch(r"tests/.*\.py", name)])
    extras = set().union(*(listed(project, "options.extras_require", name) for name in ("test", "bench", "fuzz")))
    given = listed(project, "options", "install_requires") | extras
    assert needed - given == set()


def test_every_requirement_is_used(project: Path, tracked: list[str]) -> None:
    needed = distributions(project, [name for name in tracked if re.fullmatch(r"frkit/.*\.py", name)])
    unused = listed(project, "options", "install_requires") - needed
    # zoneinfo reads tzdata without an import.
    assert unused == {"tzdata"}


def distributions(project: Path, names: list[str]) -> set[str]:
    """What must be installed for some files, by the names that pip uses."""
    known = {module: plain(one.name) for one in installed() for module in outermost(one)}
    return {known[module] for name in names for module in imported(project / name) if module in known} - {"frkit"}


def outermost(one: Distribution) -> set[str]:
    """The modules that a distribution brings, by the first step of their names."""
    code = (file for file in one.files or () if file.suffix in (".py", ".so"))
    steps = {next(step for step in file.parts if step != "..") for file in code}
    steps |= set((one.read_text("top_level.txt") or "").split())
    return {step.partition(".")[0] for step in steps if "-" not in step}


def imported(path: Path) -> Iterator[str]:
    """The outermost names of all modules that a file imports and that are not part of Python."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def listed(project: Path, section: str, key: str) -> set[str]:
    """The requirements in setup.cfg."""
    config = configparser.ConfigParser()
    config.read(project / "setup.cfg", encoding="utf-8")
    return {plain(re.split(r"[<>=~! ;\[]", line)[0]) for line in config[section][key].split("\n") if line.strip()}


def plain(name: str) -> str:
    """A distribution's name as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()
