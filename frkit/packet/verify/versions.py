"""With what a packet was made: the same files and the same versions give the same bytes."""

from __future__ import annotations

import zlib
from importlib.metadata import PackageNotFoundError, version

from frkit import __version__

_PACKAGES = ("weasyprint", "pikepdf", "pypdfium2", "img2pdf", "pillow", "fonttools", "jinja2")


def made_with() -> dict[str, str]:
    """Program and library -> version, in a fixed order."""
    import pikepdf

    versions = {
        "frkit": __version__,
        "qpdf": pikepdf.__libqpdf_version__,
        "pango": _pango(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
    versions |= {package: _version(package) for package in _PACKAGES}
    return {"frkit": versions.pop("frkit"), **dict(sorted(versions.items()))}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _pango() -> str:
    try:
        from weasyprint.text.ffi import pango

        number = int(pango.pango_version())
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    except (ImportError, OSError, AttributeError):
        return "unknown"
