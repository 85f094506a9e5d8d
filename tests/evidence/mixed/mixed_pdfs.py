"""PDFs by several producers: LibreOffice, WeasyPrint, matplotlib, ghostscript, qpdf, tesseract; whole and damaged."""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

import pikepdf
from mixed_office import PASSWORD, libreoffice, web_text
from mixed_pictures import picture, scanned
from mixed_words import OTHER_TONGUES, body_of, paragraphs


def by_weasyprint(number: int, pages: int = 2) -> bytes:
    """A PDF by WeasyPrint, whose words are those of document ``number``."""
    import weasyprint

    parts = []
    for at in range(pages):
        lines = "".join(f"<p>{line}</p>" for line in paragraphs(number + at, body_of(number), 8))
        parts.append(f"<section style='break-after: page'><h2>Page {at + 1}</h2>{lines}</section>")
    tongues = "".join(f"<p lang={tongue}>{line}</p>" for tongue, line in OTHER_TONGUES.items())
    return weasyprint.HTML(string=f"<html lang=en><body>{''.join(parts)}{tongues}</body></html>").write_pdf()


def by_matplotlib(number: int) -> bytes:
    """A chart."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots()
    axes.bar(["2019", "2020", "2021"], [120 + number, 340, 95])
    axes.set_title(f"Searches by year, {body_of(number).name}")
    out = io.BytesIO()
    figure.savefig(out, format="pdf")
    pyplot.close(figure)
    return out.getvalue()


def _program(data: bytes, *command: str) -> bytes:
    """What an outside program makes of a file; IN and OUT in its command stand for the two."""
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch) / "in", Path(scratch) / "out.pdf"
        source.write_bytes(data)
        words = [word.replace("IN", str(source)).replace("OUT", str(target)) for word in command]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
        return target.read_bytes()


def by_ghostscript(data: bytes) -> bytes:
    """A PDF written anew by ghostscript."""
    return _program(data, "gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", "-sOutputFile=OUT", "IN")


def by_qpdf(data: bytes, *how: str) -> bytes:
    """A PDF changed by qpdf."""
    return _program(data, "qpdf", *how, "IN", "OUT")


def by_tesseract(number: int) -> bytes:
    """A scan with a layer of words."""
    with tempfile.TemporaryDirectory() as scratch:
        image = Path(scratch) / "page.png"
        image.write_bytes(picture(number, "PNG", (1240, 1600), dpi=(150, 150)))
        command = ["tesseract", str(image), str(Path(scratch) / "out"), "pdf"]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (Path(scratch) / "out.pdf").read_bytes()


def with_files(number: int, *files: tuple[str, bytes], portfolio: bool = False) -> bytes:
    """A PDF with files inside it."""
    with pikepdf.open(io.BytesIO(by_weasyprint(number, 1))) as pdf:
        for name, data in files:
            pdf.attachments[name] = data
        if portfolio:
            pdf.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection, View=pikepdf.Name.D)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def acting(number: int) -> bytes:
    """A PDF that would run a script when it is opened."""
    with pikepdf.open(io.BytesIO(by_weasyprint(number, 1))) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('boo')"))
        pdf.Root.OpenAction = pdf.make_indirect(script)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def pdfs(each: int) -> dict[str, bytes]:
    """PDFs of all producers."""
    written = libreoffice({f"answer-{number}.html": web_text(number, 12) for number in range(each)}, "pdf")
    made = {f"pdf/{stem}.pdf": data for stem, data in written.items()}
    woven = {number: by_weasyprint(number, 1 + number % 4) for number in range(each)}
    made |= {f"pdf/contract {number}.pdf": data for number, data in woven.items()}
    made |= {f"pdf/chart {number}.pdf": by_matplotlib(number) for number in range(each // 2)}
    made |= {f"pdf/gs {number}.pdf": by_ghostscript(woven[number]) for number in range(each // 2)}
    made |= {f"pdf/read scan {number}.pdf": by_tesseract(number) for number in range(max(1, each // 3))}
    for number in range(each // 2):
        made[f"pdf/web {number}.pdf"] = by_qpdf(by_weasyprint(60 + number), "--linearize", "--object-streams=generate")
    first = by_weasyprint(70, 3)
    return made | {
        "pdf/secret.pdf": by_qpdf(first, "--encrypt", PASSWORD, "owner", "256", "--"),
        "pdf/no printing.pdf": by_qpdf(by_weasyprint(71), "--encrypt", "", "owner", "256", "--print=none", "--"),
        "pdf/cut off.pdf": by_weasyprint(72, 3)[:-900],
        "pdf/half.pdf": by_weasyprint(73, 3)[:4000],
        "pdf/junk first.pdf": b"HTTP/1.1 200 OK\r\n\r\n" + by_weasyprint(74),
        "pdf/with files.pdf": with_files(75, ("list.csv", b"Vendor,Paid\nNEC,100\n"), ("scan.pdf", scanned(76, 1))),
        "pdf/portfolio.pdf": with_files(77, ("a.pdf", by_weasyprint(78, 1)), ("b.txt", b"NASPO\n"), portfolio=True),
        "pdf/acting.pdf": acting(79),
    }
