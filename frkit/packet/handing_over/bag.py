"""A folder in the form of BagIt 1.0 (RFC 8493), which archives and libraries take in and check."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from frkit import __version__
from frkit.base.files import flush_file, make_folder, sha256_of_bytes
from frkit.packet.handing_over.contents import HandedFile
from frkit.packet.handing_over.zip_file import Progress, checked_blocks
from frkit.packet.verify.manifest import Manifest
from frkit.pages.wording import on_one_line, plural

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def write_bag(folder: Path, files: Sequence[HandedFile], manifest: Manifest, progress: Progress) -> None:
    """Write payload and tag files into a new folder. The same packet gives the same bag: no day stands in it."""
    for number, file in enumerate(files):
        progress(number, len(files), file.name)
        path = folder / "data" / file.name
        make_folder(path.parent)
        with path.open("xb") as target:
            for block in checked_blocks(file):
                target.write(block)
            flush_file(target)
    tags = {
        "bag-info.txt": _info(files, manifest),
        "bagit.txt": DECLARATION,
        "manifest-sha256.txt": _sums({f"data/{one.name}": one.sha256 for one in files}),
    }
    tags["tagmanifest-sha256.txt"] = _sums({name: sha256_of_bytes(data) for name, data in tags.items()})
    for name, data in tags.items():
        with (folder / name).open("xb") as target:
            target.write(data)
            flush_file(target)


def _info(files: Sequence[HandedFile], manifest: Manifest) -> bytes:
    about = manifest.packet
    size = f"{plural(len(manifest.pages), 'page')} and {plural(len(manifest.exhibits), 'exhibit')}"
    rows = [
        ("External-Identifier", f"urn:sha256:{manifest.manifest_sha256}"),
        ("External-Description", f"{on_one_line(about.title)}: an evidence packet of {size}, as of {about.as_of}"),
        ("Internal-Sender-Identifier", about.name),
        ("Bag-Software-Agent", f"frkit {__version__}"),
        ("Payload-Oxum", f"{sum(one.size for one in files)}.{len(files)}"),
    ]
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in rows).encode("utf-8", "replace")


def _sums(digests: dict[str, str]) -> bytes:
    """Lines of a manifest, sorted by path; in a path the signs that would end a line are written as RFC 8493 asks."""
    lines = [f"{digest}  {_path(name)}\n" for name, digest in sorted(digests.items())]
    return "".join(lines).encode("utf-8")


def _path(name: str) -> str:
    return re.sub(r"[%\r\n]", lambda sign: f"%{ord(sign[0]):02X}", name)
