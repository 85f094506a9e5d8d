"""Every command that takes ``--json``, typed once or more in two campaigns, with all that it printed."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import click
import pytest
from cli.conftest import REQUESTER, run
from cli.import_specimens import muckrock, saved, wdtk
from stamp_server import Authority, Reply, serving

from frkit.base.bundled import bundled
from frkit.cli.main import frkit

PHRASE = "correct horse battery staple"
BROKEN = "id: broken\nname: 5\n"
OWN_AGENCY = """\
id: us-ca-example-pd
name: Example Police Department
law: us-ca
level: city
contacts:
  - purpose: request
    address: [records@police.example]
    found_where: its own site
    found_when: 2026-03-01
retention:
  - records: search logs
    categories: [audit-logs]
    kept: 90 days
    basis: policy
    confidence: high
    sources:
      - title: Its schedule
        text_read: true
"""
HISTORY = """\
request,agency,asked,kind,date,method,reference,reason,files
Oakland,us-ca-oakland-pd,contracts,sent,2024-03-01,email,,,
Oakland,,,acknowledged,2024-03-04,,PRR-24-118,,
Nowhere,a body that nobody knows,contracts,sent,2024-03-01,email,,,
"""
OWN_PROFILE = """\
title: The city's own council
about: What its clerk asks for.
read: 2026-03-01
defaults:
  parts: [cover, contents]
  numbering: {prefix: ABC, start: 5, digits: 6}
  volumes: {pages: 100, megabytes: 5}
limits: {pages: 500}
rules:
  - id: size
    citation: Its clerk's letter
    asks: At most 500 pages a file.
    met_by: Volumes of at most 100 pages.
    source:
      title: Its clerk's letter
      url: https://council.example/rules
      kind: recalled
    confidence: low
"""
AUTOMATIC = b"""\
Received: from mail.lapd.example by mx.secret.example; Fri, 13 Mar 2026 16:10:20 +0000
Authentication-Results: mx.secret.example; dkim=pass header.d=lapd.example
DKIM-Signature: v=1; a=rsa-sha256; d=lapd.example; s=s1; c=relaxed/relaxed; h=from:subject; bh=AAAA; b=AAAA
From: records@lapd.example
To: robin@secret.example
Subject: Automatic reply
Date: Fri, 13 Mar 2026 09:10:11 -0700
Auto-Submitted: auto-replied

We are closed.
"""


def commands(command: click.Command = frkit, words: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command below one, by the words that call it."""
    if not isinstance(command, click.Group):
        yield " ".join(words), command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None
        yield from commands(below, (*words, name))


def takes_json(command: click.Command) -> bool:
    """Whether it has the option, or prints JSON and nothing else."""
    return any("--json" in parameter.opts for parameter in command.params) or command.name == "json"


def group_of(name: str) -> str:
    """All kinds of event are logged by one command, and all three imports print the same."""
    return name.partition(" ")[0] if name.startswith(("log ", "import ")) else name


@dataclass
class Told:
    """Where the campaigns lie, and what every command printed."""

    folder: Path
    said: dict[str, list[Any]]


