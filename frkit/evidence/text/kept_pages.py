"""What earlier commands made of a file and kept below ``derived/``: pages of an office file, words read by OCR."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from frkit.base.files import sha256_of, sha256_of_bytes
from frkit.evidence.text.documents import Document
from frkit.tracking.folder import CampaignFolder

OFFICE_RECORD, OFFICE_PAGES = "office.yaml", "office.pdf"


@dataclass(frozen=True)
class Kept:
    """What lies below ``derived/`` for one file."""

    pages_in: str = ""
    """The PDF that stands for an office file."""
    state: str = ""
    """Changes if that PDF is another one."""
    ocr: tuple[Path, ...] = ()
    """Records of pages read by OCR, sorted by name."""

    @property
    def ocr_state(self) -> str:
        """Changes with what was read by OCR: the records' names hold their hashes."""
        return sha256_of_bytes("\n".join(path.name for path in self.ocr).encode())[:32] if self.ocr else ""


NOTHING_KEPT = Kept()


def derived_folder(folder: CampaignFolder, document: Document) -> Path:
    """Where conversions of a document are kept: below its request, or below ``private/`` if the original is."""
    above = folder.root / "private" if document.private else folder.root / "requests" / document.request
    return above / "derived" / document.sha256


def kept_for(folder: CampaignFolder, documents: Iterable[Document]) -> dict[str, Kept]:
    """For each file, by its SHA-256, what was kept of it; files of which nothing was kept are left out."""
    listed: dict[Path, set[str]] = {}
    found: dict[str, Kept] = {}
    for document in documents:
        below = derived_folder(folder, document)
        if below.parent not in listed:
            listed[below.parent] = _names(below.parent)
        if document.sha256 in listed[below.parent] and document.sha256 not in found:
            found[document.sha256] = _kept(below)
    return found


def _kept(below: Path) -> Kept:
    names = _names(below)
    ocr = tuple(below / name for name in sorted(names) if name.startswith("ocr-") and name.endswith(".yaml"))
    if OFFICE_RECORD not in names or OFFICE_PAGES not in names:
        return Kept(ocr=ocr)
    try:
        return Kept(str(below / OFFICE_PAGES), sha256_of(below / OFFICE_RECORD)[:32], ocr)
    except OSError:
        return Kept(ocr=ocr)


def _names(folder: Path) -> set[str]:
    if folder.is_symlink():
        return set()
    try:
        return set(os.listdir(folder))
    except OSError:
        return set()
