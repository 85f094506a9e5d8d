"""Faults of the number registry, all at once: ranges that overlap, pages with two numbers, holes, altered files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of
from frkit.base.findings import Finding, errors_in, shown_path
from frkit.base.models import check_model
from frkit.base.yaml_places import read_yaml
from frkit.packet.numbers.registry import NAME, Key, NumberFile, Registry, shown_number

MOST_PAGES = 10_000_000
"""Far beyond any packet, so that a hostile file does not fill the memory."""
Read = tuple[Path, NumberFile]
_REMEDY = (
    "two people numbered pages apart; keep the file of the packet that has been handed out, move the other away, and "
    "build its packet again: its pages then get new numbers"
)


def check_numbers(root: Path) -> list[Finding]:
    """Every mistake and warning in the Bates numbers of a campaign, sorted by place."""
    findings: list[Finding] = []
    for folder in sorted((root / "numbers").glob("*")):
        if folder.is_dir() and not folder.name.startswith("."):
            files: list[Read] = []
            for path in sorted(folder.glob("*.yaml")):
                if not path.name.startswith("."):
                    record, found = _read(path, folder.name)
                    findings += found
                    files += [(path, record)] if record is not None else []
            findings += [*_overlaps(files), *_two_numbers(files), *_two_widths(files), *_holes(folder, files)]
    return sorted(set(findings))


def _read(path: Path, prefix: str) -> tuple[NumberFile | None, list[Finding]]:
    """The file, as far as it can be read, and what is wrong with it alone."""
    where, named = shown_path(path), NAME.fullmatch(path.name)
    if named is None:
        return None, [Finding(where, 1, 1, "the file name is not that of a range of Bates numbers")]
    try:
        record, findings = check_model(NumberFile, read_yaml(path), lenient=True)
    except FrkitError as error:
        return None, [Finding(where, 1, 1, f"{error.fact} {error.remedy}")]
    if record is None:
        return None, errors_in(findings)
    if sha256_of(path)[:8] != named[3]:
        message = "the file was changed after it was written: its hash is not the one in its name; restore it from git"
        findings.append(Finding(where, 1, 1, message))
    if (record.first, record.last) != (int(named[1]), int(named[2])) or record.prefix != prefix:
        findings.append(Finding(where, 1, 1, "its numbers or its prefix are not those of its name and folder"))
    if sum(one.count for one in record.pages) > MOST_PAGES:
        return None, [*findings, Finding(where, 1, 1, f"it numbers more than {MOST_PAGES:,} pages: no packet has that")]
    given = sorted(number for one in record.pages for number, _ in one.numbered())
    if not _in_a_row(given, record):
        findings.append(Finding(where, 1, 1, f"its pages do not fill {record.first} to {record.last} one by one"))
    return record, findings


def _in_a_row(given: list[int], record: NumberFile) -> bool:
    whole = len(given) == record.last - record.first + 1
    return whole and all(number == record.first + step for step, number in enumerate(given))


def _overlaps(files: list[Read]) -> Iterator[Finding]:
    """Two files that hand out the same number: each pair named once, at the later file."""
    ordered = sorted(files, key=lambda one: (one[1].first, one[1].last, one[0].name))
    open_files: list[Read] = []
    for path, record in ordered:
        open_files = [one for one in open_files if one[1].last >= record.first]
        for other, earlier in open_files:
            first, last = record.first, min(record.last, earlier.last)
            names = " to ".join(shown_number(record.prefix, number) for number in sorted({first, last}))
            message = f"it hands out {names}, and so does {other.name}; {_REMEDY}"
            yield Finding(shown_path(path), 1, 1, message)
        open_files.append((path, record))


def _two_numbers(files: list[Read]) -> Iterator[Finding]:
    """Pages that have two numbers: told once for each pair of files, with the first such page."""
    seen: dict[Key, tuple[Path, int]] = {}
    told: set[tuple[Path, Path]] = set()
    for path, record in files:
        for one in record.pages:
            for number, key in one.numbered():
                other, first = seen.setdefault(key, (path, number))
                if first != number and (other, path) not in told:
                    told.add((other, path))
                    names = " and ".join(shown_number(record.prefix, each) for each in (first, number))
                    page = f"page {key.page} of the file {key.sha256[:12]}..." if key.page else "a slip sheet"
                    message = f"{page} has two numbers, {names} (see {other.name}); {_REMEDY}"
                    yield Finding(shown_path(path), 1, 1, message)


def _two_widths(files: list[Read]) -> Iterator[Finding]:
    """Files of one series that print numbers with more or fewer digits than its lowest."""
    ordered = sorted(files, key=lambda one: (one[1].first, one[0].name))
    for path, record in ordered[1:]:
        first, lowest = ordered[0]
        if record.printed != lowest.printed:
            message = (
                f"it prints numbers with {record.printed} digits, {first.name} with {lowest.printed}, which holds: "
                "a packet built before prints its numbers otherwise; build it again, or give one of them another prefix"
            )
            yield Finding(shown_path(path), 1, 1, message, "warning")


def _holes(folder: Path, files: list[Read]) -> Iterator[Finding]:
    """Numbers below the highest that no page has: a file is missing. Those that a plan passed over are none."""
    registry = Registry(folder.parent.parent, folder.name)
    registry.ranges = sorted((record.first, record.last, path.name) for path, record in files)
    wished = {record.start for _, record in files if record.start == record.first}
    for first, last in registry.gaps():
        if last + 1 in wished:
            continue
        names = " to ".join(registry.shown(number) for number in sorted({first, last}))
        message = f"no page has {names}: if a file of this folder is missing, get it from git or a copy"
        yield Finding(shown_path(folder), 1, 1, message, "warning")
