"""Whether the agency's own words stand on the pages that are cited for an event, and the exact page if they do."""

from __future__ import annotations

from dataclasses import replace

from frkit.packet.parts.quotes import Quotes
from frkit.packet.parts.refs import Citation
from frkit.tracking.events import Event


def checked(quotes: Quotes, cited: Citation, event: Event) -> tuple[Citation, bool]:
    """What to cite for an event, and whether its words may stand in quotation marks; the build tells of a doubt."""
    wording = getattr(event, "wording", None)
    if not wording:
        return cited, True
    found = quotes.look_up(cited.refs, wording)
    if found.state != "stands" or found.ref is None:
        return cited, False
    return replace(cited, refs=(found.ref,)), True
