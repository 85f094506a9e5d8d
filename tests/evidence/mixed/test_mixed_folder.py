"""A folder of all kinds of files goes the whole way: inbox, parts, pages, words, names, packet; nothing is lost."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from mixed_mails import (
    automatic,
    badly_written,
    foreign,
    forwarded,
    gmail_thread,
    mailbox,
    outlook_html,
    outlook_message,
    plain,
    rich_mail,
)
from mixed_odd import sound, tarred, zipped
from mixed_office import document, table_text, workbook
from mixed_pictures import camera, fax, picture, scanned
from mixed_words import BODIES, OTHER_TONGUES

REPOSITORY = Path(__file__).parents[3]
OAKLAND, MET = "2026-01-oakland-pd-first-contact", "2026-01-met-first-contact"


def small_pdf(*lines: str) -> bytes:
    from matplotlib.figure import Figure

    out = io.BytesIO()
    figure = Figure()
    for at, line in enumerate(lines):
        figure.text(0.05, 0.9 - at / 12, line)
    figure.savefig(out, format="pdf")
    return out.getvalue()


def folder_of_forty() -> dict[str, bytes]:
    """Some forty small files, a few of them the same, broken or no documents."""
    memo, contract = document(1), small_pdf("Contract with Cognitec", "12 March 2021", "No 23-cv-0456")
    archive = zipped({"Contracts/one.pdf": contract, "Mails/re.eml": gmail_thread(5), "../../list.csv": b"a,b\n1,2\n"})
    made = {
        **{f"mail/plain {number}.eml": plain(number) for number in (0, 2, 5)},
        "mail/files.eml": plain(10, ("list.csv", table_text(10, count=4)), ("contract.pdf", contract)),
        "mail/outlook.eml": outlook_html(15),
        "mail/thread.eml": gmail_thread(20),
        "mail/forwarded.eml": forwarded(25),
        "mail/winmail.eml": rich_mail(30),
        "mail/message.msg": outlook_message(35),
        "mail/bad.eml": badly_written(40),
        "mail/bounce.eml": automatic(45, "bounce"),
        "mail/ja.eml": foreign(50, "ja", "iso-2022-jp"),
        "mail/el.eml": foreign(55, "el", "iso-8859-7"),
        "mail/box.mbox": mailbox(range(60, 62)),
        "office/memo.docx": memo,
        "office/book.xlsx": workbook(3, count=5),
        "office/list.csv": table_text(4, count=5, mark=";", encoding="cp1252"),
        "photos/turned.jpg": camera(1, 6),
        "photos/shot.png": picture(2, "PNG", (400, 300)),
        "scans/scan.pdf": scanned(3, 1),
        "scans/fax.tif": fax(4, 2),
        "archives/portal.zip": archive,
        "archives/release.tar.gz": tarred({"deep/er/notes.txt": b"FaceVACS was tried.\n"}, "gz"),
        "archives/broken.zip": archive[: len(archive) // 2],
        "archives/bomb.zip": zipped({"zeros": bytes(30 << 20)}),
        "texts/fr.txt": OTHER_TONGUES["fr"].replace("’", "'").encode("cp1252"),
        "texts/zh.txt": OTHER_TONGUES["zh"].encode("utf-16"),
        "web/page.html": b"<!DOCTYPE html><html><body><p>NeoFace Watch</p><script>no()</script></body></html>",
        "odd/empty.pdf": b"",
        "odd/cut off.pdf": contract[: len(contract) // 2],
        "odd/cut off.docx": memo[: len(memo) // 2],
        "odd/noise.bin": bytes(range(256)) * 8,
        "odd/call.wav": sound(1),
        "odd/really a PDF.doc": small_pdf("Agreement with IDEMIA"),
        "odd/" + "n" * 250 + ".txt": b"A name as long as disks allow.\n",
        "odd/new\nline.txt": b"A name of two lines.\n",
        "odd/\udce9t\udce9.txt": b"A name in no known coding.\n",
        "names/顔認証.txt": b"A name in Japanese.\n",
        "twice/again.eml": plain(0),
        "twice/memo.docx": memo,
        "odd/.DS_Store": b"\0\0\0\1Bud1",
        "odd/~$memo.docx": b"\x05Clerk",
    }
    return made


class Desk:
    """A campaign with two requests that were sent, worked on by typed commands."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self("init", str(root), "--requester", "me", campaign=False)
        who = "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@kit.example\n"
        (root / "private/requesters/me.yaml").write_text(who)
        for body in (BODIES[0], BODIES[2]):
            self("request", "new", "--agency", body.agency, "--pack", "first-contact", "--today", "2026-01-30")
            name = OAKLAND if body is BODIES[0] else MET
            self("log", "sent", name, "--date", body.day, "--method", "email", "--to", body.address, "--yes")
            self("log", "acknowledged", name, "--date", "2026-02-09", "--reference", body.number, "--yes")

    def __call__(self, *typed: str, campaign: bool = True, exit_code: int = 0):
        """What a command prints; with --json what that holds."""
        where = ("--campaign", str(self.root)) if campaign else ()
        command = [sys.executable, "-m", "frkit", *typed, *where]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        assert done.returncode == exit_code, (typed, done.stdout[-2000:], done.stderr)
        return json.loads(done.stdout) if "--json" in typed else done.stdout

    def originals(self) -> list[str]:
        """The hash of every original on file."""
        stored = [*self.root.glob("requests/*/received/*"), *self.root.glob("private/received/*/*")]
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in stored]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return Desk(tmp_path / "campaign")


