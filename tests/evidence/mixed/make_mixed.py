"""Make a folder as agencies fill it: some three hundred files of all kinds, by real programs.

``python tests/evidence/mixed/make_mixed.py FOLDER [SIZE]``: SIZE 6 gives about three hundred files, SIZE 1 some
hundred. LibreOffice, tesseract, ghostscript, qpdf and 7-Zip must be installed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from mixed_mails import mails
from mixed_odd import archives, odd_files, texts
from mixed_office import office_files
from mixed_pdfs import pdfs
from mixed_pictures import pictures


def all_files(size: int) -> dict[str, bytes]:
    """Every file of the folder by its path in it."""
    return {
        **office_files(size),
        **pictures(size * 2),
        **pdfs(size),
        **mails(size),
        **archives(size),
        **texts(size),
        **odd_files(),
    }


def write(files: dict[str, bytes], folder: Path) -> None:
    """Write files below a folder that is made here; also a link, which is no file of its own."""
    for name, data in files.items():
        path = folder / os.fsdecode(os.fsencode(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "link to hosts").symlink_to("/etc/hosts")


if __name__ == "__main__":
    made = all_files(int(sys.argv[2]) if len(sys.argv) > 2 else 6)
    write(made, Path(sys.argv[1]))
    print(f"{len(made)} files, {sum(map(len, made.values())):,} bytes, and a link")
