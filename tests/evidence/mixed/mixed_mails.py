"""Mails in the forms of several programs, alone, in mailboxes, as Outlook messages and as winmail.dat."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from mixed_office import document, table_text, workbook
from mixed_pdfs import by_weasyprint
from mixed_pictures import camera, picture, scanned
from mixed_words import OTHER_TONGUES, body_of, paragraphs


def day_of(number: int) -> datetime:
    """When mail ``number`` was sent: after all requests, no two in one hour."""
    return datetime(2026, 2, 16, 9, 30, tzinfo=timezone(timedelta(hours=-8))) + timedelta(hours=5 * number)


def blank(number: int, subject: str) -> EmailMessage:
    """A mail without words."""
    body = body_of(number)
    made = EmailMessage()
    made["From"] = f"{body.name} Records <{body.address}>"
    made["To"] = "Robin Requester <robin@kit.example>"
    made["Subject"] = subject
    made["Date"] = format_datetime(day_of(number))
    made["Message-ID"] = f"<mail-{number}@{body.address.split('@')[1]}>"
    return made


def plain(number: int, *files: tuple[str, bytes]) -> bytes:
    """A plain mail with its number in the subject, and files."""
    made = blank(number, f"RE: Records request {body_of(number).number}")
    made.set_content("\n\n".join(paragraphs(number, body_of(number), 4)) + "\n\nRecords Unit\n")
    for name, data in files:
        kind = ("text", "csv") if name.endswith("csv") else ("application", "octet-stream")
        made.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    return made.as_bytes()


def outlook_html(number: int) -> bytes:
    """HTML as Outlook writes it, with an embedded logo, a remote picture and hidden words."""
    made = blank(number, f"RE: {body_of(number).number} [EXTERNAL]")
    made["X-Mailer"] = "Microsoft Outlook 16.0"
    made.set_content("See HTML.")
    lines = "".join(f"<p class=MsoNormal>{line}<o:p></o:p></p>" for line in paragraphs(number, body_of(number), 4))
    page = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>
.MsoNormal {{ font-family: Calibri; font-size: 11pt; margin: 0 }}</style></head><body>
<p><img src="cid:logo{number}@x" width=80></p>{lines}
<table border=1 cellpadding=4><tr><td>Vendor</td><td>Amount</td></tr><tr><td>Cognitec</td><td>$1,250</td></tr></table>
<div style="display:none">tracking words</div><img src="https://tracker.example/open.gif?id={number}" width=1 height=1>
<div style="border-top:solid #E1E1E1 1.0pt"><b>From:</b> Robin Requester &lt;robin@kit.example&gt;<br>
<b>Sent:</b> Monday, 2 February 2026 09:00<br><b>Subject:</b> Records request</div><p>I ask for all contracts.</p>
</body></html>"""
    made.add_alternative(page, subtype="html")
    logo = picture(number, "PNG", (160, 60))
    made.get_payload()[1].add_related(logo, maintype="image", subtype="png", cid=f"<logo{number}@x>")
    return made.as_bytes()


def gmail_thread(number: int) -> bytes:
    """A reply that quotes two older mails."""
    made = blank(number, f"Re: Public records request {body_of(number).number}")
    quoted = "\n".join(f"> {line}" for line in paragraphs(number + 3, body_of(number), 2))
    made.set_content(
        f"Please find our answer below.\n\n{paragraphs(number, body_of(number), 2)[1]}\n\n"
        f"On Mon, Feb 2, 2026 at 9:00 AM Robin <robin@kit.example> wrote:\n\n{quoted}\n>> When will you answer?\n"
    )
    return made.as_bytes()


def forwarded(number: int) -> bytes:
    """A mail with another one attached, which has a file."""
    made = blank(number, f"FW: {body_of(number).number} contract")
    made.set_content("As promised.\n")
    inner = blank(number + 100, "Contract")
    inner.set_content("\n".join(paragraphs(number + 100, body_of(number), 3)))
    inner.add_attachment(by_weasyprint(number + 200, 1), maintype="application", subtype="pdf", filename="contract.pdf")
    made.add_attachment(inner)
    return made.as_bytes()


def automatic(number: int, kind: str) -> bytes:
    """An out-of-office note, or a bounce."""
    if kind == "away":
        made = blank(number, "Automatic reply: Records request")
        made["Auto-Submitted"] = "auto-replied"
        made.set_content("I am out of the office until 30 March 2026.\n")
        return made.as_bytes()
    made = blank(number, "Undelivered Mail Returned to Sender")
    made.replace_header("From", f"MAILER-DAEMON@{body_of(number).address.split('@')[1]}")
    text = made.as_bytes().replace(b"\n\n", b"\n")
    report = f"Final-Recipient: rfc822; {body_of(number).address}\nAction: failed\nStatus: 5.1.1\n"
    return text + (
        b"MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n"
        b"It could not be delivered.\n\n--b\nContent-Type: message/delivery-status\n\n"
        b"Reporting-MTA: dns; x.example\n\n" + report.encode() + b"\n--b--\n"
    )


