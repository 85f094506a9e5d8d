"""Whether the plain form and the web form of one message say the same."""

from __future__ import annotations

import re
from collections import Counter

_LONGEST = 400_000
_WORD = re.compile(r"\w+(?:[.,:/-]\w+)*")
_ADDRESS = re.compile(r"(?i)\b(?:https?://|www\.|mailto:|cid:)\S+|\[[^\[\]\n]{0,200}\]|<[^<>\n]{0,2000}>")
_FEW = 12


def difference(text: str, shown: str) -> str:
    """A sentence on what only one of two forms says, or nothing where they agree but for addresses and layout.

    ``text`` is the plain form, ``shown`` the words that the web form shows its reader.
    """
    if len(text) > _LONGEST or len(shown) > _LONGEST:
        return ""
    plain, web = _words(text), _words(shown)
    only_plain, only_web = _only(plain, web), _only(web, plain)
    if not _matters(only_plain, plain) and not _matters(only_web, web):
        return ""
    said = [
        f"only in {name}: {', '.join(some[:_FEW])}{' …' if len(some) > _FEW else ''}"
        for name, some in (("the plain form", only_plain), ("the web form, shown here", only_web))
        if some
    ]
    return f"the two forms of the message differ ({'; '.join(said)})"


def _words(text: str) -> list[str]:
    return _WORD.findall(_ADDRESS.sub(" ", text.replace("\u00ad", "")).casefold())


def _only(some: list[str], others: list[str]) -> list[str]:
    left = Counter(others)
    joined = "".join(others)
    found = []
    for word in some:
        if left[word] > 0:
            left[word] -= 1
        elif word not in joined:
            found.append(word)
    return list(dict.fromkeys(found))


def _matters(only: list[str], words: list[str]) -> bool:
    """True where a number is missing on the other side, or several words are."""
    return any(any(sign.isdigit() for sign in word) for word in only) or len(only) > max(4, len(words) // 10)
