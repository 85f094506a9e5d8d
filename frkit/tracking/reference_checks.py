"""References between the files of a campaign that lead nowhere: events, documents, letters, other requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from frkit.base.files import sha256_of
from frkit.base.findings import Finding, did_you_mean, shown_path
from frkit.tracking.events import Event
from frkit.tracking.links import link_doubts
from frkit.tracking.types import RequestFile

_HASH = 64
_OF_A_DOCUMENT = ("date_confirmed", "figure_confirmed")
"""The kinds of event whose ``of`` is the hash of one document, or of a file inside one."""


def event_references(file: RequestFile) -> Iterator[Finding]:
    """Events that point at an event which is not there: a mistake, since the story has a hole."""
    known = [event_id for event_id, _ in file.events]
    for event_id, event in file.events:
        for target in event_targets(event):
            if target not in known:
                near = did_you_mean(target, known)
                yield _at(file, event_id, f"it points at the event {target}, which is not here{near}", "error")


def event_targets(event: Event) -> Iterator[str]:
    """The ids of the events that an event points at."""
    yield from event.after
    for name in ("reply_to", "event", "by_event", "of"):
        target = getattr(event, name, None)
        if isinstance(target, str) and not (name == "of" and event.kind in _OF_A_DOCUMENT):
            yield target


def document_references(file: RequestFile) -> Iterator[Finding]:
    """Hashes of documents that no event of the request brought, and letters whose kept text is not there."""
    brought = {record.sha256 for _, event in file.events for record in event.documents}
    demanded = {sha for _, event in file.events if event.kind == "clawback_demanded" for sha in _hashes(event)}
    letters = _letters(file)
    for event_id, event in file.events:
        wanted = demanded if event.kind == "cleared_by_counsel" else brought
        wanted = wanted | letters if event.kind in _OF_A_DOCUMENT else wanted
        what = "nobody demanded back" if event.kind == "cleared_by_counsel" else "no event of this request brought"
        for digest in _hashes(event):
            if digest not in wanted:
                yield _at(file, event_id, f"it names the document {digest[:12]}..., which {what}", "warning")
        masked = getattr(event, "masked_sha256", None)
        if masked and masked not in letters:
            yield _at(file, event_id, "the text of the letter is not in letters/, or was changed there", "warning")


def unnamed_files(file: RequestFile) -> Iterator[Finding]:
    """Files in ``received/`` that no event names, as an interrupted command or half a merge leaves them."""
    named = {record.file for _, event in file.events for record in event.documents}
    for path in sorted((file.folder / "received").glob("*")):
        if not path.name.startswith(".") and f"received/{path.name}" not in named:
            message = f"no event names this file; if it came, take it in: frkit receive {file.id} FILE --date DATE"
            yield Finding(shown_path(path), 1, 1, message, "warning")


def request_references(files: Iterable[RequestFile]) -> Iterator[Finding]:
    """Requests that an event names and the campaign does not have, or that lead in a circle."""
    known = {file.id: file for file in files}
    for doubt in link_doubts(known.values()):
        yield _at(known[doubt.request], doubt.event_id, doubt.message, "warning")


def _hashes(event: Event) -> tuple[str, ...]:
    """The documents that an event is about, by hash."""
    of, one = getattr(event, "of", None), getattr(event, "sha256", None)
    if event.kind in _OF_A_DOCUMENT:
        return () if getattr(event, "part", None) else (str(of),)
    return of if isinstance(of, tuple) else (one,) if isinstance(one, str) and len(one) == _HASH else ()


def _letters(file: RequestFile) -> set[str]:
    folder = file.folder / "letters"
    return {sha256_of(path) for path in folder.glob("*") if path.is_file() and not path.name.startswith(".")}


def _at(file: RequestFile, event_id: str, message: str, severity: str) -> Finding:
    path = shown_path(file.folder / "events" / f"{event_id}.yaml")
    return Finding(path, 1, 1, message, "warning" if severity == "warning" else "error")
