"""Everything that arrives becomes pages, or a slip sheet that says why not: never silence, never a traceback."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of_bytes
from frkit.evidence.conversion.images import without_camera_data
from frkit.evidence.conversion.one_file import pages_of
from frkit.evidence.office.converting import OfficeFile, find_program, install_line, office_pages
from frkit.evidence.unreadable import Unreadable


@pytest.fixture
def converted(campaign, setting):
    def convert(data: bytes, name: str = "file", *, private: bool = False):
        below = "private/received/r" if private else "requests/r/received"
        path = campaign.root / below / "stored"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        before = sha256_of_bytes(data)
        made = pages_of(path, campaign, campaign.root / "requests" / "r", setting=setting, name=name)
        assert sha256_of_bytes(path.read_bytes()) == before, "the original was touched"
        return made

    return convert


def words_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def spoilt(pdf, how: str) -> bytes:
    return {
        "encrypted": lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
        "cut in half": lambda: pdf()[:150],
        "no pages": lambda: pdf(pages=0),
        "not a PDF": lambda: b"%PDF-1.4 I said so",
        "empty": lambda: b"",
        "archive": lambda: b"PK\x05\x06" + bytes(18),
        "recording": lambda: b"ID3\x04" + bytes(40),
        "no idea": lambda: bytes(range(256)),
        "broken picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(60),
        "huge text": lambda: b"log line\n" * 60_000,
    }[how]()


@pytest.mark.parametrize(
    "how",
    [
        "encrypted",
        "cut in half",
        "no pages",
        "not a PDF",
        "empty",
        "recording",
        "no idea",
        "broken picture",
        "huge text",
    ],
)
def test_what_cannot_be_shown_gets_a_slip_sheet_with_name_hash_size_and_reason(converted, pdf, how: str) -> None:
    data = spoilt(pdf, how)
    made = converted(data, "../../Vertrag\x07 final.pdf")
    words = words_of(made.pdf).replace("\r\n", " ")
    assert made.slip and made.count == 1
    assert made.slip in " ".join(words.split())
    assert sha256_of_bytes(data) in words
    assert f"{len(data):,} byte" in words
    assert "../../Vertrag final.pdf" in words


def photo(orientation: int = 1, form: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (600, 300)) -> bytes:
    picture = Image.new(mode, size, "white" if mode != "RGBA" else (0, 0, 0, 0))
    picture.paste((255, 0, 0, 255)[: len(picture.getbands())] if mode != "L" else 0, (0, 0, size[0] // 4, size[1] // 4))
    exif = picture.getexif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[2] = (37.0, 48.0, 0.0)
    out = io.BytesIO()
    picture.save(out, form, exif=exif) if form == "JPEG" else picture.save(out, form)
    return out.getvalue()


@pytest.mark.parametrize(
    ("orientation", "red"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1)), (2, (1, 0)), (5, (0, 0))]
)
def test_a_photo_stands_upright(converted, orientation: int, red: tuple[int, int]) -> None:
    made = converted(photo(orientation), "IMG_0412.jpg")
    picture = pypdfium2.PdfDocument(made.pdf)[0].render(scale=0.5).to_pil().convert("RGB")
    assert (picture.height > picture.width) == (orientation in (5, 6, 8))
    places = [(x, y) for x in range(picture.width) for y in range(picture.height) if picture.getpixel((x, y))[1] < 90]
    x, y = (sum(place[axis] for place in places) / len(places) for axis in (0, 1))
    assert (int(x > picture.width / 2), int(y > picture.height / 2)) == red


def test_a_photo_goes_in_without_loss_and_without_the_place_it_was_taken(converted) -> None:
    data = photo()
    made = converted(data)
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        (image,) = opened.pages[0].Resources.XObject.values()
        inside = image.read_raw_bytes()
    assert inside == without_camera_data(data)[0]
    assert b"Exif" in data and b"Exif" not in inside
    assert Image.open(io.BytesIO(inside)).tobytes() == Image.open(io.BytesIO(data)).tobytes()
    assert any("place data" in step for step in made.how)


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("GIF", "RGB"), ("WEBP", "RGB"), ("TIFF", "L")]
)
def test_other_pictures_too(converted, form: str, mode: str) -> None:
    out = io.BytesIO()
    Image.open(io.BytesIO(photo(form="PNG", mode="RGBA"))).convert(mode).save(out, form)
    made = converted(out.getvalue())
    assert made.slip is None and made.count == 1


def test_a_fax_of_several_pages_gives_several(converted) -> None:
    pages = [Image.new("1", (200, 300), 1) for _ in range(3)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    assert converted(out.getvalue()).count == 3


def test_a_text_in_any_encoding(converted) -> None:
    assert "Straße" in words_of(converted("Straße\n\tBetrag\n".encode("cp1252"), "note.txt").pdf)


def docx() -> bytes:
    import docx as word

    made = word.Document()
    made.add_heading("Determination")
    made.add_paragraph("No responsive records were found.")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_without_libreoffice_a_slip_sheet_names_the_line_that_installs_it(converted, monkeypatch) -> None:
    monkeypatch.setenv("FRKIT_SOFFICE", "")
    made = converted(docx(), "determination.docx")
    assert made.slip is not None and install_line() in made.slip
    assert "apt install libreoffice" in " ".join(words_of(made.pdf).split()) or "brew install" in made.slip


needs_office = pytest.mark.skipif(find_program() is None, reason=f"LibreOffice is missing; {install_line()}")


@needs_office
def test_a_conversion_is_kept_and_never_needs_libreoffice_again(converted, campaign, monkeypatch) -> None:
    data = docx()
    first = converted(data, "determination.docx")
    assert "No responsive records" in words_of(first.pdf)
    kept = campaign.root / "requests" / "r" / "derived" / sha256_of_bytes(data)
    assert sorted(path.name for path in kept.iterdir()) == ["office.pdf", "office.yaml"]
    record = (kept / "office.yaml").read_text()
    assert sha256_of_bytes(data) in record and sha256_of_bytes((kept / "office.pdf").read_bytes()) in record
    assert first.derivatives == (("office.pdf", sha256_of_bytes((kept / "office.pdf").read_bytes())),)
    monkeypatch.setenv("FRKIT_SOFFICE", "")
    again = converted(data, "determination.docx")
    assert again.pdf == first.pdf and again.how == first.how


@needs_office
def test_the_conversion_of_a_private_original_stays_private(converted, campaign) -> None:
    converted(docx(), private=True)
    assert not list((campaign.root / "requests").rglob("office.pdf"))
    assert list((campaign.root / "private" / "derived").rglob("office.pdf"))


@needs_office
def test_an_altered_conversion_stops_the_build(converted, campaign) -> None:
    data = docx()
    converted(data)
    (kept,) = (campaign.root / "requests").rglob("office.pdf")
    kept.write_bytes(kept.read_bytes() + b"\n")
    with pytest.raises(FrkitError, match="altered"):
        converted(data)


def command_lines() -> Iterator[bytes]:
    """Of every process that runs, whoever started it."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            yield path.read_bytes()


def test_a_program_that_never_ends_is_ended(tmp_path: Path, monkeypatch) -> None:
    from frkit.evidence.office import libreoffice

    slow = tmp_path / "soffice"
    slow.write_text('#!/bin/sh\n[ "$1" = --version ] && echo LibreOffice 1.0 && exit\nsleep 60 & wait\n')
    slow.chmod(0o755)
    monkeypatch.setenv("FRKIT_SOFFICE", str(slow))
    monkeypatch.setattr(libreoffice, "SECONDS", 1)
    with pytest.raises(Unreadable, match="did not finish"):
        office_pages(OfficeFile(docx(), tmp_path / "derived"))
    assert [line for line in command_lines() if str(slow).encode() in line] == []
    assert not (tmp_path / "derived").exists()


def test_an_office_file_that_is_cut_off_is_said_to_be_so(converted) -> None:
    import docx

    whole = io.BytesIO()
    docx.Document().save(whole)
    made = converted(whole.getvalue()[:9000], "memo.docx")
    assert made.slip == "it is damaged or cut off, and nothing in it can be shown; ask for it again"
