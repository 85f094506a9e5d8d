"""``frkit doctor``: what is installed, and the line that installs what is not."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sys
from dataclasses import dataclass
from typing import Any

import click

from frkit import __version__
from frkit.base.errors import ExitCode, MissingProgram
from frkit.cli.common import console, json_option, print_json, table

PROGRAMS = (
    (
        "soffice",
        "docx, xlsx and other office files as pages",
        "libreoffice-writer libreoffice-calc libreoffice-impress",
        "--cask libreoffice",
    ),
    ("tesseract", "the text of scans", "tesseract-ocr", "tesseract"),
    ("qpdf", "repair of damaged PDFs by hand", "qpdf", "qpdf"),
    ("git", "sharing a campaign and its history", "git", "git"),
)
LIBRARIES = (
    "click",
    "cryptography",
    "cssselect2",
    "fonttools",
    "icalendar",
    "img2pdf",
    "inflate64",
    "Jinja2",
    "lxml",
    "MarkupSafe",
    "matplotlib",
    "msoffcrypto-tool",
    "olefile",
    "pikepdf",
    "Pillow",
    "py7zr",
    "pydantic",
    "pypdfium2",
    "pyrage",
    "PyYAML",
    "requests",
    "rfc3161-client",
    "rich",
    "tinycss2",
    "tzdata",
    "weasyprint",
)
"""All that frkit needs, as setup.cfg has it; a test compares the two."""


@dataclass(frozen=True)
class Part:
    """One thing that frkit uses: whether it is there, what for, and how to get it."""

    name: str
    found: bool
    version: str
    gives: str
    install: str


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Say what is installed, what it is for, and the line that installs what is not."""
    parts = [*_libraries(), _pango(), *_programs()]
    if as_json:
        print_json([_as_data(part) for part in parts])
    else:
        _print(parts)
    if any(not part.found for part in parts if part.name in (*LIBRARIES, "Pango")):
        raise click.exceptions.Exit(ExitCode.MISSING_PROGRAM)


def _as_data(part: Part) -> dict[str, Any]:
    known = {"name": part.name, "found": part.found, "needed": part.name in (*LIBRARIES, "Pango")}
    return {**known, "version": part.version or None, "gives": part.gives, "install": part.install or None}


def _libraries() -> list[Part]:
    parts = []
    for name in LIBRARIES:
        try:
            version, found = importlib.metadata.version(name), True
        except importlib.metadata.PackageNotFoundError:
            version, found = "", False
        parts.append(Part(name, found, version, "needed", f"pip install {name}"))
    return parts


def _pango() -> Part:
    """Pango draws the pages of every PDF that frkit makes; the rest works without it."""
    from frkit.pages.typeset import load_weasyprint

    try:
        load_weasyprint()
        version, found, install = _pango_version(), True, ""
    except MissingProgram as missing:
        version, found, install = "", False, missing.remedy
    return Part("Pango", found, version, "every PDF that frkit makes", install)


def _programs() -> list[Part]:
    parts = []
    for program, gives, debian, brew in PROGRAMS:
        line = f"brew install {brew}" if sys.platform == "darwin" else f"sudo apt install {debian}"
        path = shutil.which(program)
        parts.append(Part(program, path is not None, "", f"optional: {gives}", "" if path else line))
    return parts


def _print(parts: list[Part]) -> None:
    out = console()
    out.print(f"frkit {__version__}, Python {platform.python_version()}, {platform.system()}")
    rows = [(part.name, "yes" if part.found else "no", part.version, part.gives) for part in parts]
    out.print(table(["Part", "There", "Version", ("For", {"overflow": "fold"})], rows))
    for part in parts:
        if not part.found:
            out.print(f"\n{part.name} is missing. To install it:\n  {part.install}", soft_wrap=True)


def _pango_version() -> str:
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
