"""Specimen replies in the name of the Drug Enforcement Administration: an acknowledgement and a scanned extension."""

from __future__ import annotations

from datetime import date

from specimens.paper import letterhead, reference_lines, typeset
from specimens.raster import scanned
from specimens.words import reference

NUMBER = reference(451)
HEAD = letterhead("Drug Enforcement Administration", "Public Records Unit", "United States Department of Justice")


def documents() -> dict[str, bytes]:
    """File name as sent -> bytes."""
    return {
        f"dea/Acknowledgment {NUMBER}.pdf": _acknowledgement(),
        "dea/20260320_fax.pdf": scanned(_extension(), seed=451, skew=-0.9),
    }


def _acknowledgement() -> bytes:
    body = (
        HEAD + reference_lines("March 3, 2026", NUMBER, "Freedom of Information Act request") + "<p>Dear Requester:</p>"
        "<p>This letter acknowledges that the Public Records Unit received your Freedom of Information Act request on "
        "February 24, 2026. It has been assigned the number above.</p>"
        "<p>A search has been opened with the offices that may hold responsive records. For the purpose of fees you "
        "have been placed in the category “all other requesters”. No fee is due at this time; your request for a fee "
        "waiver will be decided with the determination.</p>"
        "<p>You may ask about the status of the request by quoting the number above.</p>"
        "<p>Sincerely,</p><p>Public Records Unit</p>"
    )
    return typeset(body, day=date(2026, 3, 3), family="Liberation Serif", points=12, foot=NUMBER, title=NUMBER)


def _extension() -> bytes:
    body = (
        HEAD + reference_lines("March 20, 2026", NUMBER, "Extension of time") + "<p>Dear Requester:</p>"
        "<p>We refer to your Freedom of Information Act request received on February 24, 2026.</p>"
        "<p>Your request falls within “unusual circumstances” (5 U.S.C. § 552(a)(6)(B)(iii)) because it requires the "
        "search for and collection of records from field offices that are separate from this office, and consultation "
        "with another agency.</p>"
        "<p>We are therefore extending the time limit to respond to your request by an additional thirty (30) working "
        "days, to May 5, 2026.</p>"
        "<p>Sincerely,</p><p>Public Records Unit</p>"
    )
    return typeset(body, day=date(2026, 3, 20), family="Liberation Mono", points=10.5, foot=NUMBER, title=NUMBER)
