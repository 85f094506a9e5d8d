"""Types of data files: pydantic classes whose mistakes carry the line they stand at."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, ValidationError

from frkit.base.findings import Finding, did_you_mean
from frkit.base.yaml_places import Document

D = TypeVar("D", bound="Data")


class Data(BaseModel):
    """A frozen record read from YAML; keys that it does not know are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def model_copy(self: D, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> D:
        """A copy with other values; what was computed from the old ones is computed anew."""
        copied = super().model_copy(update=update, deep=deep)
        for name in set(copied.__dict__) - set(type(self).model_fields):
            del copied.__dict__[name]
        return copied


M = TypeVar("M", bound=BaseModel)


EARLIEST, LATEST = date(1800, 1, 1), date(2199, 12, 31)
"""Days outside are slips of the keyboard, and counting from them would leave the calendar."""
_AMOUNT = re.compile(r"([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,4})?")


def day_from(value: Any) -> date:
    """The day that a text like 2026-03-02 names; raises ValueError, which says what is wrong with it."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        with contextlib.suppress(ValueError):
            value = date.fromisoformat(value)
    if not isinstance(value, date):
        raise ValueError(f"'{value}' is not a date like 2026-03-02")
    if not EARLIEST <= value <= LATEST:
        raise ValueError(f"'{value}' is no day that frkit counts with; check the year")
    return value


def _amount(value: Any) -> Any:
    """Exact. A comma is taken between thousands only: read as nothing, it would make 4500 of 45,00."""
    if not _AMOUNT.fullmatch(str(value)):
        raise ValueError(f"'{value}' is not an amount like 45.00")
    return Decimal(str(value).replace(",", ""))


def _partial_date(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", value):
        with contextlib.suppress(ValueError):
            date.fromisoformat((value + "-01-01")[:10])
            return value
    raise ValueError(f"'{value}' is not a date like 2026-03-02, a month like 2026-03 or a year like 2026")


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


T = TypeVar("T")
Date = Annotated[date, BeforeValidator(day_from)]
"""A day written 2026-03-02; no other spelling is taken."""
PartialDate = Annotated[str, BeforeValidator(_partial_date)]
"""A day, a month or a year, kept as typed: what a source says and no more."""
Amount = Annotated[Decimal, BeforeValidator(_amount), PlainSerializer(lambda amount: str(amount), return_type=str)]
"""Money, exact, never negative."""
Many = Annotated[tuple[T, ...], BeforeValidator(_one_or_many)]
"""A list, or a single value that stands for a list of one."""


def check_model(model: type[M], document: Document, *, lenient: bool = False) -> tuple[M | None, list[Finding]]:
    """The record in a document, or None, and every mistake in it at once.

    ``lenient`` (a user's folder, perhaps written by a newer frkit) makes unknown keys warnings and drops them.
    """
    findings = list(document.findings)
    data = document.data
    if not isinstance(data, dict):
        findings.append(document.finding((), "the file must hold keys and values, and holds none"))
        return None, findings
    try:
        record = model.model_validate(data)
    except ValidationError as error:
        unknown = [fault for fault in error.errors() if fault["type"] == "extra_forbidden"]
        if lenient and unknown:
            locations = [tuple(step for step in fault["loc"]) for fault in unknown]
            findings += [_finding(fault, document, model, warn=True) for fault in unknown]
            pruned = Document(document.path, _without(data, locations), document.places, document.key_places)
            record_or_none, rest = check_model(model, pruned)
            return record_or_none, findings + rest
        findings += [_finding(fault, document, model) for fault in _best_faults(error.errors())]
        return None, sorted(set(findings))
    return (None if findings else record), findings


def field_names(model: type[BaseModel]) -> list[str]:
    """The keys a record may have, by the names used in files."""
    return [info.alias or name for name, info in model.model_fields.items()]


def _best_faults(faults: Iterable[Any]) -> list[Any]:
    """Without the noise of unions: where several alternatives fail at one place, the deepest speaks."""
    kept: dict[tuple[Any, ...], Any] = {}
    for fault in faults:
        kept.setdefault((fault["loc"], fault["type"]), fault)
    places = [fault["loc"] for fault in kept.values()]
    # A list whose entries are all at fault counts as too short, which is no second mistake.
    return [fault for fault in kept.values() if fault["type"] != "too_short" or not _below(fault["loc"], places)]


def _below(location: tuple[Any, ...], places: Iterable[tuple[Any, ...]]) -> bool:
    return any(place[: len(location)] == location and len(place) > len(location) for place in places)


_PLAINLY = {
    "int_parsing": "'{given}' is not a whole number",
    "bool_parsing": "'{given}' is neither true nor false",
    "too_short": "at least one must stand here",
    "string_type": "one text must stand here, not a list and no further keys",
    "tuple_type": "a list must stand here",
    "dict_type": "keys with their values must stand here",
    "model_type": "keys with their values must stand here",
}

"""Kinds of fault that pydantic tells in the words of a programmer."""


def _finding(fault: Any, document: Document, model: type[BaseModel], *, warn: bool = False) -> Finding:
    location = _in_file(fault["loc"], document)
    kind = fault["type"]
    last = str(fault["loc"][-1]) if fault["loc"] else ""
    if kind == "extra_forbidden":
        siblings = _known_keys(model, fault["loc"][:-1])
        message = f"'{last}' is not a key that belongs here{did_you_mean(last, siblings)}"
        return document.finding(location, message, key=True, warn=warn)
    if kind == "missing":
        return document.finding(location, f"the key '{last}' is missing here")
    if fault.get("input") in ("", None):
        return document.finding(location, emptiness(location), warn=warn)
    if kind in ("literal_error", "enum"):
        expected = str(fault.get("ctx", {}).get("expected", ""))
        words = re.findall(r"'([^']*)'", expected)
        given = str(fault.get("input"))
        message = f"'{given}' is not one of {', '.join(words) or expected}{did_you_mean(given, words)}"
        return document.finding(location, message, warn=warn)
    message = str(fault["msg"]).removeprefix("Value error, ")
    if kind in _PLAINLY:
        return document.finding(location, _PLAINLY[kind].format(given=fault.get("input")), warn=warn)
    if kind.endswith("_parsing") or kind.endswith("_type"):
        message = f"{message[0].lower()}{message[1:]}, not {fault.get('input')!r}"
    return document.finding(location, message, warn=warn)


def emptiness(location: tuple[Any, ...]) -> str:
    """What to say of a key, or an entry of a list, behind which nothing stands."""
    last = location[-1] if location else ""
    name = f"'{last}'" if isinstance(last, str) else "this entry"
    return f"{name} is empty; fill it in, or take the line out"


def _known_keys(model: Any, location: Iterable[Any]) -> list[str]:
    """The keys that the record at a location may have, found by walking the types."""
    here = [model]
    for step in location:
        inner = [_field_type(kind, str(step)) for kind in here]
        found = [kind for annotation in inner for kind in _models_in(annotation)]
        here = found or here
    return [name for kind in here for name in field_names(kind)]


def _field_type(model: type[BaseModel], step: str) -> Any:
    for name, info in model.model_fields.items():
        if step in (name, info.alias):
            return info.annotation
    return None


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def _in_file(location: Iterable[Any], document: Document) -> tuple[Any, ...]:
    """A pydantic location without the steps that name union branches and so do not stand in the file."""
    steps: tuple[Any, ...] = ()
    for step in location:
        longer = (*steps, step)
        if longer in document.places or longer in document.key_places:
            steps = longer
    return steps


def _without(data: Any, locations: list[tuple[Any, ...]]) -> Any:
    here = {location[0] for location in locations if len(location) == 1}
    below: dict[Any, list[tuple[Any, ...]]] = {}
    for location in locations:
        if len(location) > 1:
            below.setdefault(location[0], []).append(location[1:])
    if isinstance(data, dict):
        return {key: _without(value, below.get(key, [])) for key, value in data.items() if key not in here}
    if isinstance(data, list):
        return [_without(value, below.get(number, [])) for number, value in enumerate(data)]
    return data
