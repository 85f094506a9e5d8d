"""Archives, recordings, pages of the web, calendars, texts in odd codings, odd names, and what is no document."""

from __future__ import annotations

import gzip
import io
import subprocess
import tarfile
import tempfile
import wave
import zipfile
from pathlib import Path

from mixed_mails import gmail_thread, plain
from mixed_office import PASSWORD, document, table_text, workbook
from mixed_pdfs import by_weasyprint
from mixed_pictures import camera, scanned
from mixed_words import OTHER_TONGUES, body_of, paragraphs


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def by_7z(files: dict[str, bytes], ending: str, *how: str) -> bytes:
    """An archive by the 7-Zip program."""
    with tempfile.TemporaryDirectory() as scratch:
        place, target = Path(scratch) / "in", Path(scratch) / f"out.{ending}"
        for name, data in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(data)
        subprocess.run(["7z", "a", *how, str(target), "."], cwd=place, check=True, capture_output=True, timeout=60)
        return target.read_bytes()


def tarred(files: dict[str, bytes], packing: str) -> bytes:
    """A tar archive with folders."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{packing}") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def bomb() -> bytes:
    """A ZIP archive of some kilobytes that holds gigabytes of zeros, in five files of archives in an archive."""
    inner = zipped({f"zeros {number}": bytes(60 << 20) for number in range(4)})
    return zipped({f"level {number}.zip": inner for number in range(20)})


def sound(seconds: int) -> bytes:
    """A recording without sound."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16_000 * seconds))
    return out.getvalue()


def _portal(number: int) -> dict[str, bytes]:
    return {
        f"{body_of(number).number.replace('/', '-')}/1 Contract.pdf": by_weasyprint(number, 2),
        "2 Emails/Re trial.eml": gmail_thread(number),
        "2 Emails/list.csv": table_text(number, count=10),
        "3 Scans/scan.pdf": scanned(number, 1),
    }


