"""frkit where: from a printed number to the file, the event, what the log says since, and every packet it stands in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from packet_story import Story, small_pdf, tell
from test_packet_numbers_of_agencies import produced, running
from typed_commands import Desk, desk

from frkit.packet.building import build
from frkit.packet.plan.folder import new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.where.typed import Typed, plain_number, read_number
from frkit.tracking.folder import CampaignFolder


def of(folder: CampaignFolder) -> Story:
    """The story of a campaign that was told before, to be told on."""
    story = Story.__new__(Story)
    story.folder, story.id = folder, folder.request_ids()[0]
    return story


def planned_and_built(folder: CampaignFolder, name: str, **changes: object) -> None:
    plan = propose(folder, (), title=name.title(), as_of=date(2026, 6, 15))
    changes = {"public_events": (), "vendors": (), "parts": ("cover", "contents"), **changes}
    packet = new_packet_folder(folder, name)
    packet.write(plan.model_copy(update=changes))
    build(packet)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with two packets; the second holds what came later and leaves out the first letter."""
    root = tmp_path_factory.mktemp("where") / "campaign"
    folder = tell(root)
    planned_and_built(folder, "council")
    of(folder).receive("production.pdf", produced([*running(123, 124), *running(127, 128)]), "2026-04-10")
    plan = propose(folder, (), title=None, as_of=date(2026, 6, 15))
    planned_and_built(folder, "court", exhibits=plan.exhibits[1:])
    return root


@pytest.fixture
def frkit(told: Path, tmp_path: Path) -> Iterator[Desk]:
    """A copy of it, to be changed."""
    shutil.copytree(told, tmp_path / "campaign", symlinks=True)
    with desk(tmp_path / "campaign") as typed:
        yield typed


@pytest.fixture(scope="module")
def looking(told: Path) -> Iterator[Desk]:
    """The campaign itself, only to be looked at."""
    with desk(told) as typed:
        yield typed


def test_a_number_leads_to_the_file_the_event_and_both_packets(looking: Desk) -> None:
    (page,) = looking("where FRK-000005 --json").data["pages"]
    assert (page["bates"], page["part"], page["part_name"], page["page"]) == ("FRK-000005", "1", "contract.pdf", 2)
    (source,) = page["sources"]
    assert (source["name"], source["date"], source["kind"], source["state"]) == (
        "answer.eml", "2026-03-25", "arrived", "unchanged",
    )  # fmt: skip
    assert (looking.root / source["file"]).is_file()
    assert [one["kind"] for one in page["log"]] == ["arrived", "produced", "denied"]
    assert [(one["packet"], one["exhibit"]) for one in page["packets"]] == [("council", "3"), ("court", "3")]
    said = looking("where FRK-000005").out
    assert "page 2 of contract.pdf" in said
    assert page["sha256"] in said and page["part_sha256"] in said
    assert "Records produced" in said
    assert max(map(len, said.splitlines())) <= 100, "only paths and hashes are longer than the terminal"


def test_the_page_of_a_packet_leads_to_the_same_passport(looking: Desk) -> None:
    (page,) = looking("where FRK-000005 --json").data["pages"]
    for place in page["packets"]:
        found = looking(f"where --packet {place['packet']} {place['page']} --json").data["pages"]
        assert found == [page]


def test_a_page_that_frkit_made_says_so(looking: Desk) -> None:
    assert "frkit made this page" in looking("where --packet council 1").out
    (page,) = looking("where --packet council 2 --json").data["pages"]
    assert (page["bates"], page["made_by_frkit"]) == (None, "Contents")


def test_a_slip_sheet_is_called_one(looking: Desk) -> None:
    pages = looking("where FRK-000006 FRK-000008 --json").data["pages"]
    assert [(page["slip_sheet"], page["page"]) for page in pages] == [(True, None), (True, None)]
    assert "slip sheet for locked.pdf" in looking("where 8").out


def test_the_agencys_own_number_is_shown_and_leads_to_the_page(looking: Desk) -> None:
    (page,) = looking("where lapd127 --json").data["pages"]
    assert (page["agency_numbers"], page["page"]) == (["LAPD-000127"], 3)
    (again,) = looking(f"where {page['bates']} --json").data["pages"]
    assert again["agency_numbers"] == ["LAPD-000127"]


def test_gaps_are_told_with_reasons_and_ours_too(looking: Desk) -> None:
    said = looking("packet gaps court --json").data
    (series,) = said["series"]
    assert [(gap["first"], gap["last"]) for gap in series["gaps"]] == [("LAPD-000125", "LAPD-000126")]
    assert said["not_in_packet"] == [], "the letter that was left out has the lowest number"
    assert looking("packet gaps --json").data["not_in_packet"] == []
    plain = looking("packet gaps court").out
    assert "2 numbers are on no page here" in plain
    assert "candidates" in looking("packet gaps --help").out


