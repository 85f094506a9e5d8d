"""Web text from strangers as its reader saw it, where that is harmless: nothing is fetched, run, or hidden in silence.

Elements, colours, weights, alignment and tables stay. Pictures come only from the mail itself; addresses of links are
written out; what the reader could not see is taken out and told apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from frkit.evidence.html.colours import contrast, plain_colour
from frkit.evidence.html.reading import tree_of
from frkit.evidence.html.style import HANDED_DOWN, declared
from frkit.pages.wording import plural

LONGEST_STYLED = 1_500_000
"""Characters of web text that are laid out; a longer one is shown as plain words."""
_KEPT = {
    "p", "div", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "table", "thead",
    "tbody", "tfoot", "tr", "td", "th", "b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "sub", "sup",
    "code", "span", "font", "center", "caption", "dl", "dt", "dd", "tt", "small", "big", "address", "kbd", "samp",
    "mark",
}  # fmt: skip
_DROPPED = {
    "script", "style", "head", "title", "template", "object", "svg", "math", "iframe", "select", "applet", "audio",
    "video", "canvas", "frameset", "noframes", "embed",
}  # fmt: skip
_INLINE = {"b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "sub", "sup", "code", "span", "font", "tt",
           "small", "big", "kbd", "samp", "mark"}  # fmt: skip
_BLOCK_AS = {"center": "div", "address": "div", "caption": "div", "dl": "div", "dt": "div", "dd": "div"}
_HEADINGS = {"h1": "h4", "h2": "h4", "h3": "h4", "h4": "h4", "h5": "h5", "h6": "h5"}
_MOST_TABLES = 4
"""Tables within tables that are laid out as such; deeper ones run on as blocks."""
_SHORT_LINK = 70
_BREAK = "\ue00e"
"""Where a line may end; no text has this sign any more (``_ILL``)."""
_IN_LONG_WORD = re.compile(r"(\S{12})(?=\S)")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ILL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\ue00f\ufffe\uffff]")
_MOST_NOTED = 40


@dataclass
class Shown:
    """Harmless markup, and what is to be said of it."""

    markup: str
    pictures: dict[str, str] = field(default_factory=dict)
    """Mark in the markup -> address of the picture that stands there, put in after names are masked."""
    hidden: list[tuple[str, str]] = field(default_factory=list)
    """(why, words) of text that the reader could not see."""
    links: list[str] = field(default_factory=list)
    """Addresses too long to stand in the text, numbered from 1."""
    remote: list[str] = field(default_factory=list)
    """Hosts from which pictures were not fetched."""
    watching: list[str] = field(default_factory=list)
    """Hosts that would have learned of the opening by a picture that nobody can see."""
    turned: bool = False
    """Marks that turn the direction of writing were left out."""

    def notes(self) -> tuple[str, ...]:
        """What a page has to say besides the words."""
        found = []
        if self.remote:
            count = plural(len(self.remote), "picture")
            found.append(f"{count} on other computers not fetched: {_hosts(self.remote)}")
        if self.watching:
            count = plural(len(self.watching), "invisible picture")
            found.append(
                f"{count} that would have told the sender of the opening, not fetched: {_hosts(self.watching)}"
            )
        for why, words in self.hidden[:_MOST_NOTED]:
            found.append(f"hidden from the reader ({why}): “{words[:1500]}{'…' if len(words) > 1500 else ''}”")
        if len(self.hidden) > _MOST_NOTED:
            found.append(f"{len(self.hidden) - _MOST_NOTED} more hidden texts are in the original only")
        if self.turned:
            found.append("marks that turn the direction of writing were left out")
        return tuple(found)


def shown_html(
    source: str, picture: Callable[[str], str | None], masked: Callable[[str], str] = lambda text: text
) -> Shown:
    """Web text as its reader saw it. ``picture`` gives the address of a picture that may be shown, or None."""
    root = tree_of(_ILL.sub("\N{REPLACEMENT CHARACTER}", source))
    writer = _Writer(declared(root), picture, masked)
    writer.write(root)
    made = writer.made
    made.markup = "".join(writer.out)
    return made


def _hosts(addresses: list[str]) -> str:
    names = list(dict.fromkeys(addresses))
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


@dataclass(frozen=True)
class _State:
    """What an element has from those above it."""

    handed: dict[str, str]
    back: str | None = "#ffffff"
    """The colour behind it; None where it is not known, as with a picture."""
    tables: int = 0
    gone: str = ""
    """Why nothing in it can be seen, whatever it is."""
    unseen: str = ""
    """Why words in it cannot be seen, unless an element below has other looks."""


class _Writer:
    def __init__(
        self,
        looks: dict[Element, dict[str, str]],
        picture: Callable[[str], str | None],
        masked: Callable[[str], str],
    ) -> None:
        self.looks = looks
        self.picture = picture
        self.masked = masked
        self.out: list[str] = []
        self.made = Shown("")
        self.unseen: list[str] = []
        self.why = ""

    def write(self, root: Element) -> None:
        """Write an element with all below it, without recursion."""
        stack: list[tuple[Element, _State, str | None]] = [(root, _State({}), None)]
        while stack:
            element, state, closing = stack.pop()
            if closing is not None:
                self._leave(element, state, closing)
                continue
            above = state
            state, closing = self._enter(element, above)
            stack.append((element, above, closing))
            if str(element.tag) not in _DROPPED:
                self._say(element.text, state)
                stack.extend((child, state, None) for child in reversed(element))

    def _enter(self, element: Element, above: _State) -> tuple[_State, str]:
        """Begin an element: what those inside it have from it, and what ends it."""
        tag = str(element.tag)
        look = {**_from_attributes(element), **self.looks.get(element, {})}
        handed = {**above.handed, **{name: look[name] for name in HANDED_DOWN if name in look}}
        back = _behind(look, above.back)
        gone = above.gone or _gone(look)
        tables = above.tables + (tag == "table")
        state = _State(handed, back, tables, gone, gone or _unseen(handed, back))
        if tag in _DROPPED:
            return state, ""
        if tag == "img":
            self._picture(element, look, state)
            return state, ""
        if tag in ("br", "hr"):
            self.out.append("" if gone else f"<{tag}>")
            return state, ""
        if gone or tag not in _KEPT:
            return state, "a" if tag == "a" else ""
        if tag in ("table", "thead", "tbody", "tfoot", "tr", "td", "th") and (tables == 0 or tables > _MOST_TABLES):
            name = "div"
        else:
            name = _HEADINGS.get(tag, _BLOCK_AS.get(tag, "span" if tag in ("font", "big", "strike") else tag))
        self.out.append(f"<{name}{_extra(element, name, look)}{_style(look, handed, back, above.back)}>")
        return state, name

    def _leave(self, element: Element, above: _State, closing: str) -> None:
        if closing == "a":
            self._address(element)
        elif closing:
            self.out.append(f"</{closing}>")
        if self.unseen and not above.unseen:
            self._tell_unseen()
        self._say(element.tail, above)

    def _say(self, text: str | None, state: _State) -> None:
        if not text:
            return
        if state.unseen:
            if text.strip(" \t\r\n\xa0\u200b\u200c\u200d\u034f\u00ad\u2007\ufeff"):
                self.unseen.append(" ".join(text.split()))
                self.why = state.unseen
            return
        clean = _TURNING.sub("", text)
        self.made.turned = self.made.turned or clean != text
        words = self.masked(clean)
        if state.tables:  # else a cell would have to be as wide as its longest word
            words = _IN_LONG_WORD.sub(rf"\1{_BREAK}", words)
        self.out.append(escape(words, quote=False).replace(_BREAK, "<wbr>"))

    def _tell_unseen(self) -> None:
        words = " ".join(self.unseen)
        self.unseen = []
        self.made.hidden.append((self.why, self.masked(words)))

    def _address(self, element: Element) -> None:
        """A link's address after its words, where they do not say it: a reader must see where it led."""
        address = "".join(_ILL.sub("", element.get("href", "")).split())
        if not address.lower().startswith(("http:", "https:", "mailto:", "ftp:")):
            return
        words = " ".join("".join(element.itertext()).split())
        bare = re.sub(r"(?i)^(https?://(www\.)?|mailto:|ftp://)", "", address).rstrip("/")
        if bare and bare.lower() in words.lower():
            return
        if len(address) <= _SHORT_LINK:
            self.out.append(f'<span class="address"> &lt;{escape(self.masked(address))}&gt;</span>')
            return
        if address not in self.made.links:
            self.made.links.append(address)
        number = self.made.links.index(address) + 1 if len(self.made.links) < 2000 else 0
        host = escape(urlsplit_host(address))
        self.out.append(f'<span class="address"> &lt;{host}…, link {number}&gt;</span>')

    def _picture(self, element: Element, look: dict[str, str], state: _State) -> None:
        source = element.get("src", "").strip()
        tiny = any(_pixels(element.get(side) or look.get(side, "")) in (0, 1, 2) for side in ("width", "height"))
        remote = source.lower().startswith(("http:", "https:", "//", "ftp:"))
        found = None if state.gone else self.picture(source)
        if remote and not found:
            (self.made.watching if tiny or state.gone else self.made.remote).append(urlsplit_host(source))
        if state.gone or (tiny and remote and not found):
            return
        if found:
            mark = f"\ue000{len(self.made.pictures)}\ue001"
            self.made.pictures[mark] = found
            self.out.append(f'<img src="{mark}" alt=""{_size(element, look)}>')
            return
        words = _TURNING.sub("", element.get("alt", "").strip())[:200]
        self.out.append(escape(self.masked(f"[picture: {words}]" if words else "[picture]"), quote=False))


