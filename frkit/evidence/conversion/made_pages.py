"""Pages that frkit sets itself: texts, and the slip sheets of files that give no pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from frkit.evidence.unreadable import Unreadable
from frkit.pages.environment import environment, render
from frkit.pages.plain_text import letter_pages
from frkit.pages.typeset import TypesetPages, load_weasyprint, typeset_pages
from frkit.pages.wording import on_one_line, plural

LONGEST_TEXT = 400_000
"""Characters that are set as pages; a longer text, such as a log of a year, gets a slip sheet."""


def _as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True)
class Setting:
    """How pages are set: in whose folder, as of which day, on which paper, and what a text must not show."""

    folder: Path
    day: date
    paper: Literal["Letter", "A4"]
    masked: Callable[[str], str] = _as_it_is
    language: str = "en"

    def page(self, template: str, title: str, facts: dict[str, Any]) -> bytes:
        """The PDF of a template filled in."""
        return self.pages(template, title, facts).pdf

    def pages(self, template: str, title: str, facts: dict[str, Any]) -> TypesetPages:
        """The same, with what WeasyPrint warned of."""
        common = {"title": title, "language": self.language, "day": self.day, "paper": self.paper}
        html = render(environment(self.folder, html=True), template, {**facts, **common})
        return self.typeset(html)

    def typeset(self, html: str) -> TypesetPages:
        """HTML as pages."""
        return typeset_pages(html, folder=self.folder, day=self.day)


def text_pages(text: str, title: str, setting: Setting) -> tuple[bytes, tuple[str, ...]]:
    """A text line for line as pages, and how they were made."""
    if len(text) > LONGEST_TEXT:
        raise Unreadable(f"it is a text of {len(text):,} characters, too long to be shown as pages")
    shown = setting.masked(text)
    pdf = letter_pages(shown, title=title, paper=setting.paper, day=setting.day, folder=setting.folder)
    hidden = ("private data of the requester masked",) if shown != text else ()
    return pdf, (f"text set as pages by {tool()}", *hidden)


def slip_sheet(
    name: str, kind: str, size: int, sha256: str, reason: str, setting: Setting, *, kept: bool = True
) -> bytes:
    """The one page that stands for a file which gives no pages: what it is, its hash, and why."""
    facts = {
        "name": on_one_line(name) or "file without a name",
        "kind": kind,
        "size": plural(size, "byte"),
        "sha256": sha256,
        "kept": kept,
        "reason": f"The file cannot be shown as pages: {on_one_line(reason)}.",
    }
    return setting.page("packet/slip.html.j2", "Slip sheet", facts)


def tool() -> str:
    """WeasyPrint with its version."""
    return f"WeasyPrint {load_weasyprint().__version__}"


__all__ = ["Setting", "slip_sheet", "text_pages", "tool"]
