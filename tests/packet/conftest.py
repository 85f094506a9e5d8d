"""A campaign that was told, and a packet planned from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from packet_story import tell

from frkit.packet.plan.folder import PacketFolder, new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.tracking.folder import CampaignFolder


@pytest.fixture
def campaign(tmp_path: Path) -> CampaignFolder:
    return tell(tmp_path / "campaign")


@pytest.fixture
def planned(campaign: CampaignFolder) -> PacketFolder:
    """A packet as frkit proposes it, without public facts."""
    folder = new_packet_folder(campaign, "council")
    plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    folder.write(plan.model_copy(update={"public_events": (), "vendors": ()}))
    return folder
