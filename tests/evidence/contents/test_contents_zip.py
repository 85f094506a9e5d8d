"""ZIP archives as agencies send them, and as somebody who means harm would."""

from __future__ import annotations

import io
import os
import random
import shutil
import stat
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest

from frkit.base.files import sha256_of_bytes
from frkit.evidence.contents import gathering
from frkit.evidence.contents.parts import contents_of, part_at, parts_of

NOISE = random.Random(1).randbytes(300_000)


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_raw_name(raw: bytes, *, unix: bool = False, flags: int = 0) -> bytes:
    """An archive whose one file has a name of exactly these bytes."""
    stand_in = "x" * len(raw)
    data = bytearray(zipped({stand_in: b"content"}).replace(stand_in.encode(), raw))
    at = data.index(b"PK\x01\x02")
    data[at + 5] = 3 if unix else 0
    struct.pack_into("<H", data, at + 8, flags)
    struct.pack_into("<H", data, 6, flags)
    return bytes(data)


def names(data: bytes) -> list[str]:
    return [part.name for part in parts_of(data)]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_file_with_number_name_size_and_hash(method: int) -> None:
    files = {"a.txt": b"words", "folder/b.bin": NOISE, "empty.txt": b"", "folder/c.txt": b"x" * 100_000}
    parts = parts_of(zipped(files, method))
    assert [part.number for part in parts] == ["1", "2", "3", "4"]
    assert {part.name: part.data for part in parts} == files
    assert all(part.sha256 == sha256_of_bytes(part.data) and part.size == len(part.data) for part in parts)
    assert not any(part.warning for part in parts)


def test_folders_have_no_number() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.mkdir("folder")
        archive.writestr("folder/a.txt", b"a")
    assert [(part.number, part.name) for part in parts_of(out.getvalue())] == [("1", "folder/a.txt")]


@pytest.mark.parametrize(
    ("raw", "unix", "flags", "name"),
    [
        ("Überprüfung.pdf".encode(), False, 0x800, "Überprüfung.pdf"),
        ("Überprüfung.pdf".encode(), True, 0, "Überprüfung.pdf"),
        ("Überprüfung.pdf".encode("cp437"), False, 0, "Überprüfung.pdf"),
        ("première réponse.pdf".encode("cp437"), False, 0, "première réponse.pdf"),
        ("première réponse.pdf".encode("cp1252"), True, 0, "première réponse.pdf"),
        ("顔認証の契約.pdf".encode("shift-jis"), False, 0, "顔認証の契約.pdf"),
        ("契約書(案).pdf".encode("shift-jis"), True, 0, "契約書(案).pdf"),
        (b"../../etc/passwd", True, 0, "../../etc/passwd"),
        (b"/etc/cron.d/x", True, 0, "/etc/cron.d/x"),
        (b"C:\\Windows\\x.dll", False, 0, "C:\\Windows\\x.dll"),
        (b"bad\xff\xfename", False, 0x800, None),
    ],
)
def test_names_in_any_coding_are_only_names(raw: bytes, unix: bool, flags: int, name: str | None) -> None:
    (part,) = parts_of(with_raw_name(raw, unix=unix, flags=flags))
    assert part.data == b"content"
    if name is not None:
        assert part.name == name


def test_the_same_name_twice_is_two_parts() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("scan.pdf", b"first")
        archive.writestr("scan.pdf", b"second")
    assert [part.data for part in parts_of(out.getvalue())] == [b"first", b"second"]
    second = part_at(out.getvalue(), "2")
    assert second is not None and second.data == b"second"


def test_ten_thousand_files() -> None:
    data = zipped({f"page-{number:05}.txt": str(number).encode() for number in range(10_000)})
    parts = parts_of(data)
    assert len(parts) == 10_000 and parts[-1].number == "10000" and parts[-1].data == b"9999"


def test_more_files_than_the_limit_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_PARTS", 10)
    found = contents_of(zipped({f"{number}.txt": b"x" for number in range(12)}))
    assert len(found.parts) == 10
    assert found.warnings == ("holds more than 10 files; the rest is only in the original",)


def test_a_large_file_lies_on_disk_and_not_in_memory() -> None:
    whole = os.urandom(1 << 20) * 5
    (part,) = parts_of(zipped({"video.mp4": whole}))
    assert not isinstance(part.content, bytes)
    assert part.size == len(whole) and part.data == whole and part.sha256 == sha256_of_bytes(whole)


def test_a_large_archive_in_an_archive_is_read_where_it_lies() -> None:
    inner = zipped({"a.bin": NOISE, "b.bin": NOISE[::-1]}, zipfile.ZIP_STORED)
    part = part_at(zipped({"inner.zip": inner}), "1/2")
    assert part is not None and part.data == NOISE[::-1]


def test_one_that_unpacks_like_a_bomb_never_stops_the_rest() -> None:
    found = contents_of(zipped({"before.txt": b"1", "bomb.bin": b"\0" * (80 << 20), "after.txt": b"2"}))
    assert [part.name for part in found.parts] == ["before.txt", "after.txt"]
    (bomb,) = found.left_out
    assert (bomb.number, bomb.name) == ("2", "bomb.bin") and "bomb" in bomb.reason


def test_a_bomb_of_files_that_share_their_bytes_ends_soon() -> None:
    one = bytearray(zipped({"a": b"\0" * (30 << 20)}))
    at, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    line = bytes(one[at:end])
    count = 2000
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(line) * count, at, 0)
    found = contents_of(bytes(one[:at]) + line * count + tail)
    assert any("as a bomb does" in warning for warning in found.warnings)
    assert sum(part.size for part in found.parts) <= 400 << 20


