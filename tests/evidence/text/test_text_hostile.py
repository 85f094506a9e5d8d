"""Files made to do harm: bounded time and memory, no other file hidden, and what can be read of them is read."""

from __future__ import annotations

import io
import time
import zipfile

import pikepdf
import pytest
from click.testing import CliRunner
from docx import Document as WordDocument
from openpyxl import Workbook

from frkit.cli.main import frkit
from frkit.evidence.text.documents import documents
from frkit.evidence.text.page_texts import each_page_texts, page_texts


def read_of(campaign) -> dict[str, tuple]:
    found = list(documents(campaign, with_parts=True))
    return {one.name: pages for one, pages in each_page_texts(campaign, found)}


def saved(made: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_page_tree_that_leads_in_a_circle(campaign, request_to, came, pdf) -> None:
    def circle(made: pikepdf.Pdf) -> None:
        root = made.Root.Pages
        made.pages.append(made.pages[0])
        root.Kids = pikepdf.Array([root.Kids[0], root])
        root.Count = 100_000_000

    came(request_to(), {"circle.pdf": pdf("Walrus", 1, change=circle), "good.txt": b"good"})
    began = time.monotonic()
    read = read_of(campaign)
    assert time.monotonic() - began < 60 and read["good.txt"][0].text == "good"
    assert not read["circle.pdf"] or "Walrus 1" in read["circle.pdf"][0].text


def test_a_page_with_ten_megabytes_of_text(campaign, request_to, came, pdf) -> None:
    line = b"BT /F0 1 Tf 1 0 0 1 10 %d Tm (" + b"walrus " * 1400 + b") Tj ET\n"

    def change(made: pikepdf.Pdf) -> None:
        made.pages[0].obj.Contents = made.make_stream(b"".join(line % (number % 700) for number in range(300)))

    came(request_to(), {"long.pdf": pdf("x", 1, change=change)})
    (page,) = read_of(campaign)["long.pdf"]
    assert len(page.text) > 2_500_000 or page.lacks


def test_a_text_of_thirty_megabytes_is_read_whole_in_pieces(campaign, request_to, came) -> None:
    text = "\n".join(f"line {number} of the log" for number in range(1_200_000))
    came(request_to(), {"log.txt": text.encode()})
    pages = read_of(campaign)["log.txt"]
    assert "".join(page.text for page in pages) == text
    assert max(len(page.text) for page in pages) <= 60_000


def test_many_pages_come_in_order_and_none_is_lost(campaign, request_to, came, pdf) -> None:
    came(request_to(), {"many.pdf": pdf("Sheet", 3000)})
    pages = read_of(campaign)["many.pdf"]
    assert [page.text.strip() for page in pages] == [f"Sheet {number}" for number in range(1, 3001)]


def test_a_file_over_which_a_process_dies_hides_no_other_page(campaign, request_to, came, pdf, monkeypatch) -> None:
    """The process is really ended; it takes the other pages of its errand with it, which are then read alone."""
    came(request_to(), {"deadly.pdf": pdf("Sheet", 40), "good.txt": b"good"})
    import deadly

    monkeypatch.setattr("frkit.evidence.text.gathering.read", deadly.read)
    read = read_of(campaign)
    assert [page.text.strip() for page in read["deadly.pdf"] if page.page != 17] == [
        f"Sheet {number}" for number in range(1, 41) if number != 17
    ]
    assert "it cannot be read" in read["deadly.pdf"][16].lacks and read["good.txt"][0].text == "good"


def test_a_container_of_which_one_file_is_deadly(campaign, request_to, came, monkeypatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number in range(30):
            made.writestr(f"{number}.txt", f"file {number}" if number != 7 else "deadly")
    came(request_to(), {"all.zip": out.getvalue()})
    import deadly

    monkeypatch.setattr("frkit.evidence.text.gathering.read", deadly.read)
    read = read_of(campaign)
    assert [read[f"{number}.txt"][0].text for number in range(30) if number != 7] == [
        f"file {number}" for number in range(30) if number != 7
    ]
    assert read["7.txt"] == ()


def test_an_office_file_is_searched_before_anybody_makes_pages_of_it(campaign, request_to, came) -> None:
    word = WordDocument()
    word.add_paragraph("Facial recognition policy")
    word.add_table(1, 2).cell(0, 1).text = "Clearview"
    sheet = Workbook()
    sheet.active.append(["vendor", "sum"])
    sheet.active.append(["Walrus Ltd", 14000])
    files = {}
    for name, made in (("policy.docx", word), ("sums.xlsx", sheet)):
        out = io.BytesIO()
        made.save(out)
        files[name] = out.getvalue()
    came(request_to(), files)
    read = read_of(campaign)
    assert "Facial recognition policy\n" in read["policy.docx"][0].text and "Clearview" in read["policy.docx"][0].text
    assert "Walrus Ltd" in read["sums.xlsx"][0].text and "14000" in read["sums.xlsx"][0].text
    assert read["policy.docx"][0].page is None


@pytest.mark.parametrize(
    "member",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x><t>&b;</t></x>',
        b"<x>" * 200_000,
        b"<w:t xmlns:w='w'>" + b"\xff\xfe\x00" * 100 + b"</w:t>",
        b"",
    ],
    ids=["entities", "deep", "no characters", "empty"],
)
def test_an_office_file_that_swells_or_breaks(campaign, request_to, came, member) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", member)
    came(request_to(), {"odd.docx": out.getvalue(), "good.txt": b"good"})
    assert read_of(campaign)["good.txt"][0].text == "good"


def test_an_encrypted_pdf_is_told_and_read_once_its_password_is_known(campaign, request_to, came, pdf) -> None:
    from frkit.evidence.opening.passwords import keep_password

    locked = pdf("Walrus", 2, encryption=pikepdf.Encryption(user="open", owner="boss"))
    came(request_to(), {"locked.pdf": locked})
    (found,) = documents(campaign)
    assert page_texts(campaign, found) == ()
    keep_password(campaign.root, found.sha256, "open")
    assert [page.text.strip() for page in page_texts(campaign, found)] == ["Walrus 1", "Walrus 2"]


def test_a_locked_file_in_an_archive_is_told_and_read_once_a_password_is_known(campaign, request_to, came) -> None:
    import py7zr

    from frkit.evidence.opening.passwords import keep_password

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password="open") as made:
        made.writestr(b"walrus inside", "inside.txt")
    came(request_to(), {"locked.7z": out.getvalue(), "good.txt": b"walrus outside"})
    said = CliRunner().invoke(frkit, ["search", "walrus", "--campaign", str(campaign.root)]).output
    assert "good.txt" in said and "Not searched: " in said and "password" in said
    whole = next(one for one in documents(campaign) if one.name == "locked.7z")
    keep_password(campaign.root, whole.sha256, "open")
    assert read_of(campaign)["inside.txt"][0].text == "walrus inside"
