"""One PDF that a program really wrote goes through a packet, and all that must hold is looked at: see .ci/real-pdfs."""

from __future__ import annotations

import collections
import hashlib
import io
import math
import re
import subprocess
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_SEEN = 8
"""Pages of one file that are rendered."""
LONGEST_SIDE = 420
"""Dots of a rendering."""
TOLERANCE = 40
"""Levels by which a dot of a slightly blurred picture may differ."""
FEW_DOTS = 4
EDGE = 2
"""Dots at the edges that are not compared: a page that grew goes on there."""
LEGEND = "CONFIDENTIAL"
_DAMAGED_STREAM = re.compile(
    r"decoding stream data|re-processed|content stream|parse error while reading|Page \d+|object stream"
)


def looked_at(job: tuple[str, bool]) -> dict[str, Any]:
    """What became of one file, and what does not hold."""
    from frkit.evidence.pdf.copy import packet_copy
    from frkit.evidence.unreadable import Unreadable

    warnings.simplefilter("ignore")
    name, second = job
    data = Path(name).read_bytes()
    others = pages_by_others(name, data)
    try:
        copy = packet_copy(data)
    except Unreadable as problem:
        others_read = {who: pages for who, pages in others.items() if pages}
        found = [f"refused: {problem}; yet {others_read}"] if others_read else []
        return {"outcome": "refused", "why": str(problem), "problems": found}
    with tempfile.TemporaryDirectory() as folder:
        return in_a_packet(data, copy, others, Path(folder), second)


def pages_by_others(name: str, data: bytes) -> dict[str, int]:
    import pypdfium2

    found = {"PDFium": 0, "poppler": 0}
    try:
        with pypdfium2.PdfDocument(data) as opened:
            found["PDFium"] = len(opened)
    except pypdfium2.PdfiumError:
        pass
    said = ran("pdfinfo", name)
    pages = re.search(rb"^Pages:\s+(\d+)", said.stdout, re.MULTILINE) if said else None
    found["poppler"] = int(pages[1]) if pages else 0
    return found


def ran(*command: str) -> subprocess.CompletedProcess[bytes] | None:
    try:
        return subprocess.run(command, capture_output=True, timeout=40)
    except subprocess.TimeoutExpired:
        return None


def in_a_packet(data: bytes, copy: Any, others: dict[str, int], folder: Path, second: bool) -> dict[str, Any]:
    import pikepdf

    from frkit.packet.assembly.assembling import Section, assemble
    from frkit.packet.assembly.kept import Keeping
    from frkit.packet.assembly.stamping import Stamp
    from frkit.packet.verify.digests import page_digests

    problems: list[str] = []
    if copy.count not in others.values() and any(others.values()):
        problems.append(f"pages: {copy.count}, yet {others}")
    kept = Keeping(str(folder / "kept"), {}).keep(0, copy.pdf, {})
    stamps = tuple(Stamp(at, f"FRK-{at:06d}", "Exhibit 1", LEGEND) for at in range(1, copy.count + 1))
    made = assemble([Section(kept, stamps)], [], "As it exists", back_to=1)
    promised = list(made.digests)
    path = folder / "packet.pdf"
    made.write(path)
    (folder / "original.pdf").write_bytes(data)
    problems += faults(folder)
    with pikepdf.open(path) as opened:
        if len(opened.pages) != copy.count:
            problems.append(f"pages: {copy.count} copied, {len(opened.pages)} in the packet")
        if page_digests(opened) != promised or tuple(one.body for one in promised) != kept.measured.bodies:
            problems.append("digests: not those that were promised")
        compared, lost = streams_of(data, opened)
    if lost:
        problems.append(f"streams: {len(lost)} of {compared} not in the packet: {lost[:3]}")
    problems += text_lost(folder, copy.count)
    seen = shown(data, copy, kept, made, path, problems)
    found = {
        "outcome": "shown", "pages": copy.count, "bands": made.placements.count("band"), "rendered": seen,
        "streams": compared, "changed_streams": len(lost), "steps": copy.steps, "warnings": copy.warnings,
        "problems": problems,
    }  # fmt: skip
    if second:
        found["second"] = by_ghostscript(folder, kept, made, problems)
    return found


