"""A language of letters: the words that frkit itself makes, from ``templates/letters/LANGUAGE/words.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field

from frkit.base.bundled import bundled
from frkit.base.errors import FrkitError
from frkit.base.findings import errors_in, shown_path
from frkit.base.models import Data, Many, check_model
from frkit.base.yaml_places import read_yaml
from frkit.law.lengths import Length
from frkit.law.retention_types import AT_ONCE, ON_HOLD, PERMANENT
from frkit.letters.lookup import ENGLISH, language_file
from frkit.pages.wording import FILTERS, SYMBOLS

WORDS = "words.yaml"
_FOR_GOOD = {AT_ONCE: "at_once", PERMANENT: "permanent", ON_HOLD: "on_hold"}


class Words(Data):
    """The shape of ``words.yaml``; what a language leaves out is taken from English."""

    months: tuple[str, ...] = Field(default=(), max_length=12)
    dates: dict[str, str] = {}
    lists: dict[str, str] = {}
    ordinals: dict[str, str] = {}
    numbers: dict[str, str] = {}
    nouns: dict[str, Many[str]] = {}
    lengths: dict[str, Many[str]] = {}
    standards: dict[str, str] = {}
    kept: dict[str, Many[str]] = {}


@dataclass(frozen=True)
class Language:
    """How a language writes dates, lists, numbers and lengths of time."""

    code: str
    words: Words
    """Complete: with English where the language's own file says nothing."""
    lacking: tuple[str, ...] = ()
    """Keys of words.yaml that are taken from English: ``months``, ``dates.first``."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters of its templates: those of every template, with this language's words."""
        return {
            **FILTERS,
            "day_first": self.day_first,
            "month_first": self.month_first,
            "long_date": self.long_date,
            "partial_date": self.partial_date,
            "money": self.money,
            "listed": self.listed,
            "ordinal": self.ordinal,
            "plural": self.plural,
        }

    def day_first(self, day: date) -> str:
        """A long date, the day before the month: 10 June 2020."""
        return self.long_date(day, "day_first")

    def month_first(self, day: date) -> str:
        """A long date, the month before the day: June 10, 2020."""
        return self.long_date(day, "month_first")

    def long_date(self, day: date, style: str) -> str:
        """A long date in a place's own style, ``day_first`` or ``month_first``."""
        number = self.words.dates["first"] if day.day == 1 else str(day.day)
        form = self.words.dates["month_first" if style == "month_first" else "day_first"]
        return _filled(form, day=number, month=self.words.months[day.month - 1], year=str(day.year))

    def partial_date(self, text: str, style: str = "day_first") -> str:
        """A date, month or year as a source gives it, no more exact than the source."""
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 1:
            return str(parts[0])
        if len(parts) == 2:
            return _filled(self.words.dates["month"], month=self.words.months[parts[1] - 1], year=str(parts[0]))
        return self.long_date(date(*parts), style)

    def money(self, amount: Decimal | int | str, currency: str | None = None) -> str:
        """An amount with its currency: $1,250.00, or 1.250,00 €."""
        figure = self._figure(f"{Decimal(str(amount)).quantize(Decimal('0.01'), ROUND_HALF_UP):,}")
        if currency is None:
            return figure
        numbers, sign = self.words.numbers, SYMBOLS.get(currency)
        return _filled(numbers["with_sign" if sign else "with_code"], sign=sign or "", code=currency, figure=figure)

    def listed(self, words: Iterable[object], last: str = "and") -> str:
        """Words as a list in a sentence: a, b and c; ``last`` is ``and``, ``or``, or a word of the language."""
        texts = [str(word) for word in words]
        joint = f" {self.words.lists.get(last, last)} "
        return joint.join([*([", ".join(texts[:-1])] if texts[:-1] else []), *texts[-1:]])

    def ordinal(self, number: int) -> str:
        """1st, 2nd, 3rd, 11th, 21st."""
        endings = [ending for ending in self.words.ordinals if ending != "usual" and str(number).endswith(ending)]
        return _filled(self.words.ordinals[max(endings, key=len, default="usual")], number=str(number))

    def plural(self, number: int, one: str, many: str | None = None) -> str:
        """A count with its noun: 1 day, 12 days, 1,204 searches; a noun of words.yaml in the language's own words."""
        forms = self.words.nouns.get(one) if many is None else None
        singular, plural = (forms[0], forms[-1]) if forms else (one, many or one + "s")
        return f"{self._figure(f'{number:,}')} {singular if number == 1 else plural}"

    def length(self, length: Length) -> str:
        """A length of time as a law sets it: 20 business days."""
        if length.number is not None and length.unit is not None:
            unit = self.words.lengths[length.unit][-1 if length.number != 1 else 0]
            return f"{length.number} {_filled(unit, days=str(5 * length.number))}"
        if length.soft is not None:
            return self.words.standards[length.soft]
        parts = self.listed((self.length(part) for part in length.earlier_of or length.later_of), "or")
        return _filled(self.words.standards["earlier" if length.earlier_of else "later"], lengths=parts)

    def kept(self, kept: str, means: str = "exactly", *, roughly: bool = False) -> str:
        """How long records are kept: at most about 31 days."""
        words = self.words.kept
        if kept in _FOR_GOOD:
            return words[_FOR_GOOD[kept]][0]
        number, unit = kept.split(" ")
        length = f"{number} {words[unit.removesuffix('s')][-1 if number != '1' else 0]}"
        told = _filled(words["about"][0], length=length) if roughly else length
        return _filled(words[means][0], length=told)

    def _figure(self, english: str) -> str:
        signs = {",": self.words.numbers["thousands"], ".": self.words.numbers["decimal"]}
        return "".join(signs.get(sign, sign) for sign in english)