class Story:
    """What was typed, and what was printed as JSON, by command."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._monkeypatch = folder, monkeypatch
        self.said: dict[str, list[Any]] = defaultdict(list)
        self._names = sorted((name for name, _ in commands()), key=len, reverse=True)
        self.root = folder

    def __call__(self, line: str, expect: int = 0) -> Any:
        """Type a line; what it printed, read if it is JSON."""
        ran = run(line, self.root, self._monkeypatch)
        assert ran.code == expect, f"frkit {line} ended with {ran.code}\n{ran.out}\n{ran.err}"
        if "--json" not in line and not line.startswith("export json"):
            return ran.out
        data = json.loads(ran.out)
        self.said[self._name_of(line)].append(data)
        return data

    def _name_of(self, line: str) -> str:
        if line.startswith("log "):  # a kind may be typed as its short code
            return "log"
        return group_of(next(name for name in self._names if f"{line} ".startswith(f"{name} ")))


def tell(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Any]]:
    """Run it all; what every command printed."""
    monkeypatch.setenv("FRKIT_BY", "tester")
    monkeypatch.setenv("FRKIT_PASSPHRASE", PHRASE)
    monkeypatch.setenv("NO_PROXY", "*")
    story = Story(folder, monkeypatch)
    _the_example(story)
    _law_and_catalogue(story)
    _a_campaign(story)
    _what_came(story)
    _packets_and_proof(story)
    _together(story)
    _from_elsewhere(story)
    return dict(story.said)


def _the_example(story: Story) -> None:
    shutil.copytree(bundled("examples") / "pledge-check", story.folder / "example")
    story.root = story.folder / "example"
    for line in ("check", "request list", "status", "status lapd", "next", "request show washington", "ics"):
        story(f"{line} --json")
    for line in ("stats", "stats --by agency", "stats --by item", "why dea", "why met", "why washington", "letter met"):
        story(f"{line} --json")
    story("export json")
    story("export json --audience packet")
    story("mentions --json")
    story("date invoice-specimen --json")
    story("date invoice-specimen 1 2020-07-03 --act use --json")
    story("date invoice-specimen --json")
    for figure in ("--price 0.41 --currency USD --words '$0.41'", "--quantity 412 --per request --words 412"):
        story(f"figure invoice-specimen 1 {figure} --json")
    story("figure invoice-specimen --json")
    story("pledges --json")


def _law_and_catalogue(story: Story) -> None:
    story.root = story.folder
    for line in ("law list", "law show us-ca", "law show gb", "law stale us-ca gb fr", "law diff us-ca us-or"):
        story(f"{line} --json")
    for code in ("us-ri", "gb", "us-oh", "fr"):
        story(f"law explain {code} --received 2026-06-29 --json")
    story("law calendar us-or --year 2026 --json")
    story("law calendar fr --year 2026 --json")
    story(f"law calendar us-or --write {story.folder}/draft.yaml --json")
    for group in ("agencies", "vendors", "records", "events"):
        story(f"{group} list --json")
        story(f"{group} search face --json")
        (story.folder / group).mkdir()
        (story.folder / group / "broken.yaml").write_text(BROKEN)
        story(f"{group} check {story.folder / group}/broken.yaml --json", expect=1)
    (story.folder / "jurisdiction.yaml").write_text("code: us-zz\nname: 5\n")
    story(f"law check {story.folder}/jurisdiction.yaml --json", expect=1)
    story("agencies show us-ca-lapd --json")
    story("vendors show amazon --json")
    story("records packs --json")
    story("records show contracts --json")
    story("records show first-contact --json")
    story(f"events show {story('events list --json')[0]['id']} --json")
    for line in ("list", "search grant", "show gsa-mas"):
        story(f"vendors vehicles {line} --json")
    story("doctor --json")


def _a_campaign(story: Story) -> None:
    story.root = root = story.folder / "campaign"
    root.mkdir()
    story(f"init {root} --requester robin")
    (root / "private" / "requesters" / "robin.yaml").write_text(REQUESTER)
    (root / "agencies").mkdir(exist_ok=True)
    (root / "agencies" / "us-ca-example-pd.yaml").write_text(OWN_AGENCY)
    story("agencies show us-ca-example-pd --json")
    story("agencies new 'Berkeley Police Dept' --law us-ca --level city --json")
    found = "--found-where 'its own site' --found-when 2026-02-27"
    story(f"agencies contact us-ca-berkeley-pd --purpose request --email records@bpd.example {found} --json")
    (story.folder / "contacts.csv").write_text(
        "agency,email,found_where,found_when\nus-or-portland-pb,a@ppb.example,site,2026-02-27\n"
    )
    story(f"agencies contacts {story.folder}/contacts.csv --json")
    batch = "request batch --place us-or --place gb --pack first-contact --wave autumn --today 2026-03-01 --yes --json"
    story(batch)
    story("log sent gresham --date 2026-03-02 --method email --json")
    story("request undo autumn --leave-begun --yes --json")
    new = "request new --pack first-contact --today 2026-03-01 --json"
    story(f"{new} --agency us-ca-lapd --vendor amazon --wave spring --since 2025-06-01 --until 2026-02-01")
    story(f"{new} --agency us-ca-sfpd")
    story("request check sfpd --json")
    own = "--agency us-ca-oakland-pd --item contracts --ask 'The log of the lift' --today 2026-03-01"
    made = story(f"request new --like lapd {own} --json")
    story(f"request show {made['request']} --advice --json")
    twins = "request twins lapd --today 2026-03-01 --json"
    story(twins)
    story(f"{twins} --make")
    story("log sent lapd --date 2026-03-02 --method email --json")
    story("log ack lapd --date 2026-03-04 --reference 26-1 --promised 2026-03-20 --json")
    story("log ack --agency us-ca-lapd --date 2026-03-04 --reference 26-1 --promised 2026-03-20 --yes --json")
    story("log fee lapd --date 2026-03-05 --amount 40 --deposit 10 --currency USD --json")
    story("log paid lapd --date 2026-03-06 --amount 50 --currency USD --json")
    story("log fee-refunded lapd --date 2026-03-09 --amount 5 --currency USD --json")
    story("log retention-learned lapd --date 2026-03-09 --kept '90 days' --basis statement --items 1 --json")
    story("log transferred lapd --date 2026-03-10 --to 'the other city' --items 2 --request sfpd --json")
    story("log denied lapd --date 2026-03-11 --items 3 --exemption 'Gov. Code 7923.600=3' --json")
    (story.folder / "mail.eml").write_bytes(b"From: records@lapd.example\nSubject: Yours\n\nEnclosed.\n")
    (story.folder / "witness.txt").write_bytes(b"The name of a witness\n")
    story(f"receive lapd {story.folder}/mail.eml {story.folder}/witness.txt --date 2026-03-12 --json")
    for line in ("request list", "request show lapd", "status", "status lapd", "next", "why lapd", "ics", "stats"):
        story(f"{line} --today 2026-05-20 --json")
    story("export json --today 2026-05-20")
    story("letter lapd --today 2026-05-20 --json")
    story("letter lapd --today 2026-05-20 --explain --json")
    story("letter lapd preservation --today 2026-05-20 --format html --json")
    story("letter --wave autumn --wave spring --today 2026-05-20 --yes --json")


def _what_came(story: Story) -> None:
    """Mails, scans and locked files: found out, taken apart, shown, read."""
    inbox = story.root / "inbox"
    (inbox / "reply.eml").write_bytes(_reply())
    (inbox / "stray.bin").write_bytes(bytes(range(256)))
    (inbox / "half.part").write_bytes(b"not finished")
    story("receive --dry-run --json")
    story("receive --yes --json", expect=1)
    _scans_and_locked_files(story.folder)
    came = " ".join(f"{story.folder}/{name}" for name in ("scan.png", "blank.png", "torn.png", "locked.pdf"))
    story(f"receive lapd {came} --date 2026-03-16 --dry-run --json")
    story(f"receive lapd {came} --date 2026-03-16 --json")
    story(f"receive sfpd {story.folder}/scan.png --date 2026-03-16 --json", expect=1)
    story("parts lapd --json")
    story("parts lapd reply.eml --extract 1/1 --json")
    story("mail lapd reply.eml --json")
    (story.folder / "automatic.eml").write_bytes(AUTOMATIC)
    story(f"mail {story.folder}/automatic.eml --json")
    story("unlock lapd --json")
    (story.folder / "password.txt").write_text("open sesame\n")
    story(f"unlock lapd locked.pdf --password-file {story.folder}/password.txt --json")
    story("pages lapd --json")
    story("ocr --list --json")
    story("ocr --json", expect=1)
    story("search recognition --json")


def _reply() -> bytes:
    """A mail of the agency with an archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("order.txt", "Order of 10 June 2020: face recognition, one year.\n")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "records@lapd.example", "robin@secret.example", "Request 26-1"
    mail["Date"], mail["Message-ID"] = "Fri, 13 Mar 2026 09:10:11 -0700", "<1@lapd.example>"
    mail.set_content("Enclosed.\n")
    mail.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="records.zip")
    return mail.as_bytes()


