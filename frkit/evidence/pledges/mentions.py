"""Where records name vendors, products, resellers and ways to buy: whole words, and nothing that means something else.

A name that is short, or a word of the language, counts only beside a second term: another name of the same vendor, or
a word that shows that the page speaks of face recognition. What stands alone, and what means something else, is kept
apart and never left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from frkit.catalogue.loading import all_vehicles, all_vendors, load_drafting
from frkit.catalogue.types import Vendor
from frkit.catalogue.vendor_types import PurchaseVehicle
from frkit.evidence.pledges.terms import Lookup, Phrase, Term, phrases_of, vehicle_terms, vendor_terms

Standing = Literal["named", "alone", "other"]
"""Named; a weak name without a second term; a false friend."""
NEAR = 1200
"""Characters around a weak name in which its second term must stand: about half a page."""
_AROUND = 80
_HYPHENS = re.compile(r"(?<=\w)[-\u2010\u00ad]\n[ \t]*(?=[a-z])")


@dataclass(frozen=True)
class Mention:
    """One place in a text where a name stands."""

    term: Term
    start: int
    end: int
    standing: Standing
    beside: str = ""
    """The second term that lets a weak name count; the other meaning of a false friend."""
    words: str = ""
    """The name with the words around it, on one line."""


@dataclass(frozen=True)
class Names:
    """Everything that is looked for, ready for many texts."""

    terms: Lookup
    of_phrase: dict[Phrase, Term]
    others: dict[str, Lookup]
    """Id of a vendor -> the phrases in which its names mean something else."""
    face: Lookup


def as_read(text: str) -> str:
    """A page's text with words that a line end parted put together, soft hyphens gone and spaces single."""
    joined = _HYPHENS.sub("", unicodedata.normalize("NFKC", text.replace("\r\n", "\n")))
    return " ".join(joined.replace("\u00ad", "").split())


@lru_cache(maxsize=1)
def names_on_file() -> Names:
    """The names of every vendor and way to buy in the catalogue."""
    return names_from(all_vendors(), all_vehicles(), load_drafting().face_terms)


def names_from(vendors: Iterable[Vendor], vehicles: Iterable[PurchaseVehicle], face: Iterable[str]) -> Names:
    """The names of some vendors and ways to buy, and the words that show what a page is about."""
    vendors = list(vendors)
    terms = [term for vendor in vendors for term in vendor_terms(vendor)]
    terms += [term for vehicle in vehicles for term in vehicle_terms(vehicle)]
    phrases = phrases_of(terms)
    others = {one.id: Lookup(map(Phrase, one.other_meanings)) for one in vendors if one.other_meanings}
    return Names(Lookup(phrases), phrases, others, Lookup(map(Phrase, face)))


def mentions_in(text: str, names: Names) -> list[Mention]:
    """The names in a text that :func:`as_read` gave, in its order; of names that overlap the longest of each owner."""
    spans = [(start, end, names.of_phrase[phrase]) for start, end, phrase in names.terms.in_text(text)]
    longest = _longest(spans)
    if not longest:
        return []
    face = [(start, text[start:end]) for start, end, _ in names.face.in_text(text)]
    others = {
        owner: [(start, end, phrase.text) for start, end, phrase in names.others[owner].in_text(text)]
        for owner in {term.of for _, _, term in longest} & names.others.keys()
    }
    found = [_placed(span, longest, face, others.get(span[2].of, []), text) for span in longest]
    return [replace(one, words=_around(text, one.start, one.end)) for one in found]


_Span = tuple[int, int, Term]


def _longest(spans: Sequence[_Span]) -> list[_Span]:
    """Without those that lie within a longer name of the same owner."""
    kept: list[_Span] = []
    last_end: dict[str, int] = {}
    for span in sorted(spans, key=lambda one: (one[0], -one[1], one[2].of)):
        if span[1] > last_end.get(span[2].of, -1):
            kept.append(span)
            last_end[span[2].of] = span[1]
    return kept


def _placed(
    span: _Span,
    spans: Sequence[_Span],
    face: Sequence[tuple[int, str]],
    others: Sequence[tuple[int, int, str]],
    text: str,
) -> Mention:
    start, end, term = span
    for from_, to, phrase in others:
        if (from_ < end and start < to) or _stands_for(text, from_, to, start, end, term, spans):
            return Mention(term, start, end, "other", phrase)
    if not term.weak:
        return Mention(term, start, end, "named")
    second = _second(span, spans, face)
    return Mention(term, start, end, "named" if second else "alone", second)


def _stands_for(text: str, from_: int, to: int, start: int, end: int, term: Term, spans: Sequence[_Span]) -> bool:
    """Whether the page itself says that the short name stands for the other meaning: Operations Center (ROC)."""
    if not term.weak:
        return False
    explained = any(to <= one[0] <= to + 3 and text[to : one[0]].strip() == "(" and _same(one, term) for one in spans)
    return explained or (text[end : end + 2] == " (" and end + 2 == from_)


def _same(span: _Span, term: Term) -> bool:
    return (span[2].of, span[2].text) == (term.of, term.text)


def _second(span: _Span, spans: Sequence[_Span], face: Sequence[tuple[int, str]]) -> str:
    """The nearest term that lets a weak one count; a reseller or a way to buy needs a vendor or the subject itself."""
    start, end, term = span
    near = [
        (abs(one[0] - start), one[2].text)
        for one in spans
        if _helps(one[2], term) and (one[0] >= end or one[1] <= start) and abs(one[0] - start) <= NEAR
    ]
    near += [(abs(at - start), words) for at, words in face if abs(at - start) <= NEAR and not start <= at < end]
    return min(near)[1] if near else ""


def _helps(other: Term, term: Term) -> bool:
    if term.kind == "purchase vehicle":
        return other.kind in ("name", "product", "search term") and not other.weak
    return other.of == term.of and other.text.casefold() != term.text.casefold() and not other.weak


def _around(text: str, start: int, end: int) -> str:
    begin = max(0, start - _AROUND)
    stop = min(len(text), end + _AROUND)
    begin = text.find(" ", begin, start) + 1 if begin else 0
    cut = text.rfind(" ", end, stop) if stop < len(text) else stop
    stop = cut if cut > 0 else stop
    return f"{'… ' if begin else ''}{text[begin:stop]}{' …' if stop < len(text) else ''}"
