"""What the agency demanded back goes into no packet before counsel has cleared it, however it would get in."""

from __future__ import annotations

import email
from datetime import date

from packet_story import Story, photo, reply_with_attachments

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of_bytes
from frkit.packet.building import build
from frkit.packet.plan.folder import PacketFolder
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import Item, Request

PHOTO = sha256_of_bytes(photo())


def story_of(campaign: CampaignFolder, request_id: str | None = None) -> Story:
    story = object.__new__(Story)
    story.folder, story.id = campaign, request_id or campaign.request_ids()[0]
    return story


def refused(planned: PacketFolder) -> bool:
    try:
        build(planned)
    except FrkitError as error:
        assert "was demanded back by the agency" in str(error) and "cleared-by-counsel" in str(error)
        return True
    return False


def test_a_clearance_that_was_wrong_blocks_again(campaign, planned):
    story = story_of(campaign)
    story.log("clawback_demanded", "2026-04-10", of=PHOTO)
    cleared = story.log("cleared_by_counsel", "2026-04-20", of=PHOTO)
    assert not refused(planned)
    story.log("corrected", "2026-04-21", event=cleared, reason="counsel had looked at another photo")
    assert refused(planned)


def test_a_second_demand_needs_a_second_clearance(campaign, planned):
    story = story_of(campaign)
    story.log("cleared_by_counsel", "2026-04-02", of=PHOTO)
    story.log("clawback_demanded", "2026-04-10", of=PHOTO)
    assert refused(planned), "what counsel said before the demand was not about it"
    story.log("cleared_by_counsel", "2026-04-20", of=PHOTO)
    assert not refused(planned)
    story.log("clawback_demanded", "2026-05-20", of=PHOTO, reason="once more")
    assert refused(planned)


def test_a_demand_after_the_day_of_the_packet_blocks_it_too(campaign, planned):
    story_of(campaign).log("clawback_demanded", "2026-08-01", of=PHOTO)
    assert refused(planned), "the packet tells of 15 June, and is handed over today"


def test_a_demand_that_was_logged_for_another_request_blocks_the_same_bytes(campaign, planned):
    other = campaign.create_request(
        Request(
            agency="us-ca-san-francisco-pd", law="us-ca", requester="me", items=(Item(number=1, category="contracts"),)
        ),
        "sfpd",
        date(2026, 3, 1),
    )
    story_of(campaign, other).log("clawback_demanded", "2026-04-10", of=PHOTO)
    assert refused(planned)


def test_a_file_within_a_mail_is_blocked_with_the_mail_that_brought_it(campaign, planned):
    mail = email.message_from_bytes(reply_with_attachments())
    attached = next(part for part in mail.walk() if part.get_filename() and part.get_filename().endswith(".pdf"))
    story_of(campaign).log("clawback_demanded", "2026-04-10", of=sha256_of_bytes(attached.get_payload(decode=True)))
    assert refused(planned)
