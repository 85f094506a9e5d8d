"""Pages of originals, kept below ``.frkit`` with what was found out about them, so that the next build is quick.

A file of the store is found only by whoever knows the account's own secret, and what is said of it is sealed with it:
nobody can plant pages there. What depends on more than the original (a program that is missing today, a password)
is part of the name, or is not kept.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from frkit.base.bundled import bundled
from frkit.base.files import make_folder, remove_quietly, sha256_of, sha256_of_bytes, temporary_beside
from frkit.base.own_secret import own_secret
from frkit.evidence.conversion.made_pages import Setting
from frkit.evidence.conversion.one_file import Pages, lasting_slip
from frkit.evidence.pdf.destinations import Bookmark
from frkit.evidence.pdf.layout import Stretch
from frkit.packet.assembly.geometry import Frame
from frkit.packet.assembly.linkage import Linkage, PageSlots
from frkit.packet.assembly.measuring import Measured, measure
from frkit.packet.assembly.slots import with_slots
from frkit.packet.assembly.words_under import Laid, lay_words, readings_of
from frkit.packet.verify.versions import made_with
from frkit.pages.typeset import TypesetPages

STORE = ".frkit/packet-pages"
_SET = "set of HTML"
_PACKAGE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class KeptFile:
    """The pages of one file as a PDF on disk, and what was found out about them."""

    path: Path
    sha256: str
    size: int
    measured: Measured


@dataclass(frozen=True)
class KeptPages:
    """What became of an original: its pages and those of the files in it, their bytes on disk, in the same order."""

    pages: Pages
    files: tuple[KeptFile, ...]


@dataclass(frozen=True)
class Keeping:
    """Writes the pages of one original into the store; other processes can be given it."""

    stem: str
    """Path of the files, without number and ending."""
    values: Mapping[str, str]
    """Private data that is looked for in the text of pages."""
    derived: Path | None = None
    """The folder in which words read by OCR are kept, below the hash of each file."""

    def __call__(self, made: Pages) -> KeptPages:
        """Keep all pages, words that OCR read under them; what is given back holds no bytes."""
        files: list[KeptFile] = []
        return KeptPages(self._kept(made, files), tuple(files))

    def _kept(self, pages: Pages, files: list[KeptFile]) -> Pages:
        laid = Laid(pages.pdf)
        if self.derived is not None and pages.slip is None:
            laid = lay_words(pages.pdf, pages.kind, readings_of(self.derived / pages.sha256))
        files.append(self.keep(len(files), laid.pdf, laid.text or {}))
        parts = tuple(self._kept(part, files) for part in pages.parts)
        return replace(pages, pdf=b"", how=(*pages.how, *laid.how), parts=parts)

    def keep(self, number: int, pages: bytes, read: Mapping[int, str]) -> KeptFile:
        """Keep the pages of one PDF; ``read`` is what OCR read on them."""
        pdf = with_slots(pages)
        path = Path(f"{self.stem}-{number}.pdf")
        temporary = temporary_beside(path)
        try:
            make_folder(path.parent)
            temporary.write_bytes(pdf)  # not flushed: what a loss of power spoils is made again
            os.replace(temporary, path)
        finally:
            remove_quietly(temporary)
        return KeptFile(path, sha256_of_bytes(pdf), len(pdf), measure(pdf, self.values, read))


class PageStore:
    """The kept pages of a campaign for one setting."""

    def __init__(self, setting: Setting, mask: str, values: Mapping[str, str]) -> None:
        """``mask`` tells masks apart; ``values`` are private data that the text of pages is searched for."""
        self._secret = own_secret() or os.urandom(32)
        self._lasting = own_secret() is not None
        self._folder = setting.folder / STORE
        self._setting = setting
        self._values = values
        self._mask = mask
        self._begun: set[Path] = set()

    def __enter__(self) -> PageStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._lasting:  # nobody could find them again
            for stem in self._begun:
                for path in stem.parent.glob(f"{stem.name}*"):
                    remove_quietly(path)

    def keeping(self, kept_in: Path, sha256: str, name: str, *more: str) -> Keeping:
        """What keeps the pages of an original; ``more`` is what they depend on besides."""
        stem = self._stem(sha256, name, *more)
        self._begun.add(stem)
        return Keeping(str(stem), self._values, kept_in)

    def seal(self, kept: KeptPages, kept_in: Path, sha256: str, name: str, *more: str) -> None:
        """Note what was kept, so that it is found the next time; not what may be other pages then."""
        if not self._lasting or not all(one.slip is None or lasting_slip(one) for one in kept.pages.every()):
            return
        told = {
            "pages": _told(kept.pages),
            "files": [{**asdict(one), "path": one.path.name} for one in kept.files],
            "beside": _beside(kept.pages, kept_in),
        }
        self._write(self._stem(sha256, name, *more).with_suffix(".json"), json.dumps(told, sort_keys=True).encode())

    def find(self, kept_in: Path, sha256: str, name: str, *more: str) -> KeptPages | None:
        """What an earlier build kept; None where there is nothing, or where it is not whole."""
        path = self._stem(sha256, name, *more).with_suffix(".json")
        data = self._read(path)
        if data is None:
            return None
        try:
            told = json.loads(data)
            pages = _pages(told["pages"])
            files = tuple(_file(path.parent, one) for one in told["files"])
            whole = told["beside"] == _beside(pages, kept_in) and all(
                one.path.stat().st_size == one.size and sha256_of(one.path) == one.sha256 for one in files
            )
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return KeptPages(pages, files) if whole else None

    def keep_set(self, html: str, made: TypesetPages) -> None:
        """Keep what was set of some HTML."""
        if not self._lasting:
            return
        told = json.dumps({"refused": made.refused, "warnings": made.warnings}).encode()
        data = told + b"\n" + made.pdf
        self._write(self._stem(_SET, html).with_suffix(".set"), data)

    def find_set(self, html: str) -> TypesetPages | None:
        """What was set of the same HTML before, if it is there and whole."""
        data = self._read(self._stem(_SET, html).with_suffix(".set"))
        if data is None:
            return None
        told, pdf = data.split(b"\n", 1)
        said = json.loads(told)
        return TypesetPages(pdf, tuple(said["refused"]), tuple(said["warnings"]))

    def _write(self, path: Path, data: bytes) -> None:
        """Write a sealed file whole or not at all."""
        temporary = temporary_beside(path)
        try:
            make_folder(path.parent)
            temporary.write_bytes(self._sealed(data).encode() + b"\n" + data)
            os.replace(temporary, path)
        finally:
            remove_quietly(temporary)

    def _read(self, path: Path) -> bytes | None:
        """What a sealed file holds; None where there is none, or where it was altered."""
        if not self._lasting:
            return None
        try:
            seal, data = path.read_bytes().split(b"\n", 1)
        except (OSError, ValueError):
            return None
        return data if hmac.compare_digest(seal, self._sealed(data).encode()) else None

    def _stem(self, *parts: str) -> Path:
        key = hmac.new(self._secret, digestmod=hashlib.sha256)
        for part in (*parts, *self._common):
            key.update(hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest())
        digest = key.hexdigest()
        return self._folder / digest[:2] / digest[2:42]

    def _sealed(self, data: bytes) -> str:
        return hmac.new(self._secret, data, hashlib.sha256).hexdigest()

    @cached_property
    def _common(self) -> tuple[str, ...]:
        """What the pages of all originals depend on."""
        setting = self._setting
        return (
            setting.day.isoformat(),
            setting.paper,
            setting.language,
            self._mask,
            json.dumps(sorted(self._values.items())),
            json.dumps(made_with()),
            *_state_of(_PACKAGE),
            *_state_of(bundled("templates")),
            *_state_of(setting.folder / "templates"),
        )


def _state_of(folder: Path) -> Iterator[str]:
    """Name, size and time of every file that shapes pages: another frkit, or another template, makes other pages."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if path.suffix != ".pyc" and path.is_file():
            state = path.stat()
            yield f"{path.relative_to(folder)} {state.st_size} {state.st_mtime_ns}"