def test_numbers_of_what_is_left_out_are_listed_with_the_reason(frkit: Desk) -> None:
    folder = CampaignFolder.find(frkit.root)
    story = of(folder)
    (answer,) = frkit("where FRK-000003 --json").data["pages"]
    plan = propose(folder, (), title=None, as_of=date(2026, 6, 15))
    keep = [one for one in plan.exhibits if one.sha256 != answer["sha256"] and "img" not in one.path]
    planned_and_built(CampaignFolder.find(frkit.root), "short", exhibits=tuple(keep))
    found = frkit("packet gaps short --json").data["not_in_packet"]
    assert [(one["first"], one["last"], one["why"], one["name"]) for one in found] == [
        ("FRK-000003", "FRK-000006", "left_out", "answer.eml"),
        ("FRK-000007", "FRK-000007", "left_out", "IMG_0412.jpg"),
    ]
    assert found[0]["packets"] == ["council", "court"]
    story.log("clawback_demanded", "2026-06-20", of=[answer["sha256"]])
    found = frkit("packet gaps short --json").data["not_in_packet"]
    assert [one["why"] for one in found] == ["demanded_back", "left_out"]
    (page,) = frkit("where FRK-000003 --json").data["pages"]
    assert page["demanded_back"] is True
    assert "no packet may show it" in " ".join(frkit("where FRK-000003").out.split())


def test_a_file_that_was_altered_or_is_gone_is_told(frkit: Desk) -> None:
    (page,) = frkit("where FRK-000002 --json").data["pages"]
    path = frkit.root / page["sources"][0]["file"]
    path.write_bytes(small_pdf("Forged"))
    assert frkit("where FRK-000002 --json").data["pages"][0]["sources"][0]["state"] == "altered"
    assert "HAS ANOTHER HASH" in frkit("where FRK-000002").out
    path.unlink()
    assert "not on this computer" in frkit("where FRK-000002").out


def test_the_first_seal_that_holds_it_is_named(frkit: Desk) -> None:
    assert "in no seal yet" in frkit("where FRK-000002").out
    frkit("seal")
    (page,) = frkit("where FRK-000002 --json").data["pages"]
    assert (frkit.root / "seals" / f"{page['seal']}.sha256").is_file()


def test_a_correction_of_the_arrival_is_in_the_story(frkit: Desk) -> None:
    (page,) = frkit("where FRK-000007 --json").data["pages"]
    event = page["sources"][0]["event"]
    of(CampaignFolder.find(frkit.root)).log("corrected", "2026-06-20", event=event, reason="logged twice")
    (page,) = frkit("where FRK-000007 --json").data["pages"]
    assert [(one["kind"], one["corrected"]) for one in page["log"]] == [("arrived", True), ("corrected", False)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("FRK-000999", "numbers of this series are given up to"),
        ("nonsense", "is no number of a page"),
        ("NIX-12", "No series of this campaign prints"),
        ("--packet council 900", "and no page 900"),
        ("--packet council FRK", "is no page of a packet"),
        ("--packet nix 1", "There is no packet called"),
        ("99999999999999999999", "No series of this campaign prints"),
        ("FRK-000000", "No page has the number"),
    ],
)
def test_numbers_that_are_none_are_refused_with_what_to_do(looking: Desk, typed: str, said: str) -> None:
    done = looking(f"where {typed}", expect=2)
    assert said in done.err and "to do:" in done.err


def test_a_lost_file_of_the_registry_is_named(frkit: Desk) -> None:
    next((frkit.root / "numbers" / "FRK").glob("000001-*")).unlink()
    shutil.rmtree(frkit.root / ".frkit" / "numbers")
    done = frkit("where FRK-000002", expect=2)
    assert "bears it" in done.err and "get it from git" in " ".join(done.err.split())


def test_a_damaged_manifest_hides_nothing_else(frkit: Desk) -> None:
    (frkit.root / "packets" / "council" / "build" / "manifest.json").write_text("{")
    done = frkit("where FRK-000002 --json")
    assert [one["packet"] for one in done.data["pages"][0]["packets"]] == ["court"]
    assert "left out" in done.err and "damaged" in done.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("FRK-000012", Typed("FRK", 12)),
        ("frk 12", Typed("FRK", 12)),
        ("FRK12", Typed("FRK", 12)),
        ("12", Typed("FRK", 12)),
        ("CASE26-000012", Typed("CASE26", 12)),
        ("case26000012", Typed("CASE26", 12)),
        ("FRK\N{EN DASH}000012", Typed("FRK", 12)),
        ("ABC-12", Typed(None, 12)),
        ("FRK", None),
        ("", None),
        ("١٢", None),
    ],
)
def test_numbers_are_read_however_they_are_typed(typed: str, meant: Typed | None) -> None:
    assert read_number(typed, ["FRK", "CASE26"], "FRK") == meant


def test_two_ways_of_typing_a_number_are_one() -> None:
    assert plain_number("LAPD-000012") == plain_number("lapd 12") == ("LAPD", 12)
    assert plain_number("page") is None
