"""What to look for in records: names of vendors, products, resellers and ways to buy, and what else they may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from frkit.catalogue.types import Vendor
from frkit.catalogue.vendor_types import PurchaseVehicle

TermKind = Literal["name", "product", "search term", "reseller", "purchase vehicle"]
SHORTEST_ALONE = 3
"""A name of so many letters or fewer never counts alone."""
SHORTEST_IN_CAPITALS = 4
"""A longer word of the language is the name in a heading of capitals too."""
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Term:
    """A name as it is looked for."""

    text: str
    """As the catalogue writes it."""
    kind: TermKind
    of: str
    """Id of the vendor or purchase vehicle."""
    weak: bool
    """True where it counts only beside a second term."""
    product: str | None = None
    """The product that it names, as the vendor's file lists it."""


class Phrase:
    """Words that are looked for as a whole, whatever the spaces between them."""

    def __init__(self, text: str, *, as_written: bool = False) -> None:
        """``as_written``: capitals count, since the words are also words of the language; a heading has all of them."""
        stem = text.endswith("*")
        words = text.removesuffix("*").split()
        first = _WORD.search(words[0])
        self.text = text
        self.before = first.start() if first else 0
        """Characters before the first letter or digit, such as the sign of an address."""
        self.first = "" if first is None else first[0].casefold()
        self.open_ended = stem and len(words) == 1
        pattern = _spelled(words)
        if as_written and len(text) > SHORTEST_IN_CAPITALS:
            pattern = f"(?:{pattern}|{_spelled([word.upper() for word in words])})"
        tail = r"\w*" if stem else r"(?!\w)"
        self._pattern = re.compile(pattern + tail, 0 if as_written else re.IGNORECASE)

    def at(self, text: str, word_start: int) -> tuple[int, int] | None:
        """From where to where it stands, if its first word begins at ``word_start``."""
        begin = word_start - self.before
        found = self._pattern.match(text, begin) if begin >= 0 else None
        return (begin, found.end()) if found else None


def _spelled(words: Sequence[str]) -> str:
    return r"[\s\-]+".join(re.escape(word) for word in words)


class Lookup:
    """Many phrases, found in one walk over the words of a text."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_word: dict[str, list[Phrase]] = {}
        self._open: list[Phrase] = []
        self._unspaced: list[Phrase] = []
        for phrase in phrases:
            if not phrase.text.isascii() and not _spaced(phrase.text):
                self._unspaced.append(phrase)
            elif phrase.open_ended:
                self._open.append(phrase)
            else:
                self._by_word.setdefault(phrase.first, []).append(phrase)

    def in_text(self, text: str) -> Iterator[tuple[int, int, Phrase]]:
        """Start, end and phrase of each occurrence, in the order of the text; overlapping ones too."""
        for word in _WORD.finditer(text):
            folded = word[0].casefold()
            for phrase in (*self._by_word.get(folded, ()), *self._beginning(folded)):
                found = phrase.at(text, word.start())
                if found:
                    yield (*found, phrase)
        for phrase in self._unspaced:
            for match in re.finditer(re.escape(phrase.text.removesuffix("*")), text):
                yield match.start(), match.end(), phrase

    def _beginning(self, folded: str) -> list[Phrase]:
        return [phrase for phrase in self._open if folded.startswith(phrase.first)]


def _spaced(text: str) -> bool:
    """False for scripts that put no spaces between words, so that a word has no bounds to look for."""
    return not re.search(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]", text)


def vendor_terms(vendor: Vendor) -> list[Term]:
    """Every name of a vendor once, the most telling kind first."""
    weak = {_key(term) for term in vendor.weak_terms}
    products = {_key(text): one.name for one in vendor.products for text in (one.name, *one.aliases)}
    named: list[tuple[str, TermKind]] = [(text, "name") for text in (vendor.name, *vendor.legal_names, *vendor.aliases)]
    named += [(text, "product") for one in vendor.products for text in (one.name, *one.aliases)]
    named += [(text, "search term") for text in vendor.search_terms]
    resellers = {_key(name) for name in vendor.reseller_names}
    made: dict[str, Term] = {}
    for text, kind in named:
        plain = _plain(text)
        if _key(plain) in resellers:
            continue
        is_weak = _key(text) in weak or _key(plain) in weak or _short(plain)
        made.setdefault(_key(plain), Term(plain, kind, vendor.id, is_weak, products.get(_key(text))))
    for name in vendor.reseller_names:
        made.setdefault(_key(name), Term(name, "reseller", vendor.id, True))
    return list(made.values())


def vehicle_terms(vehicle: PurchaseVehicle) -> list[Term]:
    """Every name of a way to buy once."""
    weak = {_key(term) for term in vehicle.weak_terms}
    texts = dict.fromkeys(map(_plain, (vehicle.name, *vehicle.aliases, *vehicle.search_terms)))
    return [Term(text, "purchase vehicle", vehicle.id, _key(text) in weak or _short(text)) for text in texts]


def phrases_of(terms: Sequence[Term]) -> dict[Phrase, Term]:
    """Each term as it is looked for; a weak one only with the capitals that it is written with."""
    return {Phrase(term.text, as_written=term.weak): term for term in terms}


def _plain(text: str) -> str:
    """A name without what the catalogue adds in brackets for people."""
    return _ASIDE.sub("", text).strip() or text


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _short(text: str) -> bool:
    return sum(one.isalnum() for one in text) <= SHORTEST_ALONE
