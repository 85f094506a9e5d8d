"""The words of files whose pages frkit sets itself, or that have none yet: mails, texts, office files."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError, XMLParser

from frkit.evidence.contents.mails import mail_in
from frkit.evidence.html.safe import safe_html
from frkit.evidence.mail.reading import read_mail
from frkit.evidence.mail.types import Mail
from frkit.evidence.mail.words import every_word
from frkit.evidence.opening.what_is import text_encoding
from frkit.evidence.text.folding import storable
from frkit.evidence.text.types import FILE, MAIL, PageText

PIECE = 60_000
"""Characters of a long text that are kept together; it is cut at the end of a line."""
LONGEST = 200 << 20
"""Bytes of a text, or of the words inside an office file, that are read."""
_BLOCKS = re.compile(r"(?i)<(?:/(?:p|div|h[1-6]|li|tr|table|blockquote|pre)|br|hr)\b[^>]*>")
_CELLS = re.compile(r"(?i)</t[dh]>")
_TAG = re.compile(r"<[^>]*>")
_MEMBERS = re.compile(
    r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml|xl/(sharedStrings|comments\d*)\.xml"
    r"|xl/worksheets/[^/]+\.xml|ppt/(slides|notesSlides|comments)/[^/]+\.xml|content\.xml|styles\.xml"
)
_LINE_ENDS = {"p", "br", "tr", "row", "h", "table-row", "si", "cr"}
_GAPS = {"tab", "c", "tc", "table-cell", "s"}
_WORDS = {"t", "delText", "v"}
_OPEN_DOCUMENT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OPEN_WORDS = {f"{_OPEN_DOCUMENT}p", f"{_OPEN_DOCUMENT}h"}
_BROKEN = (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error, ParseError)


def pieces(text: str, how: str) -> Iterator[PageText]:
    """A text in pieces of a size that a search can show, cut where a line ends."""
    text = storable(text)
    begin = 0
    while begin < len(text):
        end = begin + PIECE
        if end < len(text):
            line = text.rfind("\n", begin + PIECE // 2, end)
            space = text.rfind(" ", begin + PIECE // 2, end)
            end = line + 1 if line >= 0 else space + 1 if space >= 0 else end
        yield PageText(None, text[begin:end], how)
        begin = end


def mail_words(mail: Mail) -> str:
    """The headers that a reader is shown, then every word."""
    return "\n\n".join(["\n".join(f"{name}: {value}" for name, value in mail.headers), every_word(mail)])


def html_words(markup: str) -> str:
    """The words of a web page, a line for each block."""
    plain = _CELLS.sub("\t", _BLOCKS.sub("\n", safe_html(markup)))
    lines = (" ".join(line.split()) for line in html.unescape(_TAG.sub("", plain)).split("\n"))
    return "\n".join(line for line in lines if line)


def words_of_mail(data: bytes) -> Iterator[PageText]:
    """A mail as text, in whatever form it came."""
    return pieces(mail_words(mail_in(data) or read_mail(data)), MAIL)


def words_of_text(data: bytes) -> Iterator[PageText]:
    """A text file, whatever its characters are coded in."""
    return pieces(_decoded(data), FILE)


def words_of_html(data: bytes) -> Iterator[PageText]:
    """A web page as text."""
    return pieces(html_words(_decoded(data)), FILE)


def words_of_office(data: bytes) -> Iterator[PageText]:
    """The words inside an office file, comments and notes among them; nothing for kinds that hold no XML."""
    if data[:5] == b"{\\rtf":
        return pieces(_rtf_words(data), FILE)
    if data[:4] != b"PK\x03\x04":
        return pieces(_old_office_words(data), FILE)
    return pieces("\n\n".join(_members(data)), FILE)


def _decoded(data: bytes) -> str:
    return data[:LONGEST].decode(text_encoding(data) or "utf-8", "replace")


def _members(data: bytes) -> Iterator[str]:
    left = LONGEST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for info in package.infolist():
                if _MEMBERS.fullmatch(info.filename) and info.file_size <= left:
                    left -= info.file_size
                    with package.open(info) as member:
                        yield _xml_words(member.read(left + info.file_size))
    except _BROKEN:
        return


def _xml_words(data: bytes) -> str:
    """Words in the order of an XML file; its own definitions are refused, since they can swell without end."""
    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
        return ""
    said = _Said()
    parser = XMLParser(target=said)
    for begin in range(0, len(data), 1 << 20):
        parser.feed(data[begin : begin + (1 << 20)])
    return "".join(said.words)


class _Said:
    """Gathers words while a file is read, without keeping the file's tree."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._within = 0
        self._index = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins; a cell may hold no more than the number of a text that stands elsewhere."""
        name = tag.rpartition("}")[2]
        if name == "c":
            self._index = attributes.get("t") == "s"
        self._within += self._holds_words(tag, name)
        if name in _GAPS:
            self.words.append("\t")

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition("}")[2]
        self._within -= self._holds_words(tag, name)
        if name in _LINE_ENDS:
            self.words.append("\n")

    def _holds_words(self, tag: str, name: str) -> bool:
        return tag in _OPEN_WORDS or (name in _WORDS and not (name == "v" and self._index))

    def data(self, text: str) -> None:
        """Some characters."""
        if self._within:
            self.words.append(text)


def _rtf_words(data: bytes) -> str:
    text = data[:LONGEST].decode("latin-1")
    text = re.sub(r"\\'([0-9a-fA-F]{2})", lambda found: bytes([int(found[1], 16)]).decode("cp1252", "replace"), text)
    text = re.sub(r"\\u(-?\d{1,6}) ?\??", lambda found: chr(int(found[1]) % 65536), text)
    text = re.sub(r"\\(?:par|line|cell|row|tab)\b ?", "\n", text)
    text = re.sub(
        r"\{\\\*?\\?(?:fonttbl|colortbl|stylesheet|info|pict|generator)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "", text
    )
    return re.sub(r"\\[a-zA-Z]+-?\d* ?|[{}\r\n]|\\[~*]", "", text)


def _old_office_words(data: bytes) -> str:
    """Runs of letters in a binary office file: enough to find it by, in no sure order."""
    wide = re.findall(rb"(?:[\x20-\x7e\xa0-\xff]\x00|[\x00-\xff][\x01-\x06]){6,}", data[:LONGEST])
    narrow = re.findall(rb"[\x20-\x7e]{8,}", data[:LONGEST])
    return "\n".join([*(run.decode("utf-16-le", "ignore") for run in wide), *(run.decode("ascii") for run in narrow)])
