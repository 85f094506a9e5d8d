"""Checking a campaign: every file reads, every hash holds, every reference leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of
from frkit.base.findings import Finding, did_you_mean, shown_path
from frkit.base.refusals import reason
from frkit.law.answers import answer_faults
from frkit.law.checks import check_local
from frkit.tracking.contradictions import contradictions
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.forgotten import forgotten_in
from frkit.tracking.git_facts import merge_begun, unmerged_paths
from frkit.tracking.inbox import inbox_of, waiting_in
from frkit.tracking.merge_checks import logged_twice
from frkit.tracking.privacy import found_in_text
from frkit.tracking.reference_checks import (
    document_references,
    event_references,
    request_references,
    unnamed_files,
)
from frkit.tracking.types import RequestFile


def check_campaign(folder: CampaignFolder) -> list[Finding]:
    """Every mistake and warning in a campaign, sorted by place."""
    findings = [*folder.findings, *_unfinished_merge(folder)]
    files = []
    for request_id in folder.request_ids():
        try:
            file = folder.load(request_id)
        except FrkitError as error:
            where = shown_path(folder.root / "requests" / request_id)
            findings.append(Finding(where, 1, 1, " ".join(str(error).split())))
            continue
        files.append(file)
        findings += file.findings
        findings += _documents(folder, file)
        findings += _of_one(file)
    findings += request_references(files)
    findings += _private_in_tracked(folder)
    findings += check_local(folder.overlay)
    findings += _left_over(folder)
    findings += _not_taken_in(folder)
    return sorted(set(findings))


def _documents(folder: CampaignFolder, file: RequestFile) -> Iterator[Finding]:
    forgotten = forgotten_in(file.events)
    for event_id, event in file.events:
        where = shown_path(file.folder / "events" / f"{event_id}.yaml")
        for record in event.documents:
            try:
                path = folder.original(file.id, record)
            except FrkitError as error:
                yield Finding(where, 1, 1, error.fact)
                continue
            if record.sha256 in forgotten:
                if path.is_file() and sha256_of(path) == record.sha256:
                    again = f"frkit forget {record.sha256[:16]}"
                    yield Finding(where, 1, 1, f"the file {record.file} was to be forgotten and is here: {again}")
                continue
            yield from _one_document(record.file, record.sha256, path, where)


def _one_document(name: str, digest: str, path: object, where: str) -> Iterator[Finding]:
    from pathlib import Path

    assert isinstance(path, Path)
    if not path.is_file():
        private = name.startswith("private/")
        message = f"the file {name} is not here" + ("; private/ is not shared through git" if private else "")
        yield Finding(where, 1, 1, message, "warning" if private else "error")
    elif sha256_of(path) != digest:
        yield Finding(where, 1, 1, f"the file {name} is not the one that came: its SHA-256 has changed")


def _of_one(file: RequestFile) -> Iterator[Finding]:
    """What can be said of one request by itself, besides its documents."""
    yield from event_references(file)
    yield from document_references(file)
    yield from unnamed_files(file)
    yield from logged_twice(file)
    yield from contradictions(file)
    yield from _remedies(file)
    yield from _given(file)
    yield from _law_hashes(file)


def _unfinished_merge(folder: CampaignFolder) -> Iterator[Finding]:
    """Files that git could not merge by itself: until a person has, the campaign is two campaigns in one folder."""
    paths = unmerged_paths(folder.root)
    for path in paths:
        message = "git could not merge this file; make it one version, then: git add it, and git commit"
        yield Finding(shown_path(folder.root / path), 1, 1, message)
    if not paths and merge_begun(folder.root):
        message = "a merge was begun and not finished; look at 'git status', then: git commit"
        yield Finding(shown_path(folder.root), 1, 1, message, "warning")


def _remedies(file: RequestFile) -> Iterator[Finding]:
    """Steps that events name and the law does not know: they then count as unnamed."""
    steps = [one.id for one in file.law.remedies]
    for event_id, event in file.events:
        named = getattr(event, "remedy", None)
        if named is not None and named not in steps:
            where = shown_path(file.folder / "events" / f"{event_id}.yaml")
            yield Finding(where, 1, 1, f"the law has no step '{named}'{did_you_mean(named, steps)}", "warning")


def _given(file: RequestFile) -> Iterator[Finding]:
    """Inputs of the law's conditions that it cannot use: a slip there would leave a limit out."""
    where = shown_path(file.folder / "request.yaml")
    for _, message in answer_faults(file.law, file.request.given):
        yield Finding(where, 1, 1, f"given: {message}", "warning")


def _law_hashes(file: RequestFile) -> Iterator[Finding]:
    for event_id, event in file.events:
        name, digest = getattr(event, "law_file", None), getattr(event, "law_sha256", None)
        if name and digest:
            path = file.folder / name
            where = shown_path(file.folder / "events" / f"{event_id}.yaml")
            if not path.is_file():
                yield Finding(where, 1, 1, f"the frozen law {name} is not here")
            elif sha256_of(path) != digest:
                yield Finding(where, 1, 1, f"the frozen law {name} was changed: its SHA-256 is another")


def _private_in_tracked(folder: CampaignFolder) -> Iterator[Finding]:
    """Addresses, e-mails and telephones in text files that git would track."""
    values = folder.private_values()
    if not values:
        return
    for path in sorted(folder.root.rglob("*")):
        below = path.relative_to(folder.root).parts
        if below[0] in ("private", "inbox", ".frkit", ".git") or path.suffix not in (".yaml", ".txt", ".md"):
            continue
        try:
            text = path.read_text(encoding="utf-8", errors="ignore") if path.is_file() else ""
        except OSError as error:
            why, remedy = reason(error, reading=True)
            yield Finding(shown_path(path), 1, 1, f"nobody can say whether it holds private data: {why}; {remedy}")
            continue
        if found := found_in_text(text, values):
            yield Finding(shown_path(path), 1, 1, f"the {' and the '.join(found)} stands in a file that git tracks")


def _not_taken_in(folder: CampaignFolder) -> Iterator[Finding]:
    """What lies in ``inbox/``: nobody has logged it, and git, seals and packets know nothing of it."""
    waiting = waiting_in(folder.root)
    if waiting:
        count = "one file is" if len(waiting) == 1 else f"{len(waiting):,} files are"
        message = f"{count} not taken in yet, and nothing counts that is not: frkit receive"
        yield Finding(shown_path(inbox_of(folder.root)), 1, 1, message, "warning")


def _left_over(folder: CampaignFolder) -> Iterator[Finding]:
    """What an interrupted command left: never read, never an event."""
    for path in sorted(folder.root.rglob(".*.tmp")):
        message = "left by a command that was interrupted; harmless: delete it when no frkit is at work"
        yield Finding(shown_path(path), 1, 1, message, "warning")
