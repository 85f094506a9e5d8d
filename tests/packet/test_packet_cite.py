"""frkit cite: the citation of words or of a page; one alone to be pasted, several listed, none made up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from packet_story import small_pdf, tell
from test_packet_where import of, planned_and_built
from typed_commands import Desk, desk

from frkit.packet.verify.manifest import read_manifest
from frkit.tracking.folder import CampaignFolder

REPLY = "Exhibit 3 (Records produced; Refusal (answer.eml))"


@pytest.fixture(scope="module")
def frkit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A campaign with one packet that was built, and a file that came later."""
    root = tmp_path_factory.mktemp("cite") / "campaign"
    folder = tell(root)
    planned_and_built(folder, "council")
    of(folder).receive("late.pdf", small_pdf("Late arrival"), "2026-05-10")
    with desk(root) as typed:
        yield typed


def test_words_of_a_record_give_one_citation_and_nothing_else(frkit: Desk) -> None:
    done = frkit("cite Contract 2")
    assert done.out == f"{REPLY}, contract.pdf, p. 2, March 25, 2026, FRK-000005, packet p. 7\n"


def test_the_citation_is_true(frkit: Desk) -> None:
    """The page of the PDF that is cited shows the words and the number."""
    import pypdfium2

    (one,) = frkit("cite 'Contract 2' --json").data["citations"]
    document = pypdfium2.PdfDocument(frkit.root / "packets" / "council" / "build" / "council.pdf")
    text = document[one["first_page"] - 1].get_textpage().get_text_bounded()
    assert "Contract 2" in text and one["first_bates"] in text and "Exhibit 3" in text
    document.close()


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("short", "Ex. 3, FRK-000005"),
        ("page", "p. 7 (FRK-000005)"),
        ("markdown", "[Exhibit 3, FRK-000005](council.pdf#page=7)"),
    ],
)
def test_styles(frkit: Desk, style: str, text: str) -> None:
    assert frkit(f"cite FRK-000005 --style {style}").out.strip() == text


def test_words_of_a_mail_and_of_our_letter_are_found_on_the_pages_that_frkit_set(frkit: Desk) -> None:
    assert frkit("cite 'Please find the records attached'").out.startswith(f"{REPLY}, March 25, 2026, FRK-000003")
    assert "FRK-000001" in frkit("cite contracts for face recognition").out


def test_words_on_several_pages_are_listed_with_what_stands_around(frkit: Desk) -> None:
    done = frkit("cite contract --packet council")
    assert done.out.startswith(f" 1. {REPLY}, contract.pdf, p. 1")
    assert done.out.count("FRK-0000") == 2 and "*Contract* 2" in done.out
    assert [one["page_is_known"] for one in frkit("cite contract --json").data["citations"]] == [True] * 2


def test_words_that_stand_apart_are_listed_and_said_to(frkit: Desk) -> None:
    done = frkit("cite records find")
    assert done.out.startswith(" 1. ") and "nowhere next to each other" in done.err
    assert frkit("cite records find --json").data["together"] is False


def test_signs_and_capitals_that_mean_something_to_a_search_mean_nothing_here(frkit: Desk) -> None:
    for words in ("'records OR nothing'", "'NOT records'", "'\"records attached\"'", "'records (attached'", "'rec*'"):
        done = frkit(f"cite {words}", expect=0 if "attached" in words else 1)
        assert "cannot be understood" not in done.err


def test_a_page_of_a_file_by_name_path_or_hash(frkit: Desk) -> None:
    (one,) = frkit("cite contract.pdf:2 --json").data["citations"]
    for typed in (f"{one['sha256'][:8]}:2", "CONTRACT.PDF:2"):
        assert frkit(f"cite {typed} --json").data["citations"] == [one]
    (whole,) = frkit("cite contract.pdf:1-2 --json").data["citations"]
    assert (whole["first_bates"], whole["last_bates"]) == ("FRK-000004", "FRK-000005")
    assert "FRK-000004 – 000005, packet pp. 6–7" in frkit("cite contract.pdf:1-2").out
    path = next(path for path in (frkit.root / "requests").rglob("*acknowledgement.pdf"))
    relative = path.relative_to(frkit.root)
    assert "FRK-000002" in frkit(f"cite {relative}:1").out


