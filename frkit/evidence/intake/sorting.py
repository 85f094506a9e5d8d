"""Files that nobody said the request of: for each the requests that fit, and one that is proposed if it stands out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from frkit.base.errors import WrongUsage
from frkit.base.files import sha256_of
from frkit.evidence.intake.look_alikes import domain_of, same_domain
from frkit.evidence.intake.looking import Look, Question
from frkit.evidence.intake.looking_apart import looks
from frkit.evidence.intake.matching import ENOUGH, LEAD, Candidate, Clues, Known, candidates, proposed
from frkit.evidence.intake.on_file import Shelf
from frkit.evidence.intake.storing import day_of_mail
from frkit.evidence.unreadable import Unreadable
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.inbox import inbox_of

MOST_SHOWN = 5
CERTAIN = 100
"""Points of what leaves no doubt: the same bytes, or a folder that a person named after the request."""


@dataclass(frozen=True)
class SortedFile:
    """One file with the requests that fit it."""

    path: Path
    what: str
    """What it is, in words."""
    day: date | None
    request: str | None
    """The request that is proposed, or None where a person must choose."""
    candidates: tuple[Candidate, ...] = ()
    why_not: str = ""
    """Why none is proposed."""
    notes: tuple[str, ...] = ()


def sort_files(
    folder: CampaignFolder, files: Iterable[Path], known: Sequence[Known], shelf: Shelf, today: date
) -> Iterator[SortedFile]:
    """Each file in its order with its candidates; nothing is written, and nothing kept of what was read."""
    own = frozenset(one.email.casefold() for one in folder.requesters() if one.email)
    for question, seen in looks(Question(path, {}) for path in files):
        if isinstance(seen, Unreadable):
            yield SortedFile(question.path, "file", None, None, why_not=f"it could not be looked into: {seen}")
            continue
        yield _sorted(folder, question.path, seen, known, shelf, own, today)


def _sorted(
    folder: CampaignFolder,
    path: Path,
    seen: Look,
    known: Sequence[Known],
    shelf: Shelf,
    own: frozenset[str],
    today: date,
) -> SortedFile:
    day = day_of_mail(seen, today) if seen.mail is not None else None
    notes = tuple(_notes(seen))
    certain = _on_file(path, seen, shelf) or _by_folder(folder, path)
    if certain is not None:
        return SortedFile(path, seen.detail, day, certain.request, (certain,), notes=notes)
    if seen.mail is not None and seen.mail.sender.casefold() in own:
        why = "it comes from your own address: what we sent is logged with frkit log ... --proof FILE"
        return SortedFile(path, seen.detail, day, None, why_not=why, notes=notes)
    found = candidates(clues_of(path, seen, day), known)
    best = proposed(found)
    why = "" if best else _why_not(found)
    return SortedFile(path, seen.detail, day, best.request if best else None, found[:MOST_SHOWN], why, notes)


def clues_of(path: Path, seen: Look, day: date | None) -> Clues:
    """What a file that was looked into says of itself."""
    mail = seen.mail
    inside = tuple(one.name for one in seen.inside)
    if mail is None:
        return Clues(path.name, words=seen.words, inside=inside, day=day)
    return Clues(
        name=path.name,
        subject=mail.subject,
        words=mail.own_words,
        quoted=mail.quoted,
        inside=inside,
        sender=mail.sender,
        sender_name=mail.sender_name,
        reply_to=mail.reply_to,
        ids=(*mail.answers, *mail.inner_ids),
        about=mail.about,
        day=day,
    )


def _on_file(path: Path, seen: Look, shelf: Shelf) -> Candidate | None:
    """The request in which these very bytes are on file."""
    if seen.state[2] not in shelf.sizes:
        return None
    try:
        digest = sha256_of(path)
    except OSError:
        return None
    found = next((one for one in shelf.find(digest) if one.counts), None)
    if found is None:
        return None
    return Candidate(found.request, CERTAIN, ((f"these very bytes are on file as {found.record.file}", CERTAIN),))


def _by_folder(folder: CampaignFolder, path: Path) -> Candidate | None:
    """The request after which a person called the folder in the inbox that the file lies in."""
    here, inbox = path.parent.resolve(), inbox_of(folder.root).resolve()
    if not here.is_relative_to(inbox) or here == inbox:
        return None
    name = here.relative_to(inbox).parts[0]
    try:
        return Candidate(folder.find_request(name), CERTAIN, ((f"it lies in inbox/{name}", CERTAIN),))
    except WrongUsage:
        return None


def _why_not(found: Sequence[Candidate]) -> str:
    if not found:
        return "nothing in it points to a request"
    if found[0].warnings:
        return "what speaks for it may be made up"
    close = len(found) > 1 and found[0].score >= ENOUGH and found[0].score - found[1].score < LEAD
    return "more than one request fits" if close else "too little speaks for any request"


def _notes(seen: Look) -> Iterator[str]:
    yield from seen.warnings
    mail = seen.mail
    if mail is None:
        return
    yield from mail.date_doubts
    if mail.machine:
        yield f"sent by a machine: {mail.machine}"
    if mail.reply_to and not same_domain(domain_of(mail.reply_to), domain_of(mail.sender)):
        yield f"answers to it would go elsewhere: {mail.reply_to}"
    if "@" in mail.sender_name and domain_of(mail.sender_name.strip("'\"<> ")) != domain_of(mail.sender):
        yield f"it shows the name {mail.sender_name}, and comes from {mail.sender}"
