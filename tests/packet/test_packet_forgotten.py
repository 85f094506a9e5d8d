"""A document that had to be forgotten: a slip sheet takes its place in the packet, whatever still lies on the disk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from packet_story import Story, photo, small_pdf

from frkit.base.files import sha256_of_bytes
from frkit.evidence.contents.hashes import hashes_inside
from frkit.packet.building import build
from frkit.packet.plan.folder import PacketFolder, find_packet
from frkit.packet.plan.proposing import propose
from frkit.packet.verify.manifest import Manifest, read_manifest
from frkit.packet.verify.verifying import verify
from frkit.proof.forgetting import carry_out, plan_forgetting
from frkit.tracking.folder import CampaignFolder

DAY = date(2026, 4, 10)
REASON = "court order 26-CV-1"


def forget(campaign: CampaignFolder, target: str, audience: str = "team") -> None:
    plan = plan_forgetting(campaign, target, campaign.root, hashes_inside)
    carry_out(campaign, plan, REASON, DAY, "tester", audience)  # type: ignore[arg-type]


def built(planned: PacketFolder) -> Manifest:
    plan, _ = planned.load()
    small = plan.model_copy(update={"parts": ()})
    planned.plan.unlink()
    planned.write(small)
    return read_manifest(build(planned).manifest)


def page(planned: PacketFolder, number: int) -> str:
    document = pypdfium2.PdfDocument(planned.pdf)
    text = document[number - 1].get_textpage().get_text_bounded()
    document.close()
    return " ".join(text.split())


@pytest.mark.parametrize(("audience", "told"), [("team", False), ("packet", True)])
def test_the_slip_sheet_names_the_hash_and_the_reason_only_to_whom_it_may_be_told(
    campaign: CampaignFolder, planned: PacketFolder, audience: str, told: bool
) -> None:
    digest = sha256_of_bytes(photo())
    forget(campaign, digest[:12], audience)
    assert not list(campaign.root.rglob("*img-0412.jpg"))
    manifest = built(planned)
    entry = manifest.exhibits[3].files[0]
    assert entry.sha256 == digest and entry.slip_sheet and "removed on demand on 2026-04-10" in entry.slip_sheet
    sheet = page(planned, entry.first_page).replace(" ", "")
    assert digest in sheet and ("courtorder26-CV-1" in sheet) is told
    assert ("keptinthelog" in sheet) is not told
    assert verify(planned.build, campaign).good


def test_a_copy_that_is_still_on_the_disk_is_not_shown(campaign: CampaignFolder, planned: PacketFolder) -> None:
    """As after ``kill -9`` between the log and the removal, or in a clone whose private files nobody has removed."""
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    story.log("forgotten", "2026-04-10", sha256=sha256_of_bytes(photo()), reason=REASON)
    assert list(campaign.root.rglob("*img-0412.jpg"))
    assert built(planned).exhibits[3].files[0].slip_sheet


def test_an_attachment_that_was_forgotten_is_not_shown_though_its_mail_is(
    campaign: CampaignFolder, planned: PacketFolder
) -> None:
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    contract = small_pdf("Contract", 2)
    story.receive("contract.pdf", contract, "2026-03-27", role="record")
    plan = plan_forgetting(campaign, sha256_of_bytes(contract), campaign.root, hashes_inside)
    assert [path.rsplit("-", 1)[1] for path in plan.carried_by] == ["answer.eml"]
    carry_out(campaign, plan, REASON, DAY, "tester", "team")
    files = {file.name: file for file in built(planned).exhibits[2].files}
    assert files["contract.pdf"].slip_sheet and files["contract.pdf"].sha256 == sha256_of_bytes(contract)
    assert not any(file.slip_sheet for name, file in files.items() if name.endswith(".eml"))


def test_a_packet_that_was_built_before_says_that_it_shows_what_must_go(
    campaign: CampaignFolder, planned: PacketFolder
) -> None:
    built(planned)
    forget(campaign, sha256_of_bytes(photo()))
    report = verify(planned.build, campaign)
    assert any("removed on demand on 2026-04-10" in fault for fault in report.faults)


def test_a_letter_can_be_forgotten_and_its_place_stays(campaign: CampaignFolder, planned: PacketFolder) -> None:
    request = campaign.root / "requests" / campaign.request_ids()[0]
    letter = request / "letters" / "2026-03-02-request.txt"
    forget(campaign, str(letter.relative_to(campaign.root)))
    assert not letter.exists()
    entry = built(planned).exhibits[0].files[0]
    assert entry.slip_sheet and entry.name == "2026-03-02-request.txt"
    again = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    assert again.exhibits[0].letter == "letters/2026-03-02-request.txt"
    assert find_packet(campaign, "council").load()[0].exhibits[0].sha256 == entry.sha256


def test_a_new_plan_counts_forgotten_documents(campaign: CampaignFolder, tmp_path: Path) -> None:
    before = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    forget(campaign, sha256_of_bytes(photo()))
    after = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    assert [one.sha256 for one in after.exhibits] == [one.sha256 for one in before.exhibits]
