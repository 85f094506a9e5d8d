"""A calendar file (iCalendar, RFC 5545) that other programs read, and whose next edition updates what they have. Pure.

Every entry is an all-day event that takes up no time and is marked private. Its UID never changes. SEQUENCE is the
number of events logged for the request and DTSTAMP the day for which it was computed, so that of two files the later
one wins, and the same campaign gives the same bytes for the same day on every computer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

from frkit.tracking.calendar_entries import Entry

if TYPE_CHECKING:
    from icalendar import Alarm, Event

PRODID = "-//frkit//limits of requests//EN"
RINGS_AT = 9
"""The hour, local to whoever reads the calendar, at which alarms ring."""
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def calendar_text(entries: Sequence[Entry], *, campaign: str, today: date, discreet: bool = False) -> bytes:
    """The calendar with these entries; with ``discreet`` a phone that lies on a table shows a mark and no names."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Dates" if discreet else _on_one_line(f"{campaign} (frkit)"))
    for entry in entries:
        calendar.add_component(_event(entry, campaign, today, discreet))
    text: bytes = calendar.to_ical()
    return text


def mark_of(entry: Entry, campaign: str) -> str:
    """Six characters by which a person finds out what a discreet entry is about."""
    return entry.uid(campaign)[:6]


def is_calendar_of_frkit(data: bytes) -> bool:
    """Whether some bytes are a calendar that frkit made, and so may make again."""
    return data.startswith(b"BEGIN:VCALENDAR") and f"PRODID:{PRODID}".encode() in data[:300]


def _event(entry: Entry, campaign: str, today: date, discreet: bool) -> Event:
    from icalendar import Event

    made = datetime.combine(today, time(), timezone.utc)
    title, body = _discreet(entry, campaign) if discreet else (entry.summary, entry.description)
    event = Event()
    event.add("uid", entry.uid(campaign))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", made)
    event.add("last-modified", made)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", _on_one_line(title))
    event.add("description", _seen(body))
    event.add("status", entry.status.upper())
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    for days in entry.alarms:
        event.add_component(_alarm(days, title))
    return event


def _alarm(days: int, title: str) -> Alarm:
    """An alarm in the morning, so many days before; counted from midnight, at which an all-day event begins."""
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _on_one_line(title))
    alarm.add("trigger", timedelta(hours=RINGS_AT) - timedelta(days=days))
    return alarm


def _discreet(entry: Entry, campaign: str) -> tuple[str, str]:
    """A title and a text that say when, and to those who have the campaign what."""
    mark = mark_of(entry, campaign)
    if entry.status == "cancelled":
        return f"Done {mark}", "Nothing to do any more."
    whose = "Limit" if entry.whose in ("requester", "records") else "Date"
    return f"{whose} {mark}", "The list on your computer says what it is."


def _on_one_line(text: str) -> str:
    return " ".join(_seen(text).split())


def _seen(text: str) -> str:
    """A text that shows all that it holds; the library would take a backslash before an N for a new line."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n")).replace("\\N", "\\ N")