def faults(folder: Path) -> list[str]:
    """What qpdf finds in the packet, but for streams that were damaged before."""
    checked = ran("qpdf", "--check", (folder / "packet.pdf").as_posix())
    if checked is None:
        return ["check: too slow"]
    if checked.returncode == 0:
        return []
    lines = checked.stderr.decode(errors="replace").splitlines()
    own = [line for line in lines if line.startswith("WARNING") and not _DAMAGED_STREAM.search(line)]
    before = ran("qpdf", "--check", (folder / "original.pdf").as_posix())
    if not own and checked.returncode == 3 and (before is None or before.returncode):
        return []
    return [f"check: {(own or lines)[:2]}"]


def streams_of(data: bytes, packet: Any) -> tuple[int, list[str]]:
    """How many streams the original's pages draw from, and those whose bytes are nowhere in the packet."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as original:
            if original.is_encrypted:
                return 0, []
            wanted = drawn_from(original)
    except Exception:  # what cannot be opened at all has nothing to compare with
        return 0, []
    there = set()
    for one in packet.objects:
        if isinstance(one, pikepdf.Stream):
            there.add(hashlib.sha256(one.read_raw_bytes()).hexdigest())
    return len(wanted), [what for digest, what in wanted.items() if digest not in there]


def drawn_from(pdf: Any) -> dict[str, str]:
    import pikepdf

    found: dict[str, str] = {}
    seen: set[tuple[int, int]] = set()
    todo: list[tuple[Any, str]] = []
    for number, page in enumerate(pdf.pages, start=1):
        todo += [(page.obj.get(key), f"page {number} {key}") for key in ("/Contents", "/Resources")]
    while todo:
        one, where = todo.pop()
        if not isinstance(one, pikepdf.Object):
            continue
        if one.is_indirect:
            if one.objgen in seen:
                continue
            seen.add(one.objgen)
        if isinstance(one, pikepdf.Stream):
            found.setdefault(hashlib.sha256(one.read_raw_bytes()).hexdigest(), f"{where} {one.objgen[0]}")
        if isinstance(one, pikepdf.Array):
            todo += [(item, where) for item in list(one)]
        elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            if one.get("/Type") == pikepdf.Name.Page:
                continue
            todo += [
                (item, f"{where}{key}"[:90])
                for key, item in one.items()
                if key not in ("/Parent", "/P", "/Metadata", "/PieceInfo", "/StructParent", "/F", "/OPI")
            ]
    return found


def text_lost(folder: Path, count: int) -> list[str]:
    said = [
        ran("pdftotext", "-l", str(MOST_SEEN), (folder / name).as_posix(), "-")
        for name in ("original.pdf", "packet.pdf")
    ]
    if said[0] is None or said[1] is None or said[0].returncode:
        return []
    before, after = (one.stdout.decode("utf-8", "replace").split("\f") for one in said)
    found = []
    for number, (old, new) in enumerate(zip(before, after, strict=False)):
        lost = collections.Counter("".join(old.split())) - collections.Counter("".join(new.split()))
        if lost:
            found.append(f"text: page {number + 1} lacks {''.join(lost.elements())[:40]!r}")
    return found[:3]


def shown(data: bytes, copy: Any, kept: Any, made: Any, path: Path, problems: list[str]) -> int:
    """Render pages of the original, the copy and the packet, and compare; gives the number of pages."""
    import pypdfium2

    try:
        original = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        original = None
    try:
        plain, packet = pypdfium2.PdfDocument(copy.pdf), pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if original:
            problems.append(f"looks: PDFium cannot open the packet ({error})")
        return 0
    if original and len(original) != copy.count:
        original = None
    seen = 0
    for number in pages_to_see(copy.count):
        frame = kept.measured.frames[number]
        view = View.of(frame)
        before = view.picture(plain, number)
        if before is None:
            continue
        after = view.picture(packet, number)
        if after is None:
            problems.append(f"looks: page {number + 1} of the packet cannot be rendered")
            continue
        seen += 1
        first = view.picture(original, number, filled="form fields" in " ".join(copy.steps)) if original else None
        if first is not None:
            differ(first, before, 0, f"page {number + 1} of the copy", problems)
        differ(before, after, free_below(made.placements[number], frame, view.scale), f"page {number + 1}", problems)
    return seen


@dataclass(frozen=True)
class View:
    """The part of a page to be drawn: dots across and down, and dots a unit; more of a page lies left or below."""

    across: float
    down: float
    scale: float

    @classmethod
    def of(cls, frame: Any) -> View:
        """The whole of a page, none larger than the longest side."""
        wide, high = frame.width / frame.unit, frame.height / frame.unit
        return cls(wide, high, min(4.0, LONGEST_SIDE / max(wide, high)))

    def picture(self, document: Any, number: int, *, filled: bool = False) -> Any:
        """It as PDFium draws it, at exact places; None where it cannot. ``filled``: form fields, too, as printed."""
        import pypdfium2
        from pypdfium2 import raw

        size = [max(1, math.ceil(side * self.scale)) for side in (self.across, self.down)]
        try:
            page = document[number]
            if filled:
                raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
                page = document[number]
            aside = (self.across - page.get_size()[0]) * self.scale
            bitmap = pypdfium2.PdfBitmap.new_native(*size, raw.FPDFBitmap_BGRx)
        except (pypdfium2.PdfiumError, ValueError, MemoryError):
            return None
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
        matrix = raw.FS_MATRIX(self.scale, 0, 0, self.scale, aside, 0)
        raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, raw.FS_RECTF(0, 0, *size), raw.FPDF_ANNOT)
        return bitmap.to_pil().convert("RGB")


def free_below(placement: str, frame: Any, scale: float) -> int:
    """Dots above the lower edge in which a stamp may stand; none if it stands in a band below the page."""
    from frkit.packet.assembly.places import HEIGHT, LOWER, scale_of

    return 0 if placement == "band" else math.ceil((max(LOWER) + HEIGHT + 1) * scale_of(frame) / frame.unit * scale)


def pages_to_see(count: int) -> list[int]:
    return list(range(count)) if count <= MOST_SEEN else [*range(MOST_SEEN - 1), count - 1]


def differ(first: Any, second: Any, below: int, what: str, problems: list[str]) -> None:
    """Whether two pictures differ by more than the way in which edges are drawn, but for so many rows below."""
    from PIL import ImageChops, ImageFilter

    box = (EDGE, EDGE, first.width - EDGE, max(EDGE + 1, first.height - max(EDGE, below)))
    if box[2] <= box[0]:
        return
    one, other = (picture.crop(box).filter(ImageFilter.BoxBlur(1)) for picture in (first, second))
    changed = ImageChops.difference(one, other).point(lambda tone: 255 * (tone > TOLERANCE))
    dots = changed.convert("L").point(lambda tone: 255 * (tone > 0)).histogram()[255]
    if dots > FEW_DOTS:
        problems.append(f"looks: {what} differs in {dots} dots")


def by_ghostscript(folder: Path, kept: Any, made: Any, problems: list[str]) -> int:
    """The first pages as a second viewer shows them."""
    from PIL import Image

    pictures = []
    for name in ("original", "packet"):
        made_of = ran("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dUseCropBox", "-sDEVICE=png16m", "-r36",
                      "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", "-dLastPage=2",
                      f"-sOutputFile={folder / name}-%d.png",
                      (folder / f"{name}.pdf").as_posix())  # fmt: skip
        pictures.append(sorted(folder.glob(f"{name}-*.png")) if made_of and not made_of.returncode else [])
    if not pictures[0] or len(pictures[0]) != len(pictures[1]):
        return 0
    for number, (old, new) in enumerate(zip(*pictures, strict=False)):
        frame = kept.measured.frames[number]
        before, after = (Image.open(one).convert("RGB") for one in (old, new))
        if max(before.size) > 3000:
            continue
        after = after.crop((after.width - before.width, 0, after.width, before.height))
        below = free_below(made.placements[number], frame, 0.5 * frame.unit)
        differ(before, after, below, f"page {number + 1} in Ghostscript", problems)
    return len(pictures[0])
