"""Colours of web text as six hexadecimal digits, and how far two of them stand apart."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=4096)
def plain_colour(said: str) -> str | None:
    """A colour such as ``red`` or ``rgb(0 0 0 / 50%)`` as ``#rrggbb``; None for what is none or transparent."""
    said = said.strip().lower()
    if re.fullmatch(r"[0-9a-f]{6}", said):
        said = f"#{said}"
    if re.fullmatch(r"#[0-9a-f]{6}", said):
        return said
    if not said or len(said) > 200 or not re.match(r"#|[a-z]", said):
        return None
    import tinycss2
    import tinycss2.color4

    for piece in [said, *said.split()[:6]]:
        try:
            found = tinycss2.color4.parse_color(piece)
        except (ValueError, TypeError, RecursionError):
            continue
        if found is None or isinstance(found, str):
            continue
        try:
            red, green, blue = (min(255, max(0, round(part * 255))) for part in found.to("srgb").coordinates)
        except (ValueError, TypeError, NotImplementedError):
            continue
        return f"#{red:02x}{green:02x}{blue:02x}" if found.alpha > 0.05 else None
    return None


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart in brightness, from 1 (the same) to 21 (black on white), as WCAG 2 counts it."""
    first, second = sorted((_brightness(one), _brightness(other)))
    return (second + 0.05) / (first + 0.05)


def _brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
