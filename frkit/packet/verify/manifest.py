"""``manifest.json`` beside the PDF: what it was made from, what each page holds, and with what it was made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of_bytes
from frkit.base.findings import shown_path
from frkit.packet.verify.standalone import NOT_RECORDED, canonical
from frkit.tracking.events import Sha256

FORMAT = 1
NAME = "manifest.json"


class _Entry(BaseModel):
    """Frozen; keys of a newer frkit are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class About(_Entry):
    """The packet itself."""

    name: str
    title: str
    matter: str | None
    audience: str
    as_of: str
    requests: tuple[str, ...]


class BuiltFile(_Entry):
    """One PDF of the packet: the only one, or one volume."""

    file: str
    sha256: Sha256
    bytes: int
    pages: int
    first_page: int = Field(gt=0)
    last_page: int = Field(gt=0)
    bates_first: str | None = None
    bates_last: str | None = None
    outside: Sha256 | None = None
    """Over what belongs to no page: title, bookmarks, page labels, layers, the view at the start."""


class Beside(_Entry):
    """A file that lies beside the PDFs: the table, the program that checks, what to read first."""

    file: str
    sha256: Sha256


class Numbers(_Entry):
    """The Bates series: its prefix, and numbers up to the highest that no page has."""

    prefix: str
    gaps: tuple[tuple[int, int], ...] = ()


class PartEntry(_Entry):
    """One part of the front matter."""

    part: str
    title: str
    first_page: int
    last_page: int


class Derivative(_Entry):
    """A kept conversion between an original and its pages."""

    what: str
    sha256: Sha256


class FileEntry(_Entry):
    """One file of an exhibit: the original itself, or a file attached to it."""

    name: str
    part: str | None
    """Place in the mail that brought it; None for the original itself."""
    kind: str
    size: int
    sha256: Sha256
    first_page: int = Field(gt=0)
    last_page: int = Field(gt=0)
    bates_first: str
    bates_last: str
    bates_in_a_row: bool
    slip_sheet: str | None
    """Why a slip sheet stands for it."""
    how: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    derivatives: tuple[Derivative, ...] = ()


class ExhibitEntry(_Entry):
    """One exhibit: the event that brought it, its original, and its pages."""

    label: str
    title: str
    request: str
    original: str
    event: str
    date: str
    sheet_page: int | None = None
    """The page before it that shows its label and title, if it has one."""
    first_page: int = Field(gt=0)
    last_page: int = Field(gt=0)
    files: tuple[FileEntry, ...] = Field(min_length=1)


class PageEntry(_Entry):
    """One page: its numbers, where its stamp stands, and the hashes of what it holds."""

    page: int
    bates: str | None
    source_page: int | None = None
    """Which page of its file it is, from 1; None for made pages and slip sheets."""
    stamp: Literal["corner", "band"]
    digest: Sha256
    """Over everything the page shows."""
    content: Sha256
    """Over what it drew before it was stamped."""


class Record(_Entry):
    """What a manifest says of a packet before its PDFs have their bytes; each PDF carries the SHA-256 of it."""

    format: int = FORMAT
    page_digest: str = ""
    """Name of the way in which ``digest`` and ``content`` of each page were computed."""
    packet: About
    inputs_sha256: Sha256
    made_with: dict[str, str]
    bates: Numbers
    parts: tuple[PartEntry, ...]
    exhibits: tuple[ExhibitEntry, ...]
    pages: tuple[PageEntry, ...]
    beside: tuple[Beside, ...] = ()

    def as_bytes(self) -> bytes:
        """What stands in a PDF in which a manifest is embedded: JSON with sorted keys and no spaces."""
        return canonical(self.model_dump(mode="json"), *NOT_RECORDED)


class Manifest(Record):
    """Everything that a check of the packet needs."""

    manifest_sha256: str = ""
    """SHA-256 of this manifest without this field, in its canonical form; see :func:`digest_of`."""
    files: tuple[BuiltFile, ...] = Field(min_length=1)

    def as_json(self) -> bytes:
        """The manifest's bytes, its own digest in it: the same for the same packet."""
        data = self.model_dump(mode="json")
        first = {key: data[key] for key in ("format", "manifest_sha256", "page_digest", "packet", "files", "beside")}
        data = {**first, **data, "manifest_sha256": digest_of(data)}
        return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()


def pages_of_file(record: Record, file: FileEntry) -> Iterator[tuple[int, int]]:
    """Each packet page that shows a page of a file, and which page of the file it is, from 1.

    A made page between two pages of one file, such as the sheet of a volume, bears no Bates number and is none of them.
    """
    number = 0
    for entry in record.pages[file.first_page - 1 : file.last_page]:
        if entry.bates is not None:
            number = entry.source_page or number + 1
            yield entry.page, number


def digest_of(data: dict[str, Any]) -> str:
    """The SHA-256 of a manifest without its ``manifest_sha256``: JSON with sorted keys and no spaces, as UTF-8."""
    return sha256_of_bytes(canonical(data, "manifest_sha256"))


def record_digest(data: dict[str, Any]) -> str:
    """The SHA-256 of what a manifest says without ``files`` and its own digest: it stands in each PDF."""
    return sha256_of_bytes(canonical(data, *NOT_RECORDED))


def digest_in(path: Path) -> str:
    """The digest of the manifest that lies there now, whatever it says of itself."""
    return digest_of(json.loads(path.read_text(encoding="utf-8")))


def read_manifest(path: Path) -> Manifest:
    """The manifest in a file; raises FrkitError if there is none or it is damaged."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        newer = isinstance(data, dict) and isinstance(data.get("format"), int) and data["format"] > FORMAT
        if newer:
            raise FrkitError(
                f"The manifest is in format {data['format']}; this frkit reads formats up to {FORMAT}.",
                place=shown_path(path),
                remedy="install a newer frkit: pip install --upgrade frkit",
            )
        return Manifest.model_validate(data)
    except FileNotFoundError:
        raise FrkitError(
            "There is no manifest beside the packet, so it cannot be checked.",
            place=shown_path(path.parent),
            remedy="ask for manifest.json, which is built together with the PDF, or build the packet again",
        ) from None
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(step) for step in fault["loc"])
        raise _damaged(path, f"{where or 'the whole'}: {fault['msg'].lower()}") from None
    except (ValueError, OSError, RecursionError) as error:
        raise _damaged(path, str(error)) from None


def _damaged(path: Path, why: str) -> FrkitError:
    return FrkitError(
        f"The manifest is damaged ({why}).",
        place=shown_path(path),
        remedy="get an undamaged copy, or build the packet again and compare",
    )
