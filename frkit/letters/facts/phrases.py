"""Tables of phrases by which an answer is understood: ``templates/letters/LANGUAGE/<name>.yaml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from frkit.base.errors import FrkitError
from frkit.base.findings import shown_path
from frkit.base.yaml_places import read_yaml
from frkit.letters.lookup import in_language
from frkit.pages.wording import without_hidden


def table(name: str, language: str, overlay: Path | None) -> dict[str, Any]:
    """A table of a language, the campaign's own where it has one; raises FrkitError where it is no mapping."""
    return _read(in_language(language, f"{name}.yaml", overlay))


@lru_cache(maxsize=16)
def _read(path: Path) -> dict[str, Any]:
    data = read_yaml(path).data
    if not isinstance(data, Mapping):
        raise FrkitError(
            "This table of phrases is no mapping.",
            place=shown_path(path),
            remedy="keep the form of the bundled file of that name: names, each with its phrases",
        )
    return dict(data)


def meanings(text: str, phrases: Mapping[str, Any]) -> list[str]:
    """The names of a table whose phrases a text holds, in the order of the table; none where nothing fits."""
    plain = _plain(text)
    return [name for name, found in phrases.items() if isinstance(found, list) and _holds(plain, found)]


def _holds(text: str, phrases: list[Any]) -> bool:
    return any(
        re.search(rf"(?<!\w){re.escape(_plain(str(phrase)))}", text) for phrase in phrases if str(phrase).strip()
    )


def _plain(text: str) -> str:
    """A text in small letters, with one kind of apostrophe, single spaces, and "not" in full."""
    folded = unicodedata.normalize("NFKC", without_hidden(text)).casefold()
    plain = folded.replace("\u2019", "'").replace("\u02bc", "'")
    return " ".join(plain.replace("n't ", " not ").split())
