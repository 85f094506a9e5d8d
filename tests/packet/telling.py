"""Goes on with the story of tests/packet: letters with words, packets of one part, and the words of its pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
from packet_story import Story

from frkit.packet.building import Built, build
from frkit.packet.plan.folder import PacketFolder, new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.verify.manifest import read_manifest
from frkit.pages.plain_text import letter_pages
from frkit.tracking.folder import CampaignFolder

AS_OF = date(2026, 6, 15)


def going_on(campaign: CampaignFolder) -> Story:
    """The story of the one request of a campaign, to be told further."""
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    return story


def letter(text: str) -> bytes:
    """A letter or record of the agency as a PDF with words."""
    return letter_pages(text, title="Letter", paper="Letter", day=date(2026, 4, 10), folder=Path(__file__).parent)


def built(campaign: CampaignFolder, part: str, **changes: Any) -> tuple[PacketFolder, Built, str]:
    """A packet with one part, and the words of that part."""
    folder = new_packet_folder(campaign, f"only-{part}")
    plan = propose(campaign, (), title=None, as_of=changes.pop("as_of", AS_OF))
    folder.write(plan.model_copy(update={"public_events": (), "vendors": (), "parts": (part,), **changes}))
    made = build(folder)
    said = words(folder, made, part)
    folder.plan.unlink()
    return folder, made, said


def words(folder: PacketFolder, made: Built, part: str) -> str:
    """The words on the pages of a part, as one line."""
    span = next(one for one in read_manifest(made.manifest).parts if one.part == part)
    document = pypdfium2.PdfDocument(folder.pdf.read_bytes())
    pages = [document[at].get_textpage().get_text_range() for at in range(span.first_page - 1, span.last_page)]
    return " ".join(" ".join(pages).replace("\ufffe", "-").split())
