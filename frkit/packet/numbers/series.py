"""The series of Bates numbers that a packet's plan asks for."""

from __future__ import annotations

from frkit.packet.numbers.registry import Registry
from frkit.packet.plan.types import Packet
from frkit.tracking.folder import CampaignFolder


def prefix_of(packet: Packet, campaign: CampaignFolder) -> str:
    """The Bates prefix of a packet: the plan's own, or that of ``campaign.yaml``."""
    return packet.numbering.prefix or campaign.campaign.bates_prefix


def series_of(packet: Packet, campaign: CampaignFolder) -> Registry:
    """The numbers of the plan's prefix, ready to number its pages as its ``numbering`` asks; raises FrkitError where
    files of the registry overlap or were altered.
    """
    registry = Registry.load(campaign.root, prefix_of(packet, campaign))
    registry.start = packet.numbering.start or 1
    registry.wanted_digits = packet.numbering.digits
    return registry
