"""A letter as it went out, in any format that frkit writes: its bytes, its ending, and the text that it shows.

The text is for the masked copy that others read; the bytes are what counts. Numbers of a list that a word processor
counts are written out.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import refuse_odd_file
from frkit.tracking.file_texts import LARGEST_LOOKED_INTO, is_mail, is_pdf, pages_shown

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BLOCKS = frozenset(
    (
        "address",
        "article",
        "blockquote",
        "div",
        "footer",
        "h1",
        "h2",
        "h3",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "section",
        "table",
        "tr",
        "ul",
    )
)
_UNSEEN = frozenset(("head", "script", "style", "template", "title"))
_MARKER = re.compile(r"\s*(?:\d{1,3}[.)]|\([a-z]\)|[-\N{BULLET}])(?:\s|$)")
_APART = 0.25
"""How many heights of a line of a PDF lie between two paragraphs at least."""
_GIVE_TEXT = "give its text as a text file with --letter, and add this file with --file"


@dataclass(frozen=True)
class SentFile:
    """A letter file that was read."""

    data: bytes
    ending: str
    """``txt``, ``pdf``, ``docx``, ``eml`` or ``html``, by what it holds."""
    text: str
    """What it shows, in lines; never empty."""


def sent_file(path: Path) -> SentFile:
    """A letter file; raises WrongUsage for what is no letter in a known format, or shows no text."""
    if not path.exists():
        raise WrongUsage("There is no such letter.", place=str(path), remedy="check the path")
    refuse_odd_file(path)
    if path.stat().st_size > LARGEST_LOOKED_INTO:
        raise WrongUsage("This file is too large to be a letter.", place=str(path), remedy=_GIVE_TEXT)
    data = path.read_bytes()
    ending = _ending(data, path)
    text = _plain(_TEXT_OF[ending](data, path))
    if not text.strip():
        raise WrongUsage(f"The letter ({ending}) shows no text.", place=str(path), remedy=_GIVE_TEXT)
    return SentFile(data, ending, text)


def _ending(data: bytes, path: Path) -> str:
    named = path.suffix.casefold()
    if is_pdf(data):
        return "pdf"
    if data[:4] == b"PK\x03\x04":
        return "docx"
    if named == ".eml" and is_mail(data):
        return "eml"
    return "html" if named in (".html", ".htm") else "txt"


def _plain(text: str) -> str:
    """Lines without space at their ends, blocks parted by one empty line, one line end at the end."""
    lines = [line.rstrip() for line in re.split(r"\r\n|[\n\r\f\u2028\u2029]", text)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _of_txt(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = "The letter is neither UTF-8 text nor a PDF, .docx, .eml or .html file."
        raise WrongUsage(message, place=str(path), remedy=_GIVE_TEXT) from None


def _of_pdf(data: bytes, path: Path) -> str:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            return "\n\n".join(_page_text(page) for page in pages_shown(document))
    except pypdfium2.PdfiumError:
        raise _unreadable("PDF", path) from None


def _page_text(page: PdfPage) -> str:
    """The lines of a page from top to bottom, as they are seen: a file may hold the numbers of a list apart from it."""
    lines: list[list[_Run]] = []
    for run in sorted(_runs(page), key=lambda run: -run.middle):
        if lines and lines[-1][0].bottom <= run.middle <= lines[-1][0].top:
            lines[-1].append(run)
        else:
            lines.append([run])
    written = ""
    for number, line in enumerate(lines):
        gap = lines[number - 1][0].bottom - line[0].top if number else 0.0
        words = (run.text.strip() for run in sorted(line, key=lambda run: run.left))
        written += ("" if not number else "\n\n" if gap > _APART * line[0].height else "\n") + " ".join(words)
    return written


@dataclass
class _Run:
    """Characters that follow each other in a line of a page; in points from its lower left corner."""

    left: float
    bottom: float
    top: float
    text: str = ""

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        return self.top - self.bottom


def _runs(page: PdfPage) -> Iterator[_Run]:
    from pypdfium2.raw import FPDFText_GetUnicode

    text = page.get_textpage()
    run: _Run | None = None
    for number in range(text.count_chars()):
        sign = chr(FPDFText_GetUnicode(text.raw, number)).replace("\x02", "-")
        left, bottom, _, top = text.get_charbox(number, loose=True)
        ends = sign in "\r\n" or (run is not None and not run.bottom <= (bottom + top) / 2 <= run.top)
        if run is not None and (ends or left < run.left) and not (sign.isspace() and sign not in "\r\n"):
            yield run
            run = None
        if sign.isprintable() and run is None and not sign.isspace():
            run = _Run(left, bottom, top)
        if run is not None and sign not in "\r\n":
            run.text += sign
    if run is not None:
        yield run


def _of_docx(data: bytes, path: Path) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {name: _part(archive, f"word/{name}.xml") for name in ("document", "numbering", "footnotes")}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, ElementTree.ParseError):
        raise _unreadable(".docx", path) from None
    if parts["document"] is None:
        raise _unreadable(".docx", path)
    numbering = _Numbering(parts["numbering"])
    found = [_paragraph(one, numbering) for one in parts["document"].iter(f"{_WORD}p")]
    notes = [] if parts["footnotes"] is None else [_shown(one) for one in parts["footnotes"].iter(f"{_WORD}p")]
    return "\n\n".join(one for one in (*found, *notes) if one.strip())


def _part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element | None:
    if name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > LARGEST_LOOKED_INTO:
        raise zipfile.BadZipFile("too large")
    data = archive.read(name)
    if b"<!DOCTYPE" in data:  # no word processor writes one, and entities could fill the memory
        raise zipfile.BadZipFile("a document type")
    return ElementTree.fromstring(data)


class _Numbering:
    """What stands before the paragraphs of lists, counted as a word processor does."""

    def __init__(self, part: ElementTree.Element | None) -> None:
        self._levels: dict[tuple[str, str], tuple[str, str, int]] = {}
        self._counts: dict[tuple[str, str], int] = {}
        if part is None:
            return
        shapes = {one.get(f"{_WORD}abstractNumId", ""): one for one in part.findall(f"{_WORD}abstractNum")}
        for number in part.findall(f"{_WORD}num"):
            shape = shapes.get(_value(number, "abstractNumId"))
            for level in () if shape is None else shape.findall(f"{_WORD}lvl"):
                key = number.get(f"{_WORD}numId", ""), level.get(f"{_WORD}ilvl", "0")
                first = _value(level, "start") or "1"
                self._levels[key] = _value(level, "numFmt"), _value(level, "lvlText"), int(first)
            for changed in number.findall(f"{_WORD}lvlOverride"):
                key = number.get(f"{_WORD}numId", ""), changed.get(f"{_WORD}ilvl", "0")
                begun = _value(changed, "startOverride")
                if key in self._levels and begun.isdigit():
                    self._levels[key] = (*self._levels[key][:2], int(begun))

    def marker(self, paragraph: ElementTree.Element) -> str:
        """``2. ``, ``(b) ``, ``- `` or nothing."""
        found = paragraph.find(f"{_WORD}pPr/{_WORD}numPr")
        if found is None:
            return ""
        key = _value(found, "numId"), _value(found, "ilvl") or "0"
        if key not in self._levels:
            return ""
        shape, text, first = self._levels[key]
        if shape == "bullet":
            return "- "
        count = self._counts[key] = self._counts.get(key, first - 1) + 1
        letter = chr(ord("a") + (count - 1) % 26)
        shown = {"lowerLetter": letter, "upperLetter": letter.upper()}.get(shape, str(count))
        return re.sub(r"%\d", shown, text or "%1.") + " "


def _value(element: ElementTree.Element, name: str) -> str:
    found = element.find(f"{_WORD}{name}")
    return found.get(f"{_WORD}val", "") if found is not None else ""


def _paragraph(paragraph: ElementTree.Element, numbering: _Numbering) -> str:
    return numbering.marker(paragraph) + _shown(paragraph)


def _shown(paragraph: ElementTree.Element) -> str:
    breaks = {f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}tab": "\t", f"{_WORD}noBreakHyphen": "-"}
    return "".join((one.text or "") if one.tag == f"{_WORD}t" else breaks.get(one.tag, "") for one in paragraph.iter())


def _of_eml(data: bytes, path: Path) -> str:
    message = message_from_bytes(data, policy=policy.default)
    try:
        return "\n".join(_mail_lines(message))
    except (LookupError, ValueError, UnicodeError):
        raise _unreadable(".eml", path) from None


def _mail_lines(message: EmailMessage) -> Iterator[str]:
    for name in ("From", "To", "Cc", "Subject"):
        if message[name]:
            yield f"{name}: {message[name]}"
    yield ""
    body = message.get_body(("plain", "html"))
    if body is not None:
        content = str(body.get_content())
        yield _of_html(content.encode(), Path()) if body.get_content_subtype() == "html" else content
    for part in message.iter_attachments():
        yield f"Attached: {part.get_filename() or part.get_content_type()}"


def _of_html(data: bytes, path: Path) -> str:
    reader = _Shown()
    reader.feed(_of_txt(data, path))
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.found).split("\n"))
    return "\n".join(lines)


class _Shown(HTMLParser):
    """The text that a web page shows, a paragraph in a block of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unseen: list[str] = []
        self._waiting = ""
        """The marker of an item of which no text was seen yet."""
        self._lists: list[int] = []
        """The next number of each list that is open; 0 for one that does not count."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, an item with its marker, or what is not shown."""
        if tag in ("ol", "ul"):
            first = dict(attrs).get("start") or "1"
            self._lists.append(int(first) if tag == "ol" and re.fullmatch(r"[0-9]{1,4}", first) else 0)
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif tag == "br":
            self.found.append("\n")
        elif tag in _BLOCKS:
            self.found.append("\n\n")
        if tag == "li":
            self._waiting = self._marker()

    def _marker(self) -> str:
        """The number of an item, or a dash, by what list it is in."""
        if not self._lists or self._lists[-1] == 0:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1] - 1}. "

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        elif tag in _BLOCKS:
            self.found.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Text between tags; its line ends are spaces."""
        if self._unseen:
            return
        if data.strip():
            # An item may write its marker itself, as those of frkit do.
            self.found.append("" if _MARKER.match(data) else self._waiting)
            self._waiting = ""
        self.found.append(re.sub(r"\s+", " ", data))


def _unreadable(what: str, path: Path) -> FrkitError:
    return WrongUsage(f"This {what} file cannot be read: it is damaged or locked.", place=str(path), remedy=_GIVE_TEXT)


_TEXT_OF = {"txt": _of_txt, "pdf": _of_pdf, "docx": _of_docx, "eml": _of_eml, "html": _of_html}
