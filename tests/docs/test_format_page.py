"""docs/format.md names every kind of event with its fields, and every file and folder that frkit writes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import new_campaign
from json_story import Told

from frkit.tracking.event_base import FileRecord, Origin
from frkit.tracking.events import BY_KIND, Event
from frkit.tracking.types import Campaign, Item, Request

PAGE = (Path(__file__).parents[2] / "docs" / "format.md").read_text(encoding="utf-8")
BY_HAND = ("templates/...", "jurisdictions/...", "private/me.yaml")
"""Lines of the page for what people write themselves."""
CONVERTED = (
    "requests/<yyyy-mm>-<agency>[-<pack>][-<4 hex>]/derived/<sha256>/office.pdf",
    "requests/<yyyy-mm>-<agency>[-<pack>][-<4 hex>]/derived/<sha256>/office.yaml",
    "private/derived/<sha256>/<name>",
)
PLACEHOLDERS = {
    "yyyy-mm": r"\d{4}-\d\d",
    "date": r"\d{4}-\d\d-\d\d",
    "16 hex": r"[0-9a-f]{16}",
    "8 hex": r"[0-9a-f]{8}",
    "4 hex": r"[0-9a-f]{4}",
    "2 hex": r"[0-9a-f]{2}",
    "40 hex": r"[0-9a-f]{40}",
    "number": r"\d+",
    "sha256": r"[0-9a-f]{64}",
    "first": r"\d{6,}",
    "last": r"\d{6,}",
    "PREFIX": r"[A-Z][A-Z0-9-]*",
    "kind": r"[a-z-]+",
    "person or contact": r"(person|contact)-\d+",
}


def test_every_kind_and_field_stands_in_the_format_page() -> None:
    rows = {match[1]: match[0] for match in re.finditer(r"^\| `([a-z_]+)` \| .*$", PAGE, re.MULTILINE)}
    for kind, event_type in BY_KIND.items():
        own = [info.alias or name for name, info in event_type.model_fields.items() if name not in Event.model_fields]
        assert kind in rows, f"{kind} is missing"
        assert [name for name in own if f"`{name}`" not in rows[kind]] == []


def test_the_page_lists_the_kinds_in_the_order_that_the_program_uses() -> None:
    listed = [kind for kind in re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE) if kind in BY_KIND]
    assert listed == list(BY_KIND)


@pytest.mark.parametrize(
    ("heading", "model"),
    [("## Events", Event), ("## Events", FileRecord), ("## Events", Origin), ("### request.yaml", Request)],
    ids=["event", "document", "origin", "request"],
)
def test_what_is_shared_is_explained_under_its_heading(heading: str, model: Any) -> None:
    section = PAGE.partition(f"\n{heading}\n")[2].partition("\n### ")[0]
    names = [info.alias or name for name, info in model.model_fields.items()]
    assert [name for name in names if f"`{name}`" not in section] == []


def test_items_and_the_campaign_itself_are_explained() -> None:
    assert [name for name in Item.model_fields if f"`{name}`" not in PAGE] == []
    (line,) = re.findall(r"^    campaign\.yaml +(.*)$", PAGE, re.MULTILINE)
    assert [name for name in Campaign.model_fields if name not in line] == []


def lines_of_the_page() -> Iterator[str]:
    """Each path below "What stands where", whole."""
    block = PAGE.partition("## What stands where")[2].partition("### request.yaml")[0]
    folder = ""
    for line in re.findall(r"^    (\S.*|  \S.*)$", block, re.MULTILINE):
        path = re.split(r" {2,}", line.strip())[0]
        if not line.startswith(" "):
            folder = path if path.endswith("/") else ""
        yield f"{folder}{path}" if line.startswith(" ") else path


def pattern(path: str) -> re.Pattern[str]:
    """A path of the page as what real paths are held against."""
    made = ""
    for part in re.split(r"(<[^>]+>|\[[^\]]+\]|\.\.\.)", path):
        if part.startswith("["):
            made += f"({pattern(part[1:-1]).pattern})?"
        elif part.startswith("<"):
            made += PLACEHOLDERS.get(part[1:-1], r"[^/]+")
        else:
            made += ".*" if part == "..." else re.escape(part)
    return re.compile(made)


@pytest.fixture(scope="module")
def paths(told: Told, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every file in the campaigns of the story, and in one with office files, as seen from its campaign."""
    roots = [told.folder / name for name in ("example", "campaign", "shared", "restored")]
    roots.append(_with_office_files(tmp_path_factory.mktemp("office") / "campaign"))
    found = {path.relative_to(root).as_posix() for root in roots for path in root.rglob("*") if path.is_file()}
    return sorted(found - {"README.txt"})  # a person put that there


def _with_office_files(root: Path) -> Path:
    """A campaign in which a Word file came twice, once as a private one, and a packet was made of it."""
    from docx import Document

    with pytest.MonkeyPatch.context() as monkeypatch:
        frkit = new_campaign(root, monkeypatch)
        for agency, name in (("us-ca-lapd", "public.docx"), ("us-ca-sfpd", "private.docx")):
            document = Document()
            document.add_paragraph(f"A specimen, {name}.")
            document.save(str(root.parent / name))
            request = agency.removeprefix("us-ca-")
            frkit(f"request new --agency {agency} --item contracts --today 2026-03-01")
            frkit(f"log sent {request} --date 2026-03-02 --method email")
            private = " --private" if name.startswith("private") else ""
            frkit(f"receive {request} {root.parent / name} --date 2026-03-05{private}")
        frkit("status --today 2026-03-06")
        frkit("packet new office --as-of 2026-03-06 --audience counsel")
        frkit("packet build office")
    return root


def test_every_file_that_frkit_writes_has_its_line(paths: list[str]) -> None:
    known = [pattern(line) for line in lines_of_the_page()]
    assert len(known) > 20
    assert [path for path in paths if not any(line.fullmatch(path) for line in known)] == []


def test_every_line_is_of_something_that_frkit_writes(paths: list[str]) -> None:
    aside = BY_HAND if shutil.which("soffice") else BY_HAND + CONVERTED
    lines = [line for line in lines_of_the_page() if not line.endswith("/") and line not in aside]
    assert [line for line in lines if not any(pattern(line).fullmatch(path) for path in paths)] == []


def test_what_git_never_tracks_is_what_the_page_says(told: Told) -> None:
    (line,) = re.findall(r"^    \.gitignore +(.*)$", PAGE, re.MULTILINE)
    ignored = (told.folder / "campaign" / ".gitignore").read_text(encoding="utf-8").split()
    assert line.split(", ") == ignored
