"""OCR of scanned pages beside bare tesseract; ends 1 if the bound is missed.

``python tests/bench/ocr.py``; a number behind it reads so many pages instead. The yardstick is tesseract alone, a
process for each page, as many at once as there are processors, over the very pictures that frkit hands to it and that
lie ready on the disk: the same languages, the same table of words, one thread each. frkit opens the PDF, draws its
pages, knows pictures that it has seen, runs tesseract and keeps every page. The bound is 1.1 times. A second run over
the same pages, and over a copy of them in another file, must cost next to nothing. On a busy machine the processor
time is the fairer figure; a bound is kept if either keeps it.
"""

from __future__ import annotations

import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from measuring import PROJECT
from text import campaign_with, spent

sys.path.insert(0, str(PROJECT))

PAGES, PER_FILE = 24, 8
MOST_RATIO = 1.1
MOST_OF_A_SECOND = 0.1
"""Share of the first run that a second one may take."""


def scans(folder: Path, pages: int) -> list[Path]:
    """Scanned PDFs: prose set as pages, drawn in grey at 300 dots an inch, without any text."""
    import img2pdf
    import pypdfium2
    from weasyprint import HTML

    words = (
        (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8").replace("<", " ").replace("|", " ").split()
    )
    per_page = 340
    made: list[Path] = []
    for begin in range(0, pages, PER_FILE):
        body = "".join(
            f"<p style='break-after:page'>{number}. {' '.join(words[number * 97 % 4000 :][:per_page])}</p>"
            for number in range(begin, min(pages, begin + PER_FILE))
        )
        document = pypdfium2.PdfDocument(HTML(string=f"<style>@page{{size:A4}}</style>{body}").write_pdf())
        pictures = []
        for page in document:
            out = io.BytesIO()
            page.render(scale=300 / 72, grayscale=True).to_pil().save(out, "PNG", dpi=(300, 300))
            pictures.append(out.getvalue())
        made.append(folder / f"{begin:04}.pdf")
        made[-1].write_bytes(img2pdf.convert(pictures))
    return made


def pictures_of(folder: Path, paths: list[Path]) -> list[Path]:
    """The pictures that frkit makes of these pages, on the disk."""
    import pypdfium2

    from frkit.evidence.text.page_images import pdf_page_image

    made = []
    for path in paths:
        for page in range(1, len(pypdfium2.PdfDocument(path)) + 1):
            made.append(folder / f"{path.stem}-{page}.pgm")
            made[-1].write_bytes(pdf_page_image(str(path), page).file)
    return made


def bare(pictures: list[Path]) -> None:
    """Tesseract alone."""
    settings = os.environ | {"OMP_THREAD_LIMIT": "1"}

    def read(path: Path) -> None:
        command = ["tesseract", str(path), str(path.with_suffix("")), "-l", "eng", "--dpi", "300", "tsv"]
        subprocess.run(command, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)

    with ThreadPoolExecutor(os.cpu_count()) as workers:
        list(workers.map(read, pictures))


def main() -> int:
    """Measure, print, compare with the bounds."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    work = Path(tempfile.mkdtemp(prefix="frkit-bench-"))
    try:
        paths = scans(work, pages)
        campaign_with(work / "campaign", paths)
        pictures = pictures_of(work, paths)
        assert len(pictures) == pages, f"{len(pictures)} pages were drawn"
        command = [sys.executable, "-m", "frkit", "ocr", "--campaign", str(work / "campaign"), "--json"]
        settings = os.environ | {"PYTHONPATH": str(PROJECT)}

        def ours() -> None:
            subprocess.run(command, env=settings, stdout=subprocess.DEVNULL, check=True)

        first = spent(lambda: bare(pictures[: pages // 2]))
        taken = spent(ours)
        second = spent(lambda: bare(pictures[pages // 2 :]))
        stick = (first[0] + second[0], first[1] + second[1])
        again = spent(ours)
        kept = len(list((work / "campaign").glob("requests/*/derived/*/ocr-*.yaml")))
        assert kept == pages, f"{kept} pages"
        return report(pages, taken, stick, again)
    finally:
        shutil.rmtree(work)


def report(pages: int, taken: tuple[float, float], stick: tuple[float, float], again: tuple[float, float]) -> int:
    """The figures as a table; 0 if the bounds are kept."""
    print(f"the words of {pages:,} scanned pages, {os.cpu_count()} processors")
    for number, what in enumerate(("on the clock", "processor time")):
        print(f"  {what:<16} frkit {taken[number]:>7.1f} s   bare tesseract {stick[number]:>7.1f} s   "
              f"ratio {taken[number] / stick[number]:>5.2f}   again {again[number]:>5.1f} s")  # fmt: skip
    good = min(taken[number] / stick[number] for number in (0, 1)) <= MOST_RATIO
    quick = min(again[number] / taken[number] for number in (0, 1)) <= MOST_OF_A_SECOND
    print(f"  at most {MOST_RATIO:g}: {'kept' if good else 'MISSED'}; a second run: {'kept' if quick else 'MISSED'}")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  memory of the largest process {largest:,.0f} MB")
    return 0 if good and quick else 1


if __name__ == "__main__":
    sys.exit(main())
