"""Office files as pages, by LibreOffice: converted once, kept for ever, so that a packet never depends on it again."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Literal

from frkit.base.errors import FrkitError
from frkit.base.files import create, sha256_of_bytes
from frkit.base.findings import shown_path
from frkit.base.models import Data, check_model
from frkit.base.yaml_places import dump_yaml, read_yaml
from frkit.evidence.office.libreoffice import Task, convert, find_program, install_line, version_of
from frkit.evidence.office.notes import notes_of_document
from frkit.evidence.opening.what_is import what_is
from frkit.evidence.sheets.converting import Printed, print_workbooks
from frkit.evidence.unreadable import Unreadable

Paper = Literal["Letter", "A4"]
_YES = '{"type":"boolean","value":"true"}'
_FILTERS = {
    "slides": f'impress_pdf_Export:{{"ExportNotesPages":{_YES},"ExportHiddenSlides":{_YES}}}',
    "text": f'writer_pdf_Export:{{"ExportNotes":{_YES}}}',
}
"""With comments, speaker's notes and hidden slides."""


class KeptConversion(Data):
    """``office.yaml``: with what, when, and from which bytes to which bytes an office file was converted."""

    tool: str
    version: str
    input_sha256: str
    output_sha256: str
    when: str
    notes: tuple[str, ...] | None = None
    """What the pages do not show, such as hidden rows and comments; None where an older frkit did not look."""


@dataclass(frozen=True)
class OfficePages:
    """The kept pages of an office file and the record of how they were made."""

    pdf: bytes
    record: KeptConversion

    @property
    def step(self) -> str:
        """The line of the custody table."""
        made = self.record
        return f"converted by {made.tool} {made.version} on {made.when}; result kept, SHA-256 {made.output_sha256}"


@dataclass(frozen=True)
class OfficeFile:
    """An office file to convert: the bytes that the original holds, and the folder that conversions are kept in.

    ``opened`` are the bytes to convert in its place, where the original had to be opened with a password or is a table
    in plain text.
    """

    data: bytes
    kept_in: Path
    opened: bytes | None = None

    @property
    def folder(self) -> Path:
        """Where its conversion is kept."""
        return self.kept_in / sha256_of_bytes(self.data)


def _here(work: Callable[..., Any], *arguments: Any) -> Any:
    return work(*arguments)


def office_pages(file: OfficeFile, paper: Paper = "Letter") -> OfficePages:
    """The pages of an office file: the kept conversion, else a new one that is kept now.

    Raises Unreadable with the reason and the line that installs LibreOffice where there is neither.
    """
    kept = kept_pages(file.folder)
    if kept is not None:
        return kept
    (made,) = convert_and_keep([file], paper)
    if isinstance(made, Unreadable):
        raise made
    return made


def convert_and_keep(
    files: Sequence[OfficeFile], paper: Paper, run: Callable[..., Any] = _here
) -> list[OfficePages | Unreadable]:
    """New conversions of many office files by few starts of LibreOffice, each kept; or the reason why there is none.

    ``run`` calls what opens a stranger's bytes: in a process apart, or here.
    """
    program = find_program()
    if program is None:
        missing = f"LibreOffice is not installed here and no earlier conversion was kept; {install_line()}"
        return [Unreadable(missing) for _ in files]
    printed = _printed(program, [file.opened or file.data for file in files], paper, run)
    when = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    made: list[OfficePages | Unreadable] = []
    for file, one in zip(files, printed, strict=True):
        if isinstance(one, Unreadable):
            made.append(one)
            continue
        record = KeptConversion(
            tool="LibreOffice",
            version=version_of(program),
            input_sha256=file.folder.name,
            output_sha256=sha256_of_bytes(one.pdf),
            when=when,
            notes=one.notes,
        )
        _keep(file.folder, one.pdf, record)
        made.append(kept_pages(file.folder) or OfficePages(one.pdf, record))
    return made


