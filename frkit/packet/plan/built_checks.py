"""What a built packet misses of its profile: told from the PDFs themselves, as a court's own program would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, PdfError

from frkit.packet.plan.misses import Miss, severity_of
from frkit.packet.plan.page_checks import ReadByOcr
from frkit.packet.plan.profiles import CheckName, Profile
from frkit.packet.plan.size_checks import Size
from frkit.packet.verify.manifest import BuiltFile, Manifest, pages_of_file

_RUN = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/Rendition", "/Movie", "/Sound", "/Hide")
"""Actions that do something other than lead to a place."""
_PLAYED = ("/Movie", "/Sound", "/Screen", "/RichMedia", "/3D")
_REBUILD = "build it again: frkit packet build NAME"


@dataclass(frozen=True)
class _Volume:
    """One PDF of a built packet, opened, with its entry in the manifest and the pages of the contents in it."""

    file: BuiltFile
    pdf: Pdf
    contents: range
    """Indexes of the pages on which the contents stand; empty where they are in another volume."""


def sizes_of(build: Path, manifest: Manifest) -> list[Size]:
    """The real size of each PDF of a packet."""
    paths = [(one, build / one.file) for one in manifest.files]
    return [Size(one.file, path.stat().st_size, one.pages) for one, path in paths if path.is_file()]


def built_misses(build: Path, manifest: Manifest, profile: Profile) -> Iterator[Miss]:
    """What the PDFs of a packet lack of what its profile asks; raises nothing for one that cannot be opened."""
    for one in manifest.files:
        path = build / one.file
        try:
            with Pdf.open(path) as pdf:
                yield from _of_volume(_Volume(one, pdf, _contents(manifest, one)), profile)
        except (PdfError, OSError) as error:
            fact = f"{one.file} cannot be opened: {str(error).splitlines()[0]}"
            yield Miss("built", "fault", fact, _REBUILD.replace("NAME", manifest.packet.name))


def words_misses(build: Path, manifest: Manifest, profile: Profile, read: Sequence[ReadByOcr]) -> Iterator[Miss]:
    """Pages whose words OCR has read, and which are not in the PDFs: they were built before, or cannot bear them."""
    shown = {
        (exhibit.label, file.part or "", number): page
        for exhibit in manifest.exhibits
        for file in exhibit.files
        if not file.slip_sheet
        for page, number in pages_of_file(manifest, file)
    }
    places = ((shown.get((one.exhibit, one.part, one.page)), one) for one in read)
    wanted = {page: one for page, one in places if page is not None}
    lacking: dict[str, list[int]] = {}
    for volume in manifest.files if wanted else ():
        there = {page: one for page, one in wanted.items() if volume.first_page <= page <= volume.last_page}
        texts = texts_of_pages(build / volume.file, [page - volume.first_page for page in there]) if there else {}
        for page, one in there.items():
            text = texts.get(page - volume.first_page, "").casefold()
            if not any(word.casefold() in text for word in one.words):
                lacking.setdefault(one.exhibit, []).append(one.page)
    for label, pages in lacking.items():
        yield Miss(
            "searchable",
            severity_of(profile, "searchable"),
            "OCR has read words there that are not in the built PDF, so a search does not find them.",
            f"build it again: frkit packet build {manifest.packet.name}",
            exhibit=label,
            pages=tuple(pages),
            rule=profile.rule_for("searchable"),
        )


def texts_of_pages(path: Path, pages: Sequence[int]) -> dict[int, str]:
    """The text of some pages, from 0; nothing for a file that cannot be read."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(path)
    except (PdfiumError, OSError):
        return {}
    try:
        wanted = [page for page in pages if page < len(document)]
        return {page: str(document[page].get_textpage().get_text_range()) for page in wanted}
    finally:
        document.close()


def _of_volume(volume: _Volume, profile: Profile) -> Iterator[Miss]:
    for check, look in _CHECKS:
        rule = profile.rule_for(check)
        if rule is None and not (check == "embedded_files" and not profile.limits.embedded_files):
            continue
        for fact, pages in look(volume):
            yield Miss(
                check,
                severity_of(profile, check),
                f"{volume.file.file}: {fact}",
                "build it again with this frkit; if it stays, that is a bug of frkit",
                pages=tuple(volume.file.first_page + page for page in pages),
                rule=rule,
            )