def test_links_and_devices_are_named_and_not_followed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, mode, data in (("link", stat.S_IFLNK, b"/etc/passwd"), ("null", stat.S_IFCHR, b"")):
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            info.external_attr = (mode | 0o777) << 16
            archive.writestr(info, data)
        archive.writestr("real.txt", b"real")
    found = contents_of(out.getvalue())
    assert [(part.number, part.name) for part in found.parts] == [("3", "real.txt")]
    assert [one.reason for one in found.left_out] == [
        "no file but a link to '/etc/passwd'",
        "no file but a device or a pipe",
    ]


@pytest.mark.parametrize("aes", [False, True])
def test_encrypted_ones_open_with_the_password(tmp_path: Path, aes: bool) -> None:
    if not shutil.which("7z"):
        pytest.skip("7z makes the archive for this test")
    (tmp_path / "contract.pdf").write_bytes(NOISE)
    (tmp_path / "note.txt").write_bytes(b"words")
    way = ["-mem=AES256"] if aes else ["-mem=ZipCrypto"]
    command = ["7z", "a", "-tzip", "-pS3cret", *way, "a.zip", "contract.pdf", "note.txt"]
    subprocess.run(command, cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
    source = tmp_path / "a.zip"
    closed = contents_of(source)
    assert not closed.parts and closed.locked and closed.opened.locked
    assert [one.reason for one in closed.left_out] == ["encrypted; its password is needed"] * 2
    wrong = contents_of(source, passwords=("guess",))
    assert not wrong.parts and "not the right one" in wrong.left_out[0].reason
    right = contents_of(source, passwords=("guess", "S3cret"))
    assert {part.name: part.data for part in right.parts} == {"contract.pdf": NOISE, "note.txt": b"words"}


def test_a_wrong_password_that_passes_the_old_check_opens_nothing(tmp_path: Path) -> None:
    if not shutil.which("7z"):
        pytest.skip("7z makes the archive for this test")
    (tmp_path / "note.txt").write_bytes(b"words")
    subprocess.run(
        ["7z", "a", "-tzip", "-pS3cret", "-mem=ZipCrypto", "a.zip", "note.txt"],
        cwd=tmp_path, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    guesses = tuple(f"guess {number}" for number in range(1500))  # one of 256 passes
    assert not contents_of(tmp_path / "a.zip", passwords=guesses).parts
    (right,) = contents_of(tmp_path / "a.zip", passwords=(*guesses, "S3cret")).parts
    assert right.data == b"words"


def test_many_entries_by_zip64(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("large.txt", "w", force_zip64=True) as file:
        file.write(b"words")
    assert [part.data for part in parts_of(out.getvalue())] == [b"words"]


FILES = {"first.txt": b"first" * 100, "second.bin": NOISE, "third.txt": b"third"}


def test_without_its_list_every_file_is_still_found() -> None:
    whole = zipped(FILES)
    found = contents_of(whole[: whole.index(b"PK\x01\x02")])
    assert {part.name: part.data for part in found.parts} == FILES
    assert any("list of files is damaged" in warning for warning in found.warnings)


def test_cut_off_in_the_middle_it_gives_what_is_there() -> None:
    whole = zipped(FILES)
    found = contents_of(whole[: whole.index(b"second.bin") + 100_000])
    first, second = found.parts
    assert first.data == FILES["first.txt"] and not first.warning
    assert NOISE.startswith(second.data) and second.size > 90_000 and "damaged: only its first" in second.warning


def test_sizes_written_after_the_files_are_found_without_a_list() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in FILES.items():
            archive.writestr(name, data)
    found = contents_of(pipe.data[: pipe.data.index(b"PK\x01\x02")])
    assert {part.name: part.data for part in found.parts} == FILES


def test_one_damaged_file_is_kept_with_a_warning() -> None:
    whole = bytearray(zipped(FILES, zipfile.ZIP_STORED))
    at = whole.index(NOISE[:50])
    whole[at + 10] ^= 0xFF
    first, second, third = parts_of(bytes(whole))
    assert "check sum is wrong" in second.warning and not first.warning and not third.warning


def test_an_unknown_packing_is_named() -> None:
    whole = bytearray(zipped({"a.txt": b"words"}))
    struct.pack_into("<H", whole, 8, 93)
    struct.pack_into("<H", whole, whole.index(b"PK\x01\x02") + 10, 93)
    (one,) = contents_of(bytes(whole)).left_out
    assert "method 93" in one.reason


def test_a_list_that_lies_of_a_million_files_costs_little() -> None:
    whole = bytearray(zipped(FILES))
    at = whole.index(b"PK\x05\x06")
    struct.pack_into("<HHI", whole, at + 8, 0xFFFE, 0xFFFE, 0x7FFFFFFF)
    assert {part.name for part in parts_of(bytes(whole))} == set(FILES)


def test_deflate64_of_windows_is_read(tmp_path: Path) -> None:
    if not shutil.which("7z"):
        pytest.skip("7z makes the archive for this test")
    (tmp_path / "a.bin").write_bytes(b"words " * 50_000 + NOISE)
    subprocess.run(["7z", "a", "-tzip", "-mm=Deflate64", "a.zip", "a.bin"], cwd=tmp_path, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    (part,) = parts_of(tmp_path / "a.zip")
    assert part.data == b"words " * 50_000 + NOISE and not part.warning


def test_a_unicode_name_beside_the_old_one_wins() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("Vertrag_.pdf")
        name = "Vertrag→.pdf".encode()
        info.extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, zlib.crc32(b"Vertrag_.pdf")) + name
        archive.writestr(info, b"x")
    assert names(out.getvalue()) == ["Vertrag→.pdf"]
