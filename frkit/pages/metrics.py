"""How wide a text is in a bundled font, without setting it: enough to lay out tables and drawings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from frkit.pages.fonts import font_file


@dataclass
class Metrics:
    """The widths of a font's characters, in thousandths of its size."""

    name: str
    advances: dict[int, float]
    """Code point -> width, of every character that the font has."""
    kerning: Callable[[str, str], float]
    """How much closer (negative) a pair of characters stands."""
    ascent: float
    descent: float
    _pairs: dict[str, float] = field(default_factory=dict)

    def covers(self, text: str) -> bool:
        """Whether the font has every character of a text."""
        return all(ord(one) in self.advances for one in text)

    def width(self, text: str, size: float) -> float:
        """The width of a text at a size, in points; a character that the font lacks counts as a full square."""
        advances, pairs = self.advances, self._pairs
        total = sum(advances.get(ord(one), 1000.0) for one in text)
        for at in range(len(text) - 1):
            pair = text[at : at + 2]
            kern = pairs.get(pair)
            if kern is None:
                kern = pairs[pair] = self.kerning(pair[0], pair[1])
            total += kern
        return total * size / 1000

    def kern(self, pair: str) -> float:
        """How much closer (negative) the two characters of a pair stand."""
        kern = self._pairs.get(pair)
        if kern is None:
            kern = self._pairs[pair] = self.kerning(pair[0], pair[1])
        return kern


@lru_cache(maxsize=8)
def metrics(name: str) -> Metrics:
    """The metrics of a bundled font: sans, sans-bold, mono ..."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    font = TTFont(font_file(name), lazy=True)
    scale = 1000 / font["head"].unitsPerEm
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    advances = {code: widths[glyph][0] * scale for code, glyph in glyphs.items()}
    kerns = _kern_lookups(font)

    def kerning(left: str, right: str) -> float:
        first, second = glyphs.get(ord(left)), glyphs.get(ord(right))
        if first is None or second is None:
            return 0.0
        return next((kern * scale for kern in (one(first, second) for one in kerns) if kern is not None), 0.0)

    return Metrics(name, advances, kerning, font["hhea"].ascent * scale, font["hhea"].descent * scale)


Kern = Callable[[str, str], "float | None"]


def _kern_lookups(font: object) -> list[Kern]:
    """The font's pair kerning, in its order: the first subtable that knows the first letter wins."""
    if "GPOS" not in font:  # type: ignore[operator]
        return []
    table = font["GPOS"].table  # type: ignore[index]
    default = [one for one in table.ScriptList.ScriptRecord if one.ScriptTag in ("DFLT", "latn")]
    wanted = {at for one in default[:1] for at in one.Script.DefaultLangSys.FeatureIndex}
    features = [table.FeatureList.FeatureRecord[at] for at in sorted(wanted)]
    lookups = [at for one in features if one.FeatureTag == "kern" for at in one.Feature.LookupListIndex]
    return [_of_subtable(sub) for at in lookups for sub in _pair_tables(table.LookupList.Lookup[at])]


def _pair_tables(lookup: object) -> list[object]:
    tables = [getattr(sub, "ExtSubTable", sub) for sub in lookup.SubTable]  # type: ignore[attr-defined]
    return [one for one in tables if hasattr(one, "Format") and type(one).__name__ == "PairPos"]


def _of_subtable(sub: object) -> Kern:
    """The kerning of one subtable: its value, 0 where it knows the first glyph only, None where it does not."""
    glyphs = set(sub.Coverage.glyphs)  # type: ignore[attr-defined]
    if sub.Format == 1:  # type: ignore[attr-defined]
        pairs = {
            (first, record.SecondGlyph): _advance(record.Value1)
            for first, records in zip(sub.Coverage.glyphs, sub.PairSet, strict=True)  # type: ignore[attr-defined]
            for record in records.PairValueRecord
        }
        return lambda first, second: pairs.get((first, second))
    firsts, seconds = sub.ClassDef1.classDefs, sub.ClassDef2.classDefs  # type: ignore[attr-defined]
    records = sub.Class1Record  # type: ignore[attr-defined]

    def by_class(first: str, second: str) -> float | None:
        if first not in glyphs:
            return None
        return _advance(records[firsts.get(first, 0)].Class2Record[seconds.get(second, 0)].Value1)

    return by_class


def _advance(value: object) -> float:
    return float(getattr(value, "XAdvance", 0) or 0) if value is not None else 0.0