def test_forty_mixed_files_go_the_whole_way_and_none_is_lost(desk) -> None:
    files = folder_of_forty()
    inbox = desk.root / "inbox"
    for name, data in files.items():
        path = inbox / os.fsdecode(os.fsencode(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (inbox / "link").symlink_to("/etc/hosts")
    (desk.root.parent / "list.csv").write_bytes(b"untouched")

    # Taken in: what names its request goes there, a person says the rest, and what is no document stays.
    first = desk("receive", "--yes", "--date", "2026-03-02", "--json", exit_code=1)
    assert {one["request"] for one in first["deliveries"]} == {OAKLAND, MET}
    rest = desk("receive", OAKLAND, str(inbox), "--date", "2026-03-03", "--json")
    wanted = {hashlib.sha256(data).hexdigest() for name, data in files.items() if not _is_litter(name)}
    assert sorted(desk.originals()) == sorted(wanted), "each file once, as it came"
    assert {Path(one["path"]).name for one in rest["not_taken"] if one["state"] == "left_out"} == {
        "link", ".DS_Store", "~$memo.docx",
    }  # fmt: skip
    desk("receive", OAKLAND, str(inbox), "--date", "2026-03-03", "--json")
    assert sorted(desk.originals()) == sorted(wanted), "the same command again adds nothing"
    left = {path.name for path in inbox.rglob("*") if path.is_file() and not path.is_symlink()}
    assert left == {".gitignore", ".DS_Store", "~$memo.docx"}, "only what is safe elsewhere leaves the inbox"
    assert (desk.root.parent / "list.csv").read_bytes() == b"untouched", "nothing is written where an archive says"

    # Pages: every original and every file inside one is shown, or says why not.
    made = desk("pages", "--all", "--json")
    assert made["failed"] == 0 and made["files"] == made["converted"] + made["slip_sheets"]
    assert {one["sha256"] for one in made["originals"]} == wanted
    assert sum(one["pages"] for one in made["originals"]) == made["pages"]
    slips = {piece["name"] for one in made["originals"] for piece in one["pieces"] if piece["slip"]}
    assert {"empty.pdf", "cut off.docx", "noise.bin", "call.wav", "zeros"} <= slips
    shown = {piece["name"] for one in made["originals"] for piece in one["pieces"] if not piece["slip"]}
    assert {"memo.docx", "book.xlsx", "fax.tif", "Contracts/one.pdf", "Face recognition policy.docx"} <= shown

    # Words: in every language, in parts of parts, and what has none is named.
    for words, name in {
        "23-cv-0456": "contract.pdf", "顔認証": "ja.eml", "αναγνωριση": "el.eml", "人脸识别": "zh.txt",
        "reconnaissance faciale": "fr.txt", "FaceVACS AND tried": "deep/er/notes.txt", "IDEMIA": "really a PDF.doc",
        '"NeoFace Watch" NOT threshold': "page.html", "PimEyes": "book.xlsx",
    }.items():  # fmt: skip
        found = desk("search", words, "--most", "200", "--json")
        assert name in {one["name"] for one in found["results"]}, words
    assert {one["name"] for one in desk("ocr", "--list", "--json")} >= {"scan.pdf", "turned.jpg", "fax.tif"}

    # Names of vendors, a packet of one request, and its check.
    assert {"cognitec", "idemia", "nec"} <= {one["of"] for one in desk("mentions", "--json")}
    desk("packet", "new", "small", "--request", MET)
    desk("packet", "build", "small")
    desk("packet", "verify", "small")
    assert "no mistakes" in desk("check")


def _is_litter(name: str) -> bool:
    return name.rsplit("/", 1)[-1] in (".DS_Store", "~$memo.docx")
