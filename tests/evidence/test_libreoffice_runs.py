"""LibreOffice is a guest in the house: many files by one start, nothing fetched, nothing left running."""

from __future__ import annotations

import http.server
import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from frkit.evidence.office import libreoffice
from frkit.evidence.office.converting import OfficeFile, convert_and_keep, kept_pages
from frkit.evidence.office.libreoffice import Task, convert, find_program, install_line
from frkit.evidence.unreadable import Unreadable

needs_office = pytest.mark.skipif(find_program() is None, reason=f"LibreOffice is missing; {install_line()}")


def letter(words: str) -> bytes:
    import docx

    made = docx.Document()
    made.add_paragraph(words)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def words_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


@needs_office
def test_many_files_take_one_start_and_a_broken_one_fails_alone(monkeypatch) -> None:
    starts: list[int] = []
    start = libreoffice._start
    monkeypatch.setattr(
        libreoffice, "_start", lambda program, tasks: starts.append(len(tasks)) or start(program, tasks)
    )
    files = [letter("first"), b"PK\x03\x04 no document at all", letter("third")]
    first, second, third = convert(find_program() or "", [Task(one) for one in files])
    assert isinstance(first, bytes) and "first" in words_of(first)
    assert isinstance(second, Unreadable)
    assert isinstance(third, bytes) and "third" in words_of(third)
    assert starts == [3]


def fake(tmp_path: Path, script: str) -> str:
    path = tmp_path / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


LOOP = (
    'while [ $# -gt 0 ]; do case "$1" in --outdir) out=$2; shift;; */in/*) files="$files $1";; esac; shift; done\n'
    'mkdir -p "$out"; for f in $files; do\n'
    '  case "$(head -c 4 $f)" in hang) sleep 60;; dies) kill -9 $$;; fail) continue;; esac\n'
    '  cp $f "$out/$(basename $f).pdf"; done'
)


def test_a_file_that_hangs_or_crashes_costs_only_itself(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(libreoffice, "SECONDS", 1)
    program = fake(tmp_path, LOOP)
    names = [b"one", b"fail", b"two", b"dies", b"three", b"hang", b"four"]
    outcomes = convert(program, [Task(one) for one in names])
    assert [one for one in outcomes if isinstance(one, bytes)] == [b"one", b"two", b"three", b"four"]
    assert "could not convert" in str(outcomes[1])
    assert "ended with code" in str(outcomes[3])
    assert "did not finish it within 1 seconds" in str(outcomes[5])


class Watcher(http.server.BaseHTTPRequestHandler):
    seen: list[str] = []

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.send_error(404)

    do_OPTIONS = do_HEAD = do_PROPFIND = do_GET

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[int]:
    Watcher.seen.clear()
    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Watcher)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield served.server_address[1]
    served.shutdown()


def reaching_out(port: int, picture: Path) -> bytes:
    """A text that wants a picture from the web and one from this computer's disk."""
    places = "".join(
        f'<text:p><draw:frame svg:width="4cm" svg:height="4cm"><draw:image xlink:href="{one}"/></draw:frame></text:p>'
        for one in (f"http://127.0.0.1:{port}/spy.png", picture.as_uri())
    )
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    return (
        f'<?xml version="1.0"?><office:document xmlns:office="{names}office:1.0" xmlns:text="{names}text:1.0" '
        f'xmlns:draw="{names}drawing:1.0" xmlns:svg="{names}svg-compatible:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        f"<text:p>words</text:p>{places}</office:text></office:body></office:document>"
    ).encode()


@needs_office
@pytest.mark.parametrize("network", ["cut", "there"])
def test_nothing_is_fetched_and_no_file_of_this_computer_gets_in(tmp_path, server, monkeypatch, network: str) -> None:
    picture = tmp_path / "mine.png"
    Image.new("RGB", (300, 300), "red").save(picture)
    if network == "there":
        monkeypatch.setattr(libreoffice, "_can_cut_network", lambda: False)
    (made,) = convert(find_program() or "", [Task(reaching_out(server, picture))])
    assert isinstance(made, bytes) and "words" in words_of(made)
    shown = pypdfium2.PdfDocument(made)[0].render(scale=0.5).to_pil().convert("RGB")
    assert (255, 0, 0) not in {colour for _, colour in shown.getcolors(100_000) or []}
    assert Watcher.seen == []


@needs_office
def test_comments_and_tracked_changes_are_named(tmp_path: Path) -> None:
    import docx

    made = docx.Document()
    paragraph = made.add_paragraph("The contract was signed.")
    made.add_comment(paragraph.runs, text="Was it really?", author="A. Clerk", initials="AC")
    out = io.BytesIO()
    made.save(out)
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "word/document.xml":
                deleted = b'<w:del w:id="9" w:author="B. Chief"><w:r><w:delText>never</w:delText></w:r></w:del>'
                data = data.replace(b"</w:p>", deleted + b"</w:p>", 1)
            new.writestr(entry, data)
    (pages,) = convert_and_keep([OfficeFile(changed.getvalue(), tmp_path / "derived")], "Letter")
    assert not isinstance(pages, Unreadable)
    notes = "\n".join(pages.record.notes)
    assert "Comment on page 1 by A. Clerk: Was it really?" in notes
    assert "Tracked changes by B. Chief: 0 inserted, 1 deleted" in notes
    kept = kept_pages(OfficeFile(changed.getvalue(), tmp_path / "derived").folder)
    assert kept is not None and kept.record == pages.record
