"""A request in one line: a place's real law, and events as (kind, date, fields)."""

from datetime import date
from pathlib import Path

import pytest

from frkit.law.loading import load_closed_days, load_jurisdiction
from frkit.tracking.events import event_from
from frkit.tracking.folder import init_campaign
from frkit.tracking.standing import standing
from frkit.tracking.types import Item, Request, RequestFile


def logged(kind, day, number=0, **fields):
    event = event_from({"kind": kind, "date": day, "entered": "2026-01-01T00:00:00Z", "by": "test", **fields})
    return f"{day}-{kind.replace('_', '-')}-{number:08x}", event


@pytest.fixture(scope="session")
def case():
    """Make a request under a place's law with events; items 1 to 3 unless told."""

    def make(code, *events, items=3, law=None, **request):
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


@pytest.fixture(scope="session")
def stands(case):
    """Where a request stands on a day."""

    def at(today, code, *events, **more):
        return standing(case(code, *events, **more), date.fromisoformat(today))

    return at


@pytest.fixture
def campaign(tmp_path):
    """A new campaign with one requester whose data is private."""
    folder = init_campaign(tmp_path / "campaign", "Test", requester="me")
    text = (
        "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@secret.example\ntelephone: 555-0142\n"
    )
    (folder.root / "private" / "requesters" / "me.yaml").write_text(text)
    return folder
