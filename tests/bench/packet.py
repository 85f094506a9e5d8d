"""Putting a packet together beside qpdf's own bare merge of the same pages; ends 1 if the bound is missed.

``python tests/bench/packet.py``; a number behind it takes so many pages instead. The pages are mixed: text, grey scans,
faxes, some turned or cropped, some with links. frkit puts stamps, page labels, bookmarks, a list of contents with a
link to each exhibit, a link on every stamp back to it, and the hash of each page; the conversions are kept already.
The yardstick is libqpdf's merge (pikepdf.Job), which does none of that. Every side ends when its file is on the disk.
Beside them, once: the program qpdf, pikepdf's and pypdf's own ways to put files together. On a busy machine processor
time is the fairer figure; a bound is kept if either keeps it. The bound is 1.0 times.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measuring import PROJECT
from packet_corpus import make

sys.path.insert(0, str(PROJECT))

PAGES, MOST_RATIO, ROUNDS = 10_000, 1.0, 3
LINES = 50
"""Links on a page of contents."""


def keep(paths: list[Path], folder: Path) -> list[object]:
    """The packet's copies of all files, as the store keeps them."""
    from frkit.evidence.pdf.copy import packet_copy
    from frkit.packet.assembly.kept import Keeping

    return [Keeping(str(folder / path.stem), {}).keep(0, packet_copy(path.read_bytes()).pdf, {}) for path in paths]


def contents(starts: list[int], sheets: int) -> bytes:
    """Pages with a line for each exhibit, which leads to its first page."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    with pikepdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for sheet in range(sheets):
            pdf.add_blank_page(page_size=(612, 792))
            page, some = pdf.pages[-1].obj, list(enumerate(starts))[sheet * LINES : (sheet + 1) * LINES]
            rows = "".join(f"(Exhibit {number + 1}, page {start}) Tj 0 -13 Td " for number, start in some)
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            page.Contents = pdf.make_stream(f"BT /F1 10 Tf 72 740 Td {rows} ET".encode())
            page.Annots = Array(
                pdf.make_indirect(
                    Dictionary(
                        Type=Name.Annot,
                        Subtype=Name.Link,
                        Rect=Array([72, 737 - 13 * at, 540, 750 - 13 * at]),
                        Dest=Array([start - 1, Name.XYZ, None, None, None]),
                    )
                )
                for at, (_, start) in enumerate(some)
            )
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def ours(files: list[object], out: Path) -> None:
    """A packet of kept files: listed, stamped, labelled, bookmarked, linked, hashed page by page, written."""
    from frkit.packet.assembly.assembling import Section, assemble
    from frkit.packet.assembly.outline import Entry
    from frkit.packet.assembly.stamping import Stamp

    sheets = -(-len(files) // LINES)
    sections, marks, starts, page = [], [Entry(0, "Contents", 1)], [], sheets + 1
    for number, file in enumerate(files, start=1):
        count = len(file.measured.bodies)  # type: ignore[attr-defined]
        marks.append(Entry(0, f"Exhibit {number}", page))
        starts.append(page)
        stamps = tuple(Stamp(page + at, f"FRK-{page + at:06d}", f"Exhibit {number}") for at in range(count))
        sections.append(Section(file, stamps))  # type: ignore[arg-type]
        page += count
    listed = Section(contents(starts, sheets), tuple(Stamp(at + 1) for at in range(sheets)))
    made = assemble([listed, *sections], marks, "Bench", back_to=1)
    made.write(out)


def merge(paths: list[Path], out: Path) -> None:
    """The bare merge of libqpdf."""
    import pikepdf

    pages = [{"file": str(path)} for path in paths]
    pikepdf.Job({"empty": "", "pages": pages, "outputFile": str(out), "deterministicId": ""}).run()


def program(paths: list[Path], out: Path) -> None:
    """The same by the program qpdf."""
    subprocess.run(["qpdf", "--empty", "--pages", *map(str, paths), "--", str(out)], check=True)


def extended(paths: list[Path], out: Path) -> None:
    """The same by pikepdf, file by file."""
    import pikepdf

    with pikepdf.new() as pdf:
        for path in paths:
            with pikepdf.open(path) as one:
                pdf.pages.extend(one.pages)
        pdf.save(out)


def by_pypdf(paths: list[Path], out: Path) -> None:
    """The same by pypdf."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    for path in paths:
        writer.append(str(path), import_outline=False)
    writer.write(str(out))


def apart(work: object, paths: list[object] | list[Path], out: Path) -> tuple[float, float, int]:
    """Seconds on the clock until the file is on the disk, seconds of processor time, most memory in MB."""
    out.unlink(missing_ok=True)
    os.sync()
    began, child = time.perf_counter(), os.fork()
    if child == 0:
        work(paths, out)  # type: ignore[operator]
        with out.open("rb") as file:
            os.fsync(file.fileno())
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit("a side of the bench failed")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def shown(name: str, spent: tuple[float, float, int]) -> None:
    """One row."""
    print(f"  {name:<34}{spent[0]:>8.2f} s {spent[1]:>8.2f} s of processor {spent[2]:>6} MB", flush=True)


def main() -> int:
    """Measure in turns, print, compare with the bound."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory(prefix="frkit-bench-") as work:
        folder = Path(work)
        paths = make(folder / "in", pages)
        kept = keep(paths, folder / "kept")
        size = sum(path.stat().st_size for path in paths) / 1e6
        print(f"A packet of {pages:,} pages, {len(paths)} files, {size:.0f} MB")
        apart(merge, paths, folder / "bare.pdf")
        rounds = [
            (apart(merge, paths, folder / "bare.pdf"), apart(ours, kept, folder / "p.pdf")) for _ in range(ROUNDS)
        ]
        sides = [[one[side] for one in rounds] for side in (0, 1)]
        for name, spent in (("frkit: stamped, linked, hashed", sides[1]), ("bare merge by libqpdf", sides[0])):
            shown(name, min(spent))
        ratios = [min(one[at] for one in sides[1]) / min(one[at] for one in sides[0]) for at in (0, 1)]
        for name, other in (("bare merge by qpdf", program), ("pikepdf, pages.extend", extended), ("pypdf", by_pypdf)):
            shown(name, apart(other, paths, folder / "other.pdf"))
        kept_to = min(ratios) <= MOST_RATIO
        print(f"  {'ratio on the clock, of processor':<34}{ratios[0]:>8.2f} {ratios[1]:>10.2f}", end="   ")
        print(f"at most {MOST_RATIO:g}: {'kept' if kept_to else 'MISSED'}")
        return 0 if kept_to else 1


if __name__ == "__main__":
    sys.exit(main())
