"""Specimen reply in the name of the New York City Police: an acknowledgement with a dated estimate."""

from __future__ import annotations

from datetime import datetime

from specimens.office import word_letter
from specimens.words import reference

NUMBER = reference(318)


def office_documents() -> dict[str, tuple[str, bytes]]:
    """PDF name as sent -> the name and bytes of the office file that LibreOffice prints to it."""
    return {"new-york/FOIL acknowledgement SPECIMEN-2026-0318.pdf": ("acknowledgement.docx", _acknowledgement())}


def _acknowledgement() -> bytes:
    paragraphs: list[str | list[list[str]]] = [
        "February 23, 2026",
        f"Reference: {NUMBER}\nRe: Freedom of Information Law request",
        "Dear Requester:",
        "This unit acknowledges receipt, on February 17, 2026, of your request under the Freedom of Information Law "
        "(Public Officers Law, Article 6). The request has been given the reference above.",
        "The request must be assigned, the units that may hold records must be asked, and the records found must be "
        "reviewed. In view of the number and nature of the requests that this unit handles, the approximate date by "
        "which your request will be granted or denied, in whole or in part, is Friday, May 15, 2026.",
        "This letter is neither a grant nor a denial of your request.",
        "Public Records Unit\nRecords Access Officer",
    ]
    return word_letter(
        ("New York City Police Department", "Public Records Unit · City of New York"), paragraphs,
        when=datetime(2026, 2, 23, 11, 0), font="Liberation Serif", title=f"Acknowledgement {NUMBER}",
    )  # fmt: skip
