"""Requests in one line: a real agency, real record types, and events as (kind, date, fields)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from letters.scenes.staging import ROBIN, file_of, write_agencies

from frkit.catalogue.loading import load_agency, load_pack
from frkit.law.loading import load_closed_days, load_jurisdiction
from frkit.law.types import Jurisdiction
from frkit.letters.composing import compose
from frkit.letters.letter import Letter
from frkit.letters.matter import NOTHING_SAID, Said
from frkit.tracking.events import Event, event_from
from frkit.tracking.standing import standing
from frkit.tracking.types import Item, Period, Request, Requester, RequestFile

SENT = "2026-03-02"


def logged(number: int, kind: str, day: str, fields: dict[str, Any]) -> tuple[str, Event]:
    data = {"kind": kind, "date": day, "entered": "2026-01-01T00:00:00Z", "by": "test", **fields}
    return f"{day}-{kind.replace('_', '-')}-{number:08x}", event_from(data)


@pytest.fixture(scope="session")
def someone() -> Requester:
    """A requester with everything that must stay private."""
    return Requester(
        name="Jordan Example",
        address=("12 Hidden Lane", "Springfield 97477"),
        email="jordan@secret.example",
        telephone="+1 541 555 0142",
    )


@pytest.fixture(scope="session")
def asked() -> Callable[..., RequestFile]:
    """Make a request to an agency; events are tuples of kind, date and fields; ``law`` replaces the place's law."""

    def make(agency_id: str, *events: tuple[Any, ...], law: Any = None, **request: Any) -> RequestFile:
        agency = load_agency(agency_id)
        pack = request.pop("pack", "first-contact")
        items = request.pop("items", None) or tuple(
            Item(number=number, category=category) for number, category in enumerate(load_pack(pack).items, 1)
        )
        request.setdefault("places", agency.places)
        request.setdefault("period", Period(since=date(2020, 6, 1)))
        wanted = Request(agency=agency.id, law=agency.law, requester="me", pack=pack, items=items, **request)
        history = [logged(number, *(*event, {})[:3]) for number, event in enumerate(events)]
        return RequestFile(
            id="2026-03-some-request",
            folder=Path("."),
            request=wanted,
            events=tuple(history),
            law=law or load_jurisdiction(agency.law),
            closed=load_closed_days(agency.law),
            law_frozen=None,
        )

    return make


@pytest.fixture(scope="session")
def written(someone: Requester) -> Callable[..., Letter]:
    """Write a letter of a kind for a request on a day."""

    def write(
        kind: str,
        file: RequestFile,
        today: str = SENT,
        requester: Requester | None = someone,
        overlay: Path | None = None,
    ) -> Letter:
        day = date.fromisoformat(today)
        return compose(kind, file, standing(file, day), requester, today=day, overlay=overlay)

    return write


@pytest.fixture(scope="session")
def riverton(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign that knows a made-up police body under each law on file."""
    return write_agencies(tmp_path_factory.mktemp("riverton") / "campaign")


@pytest.fixture(scope="session")
def letter_under(riverton: Path) -> Callable[..., Letter]:
    """The letter of a kind under a law on a day, after some events and with what the person says."""

    def write(kind: str, law: str | Jurisdiction, day: str, *events: Any, said: Said = NOTHING_SAID, **request: Any):
        place = load_jurisdiction(law) if isinstance(law, str) else law
        file, today = file_of(place, *events, **request), date.fromisoformat(day)
        return compose(kind, file, standing(file, today), ROBIN, today=today, overlay=riverton, said=said)

    return write