def _printed(program: str, files: Sequence[bytes], paper: Paper, run: Callable[..., Any]) -> list[Printed | Unreadable]:
    """Workbooks by their own way, all else straight to PDF."""
    kinds = [_application(data) for data in files]
    found: dict[int, Printed | Unreadable] = {}
    books = [number for number, kind in enumerate(kinds) if kind == "sheets"]
    found |= dict(zip(books, print_workbooks(program, [files[one] for one in books], paper, run), strict=True))
    others = [number for number, kind in enumerate(kinds) if kind != "sheets"]
    tasks = [Task(files[one], "pdf", _FILTERS[kinds[one]]) for one in others]
    for number, pdf in zip(others, _whatever_it_is(program, tasks), strict=True):
        if isinstance(pdf, Unreadable):
            found[number] = _more_exactly(pdf, kinds[number])
        else:
            found[number] = Printed(pdf, _notes(run, files[number], pdf))
    return [found[number] for number in range(len(files))]


def _whatever_it_is(program: str, tasks: Sequence[Task]) -> list[bytes | Unreadable]:
    """The PDF of each file; what is neither text nor slides is left to LibreOffice to find out."""
    made = convert(program, tasks)
    again = [number for number, one in enumerate(made) if isinstance(one, Unreadable) and _worth_a_try(one)]
    for number, pdf in zip(again, convert(program, [Task(tasks[one].data) for one in again]), strict=True):
        made[number] = pdf
    return made


def _worth_a_try(problem: Unreadable) -> bool:
    return "did not finish" not in str(problem)


def _notes(run: Callable[..., Any], data: bytes, pdf: bytes) -> tuple[str, ...]:
    try:
        found: tuple[str, ...] = run(notes_of_document, data, pdf)
    except Unreadable as problem:
        return (f"Comments and hidden text could not be looked for: {problem}.",)
    return found


def _application(data: bytes) -> Literal["sheets", "slides", "text"]:
    detail = what_is(data).detail.lower()
    if any(word in detail for word in ("workbook", "sheet", "table")):
        return "sheets"
    return "slides" if "slides" in detail or "presentation" in detail else "text"


def _more_exactly(problem: Unreadable, kind: str) -> Unreadable:
    if kind == "slides" and "could not convert" in str(problem):
        return Unreadable(f"{problem}; slides need LibreOffice Impress, {install_line()}")
    return problem


def kept_pages(folder: Path) -> OfficePages | None:
    """The conversion kept in a folder, or None; raises FrkitError if it was altered."""
    record_path, pdf_path = folder / "office.yaml", folder / "office.pdf"
    if not (record_path.is_file() and pdf_path.is_file()):
        return None
    record, findings = check_model(KeptConversion, read_yaml(record_path), lenient=True)
    if record is None:
        raise FrkitError("The record of a conversion is damaged.", place=str(findings[0]), remedy=_RESTORE)
    pdf = pdf_path.read_bytes()
    if sha256_of_bytes(pdf) != record.output_sha256 or record.input_sha256 != folder.name:
        raise FrkitError("A kept conversion was altered: its hash is not the recorded one.",
                         place=shown_path(pdf_path), remedy=_RESTORE)  # fmt: skip
    return OfficePages(pdf, record)


_RESTORE = "restore the folder from a copy or from git, or delete it to convert anew"


def _keep(folder: Path, pdf: bytes, record: KeptConversion) -> None:
    """Keep pages and record whole or not at all: both are written into a new folder that then gets its name."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".office-", suffix=".tmp", dir=folder.parent) as making:
        inside = Path(making) / folder.name
        create(inside / "office.pdf", pdf)
        create(inside / "office.yaml", dump_yaml(record.model_dump(exclude_none=True)).encode())
        try:
            os.rename(inside, folder)
        except OSError:
            # Another process was first, and its conversion counts; or the folder holds something else already.
            if not (folder / "office.yaml").exists():
                for name in ("office.pdf", "office.yaml"):
                    create(folder / name, (inside / name).read_bytes())


__all__ = [
    "KeptConversion", "OfficeFile", "OfficePages", "convert_and_keep", "find_program", "install_line", "kept_pages",
    "office_pages", "version_of",
]  # fmt: skip
