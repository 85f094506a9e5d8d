"""Ways in which a packet that was handed over can be broken, and what has to be said of each.

Two programs check a packet: ``frkit packet verify``, and ``verify.py``, which goes with the packet and knows nothing of
frkit. Each break is shown to both.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from frkit.base.files import sha256_of
from frkit.packet.verify.manifest import digest_of


@dataclass(frozen=True)
class Break:
    """One way of breaking a packet: what is done to its folder, and words that have to be in what each program says."""

    do: Callable[[Path], Any]
    frkit: str
    alone: str


def pdf(change: Callable[[pikepdf.Pdf], Any]) -> Callable[[Path], None]:
    """Change the PDF by means of a library, as an editor would."""

    def do(folder: Path) -> None:
        path = folder / "council.pdf"
        with pikepdf.open(io.BytesIO(path.read_bytes())) as opened:
            change(opened)
            opened.save(path)

    return do


def careful_pdf(change: Callable[[pikepdf.Pdf], Any]) -> Callable[[Path], None]:
    """Change the PDF and let the manifest name the new file's hash."""

    def do(folder: Path) -> None:
        pdf(change)(folder)
        digest, size = sha256_of(folder / "council.pdf"), (folder / "council.pdf").stat().st_size
        careful(lambda data: data["files"][0].update(sha256=digest, bytes=size))(folder)

    return do


def manifest(change: Callable[[dict[str, Any]], Any]) -> Callable[[Path], None]:
    """Edit the manifest."""

    def do(folder: Path) -> None:
        path = folder / "manifest.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        change(data)
        path.write_text(json.dumps(data, indent=1), encoding="utf-8")

    return do


def careful(change: Callable[[dict[str, Any]], Any]) -> Callable[[Path], None]:
    """Edit the manifest and give it a digest that fits."""

    def both(data: dict[str, Any]) -> None:
        change(data)
        data["manifest_sha256"] = digest_of(data)

    return manifest(both)


def tool(*options: str) -> Callable[[Path], None]:
    """Write the PDF anew with the qpdf program."""

    def do(folder: Path) -> None:
        command = ["qpdf", *options, str(folder / "council.pdf"), str(folder / "new.pdf")]
        subprocess.run(command, check=True, capture_output=True)
        (folder / "new.pdf").replace(folder / "council.pdf")

    return do


def exhibit_page(opened: pikepdf.Pdf, number: int = 0) -> Any:
    """A page that bears a Bates number: the first, or one after it."""
    marked = [page.obj for page in opened.pages if len(page.Contents) > 2]
    return marked[number] if len(marked) > number else opened.pages[-1 - number].obj


def one_byte(folder: Path) -> None:
    path = folder / "council.pdf"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def swap(opened: pikepdf.Pdf) -> None:
    kids = opened.pages[-1].Parent.Kids
    first, second = kids[len(kids) - 2], kids[len(kids) - 1]
    kids[len(kids) - 2], kids[len(kids) - 1] = second, first


def add_words(opened: pikepdf.Pdf) -> None:
    stream = opened.pages[-1].Contents[1]
    stream.write(stream.read_bytes() + b"\nBT /F0 9 Tf 10 10 Td (not) Tj ET")


def cover_words(opened: pikepdf.Pdf) -> None:
    page = opened.pages[-1].obj
    page.Contents = pikepdf.Array([*page.Contents, opened.make_stream(b"1 g 0 0 400 400 re f")])


def hidden_stamp(opened: pikepdf.Pdf) -> None:
    """New drawing that claims to be a stamp of frkit's."""
    page = opened.pages[-1].obj
    drawing = opened.make_stream(b"1 g 0 0 400 400 re f")
    drawing["/FrkStamp"] = True
    page.Contents = pikepdf.Array([*page.Contents, drawing])


def add_note(opened: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 30, 30], Contents="ok")
    opened.pages[-1].obj.Annots = opened.make_indirect(pikepdf.Array([opened.make_indirect(note)]))


