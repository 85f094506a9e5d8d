"""Files made to do harm: nested without end, unpacking without end, holding themselves. Each ends soon and says why."""

from __future__ import annotations

import io
import random
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import py7zr
import pytest

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of_bytes
from frkit.evidence.apart.running import apart
from frkit.evidence.contents import gathering, walking, zip_files
from frkit.evidence.contents.hashes import hashes_inside
from frkit.evidence.contents.listing import extract, listing
from frkit.evidence.contents.parts import contents_of, part_at
from frkit.evidence.contents.walking import Walk


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_thousand_archives_in_each_other_end_at_the_limit() -> None:
    data = b"the treasure"
    for _ in range(1000):
        data = zipped({"in.zip": data}, zipfile.ZIP_STORED)
    found = listing(data)
    assert len(found.lines) == 30
    assert found.lines[-1].warnings == ("lies 30 levels deep and was not opened",)
    assert "more than 30 levels deep" in found.warnings[0]
    deep = part_at(data, "/".join("1" * 200))
    assert deep is not None and part_at(deep, "/".join("1" * 800)).data == b"the treasure"  # type: ignore[union-attr]


def test_mails_in_mails_end_at_the_limit() -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "a@city.example", "innermost"
    inner.set_content("words")
    for _ in range(40):
        outer = EmailMessage()
        outer["From"], outer["Subject"] = "a@city.example", "outer"
        outer.set_content("words")
        outer.add_attachment(inner)
        inner = outer
    assert 12 <= len(listing(inner.as_bytes()).lines) <= 60


def test_archives_that_fan_out_are_opened_once_each() -> None:
    """Sixteen to the power of five files of 50 MB each, in a few kilobytes."""
    layer = zipped({"zeros": bytes(50 << 20)})
    for level in range(5):
        layer = zipped({f"{level}-{number}.zip": layer for number in range(16)})
    began = time.process_time()
    found = listing(layer)
    assert time.process_time() - began < 20 and len(found.lines) < 100
    assert any("the same file as part" in warning for line in found.lines for warning in line.warnings)


def test_archives_that_fan_out_with_other_names_end_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MOST_FOUND", 500)
    layer = [zipped({"x": bytes([number])}) for number in range(40)]
    many = zipped(
        {
            f"{number}.zip": zipped({f"{number}-{one}.zip": data for one, data in enumerate(layer)})
            for number in range(40)
        }
    )
    walk = Walk(many)
    assert len(list(walk)) == 500
    assert walk.warnings == ["holds more than 500 files in all; the rest is only in the original"]


def test_the_bytes_of_the_whole_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "_FREE", 10 << 20)
    layer = zipped({f"{number}.zip": zipped({"x": bytes([number]) * (8 << 20)}) for number in range(10)})
    walk = Walk(layer)
    assert sum(found.part.size for found in walk) <= 12 << 20
    assert "unpacks to more than" in walk.warnings[0]


def test_a_large_archive_is_listed_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.zip"
    block = random.Random(4).randbytes(1 << 20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive, archive.open("video.mp4", "w") as file:
        for _ in range(430):
            file.write(block)
    found = apart(listing, path, megabytes=400)
    (line,) = found.lines
    assert line.size == 430 << 20 and line.sha256 == sha256_of_bytes(block * 430)
    made = apart(extract, path, "1", tmp_path / "out.mp4", megabytes=400)
    assert made is not None and (tmp_path / "out.mp4").stat().st_size == 430 << 20


def test_a_stream_in_a_pdf_that_unpacks_without_end_is_refused() -> None:
    made = pikepdf.new()
    made.add_blank_page()
    made.attachments["bomb"] = pikepdf.AttachedFileSpec(made, bytes(80 << 20), filename="bomb")
    made.attachments["note.txt"] = pikepdf.AttachedFileSpec(made, b"words", filename="note.txt")
    out = io.BytesIO()
    made.save(out)
    found = contents_of(out.getvalue())
    assert [part.name for part in found.parts] == ["note.txt"] and "bomb" in found.left_out[0].reason


def test_a_file_packed_over_and_over_in_a_pdf_is_refused() -> None:
    import zlib

    made = pikepdf.new()
    made.add_blank_page()
    data = zlib.compress(zlib.compress(zlib.compress(bytes(300 << 20), 9), 9), 9)
    spec = pikepdf.AttachedFileSpec(made, b"", filename="bomb")
    stream = pikepdf.Stream(made, data, Filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 3))
    spec.obj.EF = pikepdf.Dictionary(F=stream, UF=stream)
    made.attachments["bomb"] = spec
    out = io.BytesIO()
    made.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    (one,) = contents_of(out.getvalue()).left_out
    assert "several times over" in one.reason


def test_hashes_inside_reach_all_the_way_down() -> None:
    deep = zipped({"secret.txt": b"secret"})
    data = zipped({"one.zip": zipped({"two.zip": deep}), "picture.png": b"\x89PNG"})
    found = hashes_inside(data)
    assert found[sha256_of_bytes(b"secret")] == "secret.txt" and len(found) == 4
    assert hashes_inside(b"plain words") == {}


def test_what_an_encrypted_archive_hides_is_not_passed_over_in_silence() -> None:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password="secret") as archive:
        archive.writestr(b"hidden", "hidden.txt")
    with pytest.raises(FrkitError, match="its password is not known"):
        hashes_inside(out.getvalue())
    assert sha256_of_bytes(b"hidden") in hashes_inside(out.getvalue(), ("secret",))


def test_a_list_too_long_to_be_read_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_PARTS", 200)
    monkeypatch.setattr(zip_files, "_LONGEST_LIST", 500)
    found = contents_of(zipped({str(number): b"x" for number in range(600)}))
    assert len(found.parts) == 200 and found.parts[-1].name == "199"
    assert "list of files is damaged" in found.warnings[0] and "more than 200 files" in found.warnings[1]
