"""Files taken in for one request: stored as they came, each once, and logged as what arrived."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from frkit.base.copying import Copies
from frkit.base.errors import FrkitError
from frkit.base.foreign_files import ForeignFileError, sha256_if, state_of
from frkit.evidence.apart.running import apart
from frkit.evidence.intake.emptying import in_inbox, remove_from_inbox
from frkit.evidence.intake.looking import Look, Question, look
from frkit.evidence.intake.looking_apart import looks
from frkit.evidence.intake.matching import Known, taken_for_another
from frkit.evidence.intake.on_file import OnFile, Shelf
from frkit.evidence.unreadable import Unreadable
from frkit.tracking.event_base import FileRecord, Method
from frkit.tracking.events import Arrived
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.originals import (
    ForgottenBytes,
    Gone,
    keep_original,
    refuse_forgotten,
)
from frkit.tracking.privacy import found_in_text

MOST_IN_ONE_EVENT = 1000
"""Files of one delivery that one event names; more make another event."""
EARLIEST = date(1990, 1, 1)
CHANNELS = {"post": "by post", "portal": "from the portal", "fax": "by fax", "hand": "by hand"}
"""Channel, where a person named it -> the source of files of which nothing more is known."""

State = Literal["here", "elsewhere", "twice", "forgotten", "not_read", "no_date", "left_out"]


@dataclass(frozen=True)
class Wish:
    """What the person at the command said of all that is taken in."""

    day: date | None = None
    """The day on which it came: of whatever bears no date, and of a mail if ``also_mails``."""
    also_mails: bool = False
    channel: Method | None = None
    source: str | None = None
    private: bool | None = None
    """Keep all under private/ (True) or nothing (False); None: what holds the requester's data, unless told."""
    again: bool = False
    """Also take in what is on file for another request."""
    keep: bool = False
    """Leave what lay in the inbox there."""


@dataclass
class Desk:
    """What all files of one command share."""

    folder: CampaignFolder
    wish: Wish
    by: str
    entered: str
    values: dict[str, str]
    gone: Gone
    shelf: Shelf
    today: date
    ask_private: Callable[[Path, tuple[str, ...]], bool]
    """Whether a file that holds the requester's data is kept under private/."""
    ask_day: Callable[[str], date | None]
    """The day on which something came, from a person; None where nobody can be asked."""
    day_of_loose: date | None = None
    """The day on which the files without a date came, once somebody said it."""


@dataclass(frozen=True)
class Taken:
    """A file that is stored."""

    source: Path
    record: FileRecord
    look: Look
    note: str = ""
    """What became of the file in the inbox, if that is not what one expects."""


@dataclass(frozen=True)
class Delivery:
    """What came together, and the event that says so."""

    request: str
    event_id: str
    event: Arrived
    files: tuple[Taken, ...]


