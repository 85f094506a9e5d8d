"""Pages that frkit sets about a file: what an archive holds, what a conversion does not show; web pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from frkit.evidence.conversion.made_pages import LONGEST_TEXT, Setting, tool
from frkit.evidence.conversion.mail_pages import pictures_of, words_as_markup
from frkit.evidence.html.words import words_of_html
from frkit.evidence.mail.types import Body, Mail
from frkit.evidence.unreadable import Unreadable
from frkit.pages.wording import on_one_line, plural

MOST_LISTED = 2000
"""Files that a list names; more are counted."""


@dataclass(frozen=True)
class Listed:
    """One line of the list of what a file holds."""

    number: str
    name: str
    kind: str
    size: int | None
    sha256: str
    shown: bool


def listed_pages(
    title: str, about: dict[str, Any], files: Sequence[Listed], notes: Sequence[str], setting: Setting
) -> bytes:
    """A list of the files in an archive or portfolio. ``about`` is its name, kind, size and sha256."""
    more = len(files) - MOST_LISTED
    facts = {
        **about,
        "name": setting.masked(on_one_line(about["name"])) or "file without a name",
        "size": plural(about["size"], "byte"),
        "files": [_line(one, setting) for one in files[:MOST_LISTED]],
        "notes": [*map(setting.masked, notes), *([f"And {more:,} files more."] if more > 0 else [])],
    }
    return setting.page("packet/listed.html.j2", title, facts)


def notes_pages(name: str, notes: Sequence[str], setting: Setting) -> bytes:
    """The page after a converted file that says what its pages do not show."""
    lines, room = [], LONGEST_TEXT
    for line in notes:
        if len(line) > room:
            lines.append("More stands in the original only.")
            break
        lines.append(setting.masked(line))
        room -= len(line)
    facts = {"name": setting.masked(on_one_line(name)) or "file without a name", "notes": lines}
    return setting.page("packet/notes.html.j2", "Notes on a converted file", facts)


def web_pages(name: str, html: str, setting: Setting) -> tuple[bytes, tuple[str, ...]]:
    """A saved web page as it looked, as pages, and how they were made; raises Unreadable where it has no words."""
    shown = words_as_markup([Body(html=html)], pictures_of(Mail((), "", html, ())), setting.masked)
    if not words_of_html(shown.markup).strip():
        raise Unreadable("it is a web page without words")
    facts = {
        "name": setting.masked(on_one_line(name)) or "file without a name",
        "markup": Markup(shown.markup),
        "links": [setting.masked(address) for address in shown.links],
        "notes": [setting.masked(line) for line in shown.notes],
    }
    pdf = setting.page("packet/web.html.j2", "Web page", facts)
    masked = ("private data of the requester masked",) if shown.masked else ()
    return pdf, (f"web page set as pages by {tool()}; nothing was fetched", *shown.how, *masked)


def joined(*pdfs: bytes) -> bytes:
    """Several PDFs as one, in their order; the bookmarks of the first stay."""
    import pikepdf

    from frkit.evidence.pdf.copy import save

    with pikepdf.open(io.BytesIO(pdfs[0])) as first:
        for other in pdfs[1:]:
            with pikepdf.open(io.BytesIO(other)) as more:
                first.pages.extend(more.pages)
        return save(first)


def _line(one: Listed, setting: Setting) -> dict[str, Any]:
    return {
        "number": one.number,
        "name": setting.masked(on_one_line(one.name)) or "without a name",
        "kind": one.kind,
        "size": plural(one.size, "byte") if one.size is not None else "",
        "sha256": one.sha256,
        "shown": one.shown,
    }
