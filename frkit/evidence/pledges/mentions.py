"""Where records name vendors, products, resellers and ways to buy: whole words, and nothing that means something else.

A name that is short, or a word of the language, counts only beside a second term: another name of the same vendor, or
a word that shows that the page speaks of face recognition. What stands alone, and what means something else, is kept
apart and never left out.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeVar

from frkit.catalogue.loading import all_vehicles, all_vendors, load_drafting
from frkit.catalogue.types import Vendor
from frkit.catalogue.vendor_types import PurchaseVehicle
from frkit.evidence.pledges.terms import Lookup, Phrase, Term, phrases_of, vehicle_terms, vendor_terms

Standing = Literal["named", "alone", "other"]
"""Named; a weak name without a second term; a false friend."""
NEAR = 1200
"""Characters around a weak name in which its second term must stand: about half a page."""
_AROUND = 80
_ENOUGH, _OVERLAPPING = 200, 20
T = TypeVar("T")
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
    page = _Page(text, longest, face, others)
    return [replace(one, words=_around(text, one.start, one.end)) for one in map(page.placed, longest)]


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


class _Page:
    """What stands on one page, ordered so that what is near a name is found at once."""

    def __init__(
        self,
        text: str,
        spans: Sequence[_Span],
        face: Sequence[tuple[int, str]],
        others: Mapping[str, Sequence[tuple[int, int, str]]],
    ) -> None:
        strong = [span for span in spans if not span[2].weak]
        self._strong, self._strong_at = strong, [span[0] for span in strong]
        self._face, self._face_at = sorted(face), sorted(at for at, _ in face)
        self._others = {owner: sorted(found) for owner, found in others.items()}
        self._explained = self._what_is_explained(text, spans)

    def placed(self, span: _Span) -> Mention:
        """How one name counts."""
        start, end, term = span
        other = self._explained.get((term.of, term.text)) or self._other_meaning(span)
        if other:
            return Mention(term, start, end, "other", other)
        second = self._second(span) if term.weak else ""
        return Mention(term, start, end, "named" if second or not term.weak else "alone", second)

    def _other_meaning(self, span: _Span) -> str:
        """The phrase with another meaning that the name is part of."""
        start, end, term = span
        phrases = self._others.get(term.of, ())
        at = bisect_left(phrases, (end,))
        near = phrases[max(0, at - _OVERLAPPING) : at]
        return next((phrase for from_, to, phrase in near if from_ < end and start < to), "")

    def _what_is_explained(self, text: str, spans: Sequence[_Span]) -> dict[tuple[str, str], str]:
        """Short names that the page itself says to mean something else: Regional Operations Center (ROC)."""
        before = {to: phrase for found in self._others.values() for _, to, phrase in found}
        after = {from_: phrase for found in self._others.values() for from_, _, phrase in found}
        found = {}
        for start, end, term in spans:
            if term.weak and text[start - 2 : start] == " (" and start - 2 in before:
                found[term.of, term.text] = before[start - 2]
            elif term.weak and text[end : end + 2] == " (" and end + 2 in after:
                found[term.of, term.text] = after[end + 2]
        return found

    def _second(self, span: _Span) -> str:
        """The nearest term that lets a weak one count; a way to buy needs a vendor's own name or the subject itself."""
        start, end, term = span
        near = [
            (abs(one[0] - start), one[2].text)
            for one in _window(self._strong, self._strong_at, start)
            if _helps(one[2], term) and (one[0] >= end or one[1] <= start)
        ]
        words = _window(self._face, self._face_at, start)
        near += [(abs(at - start), said) for at, said in words if not start <= at < end]
        return min(near)[1] if near else ""


def _window(found: Sequence[T], starts: Sequence[int], around: int) -> Sequence[T]:
    """Those that begin near a place; of very many the nearest suffice."""
    first, last = bisect_left(starts, around - NEAR), bisect_right(starts, around + NEAR)
    if last - first > _ENOUGH:
        middle = bisect_left(starts, around)
        first, last = max(first, middle - _ENOUGH // 2), min(last, middle + _ENOUGH // 2)
    return found[first:last]


def _helps(other: Term, term: Term) -> bool:
    if term.kind == "purchase vehicle":
        return other.kind in ("name", "product", "search term")
    return other.of == term.of and other.text.casefold() != term.text.casefold()


def _around(text: str, start: int, end: int) -> str:
    begin = max(0, start - _AROUND)
    stop = min(len(text), end + _AROUND)
    begin = text.find(" ", begin, start) + 1 if begin else 0
    cut = text.rfind(" ", end, stop) if stop < len(text) else stop
    stop = cut if cut > 0 else stop
    return f"{'… ' if begin else ''}{text[begin:stop]}{' …' if stop < len(text) else ''}"
