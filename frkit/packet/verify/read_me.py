"""``README.txt`` beside a built packet: what the files are, and how anybody can check them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from frkit.packet.verify.manifest import Record
from frkit.pages.wording import on_one_line, plural

README = "README.txt"
_WIDTH = 78


def read_me(record: Record, pdfs: Sequence[str]) -> bytes:
    """The text, in plain words, the same for the same packet."""
    about = record.packet
    lines = [
        *textwrap.wrap(on_one_line(about.title), _WIDTH),
        f"A packet of {plural(len(record.pages), 'page')} and {plural(len(record.exhibits), 'exhibit')}, "
        f"as of {about.as_of}.",
        "",
        "What lies here",
        "",
        *_listed(pdfs),
        "",
        "Is this what was built?",
        "",
        "  With Python 3.10 or later and its library pikepdf, in this folder:",
        "",
        "    python3 -m pip install pikepdf",
        "    python3 verify.py",
        "",
        "  With frkit, which also tells what was changed, and on which page:",
        "",
        "    frkit packet verify .",
        "",
        "  With neither: the SHA-256 of each PDF has to be the one under 'files' in",
        "  manifest.json, and that of an original the one in the table of custody.",
        "",
        f"    sha256sum {pdfs[0]}                      (Linux)",
        f"    shasum -a 256 {pdfs[0]}                  (macOS)",
        f"    certutil -hashfile {pdfs[0]} SHA256      (Windows)",
        "",
        "What that shows, and what it does not",
        "",
        *_wrapped(
            "Whoever can change all files here can make them fit one another again. So compare manifest_sha256, in "
            "the first lines of manifest.json, with the digest that was given to you in another way, such as in the "
            "e-mail or the letter that the packet came with. If it is the same, this is that packet, byte for byte."
        ),
        "",
        "Nothing here is legal advice.",
        "",
    ]
    return "\n".join(lines).encode("utf-8", "replace")


def _listed(pdfs: Sequence[str]) -> list[str]:
    told = [(name, "the packet: read this") for name in pdfs]
    if len(pdfs) > 1:
        told = [(name, f"volume {number} of {len(pdfs)}") for number, name in enumerate(pdfs, start=1)]
    told += [
        ("manifest.json", "where each page came from, with numbers and hashes"),
        ("manifest.csv", "the same as a table, a row for each page"),
        ("verify.py", "a short program that checks all this; open it and read it"),
    ]
    width = max(len(name) for name, _ in told) + 3
    return [f"  {name:<{width}}{what}" for name, what in told]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")