def foreign(number: int, tongue: str, charset: str) -> bytes:
    """A mail in another language and coding."""
    made = blank(number, OTHER_TONGUES[tongue][:30])
    made.set_content(OTHER_TONGUES[tongue].replace("’", "'") + "\n" + body_of(number).number + "\n", charset=charset)
    return made.as_bytes()


def badly_written(number: int) -> bytes:
    """A mail without a charset, a last boundary and line ends as they should be."""
    return (
        f"From: {body_of(number).address}\r\nSubject: R\xe9ponse {body_of(number).number}\r\n"
        f"Date: {format_datetime(day_of(number))}\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"=_x\"\r\n\r\n--=_x\nContent-Type: text/plain; charset=us-ascii\n\n"
        "Le contr\xf4le a \xe9t\xe9 fait \x96 voir ci-joint.\n--=_x\r\nContent-Type: application/pdf\r\n"
        "Content-Disposition: attachment; filename*=utf-8''r%C3%A9ponse.pdf\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQgbm90IHJlYWxseQ==\r\n"
    ).encode("latin-1")  # fmt: skip


def outlook_message(number: int) -> bytes:
    """An Outlook message with a file."""
    sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[3])]
    from outlook_files import msg

    body = body_of(number)
    values = {0x001A: "IPM.Note", 0x0037: f"RE: {body.number}", 0x0C1A: body.name, 0x5D01: body.address,
              0x1000: "\r\n".join(paragraphs(number, body, 4)),
              0x0039: day_of(number).astimezone(timezone.utc)}  # fmt: skip
    file = {0x3701: table_text(number, count=5), 0x3705: 1, 0x3707: "Purchases of the year.csv", 0x370E: "text/csv"}
    return msg(values, [{0x3001: "Robin", 0x39FE: "robin@kit.example", 0x0C15: 1}], [file])


def rich_mail(number: int) -> bytes:
    """A mail whose files Outlook packed into a winmail.dat."""
    sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[3])]
    from outlook_files import attribute, properties, winmail

    packed = winmail(
        attribute(1, 0x8004, b"Records\0"),
        attribute(1, 0x800C, b"Words of the message\0"),
        attribute(2, 0x9002, bytes(14)),
        attribute(2, 0x8010, b"policy.docx\0"),
        attribute(2, 0x800F, document(number)),
        attribute(2, 0x9005, properties({0x3707: "Face recognition policy.docx"})),
    )
    made = blank(number, f"RE: {body_of(number).number}")
    made.set_content("Attached.\n")
    made.add_attachment(packed, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    return made.as_bytes()


def mailbox(numbers: range) -> bytes:
    """Several mails as one mbox."""
    out = b""
    for number in numbers:
        mail = plain(number).replace(b"\nFrom ", b"\n>From ")
        out += b"From records@x.example Mon Feb 16 09:30:00 2026\n" + mail + b"\n"
    return out


def mails(each: int) -> dict[str, bytes]:
    """Mails of all forms."""
    made = {f"mail/plain {step}.eml": plain(step) for step in range(each * 5)}
    for step in range(each * 2):
        number = 320 + step
        file = ((f"list {step}.csv", table_text(number, count=8)), (f"memo {step}.docx", document(number)),
                (f"contract {step}.pdf", by_weasyprint(number, 2)), (f"book {step}.xlsx", workbook(number, count=6)),
                (f"photo {step}.jpg", camera(number, 6)))[step % 5]  # fmt: skip
        made[f"mail/with a file {step}.eml"] = plain(number, file)
    for step in range(each):
        made[f"mail/outlook {step}.eml"] = outlook_html(40 + step)
        made[f"mail/thread {step}.eml"] = gmail_thread(50 + step)
    for step in range(max(1, each // 2)):
        made[f"mail/forwarded {step}.eml"] = forwarded(60 + step)
        made[f"mail/outlook {step}.msg"] = outlook_message(66 + step)
        made[f"mail/rich {step}.eml"] = rich_mail(72 + step)
        made[f"mail/bad {step}.eml"] = badly_written(78 + step)
    coded = (("fr", "iso-8859-1"), ("ja", "iso-2022-jp"), ("ja", "shift_jis"), ("ru", "koi8-r"), ("el", "iso-8859-7"),
             ("zh", "gb18030"), ("ar", "utf-8"), ("es", "cp1252"))  # fmt: skip
    for step, (tongue, charset) in enumerate(coded[: each + 2]):
        made[f"mail/{tongue} {charset}.eml"] = foreign(84 + step, tongue, charset)
    return made | {
        "mail/away.eml": automatic(95, "away"),
        "mail/bounce.eml": automatic(96, "bounce"),
        "mail/export.mbox": mailbox(range(100, 104)),
        "mail/two files.eml": plain(97, ("scan.pdf", scanned(97, 2)), ("Núñez — лист.csv", table_text(97, count=5))),
    }
