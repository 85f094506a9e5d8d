"""What ``frkit log`` asks on a terminal; in a pipe nobody can be asked, and nothing is supposed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from frkit.base.errors import WrongUsage
from frkit.cli.common import DAY
from frkit.cli.log.event_options import missing
from frkit.tracking.events import Event

_QUESTIONS = {
    "method": "How did it go",
    "amount": "How much, like 45.00",
    "to": "To whom",
    "into": "Into which request",
    "result": "What was decided of the refusal (upheld: it stands)",
    "body": "To which body",
    "court": "Which court",
    "what": "What happened",
    "said": "What was said",
    "text": "The note",
    "title": "What is it",
    "source": "Where was it read",
    "reason": "Why",
    "event": "Id of the event that was wrong",
    "of": "SHA-256 of the file",
    "sha256": "SHA-256 of the file",
    "days": "On which day",
    "purpose": "What is the contact for",
    "address": "The address",
    "found_where": "Where was it found",
}


def fill_in(event_type: type[Event], options: dict[str, Any], day: date | None) -> date:
    """Ask for the day and for whatever the kind cannot do without; gives the day. Never today by default.

    Raises WrongUsage in a pipe, with the options that are missing.
    """
    lacking = missing(event_type, options)
    if not sys.stdin.isatty():
        if day is None:
            raise WrongUsage("The day on which it happened is missing.", remedy="add --date, like --date 2026-03-02")
        if lacking:
            raise _missing(event_type, lacking)
        return day
    for option in lacking:
        asked = click.prompt(_question(option), type=option.type)
        options[str(option.name)] = (asked,) if option.multiple else asked
    if day is None:
        day = click.prompt("On which day did it happen, at the agency (like 2026-03-02)", type=DAY)
    return day


def agreed(question: str, *, yes: bool) -> bool:
    """Whether to go on: said with ``--yes``, or asked for on a terminal; raises WrongUsage in a pipe without it."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise WrongUsage("Nobody can be asked here whether that is meant.", remedy="look at it, then add --yes")
    return click.confirm(question, default=False)


def _missing(event_type: type[Event], lacking: Sequence[click.Option]) -> WrongUsage:
    names = " and ".join(one.opts[0] for one in lacking)
    hints = ", ".join(f"{one.opts[0]} {_hint(one)}" for one in lacking)
    kind = str(event_type.model_fields["kind"].default).replace("_", " ")
    return WrongUsage(f"'{kind}' cannot do without {names}.", remedy=f"add {hints}; nothing was written")


def _hint(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return " or ".join(map(str, option.type.choices))
    words = (option.help or "").removesuffix("[required]").strip().rstrip(".")
    return f"({words[:1].lower()}{words[1:]})"


def _question(option: click.Option) -> str:
    name = option.opts[0].removeprefix("--").replace("-", "_")
    return _QUESTIONS.get(name) or (option.help or name).removesuffix("[required]").strip().rstrip(".")
