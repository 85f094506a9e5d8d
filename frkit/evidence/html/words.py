"""The words of web text line by line, as a person who cannot see it laid out would want them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from frkit.evidence.html.reading import tree_of

_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "table", "tr", "hr", "dl",
    "dt", "dd", "center", "section", "article", "header", "footer", "address", "form", "fieldset", "body", "figure",
    "caption", "nav", "main", "aside", "details", "summary",
}  # fmt: skip
_SILENT = {"style", "script", "title", "template", "head"}
_LEADS = {"http", "https", "mailto", "ftp"}
_LONGEST_ADDRESS = 500


def words_of_html(source: str, *, links: bool = False) -> str:
    """The words of some web text, hidden ones too; quotations with ``> `` before each line, cells parted by tabs.

    With ``links`` the address of each link stands behind its words, unless they say it.
    """
    out = _Lines(links)
    # A stack in place of recursion: (element, what is to be done with it).
    stack: list[tuple[Element, bool]] = [(tree_of(source), False)]
    while stack:
        element, ended = stack.pop()
        tag = str(element.tag)
        if ended:
            out.leave(tag)
            out.say(element.tail)
            continue
        if tag in _SILENT:
            out.say(element.tail)
            continue
        out.enter(element, tag)
        out.say(element.text)
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    return out.whole()


class _Lines:
    def __init__(self, links: bool) -> None:
        self.links = links
        self.link: tuple[str, int] | None = None
        """Where the link leads that is under way, and how many lines stood before it."""
        self.lines: list[str] = []
        self.line: list[str] = []
        self.depth = 0
        self.kept = 0

    def say(self, text: str | None) -> None:
        """Add words; spaces count only within ``pre``."""
        if not text:
            return
        if self.kept:
            for number, piece in enumerate(text.split("\n")):
                if number:
                    self.end(always=True)
                self.line.append(piece)
        else:
            self.line.append(re.sub(r"[ \t\r\n\f]+", " ", text))

    def enter(self, element: Element, tag: str) -> None:
        """What an element does to the lines where it begins."""
        if tag == "br":
            self.end(always=True)
        elif tag in ("td", "th") and "".join(self.line).strip():
            self.line.append("\t")
        elif tag == "img" and element.get("alt", "").strip():
            self.line.append(f"[picture: {element.get('alt', '').strip()[:200]}]")
        elif tag == "a" and self.links:
            self.link = element.get("href", "").strip(), len(self.lines)
        elif tag in _BLOCKS:
            self.end()
        self.depth += tag == "blockquote"
        self.kept += tag == "pre"
        if tag == "p" and self.lines and self.lines[-1].strip("> "):
            self.lines.append("> " * self.depth)

    def leave(self, tag: str) -> None:
        """What an element does to the lines where it ends."""
        if tag == "a" and self.link is not None:
            self.say_where(*self.link)
            self.link = None
        if tag in _BLOCKS:
            self.end()
        self.depth -= tag == "blockquote"
        self.kept -= tag == "pre"

    def say_where(self, address: str, since: int) -> None:
        """Add the address of a link that ends here."""
        scheme, _, rest = address.partition(":")
        said = "\n".join([*self.lines[since:], "".join(self.line)])
        if rest and scheme.lower() in _LEADS and rest not in said:
            self.line.append(f" <{address[:_LONGEST_ADDRESS]}>")

    def end(self, *, always: bool = False) -> None:
        """End a line; an empty one only where the text asks for it."""
        text = "".join(self.line) if self.kept else "".join(self.line).strip(" ")
        self.line = []
        if text.strip() or always:
            self.lines.append("> " * self.depth + text)

    def whole(self) -> str:
        """All lines."""
        self.end()
        return "\n".join(line.rstrip() for line in self.lines).strip("\n")
