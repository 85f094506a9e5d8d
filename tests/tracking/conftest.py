"""Where a request stands, told in one line: a place's real law, and events as (kind, date, fields)."""

from datetime import date

import pytest

from frkit.law.loading import load_closed_days, load_jurisdiction
from frkit.tracking.hypothetical import explained, hypothetical_case, supposed_event
from frkit.tracking.standing import standing
from frkit.tracking.summaries import summary_of


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
