"""Pages of mails, pictures and slip sheets are proved against their originals, and what cannot be proved is said."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from packet_story import tell

from frkit.packet.building import build
from frkit.packet.plan.folder import PacketFolder, new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.verify.made_again import made_again
from frkit.packet.verify.manifest import Manifest, read_manifest
from frkit.packet.verify.verifying import verify
from frkit.tracking.folder import CampaignFolder

EXAMPLE = Path(__file__).parents[2] / "examples" / "pledge-check"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> PacketFolder:
    campaign = tell(tmp_path_factory.mktemp("again") / "campaign")
    folder = new_packet_folder(campaign, "council")
    plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    folder.write(plan.model_copy(update={"public_events": (), "vendors": (), "parts": ("contents",), "paper": "A4"}))
    build(folder)
    return folder


@pytest.fixture(scope="module")
def manifest(built: PacketFolder) -> Manifest:
    return read_manifest(built.build / "manifest.json")


def drawn_otherwise(manifest: Manifest, kind: str) -> tuple[Manifest, int]:
    """A manifest that was remade with care: one page of that kind is said to draw something else."""
    page = next(file.first_page for one in manifest.exhibits for file in one.files if file.kind == kind)
    pages = list(manifest.pages)
    pages[page - 1] = pages[page - 1].model_copy(update={"content": "0" * 64})
    return manifest.model_copy(update={"pages": tuple(pages)}), page


def test_every_page_of_every_kind_is_what_its_original_gives(built: PacketFolder, manifest: Manifest) -> None:
    assert {"letter", "mail", "image"} <= {file.kind for one in manifest.exhibits for file in one.files}
    report = verify(built.build, built.campaign)
    assert report.good and report.checked[-1].endswith("each page is what its original gives")


@pytest.mark.parametrize("kind", ["letter", "mail", "image", "unknown"])
def test_a_page_that_is_not_is_found_though_the_manifest_was_remade(
    built: PacketFolder, manifest: Manifest, kind: str
) -> None:
    changed, page = drawn_otherwise(manifest, kind)
    faults, notes = made_again(changed, built.campaign, changed.exhibits)
    assert not notes and len(faults) == 1
    assert f"packet page {page} is not what its original gives when it is set anew" in faults[0]


def test_with_other_versions_nothing_is_claimed_and_that_is_said_of_the_file(
    built: PacketFolder, manifest: Manifest
) -> None:
    changed, page = drawn_otherwise(manifest, "mail")
    older = changed.model_copy(update={"made_with": {**changed.made_with, "weasyprint": "1.0"}})
    faults, notes = made_again(older, built.campaign, older.exhibits)
    assert not faults and len(notes) == 1
    assert f"packet page {page} comes out otherwise; other versions are at work here (weasyprint" in notes[0]


def test_the_pages_are_made_again_where_no_earlier_build_kept_them(built: PacketFolder, manifest: Manifest) -> None:
    shutil.rmtree(built.campaign.root / ".frkit")
    assert made_again(manifest, built.campaign, manifest.exhibits) == ([], [])
    assert not [one for one in Path(built.campaign.root).rglob("*.tmp")]


def test_to_verify_writes_nothing_beside_the_evidence_though_a_conversion_is_gone(tmp_path: Path) -> None:
    """A table that LibreOffice made pages of, whose conversion somebody cleared away: said, and not made anew."""
    shutil.copytree(EXAMPLE, tmp_path / "campaign")
    campaign = CampaignFolder.find(tmp_path / "campaign")
    folder = new_packet_folder(campaign, "ledger")
    plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    (ledger,) = (one for one in plan.exhibits if "ledger" in str(one.file))
    folder.write(plan.model_copy(update={"exhibits": (ledger,), "parts": ("contents",)}))
    build(folder)
    shutil.rmtree(campaign.root / "requests" / ledger.request / "derived")
    before = tree(campaign.root)
    report = verify(folder.build, campaign)
    assert tree(campaign.root) == before
    assert report.good
    assert any("office.pdf" in note and "not in the campaign" in note for note in report.notes)


def tree(root: Path) -> dict[str, bytes]:
    """Every file of a campaign but those that may be remade at any time."""
    files = (path for path in root.rglob("*") if path.is_file() and ".frkit" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
