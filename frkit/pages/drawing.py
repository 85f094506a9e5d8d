"""What every chart shares: a quiet matplotlib, axes, a legend, and SVG that says what it shows."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import re
import shutil
import stat
import tempfile
import textwrap
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from frkit.pages.fonts import font_file
from frkit.pages.wording import on_one_line

INK, LINE, FAINT, BEFORE = "#1A1A1A", "#333333", "#D0D0D0", "#7A7A7A"
WIDTH = 7.2
"""Inches: it fits between the margins of A4 and of Letter."""
NAMES, RIGHT = 2.55, 0.2
INCH_A_LINE = 0.165
MADE_BY = "Made by frkit"
_FAMILY = "Source Sans 3"
_SETTINGS: dict[str, Any] = {
    "font.family": ["sans-serif"],
    "font.sans-serif": [_FAMILY, "DejaVu Sans"],
    "font.size": 9,
    "svg.fonttype": "none",
    "svg.hashsalt": "frkit",
    "hatch.linewidth": 0.5,
    "hatch.color": LINE,
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": LINE,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


@dataclass
class Canvas:
    """A figure with one row below the other, the first on top; levels and heights are in inches."""

    figure: Any
    axes: Any
    middles: list[float]
    heights: list[float]

    def marker(self, marker: str, fill: str, edge: str, words: str, *, waits: bool = True) -> Any:
        """An entry of the legend for a dot; a hollow one gets the arrow of those that wait, unless it does not wait."""
        from matplotlib.lines import Line2D

        more = " →" if fill == "white" and waits else ""
        return Line2D([], [], marker=marker, ms=6, mfc=fill, mec=edge, mew=1.4, ls="none", label=f"{words}{more}")

    def stroke(self, words: str, color: str, width: float) -> Any:
        """An entry of the legend for an upright stroke."""
        from matplotlib.lines import Line2D

        return Line2D([], [], marker="|", ms=10, mec=color, mew=width, ls="none", label=words)

    def patch(self, fill: str, hatch: str, words: str) -> Any:
        """An entry of the legend for a part of a bar."""
        from matplotlib.patches import Patch

        return Patch(facecolor=fill, hatch=hatch, edgecolor=LINE, lw=0.6, label=words)


@contextlib.contextmanager
def canvas(heights: Sequence[float], title: str, note: str, *, legend_lines: int) -> Iterator[Canvas]:
    """A figure with rows of these heights, title and note above them, room for a legend below."""
    head, foot = _lines(title, 84), _lines(note, 108)
    above = 0.14 + 0.21 * len(head) + 0.16 * len(foot) + 0.12
    below = 0.55 + 0.2 * legend_lines + 0.1
    rows = sum(heights) or 0.3
    with _quiet() as matplotlib:
        from matplotlib.figure import Figure

        with matplotlib.rc_context(_SETTINGS):
            whole = above + rows + below
            figure = Figure(figsize=(WIDTH, whole))
            left, wide = NAMES / WIDTH, (WIDTH - NAMES - RIGHT) / WIDTH
            axes = figure.add_axes((left, below / whole, wide, rows / whole))
            axes.set_ylim(rows, 0)
            figure.text(0.1 / WIDTH, 1 - 0.1 / whole, "\n".join(head), size=12, weight="bold", va="top")
            at = 1 - (0.16 + 0.21 * len(head)) / whole
            figure.text(0.1 / WIDTH, at, "\n".join(foot), size=8.5, va="top", color="#444444")
            yield Canvas(figure, axes, _middles(heights), list(heights))


def plain_axes(made: Canvas, names: Sequence[str], words: str) -> None:
    """Names at the left, days or counts below, faint upright lines, a faint line between rows."""
    from matplotlib.ticker import MaxNLocator

    axes = made.axes
    axes.set_yticks([])
    for name, middle in zip(names, made.middles, strict=True):
        _name(axes, name.split("\n"), middle)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8, min_n_ticks=1))
    axes.set_xlabel(words)
    axes.grid(axis="x", color=FAINT, lw=0.6)
    axes.set_axisbelow(True)
    for middle, height in list(zip(made.middles, made.heights, strict=True))[:-1]:
        axes.axhline(middle + height / 2, color=FAINT, lw=0.6, zorder=1)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _name(axes: Any, lines: Sequence[str], middle: float) -> None:
    """A name at the left of its row; each line ends at the axis, however wide the letters of the reader's font are."""
    for number, line in enumerate(lines):
        level = middle + (number - (len(lines) - 1) / 2) * INCH_A_LINE
        axes.text(
            -0.1 / (WIDTH - NAMES - RIGHT), level, line, transform=axes.get_yaxis_transform(), ha="right", va="center"
        )


