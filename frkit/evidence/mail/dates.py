"""When a mail was written and when each system on its way got it, as each of them says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from frkit.evidence.mail.types import Mail

_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
)}  # fmt: skip
_MONTHS |= {
    "ene": 1, "fév": 2, "fev": 2, "mär": 3, "mrz": 3, "avr": 4, "abr": 4, "mai": 5, "maj": 5, "mag": 5, "giu": 6,
    "lug": 7, "aoû": 8, "ago": 8, "set": 9, "okt": 10, "out": 10, "ott": 10, "dez": 12, "dic": 12, "déc": 12,
}  # fmt: skip
"""Months of programs that put their own language into a header."""
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "bst": 1, "ist": None, "wet": 0, "west": 1, "cet": 1, "cest": 2, "met": 1,
    "mest": 2, "eet": 2, "eest": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "jst": 9, "nzst": 12, "nzdt": 13, "aest": 10, "aedt": 11,
}  # fmt: skip
"""Names of time zones as RFC 5322 and mail programs use them -> hours; None where a name means several."""
_WRITTEN = re.compile(
    r"(?ix)(?:[a-z]{2,12}\.?,?\s*)?(?P<day>\d{1,2})[\s-]+(?P<month>[^\W\d]{3,9})\.?,?[\s-]+(?P<year>\d{2,4})"
    r"(?:,?\s+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[ap]m\b)?)?"
    r"\s*(?P<zone>[+-]\s?\d{2}:?\d{2}|[a-z]{1,5}\b)?(?P<offset>[+-]\d{4})?"
)
_WRITTEN_TURNED = re.compile(
    r"(?ix)(?:[a-z]{3,9},?\s+)?(?P<month>[^\W\d]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+"
    r"(?:(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)\s+)?"
    r"(?:(?P<zone>[a-z]{2,5})\s+)?(?P<year>\d{4})(?:\s+(?P<late>\d{1,2}:\d{2}(?::\d{2})?))?\s*(?P<half>[ap]m\b)?"
    r"\s*(?P<offset>[+-]\d{2}:?\d{2})?"
)
_ISO = re.compile(
    r"(?i)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)[t ](?P<clock>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*"
    r"(?P<offset>z|[+-]\d\d:?\d\d)?"
)
_FIRST_YEAR, _LAST_YEAR = 1970, 9000
_ODD = timedelta(days=2)
_SLACK = timedelta(minutes=5)
_MOST_HOPS = 100


@dataclass(frozen=True)
class Moment:
    """A date as a mail's header gives it."""

    said: str
    """As it stands there."""
    at: datetime | None
    """With its offset where it names one; None where it cannot be read."""

    @property
    def universal(self) -> datetime | None:
        """The same in UTC, where the offset is known."""
        return self.at.astimezone(timezone.utc) if self.at is not None and self.at.tzinfo is not None else None


@dataclass(frozen=True)
class Hop:
    """A mail system on the way: who gave the mail, who took it, and when, all as that system wrote it."""

    by: str
    given_by: str
    when: Moment
    said: str
    note: str = ""
    """What does not fit the hop before."""


def moment(text: str) -> Moment:
    """The date in a header; never fails."""
    said = " ".join(text.split())[:200]
    plain = re.sub(r"\([^()]{0,60}\)", " ", said).strip()
    found = _ISO.match(plain) or _WRITTEN.match(plain) or _WRITTEN_TURNED.match(plain)
    return Moment(said, _from(found.groupdict()) if found else None)


def written(mail: Mail) -> Moment | None:
    """When it was written, as its sender's program says, or None where it says nothing."""
    said = mail.header("Date") or mail.header("Resent-Date")
    return moment(said) if said else None


def hops(mail: Mail) -> tuple[Hop, ...]:
    """Its way from the sender on, each system with its time. Whoever sends a mail can invent all but the last ones."""
    found: list[Hop] = []
    before: datetime | None = None
    for said in reversed(mail.all_of("Received")[:_MOST_HOPS]):
        route, _, when = said.rpartition(";")
        at = moment(when)
        note = ""
        if at.universal is None:
            note = "its time cannot be read" if at.at is None else "it names no time zone"
        elif before is not None and at.universal < before - _SLACK:
            note = f"earlier than the one before it, by {_length(before - at.universal)}"
        before = at.universal or before
        found.append(Hop(_named(route, "by"), _named(route, "from"), at, said, note))
    return tuple(found)


def delivered(mail: Mail) -> Moment | None:
    """When the last mail system on its way got it, as that system says, or None."""
    way = hops(mail)
    return way[-1].when if way and way[-1].when.at else None


def doubts(mail: Mail) -> tuple[str, ...]:
    """What speaks against the mail's own date, in words."""
    found: list[str] = []
    own, arrived = written(mail), delivered(mail)
    if own is None:
        found.append("it names no date of its own")
    elif own.at is None:
        found.append(f"its own date cannot be read ('{own.said[:60]}')")
    elif own.at.tzinfo is None:
        found.append("its own date names no time zone")
    if own and arrived and own.universal and arrived.universal:
        apart = arrived.universal - own.universal
        if apart > _ODD:
            found.append(f"it arrived {_length(apart)} after the date it bears")
        elif apart < -_SLACK:
            found.append(f"the last mail system got it {_length(-apart)} before the date it bears")
    dates = dict.fromkeys(mail.all_of("Date"))
    if len(dates) > 1:
        found.append("it bears several dates: " + "; ".join(list(dates)[:4]))
    return tuple(found)


def _length(apart: timedelta) -> str:
    minutes = int(apart.total_seconds() // 60)
    for size, name in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            number = minutes // size
            return f"{number} {name}{'' if number == 1 else 's'}"
    return "less than a minute"


def _named(route: str, word: str) -> str:
    found = re.search(rf"(?i)(?:^|\s){word}\s+(\S{{1,255}}(?:\s\([^()]{{0,200}}\))?)", route[:4000])
    return found[1] if found else ""


def _from(said: dict[str, str | None]) -> datetime | None:
    try:
        hour, minute, second = _clock(said)
        year = int(said["year"] or "")
        if year < 1000:  # years of two or three digits, as RFC 5322 reads them
            year += 2000 if year < 50 else 1900
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
        month = (said["month"] or "").lower()
        number = int(month) if month.isdigit() else _MONTHS[month[:3]]
        return datetime(year, number, int(said["day"] or ""), hour, minute, second, tzinfo=_zone(said))
    except (ValueError, KeyError, OverflowError):
        return None


def _clock(said: dict[str, str | None]) -> tuple[int, int, int]:
    clock = said.get("clock") or said.get("late")
    if clock:
        hour, minute, second = ([int(piece) for piece in clock.split(":")] + [0])[:3]
    else:
        hour, minute, second = (int(said.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (said.get("half") or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour, minute, min(second, 59)


def _zone(said: dict[str, str | None]) -> timezone | None:
    text = (said.get("offset") or said.get("zone") or "").replace(" ", "").replace(":", "").lower()
    if text[:1] in ("+", "-") and len(text) == 5:
        minutes = int(text[1:3]) * 60 + int(text[3:])
        if text == "-0000":
            return timezone.utc
        return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes)) if minutes < 1440 else None
    hours = _ZONES.get(text)
    return timezone(timedelta(hours=hours)) if hours is not None else None
