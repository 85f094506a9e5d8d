"""The sheet with which a volume after the first begins: which one it is, what stands in it, and where the rest is."""

from __future__ import annotations

from frkit.packet.parts.made_part import FrontFacts


def make_volume_sheets(facts: FrontFacts) -> bytes:
    """One PDF with a page for each volume that begins with an exhibit, in order; empty where there is none."""
    shown = [one for one in facts.volumes if one.has_sheet]
    if not shown:
        return b""
    return facts.setting.page(
        "packet/volume_sheets.html.j2",
        facts.packet.title,
        {
            "specimen": facts.campaign.campaign.specimen,
            "matter": facts.packet.matter or "",
            "as_of": facts.book.day(facts.packet.as_of),
            "volumes": facts.volumes,
            "shown": shown,
            "total": facts.volumes[-1].last_page,
        },
    )
