"""Facts in the language of the letter: what is asked for, lengths of time; and what had to stay English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from frkit.base.models import Data
from frkit.law.lengths import Length
from frkit.law.types import Jurisdiction
from frkit.letters.facts.items import with_long_dates
from frkit.letters.language import Language, language, language_name, read_language_file
from frkit.letters.lookup import ENGLISH, language_file
from frkit.letters.matter import Matter
from frkit.pages.wording import listed, on_one_line, without_stop
from frkit.tracking.types import OTHER, Item

RECORDS = "records.yaml"
_LENGTHS = ("length", "decided_within")
"""Facts that are lengths of time."""


class RecordWords(Data):
    """How a language asks for one type of record."""

    title: str
    ask: str
    narrower: str = ""


class RecordFile(Data):
    """``templates/letters/LANGUAGE/records.yaml``: record types by their ids, and what a letter defines."""

    definition: str = ""
    """What face recognition means."""
    types: dict[str, RecordWords] = {}


def in_own_language(facts: dict[str, Any], matter: Matter) -> dict[str, Any]:
    """The facts with the language's words for records, definition and the law's lengths of time."""
    records = _records(matter)
    asked = zip(facts["items"], matter.file.request.items, strict=True)
    items = [_item(known, item, records, matter) for known, item in asked]
    own = {**facts, "items": items, "definition": on_one_line(records.definition) or facts["definition"]}
    law = matter.file.law
    same = matter.language == ENGLISH and all(clock.length.unit != "working week" for clock in law.every_clock)
    return own if same else _with_lengths(own, law, _language(matter))


def notes_on_language(matter: Matter, facts: Mapping[str, Any]) -> Iterator[str]:
    """What a reader of the place may not understand: a letter in English, or parts of it."""
    law = matter.file.law
    if matter.language not in law.languages:
        names = listed(map(language_name, law.languages), "or")
        folder = f"templates/letters/{law.languages[0]}"
        yield (
            f"Written in English: the body writes {names}, and frkit has no letter of this kind in it. Ask whether it "
            f"answers to English, or have the letter translated; {folder} in the campaign can hold it for next time."
        )
    elif matter.language != ENGLISH:
        yield from _still_english(matter, facts)


def _still_english(matter: Matter, facts: Mapping[str, Any]) -> Iterator[str]:
    code, records = matter.language, _records(matter)
    folder = f"templates/letters/{code}"
    worded = [item.category for item in matter.file.request.items if item.category != OTHER and not item.text]
    missing = dict.fromkeys(category for category in worded if category not in records.types)
    if missing:
        yield f"What is asked for is in English: {folder}/{RECORDS} has no words for {listed(missing)}."
    if not records.definition:
        yield f"The definition of face recognition is in English: {folder}/{RECORDS} has no 'definition'."
    lacking = _language(matter).lacking
    if lacking:
        yield f"Some words are in English: {folder}/words.yaml lacks {listed(lacking)}."
    if language_file(code, "usage.yaml", matter.overlay) is None:
        yield f"Greetings, offices and farewells of frkit are in English: {folder}/usage.yaml would hold others."
    if _speaks_of_law(facts):
        yield f"What the law file says of exemptions or duties stands in English in this {language_name(code)} letter."


def _speaks_of_law(facts: Mapping[str, Any]) -> bool:
    decisions = (facts.get("appeal") or {}).get("decisions", [])
    grounds = [ground for decision in decisions for ground in decision["grounds"]]
    return any(ground["test"] or ground["answer"] or ground["label"] for ground in grounds) or any(
        facts["levers"].values()
    )


def _item(facts: dict[str, Any], item: Item, records: RecordFile, matter: Matter) -> dict[str, Any]:
    words = records.types.get(item.category)
    own = dict(facts)
    if words is not None:
        own["title"] = on_one_line(words.title)
        if not item.text:
            own["ask"] = without_stop(on_one_line(words.ask))
            own["narrower"] = _days(item.narrower or words.narrower, matter)
    elif item.narrower:
        own["narrower"] = _days(item.narrower, matter)
    return own


def _days(text: str, matter: Matter) -> str:
    """A text with the dates in it written as the language writes them."""
    style = matter.file.law.date_style
    return without_stop(with_long_dates(on_one_line(text), style, _language(matter).long_date))


def _with_lengths(facts: dict[str, Any], law: Jurisdiction, words: Language) -> dict[str, Any]:
    """The facts with each length of time that the law sets in the words of the language."""
    lengths = {str(length): words.length(length) for length in _lengths(law)}

    def told(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: told(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [told(one) for one in value]
        return lengths.get(value, value) if key in _LENGTHS and isinstance(value, str) else value

    found: dict[str, Any] = told(facts)
    return found


def _lengths(law: Jurisdiction) -> Iterator[Length]:
    for clock in law.every_clock:
        yield clock.length
    rules = (length for rule in law.extension for length in (rule.length, rule.max, rule.notice_by))
    quick = law.expedited.decided_within if law.expedited is not None else None
    yield from (length for length in (*rules, quick) if length is not None)


def _language(matter: Matter) -> Language:
    return language(matter.language, matter.overlay)


def _records(matter: Matter) -> RecordFile:
    path = language_file(matter.language, RECORDS, matter.overlay)
    return _record_file(path) if path is not None else RecordFile()


@lru_cache(maxsize=16)
def _record_file(path: Path) -> RecordFile:
    return read_language_file(path, RecordFile)