def _beside(pages: Pages, kept_in: Path) -> dict[str, str]:
    """What was kept for the files of an original elsewhere and shapes their pages: conversions, and words by OCR."""
    found = {}
    for one in pages.every():
        for what, _ in one.derivatives:
            path = kept_in / one.sha256 / what
            found[f"{one.sha256}/{what}"] = sha256_of(path) if path.is_file() else ""
        found |= {path.name: one.sha256 for path in (kept_in / one.sha256).glob("ocr-*.yaml")}
    return found


def _told(pages: Pages) -> dict[str, Any]:
    told = {one.name: getattr(pages, one.name) for one in fields(pages) if one.name not in ("pdf", "parts")}
    told["bookmarks"] = [asdict(one) for one in pages.bookmarks]
    return {**told, "parts": [_told(one) for one in pages.parts]}


def _pages(told: dict[str, Any]) -> Pages:
    own = dict(told)
    own["parts"] = tuple(_pages(one) for one in told["parts"])
    own["bookmarks"] = tuple(Bookmark(**one) for one in told["bookmarks"])
    own["derivatives"] = tuple((what, sha256) for what, sha256 in told["derivatives"])
    return Pages(**{**own, "pdf": b"", "how": tuple(told["how"]), "warnings": tuple(told["warnings"])})


def _file(folder: Path, told: dict[str, Any]) -> KeptFile:
    measured, linkage = told["measured"], told["measured"]["linkage"]
    return KeptFile(
        folder / told["path"],
        told["sha256"],
        told["size"],
        Measured(
            frames=tuple(Frame(**one) for one in measured["frames"]),
            clear=tuple(tuple((right, left) for right, left in page) for page in measured["clear"]),
            bodies=tuple(measured["bodies"]),
            letters=tuple(measured["letters"]),
            private=tuple((index, what) for index, what in measured["private"]),
            linkage=Linkage(
                objects=tuple(Stretch(*one) for one in linkage["objects"]),
                pages=tuple(_slots(one) for one in linkage["pages"]),
                above=tuple(linkage["above"]),
                opening=linkage["opening"],
                font=linkage["font"],
                layers=tuple(linkage["layers"]),
            ),
        ),
    )


def _slots(told: dict[str, Any]) -> PageSlots:
    left, lower, right, upper = told["box"]
    words, notes = tuple(told["words"]), _recipe(told["notes"])
    return PageSlots(**{**told, "box": (left, lower, right, upper), "words": words, "notes": notes})


def _recipe(told: Any) -> Any:
    return tuple(_recipe(part) for part in told) if isinstance(told, list) else told
