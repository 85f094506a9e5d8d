"""Reads like frkit, and really ends its process where it meets page 17 of a PDF or a text that says so."""

from __future__ import annotations

import os
import signal

from frkit.evidence.text import reading
from frkit.evidence.text.reading import Answer, Errand


def read(errand: Errand) -> tuple[Answer, ...]:
    """As :func:`frkit.evidence.text.reading.read`."""
    for unit in errand.units:
        if unit.kind == "pdf" and errand.first <= 16 < errand.first + errand.count:
            os.kill(os.getpid(), signal.SIGSEGV)
        if unit.kind == "text" and b"deadly" in reading.bytes_of(errand.original, unit.part):
            os.kill(os.getpid(), signal.SIGSEGV)
    return reading.read(errand)
