"""Drafts to sign: they say what the log holds, leave blank what only a person can say, and assert nothing."""

from __future__ import annotations

import pypdfium2
import pytest

from frkit.base.errors import FrkitError
from frkit.packet.building import build
from frkit.packet.plan.folder import PacketFolder
from frkit.packet.plan.types import PARTS

SIGNED = (*PARTS, "declaration", "certification")


def words_of(folder: PacketFolder, **keys: object) -> str:
    """The words of the made pages of the packet, built with a changed plan."""
    plan, _ = folder.load()
    folder.plan.unlink()
    folder.write(plan.model_copy(update={"parts": SIGNED, **keys}))
    build(folder)
    document = pypdfium2.PdfDocument(folder.pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def part(words: str, start: str, end: str) -> str:
    """The words of one part, from its heading on."""
    return words.split(start, 2)[-1].split(end)[0]


def test_a_federal_declaration_has_both_closing_forms_and_neither_is_chosen(planned: PacketFolder) -> None:
    words = words_of(planned, profile="us-federal", matter="Requester v. City, No. 26-1", court="N.D. Cal.")
    assert "under 28 U.S.C. § 1746, declare" in words
    assert "Keep one of the two, and strike the other" in words
    assert "I declare under penalty of perjury that the foregoing is true and correct." in words
    assert "under penalty of perjury under the laws of the United States of America that" in words
    assert "Requester v. City, No. 26-1" in words
    assert "Executed on (date)" in words


def test_the_requester_is_never_named_in_a_draft(planned: PacketFolder) -> None:
    for profile in ("us-federal", "gb", "plain"):
        words = words_of(planned, profile=profile)
        assert "Robin" not in words
        assert "Hidden Lane" not in words


def test_each_statement_can_be_kept_or_struck(planned: PacketFolder) -> None:
    words = words_of(planned, profile="us-federal", parts=("chronology", "declaration"))
    assert words.count("keep strike") == 8  # all but the ruled lines for what somebody wants to add


def test_own_letters_and_what_was_received_are_kept_apart(planned: PacketFolder) -> None:
    words = words_of(planned, profile="us-federal")
    own = part(words, "copies of letters that I sent", "These exhibits are true copies of what I received")
    received = part(words, "copies of what I received", "I kept each file")
    assert "Exhibit 1 (FRK-000001)" in own
    assert "Exhibits 2–5 (FRK-000002 – 000008)" in received
    assert "Exhibit 1 " not in received


def test_england_gets_the_statement_of_truth_in_its_fixed_words(planned: PacketFolder) -> None:
    words = words_of(planned, profile="gb", paper="A4")
    assert "I believe that the facts stated in this witness statement are true." in words
    assert "proceedings for contempt of court may be brought against anyone who makes, or causes to be made" in words
    assert "perjury" not in words
    assert "902(1" not in words
    assert "2 March 2026" in words


def test_elsewhere_a_neutral_statement_that_cites_no_law(planned: PacketFolder) -> None:
    words = words_of(planned, profile="plain")
    declaration = part(words, "Declaration (draft to sign) A draft.", "Certifications (drafts")
    assert "What I kept above is true to the best of my knowledge." in declaration
    assert "perjury" not in words
    assert "§ 1746" not in words
    assert "contempt" not in words


def test_the_certifications_name_their_rules_with_source_and_day(planned: PacketFolder) -> None:
    words = words_of(planned, profile="us-federal")
    for rule in ("902(11)", "902(13)", "902(14)"):
        assert f"Fed. R. Evid. {rule}" in words
    assert "Read November 23, 2026 in: Self-Authentication of Electronic Evidence" in words


def test_a_certification_tells_the_steps_of_this_build_and_no_others(planned: PacketFolder) -> None:
    words = words_of(planned, profile="us-federal")
    assert "The program took 5 documents with 2 files inside them" in words
    assert "picture set as a page by img2pdf" in words
    assert "slip sheet: it is encrypted, and its password is not known: 1 file" in words
    assert "LibreOffice" not in words


def test_results_of_a_comparison_are_blanks(planned: PacketFolder) -> None:
    words = words_of(planned, profile="us-federal")
    assert "Equal: Not equal:" in words
    assert "reported no difference" not in words
    assert "what it reported" in words


def test_without_the_custody_table_the_hashes_stand_in_a_schedule(planned: PacketFolder) -> None:
    with_table = words_of(planned, profile="us-federal")
    assert "Schedule of files" not in with_table
    words = words_of(planned, profile="us-federal", parts=("declaration", "certification"))
    plan, _ = planned.load()
    schedule = part(words, "Schedule of files", "nothing ends here").replace(" ", "")
    assert all(one.sha256 and one.sha256 in schedule for one in plan.exhibits)
    assert "I read the chronology" not in words


def test_a_packet_without_exhibits_certifies_nothing(planned: PacketFolder) -> None:
    words = words_of(planned, profile="us-federal", exhibits=())
    assert "none: there are no exhibits" in words
    assert "true copies" not in words


def test_an_unknown_profile_stops_the_build_with_its_name(planned: PacketFolder) -> None:
    with pytest.raises(FrkitError, match="no profile called 'us-federl'"):
        words_of(planned, profile="us-federl")
