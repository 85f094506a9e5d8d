"""What differs between one PDF of a packet and its manifest: the file, its pages, their numbers, what is around."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from frkit.base.files import inside, sha256_of, sha256_of_bytes
from frkit.packet.verify.agreement import against_pdf
from frkit.packet.verify.digests import BROKEN, METHOD, RECORD, PageDigest, outside_digest, page_digests
from frkit.packet.verify.manifest import BuiltFile, Manifest, PageEntry
from frkit.pages.wording import plural

Kinds = list[list[str]]
"""Faults of one kind together."""
SAME_PAGES = (
    "Not the same bytes, but the same pages: every page, the bookmarks, page labels, layers and title are as they were "
    "built. A program wrote the file anew, as some do when they save, linearise or compress it."
)
UNCHANGED = (
    "All pages are unchanged: the difference lies outside them (title, bookmarks, page labels, layers, attached files "
    "or structure)."
)


@dataclass(frozen=True)
class _Seen:
    """What one PDF holds now."""

    digests: list[PageDigest]
    outside: str
    record: str
    """The digest of the manifest that it carries; empty if none."""
    embedded: tuple[str, ...]
    """The SHA-256 of each embedded file."""


def check_pdf(folder: Path, file: BuiltFile, manifest: Manifest, record: str) -> tuple[str, Kinds]:
    """What was looked at, and the faults of each kind; ``record`` is the digest of the manifest that lies there now."""
    path = inside(folder, file.file)
    if not path.is_file():
        volume = f" Pages {file.first_page} to {file.last_page} are missing with it." if len(manifest.files) > 1 else ""
        return f"{path.name}: missing", [[f"{path.name} is not there.{volume}"]]
    pages = manifest.pages[file.first_page - 1 : file.last_page]
    digest = sha256_of(path)
    other = next((one for one in manifest.files if one.sha256 == digest and one.file != file.file), None)
    if other is not None:
        return f"{path.name}: exchanged", [[f"{path.name} holds what was built as {other.file}."]]
    seen = _look(path, file.first_page)
    if isinstance(seen, str):
        kinds: Kinds = [[f"The file cannot be opened as a PDF any more: {seen}."]]
    else:
        kinds = [*_explained(path.name, seen, pages, file, manifest, record), list(_number_faults(path, pages))]
    said = list(against_pdf(path, file, manifest))
    if digest == file.sha256:
        fits = [[f"The manifest does not fit its own PDF. {one}" for one in kind] for kind in kinds]
        return f"{path.name}: {plural(file.pages, 'page')}, SHA-256 {file.sha256}", [said, *fits]
    built = f"{path.name} is not the file that was built: its SHA-256 is {digest}, not {file.sha256}."
    if not any(kinds) and not isinstance(seen, str) and manifest.page_digest == METHOD:
        same = seen.outside == file.outside and not said
        kinds = [[SAME_PAGES if same else UNCHANGED]]
    return f"{path.name}: differs", [[built], *kinds, said]


def _look(path: Path, first: int) -> _Seen | str:
    """What a PDF holds, or why it cannot be read."""
    import pikepdf

    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            inner = tuple(sha256_of_bytes(one.get_file().read_bytes()) for one in pdf.attachments.values())
            carried = str(pdf.docinfo.get(RECORD, ""))
            return _Seen(page_digests(pdf, first), outside_digest(pdf, first), carried, inner)
    except BROKEN as error:
        return " ".join(str(error).split())[:160]


def _explained(
    name: str, seen: _Seen, pages: Sequence[PageEntry], file: BuiltFile, manifest: Manifest, record: str
) -> Kinds:
    """Which pages differ, and how; and whether PDF and manifest are of one packet."""
    count = [f"It has {plural(len(seen.digests), 'page')}; {len(pages)} were built."] * (
        len(seen.digests) != len(pages)
    )
    carried = []
    if seen.record != record:
        told = f"the record of another manifest ({seen.record[:16]}...)" if seen.record else "no record of a manifest"
        carried = [f"{name} carries {told}: they are not of one packet, or one of them was edited."]
    carried += [
        f"{name}: an embedded file is not the record that stands in manifest.json."
        for one in seen.embedded
        if one != record
    ]
    if manifest.page_digest != METHOD:
        return [count, carried]
    return [count, carried, *_changed_pages(seen.digests, pages, manifest)]


def _changed_pages(digests: Sequence[PageDigest], expected: Sequence[PageEntry], manifest: Manifest) -> Kinds:
    """The pages that differ, by kind; in one line where every page differs in the same way."""
    kinds: dict[str, list[str]] = {}
    for kind, words in _page_faults(digests, expected, manifest):
        kinds.setdefault(kind, []).append(words)
    for kind, found in kinds.items():
        if len(found) == len(expected) > 1:
            kinds[kind] = [f"All {len(expected)} pages: {kind}."]
    return list(kinds.values())


def _page_faults(
    digests: Sequence[PageDigest], expected: Sequence[PageEntry], manifest: Manifest
) -> Iterator[tuple[str, str]]:
    """Each page that differs: how in general, and in words."""
    home = {page.digest: page.page for page in manifest.pages}
    bodies = {page.content: page.page for page in manifest.pages}
    for digest, page in zip(digests, expected, strict=False):
        if (digest.body, digest.whole) == (page.content, page.digest):
            continue
        named = f"Page {page.page}{' (' + page.bates + ')' if page.bates else ''}"
        other = home.get(digest.whole)
        if other is not None and other != page.page:
            yield "moved or exchanged", f"{named} holds what was page {other}: pages were moved or exchanged."
        elif digest.body == page.content:
            how = "the content is unchanged, but stamps, sizes, rotation, links or notes were changed"
            yield how, f"{named}: its content is unchanged, but its stamp, size, rotation, links or notes were changed."
        elif digest.body in bodies and bodies[digest.body] != page.page:
            how = "content exchanged below the stamps"
            yield how, f"{named} bears its own stamp over the content of page {bodies[digest.body]}."
        else:
            yield "the content is not what was built", f"{named} was changed: its content is not what was built."


def _number_faults(path: Path, pages: Sequence[PageEntry]) -> Iterator[str]:
    """Pages whose printed numbers are not those of the manifest, read from the page as a reader's search would."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return
    try:
        for page, expected in zip(document, pages, strict=False):
            words = re.sub(r"\s+", " ", page.get_textpage().get_text_range())
            if expected.bates and expected.bates not in words:
                yield f"Page {expected.page} does not bear its Bates number {expected.bates}."
    except pypdfium2.PdfiumError as error:
        yield f"A page cannot be read: {error}."
    finally:
        document.close()
