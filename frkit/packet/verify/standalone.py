"""Checks the packet in this folder without frkit. It needs Python 3.10 or later and pikepdf:

    python3 -m pip install pikepdf
    python3 verify.py                (for a packet that lies elsewhere: python3 verify.py FOLDER)

Each PDF, each page, the table and the originals are set beside manifest.json. Exit code 0: all is as it was; 1: not.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Object, Pdf, PdfError, Stream

METHOD, FONT, MARK, RECORD = "pages-3", "/FrkStampFont", "/FrkStamp", "/FrkitRecord"
FRAME = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Annots")
NOT_RECORDED = ("manifest_sha256", "files")
LEFT_OUT = {"/Parent", "/P", "/StructParent", "/StructParents", "/Length"}
BROKEN = (OSError, PdfError, ValueError, TypeError, LookupError, AttributeError, RuntimeError)


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def canonical(manifest: dict[str, Any], *without: str) -> bytes:
    """The bytes that a digest of the manifest is taken of: without some keys, the others sorted, no spaces."""
    told = {key: value for key, value in manifest.items() if key not in without}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def joined(*parts: bytes) -> bytes:
    """The SHA-256 of some parts, each with its length before it."""
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()


class Reader:
    """Hashes the objects of a PDF by what they hold, never by their numbers; what pages share is hashed once."""

    def __init__(self, pages: dict[tuple[int, int], int]) -> None:
        self.known = {key: joined(b"page", str(number).encode()) for key, number in pages.items()}
        self.here, self.depth, self.turned = dict[tuple[int, int], bytes](), 0, False

    def value(self, one: Any) -> bytes:
        """The hash of an object; where it leads back to itself, the hash holds for the page at hand only."""
        if not isinstance(one, Object) or not one.is_indirect:
            return self.plain(one)
        if (key := one.objgen) in self.known:
            return self.known[key]
        if key in self.here or self.depth > 100:
            self.turned = True
            return self.here.get(key, b"turn")
        before, self.turned, self.here[key], self.depth = self.turned, False, b"turn", self.depth + 1
        found = self.plain(one)
        (self.here if self.turned else self.known)[key] = found
        self.turned, self.depth = self.turned or before, self.depth - 1
        return found

    def plain(self, one: Any) -> bytes:
        """The hash of an object by its kind; a stream's bytes unpacked, unless they are packed as pictures are."""
        if isinstance(one, Stream):
            try:
                return joined(b"stream", *self.entries(one, "/Filter", "/DecodeParms"), joined(one.read_bytes()))
            except (PdfError, ValueError):
                return joined(b"packed", *self.entries(one), joined(one.read_raw_bytes()))
        if isinstance(one, Dictionary):
            return joined(b"dictionary", *self.entries(one))
        if isinstance(one, Array):
            return joined(b"array", *(self.value(item) for item in one))
        return joined(b"plain", one.unparse(resolved=True) if isinstance(one, Object) else str(one).encode())

    def entries(self, one: Any, *without: str) -> list[bytes]:
        """The keys of a dictionary, sorted, each with the hash of what stands under it."""
        kept = [key for key in sorted(one.keys()) if key not in LEFT_OUT and key not in without]
        return [part for key in kept for part in (key.encode("utf-8", "surrogateescape"), self.value(one[key]))]


def readers_of(pages: Sequence[Any], first: int) -> tuple[Reader, Reader]:
    """What hashes the drawings of pages, and what hashes all else: links lead to numbers, from ``first`` on."""
    numbered = {page.objgen: first + at for at, page in enumerate(pages)}
    return Reader(dict.fromkeys(numbered, 0)), Reader(numbered)


def page_hashes(page: Any, bodies: Reader, frames: Reader) -> tuple[str, str]:
    """Two hashes of a page: of what it drew before it was stamped, and of all that it shows."""
    has, above, bodies.here, frames.here = dict(page.items()), page.get("/Parent"), {}, {}
    for _ in range(50):  # what a page lacks, the nodes above it may have
        if isinstance(above, Dictionary):
            has, above = dict(above.items()) | has, above.get("/Parent")
    contents, resources = has.get("/Contents", Array()), has.get("/Resources", Dictionary())
    streams = [one for one in (contents if isinstance(contents, Array) else [contents]) if isinstance(one, Stream)]
    own, stamps = ([one for one in streams if bool(one.get(MARK, False)) is mark] for mark in (False, True))
    fonts = resources.get("/Font", Dictionary())
    used = joined(*bodies.entries(resources, "/Font")), joined(*bodies.entries(fonts, FONT))
    body = joined(b"body", *map(bodies.value, own), *used)
    shown = [*stamps, fonts.get(FONT), *map(has.get, FRAME)]
    return body.hex(), joined(b"whole", body, *map(frames.value, shown)).hex()


def pdf_faults(path: Path, file: dict[str, Any], manifest: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one PDF: other bytes, the record of another packet in it, other pages."""
    if sha256(path.read_bytes()) != file["sha256"]:
        yield f"{path.name} is not the file that was built: its SHA-256 is not the one in manifest.json"
    record, first = sha256(canonical(manifest, *NOT_RECORDED)), file["first_page"]
    with Pdf.open(path) as pdf:
        inside = [sha256(one.get_file().read_bytes()) for one in pdf.attachments.values()]
        if {record} != {str(pdf.docinfo.get(RECORD)), *inside}:
            yield f"{path.name} and manifest.json are not of one packet, or one of them was edited"
        pages, there = manifest["pages"][first - 1 : file["last_page"]], [page.obj for page in pdf.pages]
        if len(there) != len(pages):
            yield f"{path.name} has {len(there)} pages; {len(pages)} were built"
        readers = readers_of(there, first)
        for found, page in zip((page_hashes(one, *readers) for one in there), pages, strict=False):
            if found != (page["content"], page["digest"]):
                what = "stamp, size, rotation or links were" if found[0] == page["content"] else "content was"
                yield f"page {page['page']} {page['bates'] or ''}: its {what} changed, or pages were exchanged"


def faults(folder: Path) -> Iterator[str]:
    """Everything that differs."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if manifest["manifest_sha256"] != sha256(canonical(manifest, "manifest_sha256")):
        yield "manifest.json was edited: what it says does not give the digest that stands in it"
    files, count = manifest["files"], len(manifest["pages"])
    if [0, *(one["last_page"] for one in files)] != [*(one["first_page"] - 1 for one in files), count]:
        yield "the PDFs that manifest.json names do not hold all its pages"
    for file in files:
        try:
            yield from pdf_faults(folder / file["file"], file, manifest)
        except BROKEN as error:
            yield f"{file['file']} is missing or cannot be read: {error}"
    known = {f"originals/{one['request']}/{one['original']}": one["files"][0]["sha256"] for one in manifest["exhibits"]}
    known |= {one["file"]: one["sha256"] for one in manifest["beside"]}
    for name in [*known, *(path.relative_to(folder).as_posix() for path in (folder / "originals").rglob("*"))]:
        if (folder / name).is_file() and sha256((folder / name).read_bytes()) != known.get(name):
            yield f"{name} is not the file that was handed over"


if __name__ == "__main__":
    try:
        different = [f"differs: {one}" for one in faults(Path([str(Path(__file__).parent), *sys.argv[1:]][-1]))]
    except BROKEN as error:
        different = [f"manifest.json is missing or damaged: {error!r}"]
    print(*different, "Not good." if different else "Good: the packet is what was built.", sep="\n")
    sys.exit(bool(different))