def _scans_and_locked_files(folder: Path) -> None:
    """A page of words as a picture, an empty one, one that was cut off, and an encrypted PDF."""
    import pikepdf
    from PIL import Image, ImageDraw, ImageFont

    scan = Image.new("L", (1200, 400), 255)
    ImageDraw.Draw(scan).text((80, 120), "Face recognition search log", font=ImageFont.load_default(64), fill=0)
    scan.save(folder / "scan.png")
    Image.new("L", (600, 400), 255).save(folder / "blank.png")
    Image.effect_noise((600, 400), 90).save(folder / "torn.png")
    whole = (folder / "torn.png").read_bytes()
    (folder / "torn.png").write_bytes(whole[: len(whole) // 2])
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 300))
        pdf.save(folder / "locked.pdf", encryption=pikepdf.Encryption(owner="owner", user="open sesame"))


def _packets(story: Story) -> None:
    """One packet of what had come early, one of all, a third only planned; pages cited, traced and handed over."""
    _production(story.folder)
    story(f"receive lapd {story.folder}/production.pdf --date 2026-03-18 --json")
    own = story.root / "templates" / "packet" / "profiles" / "council.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(OWN_PROFILE)
    story("packet profiles --json")
    story("packet new early --request lapd --as-of 2026-03-14 --json")
    new = "packet new council --place us-ca --as-of 2026-05-20 --profile us-federal --title 'To the council' --json"
    story(new)
    story("packet check council --json", expect=1)
    story("packet build council --json")
    story("packet check council --json", expect=1)
    plan = story.root / "packets" / "early" / "packet.yaml"
    first, second, *others = plan.read_text().split("\n  - label: ")
    plan.write_text("\n  - label: ".join([first, second, *others[1:]]))
    story("packet build early --json")
    story("packet new later --request lapd --as-of 2026-05-20")
    story("cite recognition --json")
    (page,) = story("cite production.pdf:1 --json")["citations"]
    story(f"where {page['first_bates']} --json")
    story("where LAPD-000123 --json")
    story("where --packet council 1 --json")
    story("packet diff early council --json")
    story("packet gaps early --json")
    story("packet export council zip --json")
    story("packet export council bagit --with-originals --json")


