"""A request in one line: a place's real law, and events as (kind, date, fields)."""

from datetime import date
from pathlib import Path

import pytest

from frkit.law.loading import load_closed_days, load_jurisdiction
from frkit.tracking.events import event_from
from frkit.tracking.folder import init_campaign
from frkit.tracking.hypothetical import explained, hypothetical_case, supposed_event
from frkit.tracking.standing import standing
from frkit.tracking.summaries import summary_of
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
def in_short(case):
    """A request as a list shows it on a day."""

    def at(today, code, *events, **more):
        file = case(code, *events, **more)
        return summary_of(file, standing(file, date.fromisoformat(today)))

    return at


@pytest.fixture(scope="session")
def ends():
    """Name of each clock of a law -> the day on which it ends, for a request received on a day.

    Events are (kind, date, fields); a clock of a role with variants goes by its role, with the variant behind a slash
    where several are left. Silence goes on unless an event ends it.
    """

    def of(code, received, *events, today=None, **given):
        law = load_jurisdiction(code)
        happened = [] if received is None else [supposed_event("received_by_agency", date.fromisoformat(received), {})]
        for kind, day, *fields in events:
            happened.append(supposed_event(kind, date.fromisoformat(day), fields[0] if fields else {}))
        made = hypothetical_case(law, load_closed_days(code), happened, given, today and date.fromisoformat(today))
        found = {}
        clocks = explained(made)
        for one in clocks:
            several = len({other.variant for other in clocks if other.id == one.id}) > 1
            name = f"{one.id}/{one.variant}" if several else one.id
            found[name] = one.running.due.date and one.running.due.date.isoformat()
        return found

    return of


@pytest.fixture
def campaign(tmp_path):
    """A new campaign with one requester whose data is private."""
    folder = init_campaign(tmp_path / "campaign", "Test", requester="me")
    text = (
        "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@secret.example\ntelephone: 555-0142\n"
    )
    (folder.root / "private" / "requesters" / "me.yaml").write_text(text)
    return folder
