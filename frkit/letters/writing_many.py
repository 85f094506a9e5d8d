"""Many letters, by all processors at once: each in a file of its own, whole or not at all.

A file that is there with the same content is passed over, so that a run which was broken off goes on with what is
missing; one with other content is never replaced. No letter keeps another from being written.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Literal

from frkit.base.errors import AlreadyThere, FrkitError, MissingProgram
from frkit.base.files import create, flush_folder, sha256_of_bytes
from frkit.letters.log_line import log_cells
from frkit.letters.making import Composed, Wish, as_file, kind_for, make, matter_of
from frkit.tracking.by_law import by_law
from frkit.tracking.folder import CampaignFolder

State = Literal["new", "there", "tried", "none_due", "failed"]
"""Written now; there already; only tried; no letter is due; could not be written."""
MOST_WORKERS = 8
_FEW = {"txt": 12, "html": 12, "eml": 3, "docx": 20, "pdf": 3}
"""Up to so many letters of a format are made by this process alone: to start others would take longer."""
_AT_ONCE = {"txt": 20, "html": 5}
"""How many letters a process is handed at a time."""
_PER_PROCESS = 250
"""After so many letters a process that sets type gives way to a new one, whatever the libraries still hold then."""


@dataclass(frozen=True)
class Order:
    """Which letters are wanted, and where they go."""

    folder: CampaignFolder
    wish: Wish
    into: Path | None
    """The folder for the files; None to try only what would be written."""


@dataclass(frozen=True)
class Outcome:
    """What came of one request: its letter, or why there is none."""

    request: str
    state: State
    kind: str = ""
    why: str = ""
    agency: str = ""
    subject: str = ""
    """With the requester masked."""
    template: str = ""
    language: str = ""
    to: tuple[str, ...] = ()
    """E-mail addresses that are known for where it goes."""
    file: Path | None = None
    sha256: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    """The row that logs it: see :func:`frkit.letters.log_line.log_cells`."""
    to_do: tuple[str, ...] = ()
    fact: str = ""
    """Why there is no letter."""
    remedy: str = ""


def file_name(request_id: str, kind: str, wish: Wish) -> str:
    """``2026-03-lapd-overdue.pdf``: no two requests of a campaign have the same."""
    return f"{request_id}-{kind}{'-masked' if wish.masked else ''}.{wish.format}"


def outcomes(order: Order, request_ids: Sequence[str]) -> Iterator[Outcome]:
    """What comes of each request, in the order of the work; raises FrkitError where nothing more can be written."""
    try:
        yield from _outcomes(order, request_ids)
    finally:
        if order.into is not None and order.into.is_dir():
            with suppress(OSError):
                flush_folder(order.into)


def _outcomes(order: Order, request_ids: Sequence[str]) -> Iterator[Outcome]:
    sets_type = order.into is not None and order.wish.format in ("pdf", "eml")
    if sets_type:
        _load_weasyprint(must=order.wish.format == "pdf")
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    if len(request_ids) <= _FEW.get(order.wish.format, 0) or workers < 2 or sys.platform != "linux":
        yield from (outcome(order, one) for one in request_ids)
        return
    if not sets_type:
        # The others then begin with laws, templates and catalogue as this process has read them.
        first = _FEW.get(order.wish.format, 0)
        yield from (outcome(order, one) for one in request_ids[:first])
        request_ids = by_law(order.folder.root, request_ids[first:])
    share = _PER_PROCESS * workers if sets_type else len(request_ids)
    for begin in range(0, len(request_ids), share):
        yield from _by_processes(order, request_ids[begin : begin + share], workers)


def _load_weasyprint(*, must: bool) -> None:
    """Load it once, before the processes part; what draws letters may not start here, since it starts threads."""
    from frkit.pages.typeset import load_weasyprint

    with suppress(*(() if must else (MissingProgram,))):
        load_weasyprint()


def _by_processes(order: Order, request_ids: Sequence[str], workers: int) -> Iterator[Outcome]:
    pool = ProcessPoolExecutor(workers, get_context("fork"), initializer=_begin, initargs=(order,))
    try:
        yield from pool.map(_next, request_ids, chunksize=_AT_ONCE.get(order.wish.format, 1))
    except BrokenExecutor:
        raise FrkitError(
            "A process that writes letters was ended by the system, perhaps for want of memory.",
            remedy="what is written is whole; run the same command again, it goes on with what is missing",
        ) from None
    finally:
        # Whoever stops here has letters under way; they are finished, no other is begun.
        pool.shutdown(wait=True, cancel_futures=True)


_orders: list[Order] = []
"""The order of this process, one of those that write."""


def _begin(order: Order) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _orders.append(order)
    threading.Thread(target=_end_with_the_first, daemon=True).start()


def _end_with_the_first() -> None:
    """A process whose parent was killed must not wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _next(request_id: str) -> Outcome:
    return outcome(_orders[0], request_id)


def outcome(order: Order, request_id: str) -> Outcome:
    """The letter of one request, written or tried; never raises for what is wrong with that request alone."""
    try:
        matter = matter_of(order.folder, order.folder.load(request_id), order.wish)
    except FrkitError as error:
        return _without(request_id, "failed", error)
    try:
        kind, why = kind_for(matter, order.wish)
    except FrkitError as error:
        return _without(request_id, "none_due", error)
    try:
        return _written(order, make(order.folder, matter, kind, why))
    except (FrkitError, OSError, RecursionError) as error:
        return _without(request_id, "failed", error, kind)


def _written(order: Order, made: Composed) -> Outcome:
    matter, letter = made.matter, made.letter
    state: State = "tried"
    file: Path | None = None
    digest, told = "", tuple[str, ...]()
    if order.into is not None:
        file = order.into / file_name(matter.file.id, letter.kind, order.wish)
        data, told = as_file(made, order.wish)
        state, digest = ("there" if file.exists() else "new"), sha256_of_bytes(data)
        _create(file, data)
    return Outcome(
        request=matter.file.id,
        state=state,
        kind=letter.kind,
        why=made.why,
        agency=letter.facts["agency"]["name"],
        subject=letter.subject,
        template=letter.template,
        language=letter.language,
        to=_to(made) if order.into is not None else (),
        file=file,
        sha256=digest,
        cells=log_cells(matter, letter.kind),
        to_do=(*told, *letter.to_do),
    )


def _create(file: Path, data: bytes) -> None:
    try:
        create(file, data, confirm=False)
    except AlreadyThere as error:
        raise FrkitError(
            "Another letter lies there under this name; it was left as it is.",
            place=error.place or str(file),
            remedy="the request or the day has changed since: choose another folder with --out-dir",
        ) from None


def _to(made: Composed) -> tuple[str, ...]:
    agency = made.letter.facts["agency"]
    if not agency["request_address"] and not agency["appeal_address"]:
        return ()
    from frkit.letters.formats.sheet import sheet_for

    return sheet_for(made.matter, made.letter, made.requester).to


def _without(request_id: str, state: State, error: Exception, kind: str = "") -> Outcome:
    fact = getattr(error, "fact", "") or getattr(error, "strerror", "") or type(error).__name__
    place, remedy = getattr(error, "place", ""), getattr(error, "remedy", "")
    whole = f"{fact} ({place})" if place else str(fact)
    return Outcome(request_id, state, kind, fact=" ".join(whole.split()), remedy=remedy)
