"""The sheet with which a volume after the first begins: which one it is, what stands in it, and where the rest is."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pikepdf import Pdf

from frkit.packet.parts.made_part import FrontFacts, VolumeSpan

MOST_LISTED = 16
"""Volumes that a sheet lists; it has one page, however many there are, and the contents in volume 1 list all."""
_FEWER = (MOST_LISTED, 8, 4, 2)
"""How many are listed, one after the other, until each sheet keeps to its page: names of files may be long."""


def make_volume_sheets(facts: FrontFacts) -> bytes:
    """One PDF with a page for each volume after the first, in order; empty where there is none."""
    shown = facts.volumes[1:]
    if not shown:
        return b""
    for most in _FEWER:
        pdf = _sheets(facts, [(one, listed(facts.volumes, one.number, most)) for one in shown])
        with Pdf.open(io.BytesIO(pdf)) as opened:
            pages = len(opened.pages)
        if pages == len(shown):
            return pdf
    raise AssertionError(f"{len(shown)} volume sheets took {pages} pages")


def _sheets(facts: FrontFacts, sheets: Sequence[tuple[VolumeSpan, Sequence[VolumeSpan]]]) -> bytes:
    return facts.setting.page(
        "packet/volume_sheets.html.j2",
        facts.packet.title,
        {
            "specimen": facts.campaign.campaign.specimen,
            "matter": facts.packet.matter or "",
            "as_of": facts.book.day(facts.packet.as_of),
            "volumes": facts.volumes,
            "sheets": sheets,
            "contents": "contents" in facts.packet.parts,
            "total": facts.volumes[-1].last_page,
        },
    )


def listed(volumes: Sequence[VolumeSpan], number: int, most: int = MOST_LISTED) -> list[VolumeSpan]:
    """The volumes that the sheet of one lists: all, or the first and those around it where they are too many."""
    if len(volumes) <= most:
        return list(volumes)
    around = most - 1
    start = min(max(1, number - 1 - around // 2), len(volumes) - around)
    return [volumes[0], *volumes[start : start + around]]
