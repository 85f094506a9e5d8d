"""A small campaign with real law and files as they come: a mail with a PDF, a scan, a photo, a locked PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pikepdf
from PIL import Image

from frkit.base.files import create, sha256_of
from frkit.tracking.events import event_from
from frkit.tracking.folder import CampaignFolder, init_campaign
from frkit.tracking.types import Item, Request

LETTER = """Los Angeles Police Department
Discovery Section

Under the California Public Records Act I request:

1. Contracts for face recognition.
2. Policies on its use.

[name of requester]
"""


Change = Callable[[pikepdf.Pdf], None]


def small_pdf(words: str = "Hello", pages: int = 1, change: Change | None = None, **save) -> bytes:
    """A PDF with words high on each page, so that the lower corners are clear."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    font = made.make_indirect(font)
    for number in range(1, pages + 1):
        made.add_blank_page(page_size=(612, 792))
        page = made.pages[-1].obj
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F0=font))
        page.Contents = made.make_stream(f"BT /F0 24 Tf 72 600 Td ({words} {number}) Tj ET".encode())
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **({} if "encryption" in save else {"deterministic_id": True}), **save)
    return out.getvalue()


def photo() -> bytes:
    """A photograph of a letter, grey all over."""
    out = io.BytesIO()
    Image.new("RGB", (300, 400), (120, 120, 120)).save(out, "JPEG")
    return out.getvalue()


def reply_with_attachments() -> bytes:
    """A reply by mail with a two-page PDF and a broken spreadsheet."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "Records <records@lapd.example>", "us@kit.example"
    mail["Subject"] = "Your request <b>26-17</b> {{ 7*7 }}"
    mail["Date"] = "Wed, 25 Mar 2026 10:00:00 -0700"
    mail.set_content("Please find the records attached.\n")
    mail.add_attachment(small_pdf("Contract", 2), maintype="application", subtype="pdf", filename="contract.pdf")
    mail.add_attachment(b"\x00\x01\x02", maintype="application", subtype="x", filename="../../usage.xlsx")
    data = mail.as_bytes()
    boundary = mail.get_boundary()
    return data.replace(boundary.encode(), b"=====fixed=====") if boundary else data


LOCKED = small_pdf("Secret", encryption=pikepdf.Encryption(owner="a", user="b"))


class Story:
    """Logs what happens to one request."""

    def __init__(self, folder: CampaignFolder) -> None:
        self.folder = folder
        request = Request(
            agency="us-ca-lapd",
            law="us-ca",
            requester="me",
            vendors=("amazon",),
            items=(Item(number=1, category="contracts"), Item(number=2, category="policy")),
        )
        self.id = folder.create_request(request, "lapd", date(2026, 3, 2))

    def log(self, kind: str, day: str, **fields) -> str:
        """Log an event; gives its id."""
        common = {"kind": kind, "date": day, "entered": f"{day}T20:00:00Z", "by": "a volunteer"}
        return self.folder.add_event(self.id, event_from({**common, **fields}))[0]

    def receive(self, name: str, data: bytes, day: str, role: str = "reply", **fields) -> str:
        """Take in a file and log its arrival; gives the event's id."""
        source = self.folder.root / ".frkit" / "incoming" / name
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_bytes(data)
        record = self.folder.take_in(self.id, source, date.fromisoformat(day), taken_in=f"{day}T20:00:00Z")
        source.unlink()
        documents = [{**record.model_dump(), "role": role}]
        return self.log("arrived", day, channel="email", documents=documents, **fields)

    def send(self, day: str) -> None:
        """Keep the masked letter and the law, and log the sending."""
        path = self.folder.root / "requests" / self.id / "letters" / f"{day}-request.txt"
        create(path, LETTER.encode())
        law_file, law_sha256 = self.folder.freeze_law(self.id, date.fromisoformat(day))
        hashes = {"masked_sha256": sha256_of(path), "law_file": law_file, "law_sha256": law_sha256}
        self.log("sent", day, method="email", to="records@lapd.example", **hashes)


def tell(root: Path) -> CampaignFolder:
    """The whole story in a new folder: the same bytes wherever it is told."""
    folder = init_campaign(root, "Who searches faces in Los Angeles?", requester="me")
    create(
        root / "private" / "requesters" / "me.yaml",
        b"name: Robin Requester\naddress:\n  - 12 Hidden Lane\n  - Oakland\nemail: robin@secret.example\n",
    )
    story = Story(folder)
    story.send("2026-03-02")
    story.log("received_by_agency", "2026-03-02")
    came = story.receive("acknowledgement.pdf", small_pdf("Acknowledged"), "2026-03-10")
    story.log("acknowledged", "2026-03-10", reference="26-17", **{"in": came})
    story.log("note", "2026-03-12", text="STRATEGY: sue them in May")
    story.log("extension_claimed", "2026-03-12", days=30, unit="calendar", reason="we are busy")
    came = story.receive("answer.eml", reply_with_attachments(), "2026-03-25")
    story.log("produced", "2026-03-25", items=[1], partial=True, **{"in": came})
    story.log("denied", "2026-03-25", items=[2], exemptions=[{"cited": "Gov. Code 7923.600"}], **{"in": came})
    story.receive("IMG_0412.jpg", photo(), "2026-03-26")
    story.receive("locked.pdf", LOCKED, "2026-04-01", role="record")
    return CampaignFolder.find(root)
