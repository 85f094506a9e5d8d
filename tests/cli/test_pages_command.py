"""frkit pages and frkit unlock: what came, turned into pages as a packet shows it, nothing skipped."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

PROJECT = Path(__file__).resolve().parents[2]
REQUEST = "2026-03-lapd-first-contact"


def frkit(*arguments: str, folder: Path, expect: int = 0, typed: str | None = None) -> str:
    """Run frkit as a program of its own; gives what it printed."""
    settings = {**os.environ, "PYTHONPATH": str(PROJECT), "FRKIT_BY": "tester", "COLUMNS": "80", "NO_COLOR": "1"}
    settings |= {"XDG_CACHE_HOME": str(folder.parent / "caches"), "FRKIT_SOFFICE": ""}
    (folder.parent / "caches").mkdir(exist_ok=True)
    given = {"input": typed} if typed is not None else {"stdin": subprocess.DEVNULL}
    done = subprocess.run([sys.executable, "-m", "frkit", *arguments], cwd=folder, env=settings, capture_output=True,
                          text=True, timeout=300, check=False, **given)  # type: ignore[call-overload]  # fmt: skip
    assert done.returncode == expect, done.stderr
    return str(done.stdout if expect == 0 else done.stderr)


def pdf(words: str, password: str = "") -> bytes:
    made = pikepdf.new()
    made.add_blank_page(page_size=(612, 792))
    page = made.pages[0].obj
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F0=made.make_indirect(font)))
    page.Contents = made.make_stream(f"BT /F0 24 Tf 72 600 Td ({words}) Tj ET".encode())
    out = io.BytesIO()
    made.save(out, **({"encryption": pikepdf.Encryption(owner="boss", user=password)} if password else {}))
    return out.getvalue()


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(out, "PNG")
    return out.getvalue()


def reply(*files: tuple[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "records@city.example", "us@kit.example", "Your request"
    mail["Date"] = "Mon, 02 Mar 2026 10:00:00 -0800"
    mail.set_content("The records are attached.")
    for name, data in files:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """A campaign with one request, and an answer with pictures, an archive, a locked PDF and a recording."""
    desk = tmp_path / "desk"
    desk.mkdir()
    frkit("init", "campaign", "--requester", "robin", folder=desk)
    folder = desk / "campaign"
    person = "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@secret.example\n"
    (folder / "private" / "requesters" / "robin.yaml").write_text(person)
    frkit("request", "new", "--agency", "us-ca-lapd", "--pack", "first-contact", "--today", "2026-03-02", folder=folder)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("scan.png", picture())
        made.writestr("empty.txt", b"")
    answer = {
        "reply.eml": reply(("records.zip", archive.getvalue()), ("contract.pdf", pdf("Contract", "open sesame"))),
        "plan.pdf": pdf("Plan", "open sesame"),
        "letter.pdf": pdf("Letter"),
        "call.mp3": b"ID3\x04" + bytes(60),
    }
    for name, data in answer.items():
        (desk / name).write_bytes(data)
    files = [str(desk / name) for name in answer]
    frkit("receive", REQUEST, *files, "--date", "2026-03-05", folder=folder)
    return folder


def words_in(path: Path) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


def test_every_file_becomes_pages_or_a_slip_sheet(campaign: Path) -> None:
    before = {path: path.read_bytes() for path in (campaign / "requests").rglob("*") if path.is_file()}
    found = json.loads(frkit("pages", REQUEST, "--json", folder=campaign))
    pieces = {piece["name"]: piece for one in found["originals"] for piece in one["pieces"]}
    assert set(pieces) == {
        "reply.eml", "records.zip", "scan.png", "empty.txt", "contract.pdf", "plan.pdf", "letter.pdf", "call.mp3"
    }  # fmt: skip
    assert found["files"] == 8 == found["converted"] + found["slip_sheets"]
    assert {name for name, piece in pieces.items() if piece["slip"]} == {
        "empty.txt", "contract.pdf", "plan.pdf", "call.mp3"
    }  # fmt: skip
    for one in found["originals"]:
        made = pypdfium2.PdfDocument(campaign / one["pdf"])
        assert len(made) == one["pages"] == sum(piece["pages"] for piece in one["pieces"])
        assert sum(one["sha256"] == piece["sha256"] for piece in one["pieces"]) == 1
    assert {path: path.read_bytes() for path in before} == before
    assert found["pages"] == sum(one["pages"] for one in found["originals"])


def test_a_person_reads_what_came_of_it_and_what_to_do(campaign: Path) -> None:
    said = frkit("pages", REQUEST, folder=campaign)
    assert "8 files = 4 converted + 4 as slip sheets" in said
    assert "contract.pdf (in reply.eml): it is encrypted, and its password is not known" in said
    assert f"$ frkit unlock {REQUEST} " in said
    assert max(map(len, said.splitlines())) <= 80
    again = frkit("pages", REQUEST, folder=campaign)
    assert again == said


def test_one_file_by_its_name_or_hash_into_a_folder_of_ones_own(campaign: Path, tmp_path: Path) -> None:
    out = tmp_path / "look"
    one = json.loads(frkit("pages", REQUEST, "letter.pdf", "--out-dir", str(out), "--json", folder=campaign))
    (made,) = out.iterdir()
    assert "Letter" in words_in(made) and made.name.startswith("letter")
    digest = one["originals"][0]["sha256"]
    frkit("pages", REQUEST, digest[:10], "--out-dir", str(out), folder=campaign)
    assert list(out.iterdir()) == [made]
    assert "No file that came is called 'leter.pdf'" in frkit("pages", REQUEST, "leter.pdf", folder=campaign, expect=2)


def test_a_page_planted_in_the_cache_is_not_believed(campaign: Path) -> None:
    one = json.loads(frkit("pages", REQUEST, "letter.pdf", "--json", folder=campaign))["originals"][0]
    (campaign / one["pdf"]).write_bytes(pdf("Forged"))
    frkit("pages", REQUEST, "letter.pdf", folder=campaign)
    assert "Letter" in words_in(campaign / one["pdf"])


def test_one_password_opens_all_files_that_have_it_and_stays_private(campaign: Path) -> None:
    listed = frkit("unlock", REQUEST, folder=campaign)
    assert "plan.pdf" in listed and "contract.pdf" in listed and "letter.pdf" not in listed
    wrong = frkit("unlock", REQUEST, "plan.pdf", "--password-file", "-", folder=campaign, expect=1, typed="sesame\n")
    assert "This password does not open the file." in wrong
    assert not (campaign / "private" / "passwords").exists()
    said = frkit("unlock", REQUEST, "plan.pdf", "--password-file", "-", folder=campaign, typed="open sesame\n")
    assert "Opened: plan.pdf" in said and "Opened: contract.pdf" in said
    holding = [path for path in campaign.rglob("*") if path.is_file() and b"open sesame" in path.read_bytes()]
    assert len(holding) == 2
    assert all(path.parent == campaign / "private" / "passwords" for path in holding)
    assert all(path.stat().st_mode & 0o077 == 0 for path in holding)
    found = json.loads(frkit("pages", REQUEST, "--json", folder=campaign))
    pieces = {piece["name"]: piece for one in found["originals"] for piece in one["pieces"]}
    assert pieces["plan.pdf"]["slip"] is None and pieces["contract.pdf"]["slip"] is None
    assert "opened with the password that was given" in pieces["plan.pdf"]["how"]
    assert "No file of this request waits for a password." in frkit("unlock", REQUEST, folder=campaign)


def test_a_packet_shows_the_unlocked_pages(campaign: Path) -> None:
    frkit("unlock", REQUEST, "plan.pdf", "--password-file", "-", folder=campaign, typed="open sesame\n")
    frkit("log", "sent", REQUEST, "--date", "2026-03-02", "--method", "email", folder=campaign)
    frkit("packet", "new", "council", "--as-of", "2026-03-06", folder=campaign)
    frkit("packet", "build", "council", folder=campaign)
    assert "Plan" in words_in(campaign / "packets" / "council" / "build" / "council.pdf")
    assert "open sesame" not in (campaign / "packets" / "council" / "build" / "manifest.json").read_text()
