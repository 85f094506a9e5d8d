"""Opening a PDF without a word on the terminal, whatever is wrong with it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pikepdf import Pdf


def open_pdf(file: BinaryIO, password: str = "") -> Pdf:
    """A PDF read from its beginning; raises pikepdf.PasswordError, or what else pikepdf raises."""
    import pikepdf

    # qpdf's remarks on damaged files do not belong on the terminal.
    log = logging.getLogger("pikepdf")
    log.propagate = False
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    file.seek(0)
    return pikepdf.open(file, password=password, suppress_warnings=True)
