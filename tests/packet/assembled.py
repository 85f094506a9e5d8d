"""Assembles sections into a file and gives its bytes."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from frkit.packet.assembly.assembling import Section, assemble
from frkit.packet.assembly.kept import Keeping, KeptFile
from frkit.packet.assembly.outline import Entry
from frkit.packet.assembly.stamping import Stamp
from frkit.packet.verify.digests import page_digests


@dataclass(frozen=True)
class Made:
    """A PDF as it was written, and where the stamp of each page stands."""

    pdf: bytes
    placements: tuple[str, ...]


def assembled(sections: Sequence[Section], bookmarks: Sequence[Entry], title: str, *, first_page: int = 1) -> Made:
    """The PDF that these sections give."""
    with tempfile.TemporaryDirectory() as folder:
        made = assemble(sections, bookmarks, title, first_page=first_page)
        path = Path(folder) / "made.pdf"
        written = made.write(path)
        data = path.read_bytes()
        assert written.size == len(data) and written.sha256 == hashlib.sha256(data).hexdigest()
        with pikepdf.open(path) as pdf:  # what was said of each page before it was written is so in the file
            assert tuple(page_digests(pdf, first_page)) == made.digests
        return Made(data, made.placements)


def kept(pdf: bytes, folder: Path, name: str = "kept") -> KeptFile:
    """The packet's copy of a PDF as the store keeps it."""
    return Keeping(str(folder / name), {}).keep(0, pdf, {})


_KEPT = tempfile.TemporaryDirectory()


def document(pdf: bytes, stamps: tuple[Stamp, ...], what: str = "") -> Section:
    """The section that a document gives, by way of the store."""
    path = Path(tempfile.mkdtemp(dir=_KEPT.name))
    return Section(kept(pdf, path), stamps, what)
