"""Comparison across agencies: the same records at each body, and the same vendor's prices and terms side by side."""

from __future__ import annotations

from typing import Any

from frkit.packet.parts.comparison_rows import outcome_tables, vendor_figures
from frkit.packet.parts.made_part import FrontFacts, MadePart


def _facts(front: FrontFacts) -> dict[str, Any]:
    figures, elsewhere = vendor_figures(front)
    sent = [one for one in front.dossiers.values() if any(event.kind == "sent" for _, event in one.events)]
    return {
        "outcome_tables": outcome_tables(front.book, sent),
        "compared_bodies": len(sent),
        "vendor_figures": figures,
        "figures_elsewhere": elsewhere,
    }


PART = MadePart("comparison", "Comparison across agencies", _facts)
