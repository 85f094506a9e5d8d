"""Options that choose requests, shared by every command that speaks of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import FrkitError
from frkit.cli.common import DAY, F
from frkit.cli.completing import agency_ids

if TYPE_CHECKING:
    from frkit.tracking.folder import CampaignFolder
    from frkit.tracking.selecting import Filters, Narrowed, Placed
    from frkit.tracking.standing import Standing
    from frkit.tracking.types import RequestFile

_BEFORE = "filter_"
"""Before the names of these options in a callback: an event has fields of the same names."""
_REPEATED = {
    "place": ("CODE", "Under the law of this place or of one below it, like us-ca."),
    "agency": ("ID", "To this agency: its id, or a part of it."),
    "law": ("CODE", "Under exactly this law."),
    "vendor": ("ID", "Naming this vendor."),
    "item": ("ID", "Asking for this record type, like contracts."),
    "wave": ("NAME", "Made in this wave."),
    "requester": ("ID", "By this requester."),
    "ball": ("WHO", "Who must act: us, agency, draft, ready or closed."),
    "flag": ("NAME", "With this flag, like overdue, unread, fee-wait."),
    "track": ("TRACK", "On this track: request, appeal, complaint, lawsuit."),
    "outcome": ("WORD", "With an item that is denied, partial, pending ..."),
}
"""Filter -> what stands for its value in the help, and what it asks."""


def filter_params() -> list[click.Option]:
    """The options, for commands that are made one by one; :func:`filters_from` reads what was typed."""
    params = [
        click.Option(
            [f"--{name}", f"{_BEFORE}{name}"],
            multiple=True,
            metavar=metavar,
            help=text,
            shell_complete=agency_ids if name == "agency" else None,
        )
        for name, (metavar, text) in _REPEATED.items()
    ]
    return [
        *params,
        click.Option(["--overdue", f"{_BEFORE}overdue"], is_flag=True, help="Short for --flag overdue."),
        click.Option(["--sent-since", f"{_BEFORE}sent_since"], type=DAY, help="Sent on this day or later."),
        click.Option(["--sent-until", f"{_BEFORE}sent_until"], type=DAY, help="Sent on this day or earlier."),
        click.Option(["--open/--closed", f"{_BEFORE}is_open"], default=None, help="Still open, or closed."),
    ]


def filters_from(options: dict[str, Any]) -> Filters:
    """The filters that were typed; they are taken out of the options."""
    from frkit.tracking.selecting import Filters

    typed = {name.removeprefix(_BEFORE): options.pop(name) for name in list(options) if name.startswith(_BEFORE)}
    overdue = ("overdue",) if typed.pop("overdue", False) else ()
    typed["flag"] = (*typed.get("flag", ()), *overdue)
    return Filters(**{name: value for name, value in typed.items() if value is not None})


def filter_options(command: F) -> F:
    """``--place``, ``--overdue`` and their like: the command gets one argument more, ``filters``."""

    @wraps(command)
    def with_filters(*args: Any, **options: Any) -> Any:
        return command(*args, filters=filters_from(options), **options)

    with_filters.__click_params__ = [  # type: ignore[attr-defined]
        *getattr(command, "__click_params__", ()),
        *reversed(filter_params()),
    ]
    return with_filters  # type: ignore[return-value]


def chosen(
    folder: CampaignFolder,
    parts: Sequence[str],
    filters: Filters,
    today: date,
    *,
    must: bool = False,
    stands: Callable[[RequestFile, date], Standing] | None = None,
) -> list[Placed]:
    """The requests that are named, or all, as far as they fit the filters, each with where it stands on a day.

    Where the filters leave none, stderr says which of them did; with ``must`` that is an error. Raises WrongUsage for
    a name that fits no request, or more than one.
    """
    found = narrowed_down(folder, parts, filters, today, stands=stands)
    if not found.kept and filters:
        if must:
            raise FrkitError("No request fits.", place=found.sentence(), remedy="leave out or change that filter")
        click.echo(f"No request fits. {found.sentence()}", err=True)
    return list(found.kept)


def narrowed_down(
    folder: CampaignFolder,
    parts: Sequence[str],
    filters: Filters,
    today: date,
    *,
    stands: Callable[[RequestFile, date], Standing] | None = None,
) -> Narrowed[RequestFile, Standing]:
    """Like :func:`chosen`, with how many each filter left."""
    from frkit.cli.campaign import loaded
    from frkit.tracking.selecting import narrowed
    from frkit.tracking.standing import standing

    stand = stands or standing
    ids = dict.fromkeys(folder.find_request(part) for part in parts)
    files = [folder.load(one) for one in ids] if parts else loaded(folder)
    return narrowed(files, filters, lambda file: stand(file, today))
