"""A plain text, such as a letter as it was sent, as pages of a packet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from frkit.pages.environment import environment, render
from frkit.pages.typeset import typeset

LONGEST_FOOT = 100
"""Characters of a title that one line below a page holds."""


def letter_pages(
    text: str, *, title: str, paper: Literal["Letter", "A4"], day: date, folder: Path, language: str = "en"
) -> bytes:
    """The PDF of a text, line for line in a type of one width, each page with the title and its number of so many."""
    foot = title if len(title) <= LONGEST_FOOT else title[: LONGEST_FOOT - 1].rstrip() + "…"
    facts = {"text": text.expandtabs(), "title": title, "foot": f"{foot} · " if foot else ""}
    made = environment(folder, html=True)
    html = render(made, "pages/plain-text.html.j2", {**facts, "paper": paper, "day": day, "language": language})
    return typeset(html, folder=folder, day=day)
