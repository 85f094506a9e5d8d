"""A file that was opened with its password stands in the packet with its pages, and the packet still verifies."""

from __future__ import annotations

from datetime import date

import pikepdf
import pytest
from packet_story import Story, small_pdf

from frkit.base.files import create, sha256_of_bytes
from frkit.evidence.opening.passwords import keep_password
from frkit.packet.building import build
from frkit.packet.plan.folder import PacketFolder, new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.verify.manifest import NAME, read_manifest
from frkit.packet.verify.verifying import verify
from frkit.tracking.folder import init_campaign


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> PacketFolder:
    """A packet with one PDF that the agency encrypted, and whose password it gave."""
    root = tmp_path_factory.mktemp("locked") / "campaign"
    folder = init_campaign(root, "Who searches faces?", requester="me")
    create(root / "private" / "requesters" / "me.yaml", b"name: Robin Requester\n")
    story = Story(folder)
    story.send("2026-03-02")
    plain, locked = root.parent / "plain.pdf", root.parent / "locked.pdf"
    plain.write_bytes(small_pdf("The contract"))
    with pikepdf.open(plain) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="theirs", user="open sesame"))
    keep_password(root, sha256_of_bytes(locked.read_bytes()), "open sesame")
    story.receive("contract.pdf", locked.read_bytes(), "2026-04-01", role="record")
    packet = new_packet_folder(folder, "council")
    plan = propose(folder, (), title=None, as_of=date(2026, 6, 15))
    packet.write(plan.model_copy(update={"public_events": (), "vendors": ()}))
    build(packet)
    return packet


def test_its_pages_stand_in_the_packet_and_are_compared(built: PacketFolder) -> None:
    (entry,) = [
        one.files[0] for one in read_manifest(built.build / NAME).exhibits if one.files[0].name == "contract.pdf"
    ]
    assert entry.slip_sheet is None and entry.kind == "pdf"
    report = verify(built.build, built.campaign)
    assert (report.faults, report.notes) == ((), ())


def test_where_the_password_is_not_known_that_is_a_note_and_no_fault(built: PacketFolder) -> None:
    (kept,) = (built.campaign.root / "private" / "passwords").glob("*.yaml")
    words = kept.read_bytes()
    kept.unlink()
    try:
        report = verify(built.build, built.campaign)
    finally:
        kept.write_bytes(words)
    assert report.good
    assert [note for note in report.notes if "its pages were not compared" in note and "contract.pdf" in note]
