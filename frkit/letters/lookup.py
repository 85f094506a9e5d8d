"""Which template a letter is made from: the place's own, its state's, the common one; in its language, else English."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import TemplateNotFound

from frkit.base.bundled import bundled
from frkit.base.errors import FrkitError
from frkit.pages.sandbox import TemplateEnvironment

ENGLISH = "en"


class Found(NamedTuple):
    """A template and the language it is written in."""

    template: str
    language: str


def template_for(made: TemplateEnvironment, kind: str, code: str, languages: Sequence[str]) -> Found:
    """The most specific template of a kind for a place, in the first of its languages that has one."""
    for language in dict.fromkeys((*languages, ENGLISH)):
        names = [f"letters/{language}/{one}/{kind}.txt.j2" for one in own_codes(code)]
        try:
            name = made.select_template([*names, f"letters/{language}/{kind}.txt.j2"]).name
        except TemplateNotFound:
            continue
        return Found(str(name), language)
    raise FrkitError(f"There is no template for the letter '{kind}'.", remedy="reinstall frkit")


def language_file(code: str, name: str, overlay: Path | None) -> Path | None:
    """A file of words in a language's folder, the campaign's own before the bundled one; None where there is none."""
    folders = [overlay / "templates"] if overlay is not None else []
    paths = (folder / "letters" / code / name for folder in (*folders, bundled("templates")))
    return next((path for path in paths if path.is_file()), None)


def in_language(code: str, name: str, overlay: Path | None) -> Path:
    """A file of words in a language's folder, else the English one, which always is there."""
    found = language_file(code, name, overlay) or language_file(ENGLISH, name, overlay)
    return found or bundled("templates") / "letters" / ENGLISH / name


def own_codes(code: str) -> list[str]:
    """A place itself and what it lies in, without the federation.

    The law of a federation is not the law of its states: a state never takes the federal wording.
    """
    steps = code.split("-", 2)
    codes = ["-".join(steps[:count]) for count in range(len(steps), 0, -1)]
    return [one for one in codes if len(steps) == 1 or "-" in one]
