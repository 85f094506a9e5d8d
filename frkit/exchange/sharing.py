"""A campaign as somebody outside may have it: the requests with their clocks, without those who keep it.

What is copied is made anew from what was read, never byte for byte, but for the received files and the law. A file in
which somebody's name or address is found, one that frkit cannot read, and one that was demanded back stay at home;
their hash stays in the event, as that of files under ``private/`` does after a clone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frkit.base.errors import FrkitError
from frkit.base.files import copy_in, create, safe_name, sha256_of, sha256_of_bytes
from frkit.base.findings import shown_path
from frkit.base.yaml_places import dump_yaml, parse_yaml, read_yaml
from frkit.exchange.pseudonyms import Sort
from frkit.exchange.readable import has_readable_text
from frkit.exchange.share_history import History, Names, shared_history, whole
from frkit.exchange.share_words import Words
from frkit.tracking.clawbacks import kept_back
from frkit.tracking.event_files import event_text
from frkit.tracking.events import Audience, Event, FileRecord
from frkit.tracking.folder import GITATTRIBUTES, GITIGNORE, CampaignFolder
from frkit.tracking.forgotten import forgotten_in
from frkit.tracking.privacy import found_in_file
from frkit.tracking.types import FORMAT, RequestFile


@dataclass(frozen=True)
class Wanted:
    """What the copy is to hold."""

    audience: Audience = "packet"
    files: bool = True
    """False leaves all received files out."""
    scans: bool = False
    """True also takes files whose text frkit cannot read, which a person has looked at."""


@dataclass
class Shared:
    """What went into the copy and what did not, counted; never by name."""

    requests: int = 0
    events: int = 0
    events_left_out: int = 0
    events_bare: int = 0
    files: int = 0
    files_naming: int = 0
    """Left out, for a person's name or address was found in them, or they lay under ``private/``."""
    files_unread: int = 0
    files_demanded: int = 0
    files_not_wanted: int = 0
    letters: int = 0
    packets: int = 0
    packets_left_out: int = 0
    seal: str | None = None
    unread: list[str] = field(default_factory=list)
    """Files of the campaign that frkit cannot read, for whoever makes the copy to look at."""
    hashes: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each letter's kept text -> that of its text in the copy."""
    histories: dict[str, History] = field(default_factory=dict)
    requests_named: dict[str, str] = field(default_factory=dict)
    """Request -> its folder in the copy."""
    paths: dict[tuple[str, str], str] = field(default_factory=dict)
    """(request, file or letter as it is named there) -> its name in the copy."""


def request_names(files: Iterable[RequestFile], words: Words) -> dict[str, str]:
    """Request -> its folder's name in the copy: another one where it names somebody."""
    names: dict[str, str] = {}
    for number, file in enumerate(sorted(files, key=lambda one: one.id), start=1):
        meant = f"{file.request.agency}-{file.request.pack or ''}-{file.request.law}".split("-")
        names[file.id] = f"{file.id[:7]}-request-{number}" if words.names_somebody(file.id, meant) else file.id
    return names


def write_campaign(folder: CampaignFolder, root: Path, words: Words) -> None:
    """``campaign.yaml``, what git should know, and the campaign's own law and agencies; their comments are lost."""
    create(root / ".gitignore", GITIGNORE.encode())
    create(root / ".gitattributes", GITATTRIBUTES.encode())
    campaign = folder.campaign
    update: dict[str, Any] = {"name": words.text(campaign.name), "format": FORMAT}
    if campaign.requester:
        update["requester"] = words.people[campaign.requester]
    dumped = campaign.model_copy(update=update).model_dump(mode="json", exclude_defaults=True)
    create(root / "campaign.yaml", dump_yaml({"format": FORMAT, **dumped}).encode())
    for name, mask in (("jurisdictions", words.named), ("agencies", words.text)):
        for path in _plain_files(folder.root / name):
            if path.suffix == ".yaml":
                data = words.data(read_yaml(path).data, mask)
                create(root / path.relative_to(folder.root), dump_yaml(data).encode())


