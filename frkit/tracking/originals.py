"""What came, kept byte for byte: where it lies, under which name, and what may not come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timezone
from pathlib import Path

from frkit.base.copying import Copies
from frkit.base.errors import FrkitError
from frkit.base.files import copy_in, refuse_odd_file, safe_name
from frkit.base.findings import shown_path
from frkit.base.foreign_files import FileState
from frkit.tracking.event_base import FileRecord
from frkit.tracking.event_files import read_events
from frkit.tracking.events import Forgotten
from frkit.tracking.forgotten import forgotten_in
from frkit.tracking.privacy import found_in_file, found_in_text
from frkit.tracking.received import source_in_mail

Gone = Mapping[str, tuple[str, str, Forgotten]]
"""SHA-256 of bytes that were forgotten -> the request, the id of the event and the event that say so."""


class ForgottenBytes(FrkitError):
    """These bytes had to be removed on demand, and may not come back by mistake."""


def take_in(
    root: Path,
    request_id: str,
    source: Path,
    day: date,
    values: dict[str, str],
    *,
    private: bool = False,
    came_from: str | None = None,
    taken_in: str | None = None,
) -> FileRecord:
    """Keep one file of a request; under ``private/`` if it, or its name, holds one of the requester's ``values``.

    ``came_from`` says whence it came (left out: the sender that a mail names), ``taken_in`` when (UTC; else now).
    Raises FrkitError for bytes that were forgotten on demand, and for what is no file that may be read.
    """
    refuse_odd_file(source)
    gone = forgotten_bytes(root)
    whence = came_from or source_in_mail(source)
    named = bool(found_in_text(source.name, values))
    return keep_original(
        root,
        request_id,
        source,
        day,
        private=private or named or bool(found_in_file(source, values)),
        hide_name=named,
        came_from=None if whence is None or found_in_text(whence, values) else whence,
        taken_in=taken_in,
        admit=lambda digest: refuse_forgotten(gone, digest, source),
    )


def keep_original(
    root: Path,
    request_id: str,
    source: Path,
    day: date,
    *,
    private: bool,
    hide_name: bool = False,
    came_from: str | None = None,
    taken_in: str | None = None,
    admit: Callable[[str], None] | None = None,
    seen: FileState | None = None,
    copies: Copies | None = None,
) -> FileRecord:
    """Copy a file to where the request's originals lie, hashed in the same reading, and give its record.

    ``hide_name`` leaves out the sender's name of the file. ``admit`` is told the SHA-256 before the file gets its name,
    and may refuse it. ``seen`` is the state of the file when it was looked into: raises FrkitError if it is not that
    file any more. Without ``confirm`` the name may be lost with the power until the folder is flushed.
    """
    folder = originals_folder(root, request_id, private=private)
    safe = safe_name(f"file{source.suffix}" if hide_name else source.name)

    def named(digest: str) -> str:
        if admit is not None:
            admit(digest)
        return _kept_as(source, folder, day, safe, digest)

    if copies is None:
        path, digest, size = copy_in(source, folder, named, seen=seen)
    else:
        path, digest, size = copies.copy(source, folder, named, seen)
    return FileRecord(
        file=path.relative_to(root if private else root / "requests" / request_id).as_posix(),
        sha256=digest,
        size=size,
        name=None if hide_name else printable(source.name),
        taken_in=taken_in or datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        source=None if came_from is None else printable(came_from),
    )


def originals_folder(root: Path, request_id: str, *, private: bool) -> Path:
    """Where the originals of a request lie: those that git tracks, or those that it never sees."""
    return root / "private" / "received" / request_id if private else root / "requests" / request_id / "received"


def forgotten_bytes(root: Path) -> Gone:
    """All bytes that had to be removed from any request and must not come back by mistake."""
    names = sorted((root / "requests").glob("*/events/*-forgotten-*.yaml"))
    found: dict[str, tuple[str, str, Forgotten]] = {}
    for folder in dict.fromkeys(path.parents[1] for path in names):
        for digest, (event_id, event) in forgotten_in(read_events(folder)[0]).items():
            found.setdefault(digest, (folder.name, event_id, event))
    return found


def refuse_forgotten(gone: Gone, digest: str, source: Path) -> None:
    """Raise ForgottenBytes for bytes that were forgotten."""
    if digest not in gone:
        return
    request_id, event_id, event = gone[digest]
    raise ForgottenBytes(
        f"These bytes were forgotten on {event.date}: {event.reason}",
        place=f"{shown_path(source)}, sha256 {digest[:16]}...",
        remedy="nothing was taken in; if the demand no longer holds, correct that event first: frkit log\n"
        f"         corrected {request_id} --event {event_id} --reason TEXT --date DATE",
    )


def printable(text: str) -> str:
    """A name or an origin from outside, on one line and at most 200 characters long."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)[:200]


def _kept_as(source: Path, folder: Path, day: date, name: str, sha256: str) -> str:
    """The name for a file taken in; one that lies there already, without an event, keeps its own."""
    if sha256[:8] in source.name and source.resolve().parent == folder.resolve():
        return source.name
    return safe_name(f"{day.isoformat()}-{sha256[:8]}-{name}")
