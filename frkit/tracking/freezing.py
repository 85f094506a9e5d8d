"""The law frozen into a request when it is sent, so that a later edit of the data never rewrites an old deadline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of_bytes
from frkit.base.findings import errors_in
from frkit.base.models import Data, Date, check_model
from frkit.base.yaml_places import dump_yaml, parse_yaml, read_data, text_of
from frkit.law.calendars import ClosedDays
from frkit.law.types import Jurisdiction


class FrozenFile(Data):
    """``law/<date>-<hash>.yaml``: the place's law and the closed days from that year on."""

    frozen: Date
    jurisdiction: Jurisdiction
    closed_days: ClosedDays


@dataclass(frozen=True)
class FrozenLaw:
    """A frozen law with the name of its file below the request."""

    file: str
    jurisdiction: Jurisdiction
    closed_days: ClosedDays


def frozen_text(law: Jurisdiction, closed: ClosedDays, day: date, since: date | None = None) -> str:
    """The YAML text that keeps a law; the same law, closed days and days give the same text.

    ``since`` is the first day of the request's story, where that lies before the day of freezing.
    """
    first = min(day, since or day)
    years = {year: days for year, days in closed.years.items() if year >= first.year - 1}
    data = {
        "frozen": day.isoformat(),
        "jurisdiction": as_typed(law),
        "closed_days": as_typed(closed.model_copy(update={"years": years})),
    }
    return "# The law as it was applied to this request. Do not edit: its hash stands in the event.\n" + dump_yaml(data)


def as_typed(record: Data) -> object:
    """A record as plain values spelt the way people type them in YAML: lengths as ``20 business``, no defaults."""
    return _plain(record)


def read_frozen(path: Path, file: str) -> FrozenLaw:
    """The frozen law in a file; raises FrkitError with every mistake if it was damaged.

    Requests of one law differ in the day of freezing alone: behind that line the same bytes are read only once.
    """
    data = read_data(path)
    begun = _BEGINNING.match(data)
    rest = sha256_of_bytes(data[begun.end() :]) if begun else None
    if rest is None or rest not in _read:
        law = _checked(data, path)
        if rest is None:
            return FrozenLaw(file, *law)
        _read[rest] = law
    return FrozenLaw(file, *_read[rest])


_BEGINNING = re.compile(rb"# [^\n]*\nfrozen: '\d{4}-\d{2}-\d{2}'\n")
"""How :func:`frozen_text` begins: all that differs between two days on which one law was frozen."""
_read: dict[str, tuple[Jurisdiction, ClosedDays]] = {}
"""SHA-256 of what stands behind the day -> the law, as read once in this process."""


def _checked(data: bytes, path: Path) -> tuple[Jurisdiction, ClosedDays]:
    frozen, findings = check_model(FrozenFile, parse_yaml(text_of(data, path), path))
    if frozen is None:
        mistakes = "\n  ".join(str(finding) for finding in errors_in(findings))
        raise FrkitError(
            f"The law kept with this request cannot be read:\n  {mistakes}",
            remedy="restore the file from a copy or from git; its hash stands in the event 'sent'",
        )
    return frozen.jurisdiction, frozen.closed_days


def _plain(value: object) -> object:
    from frkit.law.lengths import Length, spelt

    if isinstance(value, Length):
        return spelt(value)
    if isinstance(value, Data):
        fields = type(value).model_fields
        kept = {info.alias or name: getattr(value, name) for name, info in fields.items()}
        defaults = {info.alias or name: info.default for name, info in fields.items()}
        return {name: _plain(item) for name, item in kept.items() if item is not None and item != defaults[name]}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