def archives(each: int) -> dict[str, bytes]:
    """Archives of all kinds."""
    made = {f"archives/portal export {number}.zip": zipped(_portal(110 + number)) for number in range(each)}
    for number in range(max(1, each // 3)):
        made[f"archives/release {number}.7z"] = by_7z(_portal(120 + number), "7z")
        made[f"archives/release {number}.tar.gz"] = tarred(_portal(124 + number), "gz")
    broken = zipped(_portal(130))
    escape = zipped({"../../escape.txt": b"out", "/etc/passwd": b"root", "C:\\x.txt": b"c", "ok.txt": b"fine"})
    return made | {
        "archives/locked.zip": by_7z({"memo.docx": document(131), "a.txt": b"Cognitec"}, "zip", f"-p{PASSWORD}"),
        "archives/nested.zip": zipped({"inner.zip": zipped({"deep.tar.gz": tarred(_portal(132), "gz")})}),
        "archives/broken.zip": broken[: len(broken) * 2 // 3],
        "archives/escape.zip": escape,
        "archives/bomb.zip": bomb(),
        "archives/long name.zip": zipped({"x" * 296 + ".txt": b"A name of three hundred bytes. Cognitec."}),
        "archives/log.txt.gz": gzip.compress(b"search log\n" + b"2020-05-01 probe image 0042\n" * 400),
        "archives/release.tar.xz": tarred({"one/two/three.txt": b"FaceVACS\n", "one/b.xlsx": workbook(133)}, "xz"),
    }


def texts(each: int) -> dict[str, bytes]:
    """Texts, pages of the web, calendars and cards."""
    made = {f"texts/notes {number}.txt": "\n".join(paragraphs(140 + number, body_of(number))).encode()
            for number in range(each)}  # fmt: skip
    codes = {"fr": "cp1252", "de": "iso-8859-15", "ja": "euc-jp", "ru": "cp1251", "zh": "utf-16", "he": "utf-8-sig"}
    for tongue, code in codes.items():
        made[f"texts/{tongue}-{code}.txt"] = OTHER_TONGUES[tongue].replace("’", "'").encode(code)
    for number in range(max(1, each // 2)):
        lines = "".join(f"<p>{line}</p>" for line in paragraphs(150 + number, body_of(number)))
        made[f"web/portal {number}.html"] = f"""<!DOCTYPE html><html><head><meta charset=utf-8><title>Request
</title><script>document.write('no')</script></head><body><img src=https://x.example/a.png>{lines}</body></html>""".encode()
    return made | {
        "web/saved.mht": b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://portal.example/r/1\r\n"
        b"Subject: Portal\r\nDate: Mon, 16 Feb 2026 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="----M"\r\n\r\n------M\r\n'
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: https://portal.example/r/1\r\n\r\n<html><body><h1>Request R-2026-01234</h1>"
        b"<p>Status: closed=2E</p></body></html>\r\n------M--\r\n",
        "texts/hearing.ics": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@x\r\n"
        b"DTSTAMP:20260216T100000Z\r\n"
        b"DTSTART:20260416T170000Z\r\nSUMMARY:Hearing on face recognition\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "texts/officer.vcf": b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Records Officer\r\nEMAIL:records@oaklandpd.example\r\n"
        b"END:VCARD\r\n",
        "texts/windows.txt": b"one\r\ntwo\r\n" * 3000,
    }


def odd_files() -> dict[str, bytes]:
    """What is empty, damaged, a recording, named oddly, sent twice, or no document at all."""
    memo, book = document(160), workbook(161)
    made = {
        "odd/empty.pdf": b"",
        "odd/empty.eml": b"",
        "odd/cut off.docx": memo[: len(memo) // 2],
        "odd/cut off.xlsx": book[:-400],
        "odd/really a PDF.docx": by_weasyprint(162, 1),
        "odd/really text.pdf": b"This is only a text with the wrong ending.\n",
        "odd/noise.bin": bytes(range(256)) * 40,
        "odd/zeros.dat": bytes(5000),
        "odd/call.wav": sound(3),
        "odd/voicemail.mp3": b"ID3\x04" + bytes(6) + (b"\xff\xfb\x90\x00" + bytes(413)) * 40,
        "odd/bodycam.mp4": b"\0\0\0\x18ftypmp42" + bytes(12) + b"\0\0\x01\0mdat" + bytes(248),
        "odd/.DS_Store": b"\0\0\0\1Bud1",
        "odd/Thumbs.db": b"\xd0\xcf\x11\xe0",
        "odd/~$memo 0.docx": b"\x05Clerk",
        "odd/unfinished.pdf.crdownload": b"%PDF-1.7 half",
        "odd/CON.txt": b"A name that Windows keeps for itself.\n",
        "odd/-rf.txt": b"A name that looks like an option.\n",
        "odd/new\nline.txt": b"A name of two lines.\n",
        "odd/\u202efdp.exe.txt": b"A name that is turned round.\n",
        "odd/[bold]red[/bold].txt": b"A name with marks.\n",
        "odd/\x1b[31mred.txt": b"A name that paints the terminal.\n",
        "odd/" + "n" * 250 + ".txt": b"A name as long as disks allow.\n",
        "odd/\udce9t\udce9.txt": b"A name in no known coding.\n",
    }
    names = ("顔認証 契約.pdf", "Договор №7.pdf", "عقد.pdf",
             "Übersicht – Größe.pdf", "σύμβαση.pdf", "e\u0301te\u0301.pdf")  # fmt: skip
    made |= {f"names/{name}": by_weasyprint(170 + at, 1) for at, name in enumerate(names)}
    made |= {f"twice/copy {number}.eml": plain(number) for number in range(4)}
    made |= {f"twice/same {number}.txt": b"The same bytes each time.\n" for number in range(3)}
    made["twice/photo.jpg"] = camera(0, 1)
    return made
