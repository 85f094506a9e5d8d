"""Pages to look at: one PDF for each original, kept below ``.frkit/pages`` so that the next look costs nothing."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from frkit import __version__
from frkit.base.files import create, replace, safe_name, sha256_of, sha256_of_bytes
from frkit.base.own_secret import own_secret
from frkit.evidence.conversion.made_lists import joined
from frkit.evidence.conversion.made_pages import Setting
from frkit.evidence.conversion.many_files import Failed, Order, many_pages
from frkit.evidence.conversion.one_file import Pages, pages_without
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
    forgotten: frozenset[str] = frozenset()
    """SHA-256 of what had to be removed on demand; a file inside the original may be among it."""


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

    def out(one: Wanted) -> Path:
        return folder.root / ".frkit" / "pages" / one.request / _name(one)

    known = {one: found for one in wanted if (found := _kept(one, folder, setting, out(one))) is not None}
    new = [one for one in wanted if one not in known]
    made = _made(new, folder, setting, out, workers)
    for one in wanted:
        look = known[one] if one in known else next(made)
        yield look if out_dir is None else _written(look, out_dir)


def _made(
    wanted: Sequence[Wanted],
    folder: CampaignFolder,
    setting: Setting,
    out: Callable[[Wanted], Path],
    workers: int | None,
) -> Iterator[Look]:
    done = many_pages([one.order for one in wanted], folder, setting, workers=workers)
    for one, (_, pages) in zip(wanted, done, strict=True):
        if isinstance(pages, Failed):
            yield Look(one, None, failed=pages)
            continue
        every = [_shown(piece, one, setting) for piece in pages.every()]
        look = Look(one, out(one), tuple(map(_piece, every)))
        data = joined(*(piece.pdf for piece in every))
        replace(out(one), data)
        record = {"pdf": sha256_of_bytes(data), "pieces": [asdict(piece) for piece in look.pieces]}
        replace(_record(one, folder, setting), json.dumps(record).encode())
        yield look


def _shown(piece: Pages, wanted: Wanted, setting: Setting) -> Pages:
    """The pages of a piece, or its slip sheet where its bytes had to be forgotten."""
    if piece.sha256 not in wanted.forgotten:
        return piece
    slip = pages_without(piece.name, piece.sha256, piece.size, "it was removed on demand", setting)
    return dataclasses.replace(slip, part=piece.part)


def _piece(pages: Pages) -> Piece:
    return Piece(pages.part, pages.name, pages.sha256, pages.size, pages.kind, pages.count, pages.slip, pages.how,
                 pages.warnings)  # fmt: skip


def _kept(wanted: Wanted, folder: CampaignFolder, setting: Setting, pdf: Path) -> Look | None:
    """An earlier look; not one with a slip sheet, since a password or a program may be here by now."""
    if own_secret() is None:
        return None
    try:
        record = json.loads(_record(wanted, folder, setting).read_bytes())
        pieces = tuple(_as_piece(one) for one in record["pieces"])
        if sha256_of(pdf) != record["pdf"]:
            return None
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return None if any(one.slip is not None for one in pieces) else Look(wanted, pdf, pieces)


def _as_piece(data: dict[str, Any]) -> Piece:
    piece = Piece(**data)
    return dataclasses.replace(piece, how=tuple(piece.how), warnings=tuple(piece.warnings))


def _record(wanted: Wanted, folder: CampaignFolder, setting: Setting) -> Path:
    """Where it is kept what an earlier look found; only this account knows the name, so that nobody can plant one."""
    key = hashlib.sha256()
    parts = (wanted.request, wanted.sha256, wanted.order.name, setting.paper, *sorted(wanted.forgotten), __version__)
    for one in (own_secret() or b"", *(part.encode() for part in parts)):
        key.update(hashlib.sha256(one).digest())
    return folder.root / ".frkit" / "pages" / "seen" / f"{key.hexdigest()}.json"


def _name(wanted: Wanted) -> str:
    """A name that can be read: the original's, and the beginning of its hash."""
    stem = safe_name(wanted.order.name, keep_suffix=False)[:60].rstrip(".-")
    return f"{stem}-{wanted.sha256[:8]}.pdf"


def _written(look: Look, out_dir: Path) -> Look:
    """The PDF in a folder that the user named, where nothing is ever replaced."""
    if look.pdf is None:
        return look
    data = look.pdf.read_bytes()
    path = out_dir / _name(look.wanted)
    if path.exists() and path.read_bytes() != data:
        path = path.with_stem(f"{path.stem}-{sha256_of_bytes(data)[:4]}")
    create(path, data)
    return Look(look.wanted, path, look.pieces, look.failed)