def urlsplit_host(address: str) -> str:
    """The computer that an address leads to, or the beginning of the address."""
    try:
        host = urlsplit(address if "//" in address[:9] else f"//{address}").hostname or ""
    except ValueError:
        host = ""
    return _ILL.sub("", host)[:120] or address[:60]


def _from_attributes(element: Element) -> dict[str, str]:
    """What attributes of old web text say about looks."""
    found = {}
    if element.get("bgcolor"):
        found["background-color"] = element.get("bgcolor", "").lower()
    if element.get("background"):
        found["background-image"] = "url"
    if element.tag == "font" and element.get("color"):
        found["color"] = element.get("color", "").lower()
    if element.tag == "body" and element.get("text"):
        found["color"] = element.get("text", "").lower()
    align = element.get("align", "").lower()
    if align in ("left", "right", "center", "justify") and element.tag not in ("table", "img"):
        found["text-align"] = align
    if element.tag == "center":
        found["text-align"] = "center"
    if "hidden" in element.attrib:
        found["display"] = "none"
    return found


def _behind(look: dict[str, str], above: str | None) -> str | None:
    image = look.get("background-image", "") + look.get("background", "")
    if "url" in image or "gradient" in image:
        return None
    said = look.get("background-color") or look.get("background", "")
    if not said or said in ("transparent", "inherit", "initial", "none"):
        return above
    return plain_colour(said)


