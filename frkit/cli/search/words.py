"""What a search found, as a person reads it and as a program does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from frkit.cli.common import clean, say
from frkit.cli.search.places import Places
from frkit.evidence.text.searching import BEGIN, END, RANKED, Found, Result
from frkit.evidence.text.types import OCR
from frkit.evidence.text.unsearched import Unread

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_INDENT = 4
_TOLD = 3


def print_found(out: Console, found: Found, unread: Sequence[Unread], places: Places, typed: str) -> None:
    """The results, numbered, each with where it stands and the words around; then what could not be searched."""
    for number, one in enumerate(found.results, 1):
        if number > 1:
            out.print()
        _print_one(out, number, one, places)
    out.print()
    say(out, _summary(found, typed))
    print_unread(out, unread)


def print_unread(out: Console, unread: Sequence[Unread]) -> None:
    """One line for pages that need OCR, one for files that cannot be read."""
    pages = sum(len(one.pages) for one in unread)
    files = [one for one in unread if not one.pages]
    if pages:
        page = "page has" if pages == 1 else "pages have"
        say(out, f"Not searched: {pages:,} {page} no text that can be read. To read them: frkit ocr", hang=2)
    if files:
        names = "; ".join(f"{one.document.name} ({one.reason})" for one in files[:_TOLD])
        more = f"; and {len(files) - _TOLD:,} more: frkit ocr --list" if len(files) > _TOLD else ""
        say(out, f"Not searched: {names}{more}", hang=2)


def as_data(found: Found, unread: Sequence[Unread], places: Places, typed: str) -> dict[str, Any]:
    """All of it with stable keys."""
    return {
        "query": typed,
        "pages": found.pages,
        "more": found.more,
        "results": [_result(one, places) for one in found.results],
        "not_searched": [unread_as_data(one) for one in unread],
    }


def unread_as_data(one: Unread) -> dict[str, Any]:
    """One document whose words are not known."""
    document = one.document
    return {
        "request": document.request,
        "file": document.path,
        "part": document.part or None,
        "name": document.name,
        "sha256": document.sha256,
        "pages": list(one.pages),
        "reason": one.reason,
    }


def _print_one(out: Console, number: int, one: Result, places: Places) -> None:
    source = one.source
    where = [clean(source.name)]
    if one.page is not None:
        where.append(f"page {one.page}")
    bates = places.bates(source, one.page)
    out.print(f"{number:2}. {', '.join(where)}{f'   {bates}' if bates else ''}", style="bold", soft_wrap=True)
    about = [str(source.date), clean(source.request), *_remarks(one, places)]
    say(out, " · ".join(about), indent=_INDENT)
    if source.path:
        inside = f", file {source.part} in it" if source.part else ""
        say(out, f"{source.path}{inside}", indent=_INDENT)
    for line in _marked(out, one.snippet).wrap(out, max(40, out.width - _INDENT)):
        line.rstrip()
        out.print(" " * _INDENT, end="")
        out.print(line, soft_wrap=True)


def _remarks(one: Result, places: Places) -> Iterator[str]:
    source = one.source
    for exhibit in places.exhibits(source):
        yield f"Exhibit {exhibit.label} of {clean(exhibit.packet)}"
    if source.ours:
        yield "noted by us" if source.kind == "event" else "ours"
    if source.private:
        yield "private"
    if source.corrected:
        yield "corrected, counts for nothing"
    if one.how == OCR:
        yield "read by OCR"
    if one.lacks:
        yield "the page may hold more"


def _marked(out: Console, snippet: str) -> Text:
    """A snippet with what was found standing out: by colour on a terminal, between stars elsewhere."""
    from rich.text import Text

    plain = not out.is_terminal or out.no_color
    made = Text()
    for text, found in pieces(snippet):
        text = clean(text)
        made.append(f"*{text}*" if found and plain else text, style="bold yellow" if found and not plain else None)
    return made


def pieces(snippet: str) -> Iterator[tuple[str, bool]]:
    """A snippet in pieces, each with whether it was searched for."""
    for number, piece in enumerate(snippet.split(BEGIN)):
        found, end, rest = piece.partition(END) if number else ("", END, piece)
        if found:
            yield found, True
        if rest or (not end and not found):
            yield rest, False


def _summary(found: Found, typed: str) -> str:
    shown = len(found.results)
    if not shown:
        return f"Nothing found for {typed}."
    if found.more:
        return (
            f"More than {RANKED:,} places have these words. The {RANKED:,} that were read last were ranked, and the "
            f"best {shown} are shown; another word or a filter brings the rest."
        )
    if found.pages > shown:
        return f"{shown} of {found.pages:,} places; --most {min(1000, found.pages)} shows more."
    return "1 place." if shown == 1 else f"{shown} places."


def _result(one: Result, places: Places) -> dict[str, Any]:
    source = one.source
    text, marks = "", []
    for piece, found in pieces(one.snippet):
        if found:
            marks.append([len(text), len(text) + len(piece)])
        text += piece
    return {
        "request": source.request,
        "agency": source.agency,
        "event": source.event,
        "date": source.date,
        "kind": source.kind,
        "name": source.name,
        "file": source.path or None,
        "part": source.part or None,
        "sha256": source.sha256 if source.path else None,
        "page": one.page,
        "bates": places.bates(source, one.page) or None,
        "exhibits": [{"packet": exhibit.packet, "label": exhibit.label} for exhibit in places.exhibits(source)],
        "how": one.how,
        "lacks": one.lacks or None,
        "snippet": text,
        "marks": marks,
        "score": round(one.score, 6),
        "ours": source.ours,
        "private": source.private,
        "corrected": source.corrected,
    }
