"""Tesseract, the outside program that reads the words in pictures: where it is, what it can, and how it is run."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from frkit.base.errors import MissingProgram
from frkit.evidence.text.page_images import PageImage
from frkit.evidence.unreadable import Unreadable

SECONDS_A_PAGE = 120
_LANGUAGES = {
    "en": "eng", "fr": "fra", "de": "deu", "es": "spa", "it": "ita", "nl": "nld", "pt": "por", "da": "dan",
    "sv": "swe", "nb": "nor", "nn": "nor", "no": "nor", "fi": "fin", "is": "isl", "ga": "gle", "gd": "gla",
    "cy": "cym", "mi": "mri", "pl": "pol", "cs": "ces", "sk": "slk", "hu": "hun", "ro": "ron", "bg": "bul",
    "el": "ell", "hr": "hrv", "sl": "slv", "sr": "srp", "et": "est", "lv": "lav", "lt": "lit", "mt": "mlt",
    "uk": "ukr", "ru": "rus", "tr": "tur", "he": "heb", "ar": "ara", "fa": "fas", "hi": "hin", "bn": "ben",
    "ta": "tam", "te": "tel", "ur": "urd", "th": "tha", "vi": "vie", "id": "ind", "ja": "jpn", "ko": "kor",
    "zh": "chi_sim", "ca": "cat", "eu": "eus", "gl": "glg", "lb": "ltz", "af": "afr", "sw": "swa",
}  # fmt: skip
"""Language of a place -> what tesseract calls it."""


@dataclass(frozen=True)
class Tesseract:
    """The program as it is installed here."""

    program: str
    version: str
    languages: tuple[str, ...]


def find_tesseract() -> Tesseract:
    """The installed program, or that of ``FRKIT_TESSERACT``; raises MissingProgram with the line that installs it."""
    named = os.environ.get("FRKIT_TESSERACT")
    program = shutil.which("tesseract") if named is None else shutil.which(named) if named else None
    if program is None:
        raise MissingProgram("Tesseract, which reads the words in pictures, is not installed.", remedy=install_line())
    version = re.search(r"\d+(?:\.\d+)+\S*", _said(program, "--version"))
    listed = _said(program, "--list-langs").splitlines()[1:]
    return Tesseract(
        program, version[0] if version else "unknown", tuple(sorted(one for one in listed if one != "osd"))
    )


def install_line(languages: Sequence[str] = ()) -> str:
    """The line that installs tesseract, or some languages for it."""
    if sys.platform == "darwin":
        return f"install it:  brew install tesseract{'-lang' if languages else ''}"
    names = [f"tesseract-ocr-{one.replace('_', '-')}" for one in languages] or ["tesseract-ocr"]
    return f"install it:  apt install {' '.join(names)}"


def called(languages: Sequence[str]) -> tuple[str, ...]:
    """What tesseract calls the languages of a place; those that it does not know are left out."""
    return tuple(dict.fromkeys(_LANGUAGES[one] for one in languages if one in _LANGUAGES))


def tables_of(program: str, languages: str, images: Sequence[PageImage]) -> list[bytes]:
    """For each picture tesseract's table of words. Its model is loaded once for all; raises Unreadable if it fails."""
    with tempfile.TemporaryDirectory(prefix="frkit-ocr-") as place:
        work = Path(place)
        names = []
        for number, image in enumerate(images):
            names.append(f"{number}.pgm")
            (work / names[-1]).write_bytes(image.file)
        (work / "list.txt").write_text("\n".join(names) + "\n")
        dpi = images[0].dpi
        _run([program, "list.txt", "out", "-l", languages, "--dpi", str(dpi), "tsv"], work, len(images))
        return _parted((work / "out.tsv").read_bytes(), len(images))


def turned(program: str, languages: str, image: PageImage) -> bytes:
    """The same for one picture that may lie on its side: tesseract finds out which way is up."""
    with tempfile.TemporaryDirectory(prefix="frkit-ocr-") as place:
        work = Path(place)
        (work / "0.pgm").write_bytes(image.file)
        options = ["-l", languages, "--dpi", str(image.dpi), "--psm", "1", "tsv"]
        _run([program, "0.pgm", "out", *options], work, 1)
        return _parted((work / "out.tsv").read_bytes(), 1)[0]


def _run(command: list[str], work: Path, pages: int) -> None:
    """Run tesseract on one processor, ended as a whole when its time is over."""
    environment = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "TESSDATA_PREFIX")}
    environment |= {"HOME": str(work), "TMPDIR": str(work), "OMP_THREAD_LIMIT": "1"}
    process = subprocess.Popen(command, cwd=work, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip
    try:
        _, said = process.communicate(timeout=SECONDS_A_PAGE * pages)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        raise Unreadable(f"tesseract did not finish it within {SECONDS_A_PAGE * pages} seconds") from None
    except BaseException:
        process.kill()
        raise
    if process.returncode != 0 or not (work / "out.tsv").is_file():
        last = (said.decode("utf-8", "replace").strip().splitlines() or ["no reason given"])[-1]
        raise Unreadable(f"tesseract could not read it ({' '.join(last.split())[:120]})")


def _parted(table: bytes, pages: int) -> list[bytes]:
    """The table of each picture: rows bear the number of their picture in the second column."""
    head, *rows = table.split(b"\n")
    found: list[list[bytes]] = [[head] for _ in range(pages)]
    for row in rows:
        cells = row.split(b"\t", 2)
        if len(cells) == 3 and cells[1].isdigit() and 1 <= int(cells[1]) <= pages:
            found[int(cells[1]) - 1].append(b"\t".join([cells[0], b"1", cells[2]]))
    return [b"\n".join(one) + b"\n" for one in found]


def _said(program: str, option: str) -> str:
    try:
        done = subprocess.run([program, option], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              errors="replace", timeout=30, check=False)  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout or done.stderr
