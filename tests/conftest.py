"""What all tests share: approved texts, a new campaign, and a request in one line."""

from __future__ import annotations

import difflib
import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from frkit.law.loading import load_closed_days, load_jurisdiction
from frkit.law.types import Jurisdiction
from frkit.tracking.events import Event, event_from
from frkit.tracking.folder import CampaignFolder, init_campaign
from frkit.tracking.types import Item, Request, RequestFile

GOLDEN = Path(__file__).parent / "golden"
UPDATE = "FRKIT_UPDATE_GOLDENS"

# One process of tests holds the libraries of all commands for half an hour: searching all of it for garbage as often as
# Python does by default takes a tenth of the suite's time or more.
gc.set_threshold(50_000, 20, 20)


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with ``tests/golden/<name>``; with FRKIT_UPDATE_GOLDENS=1 the file is written instead."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get(UPDATE) == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            return
        assert path.is_file(), f"no approved text yet; read it, then make it with {UPDATE}=1: {path}"
        approved = path.read_bytes().decode()
        changes = "\n".join(
            difflib.unified_diff(approved.split("\n"), text.split("\n"), "approved", "now", lineterm="")
        )
        assert text == approved, f"{name} changed; if that is right, run with {UPDATE}=1:\n{changes}"

    return check


@pytest.fixture
def campaign(tmp_path: Path) -> CampaignFolder:
    """A new campaign with one requester whose data is private."""
    folder = init_campaign(tmp_path / "campaign", "Test", requester="me")
    text = (
        "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@secret.example\ntelephone: 555-0142\n"
    )
    (folder.root / "private" / "requesters" / "me.yaml").write_text(text)
    return folder


def logged(kind: str, day: str, number: int = 0, **fields: Any) -> tuple[str, Event]:
    """An event with an id of its own."""
    event = event_from({"kind": kind, "date": day, "entered": "2026-01-01T00:00:00Z", "by": "test", **fields})
    return f"{day}-{kind.replace('_', '-')}-{number:08x}", event


@pytest.fixture(scope="session")
def case() -> Callable[..., RequestFile]:
    """Make a request under a place's law with events; items 1 to 3 unless told."""

    def make(code: str, *events: Any, items: int = 3, law: Jurisdiction | None = None, **request: Any) -> RequestFile:
        asked = tuple(Item(number=number, category="contracts") for number in range(1, items + 1))
        wanted = Request(agency="some-agency", law=code, requester="me", items=asked, **request)
        history = tuple(
            logged(event[0], event[1], number, **(event[2] if len(event) > 2 else {}))
            for number, event in enumerate(events)
        )
        return RequestFile(
            id="2026-03-some-agency",
            folder=Path("."),
            request=wanted,
            events=history,
            law=law or load_jurisdiction(code),
            closed=load_closed_days(code),
            law_frozen=None,
        )

    return make
