"""The campaign on disk: finding it, reading it, and adding to it without ever changing a file."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import (
    create,
    current_folder,
    inside,
    make_folder,
    name_folder,
    safe_name,
    sha256_of_bytes,
)
from frkit.base.findings import Finding, did_you_mean, errors_in, shown_path
from frkit.base.models import check_model
from frkit.base.yaml_places import Document, dump_yaml, kept_yaml, read_yaml
from frkit.law.calendars import ClosedDays
from frkit.law.loading import load_closed_days, load_jurisdiction
from frkit.law.types import Jurisdiction
from frkit.tracking.event_files import event_id_of, event_text, read_events
from frkit.tracking.events import Event, FileRecord, Refrozen, Sent
from frkit.tracking.freezing import FrozenLaw, frozen_text, read_frozen
from frkit.tracking.git_facts import has_remote
from frkit.tracking.order import effective
from frkit.tracking.originals import take_in
from frkit.tracking.privacy import found_in_text, private_values
from frkit.tracking.request_text import request_text
from frkit.tracking.retention_on_file import retention_on_file
from frkit.tracking.types import FORMAT, Campaign, Request, Requester, RequestFile

GITIGNORE = "private/\n.frkit/\ninbox/\n*.tmp\npackets/*/build/\n"
GITATTRIBUTES = "* -text\n"
_NEW_FOLDERS = ("inbox", "requests", "packets", "private/requesters", "private/sent")


@dataclass(frozen=True)
class CampaignFolder:
    """One campaign: a folder of small files that git can merge."""

    root: Path
    campaign: Campaign
    findings: tuple[Finding, ...] = ()

    @classmethod
    def find(cls, start: str | Path | None = None) -> CampaignFolder:
        """The campaign in a folder or the nearest one above it; raises FrkitError where there is none."""
        given = Path(start) if start is not None else current_folder()
        if start is not None and not given.is_dir():
            raise WrongUsage("There is no such folder.", place=str(given), remedy="check the path after --campaign")
        here = given.resolve()
        for folder in (here, *here.parents):
            if (folder / "campaign.yaml").is_file():
                return cls._open(folder)
        raise WrongUsage(
            "This folder is not a campaign: neither it nor one above it holds a campaign.yaml.",
            place=str(given),
            remedy="go to your campaign's folder, name it with --campaign DIR, or make one: frkit init DIR",
        )

    @classmethod
    def _open(cls, root: Path) -> CampaignFolder:
        document = read_yaml(root / "campaign.yaml")
        _refuse_newer(document)
        campaign, findings = check_model(Campaign, document, lenient=True)
        if campaign is None:
            raise broken(findings)
        return cls(root, campaign, tuple(findings))

    @property
    def overlay(self) -> Path:
        """The folder whose jurisdictions/, agencies/ and templates/ win over the bundled ones."""
        return self.root

    # requests

    def request_ids(self) -> list[str]:
        """The folder names of all requests, sorted."""
        folder = self.root / "requests"
        if not folder.is_dir():
            return []
        names = [entry.name for entry in folder.iterdir() if entry.is_dir()]
        return sorted(name for name in names if not name.startswith(".") and not name.endswith(".tmp"))

    def find_request(self, part: str) -> str:
        """The one request whose folder name is, or holds, this text; raises WrongUsage with the candidates."""
        ids = self.request_ids()
        if part in ids:
            return part
        matching = [request_id for request_id in ids if part.lower() in request_id] if part else []
        if len(matching) == 1:
            return matching[0]
        if matching:
            names = "\n           ".join(matching)
            raise WrongUsage(f"'{part}' fits more than one request.", remedy=f"name one of\n           {names}")
        raise WrongUsage(
            f"No request here is called '{part}'{did_you_mean(part, ids)}",
            place=shown_path(self.root / "requests"),
            remedy="frkit request list shows the names; any unambiguous part will do",
        )

    def load(self, request_id: str) -> RequestFile:
        """A request with its events and its law; raises FrkitError if request.yaml or the law is broken."""
        folder = self.root / "requests" / request_id
        document = read_yaml(folder / "request.yaml")
        _refuse_newer(document)
        request, findings = check_model(Request, document, lenient=True)
        if request is None:
            raise broken(findings)
        events, unknown, event_findings = read_events(folder)
        frozen = self._frozen_law(folder, events)
        law, closed = (frozen.jurisdiction, frozen.closed_days) if frozen else self._current_law(request)
        retention, retention_findings = retention_on_file(request, self.overlay)
        return RequestFile(
            id=request_id,
            folder=folder,
            request=request,
            events=tuple(events),
            law=law,
            closed=closed,
            law_frozen=frozen.file if frozen else None,
            law_is_local=(self.root / "jurisdictions" / f"{request.law}.yaml").is_file(),
            unknown_kinds=tuple(unknown),
            retention=retention,
            findings=tuple(findings + event_findings + retention_findings),
        )

    def load_all(self) -> Iterator[RequestFile | FrkitError]:
        """Every request, or the error that keeps one from being read: one broken file never hides the others."""
        for request_id in self.request_ids():
            try:
                yield self.load(request_id)
            except FrkitError as error:
                yield error

    def create_request(self, request: Request, slug: str, day: date, *, hashed: bool = False) -> str:
        """Make a request's folder whole or not at all; a taken name gets four hex digits more. Gives its id.

        The very same request, of which nothing is logged yet, is not made twice. ``hashed``: the slug ends in digits
        of the content's own hash, so that two people who make the same request make the same folder.
        """
        self.refuse_if_gone(self.root)
        parent = self.root / "requests"
        make_folder(parent)
        name = safe_name(f"{day:%Y-%m}-{slug}", keep_suffix=False)
        text = request_text(request)
        self._refuse_private(text, "request.yaml")
        for same in sorted(parent.glob(f"{name}*/request.yaml")):
            if same.read_bytes() == text.encode() and not (same.parent / "events").exists():
                return same.parent.name
        if not hashed and has_remote(self.root):  # somebody else may make a request of this name before the two meet
            name = f"{name[:70]}-{secrets.token_hex(2)}"
        making = parent / f".{name[:60]}-{secrets.token_hex(4)}.tmp"
        making.mkdir()
        try:
            create(making / "request.yaml", text.encode())
            return name_folder(making, parent, name, keep_same=hashed)
        finally:
            shutil.rmtree(making, ignore_errors=True)

    # events

    def add_event(self, request_id: str, event: Event) -> tuple[str, Path]:
        """Write an event as a new file named after its own hash. Gives its id and path."""
        text = event_text(event)
        self._refuse_private(text, f"the event '{event.kind}'")
        data = text.encode()
        event_id = event_id_of(event, data)
        path = self.root / "requests" / request_id / "events" / f"{event_id}.yaml"
        self.refuse_if_gone(path.parent.parent)
        create(path, data)
        return event_id, path

    def refuse_private_event(self, event: Event) -> None:
        """Raise FrkitError if an event holds the requester's address, e-mail or telephone."""
        self._refuse_private(event_text(event), f"the event '{event.kind}'")

    def freeze_law(self, request_id: str, day: date, *, since: date | None = None) -> tuple[str, str]:
        """Keep the law as it stands with the request. Gives the file's name below the request, and its SHA-256.

        ``since`` is the first day of a story that is not on file yet; its closed days are kept too.
        """
        request, findings = check_model(
            Request, read_yaml(self.root / "requests" / request_id / "request.yaml"), lenient=True
        )
        if request is None:
            raise broken(findings)
        law, closed = self._current_law(request)
        events, _, _ = read_events(self.root / "requests" / request_id)
        first = min((event.date for _, event in events), default=day)
        data = frozen_text(law, closed, day, min(first, since or first)).encode()
        digest = sha256_of_bytes(data)
        name = f"law/{day.isoformat()}-{digest[:8]}.yaml"
        create(self.root / "requests" / request_id / name, data)
        return name, digest

    # originals

    def take_in(
        self,
        request_id: str,
        source: Path,
        day: date,
        *,
        private: bool = False,
        came_from: str | None = None,
        taken_in: str | None = None,
    ) -> FileRecord:
        """Keep a file as it came, hashed on the way; where it holds the requester's data, under ``private/``.

        ``came_from`` says whence it came (left out: the sender that a mail names), ``taken_in`` when (UTC; else now).
        Raises FrkitError for bytes that were forgotten on demand.
        """
        self.refuse_if_gone(self.root / "requests" / request_id)
        values = self.private_values()
        return take_in(
            self.root, request_id, source, day, values, private=private, came_from=came_from, taken_in=taken_in
        )

    def original(self, request_id: str, record: FileRecord) -> Path:
        """Where a file that an event names lies: below the request, or below the campaign's ``private/``."""
        if record.file.startswith("private/"):
            return inside(self.root / "private", record.file.removeprefix("private/"))
        return inside(self.root / "requests" / request_id, record.file)

    def refuse_if_gone(self, folder: Path) -> None:
        """Raise FrkitError if a folder was moved while a command waited: it must not come to life where it was."""
        if not folder.is_dir() or not (self.root / "campaign.yaml").is_file():
            raise FrkitError(
                "The campaign is no longer where it was when the command began.",
                place=str(folder),
                remedy="run the command again in the folder where it is now; nothing was written",
            )

    # private

    def requester(self, requester_id: str | None) -> Requester | None:
        """The requester of that id from ``private/requesters``, or None where the file is not on this computer."""
        if requester_id is None:
            return None
        path = inside(self.root / "private" / "requesters", f"{requester_id}.yaml")
        if not path.is_file():
            return None
        requester, findings = check_model(Requester, kept_yaml(path), lenient=True)
        if requester is None:
            raise broken(findings)
        return requester

    def requesters(self) -> list[Requester]:
        """Everybody in ``private/requesters`` on this computer."""
        folder = self.root / "private" / "requesters"
        ids = sorted(path.stem for path in folder.glob("*.yaml") if not path.name.startswith("."))
        return [person for person in map(self.requester, ids) if person is not None]

    def private_values(self) -> dict[str, str]:
        """Addresses, e-mails and telephones that no tracked file may hold."""
        return private_values(self.requesters())

    # reading

    def _frozen_law(self, folder: Path, events: list[tuple[str, Event]]) -> FrozenLaw | None:
        """The law as frozen when the request was first sent, or as read anew since."""
        history = [event for _, event in effective(events)]
        first = next((event.law_file for event in history if isinstance(event, Sent) and event.law_file), None)
        anew = [event.law_file for event in history if isinstance(event, Refrozen)]
        file = anew[-1] if anew else first
        return read_frozen(inside(folder, file), file) if file else None

    def _current_law(self, request: Request) -> tuple[Jurisdiction, ClosedDays]:
        return load_jurisdiction(request.law, self.root), load_closed_days(request.law, self.root)

    def _refuse_private(self, text: str, where: str) -> None:
        found = found_in_text(text, self.private_values())
        if found:
            raise FrkitError(
                f"The {' and the '.join(found)} would stand in {where}, which git tracks.",
                remedy="leave it out, or write [address of requester]; such data belongs in private/ only",
            )


