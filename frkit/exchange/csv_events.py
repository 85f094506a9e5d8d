"""An event as the cells of a table's row, and back. Pure.

The columns are the names of the fields as they stand in the files of events. Several values of one cell stand apart by
a bar; a cell that begins with ``[`` or ``{`` is JSON, for values that hold a bar themselves.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from frkit.base.findings import did_you_mean
from frkit.base.json_reading import json_in
from frkit.base.models import day_from
from frkit.tracking.codes import CODES, kind_meant
from frkit.tracking.events import BY_KIND, Event, ExemptionClaim

REQUEST_COLUMNS = (
    "request",
    "agency",
    "law",
    "places",
    "request_title",
    "asked",
    "given",
    "vendors",
    "pack",
    "period",
    "requester",
    "wave",
)
"""What a row says of the request that its event belongs to."""
SHARED_COLUMNS = ("id", "kind", "date", "time", "zone", "audience", "note", "by", "entered", "in", "after")
"""What a row says of any event; ``id`` is its name in the table, which other rows may point at."""
COMPUTED = ("letter_sha256", "masked_sha256", "law_file", "law_sha256")
"""Fields that frkit fills in itself when it writes an event."""
_OTHER_NAMES = {"request": "linked_request"}
"""Fields whose name is that of a column of the request -> their column."""
_REFERENCES = ("in", "after", "of", "event", "by_event")
_TEXTS_OF_HASHES = ("clawback_demanded", "cleared_by_counsel", "date_confirmed", "figure_confirmed")
_YES, _NO = ("yes", "true", "1", "x"), ("no", "false", "0")
_BAR = " | "

Days = Callable[[str], date]
"""Reads a day as it is spelt in the table; raises ValueError, which says what is wrong with it."""


@cache
def fields_of(kind: str) -> dict[str, FieldInfo]:
    """The fields of a kind's own, by the names of their columns."""
    own = {name: info for name, info in BY_KIND[kind].model_fields.items() if name not in Event.model_fields}
    return {_OTHER_NAMES.get(name, info.alias or name): info for name, info in own.items() if name not in COMPUTED}


def key_of(column: str) -> str:
    """The name in files of the field that stands in a column."""
    return next((name for name, other in _OTHER_NAMES.items() if other == column), column)


@cache
def own_columns() -> tuple[str, ...]:
    """The fields of all kinds, each once, in the order of the kinds."""
    return tuple(dict.fromkeys(name for kind in BY_KIND for name in fields_of(kind)))


def references_in(kind: str) -> tuple[str, ...]:
    """The fields of a kind that hold ids of other events."""
    named = {*fields_of(kind), "in", "after"}
    return tuple(name for name in _REFERENCES if name in named and not (name == "of" and kind in _TEXTS_OF_HASHES))


def cells_of(event_id: str, event: Event) -> dict[str, str]:
    """The cells of an event, empty ones left out; what it leaves at its default is left out too."""
    dumped = event.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    cells = {"id": event_id, "kind": event.kind}
    for name in (*SHARED_COLUMNS[2:], *fields_of(event.kind)):
        if key_of(name) in dumped:
            cells[name] = _cell(name, dumped[key_of(name)])
    return {name: cell for name, cell in cells.items() if cell}


def values_in(row: Mapping[str, str], days: Days = day_from) -> tuple[dict[str, Any], list[str]]:
    """The values of the event in a row, and what is wrong with it; ids of other events stay as they were typed."""
    word = row.get("kind", "")
    if not word:
        return {}, ["the kind of event is missing (column 'kind')"]
    meant = kind_meant(word)
    if meant is None:
        return {}, [f"there is no kind of event '{word}'{did_you_mean(word.lower(), [*CODES, *BY_KIND])}"]
    kind, besides = meant
    values: dict[str, Any] = {"kind": kind, **besides}
    faults: list[str] = []
    infos = {**{name: Event.model_fields[_field(name)] for name in SHARED_COLUMNS[2:]}, **fields_of(kind)}
    for name, info in infos.items():
        if name in row:
            try:
                values[key_of(name)] = _value(name, info, row[name], days)
            except ValueError as error:
                faults.append(f"{name}: {error}")
    if "date" not in row:
        faults.append("the day is missing (column 'date')")
    misplaced = sorted(set(own_columns()) & set(row) - set(infos) - set(REQUEST_COLUMNS))
    faults += [f"an event '{kind}' has no '{name}'" for name in misplaced]
    return values, faults


def faults_in(values: Mapping[str, Any]) -> list[str]:
    """What keeps values from being an event; references are looked at when their ids are known."""
    trial = {key: value for key, value in values.items() if key not in references_in(values["kind"])}
    trial |= {"entered": values.get("entered") or "2000-01-01T00:00:00Z", "by": values.get("by") or "nobody"}
    trial |= {name: f"2000-01-01-note-{'0' * 8}" for name in ("event",) if values["kind"] == "corrected"}
    if values["kind"] == "refrozen":
        trial |= {"law_file": "law/x.yaml", "law_sha256": "0" * 64}
    try:
        BY_KIND[trial["kind"]].model_validate(trial)
    except ValidationError as error:
        return [_plainly(fault, trial["kind"]) for fault in error.errors()]
    return []