def _production(folder: Path) -> None:
    """A PDF of an agency that counts its pages, with one left out and one twice."""
    import pikepdf

    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    font = made.make_indirect(font)
    for page, number in enumerate((123, 124, 125, 127, 128, 129, 130, 130), 1):
        made.add_blank_page(page_size=(612, 792))
        text = f"(Contract, item {page * 7}) Tj 390 -465 Td (LAPD-{number:06d}) Tj 0 715 Td (Page {page} of 12) Tj"
        made.pages[-1].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F0=font))
        made.pages[-1].obj.Contents = made.make_stream(f"BT /F0 9 Tf 72 500 Td {text} ET".encode())
    made.save(folder / "production.pdf")


def _packets_and_proof(story: Story) -> None:
    _packets(story)
    story("search recognition --json")
    story("packet verify council --json")
    story("verify --json")
    authority = Authority(story.folder / "authority")
    with serving(lambda question: Reply(authority.answer(question))) as server:
        sealed = story(f"seal --date 2026-05-20 --timestamp {server.url} --ca {authority.root} --json")
    assert sealed["stamp"]
    story("seal --json")
    witness = next((story.root / "requests").glob("*/received/*witness.txt"))
    forget = f"forget {witness.relative_to(story.root)} --reason 'a court ordered it' --date 2026-05-21"
    story(f"{forget} --yes --json")
    story("verify --json")
    story("seal --date 2026-05-22 --json")
    story("pages lapd reply.eml --json")  # what was kept to look at went with the bytes that were forgotten
    story("parts lapd reply.eml --extract 1/1 --json")
    story("search recognition --json")
    (story.root / "README.txt").write_text("Added later.\n")
    story("verify --json")
    story("export json --today 2026-05-22")


def _together(story: Story) -> None:
    out = story.folder
    story(f"share {out}/shared --dry-run --json")
    story(f"share {out}/shared --json")
    story(f"backup {out}/all.frkit --json")
    story(f"backup {out}/all.frkit --check --json")
    story(f"restore {out}/all.frkit {out}/restored --json")
    half = next((out / "restored" / "requests").glob("*/events/*-acknowledged-*.yaml"))
    half.write_bytes(half.read_bytes()[:40])
    story(f"check --campaign {out}/restored --json", expect=1)


def _from_elsewhere(story: Story) -> None:
    out = story.folder
    (out / "history.csv").write_text(HISTORY)
    story(f"import csv {out}/history.csv --dry-run --json", expect=1)
    story(f"import csv {out}/history.csv --json", expect=1)
    changed = HISTORY.replace("PRR-24-118", "PRR-24-119").replace("acknowledged,2024-03-04", "acknowledged,2024-03-05")
    (out / "history.csv").write_text(changed)
    story(f"import csv {out}/history.csv --json", expect=1)
    (out / "muckrock.json").write_bytes(saved(muckrock()))
    story(f"import muckrock {out}/muckrock.json --agency us-ca-lapd --without-files --json")
    (out / "files").mkdir()
    (out / "files" / "release 1.pdf").write_bytes(b"%PDF-1.4 specimen")
    story(f"import muckrock {out}/muckrock.json --agency us-ca-lapd --files {out}/files --json")
    (out / "wdtk.json").write_bytes(saved(wdtk()))
    story(f"import wdtk {out}/wdtk.json --json")
