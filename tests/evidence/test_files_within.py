"""Files within files: archives, Outlook messages and portfolios bring a list and then their own pages, however many."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from frkit.base.files import sha256_of_bytes
from frkit.evidence.apart.running import apart
from frkit.evidence.conversion import many_files as many
from frkit.evidence.conversion.many_files import Failed, many_pages, order_for
from frkit.evidence.conversion.one_file import Pages, own_pages, pages_of
from frkit.evidence.unreadable import Unreadable


def words_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in files.items():
            made.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


@pytest.fixture
def kept(campaign):
    """Put bytes where a request keeps what came."""

    def keep(data: bytes, name: str) -> Path:
        path = campaign.root / "requests" / "r" / "received" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return keep


@pytest.fixture
def converted(campaign, setting, kept):
    def convert(data: bytes, name: str) -> Pages:
        return pages_of(kept(data, name), campaign, campaign.root / "requests" / "r", setting=setting)

    return convert


def test_an_archive_is_listed_and_its_files_follow(converted, pdf) -> None:
    inner = archive(deep_pdf=pdf("Deep"))
    made = converted(archive(a_pdf=pdf("First"), folder__b_txt=b"second words", inner_zip=inner), "all.zip")
    assert [one.part for one in made.every()] == ["", "1", "2", "3", "3/1"]
    listed = words_of(made.pdf)
    for expected in ("What is in the ZIP archive", "a.pdf", "b.txt", "inner.zip", sha256_of_bytes(pdf("First"))):
        assert expected in listed.replace("\r\n", "")
    assert "Deep" in words_of(made.every()[-1].pdf) and "second words" in words_of(made.every()[2].pdf)


def test_archives_in_archives_end_somewhere(converted, pdf) -> None:
    data = archive(x_pdf=pdf())
    for _ in range(9):
        data = archive(next_zip=data)
    made = converted(data, "matryoshka.zip")
    assert made.every()[-1].slip is not None and len(made.every()) < 9


def portfolio(made: pikepdf.Pdf) -> None:
    made.attachments["budget.txt"] = b"budget words"
    made.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection)


def test_a_portfolio_shows_its_cover_a_list_and_its_files(converted, pdf) -> None:
    made = converted(pdf("Cover", change=portfolio), "portfolio.pdf")
    assert made.count == 2 and "Cover 1" in words_of(made.pdf) and "budget.txt" in words_of(made.pdf)
    assert [one.name for one in made.parts] == ["budget.txt"] and "budget words" in words_of(made.parts[0].pdf)


def test_an_attachment_of_a_pdf_is_shown_behind_it(converted, pdf) -> None:
    def attach(made: pikepdf.Pdf) -> None:
        made.attachments["native.txt"] = b"native words"

    made = converted(pdf("Letter", change=attach), "letter.pdf")
    assert made.count == 1 and "native words" in words_of(made.parts[0].pdf)


def test_a_recording_says_how_long_it_plays(converted) -> None:
    import wave

    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(8000 * 75))
    made = converted(out.getvalue(), "call.wav")
    assert made.slip == "it is a recording, which paper cannot show"
    assert "plays 1 min 15 s" in words_of(made.pdf)


def test_a_file_too_large_to_open_gets_its_slip_sheet_without_being_read(converted, kept, campaign, setting) -> None:
    path = kept(b"", "sparse.bin")
    with path.open("r+b") as file:
        file.truncate((1 << 30) + 1)
    made = pages_of(path, campaign, campaign.root / "requests" / "r", setting=setting)
    assert made.slip == "it is larger than 1 GB" and made.size == (1 << 30) + 1 and made.count == 1


def orders(campaign, *paths: Path):
    return [order_for(path, campaign, campaign.root / "requests" / "r") for path in paths]


def test_many_files_keep_their_order_and_one_bad_one_stops_nothing(campaign, setting, kept, pdf) -> None:
    paths = [kept(pdf(f"Number{number}"), f"{number}.pdf") for number in range(6)]
    paths.insert(3, kept(b"\x89PNG\r\n\x1a\n" + bytes(60), "bad.png"))
    made = [pages for _, pages in many_pages(orders(campaign, *paths), campaign, setting, workers=2)]
    assert all(isinstance(one, Pages) for one in made)
    assert [one.slip is None for one in made] == [True, True, True, False, True, True, True]
    assert ["Number" in words_of(one.pdf) for one in made] == [one.slip is None for one in made]


def test_where_a_file_ends_its_process_the_others_inside_are_still_shown(
    campaign, setting, kept, pdf, monkeypatch
) -> None:
    path = kept(archive(good_pdf=pdf("Good"), other_txt=b"other words"), "bad.zip")
    job = many._Job(orders(campaign, path)[0], setting, {}, {})
    calls: list[str] = []

    def crash_on_whole(work, *arguments):
        calls.append(work.__name__)
        if work is own_pages:
            raise Unreadable("reading it made the program end that reads such files (SIGSEGV)")
        return apart(work, *arguments)

    monkeypatch.setattr(many, "_apart", crash_on_whole)
    made = many._piece_by_piece(job)
    assert isinstance(made, Pages)
    assert made.slip is not None and "SIGSEGV" in made.slip
    assert [one.slip for one in made.parts] == [None, None]
    assert "Good" in words_of(made.parts[0].pdf)


def test_a_conversion_that_was_altered_is_a_matter_for_a_person(campaign, setting, kept) -> None:
    data = b"{\\rtf1 words}"
    path = kept(data, "a.rtf")
    folder = campaign.root / "requests" / "r" / "derived" / sha256_of_bytes(data)
    folder.mkdir(parents=True)
    (folder / "office.pdf").write_bytes(b"%PDF-1.4 altered")
    lines = {"tool": "x", "version": "1", "input_sha256": sha256_of_bytes(data), "output_sha256": "0" * 64, "when": "x"}
    (folder / "office.yaml").write_text("".join(f'{key}: "{value}"\n' for key, value in lines.items()))
    good = kept(b"words", "b.txt")
    first, second = [pages for _, pages in many_pages(orders(campaign, path, good), campaign, setting)]
    assert isinstance(first, Failed) and "altered" in first.fact
    assert isinstance(second, Pages)
