"""Finding entries of the catalogue by words. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from frkit.base.models import Data
from frkit.catalogue.types import Pack, Sourced, names_of

E = TypeVar("E", bound=Sourced | Pack)
_NOT_SEARCHED = {"sources", "confirmed", "confidence"}


def matching(entries: Iterable[E], words: Sequence[str], also: Callable[[E], str] = lambda entry: "") -> list[E]:
    """The entries that hold every word, in any order, case and spelling of accents.

    Those with more of the words in a name come first. ``also`` gives further names of an entry, as of its place.
    """
    wanted = [plain(word) for typed in words for word in typed.split()]
    found: list[tuple[int, E]] = []
    for entry in entries:
        names = f"{_names_in(entry)}\n{plain(also(entry))}"
        text = _text_of(entry)
        if all(word in names or word in text for word in wanted):
            found.append((sum(word in names for word in wanted), entry))
    return [entry for _, entry in sorted(found, key=lambda one: -one[0])]


def in_place(code: str, place: str) -> bool:
    """Whether a code is a place or lies in it: ``us-ca-oakland`` lies in ``us-ca`` and in ``us``."""
    return code == place or code.startswith(f"{place}-")


def plain(text: str) -> str:
    """A text as it is compared: without case, accents and curly apostrophes."""
    bare = unicodedata.normalize("NFKD", text.replace("’", "'").strip())
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()


def _names_in(entry: Sourced | Pack) -> str:
    return plain("\n".join([getattr(entry, "id", ""), *names_of(entry)]))


def _text_of(entry: Data) -> str:
    return plain("\n".join(_texts(entry.model_dump(exclude=_NOT_SEARCHED))))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in _NOT_SEARCHED:
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value
