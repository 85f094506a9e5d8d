"""Pictures and scans as cameras, scanners and fax machines make them; made by Pillow and img2pdf."""

from __future__ import annotations

import io
import struct
import textwrap
import zlib

from mixed_words import body_of, paragraphs
from PIL import Image, ImageDraw, ImageFont


def drawn(number: int, size: tuple[int, int] = (850, 1100), mode: str = "L") -> Image.Image:
    """A page of printed words as an image."""
    made = Image.new(mode, size, "white")
    draw = ImageDraw.Draw(made)
    font = ImageFont.load_default(size=max(12, size[0] // 42))
    lines = [line for text in paragraphs(number, body_of(number), 9) for line in textwrap.wrap(text, 62)]
    for at, line in enumerate(lines):
        draw.text((size[0] // 12, size[1] // 14 + at * size[0] // 28), line, font=font, fill="black")
    return made


def picture(number: int, form: str, size: tuple[int, int] = (850, 1100), mode: str = "RGB", **save) -> bytes:
    """The same as a file."""
    out = io.BytesIO()
    drawn(number, size, mode).save(out, form, **save)
    return out.getvalue()


def camera(number: int, turned: int) -> bytes:
    """A photograph whose camera was held in one of eight ways, and that says where it was taken."""
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    image = drawn(number, mode="RGB")
    if turned in back:
        image = image.transpose(Image.Transpose(back[turned]))
    exif = Image.Exif()
    exif[274] = turned
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 48.0, 15.0), 3: "W", 4: (122.0, 16.0, 0.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=80)
    return out.getvalue()


def fax(number: int, pages: int) -> bytes:
    """A fax of low resolution, whose points are twice as high as they are wide."""
    sheets = [drawn(number + at, (1728, 1078), "L").convert("1") for at in range(pages)]
    out = io.BytesIO()
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], compression="group4", dpi=(204, 98))
    return out.getvalue()


def huge_png(side: int = 60_000) -> bytes:
    """A white picture of sixty thousand points each way, small as a file."""
    pack = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    data = b"".join(pack.compress(row) for _ in range(side)) + pack.flush()

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def scanned(number: int, pages: int = 2, turned: int = 0) -> bytes:
    """A scan as a PDF without text."""
    import img2pdf

    sheets = []
    for at in range(pages):
        out = io.BytesIO()
        drawn(number + at).rotate(turned, expand=True).save(out, "JPEG", quality=70, dpi=(100, 100))
        sheets.append(out.getvalue())
    made = img2pdf.convert(sheets)
    assert made is not None
    return made


def pictures(each: int) -> dict[str, bytes]:
    """Pictures of all kinds."""
    made = {f"photos/IMG_{number:04}.jpg": camera(number, number % 8 + 1) for number in range(each)}
    made |= {f"photos/Screenshot {number}.png": picture(number, "PNG") for number in range(each // 2)}
    made |= {f"scans/fax {number}.tif": fax(number, 1 + number % 3) for number in range(max(1, each // 3))}
    made |= {f"scans/scan {number}.pdf": scanned(number, 1 + number % 3, (0, 90, 180, 270)[number % 4])
             for number in range(each)}  # fmt: skip
    palette = io.BytesIO()
    drawn(40, mode="RGB").quantize(16).save(palette, "PNG")
    see_through = io.BytesIO()
    drawn(41, mode="RGBA").save(see_through, "PNG")
    moving = io.BytesIO()
    frames = [drawn(at, (300, 300), "L") for at in range(3)]
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    deep = io.BytesIO()
    Image.new("I;16", (300, 200), 30_000).save(deep, "PNG")
    whole = picture(42, "JPEG")
    heic = struct.pack(">I", 24) + b"ftypheic" + bytes(4) + b"mif1heic" + bytes(400)
    return made | {
        "photos/chart.webp": picture(43, "WEBP"),
        "photos/anim.gif": moving.getvalue(),
        "photos/palette.png": palette.getvalue(),
        "photos/see through.png": see_through.getvalue(),
        "photos/sixteen bits.png": deep.getvalue(),
        "photos/print.jpg": picture(44, "JPEG", mode="CMYK"),
        "photos/old.bmp": picture(45, "BMP", (400, 300)),
        "photos/cut off.jpg": whole[: len(whole) // 2],
        "photos/IMG_9000.HEIC": heic,
        "photos/huge.png": huge_png(),
        "scans/colour.tiff": picture(46, "TIFF", compression="tiff_lzw"),
    }
