"""Command-line options made from the fields of an event type, so that ``--help`` is complete by construction."""

from __future__ import annotations

import re
import types
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import click
from pydantic.fields import FieldInfo

from frkit.base.errors import WrongUsage
from frkit.base.field_words import field_words
from frkit.cli.common import DAY
from frkit.cli.completing import event_ids, request_ids
from frkit.tracking.events import Event, ExemptionClaim

_COMPUTED = {"letter_sha256", "masked_sha256", "law_file", "law_sha256", "proof"}
_HELP = {
    "to": "Where it went: an address of the agency, never your own.",
    "method": "How it went.",
    "until": "The day that the agency named, like 2026-04-30.",
    "days": "How many days more it named.",
    "unit": "Which days it meant; the unit of the law's own limit if left out.",
    "reason": "Why, in a few words of yours.",
    "promised": "The day by which it said that it would answer.",
    "reference": "The number that the letter bears, or that it gives the request.",
    "request": "The request here that follows what was passed on.",
    "into": "The request here in which it goes on, or its number there.",
    "purpose": "What the address is for.",
    "address": "One line of it; repeatable.",
    "found_where": "Where it was found: a page, a letter, a call.",
    "deposit": "What it wants in advance, like 100.00.",
    "amount": "Like 45.00.",
    "currency": "Like USD or GBP (default: that of the place).",
    "final": "Nothing more will come on the request.",
    "pages": "How many pages came.",
    "wording": "Its own words: they decide the next letter.",
    "remedy": "Id of the remedy, where the place has several; frkit law show CODE names them.",
    "about": "What it was about.",
    "of": "Id of the appeal, complaint or letter that it is about; the request itself if left out.",
    "competent": "This is the body that must answer, after another had the request first.",
    "approved_by": "Who allowed the extension, where the law wants that.",
    "received": "The day on which it came, where it bears an earlier date.",
    "event": "Id of the event that was wrong.",
    "by_event": "Id of the event that is right.",
    "person": "Whom you spoke with: name and office.",
    "said": "What was said, in a few sentences.",
    "direction": "Whether you called (out) or they did (in).",
    "number": "Their telephone number, never your own.",
    "title": "What it is.",
    "source": "Where it was read.",
    "text": "What the team should know.",
    "court": "Which court.",
    "body": "Which body.",
    "what": "What happened.",
    "result": "What was decided.",
    "items": "Numbers of the items it speaks of, like 2,3 (default: all).",
    "for": "Numbers of the items it is for, like 2,3.",
    "exemptions": "A ground as the agency wrote it, with its items if it names some: 's.31(1)(a)' or 's.31(1)(a)=2,3'.",
    "exemption": "A ground as the agency wrote it.",
}

_HELP_OF_KIND = {
    ("clawback_demanded", "of"): "A file that it wants back: a part of its name, or its SHA-256; repeatable.",
    ("cleared_by_counsel", "of"): "A file that counsel cleared: a part of its name, or its SHA-256; repeatable.",
    ("date_confirmed", "of"): "SHA-256 of the document that bears it; frkit date finds it by its name.",
    ("figure_confirmed", "of"): "SHA-256 of the document that bears it; frkit figure finds it by its name.",
    ("figure_confirmed", "amount"): "Like 45000.00, of a price or a quantity.",
    ("withholding_noted", "of"): "Id of the refusal that says so; the last one about its items if left out.",
    ("forgotten", "sha256"): "SHA-256 of the bytes that are gone.",
    ("appeal_decided", "result"): "The refusal: upheld (it stands), reversed, partly_reversed, remanded (decide anew).",
    ("office_closed", "days"): "A day on which it was closed, like 2026-03-02; repeatable.",
    ("office_closed", "reason"): "Why it was closed, and where that was announced.",
    ("scope_narrowed", "to"): "To what, in a few words.",
    ("transferred", "to"): "The body that it went to.",
    ("referred", "to"): "Whom it asked.",
    ("corrected", "reason"): "What was wrong with it.",
    ("split", "into"): "A request that it became; repeatable.",
    ("consolidated", "into"): "The request in which it goes on.",
    ("not_custodian", "names"): "Who it says holds them.",
    ("fee_agreed", "amount"): "To how much, like 45.00.",
    ("call", "promised"): "The day by which they promised something.",
}
"""Kind and field -> help, where one word means different things."""
_COMPLETING = {"of": event_ids, "event": event_ids, "by_event": event_ids, "request": request_ids}


