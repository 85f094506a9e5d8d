"""Files as they really come: made here with the real libraries, never stored."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from frkit.evidence.conversion.made_pages import Setting
from frkit.tracking.folder import CampaignFolder, init_campaign

Change = Callable[[pikepdf.Pdf], None]


@pytest.fixture
def campaign(tmp_path: Path) -> CampaignFolder:
    return init_campaign(tmp_path / "campaign", "Test")


@pytest.fixture
def setting(campaign: CampaignFolder) -> Setting:
    return Setting(campaign.root, date(2026, 3, 2), "Letter")


@pytest.fixture(scope="session")
def pdf() -> Callable[..., bytes]:
    """A small PDF: words on so many pages, and whatever ``change`` does to it before it is saved."""

    def make(
        words: str = "Hello", pages: int = 1, change: Callable[[pikepdf.Pdf], None] | None = None, **save
    ) -> bytes:
        made = pikepdf.new()
        font = made.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        for number in range(1, pages + 1):
            made.add_blank_page(page_size=(612, 792))
            page = made.pages[-1].obj
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F0=font))
            page.Contents = made.make_stream(f"BT /F0 24 Tf 72 600 Td ({words} {number}) Tj ET".encode())
        if change:
            change(made)
        out = io.BytesIO()
        made.save(out, **({} if "encryption" in save else {"deterministic_id": True}), **save)
        return out.getvalue()

    return make