def write_request(
    folder: CampaignFolder, file: RequestFile, root: Path, words: Words, wanted: Wanted, told: Shared
) -> None:
    """One request with its law, letters, files and events."""
    request_id = told.requests_named[file.id]
    target = root / "requests" / request_id
    _write_request_yaml(file, target, words)
    files = _Files(folder, file, target, words, wanted, told)
    names = Names(
        words=words,
        requests=told.requests_named,
        letters=told.hashes,
        letter_files=files.letters(),
        law=_law(file, target, words),
        record=files.record,
    )
    history = shared_history(file.events, wanted.audience, names)
    for event_id, event in history.events:
        create(target / "events" / f"{event_id}.yaml", event_text(event).encode())
    files.copy_derived()
    told.histories[file.id] = history
    told.requests += 1
    told.events += len(history.events)
    told.events_left_out += len(history.gone)
    told.events_bare += history.bare


def _write_request_yaml(file: RequestFile, target: Path, words: Words) -> None:
    request = file.request
    data = words.data(request.model_dump(mode="json", by_alias=True, exclude_defaults=True), words.text)
    kept = {"agency": request.agency, "law": request.law, "given": request.given or None}
    kept["requester"] = words.people[request.requester] if request.requester else None
    data |= {key: value for key, value in kept.items() if value}
    data.pop("imported", None)
    create(target / "request.yaml", dump_yaml({"format": FORMAT, **data}).encode())


def _law(file: RequestFile, target: Path, words: Words) -> dict[str, tuple[str, str]]:
    """The frozen law: byte for byte unless it names somebody; name -> name and SHA-256 in the copy."""
    made: dict[str, tuple[str, str]] = {}
    for path in _plain_files(file.folder / "law"):
        text = path.read_text(encoding="utf-8")
        name = f"law/{path.name}"
        masked = words.named(text)
        if masked != text:
            masked = dump_yaml(words.data(parse_yaml(text, path).data, words.named))
            name = f"law/{path.name[:10]}-{sha256_of_bytes(masked.encode())[:8]}.yaml"
        create(target / name, masked.encode())
        made[f"law/{path.name}"] = (name, sha256_of_bytes(masked.encode()))
    return made