def init_campaign(root: Path, name: str, *, requester: str | None = None) -> CampaignFolder:
    """Make a new campaign folder; raises FrkitError if the folder holds a campaign or other files already."""
    if (root / "campaign.yaml").exists():
        raise WrongUsage("There is a campaign here already.", place=str(root), remedy="choose another folder")
    if root.exists() and not (root.is_dir() and _only_begun(root)):
        raise WrongUsage("The folder is not empty.", place=str(root), remedy="choose a new or an empty folder")
    for below in _NEW_FOLDERS:
        make_folder(root / below)
    create(root / ".gitignore", GITIGNORE.encode())
    create(root / ".gitattributes", GITATTRIBUTES.encode())
    data: dict[str, Any] = {"format": FORMAT, "name": name, "requester": requester}
    create(root / "campaign.yaml", dump_yaml({key: value for key, value in data.items() if value}).encode())
    return CampaignFolder.find(root)


def _only_begun(root: Path) -> bool:
    """Whether a folder holds nothing, or nothing but what an interrupted ``frkit init`` made in it."""
    ours = {*_NEW_FOLDERS, "private", ".gitignore", ".gitattributes"}
    found = (path for path in root.rglob("*") if path.suffix != ".tmp")
    return all(path.relative_to(root).as_posix() in ours for path in found)


def broken(findings: list[Finding]) -> FrkitError:
    """The error that lists every mistake found in one file."""
    mistakes = errors_in(findings)
    lines = "\n  ".join(str(finding) for finding in mistakes)
    count = "a mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
    return FrkitError(f"The file has {count}:\n  {lines}", remedy="mend the line and run the command again")


def _refuse_newer(document: Document) -> None:
    value = document.data.get("format") if isinstance(document.data, dict) else None
    if isinstance(value, str) and value.isdigit() and int(value) > FORMAT:
        raise FrkitError(
            f"The campaign is in format {value}; this frkit reads formats up to {FORMAT}.",
            place=shown_path(document.path),
            remedy="install a newer frkit: pip install --upgrade frkit",
        )


__all__ = ["CampaignFolder", "broken", "init_campaign"]
