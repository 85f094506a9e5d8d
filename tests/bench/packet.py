"""Putting a packet together beside qpdf's own bare merge of the same pages; ends 1 if the bound is missed.

``python tests/bench/packet.py``; a number behind it takes so many pages instead. The pages are mixed: text, grey scans,
faxes, some turned or cropped. frkit puts stamps, page labels, bookmarks and hashes on them and hashes the file; the
conversions are kept already. The yardstick is libqpdf's merge (pikepdf.Job), which does none of that. On a busy machine
processor time is the fairer figure; a bound is kept if either keeps it. The bound is 1.0 times.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from measuring import PROJECT
from packet_corpus import make

sys.path.insert(0, str(PROJECT))

PAGES, MOST_RATIO = 10_000, 1.0


def keep(paths: list[Path], folder: Path) -> list[object]:
    """The packet's copies of all files, as the store keeps them."""
    from frkit.evidence.pdf.copy import packet_copy
    from frkit.packet.assembly.kept import Keeping

    return [Keeping(str(folder / path.stem), {}).keep(0, packet_copy(path.read_bytes()).pdf, {}) for path in paths]


def ours(paths: list[object], out: Path) -> None:
    """A packet of kept files: stamped, labelled, bookmarked, hashed page by page, written."""
    from frkit.packet.assembly.assembling import Section, assemble
    from frkit.packet.assembly.outline import Entry
    from frkit.packet.assembly.stamping import Stamp

    sections, marks, page = [], [], 1
    for number, file in enumerate(paths, start=1):
        count = len(file.measured.bodies)  # type: ignore[attr-defined]
        marks.append(Entry(0, f"Exhibit {number}", page))
        stamps = tuple(Stamp(page + at, f"FRK-{page + at:06d}", f"Exhibit {number}") for at in range(count))
        sections.append(Section(file, stamps))  # type: ignore[arg-type]
        page += count
    made = assemble(sections, marks, "Bench")
    made.digests()
    made.write(out)


def merge(paths: list[Path], out: Path) -> None:
    """The bare merge of libqpdf."""
    import pikepdf

    pages = [{"file": str(path)} for path in paths]
    pikepdf.Job({"empty": "", "pages": pages, "outputFile": str(out), "deterministicId": ""}).run()


def apart(work: object, paths: list[object], out: Path) -> tuple[float, float, int]:
    """Seconds on the clock, of processor time, and most memory in MB, in a process of its own."""
    out.unlink(missing_ok=True)
    began, child = time.perf_counter(), os.fork()
    if child == 0:
        work(paths, out)  # type: ignore[operator]
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit("a side of the bench failed")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def main() -> int:
    """Measure in turns, print, compare with the bound."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory(prefix="frkit-bench-") as work:
        folder = Path(work)
        paths = make(folder / "in", pages)
        kept = keep(paths, folder / "kept")
        size = sum(path.stat().st_size for path in paths) / 1e6
        print(f"A packet of {pages:,} pages, {len(paths)} files, {size:.0f} MB")
        rounds = [(apart(merge, paths, folder / "bare.pdf"), apart(ours, kept, folder / "p.pdf")) for _ in range(3)]
        bare, made = (min((one[side] for one in rounds), key=lambda spent: spent[1]) for side in (0, 1))
        for name, spent in (("frkit, stamped and hashed", made), ("bare merge by libqpdf", bare)):
            print(f"  {name:<30}{spent[0]:>8.2f} s {spent[1]:>8.2f} s of processor {spent[2]:>6} MB")
        ratio = min(made[0] / bare[0], made[1] / bare[1])
        kept_to = ratio <= MOST_RATIO
        print(f"  {'ratio':<30}{ratio:>8.2f}   at most {MOST_RATIO:g}: {'kept' if kept_to else 'MISSED'}")
        return 0 if kept_to else 1


if __name__ == "__main__":
    sys.exit(main())
