"""An event as a file: its text, its name made of its own hash, and reading it back."""

from __future__ import annotations

import os
import re
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of_bytes
from frkit.base.findings import Finding, did_you_mean, shown_path
from frkit.base.models import check_model
from frkit.base.refusals import reason
from frkit.base.yaml_places import dump_yaml, parse_yaml, read_data, text_of
from frkit.tracking.events import BY_KIND, Event

EVENT_NAME = re.compile(r"(\d{4}-\d{2}-\d{2}-[a-z-]+-)([0-9a-f]{8})\.yaml")


_KEPT_BESIDE = ("letter_sha256", "masked_sha256", "law_file", "law_sha256")
"""What points at files that are kept beside the event; it stands last."""


def event_text(event: Event) -> str:
    """The YAML text of an event, ``kind`` first, without what it leaves at its default."""
    dumped = event.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    told_first = sorted(dumped, key=lambda key: key in _KEPT_BESIDE)
    return dump_yaml({"kind": event.kind, **{key: dumped[key] for key in told_first if key != "kind"}})


def event_id_of(event: Event, data: bytes) -> str:
    """The id of an event, which is the name of its file: day, kind, and the first eight digits of its SHA-256."""
    return f"{event.date.isoformat()}-{event.kind.replace('_', '-')}-{sha256_of_bytes(data)[:8]}"


def event_paths(folder: Path) -> list[Path]:
    """The files among the events of a request, sorted; raises FrkitError where nobody can say which there are.

    A folder that may not be listed must not pass for one without events: a request would seem never sent.
    """
    events = folder / "events"
    try:
        names = os.listdir(events)
    except FileNotFoundError:
        return []
    except OSError as error:
        why, remedy = reason(error, reading=True)
        raise FrkitError(f"The events cannot be listed: {why}.", place=shown_path(events), remedy=remedy) from None
    return [events / name for name in sorted(names) if name.endswith(".yaml") and not name.startswith(".")]


def read_event(path: Path) -> tuple[Event | str | None, list[Finding]]:
    """An event; or the name of a kind this frkit does not know; or None with the findings that say why not."""
    named = EVENT_NAME.fullmatch(path.name)
    if named is None:
        return None, [_misnamed(path)]
    try:
        data = read_data(path)
        document = parse_yaml(text_of(data, path), path)
    except FrkitError as error:
        return None, [_lost(path, error.fact)]
    if document.data is None:
        return None, [_lost(path, "The file is empty.")]
    findings: list[Finding] = []
    if sha256_of_bytes(data)[:8] != named[2]:
        message = "the file was changed after it was written: its hash is not the one in its name"
        findings.append(Finding(shown_path(path), 1, 1, message, "warning"))
    kind = document.data.get("kind") if isinstance(document.data, dict) else None
    if isinstance(kind, str) and kind not in BY_KIND:
        near = did_you_mean(kind, BY_KIND)
        message = f"'{kind}' is no kind of event that this frkit knows{near}; it may need a newer frkit"
        return kind, [*findings, document.finding(("kind",), message, warn=True)]
    event, more = check_model(BY_KIND.get(str(kind), Event), document, lenient=True)
    return event, findings + more


def read_events(folder: Path) -> tuple[list[tuple[str, Event]], list[str], list[Finding]]:
    """The events of a request's folder with their ids, the kinds that this frkit does not know, and what is wrong."""
    events: list[tuple[str, Event]] = []
    unknown: list[str] = []
    findings: list[Finding] = []
    for path in event_paths(folder):
        event, event_findings = read_event(path)
        findings += event_findings
        if isinstance(event, str):
            unknown.append(event)
        elif event is not None:
            events.append((path.stem, event))
    return events, unknown, findings


def _lost(path: Path, why: str) -> Finding:
    remedy = "restore it from a copy or from git; until then this event does not count"
    return Finding(shown_path(path), 1, 1, f"{why} {remedy}")


def _misnamed(path: Path) -> Finding:
    """What lies among the events under another name: often a copy that a shared disk made of an event."""
    where = shown_path(path)
    message = "the file name is not that of an event; frkit passes it over: move it out of this folder"
    passed_over = Finding(where, 1, 1, message, "warning")
    try:
        data = read_data(path)
        document = parse_yaml(text_of(data, path), path)
    except FrkitError:
        return passed_over
    kind = document.data.get("kind") if isinstance(document.data, dict) else None
    event = check_model(BY_KIND[kind], document, lenient=True)[0] if isinstance(kind, str) and kind in BY_KIND else None
    if event is None:
        return passed_over
    name = f"{event_id_of(event, data)}.yaml"
    if path.with_name(name).exists():
        return Finding(where, 1, 1, f"a copy of {name} that another program made; delete the copy", "warning")
    return Finding(where, 1, 1, f"an event under another name, which does not count; rename the file to {name}")
