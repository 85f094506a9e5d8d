"""Scans are read by the real tesseract, once; what was read is kept beside the original, with a record of how."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from files_to_read import mail, scan, scanned_pdf
from PIL import Image

from frkit.base.errors import WrongUsage
from frkit.base.files import sha256_of
from frkit.cli.main import frkit
from frkit.evidence.text.documents import documents
from frkit.evidence.text.ocr_records import best_records, keep_reading, read_record, table_of, words_in
from frkit.evidence.text.page_texts import page_texts

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


def run(campaign, *typed: str):
    return CliRunner().invoke(frkit, [*typed, "--campaign", str(campaign.root)], catch_exceptions=False)


def kept(campaign) -> list[Path]:
    return sorted(campaign.root.glob("**/derived/*/ocr-*"))


@needs_tesseract
def test_words_of_a_scan_are_found_after_ocr_and_the_original_is_untouched(campaign, request_to, came) -> None:
    came(request_to(), {"scan.pdf": scanned_pdf(scan("Purchase order 4711", "for face matching"))})
    (found,) = documents(campaign)
    before = sha256_of(found.original)
    assert "Not searched: 1 page has no text" in run(campaign, "search", "matching").output

    done = run(campaign, "ocr")

    assert done.exit_code == 0 and "Read 1 page." in done.output
    (page,) = page_texts(campaign, found)
    assert (page.how, page.page, page.lacks) == ("ocr", 1, "") and "Purchase order 4711" in page.text
    said = run(campaign, "search", "face matching").output
    assert "scan.pdf, page 1" in said and "read by OCR" in said and "Not searched" not in said
    assert sha256_of(found.original) == before


@needs_tesseract
def test_each_word_is_kept_with_its_box_and_the_record_says_how(campaign, request_to, came) -> None:
    came(request_to(), {"photo.png": scan("Facial recognition")})
    run(campaign, "ocr")
    table, record_path = [path for path in kept(campaign)]
    assert (table.suffix, record_path.suffix) == (".tsv", ".yaml")
    record = read_record(record_path)
    assert record is not None and record.input_sha256 == next(documents(campaign)).sha256 == record_path.parent.name
    assert (record.page, record.languages, record.words) == (1, "eng", 2) and record.confidence > 80
    words = list(words_in(table_of(record_path, record) or ""))
    assert [word.text for word in words] == ["Facial", "recognition"]
    assert all(word.left >= 0 and word.left + word.width <= record.width for word in words)
    assert words[0].left + words[0].width <= words[1].left and abs(words[0].top - words[1].top) < record.height / 20


@needs_tesseract
def test_only_pages_that_need_it_are_read_and_none_twice(campaign, request_to, came, pdf) -> None:
    request = request_to()
    same = scanned_pdf(scan("The very same page"))
    came(request, {"a.pdf": pdf("Typed words on the page", 2), "one.pdf": same})
    assert "Read 1 page." in run(campaign, "ocr").output
    assert "No page needs to be read" in run(campaign, "ocr").output
    came(
        request,
        {"mail.eml": mail("s", "b", ("copy.pdf", same + b"\n%another file, the same picture\n"))},
        day="2026-03-10",
    )
    assert "Read 0 pages, and 1 were known from other files" in run(campaign, "ocr").output
    assert len(kept(campaign)) == 4


@needs_tesseract
def test_what_was_read_is_read_from_the_folder_after_the_cache_is_gone(campaign, request_to, came) -> None:
    came(request_to(), {"scan.pdf": scanned_pdf(scan("Kept for ever"))})
    run(campaign, "ocr")
    shutil.rmtree(campaign.root / ".frkit")
    assert "Kept for ever" in page_texts(campaign, next(documents(campaign)))[0].text


@needs_tesseract
def test_a_table_that_was_altered_does_not_count(campaign, request_to, came) -> None:
    came(request_to(), {"scan.pdf": scanned_pdf(scan("As it was read"))})
    run(campaign, "ocr")
    table = next(path for path in kept(campaign) if path.suffix == ".tsv")
    table.chmod(0o644)
    table.write_text(table.read_text().replace("read", "bought"))
    shutil.rmtree(campaign.root / ".frkit")
    (page,) = page_texts(campaign, next(documents(campaign)))
    assert page.how == "text" and page.lacks == "no text"


@needs_tesseract
def test_a_page_scanned_sideways_is_read(campaign, request_to, came, tmp_path) -> None:
    lines = ("Turned on its side by the scanner", "Body worn cameras with face matching", "were bought in that year")
    picture = Image.open(io.BytesIO(scan(*lines, size=(1240, 1600)))).rotate(90, expand=True)
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(150, 150))
    came(request_to(), {"sideways.png": out.getvalue()})
    run(campaign, "ocr")
    assert "face matching" in page_texts(campaign, next(documents(campaign)))[0].text


@needs_tesseract
def test_private_scans_are_kept_below_private(campaign, request_to, logged_in, tmp_path) -> None:
    request = request_to()
    path = tmp_path / "scan.png"
    path.write_bytes(scan("My own address"))
    record = campaign.take_in(request, path, date(2026, 3, 9), private=True)
    logged_in(request, "arrived", "2026-03-09", channel="post", documents=[record.model_dump()])
    run(campaign, "ocr")
    assert kept(campaign) and all(path.is_relative_to(campaign.root / "private") for path in kept(campaign))
    assert "private" in run(campaign, "search", "address").output


@needs_tesseract
def test_a_language_that_is_not_installed_is_told_with_the_line_that_installs_it(campaign, request_to, came) -> None:
    came(request_to(), {"scan.png": scan("Some words")})
    with pytest.raises(WrongUsage, match="tesseract-ocr-tlh"):
        run(campaign, "ocr", "--language", "tlh")


@needs_tesseract
def test_pages_of_a_place_with_another_language_are_read_with_what_is_there(campaign, request_to, came) -> None:
    came(request_to("at-bmi", "at"), {"scan.png": scan("Vertrag ueber Kameras")})
    done = run(campaign, "ocr")
    assert "Read 1 page." in done.output
    record = read_record(next(path for path in kept(campaign) if path.suffix == ".yaml"))
    assert record is not None and record.languages in ("deu", "eng")
    if record.languages == "eng":
        assert "tesseract has no deu here; it is read as if it were English" in done.stderr


@needs_tesseract
def test_of_two_readings_the_later_counts(campaign, request_to, came) -> None:
    came(request_to(), {"scan.png": scan("Some words here")})
    run(campaign, "ocr")
    record_path = next(path for path in kept(campaign) if path.suffix == ".yaml")
    record = read_record(record_path)
    assert record is not None
    later = record.model_copy(update={"when": "2099-01-01T00:00:00Z", "languages": "eng+fra"})
    keep_reading(record_path.parent, later, (table_of(record_path, record) or "").encode())
    assert best_records(record_path.parent.glob("*.yaml"))[1][1].languages == "eng+fra"


def test_without_tesseract_the_pages_are_listed_and_the_line_that_installs_it_is_told(
    campaign, request_to, came
) -> None:
    came(request_to(), {"scan.pdf": scanned_pdf(scan("one"), scan("two"))})
    settings = {**os.environ, "FRKIT_TESSERACT": "", "PYTHONPATH": str(Path(__file__).parents[3])}
    typed = [sys.executable, "-m", "frkit", "ocr", "--campaign", str(campaign.root)]
    done = subprocess.run(typed, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 3 and "install tesseract" in done.stderr
    listed = run(campaign, "ocr", "--list").output
    assert "scan.pdf, pages 1-2" in listed and "2 pages to read: frkit ocr" in listed


def test_pictures_that_are_none_are_told_and_stop_nothing(campaign, request_to, came) -> None:
    came(request_to(), {"broken.png": b"\x89PNG\r\n\x1a\n" + b"nothing" * 9})
    listed = run(campaign, "ocr", "--list").output
    assert "broken.png" in listed and "a picture that cannot be read" in " ".join(listed.split())


@needs_tesseract
def test_stopped_half_way_it_goes_on_where_it_was(campaign, request_to, came, monkeypatch) -> None:
    came(request_to(), {f"{number}.png": scan(f"Sheet number {number}") for number in range(4)})
    from frkit.evidence.text import ocr

    real, count = ocr._keep_one, 0

    def stopped(*given):
        nonlocal count
        count += 1
        if count > 2:
            raise KeyboardInterrupt
        return real(*given)

    monkeypatch.setattr(ocr, "_keep_one", stopped)
    with pytest.raises(click.Abort):
        frkit.main(["ocr", "--campaign", str(campaign.root)], standalone_mode=False)
    monkeypatch.setattr(ocr, "_keep_one", real)
    assert "Read 2 pages" in run(campaign, "ocr").output
