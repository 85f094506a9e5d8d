"""How letters to a place address a body and call a request: the words of ``templates/letters/LANGUAGE/usage.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from frkit.base.errors import FrkitError
from frkit.base.findings import shown_path
from frkit.base.yaml_places import read_yaml
from frkit.letters.lookup import in_language, own_codes

_LAYERS = ("usual", "countries", "places")


def usage_facts(code: str, language: str, overlay: Path | None) -> dict[str, str]:
    """The words for a place: what is usual, then what its country and the place itself do otherwise."""
    table = _table(in_language(language, "usage.yaml", overlay))
    words = {**table["usual"], **table["countries"].get(code[:2], {})}
    for one in reversed(own_codes(code)):
        words |= table["places"].get(one, {})
    return words


@lru_cache(maxsize=8)
def _table(path: Path) -> dict[str, Any]:
    data = read_yaml(path).data
    if not isinstance(data, Mapping) or not all(isinstance(data.get(layer), Mapping) for layer in _LAYERS):
        raise FrkitError(
            "The words for letters have not the form that letters need.",
            place=shown_path(path),
            remedy="keep the three parts 'usual', 'countries' and 'places' of the bundled usage.yaml",
        )
    return dict(data)
