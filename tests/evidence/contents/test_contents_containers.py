"""Archives other than ZIP, single packed files, mailboxes and PDFs: every file in them, whatever else goes wrong."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import shutil
import stat
import subprocess
import tarfile
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import py7zr
import pytest

from frkit.base.files import sha256_of_bytes
from frkit.evidence.contents import gathering
from frkit.evidence.contents.hashes import hashes_inside
from frkit.evidence.contents.parts import contents_of, part_at, parts_of

NOISE = random.Random(2).randbytes(300_000)
FILES = {"first.txt": b"first" * 100, "folder/second.bin": NOISE, "Prüfung.txt": b"third"}


def tarred(files: dict[str, bytes], mode: str = "w", form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_tar_in_every_dialect_and_packing(mode: str, form: int) -> None:
    found = contents_of(tarred(FILES | {"n" * 90 + "/" + "m" * 60: b"long name"}, mode, form))
    assert found.detail.startswith("tar archive")
    assert {part.name: part.data for part in found.parts} == FILES | {"n" * 90 + "/" + "m" * 60: b"long name"}
    assert [part.number for part in found.parts] == ["1", "2", "3", "4"] and not found.warnings


def test_an_old_tar_without_a_mark_is_known_by_its_sum() -> None:
    data = bytearray(tarred({"a.txt": b"words"}, form=tarfile.USTAR_FORMAT))
    data[257:345] = bytes(88)
    data[148:156] = b"%06o\0 " % (sum(data[:148]) + 256 + sum(data[156:512]))
    assert [part.name for part in parts_of(bytes(data))] == ["a.txt"]


def test_links_devices_and_pipes_in_a_tar_are_only_named() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind, target in (
            ("hard", tarfile.LNKTYPE, "real.txt"),
            ("soft", tarfile.SYMTYPE, "/etc/passwd"),
            ("device", tarfile.CHRTYPE, ""),
            ("pipe", tarfile.FIFOTYPE, ""),
            ("folder", tarfile.DIRTYPE, ""),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            archive.addfile(info)
        info = tarfile.TarInfo("real.txt")
        info.size = 4
        archive.addfile(info, io.BytesIO(b"real"))
    found = contents_of(out.getvalue())
    assert [(part.number, part.name, part.data) for part in found.parts] == [("5", "real.txt", b"real")]
    assert [(one.number, one.reason) for one in found.left_out] == [
        ("1", "the same file as 'real.txt'"),
        ("2", "no file but a link to '/etc/passwd'"),
        ("3", "no file but a device or a pipe"),
        ("4", "no file but a device or a pipe"),
    ]


def test_a_sparse_file_in_a_tar_is_unpacked_with_its_holes(tmp_path: Path) -> None:
    with (tmp_path / "sparse.bin").open("wb") as file:
        file.seek(5 << 20)
        file.write(b"end")
    subprocess.run(["tar", "cSf", "a.tar", "sparse.bin"], cwd=tmp_path, check=True)
    (part,) = parts_of(tmp_path / "a.tar")
    assert part.data == bytes(5 << 20) + b"end"
    assert (tmp_path / "a.tar").stat().st_size < 100_000


def test_a_sparse_file_of_four_gigabytes_costs_little(tmp_path: Path) -> None:
    with (tmp_path / "sparse.bin").open("wb") as file:
        file.truncate(4 << 30)
    (tmp_path / "real.txt").write_bytes(b"real")
    subprocess.run(["tar", "cSf", "a.tar", "sparse.bin", "real.txt"], cwd=tmp_path, check=True)
    found = contents_of(tmp_path / "a.tar")
    assert "bomb" in found.left_out[0].reason or any("bomb" in warning for warning in found.warnings)


@pytest.mark.parametrize("cut", [700, 2000, 100_000])
def test_a_tar_cut_off_gives_what_came_before(cut: int) -> None:
    found = contents_of(tarred(FILES, form=tarfile.USTAR_FORMAT)[:cut])
    names = [part.name for part in found.parts] + [one.name for one in found.left_out]
    assert names[: len(names)] == list(FILES)[: len(names)] and (found.warnings or any(p.warning for p in found.parts))


def test_a_packed_tar_cut_off_gives_what_came_before() -> None:
    whole = tarred(FILES, "w:gz")
    first, second = parts_of(whole[: len(whole) // 2])
    assert first.data == FILES["first.txt"] and not first.warning
    assert NOISE.startswith(second.data) and "damaged: only its first" in second.warning


@pytest.mark.parametrize(("pack", "name"), [(gzip.compress, "gzip"), (bz2.compress, "bzip2"), (lzma.compress, "xz")])
def test_single_packed_files(pack, name: str) -> None:
    found = contents_of(pack(NOISE))
    assert found.detail == f"file packed by {name}"
    assert [(part.number, part.data) for part in found.parts] == [("1", NOISE)]
    cut = contents_of(pack(NOISE * 4)[:-5000])
    assert (NOISE * 4).startswith(cut.parts[0].data) and "damaged" in cut.parts[0].warning


def test_gzip_keeps_the_name_and_several_pieces() -> None:
    out = io.BytesIO()
    with gzip.GzipFile("log 2026.csv", "wb", fileobj=out) as file:
        file.write(b"a,b\n")
    (part,) = parts_of(out.getvalue() + gzip.compress(b"1,2\n"))
    assert (part.name, part.data) == ("log 2026.csv", b"a,b\n1,2\n")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_bombs_end_soon(pack) -> None:
    found = contents_of(pack(bytes(200 << 20)))
    assert not found.parts and "as a bomb does" in found.left_out[0].reason


def sevened(files: dict[str, bytes], **how) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", **how) as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return out.getvalue()


def test_seven_zip_with_names_that_climb() -> None:
    files = FILES | {"empty.txt": b"", "aa": b"climbs", "last.txt": b"last"}
    data = sevened(files)
    found = contents_of(data)
    assert {part.name: part.data for part in found.parts} == files
    assert [part.number for part in found.parts] == ["1", "2", "3", "4", "5", "6"]


def test_seven_zip_made_by_its_own_program(tmp_path: Path) -> None:
    if not shutil.which("7z"):
        pytest.skip("7z makes the archive for this test")
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "link").symlink_to("/etc/passwd")
    for solid in ("on", "off"):
        made = f"{solid}.7z"
        subprocess.run(["7z", "a", f"-ms={solid}", "-snl", made, *FILES, "link"], cwd=tmp_path, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        found = contents_of(tmp_path / made)
        assert {part.name: part.data for part in found.parts} == FILES
        assert [(one.name, one.reason) for one in found.left_out] == [("link", "no file but a link")]


def test_seven_zip_with_a_password() -> None:
    data = sevened(FILES, password="secret")
    closed = contents_of(data)
    assert not closed.parts and closed.locked
    assert "password is needed" in closed.left_out[0].reason
    assert "not the right one" in contents_of(data, passwords=("guess",)).left_out[0].reason
    assert {one.name: one.data for one in parts_of(data, passwords=("guess", "secret"))} == FILES


def test_seven_zip_with_hidden_names() -> None:
    data = sevened(FILES, password="secret", header_encryption=True)
    (one,) = contents_of(data).left_out
    assert one.encrypted and "names" in one.reason
    assert {one.name: one.data for one in parts_of(data, passwords=("secret",))} == FILES


def test_seven_zip_damaged_in_the_middle_names_what_is_lost() -> None:
    whole = bytearray(sevened(FILES))
    whole[len(whole) // 3] ^= 0xFF
    found = contents_of(bytes(whole))
    told = {part.name for part in found.parts} | {one.name for one in found.left_out}
    assert told == set(FILES)
    assert any(part.warning for part in found.parts) or found.left_out


def test_seven_zip_bomb_ends_soon() -> None:
    found = contents_of(sevened({"bomb": bytes(200 << 20), "after.txt": b"after"}))
    assert "bomb" in found.left_out[0].reason and [part.name for part in found.parts] == ["after.txt"]


def mail(number: int, body: str = "Dear Requester,\n") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@city.example", "b@paper.example", f"Reply {number}"
    made.set_content(body)
    return made


def mailbox(*mails: EmailMessage | bytes, quoted: bytes = b">") -> bytes:
    out = b""
    for one in mails:
        data = one if isinstance(one, bytes) else one.as_bytes()
        lines = [quoted + line if line.lstrip(b">").startswith(b"From ") else line for line in data.split(b"\n")]
        out += b"From a@city.example Mon Mar  2 10:00:00 2026\n" + b"\n".join(lines) + b"\n"
    return out


def test_a_mailbox_gives_each_mail_as_it_was() -> None:
    mails = [mail(1), mail(2, "From here on\n>From what we know\n\nFrom now on it is free.\n"), mail(3)]
    found = contents_of(mailbox(*mails))
    assert found.detail == "mailbox (mbox)"
    assert [part.name for part in found.parts] == ["Reply 1.eml", "Reply 2.eml", "Reply 3.eml"]
    assert [part.data.rstrip() for part in found.parts] == [one.as_bytes().rstrip() for one in mails]


def test_a_line_that_only_looks_like_the_mark_parts_nothing() -> None:
    body = "Words.\n\nFrom now on, since 2025\nthis is so.\n"
    found = contents_of(mailbox(mail(1, body), mail(2), quoted=b""))
    assert [part.name for part in found.parts] == ["Reply 1.eml", "Reply 2.eml"]
    assert b"since 2025\nthis is so." in found.parts[0].data


def test_one_mail_with_a_mark_before_it_is_a_mail() -> None:
    assert contents_of(mailbox(mail(1))).opened.kind == "mail"


def test_a_mailbox_of_windows_and_of_thunderbird() -> None:
    data = mailbox(mail(1), mail(2)).replace(b"\n", b"\r\n").replace(b"From a@city.example Mon", b"From - Mon")
    assert [part.name for part in parts_of(data)] == ["Reply 1.eml", "Reply 2.eml"]


def test_files_attached_to_the_mails_of_a_mailbox() -> None:
    one = mail(1)
    one.add_attachment(NOISE, maintype="application", subtype="pdf", filename="scan.pdf")
    part = part_at(mailbox(mail(0), one), "2/1")
    assert part is not None and (part.name, part.data) == ("scan.pdf", NOISE)


def pdf_with(files: dict[str, bytes], **save) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    for name, data in files.items():
        made.attachments[name] = pikepdf.AttachedFileSpec(made, data, filename=name)
    out = io.BytesIO()
    made.save(out, **save)
    return out.getvalue()


def test_files_attached_to_a_pdf() -> None:
    found = contents_of(pdf_with(FILES))
    assert {part.name: part.data for part in found.parts} == FILES
    assert contents_of(pdf_with({})).parts == ()


def test_a_portfolio_is_named_and_opened() -> None:
    made = pikepdf.open(io.BytesIO(pdf_with(FILES)))
    made.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection)
    out = io.BytesIO()
    made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    found = contents_of(out.getvalue())
    assert found.detail == "PDF portfolio" and len(found.parts) == len(FILES)


def test_a_file_pinned_to_a_page_is_taken_out_once() -> None:
    made = pikepdf.open(io.BytesIO(pdf_with({})))
    spec = made.make_indirect(pikepdf.AttachedFileSpec(made, NOISE, filename="pinned.bin").obj)
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9], FS=spec)
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(note), made.make_indirect(note)])
    made.Root.AF = pikepdf.Array([spec])
    out = io.BytesIO()
    made.save(out)
    assert [(part.name, part.data) for part in parts_of(out.getvalue())] == [("pinned.bin", NOISE)]


def test_files_in_an_encrypted_pdf() -> None:
    data = pdf_with(FILES, encryption=pikepdf.Encryption(owner="a", user="secret"))
    closed = contents_of(data)
    assert not closed.parts and closed.opened.locked and "its password is needed" in closed.warnings[0]
    assert {part.name: part.data for part in parts_of(data, passwords=("secret",))} == FILES
    free = pdf_with(FILES, encryption=pikepdf.Encryption(owner="a", user=""))
    assert {part.name: part.data for part in parts_of(free)} == FILES


def test_a_circle_of_names_in_a_pdf_ends() -> None:
    made = pikepdf.open(io.BytesIO(pdf_with(FILES)))
    tree = made.Root.Names.EmbeddedFiles = made.make_indirect(made.Root.Names.EmbeddedFiles)
    tree.Kids = pikepdf.Array([tree, tree])
    out = io.BytesIO()
    made.save(out)
    assert len(parts_of(out.getvalue())) == len(FILES)


def test_what_cannot_be_opened_says_what_to_do() -> None:
    for data, words in ((b"Rar!\x1a\x07\x01\0" + NOISE, "unpack it"), (b"!BDN" + NOISE, "save the mails")):
        found = contents_of(data)
        assert not found.parts and words in found.warnings[0]


def test_parts_of_parts_however_deep() -> None:
    inner = pdf_with({"native.xlsx": b"numbers"})
    message = mail(1)
    message.add_attachment(inner, maintype="application", subtype="pdf", filename="contract.pdf")
    whole = tarred({"box.mbox": mailbox(mail(0), message)}, "w:gz")
    part = part_at(whole, "1/2/1/1")
    assert part is not None and (part.name, part.data) == ("native.xlsx", b"numbers")
    hashes = hashes_inside(whole)
    assert hashes[sha256_of_bytes(b"numbers")] == "native.xlsx" and hashes[sha256_of_bytes(inner)] == "contract.pdf"
    assert part_at(whole, "1/9") is None and part_at(whole, "x") is None and part_at(whole, "1/2/1/1/1") is None


def test_a_part_may_be_read_by_another_process_and_stays_what_it_is() -> None:
    from frkit.evidence.apart.running import apart

    parts = apart(parts_of, tarred({"a.bin": NOISE * 4, "b.txt": b"b"}))
    assert [part.data for part in parts] == [NOISE * 4, b"b"]


def test_the_memory_for_small_parts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "HELD_TOTAL", 1000)
    parts = parts_of(tarred({f"{number}": os.urandom(600) for number in range(5)}))
    assert [isinstance(part.content, bytes) for part in parts] == [True, True, False, False, False]
    assert all(sha256_of_bytes(part.data) == part.sha256 for part in parts)


def test_unix_sockets_and_devices_made_by_tar_itself(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    subprocess.run(["tar", "cf", "a.tar", "pipe"], cwd=tmp_path, check=True)
    assert contents_of(tmp_path / "a.tar").left_out[0].reason == "no file but a device or a pipe"


def test_why_a_damaged_file_cannot_be_read_says_nothing_of_this_computer(tmp_path: Path) -> None:
    path = tmp_path / "reply.pdf"
    path.write_bytes(b"%PDF-1.4 cut off")
    for source in (path, path.read_bytes()):
        (warning,) = contents_of(source).warnings
        assert warning.startswith("damaged: it cannot be read (unable to find trailer")
        assert "<" not in warning and str(tmp_path) not in warning
