"""Reading the words of 10,000 pages beside bare pypdfium2; ends 1 if the bound is missed.

``python tests/bench/text.py``; a number behind it makes so many pages instead. Both sides use all processors and take
the same PDFs: the yardstick opens each, takes the text of every page with the library's own call, and drops it. frkit
opens each file in a process of its own with limits, judges every page, and keeps its words. The bound is 1.2 times.
The clock of a busy machine says little, so the processor time of both is printed too, and decides where it is smaller.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from measuring import PROJECT

sys.path.insert(0, str(PROJECT))

PAGES, PER_FILE = 10_000, 100
MOST_RATIO = 1.2
MOST_MEGABYTES = 400
ROUNDS = 3


def made_pdfs(folder: Path, pages: int) -> list[Path]:
    """PDFs of a hundred pages each, of prose in three typefaces, every file with words of its own."""
    import pikepdf
    from weasyprint import HTML

    prose = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    words = prose.replace("<", " ").replace("|", " ").split()
    blocks = [" ".join(words[at : at + 110]) for at in range(0, len(words) - 110, 110)]
    body = "".join(f"<h2>{number}</h2><p>{blocks[number % len(blocks)]}</p>" for number in range(5 * PER_FILE))
    style = "<style>@page{size:A4}h2{font-family:sans-serif}p:nth-child(4n){font-family:monospace}</style>"
    first = folder / "first.pdf"
    HTML(string=style + body).write_pdf(first)
    made = []
    for number in range(pages // PER_FILE):
        with pikepdf.open(first) as source:
            pdf = pikepdf.new()
            for page in range(PER_FILE):
                pdf.pages.append(source.pages[page % len(source.pages)])
            pdf.docinfo["/Title"] = f"File {number}"
            made.append(folder / f"{number:04}.pdf")
            pdf.save(made[-1])
    return made


def bare(path: str) -> int:
    """The text of every page, by the library alone."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    signs = 0
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage()
        signs += len(words.get_text_range())
        words.close()
        page.close()
    document.close()
    return signs


def bare_on_all_cores(paths: list[Path]) -> None:
    """The yardstick."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        assert sum(pool.map(bare, map(str, paths))) > 0


def campaign_with(root: Path, paths: list[Path]) -> object:
    """A campaign in which these files arrived."""
    from frkit.tracking.events import event_from
    from frkit.tracking.folder import init_campaign
    from frkit.tracking.types import Item, Request

    folder = init_campaign(root, "A campaign to measure with")
    item = Item(number=1, category="contracts")
    request = folder.create_request(Request(agency="us-ca-lapd", law="us-ca", items=(item,)), "lapd", date(2026, 3, 2))
    records = [folder.take_in(request, path, date(2026, 3, 9)).model_dump() for path in paths]
    said = {"kind": "arrived", "date": "2026-03-09", "entered": "2026-03-09T00:00:00Z", "by": "me", "channel": "post"}
    folder.add_event(request, event_from({**said, "documents": records}))
    return folder


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and of processor time with all child processes."""

    def processor() -> float:
        own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime

    began, before = time.perf_counter(), processor()
    work()
    return time.perf_counter() - began, processor() - before


def main() -> int:
    """Measure in turns, print, compare with the bound."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    work = Path(tempfile.mkdtemp(prefix="frkit-bench-"))
    try:
        paths = made_pdfs(work, pages)
        folder = campaign_with(work / "campaign", paths)
        from frkit.evidence.text.documents import documents
        from frkit.evidence.text.page_texts import read_all
        from frkit.evidence.text.store import STORE

        found = list(documents(folder))
        ours, stick = [], []
        for _ in range(ROUNDS):
            (work / "campaign" / STORE).unlink(missing_ok=True)
            stick.append(spent(lambda: bare_on_all_cores(paths)))
            ours.append(spent(lambda: read_all(folder, found)))
        return report(pages, ours, stick)
    finally:
        shutil.rmtree(work)


def report(pages: int, ours: list[tuple[float, float]], stick: list[tuple[float, float]]) -> int:
    """The best of each as a table; 0 if the bounds are kept."""
    print(f"the words of {pages:,} pages, {os.cpu_count()} processors")
    ratios = []
    for number, what in enumerate(("on the clock", "processor time")):
        mine, other = min(one[number] for one in ours), min(one[number] for one in stick)
        ratios.append(mine / other)
        print(f"  {what:<20} frkit {mine:>8.2f} s   bare pypdfium2 {other:>8.2f} s   ratio {ratios[-1]:>6.2f}")
    good = min(ratios) <= MOST_RATIO
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    small = largest <= MOST_MEGABYTES
    print(f"  at most {MOST_RATIO:g}: {'kept' if good else 'MISSED'}")
    print(f"  memory of frkit itself {largest:.0f} MB, at most {MOST_MEGABYTES}: {'kept' if small else 'MISSED'}")
    return 0 if good and small else 1


if __name__ == "__main__":
    sys.exit(main())
