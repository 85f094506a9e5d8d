"""A bundled font cut down to the characters that are used, and how words are written with it."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from frkit.pages.fonts import font_file
from frkit.pages.metrics import Metrics, metrics

_MAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{ranges}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@dataclass
class Subset:
    """Some characters of one font."""

    key: str
    """Its name among a page's fonts."""
    name: str
    data: bytes
    glyphs: dict[str, int]
    widths: dict[int, float]
    about: dict[str, Any]
    metrics: Metrics
    _written: dict[str, str] = field(default_factory=dict)

    def words(self, words: Iterable[str]) -> str:
        """Words with spaces between them as the inside of a TJ array, kerned."""
        return f"<{self.glyphs[' ']:04x}>".join(self._word(one) for one in words)

    def _word(self, word: str) -> str:
        written = self._written.get(word)
        if written is None:
            written = self._written[word] = self._kerned(word)
        return written

    def _kerned(self, word: str) -> str:
        parts, open_part = [], ""
        for at, character in enumerate(word):
            open_part += f"{self.glyphs[character]:04x}"
            kern = self.metrics.kern(word[at : at + 2]) if at + 1 < len(word) else 0.0
            if kern:
                parts.append(f"<{open_part}>{-kern:g}")
                open_part = ""
        return "".join(parts) + (f"<{open_part}>" if open_part else "")

    def embed(self, pdf: Any) -> Any:
        """Put the font into a PDF; its words can be searched and copied."""
        from pikepdf import Array, Dictionary, Name, String

        widths = Array(
            [part for glyph, width in sorted(self.widths.items()) for part in (glyph, Array([round(width)]))]
        )
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(f"/{self.name}"),
            FontFile2=_packed(pdf, self.data, Length1=len(self.data)),
            **self.about,
        )
        descriptor.FontBBox = Array(list(self.about["FontBBox"]))
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(f"/{self.name}"),
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            CIDToGIDMap=Name.Identity,
            FontDescriptor=pdf.make_indirect(descriptor),
            W=widths,
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name(f"/{self.name}"),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=_packed(pdf, self._map().encode()),
            )
        )

    def _map(self) -> str:
        """Glyph -> character, for whoever copies or searches words."""
        pairs = [f"<{glyph:04x}> <{sign.encode('utf-16-be').hex()}>" for sign, glyph in sorted(self.glyphs.items())]
        blocks = (pairs[at : at + 100] for at in range(0, len(pairs), 100))
        return _MAP.format(
            ranges="\n".join(f"{len(one)} beginbfchar\n" + "\n".join(one) + "\nendbfchar" for one in blocks)
        )


def _packed(pdf: Any, data: bytes, **keys: int) -> Any:
    from pikepdf import Name

    return pdf.make_stream(zlib.compress(data, 9), Filter=Name.FlateDecode, **keys)


@lru_cache(maxsize=16)
def subset_of(font: str, characters: frozenset[str]) -> Subset:
    """A bundled font with these characters; the same bytes for the same ones."""
    from fontTools import subset  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [6]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "DSIG"]
    whole = TTFont(font_file(font), recalcTimestamp=False, lazy=True)
    cutter = subset.Subsetter(options)
    text = "".join(sorted(characters | {" "}))
    cutter.populate(text=text)
    cutter.subset(whole)
    out = io.BytesIO()
    whole.save(out)
    data = out.getvalue()
    cut = TTFont(io.BytesIO(data))
    names = cut.getBestCmap()
    glyphs = {sign: cut.getGlyphID(names[ord(sign)]) for sign in text}
    scale = 1000 / cut["head"].unitsPerEm
    widths = {cut.getGlyphID(glyph): width * scale for glyph, (width, _) in cut["hmtx"].metrics.items()}
    return Subset(f"Frk-{font}", f"FRKITT+{_post_name(font)}", data, glyphs, widths, _about(cut, scale), metrics(font))


def _post_name(font: str) -> str:
    return font_file(font).stem.replace(" ", "")


def _about(font: Any, scale: float) -> dict[str, Any]:
    head, os2, hhea = font["head"], font["OS/2"], font["hhea"]
    return {
        "Flags": 4,
        "FontBBox": [round(edge * scale) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)],
        "ItalicAngle": 0,
        "Ascent": round(hhea.ascent * scale),
        "Descent": round(hhea.descent * scale),
        "CapHeight": round((getattr(os2, "sCapHeight", 0) or 660) * scale),
        "StemV": 80,
    }