def test_a_slip_sheet_is_cited_as_one(frkit: Desk) -> None:
    assert "locked.pdf, slip sheet" in frkit("cite FRK-000008").out


def test_what_is_in_no_packet_is_not_cited(frkit: Desk) -> None:
    done = frkit("cite 'Late arrival'", expect=1)
    assert "No exhibit page shows these words" in done.err and "frkit search" in done.err
    assert "Late arrival" in frkit("search Late arrival").out.replace("*", "")


@pytest.mark.parametrize(
    ("typed", "said", "code"),
    [
        ("contract.pdf:9", "has 2 pages in the packet, and no page 9", 2),
        ("contract.pdf:0", "has 2 pages", 2),
        ("contract.pdf:2-1", "has 2 pages", 2),
        ("words --packet nix", "There is no packet called", 2),
        ("'  '", "Only letters and digits", 2),
        ("'...'", "Only letters and digits", 2),
        ("FRK-999999", "No exhibit page shows these words", 1),
    ],
)
def test_what_cannot_be_cited_is_refused(frkit: Desk, typed: str, said: str, code: int) -> None:
    done = frkit(f"cite {typed}", expect=code)
    assert said in done.err and done.out == ""


def test_without_a_built_packet_nothing_is_cited(tmp_path: Path) -> None:
    tell(tmp_path / "campaign")
    with desk(tmp_path / "campaign") as typed:
        assert "No packet has been built here" in typed("cite records", expect=2).err


def test_a_pdf_that_is_not_what_was_built_is_told(tmp_path: Path) -> None:
    planned_and_built(tell(tmp_path / "campaign"), "council")
    pdf = tmp_path / "campaign" / "packets" / "council" / "build" / "council.pdf"
    pdf.write_bytes(pdf.read_bytes() + b"\n")
    with desk(tmp_path / "campaign") as typed:
        done = typed("cite FRK-000005")
    assert "is not the file that was built" in done.err and "FRK-000005" in done.out


def test_a_page_in_two_packets_is_cited_for_each(tmp_path: Path) -> None:
    folder = tell(tmp_path / "campaign")
    planned_and_built(folder, "council")
    planned_and_built(CampaignFolder.find(folder.root), "court", parts=())
    with desk(folder.root) as typed:
        done = typed("cite FRK-000005")
        assert [line for line in done.out.splitlines() if not line.startswith(" ")] == ["council", "court"]
        assert typed("cite FRK-000005 --packet court").out.rstrip().endswith("packet p. 5")


def test_pages_of_a_file_that_goes_on_in_the_next_volume_are_counted_right(tmp_path: Path) -> None:
    """Sheets of exhibits and volumes are no pages of a file, wherever they stand."""
    import re

    folder = tell(tmp_path / "campaign")
    of(folder).receive("long.pdf", small_pdf("Long", 26), "2026-05-01")
    planned_and_built(CampaignFolder.find(folder.root), "council", parts=(), exhibit_sheets=True)
    plan = folder.root / "packets" / "council" / "packet.yaml"
    text = re.sub(r"(?m)^#? ?volumes:.*\n(?:#? +.*\n)*", "", plan.read_text(encoding="utf-8"))
    plan.write_text(f"{text}\nvolumes:\n  pages: 12\n", encoding="utf-8")
    with desk(folder.root) as typed:
        typed("packet build council")
        for page in (1, 9, 17, 25, 26):
            (one,) = typed(f"cite 'Long {page}' --json").data["citations"]
            assert one["pages_of_file"] == [page, page]
            assert typed(f"cite long.pdf:{page} --json").data["citations"][0]["first_page"] == one["first_page"]
            (passport,) = typed(f"where --packet council {one['first_page']} --json").data["pages"]
            assert (passport["page"], passport["bates"]) == (page, one["first_bates"])
        manifest = read_manifest(plan.parent / "build" / "manifest.json")
        assert len(manifest.files) >= 4
        for number, volume in enumerate(manifest.files, 1):
            (found,) = typed(f"where --packet council {volume.first_page} --json").data["pages"]
            if manifest.pages[volume.first_page - 1].bates is None and number > 1:
                assert found["made_by_frkit"] == f"Sheet of volume {number}"
        assert typed("packet diff council council").out.startswith("No difference")
