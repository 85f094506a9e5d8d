"""The fonts that ship with frkit, so that a page looks the same, and has the same bytes, on every computer."""

from __future__ import annotations

from pathlib import Path

from frkit.base.bundled import bundled
from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean

FONTS = {
    "serif": "SourceSerif4-Regular.ttf",
    "serif-bold": "SourceSerif4-Bold.ttf",
    "serif-italic": "SourceSerif4-It.ttf",
    "serif-bold-italic": "SourceSerif4-BoldIt.ttf",
    "sans": "SourceSans3-Regular.ttf",
    "sans-bold": "SourceSans3-Bold.ttf",
    "sans-italic": "SourceSans3-It.ttf",
    "mono": "SourceCodePro-Regular.ttf",
}
"""Short name -> file in ``templates/fonts``. All have Latin, Greek and Cyrillic, and figures of one width."""


def font_file(name: str) -> Path:
    """The TrueType file of a bundled font: serif, serif-bold, serif-italic, serif-bold-italic, sans, sans-bold,
    sans-italic or mono.
    """
    if name not in FONTS:
        raise WrongUsage(f"There is no font '{name}'{did_you_mean(name, FONTS)}", remedy=f"one of: {', '.join(FONTS)}")
    return bundled("templates") / "fonts" / FONTS[name]
