"""Two kinds of English: the catalogue is written in British English, the templates in American English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from jinja2.ext import Extension
from jinja2.lexer import Token

from frkit.base.bundled import bundled
from frkit.base.yaml_places import read_yaml
from frkit.pages.wording import MONTHS

AMERICAN = ("us", "pr")
CANADA = "ca"
_BRITISH_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")


@lru_cache(maxsize=2048)  # many letters say what one says
def spelled_for(country: str, text: str) -> str:
    """A text of the catalogue or the law as a country writes: its spelling, where a table is on file, and its dates."""
    spelled = _spelled(text, _table(country))
    return _BRITISH_DAY.sub(r"\2 \1, \3", spelled) if country in AMERICAN else spelled


def inside(text: str) -> str:
    """A text as it goes on in a sentence: a small letter first, unless it is an abbreviation or a number."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def spelling_of(country: str) -> str:
    """Which spelling the templates take in letters to a country: ``american``, ``canadian`` or ``british``."""
    return "american" if country in AMERICAN else "canadian" if country == CANADA else "british"


def template_words(spelling: str) -> Mapping[str, str]:
    """Beginnings of words of the templates, and what is written for them; empty for ``american``."""
    if spelling == "american":
        return {}
    tables = read_yaml(_folder() / "spelling-british.yaml").data
    return {**tables["usual"], **(tables["but_in_canada"] if spelling == "british" else {})}


class OtherSpelling(Extension):
    """Spells the text of templates as ``environment.spelling`` says, never what is filled in."""

    def filter_stream(self, stream: Iterable[Token]) -> Iterable[Token]:
        """The parts of a template, its own words spelled anew."""
        words: Mapping[str, str] = getattr(self.environment, "spelling", {})
        for token in stream:
            if words and token.type in ("data", "string") and "/" not in token.value:
                yield Token(token.lineno, token.type, _spelled(token.value, words))
            else:
                yield token


def _spelled(text: str, table: Mapping[str, str]) -> str:
    if not table:
        return text
    return _pattern(tuple(table)).sub(lambda match: _like(match[1], table[match[1].lower()]), text)


@lru_cache(maxsize=8)
def _pattern(beginnings: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(" + "|".join(sorted(beginnings, key=len, reverse=True)) + r")", re.IGNORECASE)


@lru_cache(maxsize=8)
def _table(country: str) -> dict[str, str]:
    path = _folder() / f"spelling-{country}.yaml"
    if not path.is_file():
        return {}
    return dict(read_yaml(path).data)


def _folder() -> Path:
    return bundled("templates") / "letters" / "en"


def _like(written: str, word: str) -> str:
    """A word with the capital of the word that it replaces."""
    return word[:1].upper() + word[1:] if written[:1].isupper() else word