def missing(event_type: type[Event], options: dict[str, Any]) -> list[click.Option]:
    """The options of a kind that it cannot do without and that nobody typed."""
    needed = {name for name, info in event_type.model_fields.items() if info.is_required()}
    own = (one for one in options_of(event_type) if one.name in needed)
    return [one for one in own if options.get(str(one.name)) in (None, ())]


def options_of(event_type: type[Event]) -> list[click.Option]:
    """The options of one kind: its own fields, without those that every event has."""
    own = [(name, info) for name, info in event_type.model_fields.items() if name not in Event.model_fields]
    kind = str(event_type.model_fields["kind"].default)
    words = field_words(event_type)
    made = [_option(kind, name, info, words.get(name)) for name, info in own if name not in _COMPUTED]
    if "letter_sha256" in event_type.model_fields:
        help_text = "The letter as it went out; what frkit letter writes by itself need not be given."
        made.append(click.Option(["--letter"], type=click.Path(path_type=Path), help=help_text))
    return made


def event_values(event_type: type[Event], options: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as the plain values of an event; options left out are left out."""
    values: dict[str, Any] = {}
    for name, info in event_type.model_fields.items():
        typed = options.get(name)
        if typed is None or typed is False or typed == ():
            continue
        values[info.alias or name] = _value(name, info, typed)
    return values


def _option(event_kind: str, name: str, info: FieldInfo, words: str | None) -> click.Option:
    word = (info.alias or name).replace("_", "-").rstrip("s" if name == "exemptions" else "")
    help_text = _HELP_OF_KIND.get((event_kind, name)) or _HELP.get(info.alias or name)
    help_text = help_text or words
    if info.is_required():
        help_text = f"{help_text or ''} [required]".lstrip()
    kind, completing = _core(info.annotation), _COMPLETING.get(info.alias or name)
    if kind is bool:
        return click.Option([f"--{word}", name], is_flag=True, help=help_text)
    if name == "exemptions" or (_is_many(info.annotation) and kind is not int):
        option_type: Any = DAY if kind is date else None
        return click.Option([f"--{word}", name], type=option_type, multiple=True, help=help_text)
    option_type = DAY if kind is date else None
    if get_origin(kind) is Literal:
        option_type = click.Choice([str(choice) for choice in get_args(kind)])
    if kind is int and not _is_many(info.annotation):
        option_type = int
    return click.Option([f"--{word}", name], type=option_type, help=help_text, shell_complete=completing)


def _value(name: str, info: FieldInfo, typed: Any) -> Any:
    if name == "exemptions":
        return [_claim(text) for text in typed]
    if _is_many(info.annotation) and _core(info.annotation) is int:
        return numbers(str(typed), f"--{info.alias or name}")
    if isinstance(typed, tuple):
        return list(typed)
    return typed


def numbers(text: str, option: str = "") -> list[int]:
    """Item numbers from ``2,3`` or ``2-4``, pasted with an en dash too; raises WrongUsage with the spelling."""
    found: list[int] = []
    for part in text.split(","):
        match = re.fullmatch(r"([0-9]{1,4})(?:[-\u2013]([0-9]{1,4}))?", part.strip())
        span = range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)
        if not span:
            raise WrongUsage(
                f"'{text}' is not a list of item numbers.", place=option, remedy="write it like 2,3 or 2-4"
            )
        found += span
    return found


def _claim(text: str) -> dict[str, Any]:
    cited, equals, items = text.rpartition("=")
    if not equals:
        return ExemptionClaim(cited=text).model_dump(exclude_defaults=True)
    return {"cited": cited, "items": numbers(items)}


def _core(annotation: Any) -> Any:
    """The type behind optional, annotated and many."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _core(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return _core(next(part for part in get_args(annotation) if part is not type(None)))
    if origin is tuple:
        return _core(get_args(annotation)[0])
    return str if annotation is Decimal else annotation


def _is_many(annotation: Any) -> bool:
    if get_origin(annotation) is Annotated:
        return _is_many(get_args(annotation)[0])
    return get_origin(annotation) is tuple
