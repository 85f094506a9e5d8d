"""Domains that look like one that is known and are another: said as a warning, never counted for a request. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SIGNS = str.maketrans({
    "0": "o", "1": "l", "i": "l", "3": "e", "5": "s", "8": "b", "q": "g", "-": "", "_": "",
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y", "і": "l", "ӏ": "l", "ј": "j", "ѕ": "s",
    "ԁ": "d", "ո": "n", "ɡ": "g", "α": "a", "ο": "o", "ν": "v", "ι": "l", "ρ": "p", "ı": "l", "ł": "l",
})  # fmt: skip
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"))
_SHORTEST = 6
"""Shorter domains differ in one letter by chance."""


def domain_of(address: str) -> str:
    """The domain of an e-mail address in small letters, names in other scripts as they are shown; or nothing."""
    domain = address.rpartition("@")[2].strip().rstrip(".").casefold() if "@" in address else ""
    labels = []
    for label in domain.split("."):
        try:
            labels.append(label.encode("ascii").decode("idna") if label.startswith("xn--") else label)
        except UnicodeError:
            labels.append(label)
    return unicodedata.normalize("NFC", ".".join(labels))


def same_domain(one: str, other: str) -> bool:
    """Whether two domains are one, or one lies below the other, so that one body holds both."""
    return bool(one and other) and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))


def look_alike(domain: str, known: Iterable[str]) -> str | None:
    """The known domain that this one could be taken for, or None; a known one is nobody's look-alike."""
    every = [one for one in known if one]
    if not domain or any(same_domain(domain, one) for one in every):
        return None
    return next((one for one in every if _alike(domain, one)), None)


def _alike(domain: str, known: str) -> bool:
    if _skeleton(domain) == _skeleton(known) or _one_slip(domain, known):
        return True
    label, other = _own_label(domain), _own_label(known)
    same_label = len(other) >= _SHORTEST - 1 and _skeleton(label) == _skeleton(other)
    return same_label or f".{known}." in f".{domain}." or _dashed(known) in domain.split(".")


def _own_label(domain: str) -> str:
    """The part of a domain that somebody chose: the longest but the last."""
    return max(domain.split(".")[:-1] or [domain], key=len)


def _dashed(domain: str) -> str:
    return domain.replace(".", "-")


def _skeleton(domain: str) -> str:
    """What a domain looks like at a glance."""
    plain = unicodedata.normalize("NFKD", domain)
    plain = re.sub(r"[\u0300-\u036f]", "", plain).translate(_SIGNS)
    for pair, single in _PAIRS:
        plain = plain.replace(pair, single)
    return plain


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter was added, left out, changed, or two neighbours changed places."""
    if min(len(one), len(other)) < _SHORTEST or abs(len(one) - len(other)) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[at:], other[at:]
    swapped = rest[:2] == others[1::-1] and rest[2:] == others[2:] if len(rest) > 1 < len(others) else False
    return rest[1:] == others[1:] or rest[1:] == others or rest == others[1:] or swapped
