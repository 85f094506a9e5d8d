"""Words into lines of a given width, with the font's own widths and kerning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from frkit.pages.flow.looks import MM, Look
from frkit.pages.flow.reading import Paragraph, Run
from frkit.pages.metrics import metrics

_PARTS = re.compile(r"(\s*)([^\s-]*-+(?=[^\W\d])|\S+)")
"""A word may be parted after a hyphen that a letter follows."""
BOX = 1 * MM + 0.4
"""What a frame takes at each side of the words in it."""


class Piece(NamedTuple):
    """Words of one look in one line."""

    x: float
    width: float
    words: list[str]
    """With single spaces between them."""
    look: Look
    link: str


class Line(NamedTuple):
    """One line: its pieces, its height, its baseline below its top, and its width."""

    pieces: list[Piece]
    height: float
    baseline: float
    width: float
    ruled: str = ""
    """The colour of a line at its foot, to write on."""


class _Word(NamedTuple):
    """What stays together: fragments without a space between them."""

    fragments: tuple[tuple[str, Look, str, float], ...]
    """Words, look, address, width."""
    width: float
    spaced: bool
    """Whether a space stands before it."""


def lines_of(paragraphs: Iterable[Paragraph], width: float) -> list[Line]:
    """All lines of a cell; a word that is wider than the cell is parted where the line ends."""
    made: list[Line] = []
    for runs, look in paragraphs:
        if look.ruled:
            made.append(Line([], look.size, look.size, 0.0, look.ruled))
            continue
        made += _lines(_words(runs), width, look)
        if look.after and made:
            made[-1] = made[-1]._replace(height=made[-1].height + look.after)
    return made


@lru_cache(maxsize=200_000)
def width_of(text: str, font: str, size: float) -> float:
    """The width of some words, in points."""
    return metrics(font).width(text, size)


def _words(runs: tuple[Run, ...]) -> list[_Word]:
    """The words of a paragraph; those of two runs without a space between them are one."""
    if len(runs) == 1:
        run = runs[0]
        if not (run.link or run.look.nowrap or "-" in run.text):
            return [_plain(text, run.look) for text in run.text.split()]
    return _joined(runs)


@lru_cache(maxsize=200_000)
def _plain(text: str, look: Look) -> _Word:
    width = width_of(text, look.font, look.size)
    return _Word(((text, look, "", width),), width, True)


def _joined(runs: tuple[Run, ...]) -> list[_Word]:
    words: list[_Word] = []
    open_word: list[tuple[str, Look, str, float]] = []
    after_space = word_spaced = True
    for run in runs:
        look, link = run.look, run.link
        for space, part in _parts(run.text, nowrap=look.nowrap):
            spaced = after_space or bool(space)
            if open_word and (spaced or open_word[-1][0][-1] == "-"):
                words.append(_word(open_word, word_spaced))
                open_word = []
            if not open_word:
                word_spaced = spaced
            wide = width_of(part, look.font, look.size) + (2 * BOX if look.boxed else 0.0)
            open_word.append((part, look, link, wide))
            after_space = False
        after_space = after_space or run.text[-1:].isspace()
    if open_word:
        words.append(_word(open_word, word_spaced))
    return words


def _parts(text: str, *, nowrap: bool) -> list[tuple[str, str]]:
    """Words with what stands before each; words that are not to be parted are one."""
    if nowrap:
        whole = " ".join(text.split())
        return [(" " if text[:1].isspace() else "", whole)] if whole else []
    return _PARTS.findall(text)


def _word(fragments: list[tuple[str, Look, str, float]], spaced: bool) -> _Word:
    return _Word(tuple(fragments), sum(one[3] for one in fragments), spaced)


def _lines(words: list[_Word], width: float, look: Look) -> Iterator[Line]:
    line: list[_Word] = []
    used, room = 0.0, width + 0.01
    for whole in words:
        for word in (whole,) if whole.width <= room else _parted(whole, width):
            space = _space(word.fragments[0][1]) if line and word.spaced else 0.0
            if line and used + space + word.width > room:
                yield _line(line, look)
                line, used, space = [], 0.0, 0.0
            line.append(word)
            used += space + word.width
    if line:
        yield _line(line, look)


@lru_cache(maxsize=512)
def _space(look: Look) -> float:
    return width_of(" ", look.font, look.size)


def _parted(word: _Word, width: float) -> Iterator[_Word]:
    """A word in pieces that fit, first where spaces are in it, else between characters."""
    spaced = word.spaced
    for text, look, link, wide in word.fragments:
        if wide <= width:
            yield _Word(((text, look, link, wide),), wide, spaced)
            spaced = False
            continue
        rest = text
        while rest:
            fits = _fitting(rest, look, width)
            space = rest[:fits].rfind(" ")
            if fits < len(rest) and space > 0:
                fits = space
            part = rest[:fits].strip()
            if part:
                wide = width_of(part, look.font, look.size)
                yield _Word(((part, look, link, wide),), wide, spaced)
            spaced = rest[fits : fits + 1] == " "
            rest = rest[fits:].lstrip()
        spaced = False


def _fitting(text: str, look: Look, width: float) -> int:
    """How many characters fit, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if metrics(look.font).width(text[:middle], look.size) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def _line(words: list[_Word], base: Look) -> Line:
    pieces: list[Piece] = []
    height, baseline = _height(base)
    x = start = end = 0.0
    texts: list[str] = []
    now: tuple[Look | None, str] = (None, "")
    for number, word in enumerate(words):
        apart = bool(number) and word.spaced
        if apart:
            x += _space(word.fragments[0][1])
        for text, look, link, width in word.fragments:
            if apart and look is now[0] and link == now[1] and not look.boxed:
                texts.append(text)
            else:
                if texts and now[0] is not None:
                    pieces.append(Piece(start, end - start, texts, now[0], now[1]))
                texts, now, start = [text], (look, link), x + BOX if look.boxed else x
            apart = False
            x += width
            end = x - BOX if look.boxed else x
    if texts and now[0] is not None:
        pieces.append(Piece(start, end - start, texts, now[0], now[1]))
    return Line(pieces, height, baseline, x)


@lru_cache(maxsize=512)
def _height(look: Look) -> tuple[float, float]:
    """The height of a line and its baseline below its top."""
    font, height = metrics(look.font), look.size * look.leading
    ascent, descent = font.ascent * look.size / 1000, -font.descent * look.size / 1000
    return height, (height - ascent - descent) / 2 + ascent
