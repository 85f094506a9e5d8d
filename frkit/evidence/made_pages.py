"""Pages that frkit sets itself: mails, texts, and the slip sheets of files that give no pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup

from frkit.evidence.mail.reading import Mail, Part
from frkit.evidence.opening import what_is
from frkit.evidence.safe_html import safe_html
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
        return typeset_pages(html, folder=self.folder, day=self.day)


def mail_pages(mail: Mail, shown: Iterable[Part], setting: Setting) -> tuple[bytes, tuple[str, ...]]:
    """A mail's headers, words and list of attached files as pages, and how they were made."""
    numbers = {part.number for part in shown}
    text, markup = setting.masked(mail.text.strip()), ""
    if not text and mail.html:
        markup = setting.masked(safe_html(mail.html))
    if len(text) + len(markup) > LONGEST_TEXT:
        raise Unreadable("its text is too long to be shown as pages")
    facts = {
        "headers": [(name, setting.masked(on_one_line(value))) for name, value in mail.headers],
        "text": text,
        "markup": Markup(markup),
        "attached": [_attached(part, part.number in numbers) for part in mail.parts],
        "notes": mail.warnings,
    }
    return setting.page("packet/mail.html.j2", "E-mail message", facts), _how(mail, facts, setting)


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


def _attached(part: Part, shown: bool) -> dict[str, Any]:
    return {
        "name": on_one_line(part.name) or "without a name",
        "kind": what_is(part.data).detail,
        "size": plural(part.size, "byte"),
        "sha256": part.sha256,
        "shown": shown,
    }


def _how(mail: Mail, facts: dict[str, Any], setting: Setting) -> tuple[str, ...]:
    source = "plain text" if facts["text"] else "web text (HTML)" if facts["markup"] else "headers"
    lines = [f"mail set as pages from its {source} by {tool()}; nothing was fetched"]
    if facts["text"] and mail.html:
        lines.append("the mail's second version (HTML) is in the original only")
    unmasked = [(name, on_one_line(value)) for name, value in mail.headers]
    if facts["headers"] != unmasked or (facts["text"] and facts["text"] != mail.text.strip()):
        lines.append("private data of the requester masked")
    return tuple(lines)


__all__ = ["Setting", "mail_pages", "slip_sheet", "text_pages", "tool"]