def turn_all_from_above(opened: pikepdf.Pdf) -> None:
    """Turn pages without touching one of them: they inherit it."""
    opened.Root.Pages["/Rotate"] = 180


def attach(opened: pikepdf.Pdf) -> None:
    opened.attachments["more.txt"] = pikepdf.AttachedFileSpec(opened, b"more", filename="more.txt")


def other_record(opened: pikepdf.Pdf) -> None:
    data = json.loads(opened.attachments["record.json"].get_file().read_bytes())
    data["packet"]["title"] = "Another title"
    del opened.attachments["record.json"]
    opened.attachments["record.json"] = pikepdf.AttachedFileSpec(opened, json.dumps(data).encode())


def replace_in(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Change words in a file beside the PDF."""

    def do(folder: Path) -> None:
        data = (folder / name).read_bytes()
        assert old.encode() in data
        (folder / name).write_bytes(data.replace(old.encode(), new.encode()))

    return do


def table_with_care(folder: Path) -> None:
    replace_in("manifest.csv", "FRK-000001", "FRK-000009")(folder)
    digest = sha256_of(folder / "manifest.csv")
    careful(lambda data: data["beside"][0].update(sha256=digest))(folder)


def original(folder: Path) -> None:
    place = next((folder / "originals").rglob("*.pdf"))
    place.write_bytes(place.read_bytes() + b"\n")


def strange_original(folder: Path) -> None:
    shutil.copy(folder / "README.txt", folder / "originals" / "another.pdf")


def pages_of(data: dict[str, Any]) -> Any:
    """The page entries that bear a Bates number."""
    return [page for page in data["pages"] if page["bates"]]


NOT_BUILT = "is not the file that was built"
NOT_ONE = "not of one packet"
BREAKS: dict[str, Break] = {
    "one byte changed": Break(one_byte, NOT_BUILT, NOT_BUILT),
    "the end cut off": Break(
        lambda folder: (folder / "council.pdf").write_bytes((folder / "council.pdf").read_bytes()[:-700]),
        NOT_BUILT,
        NOT_BUILT,
    ),
    "no PDF at all": Break(
        lambda folder: (folder / "council.pdf").write_bytes(b"%PDF-1.7 nothing"), "cannot be opened", "cannot be read"
    ),
    "the PDF gone": Break(lambda folder: (folder / "council.pdf").unlink(), "is not there", "missing"),
    "two pages swapped": Break(pdf(swap), "pages were moved or exchanged", "pages were exchanged"),
    "a page taken out": Break(pdf(lambda opened: opened.pages.__delitem__(-1)), "were built", "were built"),
    "a page put in": Break(pdf(lambda opened: opened.add_blank_page(page_size=(612, 792))), "were built", "were built"),
    "words added to a page": Break(pdf(add_words), "its content is not what was built", "content was changed"),
    "words covered": Break(pdf(cover_words), "its content is not what was built", "content was changed"),
    "covered by a false stamp": Break(pdf(hidden_stamp), "its content is unchanged, but its stamp", "stamp, size"),
    "a note added": Break(pdf(add_note), "links or notes were changed", "stamp, size"),
    "a page turned": Break(
        pdf(lambda opened: opened.pages[-1].obj.__setitem__("/Rotate", 180)), "rotation", "rotation"
    ),
    "all pages turned from above": Break(pdf(turn_all_from_above), "rotation", "rotation"),
    "a page cropped": Break(
        pdf(lambda opened: opened.pages[-1].obj.__setitem__("/CropBox", pikepdf.Array([0, 0, 300, 300]))),
        "its stamp, size",
        "size",
    ),
    "another title": Break(
        pdf(lambda opened: opened.docinfo.__setitem__("/Title", "Other")), "All pages are unchanged", NOT_BUILT
    ),
    "a file attached": Break(pdf(attach), "an embedded file is not the record", NOT_ONE),
    "another record embedded": Break(pdf(other_record), "an embedded file is not the record", NOT_ONE),
    "written anew, linearised": Break(tool("--linearize"), "Not the same bytes, but the same pages", NOT_BUILT),
    "written anew, packed harder": Break(
        tool("--recompress-flate", "--compression-level=9", "--object-streams=disable"),
        "Not the same bytes, but the same pages",
        NOT_BUILT,
    ),
    "written anew, unpacked": Break(
        tool("--stream-data=uncompress", "--decode-level=generalized"),
        "Not the same bytes, but the same pages",
        NOT_BUILT,
    ),
    "changed with care: a word": Break(careful_pdf(add_words), "does not fit its own PDF. Page", "content was changed"),
    "changed with care: swapped": Break(careful_pdf(swap), "does not fit its own PDF. Page", "pages were exchanged"),
    "changed with care: turned": Break(careful_pdf(turn_all_from_above), "rotation", "rotation"),
    "changed with care: a covering stamp": Break(careful_pdf(hidden_stamp), "its stamp", "stamp, size"),
    "manifest: a page's digest": Break(
        manifest(lambda data: data["pages"][0].update(digest="0" * 64)), "The manifest was edited", "was edited"
    ),
    "manifest: a title": Break(
        manifest(lambda data: data["packet"].update(title="Other")), "The manifest was edited", "was edited"
    ),
    "manifest with care: a title": Break(
        careful(lambda data: data["packet"].update(title="Other")), "another title", NOT_ONE
    ),
    "manifest with care: the day": Break(
        careful(lambda data: data["packet"].update(as_of="2026-06-14")), "another day", NOT_ONE
    ),
    "manifest with care: who brought it": Break(
        careful(lambda data: data["exhibits"][1].update(event="2026-03-10-arrived-00000000")), NOT_ONE, NOT_ONE
    ),
    "manifest with care: an original's hash": Break(
        careful(lambda data: data["exhibits"][1]["files"][0].update(sha256="0" * 64)), NOT_ONE, NOT_ONE
    ),
    "manifest with care: made with": Break(
        careful(lambda data: data["made_with"].update(qpdf="1.0")), NOT_ONE, NOT_ONE
    ),
    "manifest with care: a page's content": Break(
        careful(lambda data: data["pages"][-1].update(content="0" * 64)), "does not fit its own PDF", "was changed"
    ),
    "manifest with care: a number twice": Break(
        careful(lambda data: pages_of(data)[1].update(bates=pages_of(data)[0]["bates"])), "stands on pages", NOT_ONE
    ),
    "manifest with care: a broken sequence": Break(
        careful(lambda data: pages_of(data)[-1].update(bates="FRK-000999")), "its pages bear others", NOT_ONE
    ),
    "manifest with care: another series": Break(
        careful(lambda data: [page.update(bates=f"X{page['bates']}") for page in pages_of(data)]),
        "is no number of the series",
        NOT_ONE,
    ),
    "manifest with care: a page less": Break(
        careful(lambda data: data["pages"].pop()), "beyond the last page", "do not hold all"
    ),
    "manifest with care: an exhibit less": Break(careful(lambda data: data["exhibits"].pop(1)), "where page", NOT_ONE),
    "manifest with care: no PDF of the last pages": Break(
        careful(lambda data: data["files"][0].update(last_page=data["files"][0]["last_page"] - 1)),
        "is listed with pages",
        "do not hold all",
    ),
    "manifest with care: unknown words": Break(careful(lambda data: data.update(remark="approved")), NOT_ONE, NOT_ONE),
    "manifest without its digest": Break(
        manifest(lambda data: data.pop("manifest_sha256")), "does not carry its own digest", "manifest_sha256"
    ),
    "manifest leads elsewhere": Break(
        careful(lambda data: data["files"][0].update(file="../council.pdf")),
        "leads out of its folder",
        "missing or cannot be read",
    ),
    "manifest is no JSON": Break(
        lambda folder: (folder / "manifest.json").write_text("{"), "is damaged", "missing or damaged"
    ),
    "manifest is a list": Break(
        lambda folder: (folder / "manifest.json").write_text("[]"), "is damaged", "missing or damaged"
    ),
    "manifest gone": Break(lambda folder: (folder / "manifest.json").unlink(), "no manifest", "missing or damaged"),
    "table: a number": Break(
        replace_in("manifest.csv", "FRK-000001", "FRK-000009"),
        "manifest.csv does not say what manifest.json says: line",
        "manifest.csv is not",
    ),
    "table: a row less": Break(
        lambda folder: (folder / "manifest.csv").write_bytes((folder / "manifest.csv").read_bytes()[:-200]),
        "manifest.csv does not say",
        "manifest.csv is not",
    ),
    "table with care": Break(table_with_care, "manifest.csv does not say", NOT_ONE),
    "program changed": Break(
        replace_in("verify.py", "Not good.", "Good."), "verify.py is not the file that was built", "verify.py is not"
    ),
    "README changed": Break(
        replace_in("README.txt", "What lies here", "Lies"), "README.txt is not", "README.txt is not"
    ),
    "an original changed": Break(original, "is not the original that was exported", "is not the file"),
    "an original put in": Break(strange_original, "is no original of this packet", "is not the file"),
}

HARMLESS: dict[str, Callable[[Path], Any]] = {
    "untouched": lambda folder: None,
    "moved to another name": lambda folder: folder.rename(folder.parent / "an other näme"),
    "the keys of the manifest in another order": lambda folder: (folder / "manifest.json").write_text(
        json.dumps(json.loads((folder / "manifest.json").read_text(encoding="utf-8")), sort_keys=True), encoding="utf-8"
    ),
    "without the table": lambda folder: (folder / "manifest.csv").unlink(),
    "without README": lambda folder: (folder / "README.txt").unlink(),
    "without originals": lambda folder: shutil.rmtree(folder / "originals"),
    "with a letter beside it": lambda folder: (folder / "letter.txt").write_text("Dear counsel"),
}
"""What may be done to a packet without making it another one."""


def volume(folder: Path, number: int) -> Path:
    """The PDF of a volume."""
    return folder / f"council-{number}.pdf"


def exchange_volumes(folder: Path) -> None:
    first, second = volume(folder, 1).read_bytes(), volume(folder, 2).read_bytes()
    volume(folder, 1).write_bytes(second)
    volume(folder, 2).write_bytes(first)


def change_volume(folder: Path) -> None:
    path = volume(folder, 2)
    with pikepdf.open(io.BytesIO(path.read_bytes())) as opened:
        opened.pages[-1].obj.Rotate = 90
        opened.save(path)


def volume_of_another(folder: Path) -> None:
    """A volume of a packet that says the same on every page, but was built from another plan."""
    path = volume(folder, 2)
    with pikepdf.open(io.BytesIO(path.read_bytes())) as opened:
        opened.docinfo["/FrkitRecord"] = "0" * 64
        opened.save(path)
    digest = sha256_of(path)
    careful(lambda data: data["files"][1].update(sha256=digest))(folder)


VOLUMES: dict[str, Break] = {
    "a volume missing": Break(
        lambda folder: volume(folder, 2).unlink(), "council-2.pdf is not there. Pages", "council-2.pdf is missing"
    ),
    "volumes exchanged": Break(exchange_volumes, "council-1.pdf holds what was built as council-2.pdf", NOT_BUILT),
    "a page in a later volume turned": Break(change_volume, "rotation", "rotation"),
    "a volume of another packet": Break(volume_of_another, NOT_ONE, NOT_ONE),
    "manifest with care: a volume less": Break(
        careful(lambda data: data["files"].pop(1)), "is listed with pages", "do not hold all"
    ),
    "manifest with care: the last volume less": Break(
        careful(lambda data: data["files"].pop()), "pages for files that have", "do not hold all"
    ),
    "manifest with care: volumes in another order": Break(
        careful(lambda data: data["files"].reverse()), "is listed with pages", "do not hold all"
    ),
}
"""Ways of breaking a packet of several volumes."""
