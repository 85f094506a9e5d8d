"""Every document of a campaign: what came, what was inside it, our own letters; each with the event that names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.evidence.apart.running import apart
from frkit.evidence.text.looking import MISSING, Inside, Look
from frkit.evidence.text.papers import PRIVATE, Paper, Papers, papers_of
from frkit.evidence.unreadable import Unreadable
from frkit.tracking.events import Audience, FileRecord
from frkit.tracking.folder import CampaignFolder


@dataclass(frozen=True)
class Document:
    """One original, or a file inside one, as an event of a request names it."""

    request: str
    agency: str
    law: str
    places: tuple[str, ...]
    """Codes under which it is found: the law's, those of further places, and the agency's id."""
    vendors: tuple[str, ...]
    """Vendors that the request names; what the document itself mentions is another question."""
    event: str
    """Id of the event that names it."""
    date: date
    """The day of that event: when it arrived, was produced, or was sent."""
    record: FileRecord
    """The original as the event has it, also for a file inside it."""
    original: Path
    part: str
    """Place inside the original, ``2`` or ``2/1``; empty for the original itself."""
    name: str
    """The sender's own name for it."""
    sha256: str
    size: int
    kind: str
    """What it is, by its content: ``pdf``, ``mail``, ``image``, ...; ``missing`` if it is not on this computer."""
    role: str
    audience: Audience
    private: bool
    """It lies below ``private/``, since the requester's own data stands in it."""
    ours: bool
    """Our own letter, as its kept text has it."""
    corrected: bool = False
    """Only an event that was corrected names it."""
    passwords: tuple[str, ...] = field(default=(), repr=False)
    """Those that were given and may open what it lies in."""
    problem: str = ""
    """Why it, or what is inside it, cannot be read, or not wholly. Without ``sha256`` it could not be taken out."""

    @property
    def path(self) -> str:
        """The original's path as the event names it."""
        return self.record.file

    def data(self) -> bytes:
        """Its bytes; of a file inside another they are had in a process of its own. Raises Unreadable, or OSError."""
        if not self.part:
            return self.original.read_bytes()
        return apart(part_bytes, str(self.original), self.part, self.passwords)


def documents(
    folder: CampaignFolder, requests: Iterable[str] | None = None, *, with_parts: bool = False
) -> Iterator[Document]:
    """Every document of a campaign, or of some of its requests: request by request, in the order of their events.

    A file that several events of a request name comes once. With ``with_parts`` each original is followed by all files
    inside it. What was forgotten on demand is left out, also where it is a part. Raises FrkitError for a request that
    cannot be read; :func:`documents_of` takes what could be read.
    """
    wanted = folder.request_ids() if requests is None else list(requests)
    yield from documents_of(folder, [papers_of(folder, one) for one in wanted], with_parts=with_parts)


def documents_of(
    folder: CampaignFolder, read: Sequence[Papers], *, with_parts: bool = False, left_out: bool = False
) -> Iterator[Document]:
    """The same for requests that were read already; what each file is, is looked up or found out for all at once.

    ``left_out``: also what a container names and did not give, with ``problem`` and without a hash.
    """
    from frkit.evidence.text.looks import all_passwords, looks_at

    passwords = all_passwords(folder)
    gone = frozenset[str]().union(*(one.forgotten for one in read))
    looks = looks_at(folder, [paper for one in read for paper in one.papers])
    for one in read:
        for paper in one.papers:
            if paper.record.sha256 in gone:
                continue
            look = looks[paper.record.sha256]
            whole = replace(_document(one, paper, look), passwords=passwords)
            yield whole
            for inside in look.parts if with_parts else ():
                if inside.sha256 not in gone and (inside.sha256 or left_out):
                    yield _inside(whole, inside)


def readable_papers(
    folder: CampaignFolder, requests: Iterable[str] | None = None
) -> tuple[list[Papers], list[FrkitError]]:
    """The papers of every request that can be read, and the errors of the others: one broken file hides no other."""
    good, bad = [], []
    for one in folder.request_ids() if requests is None else requests:
        try:
            good.append(papers_of(folder, one))
        except FrkitError as error:
            bad.append(error)
    return good, bad


def _document(one: Papers, paper: Paper, look: Look) -> Document:
    record = paper.record
    return Document(
        request=one.id,
        agency=one.agency,
        law=one.law,
        places=one.places,
        vendors=one.vendors,
        event=paper.event_id,
        date=paper.date,
        record=record,
        original=paper.original,
        part="",
        name=record.name or record.file.rsplit("/", 1)[-1],
        sha256=record.sha256,
        size=record.size,
        kind=look.kind,
        role=record.role,
        audience=paper.audience,
        private=record.file.startswith(PRIVATE),
        ours=paper.ours,
        corrected=paper.event_id in one.corrected,
        problem=look.problem,
    )


def _inside(whole: Document, inside: Inside) -> Document:
    return replace(
        whole,
        part=inside.number,
        name=inside.name,
        sha256=inside.sha256,
        size=inside.size,
        kind=inside.kind,
        problem=inside.problem,
    )


def part_bytes(original: str, number: str, passwords: tuple[str, ...] = ()) -> bytes:
    """The bytes of a file inside another; raises Unreadable where there is none of that number."""
    from frkit.evidence.contents.parts import part_at

    part = part_at(Path(original), number, passwords=passwords)
    if part is None:
        raise Unreadable(f"it holds no file number {number}")
    return part.data


__all__ = ["MISSING", "Document", "documents", "documents_of", "part_bytes", "readable_papers"]
