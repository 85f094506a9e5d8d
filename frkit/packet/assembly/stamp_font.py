"""The one font of all stamps, cut down to the characters that stamps use and embedded once in a packet."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache

from pikepdf import Array, Dictionary, Name, Object, Pdf

from frkit.pages.fonts import font_file

CHARACTERS = "".join(chr(code) for code in range(0x20, 0x7F))
_UNICODE_MAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
1 beginbfrange
<20> <7E> <0020>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@dataclass(frozen=True)
class StampFont:
    """A TrueType font with the widths of its characters in thousandths of its size."""

    name: str
    data: bytes
    widths: tuple[int, ...]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int

    def width(self, text: str, size: float) -> float:
        """How wide a text is at a size, in points."""
        return sum(self.widths[ord(character) - 0x20] for character in text) * size / 1000

    def embed(self, pdf: Pdf) -> Object:
        """Put the font into a PDF; its numbers can be searched and copied."""
        file = _packed(pdf, self.data, Length1=len(self.data))
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(f"/{self.name}"),
            Flags=32,
            FontBBox=Array(list(self.box)),
            ItalicAngle=0,
            Ascent=self.ascent,
            Descent=self.descent,
            CapHeight=self.cap_height,
            StemV=120,
            FontFile2=file,
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name(f"/{self.name}"),
            Encoding=Name.WinAnsiEncoding,
            FirstChar=0x20,
            LastChar=0x7E,
            Widths=Array(list(self.widths)),
            FontDescriptor=pdf.make_indirect(descriptor),
            ToUnicode=_packed(pdf, _UNICODE_MAP.encode()),
        )
        return pdf.make_indirect(font)


def _packed(pdf: Pdf, data: bytes, **keys: int) -> Object:
    return pdf.make_stream(zlib.compress(data, 9), Filter=Name.FlateDecode, **keys)


@lru_cache(maxsize=1)
def stamp_font() -> StampFont:
    """The bundled bold sans serif, cut down; the same bytes every time."""
    from fontTools import subset  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [6]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "DSIG"]
    font = TTFont(font_file("sans-bold"), recalcTimestamp=False, lazy=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=CHARACTERS)
    cutter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return _measured(TTFont(io.BytesIO(out.getvalue())), out.getvalue())


def _measured(font: object, data: bytes) -> StampFont:
    head, os2, hhea = font["head"], font["OS/2"], font["hhea"]  # type: ignore[index]
    metrics, glyphs = font["hmtx"], font.getBestCmap()  # type: ignore[index, attr-defined]

    def per_thousand(value: float) -> int:
        return round(value * 1000 / int(head.unitsPerEm))

    return StampFont(
        name="FRKITS+SourceSans3-Bold",
        data=data,
        widths=tuple(per_thousand(metrics[glyphs[ord(character)]][0]) for character in CHARACTERS),
        box=tuple(per_thousand(edge) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)),  # type: ignore[arg-type]
        ascent=per_thousand(hhea.ascent),
        descent=per_thousand(hhea.descent),
        cap_height=per_thousand(getattr(os2, "sCapHeight", 0) or 660),
    )
