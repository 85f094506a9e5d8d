"""What office files, archives and PDFs are, told by the list of what lies in them."""

from __future__ import annotations

import re
import struct
import zipfile
from typing import TYPE_CHECKING, Any, BinaryIO

from frkit.evidence.opening.signatures import IN_OLE, IN_ZIP, OPEN_DOCUMENT, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_NAMES = 20_000
_EDGE = 64 << 10
_BLOCK = 1 << 20
Told = tuple[Kind, str, bool]
"""Kind, words for it, and whether a password is needed to read it."""


def in_zip(file: BinaryIO) -> Told:
    """What a file in ZIP form is."""
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()[:_MOST_NAMES]
            names = [entry.filename for entry in entries]
            office = _office_in_zip(package, names)
            if office is not None:
                return office
            locked = sum(entry.flag_bits & 1 for entry in entries if not entry.filename.endswith("/"))
    except Exception:  # zipfile raises many kinds of errors for damaged lists
        return _damaged_zip(file)
    if locked:
        some = "" if locked >= sum(not entry.filename.endswith("/") for entry in entries) else "in part "
        return "archive", f"ZIP archive, {some}protected by a password", True
    return "archive", "ZIP archive", False


def _office_in_zip(package: zipfile.ZipFile, names: list[str]) -> Told | None:
    known = set(names)
    if "[Content_Types].xml" in known:
        for folder, detail in IN_ZIP:
            if any(name.startswith(folder) for name in names):
                return "office", detail, False
        if any(name.endswith((".fdseq", ".fpage")) for name in names):
            return "unknown", "XPS document", False
    if "mimetype" in known and package.getinfo("mimetype").file_size < 200:
        kind = package.read("mimetype").decode("ascii", "replace").strip()
        detail = OPEN_DOCUMENT.get(kind.removesuffix("-template"), "")
        if detail:
            locked = _encrypted_open_document(package, known)
            return "office", detail + (", protected by a password" if locked else ""), locked
        if kind == "application/epub+zip":
            return "archive", "electronic book (epub)", False
    if known & {"index.apxl", "Index/Document.iwa"} or any(name.endswith(".iwa") for name in names):
        return "office", "Apple Pages, Numbers or Keynote file", False
    if "index.xml" in known and any(name.startswith("QuickLook/") for name in names):
        return "office", "Apple Pages, Numbers or Keynote file", False
    return None


def _encrypted_open_document(package: zipfile.ZipFile, names: set[str]) -> bool:
    name = "META-INF/manifest.xml"
    if name not in names or package.getinfo(name).file_size > 4 << 20:
        return False
    return b"encryption-data" in package.read(name)


def _damaged_zip(file: BinaryIO) -> Told:
    """A ZIP file without a list: office files begin with certain names, all else is an archive to be salvaged."""
    file.seek(0)
    start = file.read(_BLOCK)
    names = re.findall(rb"PK\x03\x04.{22}(?:..)(?:..)([ -~]{1,80})", start, re.DOTALL)
    if any(name.startswith((b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"mimetype")) for name in names):
        return "unknown", "damaged office file", False
    return ("archive" if names else "unknown"), "damaged ZIP archive", False


def in_ole(file: BinaryIO) -> Told:
    """What a file in the old Microsoft form is (a file system of its own, [MS-CFB])."""
    import olefile

    try:
        file.seek(0)
        with olefile.OleFileIO(file, raise_defects=olefile.DEFECT_FATAL) as inside:
            names = [entry[0] for entry in inside.listdir(streams=True, storages=True) if len(entry) == 1]
            for name, kind, detail in IN_OLE:
                if any(name.lower() == one.strip("\x05").lower() for one in names):
                    locked = _LOCKED.get(name, _never)(inside)
                    return kind, detail + (", protected by a password" if locked else ""), locked
    except Exception:
        return _in_damaged_ole(file)
    return "unknown", "old Microsoft file of an unknown kind", False


def _in_damaged_ole(file: BinaryIO) -> Told:
    file.seek(0)
    before = b""
    found: set[str] = set()
    while block := file.read(_BLOCK):
        found |= {name for name, _, _ in IN_OLE if len(name) > 4 and name.encode("utf-16-le") in before + block}
        before = block[-100:]
    for name, kind, detail in IN_OLE:
        if name in found:
            return kind, f"{detail}, damaged", False
    return "unknown", "old Microsoft file of an unknown kind", False


def _never(inside: Any) -> bool:
    return False


def _always(inside: Any) -> bool:
    return True


def _word_locked(inside: Any) -> bool:
    head = inside.openstream("WordDocument").read(12)
    return len(head) == 12 and bool(head[11] & 1)


def _excel_locked(inside: Any) -> bool:
    """Whether a workbook's first records include the one that says how it is encrypted ([MS-XLS] FilePass)."""
    name = "Workbook" if inside.exists("Workbook") else "Book"
    data, at = inside.openstream(name).read(4096), 0
    for _ in range(12):
        if at + 4 > len(data):
            break
        kind, size = struct.unpack_from("<HH", data, at)
        if kind == 0x2F:
            # A workbook whose structure only is locked is encrypted with a password that everybody knows.
            return True
        at += 4 + size
    return False


def _slides_locked(inside: Any) -> bool:
    if not inside.exists("Current User"):
        return False
    head = inside.openstream("Current User").read(16)
    return bool(head[12:16] == b"\xdf\xc4\xd1\xf3")


_LOCKED: dict[str, Callable[[Any], bool]] = {
    "EncryptedPackage": _always,
    "WordDocument": _word_locked,
    "Workbook": _excel_locked,
    "Book": _excel_locked,
    "PowerPoint Document": _slides_locked,
}


def in_pdf(file: BinaryIO, at: int) -> Told:
    """What a PDF is, whose own beginning lies at that place."""
    detail = "PDF" if at == 0 else "PDF after other bytes"
    size = file.seek(0, 2)
    file.seek(0)
    edges = file.read(_EDGE)
    if size > _EDGE:
        file.seek(max(_EDGE, size - _EDGE))
        edges += file.read()
    locked = b"/Encrypt" in edges and _password_needed(file)
    if b"/Collection" in edges and not locked and _is_portfolio(file):
        detail = "PDF portfolio"
    return "pdf", detail + (", protected by a password" if locked else ""), locked


def _password_needed(file: BinaryIO) -> bool:
    import pikepdf

    from frkit.evidence.pdf.quiet import open_pdf

    try:
        open_pdf(file).close()
    except pikepdf.PasswordError:
        return True
    except Exception:
        return False
    return False


def _is_portfolio(file: BinaryIO) -> bool:
    from frkit.evidence.pdf.quiet import open_pdf

    try:
        with open_pdf(file) as pdf:
            return "/Collection" in pdf.Root
    except Exception:
        return False
