"""What a page may read while it is typeset: bundled fonts and style sheets, and pictures of one folder."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from frkit.base.bundled import bundled

CAMPAIGN = "file:///campaign/"
"""The address under which a page sees its folder; relative addresses start here. Real paths never reach a page."""
TEMPLATES = "file:///templates/"
"""The address under which a page sees the bundled templates."""
READABLE = {
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}


class FolderFetcher(URLFetcher):  # type: ignore[misc]
    """Reads pictures, fonts and style sheets below two folders, and writes down every address that it refused."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._roots = {"campaign": folder, "templates": bundled("templates")}
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The bytes at an address, or ValueError, upon which the page is made without them."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        found = self._file(url)
        if found is None:
            self.refused.append(url)
            raise ValueError(f"refused: {url}")
        return URLFetcherResponse(url, found.read_bytes(), {"Content-Type": READABLE[found.suffix.lower()]})

    def _file(self, url: str) -> Path | None:
        parts = urlsplit(url)
        _, first, *rest = unquote(parts.path).split("/")
        if parts.scheme != "file" or parts.netloc or first not in self._roots or rest[:1] == ["private"]:
            return None
        root = self._roots[first].resolve()
        try:
            target = root.joinpath(*rest).resolve()
            readable = target.is_relative_to(root) and target.is_file() and target.suffix.lower() in READABLE
        except (OSError, ValueError):
            return None
        return target if readable and "private" not in target.relative_to(root).parts[:1] else None