def joined(texts: Iterable[str]) -> str:
    """Several texts in one cell."""
    parts = list(texts)
    if any("|" in part or part != part.strip() or part[:1] in ("[", "{") for part in parts):
        return json.dumps(parts, ensure_ascii=False)
    return _BAR.join(parts)


def apart(cell: str) -> list[str]:
    """The texts in one cell; raises ValueError for a cell that begins like JSON and is none."""
    if cell.startswith("["):
        found = _json(cell)
        if not all(isinstance(one, str) for one in found):
            raise ValueError(f"'{cell[:40]}' is not a list of texts")
        return list(found)
    return [part.strip() for part in cell.split("|") if part.strip()]


def _plainly(fault: Any, kind: str) -> str:
    name = str(fault["loc"][0]) if fault["loc"] else ""
    if fault["type"] == "missing":
        info = fields_of(kind).get(name)
        words = ", ".join(one for one in get_args(info.annotation) if isinstance(one, str)) if info else ""
        return f"'{name}' is missing (one of: {words})" if words else f"'{name}' is missing"
    if fault["type"] == "string_pattern_mismatch":
        return f"{name}: '{fault['input']}' is not of the right form"
    return f"{name}: {str(fault['msg']).removeprefix('Value error, ')}"


def _field(column: str) -> str:
    return "reply_to" if column == "in" else column


def _cell(name: str, value: Any) -> str:
    if value is True:
        return "yes"
    if name == "exemptions":
        return _claims_cell(value)
    if isinstance(value, list) and all(isinstance(one, int) for one in value):
        return ",".join(map(str, value))
    if isinstance(value, list):
        return joined(map(str, value))
    return str(value)


def _claims_cell(claims: list[dict[str, Any]]) -> str:
    """``s.31(1)(a)=2,3 | s.40``; JSON where a ground would be read as something else."""
    texts = [one["cited"] + ("=" + ",".join(map(str, one["items"])) if one.get("items") else "") for one in claims]
    plain = [{key: one[key] for key in ("cited", "items") if one.get(key)} for one in claims]
    try:
        same = [_claim(part) for part in apart(_BAR.join(texts))] == plain
    except ValueError:
        same = False
    return _BAR.join(texts) if same else json.dumps(plain, ensure_ascii=False)


def _claim(text: str) -> dict[str, Any]:
    cited, equals, items = text.rpartition("=")
    if equals and re.fullmatch(r"[\d,\s-]+", items):
        return {"cited": cited.strip(), "items": item_numbers(items)}
    return {"cited": text}


def _value(name: str, info: FieldInfo, cell: str, days: Days) -> Any:
    if name == "exemptions":
        return [ExemptionClaim.model_validate(one).model_dump(exclude_defaults=True) for one in _claims(cell)]
    many, core = _shape(info.annotation)
    if core is bool:
        return _truth(cell)
    if core is int and many:
        return item_numbers(cell)
    if core is int:
        if not re.fullmatch(r"[0-9]{1,9}", cell):
            raise ValueError(f"'{cell}' is not a whole number")
        return int(cell)
    if core is date:
        return [days(part) for part in re.split(r"[|,;\s]+", cell) if part] if many else days(cell)
    if many:
        return apart(cell)
    if get_origin(core) is Literal:
        return _choice(cell, [str(one) for one in get_args(core)])
    return cell


def _claims(cell: str) -> list[dict[str, Any]]:
    if cell.startswith("["):
        found = _json(cell)
        if not all(isinstance(one, dict) and isinstance(one.get("cited"), str) for one in found):
            raise ValueError(f"'{cell[:40]}' is not a list of grounds")
        return [dict(one) for one in found]
    return [_claim(part) for part in apart(cell)]


def _choice(cell: str, choices: list[str]) -> str:
    spelt = cell.lower().replace("-", "_").replace(" ", "_")
    if spelt not in choices:
        raise ValueError(f"'{cell}' is not one of {', '.join(choices)}{did_you_mean(spelt, choices)}")
    return spelt


def _truth(cell: str) -> bool:
    if cell.lower() in _YES:
        return True
    if cell.lower() in _NO:
        return False
    raise ValueError(f"'{cell}' is neither yes nor no")


def item_numbers(cell: str) -> list[int]:
    """The numbers in a cell like ``2,3`` or ``2-4``, which word processors write with an en dash; raises ValueError."""
    found: list[int] = []
    for part in filter(None, re.split(r"[,;|\s]+", cell)):
        match = re.fullmatch(r"([0-9]{1,4})(?:[-\u2013]([0-9]{1,4}))?", part)
        span = range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)
        if not span:
            raise ValueError(f"'{cell}' is not a list of item numbers like 2,3 or 2-4")
        found += span
    return found


def _json(cell: str) -> list[Any]:
    try:
        found = json_in(cell)
    except ValueError:
        raise ValueError(f"'{cell[:40]}' begins like JSON and is none") from None
    if not isinstance(found, list):
        raise ValueError(f"'{cell[:40]}' is not a list")
    return found


def _shape(annotation: Any) -> tuple[bool, Any]:
    """Whether a field holds several values, and the type of one."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _shape(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return _shape(next(part for part in get_args(annotation) if part is not type(None)))
    if origin is tuple:
        return True, _shape(get_args(annotation)[0])[1]
    return False, annotation
