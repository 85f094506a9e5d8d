"""``kill -9`` while hundreds of files are taken in, opened, read or shown: nothing is lost, nothing is there twice.

Every blow falls on a real program: at a stage that has a name, or at some moment. Then the same command is given again,
and must leave what an undisturbed run leaves. FRKIT_KILLS=100 strikes more often, as the long run does.
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from frkit.base.files import sha256_of
from frkit.base.findings import errors_in
from frkit.tracking.checks import check_campaign
from frkit.tracking.event_files import read_events
from frkit.tracking.folder import CampaignFolder

PROJECT = Path(__file__).resolve().parents[2]
KILLER = Path(__file__).with_name("killed_at.py")
KILLS = int(os.environ.get("FRKIT_KILLS", "1"))
"""How many programs of each kind are killed at some moment; the long run sets more."""
REQUEST = "2026-03-lapd-first-contact"
PERSON = "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@secret.example\n"
LOOSE, MAILS = 150, 12
"""More than are flushed to the disk at once."""


def environment() -> dict[str, str]:
    """frkit as it lies here, with a name to sign events with."""
    return os.environ | {"PYTHONPATH": str(PROJECT), "FRKIT_BY": "tester", "PYTHONDONTWRITEBYTECODE": "1"}


def begun(cwd: Path, *command: str | Path, before: tuple[str | Path, ...] = ("-m", "frkit")) -> subprocess.Popen[str]:
    """A program of its own."""
    line = [sys.executable, *map(str, before), *map(str, command)]
    return subprocess.Popen(
        line, cwd=cwd, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, start_new_session=True,
    )  # fmt: skip


def frkit(cwd: Path, *command: str | Path, expect: int = 0) -> str:
    """Run ``frkit ...`` to its end; gives what it printed."""
    process = begun(cwd, *command)
    out, err = process.communicate(timeout=120)
    assert process.returncode == expect and "Traceback" not in err, f"frkit {command}\n{out}\n{err}"
    return out


def killed_at(cwd: Path, stage: str, number: int, *command: str | Path) -> None:
    """Run ``frkit ...``, and kill it as it calls a function for the n-th time."""
    process = begun(cwd, stage, str(number), "--", *command, before=(KILLER,))
    out, err = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, f"{stage} was not reached {number} times\n{out}\n{err}"


def killed_after(cwd: Path, seconds: float, *command: str | Path) -> None:
    """Run ``frkit ...``, and kill it after so long, if it still runs."""
    process = begun(cwd, *command)
    time.sleep(seconds)
    process.kill()
    process.communicate(timeout=120)


def moments(whole: float) -> Iterator[tuple[float, str]]:
    """When to strike a program that takes so long, and what to say if that breaks something."""
    seed = random.randrange(10**6)
    dice = random.Random(seed)
    for number in range(KILLS):
        yield whole * dice.uniform(0.15, 1.0), f"seed {seed}, blow {number}"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with one request, made with the commands that a person types."""
    root = tmp_path_factory.mktemp("made") / "campaign"
    frkit(root.parent, "init", root, "--requester", "robin")
    (root / "private" / "requesters" / "robin.yaml").write_text(PERSON, encoding="utf-8")
    frkit(root, "request", "new", "--agency", "us-ca-lapd", "--pack", "first-contact", "--today", "2026-03-02")
    return root


@pytest.fixture
def campaign(made_once: Path, tmp_path: Path) -> Path:
    """A copy of that campaign."""
    return Path(shutil.copytree(made_once, tmp_path / "campaign"))


def mail(number: int) -> bytes:
    """A mail of the agency with a file."""
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "records@lapd.example", f"Part {number}", f"<{number}@lapd>"
    made["Date"] = f"Mon, 09 Mar 2026 10:{number:02}:00 -0800"
    made.set_content("Please find attached what you asked for.\n")
    made.add_attachment(f"Contract {number}\n", filename="contract.txt")
    return bytes(made)


