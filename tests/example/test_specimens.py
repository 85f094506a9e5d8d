"""Every page of every specimen says what it is: in its text, or, where it is a picture, in words that OCR can read."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageOps
from specimens.kept import AGENCIES, Earlier
from specimens.words import SPECIMEN

from frkit.tracking.folder import CampaignFolder

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "pledge-check"
HAS_OCR = shutil.which("tesseract") is not None


@pytest.fixture(scope="module")
def documents() -> dict[str, bytes]:
    """All originals of the bundled example, by agency and sender's file name."""
    return Earlier(CampaignFolder.find(EXAMPLE)).documents()


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def says_specimen(text: str) -> bool:
    return squeezed(SPECIMEN) in squeezed(text)


def read_by_ocr(image: Image.Image, layout: str) -> str:
    kept_image = io.BytesIO()
    image.convert("L").save(kept_image, "PNG", dpi=(150, 150))
    command = ["tesseract", "stdin", "stdout", "--dpi", "150", "--psm", layout]
    done = subprocess.run(
        command,
        input=kept_image.getvalue(),
        capture_output=True,
        check=True,
        env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin:/usr/local/bin"},
    )
    return done.stdout.decode()


def says_specimen_in_print(image: Image.Image) -> bool:
    """Whether OCR finds the words, a letter or two misread."""
    import difflib

    wanted = squeezed(SPECIMEN)
    lines = [squeezed(line) for layout in ("3", "6") for line in read_by_ocr(image, layout).splitlines()]
    return any(difflib.SequenceMatcher(None, wanted, line).ratio() > 0.9 for line in lines)


def pages_of(pdf: bytes) -> list[tuple[str, Image.Image]]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            (page.get_textpage().get_text_bounded(), page.render(scale=150 / 72, grayscale=True).to_pil())
            for page in document
        ]
    finally:
        document.close()


def pdfs_of(documents: dict[str, bytes]) -> dict[str, bytes]:
    """The PDFs among the documents, those attached to mails included."""
    found = {name: data for name, data in documents.items() if name.endswith(".pdf")}
    for name, data in documents.items():
        if name.endswith(".eml"):
            mail = BytesParser(policy=policy.default).parsebytes(data)
            for part in mail.iter_attachments():
                if part.get_content_type() == "application/pdf":
                    found[f"{name}: {part.get_filename()}"] = part.get_content()
    return found


def test_every_agency_of_the_story_answered_something(documents):
    assert {name.split("/")[0] for name in documents} == set(AGENCIES.values())


def test_every_page_of_a_text_pdf_carries_the_words_inside_the_part_that_is_shown(documents):
    seen = 0
    for name, data in pdfs_of(documents).items():
        for number, (text, _) in enumerate(pages_of(data), 1):
            if text.strip():
                seen += 1
                assert says_specimen(text), f"{name}, page {number}"
    assert seen >= 11


@pytest.mark.skipif(not HAS_OCR, reason="tesseract is not installed")
def test_every_scanned_page_carries_the_words_in_its_picture(documents):
    seen = 0
    for name, data in pdfs_of(documents).items():
        for number, (text, image) in enumerate(pages_of(data), 1):
            if not text.strip():
                seen += 1
                assert says_specimen_in_print(image), f"{name}, page {number}"
    assert seen == 3, "two scanned sheets from Oregon, one from the DEA"


@pytest.mark.skipif(not HAS_OCR, reason="tesseract is not installed")
def test_the_photographed_letter_carries_the_words_and_lies_on_its_side_in_the_file(documents):
    photo = Image.open(io.BytesIO(documents["orlando/IMG_0412.jpg"]))
    assert photo.width > photo.height, "stored lying on its side, as telephones do"
    assert says_specimen_in_print(ImageOps.exif_transpose(photo))


def test_every_mail_opens_and_closes_with_the_words(documents):
    mails = [name for name in documents if name.endswith(".eml")]
    assert len(mails) >= 8
    for name in mails:
        mail = BytesParser(policy=policy.default).parsebytes(documents[name])
        text = mail.get_body(("plain",)).get_content().strip()
        assert text.startswith(SPECIMEN) and text.endswith(SPECIMEN), name
        assert mail["Received"] and mail["Date"] and mail["Message-ID"], name
        html = mail.get_body(("html",))
        assert html is None or says_specimen(re.sub(r"<[^>]+>", " ", html.get_content())), name


def test_one_mail_brings_a_pdf_and_one_a_word_letter(documents):
    kinds = {
        part.get_content_type().rpartition(".")[2]
        for name, data in documents.items()
        if name.endswith(".eml")
        for part in BytesParser(policy=policy.default).parsebytes(data).iter_attachments()
    }
    assert kinds == {"application/pdf", "document"}


def test_office_files_carry_the_words_in_what_is_printed_on_each_page(documents):
    from docx import Document
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(documents["washington/AP ledger extract 2020.xlsx"]))
    for sheet in book:
        assert sheet["A1"].value == SPECIMEN
        assert sheet.oddHeader.center.text == SPECIMEN
    mail = BytesParser(policy=policy.default).parsebytes(documents["los-angeles/Determination.eml"])
    letter = Document(io.BytesIO(next(mail.iter_attachments()).get_content()))
    for section in letter.sections:
        assert section.header.paragraphs[0].text == section.footer.paragraphs[0].text == SPECIMEN


def test_the_pages_come_in_the_awkward_forms_that_agencies_send(documents):
    document = pypdfium2.PdfDocument(documents["met/Annexes SPECIMEN-2026-0611.pdf"])
    sizes = [tuple(round(side) for side in page.get_size()) for page in document]
    turned = [page.get_rotation() for page in document]
    media, crop = document[3].get_mediabox(), document[3].get_cropbox()
    document.close()
    assert sizes == [(595, 842), (842, 595), (612, 792), (595, 842)], "A4, turned, Letter, cropped"
    assert turned == [0, 90, 0, 0]
    assert media[0] < crop[0] and media[3] > crop[3], "the sheet is larger than what is shown of it"


def test_no_specimen_names_a_real_address_or_number(documents):
    for name, data in documents.items():
        if name.endswith(".eml"):
            found = re.findall(rb"[\w.+-]+@([\w.-]+)", data.split(b"\r\n--=_")[0])
            assert {domain.decode() for domain in found} <= reserved(found), name


def reserved(domains: list[bytes]) -> set[str]:
    names = {domain.decode() for domain in domains}
    return {name for name in names if name.endswith(".example") or name == "example.org"}


def test_drawing_a_document_twice_gives_the_same_bytes():
    from specimens import dea, los_angeles, orlando, washington

    for module in (washington, orlando, dea, los_angeles):
        assert module.documents() == module.documents()