@dataclass(frozen=True)
class NotTaken:
    """A file that was not taken in, and why."""

    path: Path
    state: State
    why: str
    remedy: str = ""
    request: str = ""
    file: str = ""
    """Where the same bytes are on file."""
    error: FrkitError | None = None

    @property
    def problem(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.state in ("elsewhere", "forgotten", "not_read", "no_date")


class _OnFileError(Exception):
    """These bytes are on file: for the same request, or for another."""

    def __init__(self, found: OnFile) -> None:
        super().__init__()
        self.found = found


class _TwiceError(Exception):
    """These bytes were stored under another name by this very command."""

    def __init__(self, digest: str) -> None:
        super().__init__()
        self.digest = digest


@dataclass(frozen=True)
class _Twin:
    """A file with the same bytes as one that this command stored before it."""

    path: Path
    seen: Look
    digest: str


@dataclass
class Taker:
    """Takes files in for one request."""

    desk: Desk
    request: str
    known: Known | None = None
    """What is on file of the request, to warn of a sender that only looks like one that is known."""
    _loose: list[Taken] = field(default_factory=list)
    _loose_day: date = date.min
    _copies: Copies = field(default_factory=Copies)
    _now: dict[str, Path] = field(default_factory=dict)
    _logged_now: dict[str, FileRecord] = field(default_factory=dict)
    _twins: list[_Twin] = field(default_factory=list)

    def take(self, files: Iterable[Path], letter: Look | None = None) -> Iterator[Delivery | NotTaken]:
        """Every file in its order: each mail with an event of its own, all others in one together.

        ``letter`` is the one mail among the files, if they came with it: then all are one delivery, dated as the mail.
        """
        questions = (Question(path, self.desk.values, words=False) for path in files)
        with self._copies:
            for question, seen in looks(questions):
                path = question.path
                known = _once_more(question) if isinstance(seen, Unreadable) else seen
                if known is None:
                    yield NotTaken(path, "not_read", "the file vanished before it was read", "run the command again")
                    continue
                try:
                    yield from self._one(path, known, letter)
                except _TwiceError as error:
                    self._twins.append(_Twin(path, known, error.digest))
                except (ForeignFileError, ForgottenBytes, _OnFileError) as error:
                    yield self._refused(path, known, error)
                yield from self._said_twice()
            if self._loose:
                yield self._logged(self._loose, letter, self._loose_day)
            yield from self._said_twice()

    def _one(self, path: Path, seen: Look, letter: Look | None) -> Iterator[Delivery | NotTaken]:
        mail = letter if letter is not None else seen if seen.mail is not None else None
        wish = self.desk.wish
        own = day_of_mail(mail, self.desk.today) if mail is not None and not (wish.day and wish.also_mails) else None
        day = own or wish.day or self._day_from_a_person(path, is_mail=mail is not None)
        if day is None:
            why = "the mail bears no date that can be right" if mail else "nobody said on which day it came"
            yield NotTaken(path, "no_date", why, "add --date, like --date 2026-03-02")
            return
        taken = self._stored(path, seen, day)
        if mail is not None and letter is None:
            yield self._logged([taken], seen, day)
            return
        self._loose.append(taken)
        self._loose_day = day
        if len(self._loose) >= MOST_IN_ONE_EVENT:
            yield self._logged(self._loose, letter, self._loose_day)

    def _day_from_a_person(self, path: Path, *, is_mail: bool) -> date | None:
        if is_mail:
            return self.desk.ask_day(path.name)
        if self.desk.day_of_loose is None:
            self.desk.day_of_loose = self.desk.ask_day(path.name)
        return self.desk.day_of_loose

    def _stored(self, path: Path, seen: Look, day: date) -> Taken:
        desk, wish = self.desk, self.desk.wish
        named = bool(found_in_text(path.name, desk.values))
        found = seen.private.found
        private = wish.private
        if private is None:  # what nobody can look into may hold anything
            private = (bool(found) and desk.ask_private(path, found)) or (bool(desk.values) and not seen.opened)
        if seen.state[2] in desk.shelf.sizes:
            self._admit(path, seen, sha256_if(path, seen.state))
        desk.folder.refuse_if_gone(desk.folder.root / "requests" / self.request)
        record = keep_original(
            desk.folder.root,
            self.request,
            path,
            day,
            private=private,
            hide_name=named,
            came_from=self._whence(seen),
            taken_in=desk.entered,
            admit=lambda digest: self._admit(path, seen, digest),
            seen=seen.state,
            copies=self._copies,
        )
        self._now[record.sha256] = path
        return Taken(path, record.model_copy(update={"role": "reply"}), self._with_warnings(seen, record.sha256))

    def _with_warnings(self, seen: Look, digest: str) -> Look:
        if seen.mail is None:
            return seen
        said = [taken_for_another(seen.mail.sender, self.known)] if self.known is not None else []
        said.append(self._same_id(seen.mail.message_id, digest))
        return replace(seen, warnings=(*seen.warnings, *filter(None, said)))

    def _same_id(self, message_id: str | None, digest: str) -> str:
        other = self.desk.shelf.other_mail(message_id, digest) if message_id else None
        if other is None:
            return ""
        where = "" if other.request == self.request else f", for {other.request}"
        return f"another mail with this Message-ID is on file: {other.record.file}{where}"

    def _whence(self, seen: Look) -> str | None:
        wish = self.desk.wish
        sender = seen.mail.sender if seen.mail is not None else ""
        whence = wish.source or CHANNELS.get(wish.channel or "") or (f"mail from {sender}" if "@" in sender else None)
        return None if whence is None or found_in_text(whence, self.desk.values) else whence

    def _admit(self, path: Path, seen: Look, digest: str) -> None:
        """Raise ForgottenBytes or _OnFileError for bytes that are not to be stored now."""
        for one in (digest, *(inside.sha256 for inside in seen.inside)):
            refuse_forgotten(self.desk.gone, one, path)
        if digest in self._now:
            raise _TwiceError(digest)
        found = [one for one in self.desk.shelf.find(digest) if one.counts]
        here = next((one for one in found if one.request == self.request), None)
        if here is not None or (found and not self.desk.wish.again):
            raise _OnFileError(here or found[0])

    def _refused(self, path: Path, seen: Look, error: FrkitError | _OnFileError) -> NotTaken:
        if isinstance(error, FrkitError):
            state: State = "forgotten" if isinstance(error, ForgottenBytes) else "not_read"
            return NotTaken(path, state, error.fact, error.remedy, error=error)
        found = error.found
        note = ""
        if not self.desk.wish.keep and self.desk.shelf.whole(found):
            stored = self.desk.folder.original(found.request, found.record)
            note = remove_from_inbox(self.desk.folder.root, path, seen.state, stored, found.record.sha256)
        where = (found.request, found.record.file)
        if found.request == self.request:
            return NotTaken(path, "here", note, "", *where)
        why = f"the same bytes came for {found.request}"
        return NotTaken(path, "elsewhere", why, "if they belong here too, add --again", *where)

    def _said_twice(self) -> Iterator[NotTaken]:
        """The copies of what is logged by now; they leave the inbox too, once the stored file is proved."""
        for twin in self._twins:
            record = self._logged_now.get(twin.digest)
            if record is not None:
                note = self._emptied(twin.path, twin.seen, record)
                why = "; ".join(filter(None, (self._now[twin.digest].name, note)))
                yield NotTaken(twin.path, "twice", why, "", self.request, record.file)
        self._twins = [one for one in self._twins if one.digest not in self._logged_now]

    def _logged(self, files: Sequence[Taken], letter: Look | None, day: date) -> Delivery:
        """Log what is stored, and then take it out of the inbox."""
        desk, folder = self.desk, self.desk.folder
        mail = letter.mail if letter is not None else None
        arrived = Arrived(
            date=day
            or desk.wish.day
            or (letter and day_of_mail(letter, desk.today))
            or desk.day_of_loose
            or desk.today,
            entered=desk.entered,
            by=desk.by,
            channel=desk.wish.channel or ("email" if mail else "post"),
            message_id=mail.message_id if mail else None,
            automatic=mail is not None and mail.automatic,
            documents=tuple(one.record for one in files),
        )
        self._copies.keep()
        event_id, _ = folder.add_event(self.request, arrived)
        desk.shelf.add(self.request, event_id)
        self._logged_now |= {one.record.sha256: one.record for one in files}
        done = tuple(replace(one, note=self._emptied(one.source, one.look, one.record)) for one in files)
        if files is self._loose:
            self._loose = []
        return Delivery(self.request, event_id, arrived, done)

    def _emptied(self, path: Path, seen: Look, record: FileRecord) -> str:
        root = self.desk.folder.root
        if self.desk.wish.keep or not in_inbox(root, path) or not os.path.lexists(path):
            return ""
        stored = self.desk.folder.original(self.request, record)
        return remove_from_inbox(root, path, seen.state, stored, record.sha256)


def day_of_mail(seen: Look, today: date) -> date | None:
    """The day that a mail bears, or on which a mail system got it; None where neither can be right."""
    mail = seen.mail
    for moment in (mail.written, mail.delivered) if mail is not None else ():
        if moment is not None and EARLIEST <= moment.date() <= today + timedelta(days=1):
            return moment.date()
    return None


def _once_more(question: Question) -> Look | None:
    """A second try, for what may have been no fault of the file; what cannot be opened is kept all the same."""
    try:
        return apart(look, question)
    except Unreadable as why:
        return _unopened(question.path, why)


def _unopened(path: Path, why: Unreadable) -> Look | None:
    try:
        state = state_of(os.stat(path))
    except OSError:
        return None
    said = f"it could not be looked into: {why}"
    return Look(state, detail="file that could not be looked into", warnings=(said,), opened=False)