def fill(folder: Path) -> dict[str, bytes]:
    """Some hundred files as a portal and a mail program give them; gives SHA-256 -> bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(LOOSE):
        home = " to 12 Hidden Lane, Oakland" if number % 40 == 7 else ""
        deep = folder / f"volume {number // 50}"
        deep.mkdir(exist_ok=True)
        (deep / f"record {number:03}.txt").write_text(f"Record {number}{home}\n" * (number * 20 + 1), encoding="utf-8")
    for number in range(MAILS):
        (folder / f"mail {number:02}.eml").write_bytes(mail(number))
    return {sha256_of(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def stored(root: Path) -> dict[Path, str]:
    """The originals that have their names, with their hashes."""
    places = [root / "requests" / REQUEST / "received", root / "private" / "received" / REQUEST]
    return {path: sha256_of(path) for place in places for path in place.glob("[!.]*")}


def on_file(root: Path) -> Counter[str]:
    """How often each SHA-256 is named as having arrived."""
    events, _, broken = read_events(root / "requests" / REQUEST)
    assert not broken
    return Counter(record.sha256 for _, event in events if event.kind == "arrived" for record in event.documents)


def assert_nothing_lost(root: Path, source: Path, came: dict[str, bytes], when: str) -> None:
    """Every file is whole where it lay, or else stored and on file; what has its name is whole."""
    there = stored(root)
    for path, digest in there.items():
        assert digest in came and digest[:8] in path.name, f"{when}: {path.name} is torn"
    waiting = {sha256_of(path) for path in source.rglob("*") if path.is_file()}
    named = on_file(root)
    for digest in came:
        proved = digest in named and digest in there.values()
        assert digest in waiting or proved, f"{when}: {came[digest][:60]!r} is lost"
    assert set(named) <= set(there.values()), f"{when}: an event names what is not there"
    assert max(named.values(), default=1) == 1, f"{when}: something is on file twice"
    findings = check_campaign(CampaignFolder.find(root))
    assert errors_in(findings) == [], when


def assert_done(root: Path, came: dict[str, bytes], when: str) -> None:
    """Every file is stored once, under its event; what holds the requester's address is nowhere but in private/."""
    there = stored(root)
    assert Counter(there.values()) == Counter(came.keys()), f"{when}: not each is stored once"
    assert on_file(root) == Counter(came.keys()), f"{when}: not each is on file once"
    for path, digest in there.items():
        assert (b"Hidden Lane" in came[digest]) is path.is_relative_to(root / "private"), when
    for leftover in root.glob("requests/**/.*.tmp"):
        assert b"Hidden Lane" not in leftover.read_bytes(), f"{when}: a copy of what is private stayed"
    allowed = ("harmless", "not taken in yet")
    findings = check_campaign(CampaignFolder.find(root))
    assert all(any(words in one.message for words in allowed) for one in findings), f"{when}: {findings}"


INTAKE = [
    ("frkit.base.foreign_files:copy_bytes", 60),
    ("frkit.base.copying:_flush_disk", 1),
    ("frkit.base.files:name_finally", 1),
    ("frkit.base.files:name_finally", 77),
    ("frkit.tracking.folder:add_event", 1),
    ("frkit.tracking.folder:add_event", 5),
    ("frkit.evidence.intake.on_file:add", 1),
    ("frkit.evidence.intake.on_file:add", MAILS + 1),
]
"""While copying; before the first batch is on the disk, before and amid its naming; between naming and the event of the
first mail and of a later one; right after the event of a mail, and after that of all other files."""
EMPTYING = [
    ("frkit.evidence.intake.emptying:remove_from_inbox", 1),
    ("frkit.evidence.intake.emptying:remove_from_inbox", MAILS + 70),
    ("frkit.evidence.intake.emptying:_remove_empty", MAILS + 90),
]


@pytest.mark.parametrize(("stage", "number"), INTAKE, ids=[f"{one.rpartition(':')[2]}-{at}" for one, at in INTAKE])
def test_a_folder_is_taken_in_whole_after_a_blow(stage: str, number: int, campaign: Path, tmp_path: Path) -> None:
    came = fill(tmp_path / "portal")
    line = ("receive", "lapd", tmp_path / "portal", "--date", "2026-03-12")
    killed_at(campaign, stage, number, *line)
    assert_nothing_lost(campaign, tmp_path / "portal", came, stage)
    frkit(campaign, *line)
    assert_done(campaign, came, stage)
    assert len(list((tmp_path / "portal").rglob("*.*"))) == len(came), "a folder of one's own is never emptied"


