"""What is wrong with a letter, if anything: words a template lost, another place's law, numbers that nobody gave it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from letters.scenes.scene import Scene

from frkit.law.citations import SHARED, marks_by_code
from frkit.law.loading import all_codes, law_citations, load_jurisdiction
from frkit.law.types import Jurisdiction
from frkit.letters.letter import Letter
from frkit.pages.wording import MONTHS, long_date

LONGEST_SUBJECT = 160
MOST_LINES = 110
"""Of a letter that follows the first one: two pages."""

GARBLED = {
    "a word of code": r"\bNone\b|Undefined|\{\{|\}\}|\{%|\bTrue\b|\bFalse\b|<[a-z]+>|datetime|Decimal\(",
    "empty brackets": r"\(\s*\)|\[\s*\]|\"\s*\"(?!\w)",
    "a space or sign too many": r" [,.;:!?](?!\d)|[^ \n]  +\S|\( | \)|\[ ",
    "two signs": r",,|;;|\.\.(?!\.)|,\.|;\.|:\.|\.,(?! \w)|\(,",
    "a word twice": r"\b(the|of|to|is|was|are|under|by|in|on|and|for|from|that|within|a|an|section|article) \1\b",
    "a sentence that begins with a small letter": r"(?<=[a-z]{4}[.!?]) [a-z]",
    "a day of nothing": r"\b(of|within|under|until|the) ?[.,;)]|\bsets? (?:[.,;)]|for the\b|to\b)",
    "a rule or limit said twice": r"\brules? (?:is|say): the rule\b|\bwithin the \d+ (?:day|week|month|year)",
    "money in two ways": r"\d\.\d\d [A-Z]{3}\b|\b(?:EUR|GBP|USD) \d",
    "a wrong article": r"\ba (?=(?:appeal|internal|agency|answer|extension|exemption|item|opinion|acknowledg))",
}
PRIVATE = {
    **GARBLED,
    "a remark of the law file": r"\b(?:unverified|recalled|wording of \d{4}|Handbook \d{4}|changed the test)\b",
}
"""Of the letter alone: the tasks may tell these."""
_SPAN = re.compile(
    r"\b(\d[\d,.]*|one|two|three)(?: (business|working|calendar|school|clear))? (days?|hours?|months?|weeks?)\b"
)
_DAY_FIRST = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\b")
_MONTH_FIRST = re.compile(rf"\b(?:{'|'.join(MONTHS)}) \d{{1,2}}, \d{{4}}\b")
_MADE_HERE = re.compile(r"(?m)^[|=] ?")


def faults_of(letter: Letter, law: Jurisdiction, scene: Scene) -> Iterator[str]:
    """Each fault of a letter in a few words; none where it could be sent."""
    text = flat(letter.text)
    if not {law.law.name, law.law.citation, law.law.short} & {one for one in named(law) if one in text}:
        yield "names neither the law nor its citation"
    yield from (f"does not say '{one}'" for one in scene.must_say if not says(text, one))
    yield from (f"cites the law of {code}: {mark}" for code, mark in foreign_marks(law) if mark in text)
    yield from (f"names the law of {code}: {name}" for code, name in foreign_names(law) if name in text)
    yield from garbled(letter)
    yield from (f"nobody gave it '{one}'" for one in unfounded_spans(letter, law, text))
    yield from (f"nobody gave it the day '{one}'" for one in unfounded_days(letter, text))
    yield from of_wrong_size(letter)


def says(text: str, wanted: str) -> bool:
    """Whether a letter says something; the laws of a citation may be joined by words inside a sentence."""
    laws = [re.escape(one) for one in flat(wanted).split("; ")]
    return re.search(r"(?:; |, | and |, the | and the )".join(laws), text) is not None


def flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def named(law: Jurisdiction) -> tuple[str, ...]:
    return (law.law.name, law.law.citation, law.law.short)


def garbled(letter: Letter) -> Iterator[str]:
    """Traces of a template that went wrong, in the letter, its subject and the tasks."""
    pieces = [one for one in re.split(r"\n\s*\n|\n(?=[|=-] )", letter.marked) if not one.startswith("| ")]
    paragraphs = [flat(_MADE_HERE.sub("", one)) for one in pieces]
    told = [(text, PRIVATE) for text in (*paragraphs, letter.subject)] + [(text, GARBLED) for text in letter.to_do]
    for text, faults in told:
        for fault, pattern in faults.items():
            found = re.search(pattern, without_given(text, letter))
            if found:
                yield f"{fault}: ...{text[max(0, found.start() - 40) : found.end() + 30]}..."
    for text in paragraphs:
        if re.match(r"[a-z]", text) and not _is_continued(text, paragraphs):
            yield f"a paragraph that begins with a small letter: {text[:60]}"


def without_given(text: str, letter: Letter) -> str:
    """A text without the citations of its law, whose points and brackets are their own."""
    given = _citations(letter.facts)
    for citation in sorted(given.union(*(one.split("; ") for one in given)), key=len, reverse=True):
        text = text.replace(citation, "Citation")
    return text


def _citations(facts: Any) -> set[str]:
    if isinstance(facts, dict):
        own = {str(value) for key, value in facts.items() if key in ("citation", "cited", "fees_citation") and value}
        return own.union(*(_citations(one) for one in facts.values()))
    if isinstance(facts, list):
        return set().union(*(_citations(one) for one in facts))
    return set()


def _is_continued(text: str, paragraphs: list[str]) -> bool:
    """Lines of a list begin small; so does a line of an address that a person typed."""
    return any(text == one and paragraphs[number - 1].endswith(":") for number, one in enumerate(paragraphs) if number)


@lru_cache(maxsize=1)
def _marks() -> dict[str, str]:
    return marks_by_code(law_citations())


def foreign_marks(law: Jurisdiction) -> list[tuple[str, str]]:
    """Other places, not of this one's family, and how their law is cited."""
    family = (law.code, law.same_as or law.code)
    return [
        (code, mark)
        for code, mark in _marks().items()
        if code not in SHARED and len(mark) >= 5 and mark not in law.law.citation
        if not any(_kin(code, one) for one in family)
    ]


