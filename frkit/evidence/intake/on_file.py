"""Which bytes are on file already, in any request, so that nothing is stored twice or comes back by mistake."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from frkit.base.files import sha256_of
from frkit.tracking.event_files import read_events
from frkit.tracking.events import FileRecord
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.order import uncorrected

_SIZE = re.compile(rb"\bsize: ['\"]?(\d+)")
_HASH = re.compile(rb"sha256: ['\"]?([0-9a-f]{64})")
_MAIL = re.compile(rb"(?m)^message_id: ['\"]?(\S+?)['\"]?\s*$")
_MAIL_NAMES = (".eml", ".msg", ".mbox", ".mht")


@dataclass(frozen=True)
class OnFile:
    """One place where some bytes are on file."""

    request: str
    event_id: str
    record: FileRecord
    counts: bool
    """False where the event that brought them was taken back."""


@dataclass
class Shelf:
    """The hashes in all events of a campaign; an event is read as YAML only if its hash is asked for."""

    folder: CampaignFolder
    sizes: set[int] = field(default_factory=set)
    """Of everything on file: bytes of another size are new."""
    _events: dict[bytes, list[Path]] = field(default_factory=dict)
    _mails: dict[str, list[Path]] = field(default_factory=dict)
    """Message-ID -> the events that bear it."""
    _read: dict[str, list[OnFile]] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: CampaignFolder) -> Shelf:
        """Look through the events of every request once."""
        shelf = cls(folder)
        for path in sorted((folder.root / "requests").glob("*/events/[!.]*.yaml")):
            with suppress(OSError):  # frkit check names what cannot be read
                shelf._note(path)
        return shelf

    def find(self, digest: str) -> list[OnFile]:
        """Where these bytes are on file, those that count first."""
        folders = dict.fromkeys(path.parents[1] for path in self._events.get(digest.encode(), ()))
        found = [one for folder in folders for one in self._of(folder) if one.record.sha256 == digest]
        return sorted(found, key=lambda one: not one.counts)

    def other_mail(self, message_id: str, digest: str) -> OnFile | None:
        """Another mail with the same Message-ID that is on file with other bytes, or None.

        A mail that two people got, or that was saved by two programs, can differ so; so can one that somebody altered.
        """
        for path in self._mails.get(message_id, ()):
            came = [one for one in self._of(path.parents[1]) if one.event_id == path.stem and one.counts]
            if came and all(one.record.sha256 != digest for one in came):
                return next((one for one in came if one.record.file.lower().endswith(_MAIL_NAMES)), came[0])
        return None

    def add(self, request_id: str, event_id: str) -> None:
        """Remember an event that was just written."""
        self._read.pop(request_id, None)
        self._note(self.folder.root / "requests" / request_id / "events" / f"{event_id}.yaml")

    def whole(self, one: OnFile) -> bool:
        """Whether the stored file is there and still has the bytes that came."""
        path = self.folder.original(one.request, one.record)
        return path.is_file() and os.path.getsize(path) == one.record.size and sha256_of(path) == one.record.sha256

    def _note(self, path: Path) -> None:
        data = path.read_bytes()
        for digest in set(_HASH.findall(data)):
            self._events.setdefault(digest, []).append(path)
        for message_id in _MAIL.findall(data):
            self._mails.setdefault(message_id.decode("utf-8", "replace"), []).append(path)
        self.sizes.update(int(size) for size in _SIZE.findall(data))

    def _of(self, folder: Path) -> list[OnFile]:
        if folder.name not in self._read:
            events = read_events(folder)[0]
            counting = {event_id for event_id, _ in uncorrected(events)}
            self._read[folder.name] = [
                OnFile(folder.name, event_id, record, event_id in counting)
                for event_id, event in events
                for record in event.documents
            ]
        return self._read[folder.name]
