"""A page has the same bytes wherever and whenever it is made, and reads nothing but its own folder."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from frkit.base.errors import MissingProgram, WrongUsage
from frkit.pages import typeset as typeset_module
from frkit.pages.fonts import FONTS, font_file
from frkit.pages.plain_text import letter_pages
from frkit.pages.typeset import install_line, typeset, typeset_pages

DAY = date(2026, 3, 2)
CODE = Path(__file__).parents[2]
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0cIDAT"
    b"x\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)
PAGE = """<!DOCTYPE html><html lang="en"><head><title>A page</title>
<link rel="stylesheet" href="file:///templates/pages/base.css"></head>
<body><h1>Head</h1><p><b>bold</b> <i>italic</i> <b><i>both</i></b> § 552</p><p class="mono">mono</p>
<img src="picture.png"><p><a href="received/contract.pdf">a link</a></p></body></html>"""
IN_ANOTHER_PROCESS = """
import sys, hashlib
from datetime import date
from pathlib import Path
from frkit.pages.typeset import typeset
html = sys.stdin.read()
print(hashlib.sha256(typeset(html, folder=Path(sys.argv[1]), day=date(2026, 3, 2))).hexdigest())
"""


def folder_with_picture(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "picture.png").write_bytes(PICTURE)
    return folder


def made_elsewhere(folder: Path, cwd: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(CODE), "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS, str(folder)],
        input=PAGE, capture_output=True, text=True, cwd=cwd, env=environment, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def text_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_the_same_page_has_the_same_bytes_again_in_another_folder_and_in_another_process(tmp_path: Path) -> None:
    here, there = folder_with_picture(tmp_path / "here"), folder_with_picture(tmp_path / "over" / "there")
    first = typeset(PAGE, folder=here, day=DAY)
    typeset(PAGE.replace("Head", "Another document, with other letters: ßø"), folder=here, day=DAY)
    assert typeset(PAGE, folder=here, day=DAY) == first
    assert typeset(PAGE, folder=there, day=DAY) == first
    assert made_elsewhere(there, tmp_path) == sha256(first).hexdigest()


def test_no_path_of_this_computer_stands_in_a_pdf(tmp_path: Path) -> None:
    folder = folder_with_picture(tmp_path)
    with pikepdf.open(BytesIO(typeset(PAGE, folder=folder, day=DAY))) as pdf:
        everything = b"\n".join(
            obj.read_bytes() + bytes(repr(obj), "utf-8")
            if isinstance(obj, pikepdf.Stream)
            else bytes(repr(obj), "utf-8")
            for obj in pdf.objects
        )
    assert b"Frkit-Serif" in everything
    for secret in (str(tmp_path), str(CODE), tmp_path.name, "/tmp", "/home"):
        assert secret.encode() not in everything


def test_the_time_that_libraries_see_is_the_pages_day_and_is_put_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "5")
    typeset("<p>x", folder=tmp_path, day=DAY)
    assert os.environ["SOURCE_DATE_EPOCH"] == "5"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    typeset("<p>x", folder=tmp_path, day=DAY)
    assert "SOURCE_DATE_EPOCH" not in os.environ
    with typeset_module._as_of(date(1970, 1, 2)):
        assert os.environ["SOURCE_DATE_EPOCH"] == str(36 * 3600)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x.png",
        "file:///etc/passwd",
        "file:///etc/ssl/x.png",
        "file://localhost/campaign/picture.png",
        "../outside.png",
        "file:///campaign/%2e%2e/outside.png",
        "file:///campaign/private/face.png",
        "file:///campaign/./private/face.png",
        "link.png",
        "notes.yaml",
        "jar:file:///x.png",
    ],
)
def test_a_page_reads_nothing_but_pictures_of_its_folder(tmp_path: Path, address: str) -> None:
    (tmp_path / "outside.png").write_bytes(PICTURE)
    folder = folder_with_picture(tmp_path / "campaign")
    (folder / "private").mkdir()
    (folder / "private" / "face.png").write_bytes(PICTURE)
    (folder / "notes.yaml").write_text("secret: 1")
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    made = typeset_pages(f'<p>before</p><img src="{address}"><p>after</p>', folder=folder, day=DAY)
    assert len(made.refused) == 1
    assert "before" in text_of(made.pdf) and "after" in text_of(made.pdf)
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        assert not pdf.pages[0].get_images()


def test_a_picture_of_the_folder_is_shown(tmp_path: Path) -> None:
    made = typeset_pages('<img src="picture.png">', folder=folder_with_picture(tmp_path), day=DAY)
    assert made.refused == ()
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        assert len(pdf.pages[0].get_images()) == 1


def test_a_page_carries_no_attachment_from_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    made = typeset_pages('<link rel="attachment" href="secret.txt"><p>x', folder=tmp_path, day=DAY)
    assert made.refused == ("file:///campaign/secret.txt",)
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        assert not pdf.attachments


def test_warnings_are_collected_and_not_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    made = typeset_pages("<style>p { colour: red }</style><p>x", folder=tmp_path, day=DAY)
    assert any("colour" in warning for warning in made.warnings)
    assert capfd.readouterr() == ("", "")


def test_every_font_is_there_has_its_licence_and_figures_of_one_width() -> None:
    from fontTools.ttLib import TTFont

    for name in FONTS:
        font = TTFont(font_file(name))
        characters = font.getBestCmap()
        assert len({font["hmtx"][characters[ord(figure)]][0] for figure in "0123456789"}) == 1
        assert all(ord(character) in characters for character in "§£€–—“”’éßøąčșžĐЖαΩ")
        assert font["OS/2"].fsType == 0
    folder = font_file("sans").parent
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8")
    assert sum(file.stat().st_size for file in folder.iterdir()) < 2_500_000
    with pytest.raises(WrongUsage, match="did you mean 'serif'"):
        font_file("serf")


def test_without_pango_the_error_names_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import cffi, sys\n"
        "class Without(cffi.FFI):\n"
        "    def dlopen(self, name, flags=0): raise OSError('cannot load library ' + str(name))\n"
        "cffi.FFI = Without\n"
        "from datetime import date\nfrom pathlib import Path\n"
        "from frkit.base.errors import MissingProgram\nfrom frkit.pages.typeset import typeset\n"
        "try:\n    typeset('<p>x', folder=Path('.'), day=date(2026, 3, 2))\n"
        "except MissingProgram as error:\n    print(error); sys.exit(error.exit_code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(CODE)}
    )
    assert done.returncode == 3, done.stderr
    assert done.stdout.count("\n") == 2 and install_line() in done.stdout and "WeasyPrint" not in done.stdout
    monkeypatch.setattr(sys, "platform", "darwin")
    assert install_line() == "brew install pango"


def test_without_weasyprint_the_error_names_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(MissingProgram, match="pip install"):
        typeset("<p>x", folder=tmp_path, day=DAY)


@pytest.mark.parametrize(("paper", "size"), [("Letter", (612, 792)), ("A4", (595, 842))])
def test_a_letters_pages_keep_every_line_and_count_themselves(
    tmp_path: Path, paper: str, size: tuple[int, int]
) -> None:
    longest = "".join(chr(33 + number % 90) for number in range(400))
    lines = [f"Line {number:03}: " + "m" * 66 for number in range(150)]
    text = "\n".join(["<b>not bold</b> {{ 7*7 }} &amp;", "  indented", longest, *lines])
    pdf = letter_pages(text, title="Request & more", paper=paper, day=DAY, folder=tmp_path)  # type: ignore[arg-type]
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert tuple(round(float(side)) for side in opened.pages[0].MediaBox[2:]) == size
        count = len(opened.pages)
    shown = text_of(pdf)
    assert all(line in shown for line in lines)
    assert "<b>not bold</b> {{ 7*7 }} &amp;" in shown
    assert longest in shown.replace("\r\n", "").replace("\n", "")
    assert all(f"Request & more · page {number} of {count}" in shown for number in range(1, count + 1))


def test_a_letters_page_leaves_nothing_outside_the_paper(tmp_path: Path) -> None:
    pdf = letter_pages("W" * 3000, title="T" * 3000, paper="A4", day=DAY, folder=tmp_path)
    for page in pypdfium2.PdfDocument(pdf):
        textpage = page.get_textpage()
        boxes = [textpage.get_charbox(number) for number in range(textpage.count_chars())]
        width, height = page.get_size()
        assert all(left >= 0 and right <= width and bottom >= 0 and top <= height for left, bottom, right, top in boxes)
