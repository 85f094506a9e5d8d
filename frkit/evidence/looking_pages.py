"""Pages to look at: one PDF for each original, kept below ``.frkit/pages`` so that the next look costs nothing."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from frkit import __version__
from frkit.base.files import create, replace, safe_name
from frkit.base.own_secret import own_secret
from frkit.evidence.conversion import Pages
from frkit.evidence.made_lists import joined
from frkit.evidence.made_pages import Setting
from frkit.evidence.many import Failed, Order, many_pages
from frkit.tracking.folder import CampaignFolder


@dataclass(frozen=True)
class Piece:
    """What became of one file: an original, or one that came inside it."""

    part: str
    name: str
    sha256: str
    size: int
    kind: str
    pages: int
    slip: str | None
    how: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """One original as pages, or why a person must act first."""

    wanted: Wanted
    pdf: Path | None
    pieces: tuple[Piece, ...] = ()
    failed: Failed | None = None

    @property
    def pages(self) -> int:
        """Number of pages in the PDF."""
        return sum(one.pages for one in self.pieces)


@dataclass(frozen=True)
class Wanted:
    """An original of a request to be looked at."""

    request: str
    event: str
    file: str
    sha256: str
    order: Order


def looks(
    wanted: Sequence[Wanted],
    folder: CampaignFolder,
    setting: Setting,
    out_dir: Path | None = None,
    *,
    workers: int | None = None,
) -> Iterator[Look]:
    """Each original as a PDF, with what became of it and of the files inside; those seen before come from the disk.

    The PDFs lie below ``.frkit/pages``; with ``out_dir`` they are written there, too, under a name that can be read.
    """
    known = {one: found for one in wanted if (found := _kept(one, folder, setting)) is not None}
    new = [one for one in wanted if one not in known]
    made = _made(new, folder, setting, workers)
    for one in wanted:
        look = known[one] if one in known else next(made)
        yield look if out_dir is None else _written(look, out_dir)


def _made(wanted: Iterable[Wanted], folder: CampaignFolder, setting: Setting, workers: int | None) -> Iterator[Look]:
    listed = list(wanted)
    done = many_pages([one.order for one in listed], folder, setting, workers=workers)
    for one, (_, pages) in zip(listed, done, strict=True):
        if isinstance(pages, Failed):
            yield Look(one, None, failed=pages)
            continue
        pdf = _place(one, folder, setting)
        pieces = tuple(_piece(piece) for piece in pages.every())
        replace(pdf, joined(*(piece.pdf for piece in pages.every())))
        replace(pdf.with_suffix(".json"), json.dumps([asdict(piece) for piece in pieces]).encode())
        yield Look(one, pdf, pieces)


def _piece(pages: Pages) -> Piece:
    return Piece(pages.part, pages.name, pages.sha256, pages.size, pages.kind, pages.count, pages.slip, pages.how,
                 pages.warnings)  # fmt: skip


def _kept(wanted: Wanted, folder: CampaignFolder, setting: Setting) -> Look | None:
    """An earlier look; not one with a slip sheet, since a password or a program may be here by now."""
    if own_secret() is None:
        return None
    pdf = _place(wanted, folder, setting)
    try:
        pieces = tuple(_as_piece(one) for one in json.loads(pdf.with_suffix(".json").read_bytes()))
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if not pdf.is_file() or any(one.slip is not None for one in pieces):
        return None
    return Look(wanted, pdf, pieces)


def _as_piece(data: dict[str, Any]) -> Piece:
    piece = Piece(**data)
    return dataclasses.replace(piece, how=tuple(piece.how), warnings=tuple(piece.warnings))


def _place(wanted: Wanted, folder: CampaignFolder, setting: Setting) -> Path:
    """Where the PDF lies; only this account can know the name, so that nobody can put a page there beforehand."""
    secret = own_secret() or b""
    key = hashlib.sha256()
    for one in (
        secret,
        wanted.sha256.encode(),
        wanted.order.name.encode(),
        setting.paper.encode(),
        __version__.encode(),
    ):
        key.update(hashlib.sha256(one).digest())
    return folder.root / ".frkit" / "pages" / f"{key.hexdigest()}.pdf"


def _written(look: Look, out_dir: Path) -> Look:
    """The PDF under a name that can be read: the original's, and the beginning of its hash and of its own."""
    if look.pdf is None:
        return look
    data = look.pdf.read_bytes()
    name = safe_name(look.wanted.order.name, keep_suffix=False)[:50].rstrip(".-")
    path = out_dir / f"{name}-{look.wanted.sha256[:8]}.pdf"
    if path.exists() and path.read_bytes() != data:
        path = path.with_stem(f"{path.stem}-{hashlib.sha256(data).hexdigest()[:4]}")
    create(path, data)
    return Look(look.wanted, path, look.pieces, look.failed)
