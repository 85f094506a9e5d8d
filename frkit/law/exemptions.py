"""Finding the exemption that an agency means, from the way it wrote it. Pure."""

from __future__ import annotations

import re
import unicodedata

from frkit.law.types import Exemption, Jurisdiction


def exemption_cited(law: Jurisdiction, cited: str) -> Exemption | None:
    """The exemption whose id, citation or pattern the words match best, or None: never the nearest guess."""
    wanted = _key(cited)
    if not wanted:
        return None
    best: tuple[int, Exemption] | None = None
    for exemption in law.exemptions:
        for written in (exemption.id, exemption.citation, *exemption.patterns):
            key = _key(written)
            if key and (key == wanted or _holds(wanted, key)) and (best is None or len(key) > best[0]):
                best = (len(key), exemption)
    return best[1] if best else None


def _key(text: str) -> str:
    """A citation without what varies: ``Section 31(1)(a)`` and ``s.31 (1) (a)`` give the same."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"\b(sections?|sec|ss?)\b\.?|§+", " s", folded)
    return re.sub(r"[^\w()]+|_", "", plain)


def _holds(wanted: str, key: str) -> bool:
    """Whether the words hold the key and not just the beginning of a longer number: s4 is not in s43."""
    return any(
        not (wanted[match.end() :][:1].isdigit() and key[-1].isdigit())
        for match in re.finditer(re.escape(key), wanted)
        if len(key) >= 3
    )
