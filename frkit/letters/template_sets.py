"""The templates of letters, read once for each language and spelling, with the words of that language."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from frkit.law.types import Jurisdiction
from frkit.letters.language import language
from frkit.letters.lookup import ENGLISH, Found, template_for
from frkit.letters.spelling import OtherSpelling, spelling_of, template_words
from frkit.pages.environment import environment, environment_of
from frkit.pages.sandbox import TemplateEnvironment
from frkit.pages.tracing import TracingEnvironment

E = TypeVar("E", bound=TemplateEnvironment)


def found_template(kind: str, law: Jurisdiction, overlay: Path | None) -> tuple[TemplateEnvironment, Found]:
    """The most specific template of a kind for a law, and the templates of its language to fill it in from."""
    english = templates(overlay, ENGLISH, spelling_of(law.code[:2]))
    found = template_for(english, kind, law.code, law.languages)
    if found.language == ENGLISH:
        return english, found
    return templates(overlay, found.language, "american"), found


@lru_cache(maxsize=12)
def templates(overlay: Path | None, code: str, spelling: str) -> TemplateEnvironment:
    """The templates of a campaign, with the filters of a language; to read them anew takes longer than all else."""
    return _with_words(environment(overlay, html=False), overlay, code, spelling)


def traced_templates(overlay: Path | None, code: str, country: str) -> TracingEnvironment:
    """The templates of a language as letters to a country are spelled, which remember the facts that they read."""
    return _with_words(environment_of(TracingEnvironment, overlay, html=False), overlay, code, spelling_of(country))


def _with_words(made: E, overlay: Path | None, code: str, spelling: str) -> E:
    made.filters.update(language(code, overlay).filters())
    made.extend(spelling=template_words(spelling) if code == ENGLISH else {})
    made.add_extension(OtherSpelling)
    return made
