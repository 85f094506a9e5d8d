"""Containers damaged at random: their parts or the reason why not, every byte accounted for, never another error."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import time
import zipfile
from email.message import EmailMessage

import pikepdf
import py7zr
from damaging import damaged_files, until_time_is_over
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from outlook_files import SENT, attribute, message, msg, packed_rtf, properties, winmail

from frkit.base.files import sha256_of_bytes
from frkit.evidence.contents.listing import listing
from frkit.evidence.contents.parts import contents_of
from frkit.evidence.contents.rtf_packing import unpacked_rtf
from frkit.evidence.contents.rtf_words import words_of_rtf
from frkit.evidence.contents.zip_packing import Damaged
from frkit.evidence.opening.what_is import what_is

FILES = {"a.txt": b"words " * 40, "folder/b.bin": bytes(range(256)) * 3, "empty": b"", "Prüfung.pdf": b"%PDF-1.7"}
RTF = (
    rb"{\rtf1\ansi\fromhtml1{\fonttbl{\f0\fcharset128 x;}}{\*\htmltag64 <p>}\htmlrtf x\htmlrtf0 "
    rb"\'e9\u8364?\f0 \'8a\'e7}"
)


def zips() -> list[bytes]:
    made = []
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            for name, data in FILES.items():
                archive.writestr(name, data)
        made.append(out.getvalue())
    return made


def tars() -> list[bytes]:
    made = []
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=form) as archive:
            for name, data in FILES.items():
                info = tarfile.TarInfo(name + "x" * 120)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        made.append(out.getvalue())
    return [*made, gzip.compress(made[0], mtime=0), bz2.compress(made[1]), lzma.compress(made[0])]


def seven_zip(**how: str) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", **how) as archive:  # type: ignore[arg-type]
        for name, data in FILES.items():
            archive.writestr(data, name)
    return out.getvalue()


def pdf() -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    for name, data in FILES.items():
        made.attachments[name] = pikepdf.AttachedFileSpec(made, data, filename=name)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def mails() -> list[bytes]:
    made = EmailMessage()
    made["From"], made["Subject"] = "a@city.example", "x"
    made.set_content("words")
    made.add_attachment(zips()[1], maintype="application", subtype="zip", filename="a.zip")
    mark = b"From a@city.example Mon Mar  2 10:00:00 2026\n"
    return [made.as_bytes(), (mark + made.as_bytes() + b"\n") * 2]


def outlook() -> list[bytes]:
    about = {
        0x0037: "x",
        0x1000: "words",
        0x0039: SENT,
        0x0042: "a",
        0x1009: packed_rtf(RTF),
        0x007D: "From: a@b\r\nTo: c\r\n\r\n",
    }
    inner = message(about, [{0x3001: "b", 0x0C15: 1}], [{0x3705: 1, 0x3707: "in.txt", 0x3701: b"in"}], head=24)
    whole = msg(
        about, [{0x3001: "b", 0x0C15: 1}], [({0x3705: 5}, inner), {0x3705: 1, 0x3707: "a.bin", 0x3701: bytes(5000)}]
    )
    bundle = winmail(
        attribute(1, 0x9003, properties(about)),
        attribute(2, 0x9002, bytes(14)),
        attribute(2, 0x800F, b"file"),
        attribute(2, 0x9005, properties({0x3707: "a.txt"})),
    )
    return [whole, bundle]


ALL = [
    *zips(),
    *tars(),
    seven_zip(),
    seven_zip(password="x"),
    pdf(),
    *mails(),
    *outlook(),
    gzip.compress(FILES["a.txt"], mtime=0),
]
BRIEFLY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def look_inside(data: bytes) -> None:
    """What must hold of any bytes whatever."""
    began = time.process_time()
    found = contents_of(data, passwords=("wrong", "x"))
    numbers = [int(part.number) for part in found.parts]
    told = sorted([*numbers, *(int(one.number) for one in found.left_out)])
    assert numbers == sorted(set(numbers)) and len(told) == len(set(told)) and all(number > 0 for number in told)
    for part in found.parts:
        assert sha256_of_bytes(part.data) == part.sha256 and len(part.data) == part.size
        assert isinstance(part.name, str)
    assert all(isinstance(warning, str) and warning for warning in found.warnings)
    whole = listing(data, ("wrong", "x"))
    assert {line.number for line in whole.lines if line.depth == 1} == {str(number) for number in told}
    assert whole.as_data()["parts"] is not None
    assert time.process_time() - began < 20


@BRIEFLY
@given(data=damaged_files(ALL))
def test_damaged_containers(data: bytes) -> None:
    look_inside(data)


@BRIEFLY
@given(data=st.binary(max_size=3000), mark=st.sampled_from([seed[:24] for seed in ALL]))
def test_junk_that_begins_like_a_container(data: bytes, mark: bytes) -> None:
    look_inside(mark + data)


@BRIEFLY
@given(data=damaged_files([RTF, packed_rtf(RTF)]))
def test_damaged_rich_text(data: bytes) -> None:
    words_of_rtf(data)
    try:
        unpacked_rtf(data)
    except Damaged as error:
        assert str(error)


@BRIEFLY
@given(data=st.binary(max_size=600))
def test_any_bytes_have_a_kind(data: bytes) -> None:
    opened = what_is(data)
    assert opened.detail and (opened.kind == "empty") == (not data)
    if opened.encoding:
        data.decode(opened.encoding, "replace")


def test_for_as_long_as_told() -> None:
    count = 0
    for count in until_time_is_over(ALL, look_inside):  # noqa: B007  # the last number counts
        pass
    assert count > 10
