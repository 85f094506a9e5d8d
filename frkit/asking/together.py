"""What other requests of the campaign do to one: costs added up, series, the same asked twice. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from frkit.asking.warned import Warned
from frkit.law.calendars import Calendar, ClosedDays
from frkit.law.counting import count
from frkit.law.types import Jurisdiction
from frkit.pages.wording import listed, on_one_line, without_stop
from frkit.tracking.types import OTHER, Request

MOST_NAMED = 6


@dataclass(frozen=True)
class Other:
    """Another request of the campaign, and the day on which it went out; None while it is a draft."""

    id: str
    request: Request
    sent_on: date | None


def costs_together(
    made: Request, law: Jurisdiction, closed: ClosedDays | None, others: Sequence[Other], day: date
) -> Iterator[Warned]:
    """The ceiling on work, and which other requests to the same body count towards it if this one goes out on a day."""
    limits = law.limits
    if limits is None or not (limits.cost_ceiling or limits.hours):
        return
    ceiling = _told(limits.cost_ceiling) or f"{limits.hours} hours"
    rule = f" {_told(limits.aggregation)}." if limits.aggregation else ""
    cited = f" ({limits.citation})" if limits.citation else ""
    same = [one for one in others if one.request.agency == made.agency and one.request.law == made.law]
    near = [one for one in same if _near(one, law, closed, day)]
    if limits.aggregation and near:
        told = f"The cost may be added up with {_named(near, day)}. The ceiling is {ceiling}{cited}.{rule}"
        yield Warned("look", "costs", told)
    else:
        yield Warned("know", "costs", f"The ceiling on what an answer may cost is {ceiling}{cited}.{rule}")


def _near(other: Other, law: Jurisdiction, closed: ClosedDays | None, day: date) -> bool:
    within = law.limits.aggregated_within if law.limits else None
    if within is None or closed is None or other.sent_on is None:
        return True
    first, last = sorted((other.sent_on, day))
    counted = count(first, within, Calendar(closed), day_one=True)
    return counted is None or last <= counted.unrolled


def series(made: Request, law: Jurisdiction, others: Sequence[Other]) -> Iterator[Warned]:
    """Where so many bodies are asked the same that the law has a rule for it."""
    limits = law.limits
    if limits is None or not limits.series_rule:
        return
    like = [one for one in others if one.request.law == made.law and _wanted(one.request) & _wanted(made)]
    bodies = {made.agency, *(one.request.agency for one in like)}
    cited = f" ({limits.citation})" if limits.citation else ""
    rule = f"{_told(limits.series_rule)}{cited}."
    if limits.series is not None and len(bodies) >= limits.series:
        yield Warned("look", "series", f"With this request the campaign asks {len(bodies)} bodies the same. {rule}")
    else:
        yield Warned("know", "series", rule)


def asked_twice(made: Request, others: Sequence[Other]) -> Iterator[Warned]:
    """Another request to the same body for the same record types and the same time."""
    for one in others:
        if one.request.agency != made.agency or one.request.law != made.law:
            continue
        same = sorted(_wanted(one.request) & _wanted(made))
        if same and one.request.period == made.period:
            types = listed(same[:MOST_NAMED]) + (" and others" if len(same) > MOST_NAMED else "")
            yield Warned("look", "twice", f"{one.id} asks the same body for the same already: {types}.")


def _wanted(request: Request) -> set[str]:
    """What is asked for: record types, and texts of one's own."""
    return {on_one_line(item.text or "") if item.category == OTHER else item.category for item in request.items}


def _named(others: Sequence[Other], day: date) -> str:
    names = [f"{one.id} ({f'sent on {one.sent_on}' if one.sent_on else 'not sent yet'})" for one in others]
    more = len(names) - MOST_NAMED
    return listed(names[:MOST_NAMED] + ([f"{more} more"] if more > 0 else []))


def _told(text: str | None) -> str:
    return without_stop(on_one_line(text or ""))
