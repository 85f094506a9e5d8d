"""What a text is: a mail, a web page, a table, a calendar entry, or only words; and how its characters are coded."""

from __future__ import annotations

import codecs
import csv
import json
import re
from typing import BinaryIO

_BLOCK = 1 << 20
_START = 16 << 10
_NO_TEXT = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
MAIL_HEADERS = {
    "from", "to", "cc", "date", "subject", "received", "return-path", "message-id", "mime-version", "delivered-to",
    "reply-to", "sender", "content-type", "content-transfer-encoding", "dkim-signature", "in-reply-to", "references",
}  # fmt: skip
_HTML = re.compile(r"(?is)(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b")
_SAVED_PAGE = re.compile(r"(?im)^(From:.*<saved by|Snapshot-Content-Location:|X-MAF-|From:.*saved by)")


def encoding_of(file: BinaryIO) -> str | None:
    """How the characters of a text are coded, or None where the bytes are no text; read block by block."""
    file.seek(0)
    first = file.read(_BLOCK)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16" if _decodes(file, "utf-16") else None
    block = first
    while block:
        if _NO_TEXT.search(block):
            return None
        block = file.read(_BLOCK)
    if _decodes(file, "utf-8"):
        return "utf-8-sig"
    return "cp1252" if _decodes(file, "cp1252") else "latin-1"


def _decodes(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := file.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def mail_in(start: bytes) -> str:
    """The words for a mail, or nothing where a file does not begin like one."""
    text = start[:_START].decode("latin-1").lstrip("\xef\xbb\xbf\r\n")
    counted = re.match(r"\d{1,10}[ \t]*\r?\n", text)
    if counted and looks_like_mail(text[counted.end() :]):
        return "e-mail message of Apple Mail (emlx)"
    if not looks_like_mail(text):
        return ""
    head = re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]
    return "saved web page (mhtml)" if _SAVED_PAGE.search(head) else "e-mail message (eml)"


def looks_like_mail(start: str) -> bool:
    """True where the text begins with a block of header lines and at least two of them are a mail's own."""
    names: set[str] = set()
    for number, line in enumerate(start.splitlines()):
        if number == 0 and line.startswith("From "):
            continue
        if not line or (line[0] not in " \t" and not re.match(r"[!-9;-~]+:", line)):
            break
        if line[0] not in " \t":
            names.add(line.partition(":")[0].lower())
    return len(names & MAIL_HEADERS) >= 2


def words_for(start: str) -> tuple[str, str]:
    """The kind of a text (``html``, ``text`` or ``image``) and the words for it."""
    begins = start.lstrip("\ufeff \t\r\n")
    if _HTML.match(begins):
        return "html", "web page (html)"
    head = begins[:400].lower()
    if head.startswith("begin:vcalendar"):
        return "text", "calendar entries (ics)"
    if head.startswith("begin:vcard"):
        return "text", "address cards (vcf)"
    if "<svg" in head and head.startswith(("<svg", "<?xml", "<!")):
        return "image", "SVG drawing"
    if head.startswith("<?xml"):
        return "text", "XML data"
    if head.startswith(("{", "[")) and _is_json(begins):
        return "text", "JSON data"
    if head.startswith("%!ps"):
        return "unknown", "PostScript document"
    return ("text", "table as text (csv)") if _is_table(begins) else ("text", "plain text")


def _is_json(start: str) -> bool:
    """True where the whole of a short text is JSON, or a long one begins as JSON nearly always does."""
    if len(start) < _START // 2:
        try:
            json.loads(start)
        except (ValueError, RecursionError):
            return False
        return True
    return re.match(r'(\{\s*"|\[\s*[\[{"])', start) is not None


def _is_table(start: str) -> bool:
    """True where the first rows all have the same number of columns, three or more if parted by commas alone."""
    lines = start.splitlines()
    if len(start) >= _START // 2 and len(lines) > 1:
        lines = lines[:-1]
    rows_wanted = [line for line in lines if line.strip()][:30]
    if len(rows_wanted) < 2:
        return False
    for mark, least in (("\t", 2), (";", 2), ("|", 3), (",", 2)):
        if mark not in rows_wanted[0]:
            continue
        try:
            widths = [len(row) for row in csv.reader(rows_wanted, delimiter=mark) if row]
        except csv.Error:
            continue
        if len(set(widths)) == 1 and widths[0] >= least and len(widths) >= (3 if widths[0] == 2 else 2):
            return True
    return False
