"""All specimen documents at once: drawn anew, or taken from an example that exists."""

from __future__ import annotations

from specimens import dea, los_angeles, met, new_york, orlando, washington
from specimens.kept import Earlier
from specimens.office import office_available, to_pdf

Documents = dict[str, bytes]
"""``<agency>/<the sender's own file name>`` -> bytes."""


def drawn(earlier: Earlier | None = None) -> Documents:
    """Every document drawn anew; what only LibreOffice can print comes from an earlier example where it is missing."""
    if not office_available():
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
    print("LibreOffice is missing: the two letters that it prints are taken from the earlier example.")
    old = earlier.documents()
    printed = {name: old[name] for name in (*new_york.office_documents(), "met/Response.eml")}
    return {**_drawn_by_any(), **met.documents(b""), **printed}


def _drawn_by_any() -> Documents:
    return {
        **washington.documents(),
        **orlando.documents(),
        **dea.documents(),
        **los_angeles.documents(),
    }
