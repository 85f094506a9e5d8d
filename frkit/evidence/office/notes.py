"""What the pages of a text document or of slides do not show: comments, tracked changes, hidden words."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from frkit.evidence.unreadable import Unreadable

MOST_COMMENTS = 500
_LARGEST = 200 << 20
_WORD_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_SLIDE = re.compile(r"ppt/slides/slide\d+\.xml")
_BY = re.compile(rb'w:author="([^"]{1,80})"')
_AFTER_NAME = re.compile(r", \d\d/\d\d/-?\d+, ?$|, $")


def notes_of_document(data: bytes, pdf: bytes) -> tuple[str, ...]:
    """A line for each comment on its page, and for what else a reader of the pages would not know."""
    return (*_changes(data), *_comments(pdf))


def _comments(pdf: bytes) -> list[str]:
    """LibreOffice puts comments into the PDF, where a screen shows them and paper does not."""
    import pikepdf

    found: list[str] = []
    try:
        with pikepdf.open(io.BytesIO(pdf), suppress_warnings=True) as opened:
            for number, page in enumerate(opened.pages, 1):
                for one in page.obj.get("/Annots", ()):
                    if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == pikepdf.Name.Text:
                        found.append(_comment(number, str(one.get("/T", "")), str(one.get("/Contents", ""))))
    except (pikepdf.PdfError, ValueError, TypeError) as error:
        raise Unreadable("the conversion's comments cannot be read") from error
    more = [f"And {len(found) - MOST_COMMENTS:,} comments more."] if len(found) > MOST_COMMENTS else []
    return found[:MOST_COMMENTS] + more


def _comment(page: int, by: str, words: str) -> str:
    name = _AFTER_NAME.sub("", by).strip()
    said = " / ".join(line.strip() for line in words.splitlines() if line.strip())
    return f"Comment on page {page}{f' by {name}' if name else ''}: {said}"


def _changes(data: bytes) -> list[str]:
    if not data.startswith(b"PK"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = [one for one in package.namelist() if _WORD_PARTS.fullmatch(one) or _SLIDE.fullmatch(one)]
            wanted = names or [one for one in package.namelist() if one == "content.xml"]
            if sum(package.getinfo(one).file_size for one in wanted) > _LARGEST:
                return ["Tracked changes and hidden text were not looked for; the document is too large."]
            content = b"".join(package.read(one) for one in wanted)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return []
    return _changes_in_word(content) if names else _changes_in_open_document(content)


def _changes_in_word(content: bytes) -> list[str]:
    notes = []
    inserted, deleted = (len(re.findall(rb"<w:" + tag + rb"[ >]", content)) for tag in (b"ins", b"del"))
    if inserted or deleted:
        tags = re.findall(rb"<w:(?:ins|del) [^>]*>", content)
        authors = sorted({match[1].decode("utf-8", "replace") for tag in tags if (match := _BY.search(tag))})
        notes.append(_tracked(inserted, deleted, authors))
    hidden = len(re.findall(rb"<w:vanish(?:/>| w:val=\"(?:1|true|on)\")", content))
    if hidden:
        notes.append(f"Hidden text stands at {hidden:,} place{'s' * (hidden != 1)} of the original.")
    return notes + _hidden_slides(len(re.findall(rb"<p:sld [^>]*\bshow=\"0\"", content)))


def _hidden_slides(count: int) -> list[str]:
    slides = f"{count:,} slide{'s are' if count != 1 else ' is'} hidden in a show"
    return [f"{slides} and stand{'s' * (count == 1)} among the others here."] if count else []


def _changes_in_open_document(content: bytes) -> list[str]:
    inserted, deleted = (content.count(b"<text:" + tag + b">") for tag in (b"insertion", b"deletion"))
    notes = [_tracked(inserted, deleted, [])] if inserted or deleted else []
    if b'text:display="none"' in content:
        notes.append("The original holds hidden text.")
    return notes + _hidden_slides(content.count(b'presentation:visibility="hidden"'))


def _tracked(inserted: int, deleted: int, authors: list[str]) -> str:
    by = f" by {', '.join(authors[:5])}" if authors else ""
    return f"Tracked changes{by}: {inserted:,} inserted, {deleted:,} deleted; the original shows which."
