"""Encrypted files opened with the password that the user gives: PDFs, and Word, Excel and PowerPoint files."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Literal

from frkit.evidence.unreadable import Unreadable

Lock = Literal["pdf", "office", "opendocument"]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BAD = (OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, EOFError)


class WrongPassword(Unreadable):
    """The password does not open the file."""


def lock_on(data: bytes) -> Lock | None:
    """What kind of encryption keeps a file closed, or None where it opens without a password."""
    if b"%PDF-" in data[:1024] and _is_pdf(data):
        return "pdf" if _pdf_is_closed(data) else None
    if data.startswith(_OLE):
        return "office" if _office_is_closed(data) else None
    if data.startswith(b"PK"):
        return "opendocument" if _opendocument_is_closed(data) else None
    return None


def unlocked(data: bytes, password: str) -> bytes:
    """The bytes of an encrypted file as they are without encryption.

    Raises WrongPassword, or Unreadable where frkit cannot open that kind of encryption.
    """
    lock = lock_on(data)
    if lock == "pdf":
        return _open_pdf(data, password)
    if lock == "office":
        return _open_office(data, password)
    if lock == "opendocument":
        raise Unreadable("frkit cannot open its kind of encryption (OpenDocument); ask for a copy without it")
    raise Unreadable("it is not encrypted")


def _is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF itself, and no archive whose first file is one."""
    from frkit.evidence.opening.what_is import what_is

    return what_is(data).kind == "pdf"


def _pdf_is_closed(data: bytes) -> bool:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True):
            return False
    except pikepdf.PasswordError:
        return True
    except (pikepdf.PdfError, *_BAD):
        return False


def _open_pdf(data: bytes, password: str) -> bytes:
    import pikepdf

    from frkit.evidence.pdf.copy import save

    try:
        with pikepdf.open(io.BytesIO(data), password=password, suppress_warnings=True) as pdf:
            return save(pdf)
    except pikepdf.PasswordError:
        raise WrongPassword("the password does not open it") from None
    except (pikepdf.PdfError, *_BAD) as error:
        raise Unreadable(f"it is damaged and cannot be opened ({str(error)[:80]})") from error


def _office_is_closed(data: bytes) -> bool:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return True
    if not any(name.encode("utf-16-le") in data for name in ("WordDocument", "Workbook", "PowerPoint Document")):
        return False
    import msoffcrypto

    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted())
    except Exception:  # the library raises many kinds of errors for damaged files
        return False


def _open_office(data: bytes, password: str) -> bytes:
    import msoffcrypto
    from msoffcrypto.exceptions import InvalidKeyError

    out = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=password, **_checking(data))
        file.decrypt(out)
    except InvalidKeyError:
        raise WrongPassword("the password does not open it") from None
    except Exception as error:  # the library raises many kinds of errors for damaged files
        raise Unreadable(f"its encryption cannot be opened ({' '.join(str(error).split())[:80]})") from error
    return out.getvalue()


def _checking(data: bytes) -> dict[str, bool]:
    """Newer files hold a value to check the password by; older ones are checked in any case."""
    return {"verify_password": True} if "EncryptedPackage".encode("utf-16-le") in data else {}


def _opendocument_is_closed(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            if "mimetype" not in names or "META-INF/manifest.xml" not in names:
                return False
            if package.getinfo("META-INF/manifest.xml").file_size > 10 << 20:
                return False
            return b"encryption-data" in package.read("META-INF/manifest.xml")
    except (zipfile.BadZipFile, zlib.error, *_BAD):
        return False


def is_locked(data: bytes) -> bool:
    """Whether a file, or an archive's contents, cannot be read without a password."""
    from frkit.evidence.contents.parts import contents_of
    from frkit.evidence.opening.what_is import what_is

    return lock_on(data) is not None or (what_is(data).kind == "archive" and contents_of(data).locked)


def opens(data: bytes, password: str) -> bool:
    """Whether a password opens a file; raises Unreadable where frkit cannot open its kind of encryption."""
    from frkit.evidence.contents.parts import contents_of

    if lock_on(data) is None:
        found = contents_of(data, passwords=(password,))
        return bool(found.parts) and not found.locked
    try:
        unlocked(data, password)
    except WrongPassword:
        return False
    return True
