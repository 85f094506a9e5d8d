"""All specimen documents at once: drawn anew, or taken from an example that exists."""

from __future__ import annotations

from frkit.evidence.office.converting import find_program
from specimens import dea, los_angeles, met, new_york, orlando, washington
from specimens.kept import Earlier
from specimens.office import to_pdf

Documents = dict[str, bytes]
"""``<agency>/<the sender's own file name>`` -> bytes."""

WITH_OFFICE = ("met/Response.eml", "washington/AP ledger extract 2020.xlsx", "los-angeles/Determination.eml")
"""Besides what it prints itself: a mail that brings a printed letter, and what has kept conversions."""


def drawn(earlier: Earlier | None = None) -> Documents:
    """Every document drawn anew; what only LibreOffice can print comes from an earlier example where it is missing."""
    if find_program() is None:
        return _drawn_without_office(earlier)
    printed = {
        name: to_pdf(data, source)
        for module in (new_york, met)
        for name, (source, data) in module.office_documents().items()
    }
    letter = printed.pop(met.LETTER)
    return {**_drawn_by_any(), **met.documents(letter), **printed}


def _drawn_without_office(earlier: Earlier | None) -> Documents:
    if earlier is None:
        raise SystemExit("LibreOffice prints two of the letters and is missing here; name an earlier example.")
    print("LibreOffice is missing: what it prints or converts is taken from the earlier example.")
    old = earlier.documents()
    printed = {name: old[name] for name in (*new_york.office_documents(), *WITH_OFFICE)}
    return {**_drawn_by_any(), **met.documents(b""), **printed}


def _drawn_by_any() -> Documents:
    return {
        **washington.documents(),
        **orlando.documents(),
        **dea.documents(),
        **los_angeles.documents(),
    }
