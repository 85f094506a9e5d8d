"""The one font of all stamps, cut down to the characters that stamps use and embedded once in a packet."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from frkit.pages.fonts import font_file

CHARACTERS = "".join(chr(code) for code in range(0x20, 0x7F))
"""What every stamp may need; a legend may bring more."""
_UNICODE_MAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{ranges}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_AT_ONCE = 100
"""Rows that one block of such a map may hold."""
USUAL_WIDTH = 500
"""Thousandths of its size that a character is wide of which the font has no glyph."""


@dataclass(frozen=True)
class StampFont:
    """A TrueType font with the glyph of each character and its width in thousandths of its size."""

    name: str
    data: bytes
    glyphs: dict[str, int]
    widths: dict[str, int]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int

    def width(self, text: str, size: float) -> float:
        """How wide a text is at a size, in points."""
        return sum(map(self.widths.__getitem__, text)) * size / 1000

    def embed(self, pdf: Pdf) -> Object:
        """Put the font into a PDF; what it sets can be searched and copied."""
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(f"/{self.name}"),
            Flags=4,
            FontBBox=Array(list(self.box)),
            ItalicAngle=0,
            Ascent=self.ascent,
            Descent=self.descent,
            CapHeight=self.cap_height,
            StemV=120,
            FontFile2=_packed(pdf, self.data, Length1=len(self.data)),
        )
        by_code = sorted((ord(character), width) for character, width in self.widths.items())
        drawn = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(f"/{self.name}"),
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            CIDToGIDMap=_packed(pdf, self._glyph_map()),
            DW=USUAL_WIDTH,
            W=Array([one for code, width in by_code for one in (code, Array([width]))]),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(f"/{self.name}"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(drawn)]),
            ToUnicode=_packed(pdf, _unicode_map().encode()),
        )
        return pdf.make_indirect(font)

    def _glyph_map(self) -> bytes:
        """For each code the glyph that draws it: none for those that only OCR needs, which are never drawn."""
        codes = bytearray(2 << 16)
        for character, glyph in self.glyphs.items():
            codes[2 * ord(character) : 2 * ord(character) + 2] = glyph.to_bytes(2, "big")
        return bytes(codes)


def code_of(text: str) -> str:
    """A text as hex digits: a character's code in the font is its code in Unicode, those above FFFF left out."""
    if not text.isascii():
        text = "".join(one if ord(one) < 0x10000 and not 0xD800 <= ord(one) < 0xE000 else "\ufffd" for one in text)
    return text.encode("utf-16-be").hex()


def natural_width(text: str) -> int:
    """How wide a text is that is not drawn, in thousandths of its size."""
    return sum(map(_usual_widths().get, text, [USUAL_WIDTH] * len(text)))


@lru_cache(maxsize=1)
def _usual_widths() -> dict[str, int]:
    return stamp_font().widths


def _unicode_map() -> str:
    """Each code means itself."""
    rows = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>\n" for high in range(0x100) if not 0xD8 <= high < 0xE0]
    some = [rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE)]
    return _UNICODE_MAP.format(ranges="".join(f"{len(one)} beginbfrange\n{''.join(one)}endbfrange\n" for one in some))


def _packed(pdf: Pdf, data: bytes, **keys: int) -> Object:
    return pdf.make_stream(zlib.compress(data, 9), Filter=Name.FlateDecode, **keys)


def not_in_font(text: str) -> str:
    """The characters of a text that stamps cannot show, each once."""
    known = _whole_font().getBestCmap()
    return "".join(dict.fromkeys(character for character in text if ord(character) not in known))


@lru_cache(maxsize=4)
def stamp_font(more: str = "") -> StampFont:
    """The bundled bold sans serif, cut down to ASCII and the characters of ``more``; the same bytes every time."""
    from fontTools import subset  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [6]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "DSIG"]
    font = _whole_font()
    cutter = subset.Subsetter(options)
    characters = CHARACTERS + "".join(sorted(set(more) - set(CHARACTERS)))
    cutter.populate(text=characters)
    cutter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return _measured(TTFont(io.BytesIO(out.getvalue())), out.getvalue(), characters)


def _whole_font() -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(font_file("sans-bold"), recalcTimestamp=False, lazy=True)


def _measured(font: Any, data: bytes, characters: str) -> StampFont:
    head, os2, hhea = font["head"], font["OS/2"], font["hhea"]
    metrics, names = font["hmtx"], font.getBestCmap()

    def per_thousand(value: float) -> int:
        return round(value * 1000 / int(head.unitsPerEm))

    shown = {character: names[ord(character)] for character in characters}
    return StampFont(
        name="FRKITS+SourceSans3-Bold",
        data=data,
        glyphs={character: font.getGlyphID(name) for character, name in shown.items()},
        widths={character: per_thousand(metrics[name][0]) for character, name in shown.items()},
        box=tuple(per_thousand(edge) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)),  # type: ignore[arg-type]
        ascent=per_thousand(hhea.ascent),
        descent=per_thousand(hhea.descent),
        cap_height=per_thousand(getattr(os2, "sCapHeight", 0) or 660),
    )