def _gone(look: dict[str, str]) -> str:
    """Why nothing within an element can be seen, or nothing."""
    if look.get("display") == "none" or look.get("mso-hide") == "all":
        return "not displayed"
    if re.fullmatch(r"0?\.?0+%?", look.get("opacity", "1")):
        return "made transparent"
    shut = any(_pixels(look.get(side, "")) == 0 for side in ("max-height", "height", "max-width", "width"))
    if shut and "hidden" in look.get("overflow", ""):
        return "box without size"
    away = any((_pixels(look.get(side, "")) or 0) <= -500 for side in ("left", "top"))
    if (_pixels(look.get("text-indent", "")) or 0) <= -500 or (away and look.get("position") in ("absolute", "fixed")):
        return "placed outside the page"
    return ""


def _unseen(handed: dict[str, str], back: str | None) -> str:
    """Why words in an element cannot be seen, or nothing."""
    if handed.get("visibility") in ("hidden", "collapse"):
        return "made invisible"
    size = _pixels(handed.get("font-size", ""))
    if size is not None and size < 2.5:
        return "type too small to see"
    colour = plain_colour(handed["color"]) if "color" in handed else None
    if (colour and back and contrast(colour, back) < 1.1) or handed.get("color") in ("transparent", "rgba(0,0,0,0)"):
        return "same colour as what is behind it"
    return ""