def foreign_names(law: Jurisdiction) -> list[tuple[str, str]]:
    """Other places and the names of their laws, where the law of this place nowhere speaks of them."""
    return _foreign_names(law.code)


@lru_cache(maxsize=256)
def _foreign_names(code: str) -> list[tuple[str, str]]:
    own = load_jurisdiction(code).model_dump_json()
    laws = [load_jurisdiction(one) for one in all_codes()]
    return [(one.code, one.law.name) for one in laws if len(one.law.name) > 12 and one.law.name not in own]


def _kin(first: str, second: str) -> bool:
    return first.startswith(second) or second.startswith(first)


def unfounded_spans(letter: Letter, law: Jurisdiction, text: str) -> list[str]:
    """Lengths such as "20 business days" that are none of the law's, nor of what the letter was told in words."""
    lengths = {flat(str(clock.length)) for clock in law.every_clock}
    lengths |= {str(one) for rule in law.extension for one in (rule.length, rule.max, rule.notice_by) if one}
    told = " ".join([*lengths, *texts_in(letter.facts)]).replace("business", "working")
    counted = {str(number) for number in counts_in(letter.facts)}
    spans = {match[0]: match for match in _SPAN.finditer(text)}
    return [
        span
        for span, match in spans.items()
        if not (match[1] in counted and not match[2]) and not _holds(told, span.replace("business", "working"))
    ]


def _holds(told: str, span: str) -> bool:
    return re.search(rf"(?<![\d,.]){re.escape(span.rstrip('s'))}s?\b", told) is not None


def unfounded_days(letter: Letter, text: str) -> list[str]:
    """Dates of the letter that stand in none of its facts."""
    told = " ".join(texts_in(letter.facts))
    known = {long_date(day, style) for day in days_in(letter.facts) for style in ("day_first", "month_first")}
    written = {*_DAY_FIRST.findall(text), *_MONTH_FIRST.findall(text)}
    return sorted(day for day in written if day not in known and day not in told)


def of_wrong_size(letter: Letter) -> Iterator[str]:
    lines = letter.text.count("\n")
    if letter.kind != "request" and lines > MOST_LINES:
        yield f"{lines} lines are more than two pages"
    if lines < 12:
        yield f"only {lines} lines"
    if not letter.subject or len(letter.subject) > LONGEST_SUBJECT:
        yield f"a subject of {len(letter.subject)} characters"
    if any(len(line) > 76 for line in letter.text.split("\n")):
        yield "a line of more than 76 columns"


def _walk(facts: Any) -> Iterator[Any]:
    if isinstance(facts, dict):
        for one in facts.values():
            yield from _walk(one)
    elif isinstance(facts, list | tuple):
        for one in facts:
            yield from _walk(one)
    else:
        yield facts


def texts_in(facts: Any) -> list[str]:
    """Every text among the facts."""
    return [one for one in _walk(facts) if isinstance(one, str)]


def days_in(facts: Any) -> set[date]:
    """Every date among the facts."""
    return {one for one in _walk(facts) if isinstance(one, date)}


def counts_in(facts: Any) -> set[int]:
    """Every number among the facts."""
    return {int(one) for one in _walk(facts) if isinstance(one, int | Decimal) and not isinstance(one, bool)}


def listed_by_place(found: Iterable[tuple[str, str]]) -> str:
    """Faults with the places that show them: one line each, places of one fault together."""
    places: dict[str, list[str]] = {}
    for place, fault in found:
        places.setdefault(fault, []).append(place)
    return "\n".join(f"{' '.join(codes)}: {fault}" for fault, codes in places.items())


UNWANTED = re.compile(
    r"\b(sue|lawsuit|litigat\w*|penalt\w*|attorneys? fees|illegal\w*|(?-i:None)|TODO|Undefined)\b|\{\{|\}\}", re.I
)


def is_calm_whole_and_narrow(text):
    """Fails for a threat, a torn sentence, a line that a mail program would break, or a blank end."""
    assert not UNWANTED.search(text)
    assert max(map(len, text.split("\n"))) <= 76
    assert not re.search(r"\n\n\n|[ \t]\n|\S  \S|(?<=\S) [.,;:]|\.\.|,,|;\.|\(\)", text)
    assert text.endswith("\n") and not text.endswith("\n\n")