@pytest.mark.parametrize(("stage", "number"), [*INTAKE[3:5], *EMPTYING], ids=lambda one: str(one).rpartition(":")[2])
def test_the_inbox_is_emptied_after_a_blow_of_what_is_proved(stage: str, number: int, campaign: Path) -> None:
    inbox = campaign / "inbox" / "lapd"
    came = fill(inbox)
    line = ("receive", "--yes", "--date", "2026-03-12")
    killed_at(campaign, stage, number, *line)
    assert_nothing_lost(campaign, inbox, came, stage)
    if stage not in [name for name, _ in EMPTYING]:
        assert len([path for path in inbox.rglob("*") if path.is_file()]) >= len(came) - MAILS
    frkit(campaign, *line)
    assert_done(campaign, came, stage)
    assert [path for path in inbox.rglob("*") if path.is_file()] == []


def test_files_are_taken_in_whole_after_a_blow_at_some_moment(made_once: Path, tmp_path: Path) -> None:
    first = Path(shutil.copytree(made_once, tmp_path / "whole"))
    fill(first / "inbox" / "lapd")
    line = ("receive", "--yes", "--date", "2026-03-12")
    began = time.monotonic()
    frkit(first, *line)
    for moment, when in moments(time.monotonic() - began):
        root = Path(shutil.copytree(made_once, tmp_path / when))
        came = fill(root / "inbox" / "lapd")
        killed_after(root, moment, *line)
        assert_nothing_lost(root, root / "inbox", came, when)
        frkit(root, *line)
        assert_done(root, came, when)
        assert [path for path in (root / "inbox" / "lapd").rglob("*") if path.is_file()] == []


def pdf(words: str, **save: object) -> bytes:
    """A page with words."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    made.add_blank_page(page_size=(612, 792))
    page = made.pages[-1].obj
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F0=made.make_indirect(font)))
    page.Contents = made.make_stream(f"BT /F0 24 Tf 72 600 Td ({words}) Tj ET".encode())
    out = io.BytesIO()
    made.save(out, **save)  # type: ignore[arg-type]
    return out.getvalue()


def scan(words: str) -> bytes:
    """A picture of words, as a scanner gives it."""
    picture = Image.new("L", (900, 300), 255)
    ImageDraw.Draw(picture).text((60, 100), words, fill=0, font=ImageFont.truetype("DejaVuSans.ttf", 60))
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(150, 150))
    return out.getvalue()


def holding(campaign: Path, files: dict[str, bytes], folder: Path) -> Path:
    """The campaign with files taken in."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    frkit(campaign, "receive", "lapd", folder, "--date", "2026-03-12")
    return campaign


def kept(root: Path) -> dict[str, bytes]:
    """All originals and events."""
    places = [*root.glob("requests/*/received/[!.]*"), *root.glob("requests/*/events/[!.]*")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in places}


def struck(
    made: Path,
    tmp_path: Path,
    line: tuple[str, ...],
    stages: list[tuple[str, int]],
    look: Callable[[Path, str], object],
) -> None:
    """Strike a command at the last stage (the long run: at each, and at some moments).

    What ``look`` sees after the same command was given again is what it sees after an undisturbed run.
    """
    first = Path(shutil.copytree(made, tmp_path / "undisturbed"))
    before = kept(made)
    began = time.monotonic()
    frkit(first, *line)
    takes = time.monotonic() - began
    expected = look(first, "undisturbed")
    blows: list[tuple[str, Callable[[Path], None]]] = [
        (f"{stage} {number}", lambda root, stage=stage, number=number: killed_at(root, stage, number, *line))  # type: ignore[misc]
        for stage, number in (stages if KILLS > 5 else stages[-1:])
    ]
    for moment, when in moments(takes) if KILLS > 1 else ():
        blows.append((when, lambda root, moment=moment: killed_after(root, moment, *line)))  # type: ignore[misc]
    for number, (when, strike) in enumerate(blows):
        root = Path(shutil.copytree(made, tmp_path / str(number)))
        strike(root)
        assert kept(root) == before, f"{when}: an original or an event changed"
        frkit(root, *line)
        assert look(root, when) == expected, f"{when}: something else came of it"
        assert kept(root) == before, when
        assert not errors_in(check_campaign(CampaignFolder.find(root))), when


