"""Links between the pages lead somewhere, and docs/architecture.md names the modules that there are."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from frkit import asking, evidence, exchange, letters, packet, proof, tracking
from frkit.letters import facts

PROJECT = Path(__file__).parents[2]
PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md"), PROJECT / "jurisdictions" / "README.md"])


def anchors(page: Path) -> set[str]:
    """What a link can name behind ``#``: each heading as the usual viewers of Markdown spell it."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    astray = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        name, _, heading = link.partition("#")
        if "://" in link:
            continue
        target = page.parent / name if name else page
        if not target.exists() or (heading and heading not in anchors(target)):
            astray.append(link)
    assert astray == []


@pytest.mark.parametrize(
    "heading, rooms",
    [
        ("`tracking/`", (tracking,)),
        ("`asking/` and `letters/`", (asking, letters, facts)),
        ("`exchange/` and `proof/`", (exchange, proof)),
    ],
    ids=["tracking", "asking and letters", "exchange and proof"],
)
def test_every_module_of_the_large_rooms_has_its_place_in_a_table(heading: str, rooms: tuple[ModuleType, ...]) -> None:
    page = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.partition(f"### What stands in {heading}\n")[2].partition("\n### ")[0]
    named = [
        name for row in re.findall(r"^\| .*$", table, re.MULTILINE) for name in re.findall(r"`([a-z_]+\.py)`", row)
    ]
    modules = {path.name for room in rooms for path in Path(room.__path__[0]).glob("*.py")} - {"__init__.py"}
    assert sorted(set(named) - modules) == [], "named, and not there"
    assert sorted(modules - set(named)) == [], "there, and not named"
    assert len(named) == len(set(named)), "one subject a module"


@pytest.mark.parametrize("room", [evidence, packet], ids=["evidence", "packet"])
def test_every_module_of_a_room_with_rooms_has_its_place_in_a_table(room: ModuleType) -> None:
    page = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    below = Path(room.__path__[0])
    table = page.partition(f"### What stands in `{below.name}/`\n")[2].partition("\n### ")[0]
    named = [
        f"{inner}{name}"
        for inner, row in re.findall(r"^\| (?:`([a-z_]+/)`)? ?\|(.*)$", table, re.MULTILINE)
        for name in re.findall(r"`([a-z0-9_]+\.py)`", row)
    ]
    modules = {path.relative_to(below).as_posix() for path in below.rglob("*.py") if path.name != "__init__.py"}
    assert sorted(set(named) - modules) == [], "named, and not there"
    assert sorted(modules - set(named)) == [], "there, and not named"
    assert len(named) == len(set(named)), "one subject a module"
