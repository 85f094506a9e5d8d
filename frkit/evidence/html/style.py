"""The looks that a piece of web text gives its elements, as far as they matter for a page and for what is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

_WANTED = {
    "display", "visibility", "opacity", "font-size", "color", "background-color", "background", "font-weight",
    "font-style", "text-decoration", "text-decoration-line", "text-align", "white-space", "font-family", "width",
    "height", "max-height", "max-width", "overflow", "text-indent", "position", "left", "top", "mso-hide", "direction",
    "border", "border-top", "border-bottom", "border-left", "clip", "font", "line-height", "margin-left",
    "background-image",
}  # fmt: skip
_LONGEST_SHEET = 400_000
_MOST_RULES = 3000
_MEDIA = {"", "screen", "all", "print", "only screen", "screen, print"}


@dataclass
class Looks:
    """Properties of one element and those it hands down: name -> value in small letters."""

    own: dict[str, str] = field(default_factory=dict)
    handed: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """A property, its own or handed down."""
        return self.own.get(name) or self.handed.get(name, "")


HANDED_DOWN = {"color", "font-size", "visibility", "font-family", "white-space", "direction", "font-weight", "mso-hide"}


def declared(root: Element) -> dict[Element, dict[str, str]]:
    """Element -> what style sheets and ``style`` attributes declare for it; nothing is fetched."""
    matcher = _matcher(root)
    found: dict[Element, dict[str, str]] = {}
    if matcher is None:
        for element in root.iter():
            if element.get("style"):
                found[element] = _cascade([], element.get("style", ""))
        return found
    import cssselect2

    for wrapper in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
        element = wrapper.etree_element
        matched = [
            payload for _, _, pseudo, payload in sorted(matcher.match(wrapper), key=lambda m: m[:2]) if not pseudo
        ]
        if matched or element.get("style"):
            found[element] = _cascade(matched, element.get("style", ""))
    return found


def inline(text: str) -> list[tuple[str, str, bool]]:
    """The declarations of a ``style`` attribute that matter: name, value in small letters, whether important."""
    found = []
    for piece in re.sub(r"/\*.*?\*/", "", text[:5000], flags=re.DOTALL).split(";")[:100]:
        name, _, value = piece.partition(":")
        name = name.strip().lower()
        if name in _WANTED:
            value = " ".join(value.lower().split())[:300]
            important = value.endswith("!important")
            found.append((name, value.removesuffix("!important").strip(), important))
    return found


def _cascade(matched: list[list[tuple[str, str, bool]]], style: str) -> dict[str, str]:
    found: dict[str, str] = {}
    kept: dict[str, str] = {}
    for declarations in [*matched, inline(style)]:
        for name, value, important in declarations:
            (kept if important else found)[name] = value
    return {**found, **kept}


def _matcher(root: Element) -> Any:
    """The style sheets of the text itself, ready to be asked; None where there are none."""
    sheets = "\n".join(element.text or "" for element in root.iter("style"))[:_LONGEST_SHEET]
    sheets = re.sub(r"<!--|-->", "", sheets)
    if not sheets.strip():
        return None
    import cssselect2
    import tinycss2

    matcher = cssselect2.Matcher()
    count = 0
    for rule in _rules(tinycss2.parse_stylesheet(sheets, skip_comments=True, skip_whitespace=True)):
        declarations = inline(tinycss2.serialize(rule.content))
        if not declarations or count >= _MOST_RULES:
            continue
        count += 1
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            continue
        for selector in selectors:
            matcher.add_selector(selector, declarations)
    return matcher


def _rules(rules: list[Any]) -> list[Any]:
    import tinycss2

    found = []
    for rule in rules:
        if rule.type == "qualified-rule":
            found.append(rule)
        elif _for_screens(rule):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            found += [one for one in inner if one.type == "qualified-rule"]
    return found


def _for_screens(rule: Any) -> bool:
    """True for rules that hold on every screen, not only on narrow ones."""
    import tinycss2

    if rule.type != "at-rule" or rule.lower_at_keyword != "media" or not rule.content:
        return False
    return tinycss2.serialize(rule.prelude).strip().lower() in _MEDIA
