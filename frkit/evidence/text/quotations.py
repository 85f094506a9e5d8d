"""Whether quoted words stand on a page, as a reader sees them. Pure.

Case, line ends, words parted by a hyphen at a line's end and the form of quotation marks and dashes do not matter. An
ellipsis stands for what was left out; a word in brackets must stand there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from frkit.evidence.text.folding import CUT, folded, shown

_MARK = "\ue0ff"
"""Stands for a hyphen at the end of a line, which may be one of the word itself."""
_LINE_END = re.compile(
    r"(?<=\w)(?:[-\u2010\u2011][ \t]*\r?\n[ \t]*|[\xad\x02\ufffe][ \t]*(?:\r?\n)?[ \t]*)(?=\w)", re.UNICODE
)
_ALIKE = str.maketrans({
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
})  # fmt: skip
_SPACE_BEFORE = re.compile(r" (?=[,.;:!?)\]])|(?<=[(\[]) ")
_LEFT_OUT = re.compile(r"\[ ?(?:\.{3}|sic) ?\]|\.{3,}|(?:\. ?){2,}\.")


def standing_on(texts: Sequence[str], words: str) -> int | None:
    """The page, counted from 0, on which quoted words stand, or begin where they run on to the next; else None."""
    patterns = _patterns(words)
    pages = [_as_seen(one) for one in texts]
    for pattern in patterns:
        for number, page in enumerate(pages):
            if pattern.search(page):
                return number
    joined = (_as_seen(f"{one}\n{other}") for one, other in pairwise(texts))
    return next((number for number, two in enumerate(joined) if any(one.search(two) for one in patterns)), None)


@lru_cache(maxsize=2048)
def _as_seen(text: str) -> str:
    """A text as it is compared."""
    seen = shown(folded(_LINE_END.sub(_MARK, text))).replace("\N{HORIZONTAL ELLIPSIS}", "...")
    return _SPACE_BEFORE.sub("", " ".join(seen.translate(_ALIKE).casefold().split()))


@lru_cache(maxsize=256)
def _patterns(words: str) -> tuple[re.Pattern[str], ...]:
    """What finds some words: as they are, and with gaps where their writer left something out."""
    seen = _as_seen(words).replace(_MARK, "-")
    told = [piece for piece in map(str.strip, _LEFT_OUT.split(seen)) if _has_word(piece)]
    found = [_pattern(seen)] if _has_word(seen) else []
    if told and told != [seen]:
        found.append("(?s:.*?)".join(_pattern(piece) for piece in told))
    return tuple(re.compile(one) for one in found)


def _has_word(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def _pattern(seen: str) -> str:
    """Words as a pattern: whole words only, each of which a line's end may have parted."""
    signs = []
    for before, sign in zip(f" {seen}", seen, strict=False):
        if before.isalnum() and sign.isalnum():
            signs.append(f"{_MARK}?")
        signs.append(" ?" if sign == " " else f"[-{_MARK}]" if sign == "-" else re.escape(sign))
    begins = r"(?<!\w)" if _in_a_word(seen[0]) else ""
    ends = r"(?!\w)" if _in_a_word(seen[-1]) else ""
    return f"{begins}{''.join(signs)}{ends}"


def _in_a_word(sign: str) -> bool:
    """Whether a sign is of a script that parts its words by spaces, so that it is known where a word ends."""
    return sign.isalnum() and CUT not in folded(sign)