_WORDS = {
    "font-weight": {"bold": "bold", "bolder": "bold", "600": "bold", "700": "bold", "800": "bold", "900": "bold",
                    "normal": "normal", "400": "normal"},
    "font-style": {"italic": "italic", "oblique": "italic", "normal": "normal"},
    "text-align": {word: word for word in ("left", "right", "center", "justify")},
    "white-space": {"pre": "pre-wrap", "pre-wrap": "pre-wrap", "pre-line": "pre-line"},
    "direction": {"rtl": "rtl", "ltr": "ltr"},
}  # fmt: skip
"""Property -> its values that may pass, and what they become."""


def _style(look: dict[str, str], handed: dict[str, str], back: str | None, above: str | None) -> str:
    """The harmless part of an element's looks as an attribute."""
    found = {name: words[look[name]] for name, words in _WORDS.items() if look.get(name) in words}
    found |= _colours(look, handed, back, above)
    line = look.get("text-decoration", "") + look.get("text-decoration-line", "")
    if "underline" in line or "line-through" in line:
        found["text-decoration"] = "line-through" if "line-through" in line else "underline"
    if re.search(r"courier|consolas|monospace|menlo|monaco", look.get("font-family", "")):
        found["font-family"] = "'Frkit Mono', monospace"
    size = _pixels(look.get("font-size", ""))
    if size is not None and size >= 2.5:
        found["font-size"] = f"{min(17.0, max(6.5, size * 0.72)):.1f}pt"
    return f' style="{escape(";".join(f"{name}:{value}" for name, value in found.items()))}"' if found else ""


def _colours(look: dict[str, str], handed: dict[str, str], back: str | None, above: str | None) -> dict[str, str]:
    """The colours of an element; pale words on an unknown ground are made dark, so that they can be read."""
    own_back = plain_colour(look.get("background-color") or look.get("background", ""))
    found = {"background-color": own_back} if own_back and back == own_back != above else {}
    if "color" in look or own_back:
        colour = plain_colour(handed.get("color", "")) or "#000000"
        ground = back or "#ffffff"
        readable = (
            colour if contrast(colour, ground) >= 1.7 else "#000000" if contrast("#000000", ground) > 4 else "#ffffff"
        )
        found["color"] = readable
    return found


def _extra(element: Element, name: str, look: dict[str, str]) -> str:
    """Attributes that carry meaning: spans of cells, direction, lines of a table, the number a list begins with."""
    found = []
    if name in ("td", "th"):
        for side in ("colspan", "rowspan"):
            number = element.get(side, "")
            if number.isdigit() and 1 < int(number[:4]) <= 100:
                found.append(f' {side}="{int(number[:4])}"')
    if name == "table":
        lined = element.get("border", "0") not in ("", "0") or re.match(r"[1-9.]", look.get("border", "")) is not None
        rows = [len(row) for row in element.iter("tr")]
        wide = max(rows, default=0)
        kinds = (("lined", lined), ("wide", wide > 7), ("wider", wide > 12), ("long", len(rows) > 300))
        classes = [word for word, says in kinds if says]
        found.append(f' class="{" ".join(classes)}"' if classes else "")
    elif name in ("td", "th", "div", "p") and re.match(r"[1-9.]", look.get("border", "")):
        found.append(' class="lined"')
    if element.get("dir", "").lower() in ("rtl", "ltr"):
        found.append(f' dir="{element.get("dir", "").lower()}"')
    if name == "ol" and element.get("start", "").isdigit():
        found.append(f' start="{int(element.get("start", "1")[:6])}"')
    return "".join(found)


def _size(element: Element, look: dict[str, str]) -> str:
    """A picture's width as the sender wants it, in points, never wider than the page."""
    width = _pixels(look.get("width", "") or element.get("width", ""))
    return f' style="width:{min(width * 0.72, 460):.0f}pt"' if width else ""


def _pixels(said: str) -> float | None:
    """A length in pixels, or None for what is none, such as a share of the page."""
    found = re.fullmatch(r"\s*(-?\d{0,6}\.?\d{0,4})\s*(px|pt|em|rem|in|cm|mm|)\s*(?:!important)?", said or "x")
    if not found or not found[1] or found[1] in (".", "-", "-."):
        return None
    each = {"px": 1.0, "": 1.0, "pt": 1.333, "em": 16.0, "rem": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78}
    return float(found[1]) * each[found[2]]
