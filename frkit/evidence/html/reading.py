"""Web text from strangers as a tree of elements, in time that grows with its size alone, however broken it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from xml.etree.ElementTree import Element, SubElement

DEEPEST = 120
"""Elements within elements; what lies deeper is put beside its parent."""
MOST_ELEMENTS = 300_000

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:_-]{0,60})|<!--|<!\[CDATA\[|<[!?]")
_ATTRIBUTE = re.compile(
    r"""[\s/]*([^\s=>/"'<][^\s=>/]{0,200})(?:\s{0,50}=\s{0,50}(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?|[\s/]+"""
)
VOID = {"br", "hr", "img", "input", "meta", "link", "base", "embed", "area", "col", "wbr", "source", "track", "param"}
_RAW = {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"}
IN_HEAD = {"head", "meta", "link", "base", "title", "style", "script", "noscript", "template", "object"}
"""What may stand in a page's head; anything else ends a head that was never ended."""
_ENDS = {
    "li": ({"li"}, {"ul", "ol"}), "td": ({"td", "th"}, {"table"}), "th": ({"td", "th"}, {"table"}),
    "tr": ({"tr", "td", "th"}, {"table"}), "p": ({"p"}, {"table", "td", "div", "blockquote", "li"}),
    "dt": ({"dt", "dd"}, {"dl"}), "dd": ({"dt", "dd"}, {"dl"}), "option": ({"option"}, {"select"}),
    "tbody": ({"tbody", "thead", "tfoot", "tr", "td", "th"}, {"table"}),
}  # fmt: skip
"""Element -> those that its start ends, and those beyond which it ends nothing."""


@dataclass(frozen=True)
class Token:
    """A piece of web text: ``text``, ``start``, ``end`` or ``raw`` (the inside of a script or style)."""

    kind: str
    name: str = ""
    text: str = ""
    given: tuple[tuple[str, str], ...] = ()


def tokens(source: str) -> Iterator[Token]:
    """The pieces of some web text in their order."""
    at = 0
    ends: dict[str, int] = {}
    for_ever = len(source)
    while at < for_ever:
        found = _TAG.search(source, at)
        if found is None:
            yield Token("text", text=unescape(source[at:]))
            return
        if found.start() > at:
            yield Token("text", text=unescape(source[at : found.start()]))
        if found[2] is None:
            at = _after_comment(source, found, ends)
            continue
        name = found[2].lower().rpartition(":")[2] if found[2].lower().startswith("html:") else found[2].lower()
        given, at = _attributes(source, found.end())
        if found[1]:
            yield Token("end", name)
            continue
        yield Token("start", name, given=given)
        if name in _RAW:
            stop = _end_of_raw(source, at, name, ends)
            yield Token("raw", name, source[at:stop])
            at = stop


def _after_comment(source: str, found: re.Match[str], ends: dict[str, int]) -> int:
    """Where the text goes on after a comment or a declaration; one that never ends ends with its first ``>``."""
    mark = {"<!--": "-->", "<![CDATA[": "]]>"}.get(found[0], ">")
    stop = _find(source, mark, found.end() - (2 if mark == "-->" else 0), ends)
    if stop < 0:
        stop, mark = _find(source, ">", found.end(), ends), ">"
    return len(source) if stop < 0 else stop + len(mark)


def _find(source: str, mark: str, at: int, ends: dict[str, int]) -> int:
    """Like ``find``, remembering where nothing was found."""
    if at >= ends.get(mark, len(source) + 1):
        return -1
    stop = source.find(mark, at)
    if stop < 0:
        ends[mark] = at
    return stop


def _end_of_raw(source: str, at: int, name: str, ends: dict[str, int]) -> int:
    mark = f"</{name}"
    if at >= ends.get(mark, len(source) + 1):
        return len(source)
    found = re.compile(re.escape(mark), re.IGNORECASE).search(source, at)
    if found is None:
        ends[mark] = at
        return len(source)
    return found.start()


def _attributes(source: str, at: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """Names and values up to the ``>``, and where the text goes on."""
    given: list[tuple[str, str]] = []
    while at < len(source):
        if source[at] == ">":
            return tuple(given), at + 1
        found = _ATTRIBUTE.match(source, at)
        if found is None or found.end() == at:
            if source[at] == "<":
                return tuple(given), at
            at += 1
            continue
        if found[1] and len(given) < 60:
            value = found[2] if found[2] is not None else found[3] if found[3] is not None else found[4]
            given.append((found[1].lower(), unescape(value or "")))
        at = found.end()
    return tuple(given), at


def tree_of(source: str) -> Element:
    """The elements of some web text below one ``html`` element; scripts are left out, style sheets kept as text."""
    builder = _Builder()
    for token in tokens(source):
        if token.kind == "text":
            builder.text(token.text)
        elif token.kind == "end":
            builder.close(token.name)
        elif token.kind == "raw":
            builder.raw(token)
        elif token.name != "html":
            builder.open(token)
    builder.flush()
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root = Element("html")
        self.within: list[Element] = [self.root]
        self.held: list[str] = []
        self.count = 0

    def flush(self) -> None:
        """Put the text that was gathered where it stands."""
        text = "".join(self.held)
        self.held = []
        if not text:
            return
        element = self.within[-1]
        if len(element):
            element[-1].tail = (element[-1].tail or "") + text
        else:
            element.text = (element.text or "") + text

    def text(self, text: str) -> None:
        """Add words; the first ones end a head that was never ended."""
        if text.strip() and self.within[-1].tag == "head":
            self.close("head")
        self.held.append(text)

    def raw(self, token: Token) -> None:
        """Keep the inside of a style sheet, and words of elements that hold nothing else."""
        if token.name == "style":
            self.held.append(token.text)
        elif token.name in ("textarea", "title", "xmp", "plaintext"):
            self.held.append(unescape(token.text))

    def open(self, token: Token) -> None:
        """Begin an element, after those that its beginning ends."""
        if token.name not in IN_HEAD and len(self.within) > 1 and self.within[1].tag == "head":
            self.close("head")
        self.flush()
        ends, within = _ENDS.get(token.name, (set(), set()))
        for number in range(len(self.within) - 1, 0, -1):
            tag = self.within[number].tag
            if not ends or tag in within:
                break
            if tag in ends:
                del self.within[number:]
        if self.count >= MOST_ELEMENTS:
            return
        self.count += 1
        made = SubElement(self.within[-1], token.name, dict(reversed(token.given)))
        if token.name not in VOID and len(self.within) < DEEPEST:
            self.within.append(made)

    def close(self, name: str) -> None:
        """End an element with all that was left open in it; an end that fits nothing is passed over."""
        for number in range(len(self.within) - 1, 0, -1):
            tag = self.within[number].tag
            if tag == name:
                self.flush()
                del self.within[number:]
                return
            if tag == "table" and name not in ("div", "center", "body", "html"):
                return
