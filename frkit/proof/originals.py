"""Are the files that events name still those that came, and are the events still those that were written?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frkit.base.errors import FrkitError
from frkit.base.files import inside, sha256_of, sha256_of_bytes
from frkit.base.yaml_places import parse_yaml, read_data, text_of
from frkit.tracking.event_files import EVENT_NAME, read_event
from frkit.tracking.forgotten import forgotten_in
from frkit.tracking.sent_letters import sent_letters


@dataclass
class Originals:
    """What the events say of files, compared with the files; paths are below the campaign."""

    events: int = 0
    checked: int = 0
    """Files compared with the hash in an event."""
    events_changed: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    private_missing: list[str] = field(default_factory=list)
    """Files below ``private/`` that are not on this computer, as after a clone."""
    forgotten: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each forgotten file -> the reason."""
    gone_with: set[str] = field(default_factory=set)
    """SHA-256 of each file that was attached to a forgotten one; conversions of it went too."""
    still_here: list[str] = field(default_factory=list)
    """Files that were forgotten and lie there nevertheless."""


@dataclass(frozen=True)
class _Named:
    """A file that an event names."""

    path: str
    sha256: str


def check_originals(root: Path, known: Mapping[str, str]) -> Originals:
    """Compare every file that an event names; ``known`` holds hashes that were computed already, by path."""
    found = Originals()
    folders = sorted(path for path in (root / "requests").glob("*/events") if not path.parent.name.startswith("."))
    for folder in folders:
        _look_for_forgotten(folder, found)
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            if not path.name.startswith("."):
                _one_event(root, path, found, known)
    _letters(root, found)
    return found


def _one_event(root: Path, path: Path, found: Originals, known: Mapping[str, str]) -> None:
    shown = path.relative_to(root).as_posix()
    named = EVENT_NAME.fullmatch(path.name)
    if named is None:
        return
    found.events += 1
    try:
        data = read_data(path)
        if sha256_of_bytes(data)[:8] != named[2]:
            found.events_changed.append(shown)
        files = list(_files(parse_yaml(text_of(data, path), path).data, path)) if b"documents:" in data else []
    except FrkitError as error:
        found.unreadable.append(f"{shown}: {error.fact}")
        return
    for one in files:
        _one_file(root, one, found, known)


def _files(data: Any, event: Path) -> Iterator[_Named]:
    request = event.parts[-3]
    documents = data.get("documents") if isinstance(data, dict) else None
    for one in documents if isinstance(documents, list) else []:
        name, digest = (one.get("file"), one.get("sha256")) if isinstance(one, dict) else (None, None)
        if isinstance(name, str) and isinstance(digest, str):
            yield _Named(name if name.startswith("private/") else f"requests/{request}/{name}", digest)


def _one_file(root: Path, one: _Named, found: Originals, known: Mapping[str, str]) -> None:
    try:
        path = inside(root / one.path.split("/")[0], one.path.partition("/")[2])
        digest = known.get(one.path) or (sha256_of(path) if path.is_file() else None)
    except (FrkitError, OSError) as error:
        found.unreadable.append(f"{one.path}: {getattr(error, 'fact', None) or getattr(error, 'strerror', error)}")
        return
    if digest is not None:
        found.checked += 1
    if one.sha256 in found.forgotten:
        found.still_here += [one.path] if digest == one.sha256 else []
    elif digest is None:
        (found.private_missing if one.path.startswith("private/") else found.missing).append(one.path)
    elif digest != one.sha256:
        found.changed.append(one.path)


def _letters(root: Path, found: Originals) -> None:
    """Letters as sent bear their whole hash as their name."""
    for path in sent_letters(root):
        if path.is_file():
            found.checked += 1
            if sha256_of(path) != path.stem:
                found.changed.append(path.relative_to(root).as_posix())
            elif path.stem in found.forgotten:
                found.still_here.append(path.relative_to(root).as_posix())


def _look_for_forgotten(folder: Path, found: Originals) -> None:
    if not any(folder.glob("*-forgotten-*.yaml")):
        return
    paths = [path for kind in ("forgotten", "corrected") for path in sorted(folder.glob(f"*-{kind}-*.yaml"))]
    read = [(path.stem, read_event(path)[0]) for path in paths]
    events = [(event_id, event) for event_id, event in read if event is not None and not isinstance(event, str)]
    for digest, (_, event) in forgotten_in(events).items():
        found.forgotten[digest] = event.reason
        found.gone_with.update(event.parts)
