"""HTML to PDF: the same page, whenever and wherever it is made, has the same bytes."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frkit.base.errors import MissingProgram

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

APT_LINE = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
BREW_LINE = "brew install pango"


@dataclass(frozen=True)
class TypesetPages:
    """A PDF, the addresses that the page asked for and did not get, and what WeasyPrint warned of."""

    pdf: bytes
    refused: tuple[str, ...]
    warnings: tuple[str, ...]


def typeset(html: str, *, folder: Path, day: date, tagged: bool = False) -> bytes:
    """The PDF of a page; it may show pictures of ``folder``; ``day`` is its date, never today's."""
    return typeset_pages(html, folder=folder, day=day, tagged=tagged).pdf


def typeset_pages(html: str, *, folder: Path, day: date, tagged: bool = False) -> TypesetPages:
    """Like :func:`typeset`, with what was refused. ``tagged`` adds the structure that screen readers use."""
    weasyprint = load_weasyprint()
    from frkit.pages.fetching import CAMPAIGN, FolderFetcher

    fetcher = FolderFetcher(folder)
    with _as_of(day), _collected_warnings() as warned:
        page = weasyprint.HTML(string=html, base_url=CAMPAIGN, url_fetcher=fetcher)
        pdf: bytes = page.write_pdf(font_config=_font_configuration(), pdf_tags=tagged)
    return TypesetPages(pdf, tuple(dict.fromkeys(fetcher.refused)), tuple(warned))


def load_weasyprint() -> Any:
    """The WeasyPrint module; raises MissingProgram with the line that installs what it lacks."""
    try:
        # WeasyPrint prints a page of advice to stdout when a library is missing; ours is one line.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import weasyprint
    except OSError as error:
        raise MissingProgram(
            "PDF pages cannot be made: the Pango library is missing; everything else works.",
            remedy=f"install it:  {install_line()}",
        ) from error
    except ImportError as error:
        raise MissingProgram(
            f"PDF pages cannot be made: the Python package {error.name or 'weasyprint'} is missing.",
            remedy="install it:  pip install 'weasyprint>=70'",
        ) from error
    return weasyprint


def install_line() -> str:
    """The line that installs Pango on this platform."""
    if sys.platform == "darwin":
        return BREW_LINE
    root = os.name == "nt" or os.geteuid() == 0
    return APT_LINE if root else f"sudo {APT_LINE}"


@lru_cache(maxsize=1)
def _font_configuration() -> FontConfiguration:
    """One set of loaded fonts for all documents of the process."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@contextlib.contextmanager
def _as_of(day: date) -> Iterator[None]:
    """Libraries that write the time into fonts and files take it from this day, at noon."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=timezone.utc)
    os.environ["SOURCE_DATE_EPOCH"] = str(max(0, int(noon.timestamp())))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        self.messages.append(record.getMessage())


@contextlib.contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    """What WeasyPrint and fontTools say while a page is made goes into a list, not onto the terminal."""
    collector = _Collector()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(collector)
        logger.propagate = False
        logger.setLevel(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield collector.messages
    finally:
        for logger, (propagate, level) in zip(loggers, before, strict=True):
            logger.removeHandler(collector)
            logger.propagate, logger.level = propagate, level
