"""The catalogue is written in British English; letters to the United States are not."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from frkit.base.bundled import bundled
from frkit.base.yaml_places import read_yaml


def spelled_for(country: str, text: str) -> str:
    """A text of the catalogue or the law in the spelling of a country; only where a table for it is on file."""
    table = _table(country)
    if not table:
        return text
    pattern = r"\b(" + "|".join(sorted(table, key=len, reverse=True)) + r")"
    return re.sub(pattern, lambda match: _like(match[1], table[match[1].lower()]), text, flags=re.IGNORECASE)


@lru_cache(maxsize=8)
def _table(country: str) -> dict[str, str]:
    path: Path = bundled("templates") / "letters" / "en" / f"spelling-{country}.yaml"
    if not path.is_file():
        return {}
    return dict(read_yaml(path).data)


def _like(written: str, word: str) -> str:
    """A word with the capital of the word that it replaces."""
    return word[:1].upper() + word[1:] if written[:1].isupper() else word