Found = Iterator[tuple[str, Sequence[int]]]
"""What is wrong, and on which pages, from 0."""


def _page_labels(volume: _Volume) -> Found:
    """One arabic series whose first number is the page's place in the packet."""
    labels = volume.pdf.Root.get("/PageLabels")
    numbers = labels.get("/Nums") if isinstance(labels, Dictionary) else None
    first = numbers[1] if isinstance(numbers, Array) and len(numbers) == 2 and int(numbers[0]) == 0 else None
    good = isinstance(first, Dictionary) and first.get("/S") == Name.D and "/P" not in first
    if not good or first is None or int(first.get("/St", 1)) != volume.file.first_page:
        yield "a PDF reader does not show the numbers that are printed on the pages", ()


def _opening_view(volume: _Volume) -> Found:
    action = volume.pdf.Root.get("/OpenAction")
    zoom = action[4] if isinstance(action, Array) and len(action) == 5 and action[1] == Name.XYZ else None
    if zoom is None or float(zoom) != 1:
        yield "it does not open at 100 %", ()


def _bookmarks(volume: _Volume) -> Found:
    with volume.pdf.open_outline() as outline:
        titles = [str(one.title) for one in outline.root]
    if not titles:
        yield "it has no bookmarks", ()
    bare = [title for title in titles if not any(sign.isdigit() for sign in title)]
    if bare:
        yield f"the bookmark '{bare[0]}' names no page", ()


def _linked_contents(volume: _Volume) -> Found:
    bare = [
        number
        for number in volume.contents
        if not any(one.get("/Subtype") == Name.Link for one in _annotations(volume.pdf.pages[number].obj))
    ]
    if bare:
        yield "the contents have a page without links", bare


def _disarmed(volume: _Volume) -> Found:
    root = volume.pdf.Root
    if volume.pdf.is_encrypted:
        yield "it is encrypted", ()
    if "/AcroForm" in root:
        yield "it holds a fillable form", ()
    names = root.get("/Names")
    if "/AA" in root or (isinstance(names, Dictionary) and "/JavaScript" in names):
        yield "it holds a program that runs by itself", ()
    armed = [number for number, page in enumerate(volume.pdf.pages) if _runs_something(page.obj)]
    if armed:
        yield "something on a page starts a program, or plays", armed


def _runs_something(page: Any) -> bool:
    return "/AA" in page or any(
        "/AA" in one or one.get("/Subtype") in _PLAYED or _action(one) in _RUN for one in _annotations(page)
    )


def _action(annotation: Any) -> str:
    action = annotation.get("/A")
    return str(action.get("/S", "")) if isinstance(action, Dictionary) else ""


def _embedded_files(volume: _Volume) -> Found:
    names = volume.pdf.Root.get("/Names")
    if isinstance(names, Dictionary) and "/EmbeddedFiles" in names:
        yield "a file is attached to it", ()
    on = [
        number
        for number, page in enumerate(volume.pdf.pages)
        if any(one.get("/Subtype") == Name.FileAttachment for one in _annotations(page.obj))
    ]
    if on:
        yield "a file is attached to a page", on


def _annotations(page: Any) -> list[Any]:
    listed = page.get("/Annots")
    return [one for one in listed if isinstance(one, Dictionary)] if isinstance(listed, Array) else []


def _contents(manifest: Manifest, file: BuiltFile) -> range:
    for part in manifest.parts:
        if part.part == "contents":
            first, last = max(part.first_page, file.first_page), min(part.last_page, file.last_page)
            return range(first - file.first_page, last - file.first_page + 1)
    return range(0)


_CHECKS: tuple[tuple[CheckName, Callable[[_Volume], Found]], ...] = (
    ("disarmed", _disarmed),
    ("embedded_files", _embedded_files),
    ("page_labels", _page_labels),
    ("opening_view", _opening_view),
    ("bookmarks", _bookmarks),
    ("linked_contents", _linked_contents),
)
