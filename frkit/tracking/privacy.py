"""What must not leave ``private/``: the requester's name, address, e-mail and telephone, and where they turn up."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from email import policy
from email.parser import BytesParser
from pathlib import Path
from urllib.parse import unquote

from frkit.tracking.types import Requester

LARGEST_LOOKED_INTO = 64 << 20


def private_values(requesters: Iterable[Requester]) -> dict[str, str]:
    """Each private text -> what it is: address, e-mail or telephone of requester. Names are masked apart."""
    values: dict[str, str] = {}
    for requester in requesters:
        for line in identifying_lines(requester.address):
            values[line] = "address of requester"
        if requester.email:
            values[requester.email] = "e-mail of requester"
        if requester.telephone:
            values[requester.telephone] = "telephone of requester"
    return {text: what for text, what in values.items() if len(_squeezed(text)) >= 5}


def identifying_lines(address: Sequence[str]) -> list[str]:
    """The lines of an address that lead to a person: the first, and any with a number; a town alone does not."""
    return [line for number, line in enumerate(address) if number == 0 or re.search(r"\d", line)]


def found_in_text(text: str, values: dict[str, str]) -> list[str]:
    """What of the private values a text holds, whatever its case and spacing."""
    squeezed = _squeezed(text)
    return sorted({what for value, what in values.items() if _squeezed(value) in squeezed})


def found_in_file(path: Path, values: dict[str, str]) -> list[str]:
    """What of the private values a file holds, looking into mails, office files and the text of PDFs.

    A scan has no text: that a person must see.
    """
    if not values or path.stat().st_size > LARGEST_LOOKED_INTO:
        return []
    found: set[str] = set()
    for text in _texts(path.read_bytes()):
        found.update(found_in_text(text, values))
    return sorted(found)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _texts(data: bytes) -> Iterator[str]:
    plain = data.decode("utf-8", "ignore")
    yield plain
    if "&" in plain or "%" in plain:
        yield unquote(html.unescape(plain))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield data.decode("utf-16", "ignore")
    if data[:4] == b"PK\x03\x04":
        yield from _texts_of_archive(data)
    elif b"%PDF-" in data[:1024]:
        yield from _texts_of_pdf(data)
    elif re.match(rb"(?i)(from |[a-z-]+:[ \t])", data):
        yield from _texts_of_mail(data)


def _texts_of_archive(data: bytes) -> Iterator[str]:
    from io import BytesIO

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if info.file_size <= LARGEST_LOOKED_INTO][:1000]
            for info in members:
                if info.filename.endswith((".xml", ".rels", ".txt", ".html")):
                    yield re.sub(r"<[^>]*>", " ", archive.read(info).decode("utf-8", "ignore"))
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError):
        return


def _texts_of_pdf(data: bytes) -> Iterator[str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    try:
        for page in document:
            yield page.get_textpage().get_text_bounded()
        yield " ".join(str(value) for value in document.get_metadata_dict().values())
    finally:
        document.close()


def _texts_of_mail(data: bytes) -> Iterator[str]:
    message = BytesParser(policy=policy.compat32).parsebytes(data)
    for part in message.walk():
        yield from (str(value) for value in part.values())
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            yield from _texts(payload)
