"""Many originals turned into pages: office files together, each file in a process apart, one bad file never the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from frkit.base.errors import FrkitError
from frkit.evidence.apart.running import apart, each_apart
from frkit.evidence.conversion.made_pages import Setting
from frkit.evidence.conversion.one_file import (
    DEEPEST,
    LARGEST,
    File,
    Pages,
    file_on_disk,
    files_inside,
    kept_below,
    office_file,
    own_pages,
    pages_in,
    pages_of_file,
    slip_pages,
    without_lock,
)
from frkit.evidence.office.converting import OfficeFile, convert_and_keep
from frkit.evidence.opening.passwords import passwords_of
from frkit.evidence.opening.what_is import what_is
from frkit.evidence.unreadable import Unreadable
from frkit.tracking.folder import CampaignFolder

SECONDS = 300
MEGABYTES = 3072
_AT_ONCE = 40
"""Originals whose office files are converted together."""
_MOST_OFFICE_FILES = 500
"""Office files out of one original that are converted; more would fill the memory."""


@dataclass(frozen=True)
class Order:
    """An original to be turned into pages: where it lies, the sender's name for it, where conversions are kept."""

    original: Path
    name: str
    kept_in: Path


@dataclass(frozen=True)
class Failed:
    """What a person has to put right before this original can be shown, such as a conversion that was altered."""

    fact: str
    place: str
    remedy: str

    def as_error(self) -> FrkitError:
        """The same to be raised."""
        return FrkitError(self.fact, place=self.place, remedy=self.remedy)


Finish = Callable[[Pages], Any]
"""What is done with the pages of an original in the process that made them; other processes can be given it."""


@dataclass(frozen=True)
class _Job:
    order: Order
    setting: Setting
    passwords: Mapping[str, str]
    unconverted: Mapping[str, str]
    finish: Finish | None = None

    def file(self) -> File:
        """The original, read."""
        one = self.order
        return file_on_disk(one.original, one.kept_in, one.name, self.passwords, self.unconverted)


def order_for(original: Path, folder: CampaignFolder, request_folder: Path, name: str | None = None) -> Order:
    """The order for one original of a request."""
    return Order(original, name or original.name, kept_below(original, folder.root, request_folder))


def many_pages(
    orders: Iterable[Order],
    folder: CampaignFolder,
    setting: Setting,
    *,
    workers: int | None = None,
    finish: Callable[[Order], Finish] | None = None,
) -> Iterator[tuple[Order, Any]]:
    """The pages of each original, in their order, or Failed; the setting must be one that other processes can be given.

    With ``finish``, which gives for each order what is to be done with its pages, what that makes of them.
    """
    passwords = passwords_of(folder.root)
    coming = iter(orders)
    while some := list(islice(coming, _AT_ONCE)):
        unconverted = convert_ahead(some, passwords, setting)
        jobs = [_Job(order, setting, passwords, unconverted, finish(order) if finish else None) for order in some]
        for job, made in each_apart(_work, jobs, workers=workers, seconds=SECONDS, megabytes=MEGABYTES):
            yield job.order, (_finished_apart(job) if isinstance(made, Unreadable) else made)


def convert_ahead(orders: Sequence[Order], passwords: Mapping[str, str], setting: Setting) -> dict[str, str]:
    """Convert and keep all office files of some originals that are not kept yet, also those inside other files.

    Gives the SHA-256 of those that could not be converted, with the reason.
    """
    wanted: dict[str, OfficeFile] = {}
    jobs = [_Job(order, setting, passwords, {}) for order in orders]
    for _, found in each_apart(_office_files, jobs, seconds=SECONDS, megabytes=MEGABYTES):
        if not isinstance(found, Unreadable):
            wanted |= {one.folder.as_posix(): one for one in found}
    made = convert_and_keep(list(wanted.values()), setting.paper, _apart) if wanted else []
    failed = zip(wanted.values(), made, strict=True)
    return {one.folder.name: str(outcome) for one, outcome in failed if isinstance(outcome, Unreadable)}


def _apart(work: Callable[..., Any], *arguments: Any) -> Any:
    return apart(work, *arguments, seconds=SECONDS, megabytes=MEGABYTES)


def _work(job: _Job) -> Any:
    """One original in a process apart. What a person must mend is a value, so that the other files go on."""
    one = job.order
    try:
        made = pages_of_file(one.original, one.kept_in, job.setting, one.name, job.passwords, job.unconverted)
        return job.finish(made) if job.finish else made
    except FrkitError as error:
        return Failed(error.fact, error.place, error.remedy)


def _finished_apart(job: _Job) -> Any:
    made = _piece_by_piece(job)
    if job.finish is None or isinstance(made, Failed):
        return made
    try:
        return _apart(_finish, job.finish, made)
    except Unreadable as problem:
        blank = replace(made, pdf=b"", count=0, how=(), derivatives=(), bookmarks=(), parts=())
        return job.finish(slip_pages(blank, "file that could not be read", str(problem), job.setting))


def _finish(finish: Finish, made: Pages) -> Any:
    return finish(made)


def _office_files(job: _Job) -> tuple[OfficeFile, ...]:
    """The office files of an original whose conversion is not kept yet."""
    if job.order.original.stat().st_size > LARGEST:
        return ()
    return tuple(islice(_office_in(job.file()), _MOST_OFFICE_FILES))


def _office_in(file: File) -> Iterator[OfficeFile]:
    if file.depth > DEEPEST:
        return
    try:
        file, _ = without_lock(file)
    except Unreadable:
        return
    opened = what_is(file.open)
    office = office_file(file, opened)
    if office is not None and not (office.folder / "office.yaml").is_file():
        yield office
    for one in files_inside(file, opened):
        yield from _office_in(one)


def _piece_by_piece(job: _Job) -> Pages | Failed:
    """An original that one process could not do as a whole: itself and each file in it on its own."""
    try:
        file = job.file()
        return _alone(file, job.setting)
    except FrkitError as error:
        return Failed(error.fact, error.place, error.remedy)


def _alone(file: File, setting: Setting) -> Pages:
    made: Pages
    inside: tuple[File, ...]
    try:
        made, inside = _apart(own_pages, file, setting)
    except Unreadable as problem:
        blank = Pages(file.name, file.sha256, len(file.data), "unknown", b"", 0, part=file.part)
        made = slip_pages(blank, "file that could not be read", str(problem), setting)
        inside = _inside(file)
    parts = []
    for one in inside:
        try:
            whole: Pages = _apart(pages_in, one, setting)
            parts.append(whole)
        except Unreadable:
            parts.append(_alone(one, setting) if one.depth <= DEEPEST else _too_deep(one, setting))
    return replace(made, parts=tuple(parts))


def _inside(file: File) -> tuple[File, ...]:
    try:
        found: tuple[File, ...] = _apart(_files_in, file)
    except Unreadable:
        return ()
    return found


def _files_in(file: File) -> tuple[File, ...]:
    file, _ = without_lock(file)
    return files_inside(file, what_is(file.open))


def _too_deep(file: File, setting: Setting) -> Pages:
    blank = Pages(file.name, file.sha256, len(file.data), "unknown", b"", 0, part=file.part)
    return slip_pages(blank, "file within files", "it lies too deep in files within files", setting)
