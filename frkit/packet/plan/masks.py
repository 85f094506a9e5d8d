"""Whose private data is taken out of the texts that a packet sets as pages itself."""

from __future__ import annotations

from dataclasses import dataclass

from frkit.letters.masking import mask
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import Requester


@dataclass(frozen=True)
class Mask:
    """Takes the private data of some people out of a text; other processes can be given it, too."""

    requesters: tuple[Requester, ...]

    def __call__(self, text: str) -> str:
        """The text without it."""
        for requester in self.requesters:
            text = mask(text, requester)
        return text


def mask_for(campaign: CampaignFolder, audience: str) -> Mask:
    """The mask of a packet for that audience; counsel sees texts as they came."""
    return Mask(() if audience == "counsel" else tuple(campaign.requesters()))