def language(code: str, overlay: Path | None = None) -> Language:
    """The words of a language; a campaign's own file wins. Raises FrkitError for a file that cannot be used."""
    english = _words(bundled("templates") / "letters" / ENGLISH / WORDS)
    path = language_file(code, WORDS, overlay)
    return _language(code, english, _words(path) if path is not None else Words())


def language_name(code: str) -> str:
    """What a language is called in English; its code where that is not on file."""
    names = read_names(bundled("templates") / "letters" / "languages.yaml")
    return names.get(code, f"'{code}'")


@lru_cache(maxsize=2)
def read_names(path: Path) -> Mapping[str, str]:
    """The names of languages by their codes."""
    return dict(read_yaml(path).data)


@lru_cache(maxsize=16)
def _words(path: Path) -> Words:
    return read_language_file(path, Words)


M = TypeVar("M", bound=Data)


def read_language_file(path: Path, model: type[M]) -> M:
    """A data file of a language's folder; raises FrkitError with all its mistakes."""
    found, findings = check_model(model, read_yaml(path))
    wrong = errors_in(findings)
    if found is None or wrong:
        lines = "\n".join(f"  {finding}" for finding in sorted(wrong))
        raise FrkitError(
            f"The words for letters cannot be used.\n{lines}",
            place=shown_path(path),
            remedy="mend that file; the bundled templates/letters/en shows its form",
        )
    return found


def _language(code: str, english: Words, own: Words) -> Language:
    joined: dict[str, Any] = {"months": own.months if len(own.months) == len(english.months) else english.months}
    lacking = [] if joined["months"] is own.months else ["months"]
    for group in Words.model_fields:
        if group != "months":
            usual, said = getattr(english, group), getattr(own, group)
            joined[group] = usual | said if group != "ordinals" or not said.get("usual") else said
            lacking += [f"{group}.{key}" for key in usual if key not in joined[group] or key not in said]
    lacking = [one for one in lacking if not (own.ordinals.get("usual") and one.startswith("ordinals."))]
    return Language(code, Words.model_validate(joined), tuple(lacking))


def _filled(form: str, **parts: str) -> str:
    for name, text in parts.items():
        form = form.replace(f"{{{name}}}", text)
    return form
