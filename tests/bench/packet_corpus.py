"""Mixed PDFs for the bench of packets: the same bytes every time."""

from __future__ import annotations

import io
import random
import zlib
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

WORDS = [
    "request",
    "record",
    "agency",
    "police",
    "camera",
    "contract",
    "invoice",
    "vendor",
    "public",
    "access",
    "council",
    "answer",
    "day",
    "law",
]


def make(folder: Path, pages: int, seed: int = 7) -> list[Path]:
    """Files of 1 to 40 pages each: text, grey scans, faxes, mixed; some turned or cropped, longer ones with links."""
    rng, paths = random.Random(seed), []
    folder.mkdir(parents=True)
    pictures = {"jpeg": [_scan(rng) for _ in range(24)], "fax": [_fax(rng) for _ in range(12)]}
    done = 0
    while done < pages:
        count = min(pages - done, rng.choice([1, 2, 3, 5, 8, 12, 20, 40]))
        kind = rng.choice(["text"] * 5 + ["jpeg", "fax", "fax", "mixed"])
        with pikepdf.new() as pdf:
            for page in range(count):
                pdf.add_blank_page(page_size=(612, 792))
                one = kind if kind != "mixed" else rng.choice(["text", "jpeg", "fax"])
                _fill(pdf, one, pictures, rng, f"{len(paths)}.{page}")
            if count > 4:
                _link(pdf)
            paths.append(folder / f"{len(paths):05}.pdf")
            pdf.save(paths[-1], compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none,
                     object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)  # fmt: skip
        done += count
    return paths


def _fill(
    pdf: pikepdf.Pdf, kind: str, pictures: dict[str, list[tuple[bytes, Dictionary]]], rng: random.Random, name: str
) -> None:
    page = pdf.pages[-1].obj
    if kind == "text":
        rows = [f"({' '.join(rng.choices(WORDS, k=11))} {name}.{row}) '" for row in range(46)]
        drawn = ("BT /F1 10 Tf 14 TL 60 740 Td " + "\n".join(rows) + " ET").encode()
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
        page.Contents = pdf.make_stream(zlib.compress(drawn), Filter=Name.FlateDecode)
    else:
        data, about = rng.choice(pictures[kind])
        page.Resources = Dictionary(XObject=Dictionary(Im=pdf.make_stream(data + name.encode(), about)))
        page.Contents = pdf.make_stream(b"q 612 0 0 792 0 0 cm /Im Do Q")
    if rng.random() < 0.04:
        page.Rotate = rng.choice([90, 180, 270])
    if rng.random() < 0.02:
        page.CropBox = Array([20, 20, 590, 770])


def _link(pdf: pikepdf.Pdf) -> None:
    """A list of contents on the first page, with a link to each page."""
    pages = [page.obj for page in pdf.pages]
    notes = []
    for at, page in enumerate(pages):
        box = Array([60, 700 - 14 * at, 400, 712 - 14 * at])
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, Border=Array([0, 0, 0]))
        link.Dest = Array([page, Name.XYZ, 0, 792, None])
        notes.append(pdf.make_indirect(link))
    pages[0].Annots = Array(notes)


def _about(picture: Image.Image, bits: int, **packing: object) -> Dictionary:
    return Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=picture.width, Height=picture.height,
                      ColorSpace=Name.DeviceGray, BitsPerComponent=bits, **packing)  # fmt: skip


def _scan(rng: random.Random) -> tuple[bytes, Dictionary]:
    picture, out = Image.new("L", (1240, 1620), 240), io.BytesIO()
    picture.paste(Image.frombytes("L", (1240, 1620), rng.randbytes(1240 * 1620)).point(lambda tone: 215 + tone // 8))
    _lines(picture, rng, 1100, 1450, 40)
    picture.save(out, "JPEG", quality=50)
    return out.getvalue(), _about(picture, 8, Filter=Name.DCTDecode)


def _fax(rng: random.Random) -> tuple[bytes, Dictionary]:
    picture, out = Image.new("1", (1728, 2200), 1), io.BytesIO()
    _lines(picture, rng, 1550, 2000, 0)
    picture.save(out, "TIFF", compression="group4")
    with Image.open(io.BytesIO(out.getvalue())) as tiff:
        at, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    parms = Dictionary(K=-1, Columns=1728, Rows=2200)
    data = out.getvalue()[at : at + length]
    return data, _about(picture, 1, Filter=Name.CCITTFaxDecode, DecodeParms=parms)


def _lines(picture: Image.Image, rng: random.Random, right: int, low: int, ink: int) -> None:
    draw = ImageDraw.Draw(picture)
    for top in range(120, low, 26):
        left = 120
        while left < right:
            wide = rng.randint(12, 90)
            draw.rectangle((left, top, left + wide, top + 12), fill=ink)
            left += wide + 12
