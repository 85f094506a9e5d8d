"""An invitation (iCalendar, RFC 5545) as words that a person can read."""

from __future__ import annotations

import re

_LABELS = (
    ("SUMMARY", "What"), ("DTSTART", "From"), ("DTEND", "Until"), ("LOCATION", "Where"), ("ORGANIZER", "Called by"),
    ("ATTENDEE", "Asked to come"), ("RRULE", "Repeats"), ("STATUS", "State"), ("DESCRIPTION", "Words"),
)  # fmt: skip
_METHODS = {
    "REQUEST": "Invitation", "CANCEL": "Meeting called off", "REPLY": "Answer to an invitation",
    "COUNTER": "Other time proposed", "PUBLISH": "Date",
}  # fmt: skip
_MOST_EVENTS = 50
_LONGEST = 500_000


def calendar_words(text: str) -> str:
    """What an invitation says, a line for each fact; nothing where it holds no meeting."""
    lines = re.sub(r"\r?\n[ \t]", "", text[:_LONGEST]).splitlines()
    method = next((line.split(":", 1)[1].strip().upper() for line in lines if line.upper().startswith("METHOD:")), "")
    meetings: list[list[str]] = []
    inside = nested = False
    for line in lines:
        upper = line.strip().upper()
        if upper == "BEGIN:VEVENT" and len(meetings) < _MOST_EVENTS:
            meetings.append([])
            inside, nested = True, False
        elif upper == "END:VEVENT":
            inside = False
        elif upper in ("BEGIN:VALARM", "END:VALARM"):
            nested = upper.startswith("BEGIN")
        elif inside and not nested:
            meetings[-1].append(line)
    title = _METHODS.get(method, "Meeting")
    return "\n\n".join("\n".join([f"{title}:", *_facts(meeting)]) for meeting in meetings)


def _facts(lines: list[str]) -> list[str]:
    said: dict[str, list[str]] = {}
    for line in lines:
        head, _, value = _split(line)
        name, *given = head.split(";")
        said.setdefault(name.strip().upper(), []).append(_value(name.upper(), given, value))
    return [f"  {label}: {', '.join(said[name][:40])}" for name, label in _LABELS if any(said.get(name, []))]


def _split(line: str) -> tuple[str, str, str]:
    """Name with parameters, and value; a colon within quotation marks parts nothing."""
    quoted = False
    for at, sign in enumerate(line[:4000]):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            return line[:at], ":", line[at + 1 :]
    return line, "", ""


def _value(name: str, given: list[str], value: str) -> str:
    options = {key.upper(): said.strip('"') for key, _, said in (one.partition("=") for one in given)}
    if name in ("DTSTART", "DTEND"):
        return _moment(value.strip(), options.get("TZID", ""))
    if name in ("ORGANIZER", "ATTENDEE"):
        address = re.sub(r"(?i)^mailto:", "", value.strip())
        return f"{options['CN']} <{address}>" if options.get("CN") else address
    plain = re.sub(r"\\([nN])", "\n    ", value)
    return re.sub(r"\\(.)", r"\1", plain).strip()


def _moment(value: str, zone: str) -> str:
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?(Z)?)?", value)
    if not found:
        return value
    year, month, day, hour, minute, universal = found.groups()
    clock = f" {hour}:{minute}" if hour else ""
    return f"{year}-{month}-{day}{clock}" + (" UTC" if universal else f" ({zone})" if zone and hour else "")
