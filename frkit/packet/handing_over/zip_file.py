"""A ZIP file whose bytes depend on the files in it alone: one order, one time, nothing packed."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from frkit.base.errors import FrkitError
from frkit.base.files import BLOCK
from frkit.packet.handing_over.contents import HandedFile

_TIME = (1980, 1, 1, 0, 0, 0)
"""The first that ZIP knows; the true one would make two equal packets differ."""
_UNIX, _MODE = 3, 0o100644 << 16
Progress = Callable[[int, int, str], None]


def write_zip(out: BinaryIO, top: str, files: Sequence[HandedFile], progress: Progress) -> None:
    """Write the files below one folder, block by block; raises FrkitError if one is no longer what was checked."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number, file in enumerate(files):
            progress(number, len(files), file.name)
            entry = zipfile.ZipInfo(f"{top}/{file.name}", _TIME)
            entry.create_system, entry.external_attr, entry.file_size = _UNIX, _MODE, file.size
            with archive.open(entry, "w") as target:
                for block in checked_blocks(file):
                    target.write(block)


def checked_blocks(file: HandedFile) -> Iterator[bytes]:
    """The bytes of a file in blocks; raises FrkitError at the end if they are not those that were checked."""
    digest = hashlib.sha256()
    with file.source.open("rb") as source:
        while block := source.read(BLOCK):
            digest.update(block)
            yield block
    if digest.hexdigest() != file.sha256:
        raise FrkitError(
            f"{file.source.name} changed while it was copied.",
            place=str(file.source.parent),
            remedy="nothing was written; run it again when nothing else writes there",
        )