@dataclass
class _Files:
    """Decides for each file of a request whether the copy may hold it, and under which name."""

    folder: CampaignFolder
    file: RequestFile
    target: Path
    words: Words
    wanted: Wanted
    told: Shared
    records: dict[str, FileRecord] = field(default_factory=dict)
    of_letters: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Letter -> its name and size in the copy."""
    copied: set[str] = field(default_factory=set)
    """Hashes of the originals that are in the copy."""
    _at_home: bool = False
    """Whether a file of this request was left out."""

    def record(self, record: FileRecord) -> FileRecord:
        """The record of a file as the copy's events hold it; the file itself is copied, if it may be."""
        if record.file not in self.records:
            self.records[record.file] = self._made(record)
            self.told.paths[self.file.id, record.file] = self.records[record.file].file
        return self.records[record.file]

    def letters(self) -> dict[str, str]:
        """Copy the kept text of each letter that a whole event sent; gives its name -> its name in the copy."""
        shown = [event for _, event in self.file.events if whole(event, self.wanted.audience)]
        sent = {getattr(event, "masked_sha256", None) for event in shown}
        sent |= {one.sha256 for event in shown for one in event.documents if one.file.startswith("letters/")}
        made: dict[str, str] = {}
        for path in _plain_files(self.file.folder / "letters"):
            digest = sha256_of(path)
            if digest in sent:
                text = self.words.text(path.read_text(encoding="utf-8"))
                name = f"letters/{self._named(path.name)}"
                create(self.target / name, text.encode())
                self.of_letters[f"letters/{path.name}"] = name, len(text.encode())
                made[f"letters/{path.name}"] = self.told.paths[self.file.id, f"letters/{path.name}"] = name
                self.told.hashes[digest] = sha256_of_bytes(text.encode())
                self.told.letters += 1
        return made

    def copy_derived(self) -> None:
        """Copy kept conversions of the files that were copied; of attached ones only where no file stayed at home."""
        derived = self.file.folder / "derived"
        for folder in sorted(derived.glob("*")):
            if derived.is_symlink() or folder.is_symlink() or (self._at_home and folder.name not in self.copied):
                continue
            files = _plain_files(folder)
            if any(self._names_somebody(path) for path in files) or not self.wanted.files:
                continue
            for path in files:
                copy_in(path, self.target / "derived" / folder.name, lambda _, name=path.name: name)  # type: ignore[misc]

    def _made(self, record: FileRecord) -> FileRecord:
        name = self.words.file_name(record.name) if record.name else None
        base = record.file.rsplit("/", 1)[-1]
        shown = self._named(base)
        update: dict[str, Any] = {"name": name, "source": None}
        if record.sha256 in forgotten_in(self.file.events):
            return record.model_copy(update={**update, "file": f"received/{shown}"})
        if record.file in self.of_letters:
            name, size = self.of_letters[record.file]
            return record.model_copy(update={"file": name, "sha256": self.told.hashes[record.sha256], "size": size})
        if not self._may_go(record):
            self._at_home = True
            away = f"private/received/{self.told.requests_named[self.file.id]}/{shown}"
            return record.model_copy(update={**update, "file": away})
        source = self.folder.original(self.file.id, record)
        copy_in(source, self.target / "received", lambda _: shown)
        self.copied.add(record.sha256)
        self.told.files += 1
        return record.model_copy(update={**update, "file": f"received/{shown}"})

    def _may_go(self, record: FileRecord) -> bool:
        """Whether a file may leave; counts why, if not. Raises FrkitError for a file that is not what came."""
        if not record.file.startswith("received/"):
            self.told.files_naming += 1
            return False
        if not self.wanted.files:
            self.told.files_not_wanted += 1
            return False
        plain = self.file.folder / record.file
        path = self.folder.original(self.file.id, record)
        if plain.is_symlink() or plain.parent.is_symlink() or not path.is_file() or sha256_of(path) != record.sha256:
            raise FrkitError(
                "A received file is not there, is a link, or is not the one that came.",
                place=shown_path(plain),
                remedy="frkit check says more; mend that before you share the campaign",
            )
        if record.sha256 in kept_back(self.file.events):
            self.told.files_demanded += 1
            return False
        if self._names_somebody(path):
            self.told.files_naming += 1
            return False
        if not has_readable_text(path):
            self.told.unread.append(f"{self.file.id}/{record.file}")
            if not self.wanted.scans:
                self.told.files_unread += 1
                return False
        return True

    def _names_somebody(self, path: Path) -> bool:
        return bool(found_in_file(path, self.words.in_files))

    def _named(self, base: str) -> str:
        """The name of a file in the copy: the day, the hash, and the sender's name for it if that names nobody."""
        meant = (*base.split("-")[:4], *self.file.request.agency.split("-"))
        if not self.words.names_somebody(base, meant):
            return base
        day_and_hash = "-".join(base.split("-")[:4]) if base[:4].isdigit() else ""
        ending = base.rpartition(".")[2]
        return safe_name(f"{day_and_hash}-{sha256_of_bytes(base.encode())[:4]}-file.{ending}")


def _plain_files(folder: Path) -> list[Path]:
    """The regular files below a folder, sorted; links are not followed."""
    if folder.is_symlink() or not folder.is_dir():
        return []
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    return [path for path in found if not path.name.startswith(".") and not _behind_link(path, folder)]


def _behind_link(path: Path, folder: Path) -> bool:
    return any(step.is_symlink() for step in path.parents if step.is_relative_to(folder))


def names_of(events: Iterable[Event]) -> Iterator[tuple[Sort, str]]:
    """Every person that events name, with the sort of pseudonym: those who keep the campaign, those they spoke with."""
    for event in events:
        yield "person", event.by
        counsel, person = getattr(event, "counsel", None), getattr(event, "person", None)
        if counsel:
            yield "person", counsel
        if person:
            yield "contact", person
