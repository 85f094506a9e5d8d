"""Files with words to find: mails, scans, PDFs without text; made with real libraries."""

from __future__ import annotations

import io
from email.message import EmailMessage

from PIL import Image, ImageDraw, ImageFont


def mail(subject: str, body: str, *attached: tuple[str, bytes]) -> bytes:
    """A mail with files."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "records@city.example", "us@kit.example", subject
    made["Date"] = "Mon, 09 Mar 2026 10:00:00 -0800"
    made.set_content(body)
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def scan(*lines: str, size: tuple[int, int] = (1240, 900)) -> bytes:
    """A picture of some printed lines, as a scanner makes it."""
    picture = Image.new("L", size, "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=44)
    for number, line in enumerate(lines):
        draw.text((80, 80 + number * 80), line, font=font, fill="black")
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(150, 150))
    return out.getvalue()


def scanned_pdf(*pages: bytes) -> bytes:
    """Pictures as the pages of a PDF, without any text."""
    import img2pdf

    made = img2pdf.convert(list(pages))
    assert made is not None
    return made
