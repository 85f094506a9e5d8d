"""Fuzzing led by what code is reached, with atheris: python tests/fuzz/by_coverage.py [WHAT] [SECONDS].

WHAT is contents (containers and what lies in them), mail, or conversion (any file to pages). Each input is damaged by
libFuzzer, which keeps those that reach something new. What breaks a reader is written to a file crash-... in the
current folder; FRKIT_FUZZ_INPUT=FILE tries that one again.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]
LIBRARIES = {
    "contents": ["olefile", "py7zr", "zipfile", "tarfile"],
    "mail": ["lxml", "html.parser"],
    "conversion": ["pikepdf", "img2pdf", "zipfile"],
}
Try = Callable[[bytes], None]


def contents(folder: Path) -> tuple[list[bytes], Try]:
    """Containers of every kind: their parts, or the reason why not."""
    tests = importlib.import_module("test_fuzz_contents")
    return tests.ALL, tests.look_inside


def mail(folder: Path) -> tuple[list[bytes], Try]:
    """Mails as badly written as those of the gallery."""
    tests = importlib.import_module("test_fuzz_mail")
    return tests.SEEDS, tests.read_wholly


def conversion(folder: Path) -> tuple[list[bytes], Try]:
    """Files of every kind: pages, or a slip sheet with a reason."""
    tests = importlib.import_module("test_fuzz_conversion")
    setting = tests.Setting(folder, date(2026, 3, 2), "Letter")

    def to_pages(data: bytes) -> None:
        # Outside programs are not what is tried here, and take seconds for each input.
        digest = tests.sha256_of_bytes(data)
        file = tests.File("file", data, digest, "", folder / "derived", unconverted=_Nothing())
        tests.well_made(tests.pages_in(file, setting))

    return list(tests.seeds().values()), to_pages


class _Nothing(dict[str, str]):
    """Every office file counts as one that was tried in vain."""

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> str:
        return "not converted"


TARGETS = {"contents": contents, "mail": mail, "conversion": conversion}


def main() -> None:
    """Fuzz for so many seconds, or try one file."""
    logging.disable()
    warnings.simplefilter("ignore")  # Pillow tells of each damaged field
    said = sys.argv[1:]
    what = said.pop(0) if said and said[0] in TARGETS else "contents"
    seconds = int(said[0]) if said else 60
    with tempfile.TemporaryDirectory() as folder:
        with atheris.instrument_imports(include=["frkit.evidence", *LIBRARIES[what]]):
            seeds, attempt = TARGETS[what](Path(folder))
        if one := os.environ.get("FRKIT_FUZZ_INPUT"):
            attempt(Path(one).read_bytes())
            return
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(seeds):
            (corpus / str(number)).write_bytes(seed)
        options = [
            f"-max_total_time={seconds}",
            "-max_len=20000",
            "-timeout=30",
            "-rss_limit_mb=3000",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *options, str(corpus)], attempt)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
