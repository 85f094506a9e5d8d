"""HTML from strangers made harmless: its words and their plain structure, nothing that is fetched, hidden or run."""

from __future__ import annotations

from html import escape

from frkit.evidence.html.reading import IN_HEAD, tokens

KEPT = {
    "p", "div", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre",
    "table", "thead", "tbody", "tr", "td", "th", "b", "strong", "i", "em", "u", "sub", "sup", "code",
}  # fmt: skip
DROPPED = {
    "script",
    "style",
    "head",
    "title",
    "template",
    "noscript",
    "object",
    "svg",
    "math",
    "iframe",
    "select",
    "textarea",
}
_VOID = {"br", "hr"}
_NO_END = {"img", "input", "meta", "link", "base", "embed", "area", "col", "wbr", "source", "track", "param"}
_CLOSES_ITSELF = {"li": {"li"}, "td": {"td", "th"}, "th": {"td", "th"}, "tr": {"tr", "td", "th"}, "p": {"p"}}
_HEADINGS = {f"h{number}": "h4" for number in range(1, 7)}
DEEPEST = 60


def safe_html(text: str) -> str:
    """The words of an HTML text as HTML with a few plain elements, no attributes, addresses of links written out."""
    cleaner = _Cleaner()
    for token in tokens(text):
        if token.kind == "start":
            cleaner.start(token.name, dict(reversed(token.given)))
        elif token.kind == "end":
            cleaner.end(token.name)
        elif token.kind == "text":
            cleaner.words(token.text)
    return cleaner.result()


class _Cleaner:
    def __init__(self) -> None:
        self._out: list[str] = []
        self._open: list[str] = []
        self._silent: list[str] = []
        self._links: list[tuple[str, int]] = []

    def result(self) -> str:
        """The text with every element closed."""
        return "".join([*self._out, *(f"</{name}>" for name in reversed(self._open))])

    def start(self, tag: str, given: dict[str, str]) -> None:
        """Keep a plain element; write out a picture's words; remember where a link leads."""
        if "head" in self._silent and tag not in IN_HEAD:
            self._silent = []
        if tag in DROPPED and len(self._silent) < DEEPEST:
            self._silent.append(tag)
        if self._silent or tag in _NO_END - {"img"}:
            return
        if tag == "img":
            self._out.append(escape(f"[picture: {given['alt'][:200]}]" if given.get("alt") else "[picture]"))
        elif tag == "a":
            if self._links:
                self._written_out(*self._links.pop())
            self._links.append((given.get("href", ""), len(self._out)))
        elif tag in _VOID:
            self._out.append(f"<{tag}>")
        elif tag in KEPT and len(self._open) < DEEPEST:
            self._start(_HEADINGS.get(tag, tag))

    def end(self, tag: str) -> None:
        """Close an element, and those inside it that were left open."""
        if self._silent:
            if tag in self._silent:
                del self._silent[self._silent.index(tag) :]
            return
        if tag == "a" and self._links:
            self._written_out(*self._links.pop())
            return
        self._end(_HEADINGS.get(tag, tag))

    def words(self, data: str) -> None:
        """Keep words."""
        if not self._silent:
            self._out.append(escape(data))

    def _start(self, tag: str) -> None:
        closes = _CLOSES_ITSELF.get(tag, set())
        while self._open and self._open[-1] in closes:
            self._out.append(f"</{self._open.pop()}>")
        self._open.append(tag)
        self._out.append(f"<{tag}>")

    def _end(self, tag: str) -> None:
        if tag not in self._open:
            return
        while self._open:
            name = self._open.pop()
            self._out.append(f"</{name}>")
            if name == tag:
                return

    def _written_out(self, address: str, since: int) -> None:
        """A link's address after its words, where the words do not say it: a reader must see where it led."""
        words = "".join(self._out[since:])
        if address.startswith(("http:", "https:", "mailto:", "ftp:")) and escape(address.split(":", 1)[1]) not in words:
            self._out.append(escape(f" <{address[:500]}>"))