def test_pages_are_shown_whole_after_a_blow(campaign: Path, tmp_path: Path) -> None:
    files = {f"record {number}.pdf": pdf(f"Record {number}") for number in range(8)}
    files |= {"table.csv": b"vendor,price\nWalrus,10\n" * 20, "mail.eml": mail(1), "note.txt": b"words\n"}
    made = holding(campaign, files, tmp_path / "came")

    def look(root: Path, when: str) -> object:
        shown = json.loads(frkit(root, "pages", "--all", "--json"))  # all of it is kept by now
        for one in shown["originals"]:
            with pikepdf.open(root / one["pdf"] if not Path(one["pdf"]).is_absolute() else one["pdf"]) as opened:
                assert len(opened.pages) == one["pages"], when
        office = sorted(path.name for path in root.glob("requests/*/derived/*/*"))
        assert office == ["office.pdf", "office.yaml"], f"{when}: {office}"
        return shown["converted"], shown["slip_sheets"], [(one["name"], one["pages"]) for one in shown["originals"]]

    stages = [
        ("frkit.base.files:replace", 6),
        ("frkit.evidence.office.converting:_keep", 1),
    ]
    struck(made, tmp_path, ("pages", "--all"), stages, look)


def test_no_scan_is_read_twice_or_never_after_a_blow(campaign: Path, tmp_path: Path) -> None:
    names = ["walrus", "oyster", "carpenter", "cabbage", "beeches", "pudding"]
    made = holding(campaign, {f"scan {number}.png": scan(name) for number, name in enumerate(names)}, tmp_path / "came")

    def look(root: Path, when: str) -> object:
        records = [path for path in root.glob("requests/*/derived/*/ocr-*.yaml")]
        assert len(records) == len(names) == len(list(root.glob("requests/*/derived/*/ocr-*.tsv"))), when
        found = {name: json.loads(frkit(root, "search", name, "--json"))["pages"] for name in names}
        assert set(found.values()) == {1}, f"{when}: {found}"
        assert "No page needs to be read" in frkit(root, "ocr"), when
        return found

    stages = [("frkit.evidence.text.ocr_records:keep_reading", 3), ("frkit.base.files:create", 4)]
    struck(made, tmp_path, ("ocr",), stages, look)


def test_a_password_opens_all_files_after_a_blow(campaign: Path, tmp_path: Path) -> None:
    lock = pikepdf.Encryption(owner="x", user="walrus")
    files = {f"{number}.pdf": pdf(f"Secret {number}", encryption=lock) for number in range(6)}
    made = holding(campaign, files, tmp_path / "came")
    (tmp_path / "word").write_text("walrus\n", encoding="utf-8")
    password = ("--password-file", str(tmp_path / "word"))
    for number in (1, 4):
        root = Path(shutil.copytree(made, tmp_path / str(number)))
        killed_at(root, "frkit.evidence.opening.passwords:keep_password", number, "unlock", "lapd", "0.pdf", *password)
        there = list((root / "private" / "passwords").glob("[!.]*"))
        assert len(there) == number - 1 and {path.stat().st_mode & 0o777 for path in there} <= {0o600}
        shut = [one["sha256"] for one in json.loads(frkit(root, "unlock", "lapd", "--json"))]
        assert len(shut) == 6 - len(there)
        frkit(root, "unlock", "lapd", shut[0], *password)
        assert json.loads(frkit(root, "unlock", "lapd", "--json")) == []
        assert json.loads(frkit(root, "search", "Secret", "--json"))["pages"] == 6


def test_a_search_finds_all_after_a_blow(campaign: Path, tmp_path: Path) -> None:
    files = {f"{number}.txt": f"Walrus and the word{number}\n".encode() for number in range(120)}
    files |= {f"{number}.pdf": pdf(f"Walrus number{number}") for number in range(20)}
    made = holding(campaign, files, tmp_path / "came")

    def look(root: Path, when: str) -> object:
        told = json.loads(frkit(root, "search", "walrus", "--json"))
        assert told["pages"] == len(files), when
        rare = [json.loads(frkit(root, "search", word, "--json"))["pages"] for word in ("word77", "number19")]
        return told["pages"], rare

    stages = [
        ("frkit.evidence.text.rows:add_pages", 40),
        ("frkit.evidence.text.rows:index_file", 30),
        ("frkit.evidence.text.store:writing", 3),
    ]
    struck(made, tmp_path, ("search", "walrus"), stages, look)
