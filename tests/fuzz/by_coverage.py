"""Fuzzing led by what code is reached, with atheris: python tests/fuzz/by_coverage.py [SECONDS].

Each input is damaged by libFuzzer, which keeps those that reach something new. What breaks a reader is written to a
file crash-... in the current folder; FRKIT_FUZZ_INPUT=FILE tries that one again.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

with atheris.instrument_imports(include=["frkit.evidence", "olefile", "py7zr", "zipfile", "tarfile"]):
    import test_fuzz_contents as contents


def main() -> None:
    """Fuzz for so many seconds, or try one file."""
    logging.disable()
    if one := os.environ.get("FRKIT_FUZZ_INPUT"):
        contents.look_inside(Path(one).read_bytes())
        return
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(contents.ALL):
            (Path(corpus) / str(number)).write_bytes(seed)
        options = [
            f"-max_total_time={seconds}",
            "-max_len=20000",
            "-timeout=30",
            "-rss_limit_mb=3000",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *options, corpus], contents.look_inside)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