def legend(made: Canvas, handles: Sequence[Any]) -> None:
    """What the forms mean, below the chart, in two columns that leave room for a wider font than ours."""
    half = (len(handles) + 1) // 2
    for left, part in ((0.08, handles[:half]), (WIDTH / 2 + 0.1, handles[half:])):
        if part:
            made.figure.legend(
                handles=list(part),
                loc="upper left",
                bbox_to_anchor=(left / WIDTH, (0.1 + 0.2 * half) / made.figure.get_figheight()),
                frameon=False,
                fontsize=8.5,
                borderaxespad=0,
                borderpad=0,
                handletextpad=0.5,
                labelspacing=0.45,
            )


def svg(made: Canvas, title: str, description: str) -> bytes:
    """The figure as SVG with a title and a description of every figure in it, for those who do not see it."""
    from io import StringIO

    out = StringIO()
    made.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = out.getvalue()
    named = f'<title id="title">{escape(on_one_line(title))}</title>\n'
    told = "\n".join(on_one_line(line) for line in description.split("\n"))
    named += f'<desc id="desc">{escape(told)}</desc>\n<!-- {MADE_BY} -->\n'
    start = re.search(r"<svg\b[^>]*>", text)
    if start is None:
        raise ValueError("the drawing library gave no SVG")
    opening = start[0][:-1] + ' role="img" aria-labelledby="title desc">\n'
    return (text[: start.start()] + opening + f" {named}" + text[start.end() :].lstrip("\n")).encode()


def is_chart_of_frkit(data: bytes) -> bool:
    """Whether some bytes are a chart that frkit made, and so may make again."""
    return b"<svg" in data[:2000] and f"<!-- {MADE_BY} -->".encode() in data


def wrapped(text: str, width: int) -> str:
    """A name over as many lines as it needs."""
    return "\n".join(_lines(text, width))


def _lines(text: str, width: int) -> list[str]:
    return textwrap.wrap(on_one_line(text), width) or [""]


def _middles(heights: Sequence[float]) -> list[float]:
    middles, down = [], 0.0
    for height in heights:
        middles.append(down + height / 2)
        down += height
    return middles


@contextlib.contextmanager
def _quiet() -> Iterator[Any]:
    """Matplotlib with its own defaults and frkit's fonts: whoever runs it, on whatever machine, in whatever folder."""
    os.environ.setdefault("MPLCONFIGDIR", str(_scratch()))
    for name in ("matplotlib", "matplotlib.font_manager"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a letter that no font has is drawn by the reader's program
        import matplotlib
        from matplotlib import font_manager

        known = {Path(one.fname) for one in font_manager.fontManager.ttflist}
        for name in ("sans", "sans-bold"):
            if font_file(name) not in known:
                font_manager.fontManager.addfont(font_file(name))
        with matplotlib.rc_context():
            matplotlib.rcdefaults()
            yield matplotlib


def _scratch() -> Path:
    """A folder of our own for the library's list of fonts, outside of the home, kept until the system clears it."""
    shared = Path(tempfile.gettempdir()) / f"frkit-drawing-{os.getuid() if hasattr(os, 'getuid') else 'me'}"
    with contextlib.suppress(OSError):
        shared.mkdir(mode=0o700, exist_ok=True)
        about = shared.lstat()
        ours = not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o077)
        if stat.S_ISDIR(about.st_mode) and ours:
            return shared
    alone = Path(tempfile.mkdtemp(prefix="frkit-drawing-"))
    atexit.register(shutil.rmtree, alone, ignore_errors=True)
    return alone
