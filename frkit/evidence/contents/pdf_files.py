"""The files attached to a PDF, or collected in a PDF portfolio (ISO 32000-1, 7.11.4, 12.3.5 and 12.5.6.15)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from frkit.evidence.contents.gathering import LARGEST_PART, Gathering
from frkit.evidence.contents.part import BLOCK
from frkit.evidence.contents.zip_packing import Damaged, inflated
from frkit.evidence.pdf.quiet import open_pdf

_HIGHEST_RATIO = 1032
_MOST_PAGES = 20_000
_DEEPEST = 60


def read_pdf(file: BinaryIO, found: Gathering) -> None:
    """Take out the files that a PDF brings, those of the whole document first, then those pinned to a page."""
    import pikepdf

    pdf = None
    for password in ("", *found.passwords):
        try:
            pdf = open_pdf(file, password)
            break
        except pikepdf.PasswordError:
            continue
    if pdf is None:
        why = "the password is not the right one" if found.passwords else "its password is needed"
        found.warn(f"encrypted, and {why}: whether files are attached to it is not known")
        return
    with pdf:
        if "/Collection" in pdf.Root:
            found.detail = "PDF portfolio"
        seen: set[tuple[int, int]] = set()
        for filespec in _filespecs(pdf):
            stream = _embedded(filespec)
            if stream is not None and (stream.objgen == (0, 0) or stream.objgen not in seen):
                seen.add(stream.objgen)
                found.add(_name(filespec), _content(stream))


def _filespecs(pdf: Any) -> Iterator[Any]:
    names = pdf.Root.get("/Names")
    if isinstance(names, _dictionary()):
        yield from _in_tree(names.get("/EmbeddedFiles"), set(), 0)
    yield from _associated(pdf.Root)
    for number, page in enumerate(pdf.pages):
        if number >= _MOST_PAGES:
            break
        yield from _associated(page.obj)
        annotations = page.obj.get("/Annots")
        for one in annotations if isinstance(annotations, _array()) else ():
            if isinstance(one, _dictionary()) and one.get("/Subtype") in ("/FileAttachment", "/RichMedia", "/Screen"):
                yield from _pinned(one)


def _pinned(annotation: Any) -> Iterator[Any]:
    if "/FS" in annotation:
        yield annotation.FS
    content = annotation.get("/RichMediaContent")
    if isinstance(content, _dictionary()):
        yield from _in_tree(content.get("/Assets"), set(), 0)


def _in_tree(node: Any, seen: set[tuple[int, int]], depth: int) -> Iterator[Any]:
    """The values of a name tree, which a hostile file may have tied into a circle."""
    if not isinstance(node, _dictionary()) or depth > _DEEPEST or (node.objgen != (0, 0) and node.objgen in seen):
        return
    seen.add(node.objgen)
    names = node.get("/Names")
    if isinstance(names, _array()):
        for at in range(1, len(names), 2):
            yield names[at]
    kids = node.get("/Kids")
    for kid in kids if isinstance(kids, _array()) else ():
        yield from _in_tree(kid, seen, depth + 1)


def _associated(holder: Any) -> Iterator[Any]:
    listed = holder.get("/AF")
    yield from listed if isinstance(listed, _array()) else ()


def _embedded(filespec: Any) -> Any:
    import pikepdf

    files = filespec.get("/EF") if isinstance(filespec, _dictionary()) else None
    if not isinstance(files, _dictionary()):
        return None
    found = (files.get(key) for key in ("/UF", "/F", "/Unix", "/DOS", "/Mac"))
    return next((one for one in found if isinstance(one, pikepdf.Stream)), None)


def _name(filespec: Any) -> str:
    for key in ("/UF", "/F", "/Unix", "/DOS", "/Mac", "/Desc"):
        try:
            name = str(filespec.get(key, ""))
        except Exception:
            continue
        if name:
            return name
    return "attached file"


def _content(stream: Any) -> Iterator[bytes]:
    """The attached bytes; unpacked step by step where they are packed once, as they nearly always are."""
    raw = stream.read_raw_bytes()
    listed = stream.get("/Filter")
    filters = (
        [str(one) for one in listed] if isinstance(listed, _array()) else [str(listed)] if listed is not None else []
    )
    if filters in ([], ["/Crypt"]):
        yield from (raw[at : at + BLOCK] for at in range(0, len(raw), BLOCK))
    elif filters == ["/FlateDecode"] and "/DecodeParms" not in stream:
        yield from inflated([raw], zlib.decompressobj())
    elif len(raw) * _HIGHEST_RATIO ** len(filters) > LARGEST_PART:
        raise Damaged("packed several times over, as a bomb is")
    else:
        yield stream.read_bytes()


def _dictionary() -> Any:
    import pikepdf

    return pikepdf.Dictionary


def _array() -> Any:
    import pikepdf

    return pikepdf.Array
