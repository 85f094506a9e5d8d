"""Files damaged at random: pages, or a reason why not; never another error, never a word on the terminal."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from frkit.evidence.conversion.images import image_pages
from frkit.evidence.html.safe import safe_html
from frkit.evidence.mail.reading import read_mail
from frkit.evidence.opening.what_is import what_is
from frkit.evidence.pdf.copy import packet_copy
from frkit.evidence.unreadable import Unreadable

PIECES = (
    b"<<", b">>", b"/Kids [1 0 R]", b" 0 R", b"/Rotate 45", b"/CropBox [1]", b"/Annots 3 0 R", b"null", b"Q Q", b"BT",
    b"=?utf-8?B?", b"\r\n\r\n", b'"', b"charset=utf-16", b"filename*0*=x", b"base64", b"<table><tr>", b"</p>",
)  # fmt: skip
NEW = st.one_of(st.binary(max_size=12), st.sampled_from(PIECES))
DAMAGE = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), NEW), min_size=1, max_size=20)
LIGHT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def damaged(data: bytes, damage: list[tuple[float, int, bytes]]) -> bytes:
    spoilt = bytearray(data)
    for place, length, new in damage:
        at = int(place * len(spoilt))
        spoilt[at : at + length] = new
    return bytes(spoilt)


def mail() -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"] = "a@b.example", "Füße"
    made.set_content("Grüße")
    made.add_alternative("<p>Grüße <a href='https://x.example'>x</a></p>", subtype="html")
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="ä.pdf")
    return made.as_bytes()


@given(DAMAGE)
@LIGHT
def test_pdf(pdf, capfd, damage) -> None:
    spoilt = damaged(pdf(pages=3), damage)
    try:
        copy = packet_copy(spoilt)
    except Unreadable as problem:
        assert str(problem)
    else:
        with pikepdf.open(io.BytesIO(copy.pdf)) as opened:
            assert len(opened.pages) == copy.count > 0
    assert capfd.readouterr() == ("", "")


@given(DAMAGE)
@LIGHT
def test_mail(damage) -> None:
    spoilt = damaged(mail(), damage)
    read = read_mail(spoilt)
    assert all(len(part.sha256) == 64 for part in read.parts)
    safe_html(read.html)
    assert what_is(spoilt).detail


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "GIF", "WEBP"])
@given(DAMAGE)
@LIGHT
def test_picture(form: str, capfd, damage) -> None:
    out = io.BytesIO()
    Image.effect_noise((40, 30), 50).convert("RGB").save(out, form)
    try:
        assert image_pages(damaged(out.getvalue(), damage), "A4").pdf
    except Unreadable as problem:
        assert str(problem)
    assert capfd.readouterr() == ("", "")


@given(st.text(alphabet="<>/abipr td='\"&;#0xtable\x00", max_size=200))
@LIGHT
def test_html(text: str) -> None:
    made = safe_html(text)
    assert made.count("<b>") == made.count("</b>") and made.count("<table>") == made.count("</table>")
    assert "=" not in "".join(part.split(">")[0] for part in made.split("<")[1:])
