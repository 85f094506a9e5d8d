"""Specimen replies in the name of the Metropolitan Police, London: a part disclosed, a part refused, in two letters."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta, timezone

from specimens.mail import PDF, mail
from specimens.office import word_letter
from specimens.paper import letterhead, reference_lines, table, typeset
from specimens.words import FIGURES, reference

GMT = timezone(timedelta(0))
BST = timezone(timedelta(hours=1))
NUMBER = reference(611)
SENDER = "Public Records Unit <public-records@met-records.example>"
LETTER = f"met/Response {NUMBER}.pdf"
"""Printed by LibreOffice; it travels inside the response mail."""


def documents(letter: bytes) -> dict[str, bytes]:
    """File name as sent -> bytes; ``letter`` is the printed response letter."""
    return {
        "met/Acknowledgement.eml": _acknowledgement(),
        "met/Response.eml": _response_mail(letter),
        f"met/Annexes {NUMBER}.pdf": annexes(),
        f"met/Further response {NUMBER}.pdf": _further_response(),
    }


def office_documents() -> dict[str, tuple[str, bytes]]:
    """PDF name -> the name and bytes of the office file that LibreOffice prints to it."""
    return {LETTER: ("response.docx", _response_letter())}


def annexes() -> bytes:
    """Four pages of four kinds: A4, A4 turned by /Rotate, Letter, and a sheet with printer's marks cropped to A4."""
    import pikepdf

    pages = [
        typeset(_schedule(), day=date(2026, 4, 8), size="A4", family="Liberation Sans", points=10.5, foot="Annex A"),
        typeset(
            _log(), day=date(2026, 4, 8), size="A4 landscape", family="Liberation Sans", points=9.5, foot="Annex A"
        ),
        typeset(_assessment(), day=date(2026, 4, 8), size="Letter", family="Liberation Serif", foot="Annex B"),
        typeset(_equality(), day=date(2026, 4, 8), size="A4", family="Carlito", points=11, foot="Annex C"),
    ]
    joined = pikepdf.new()
    for page in pages:
        with pikepdf.open(io.BytesIO(page)) as part:
            joined.pages.extend(part.pages)
    _turn(joined, 1)
    _crop(joined, 3)
    joined.docinfo["/Producer"] = "Office printer (specimen)"
    joined.docinfo["/Title"] = f"Annexes {NUMBER}"
    kept = io.BytesIO()
    joined.save(kept, deterministic_id=True)
    return kept.getvalue()


def _turn(document: object, number: int) -> None:
    """Store a landscape page as portrait paper whose /Rotate turns it for the reader."""
    import pikepdf

    page = document.pages[number]  # type: ignore[attr-defined]
    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    page.contents_add(f"q 0 1 -1 0 {height:.3f} 0 cm".encode(), prepend=True)
    page.contents_add(b"Q")
    page.mediabox = pikepdf.Array([0, 0, height, width])
    page.Rotate = 90


def _crop(document: object, number: int) -> None:
    """Put a page on a larger sheet with crop marks outside the part that is shown."""
    import pikepdf

    page = document.pages[number]  # type: ignore[attr-defined]
    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    marks = " ".join(
        f"{x} {y - 18 if y else y - 24} m {x} {y - 6 if not y else y + 18} l S" for x in (0, width) for y in (0, height)
    )
    page.contents_add(f"q 0.5 w {marks} Q".encode())
    page.mediabox = pikepdf.Array([-36, -36, round(width + 36, 2), round(height + 36, 2)])
    page.cropbox = pikepdf.Array([0, 0, round(width, 2), round(height, 2)])


def _acknowledgement() -> bytes:
    text = f"""
Freedom of Information request {NUMBER}

Dear Requester,

We acknowledge receipt on 10 March 2026 of your request under the Freedom of Information Act 2000.

You will have an answer promptly and in any event within twenty working days of receipt, that is by 10 April 2026,
unless we write to you about section 10(3) of the Act. There is no charge – the cost is below the limit of £450.

Public Records Unit
Metropolitan Police Service
"""
    when = datetime(2026, 3, 12, 9, 14, 3, tzinfo=GMT)
    return mail(text, sender=SENDER, subject=f"FOI {NUMBER}: acknowledgement", when=when, number=NUMBER)


def _response_mail(letter: bytes) -> bytes:
    text = f"""
Freedom of Information request {NUMBER}

Dear Requester,

Please find attached our response. The annexes were sent as a second file: Annexes {NUMBER}.pdf (4 pages).

Public Records Unit
Metropolitan Police Service
"""
    return mail(
        text, sender=SENDER, subject=f"FOI {NUMBER}: response – disclosed in part", number=NUMBER,
        when=datetime(2026, 4, 9, 16, 32, 18, tzinfo=BST),
        attachments=((f"Response {NUMBER}.pdf", PDF, letter),),
    )  # fmt: skip


def _response_letter() -> bytes:
    paragraphs: list[str | list[list[str]]] = [
        "9 April 2026",
        f"Reference: {NUMBER}\nSubject: Live facial recognition – Freedom of Information Act 2000",
        "Dear Requester,",
        "This is our response to your request of 10 March 2026.",
        [
            ["Item", "Information asked for", "Decision"],
            ["1", "Deployment log", "Disclosed (Annex A)"],
            ["2", "Deployment authorisations", "Refused: section 31(1)(a)-(b)"],
            ["3", "Watchlist criteria and composition", "Refused: section 31(1)(a)-(b)"],
            ["4", "Data protection impact assessments", "Disclosed in part (Annex B); names removed: section 40(2)"],
            ["5", "Equality impact assessments", "Disclosed (Annex C)"],
            ["6", "Accuracy tests", "Section 43(2): public interest under consideration"],
            ["7", "Field tests with volunteers", "Section 43(2): public interest under consideration"],
            ["8", "Breakdown by sex, age, ethnicity", "Disclosed (Annex A)"],
        ],
        "# Reasons for refusal (section 17)",
        "Section 31(1)(a) and (b), items 2 and 3. Disclosure would be likely to prejudice the prevention or detection "
        "of crime and the apprehension or prosecution of offenders, because operational choices could be inferred. The "
        "exemption is qualified. We have weighed accountability for the use of the technology against the effect on "
        "operations, and consider that the public interest favours maintaining the exemption.",
        "Section 40(2), item 4. The names of junior staff are personal data; their disclosure would contravene the "
        "data protection principles.",
        "# More time (section 10(3))",
        "Items 6 and 7 engage section 43(2) (commercial interests), which is qualified. We need more time to weigh the "
        "public interest, and expect to decide by 8 May 2026.",
        "# If you are dissatisfied",
        "You may ask for an internal review within 40 working days of this letter. If you remain dissatisfied you may "
        "apply to the Information Commissioner (section 50).",
        "Public Records Unit",
    ]
    return word_letter(
        ("Metropolitan Police Service", "Public Records Unit · London"), paragraphs,
        when=datetime(2026, 4, 9, 15, 0), paper="A4", font="Liberation Sans", title=f"Response {NUMBER}",
    )  # fmt: skip


def _further_response() -> bytes:
    body = (
        letterhead("Metropolitan Police Service", "Public Records Unit", "London")
        + reference_lines("7 May 2026", NUMBER, "Further response: items 6 and 7")
        + "<p>Dear Requester,</p><p>We wrote to you on 9 April 2026 that we needed more time to weigh the public "
        "interest in items 6 and 7 of your request.</p>"
        "<h2>Decision</h2><p>Items 6 (accuracy tests) and 7 (field tests with volunteers) are refused under section "
        "43(2) of the Freedom of Information Act 2000. Disclosure would be likely to prejudice the commercial "
        "interests of the supplier of the software.</p>"
        "<h2>Public interest</h2><p>In favour of disclosure: the public should be able to judge how well the "
        "technology works. Against it: a supplier that fears disclosure of its test results may share less with the "
        "police. On balance we maintain the exemption.</p>"
        "<h2>If you are dissatisfied</h2><p>You may ask for an internal review within 40 working days of this letter. "
        "If you remain dissatisfied you may apply to the Information Commissioner (section 50).</p>"
        "<p>Public Records Unit</p>"
    )
    return typeset(
        body, day=date(2026, 5, 7), size="A4", family="Liberation Sans", points=10.5, foot=NUMBER, title=NUMBER
    )


def _schedule() -> str:
    rows = [
        ["A", "1, 8", "Deployment log, January 2026, with breakdown", "1", "Disclosed"],
        ["B", "4", "Data protection impact assessment, sign-off page", "1", "Names removed, s.40(2)"],
        ["C", "5", "Equality impact assessment, summary page", "1", "Disclosed"],
    ]
    return (
        "<h1>Annex A</h1><p>Schedule of the information disclosed</p>"
        + reference_lines("9 April 2026", NUMBER, "Annexes")
        + table(["Annex", "Item", "Information", "Pages", "Decision"], rows, numbers=(3,))
        + "<p>The annexes come from different systems and are printed as they are held: the log is a wide sheet, "
        "Annex B was printed on US paper, Annex C at the print shop.</p>"
    )


def _log() -> str:
    columns = ["No.", "Day", "Place", "Start", "End", "Watchlist", "Faces seen", "Alerts", "False", "Stops", "Arrests"]
    rows = [
        ["1", "day 1", "[place A]", "11:00", "15:30", "1,000", "4,000", "3", "1", "2", "1"],
        ["2", "day 2", "[place B]", "12:00", "17:00", "1,000", "5,500", "2", "0", "2", "1"],
        ["3", "day 3", "[place A]", "10:30", "14:00", "1,000", "3,200", "1", "1", "0", "0"],
        ["4", "day 4", "[place C]", "13:00", "19:00", "1,000", "6,100", "4", "1", "3", "2"],
    ]
    split = [["Women", "5", "2"], ["Men", "5", "1"], ["Not recorded", "0", "0"]]
    return (
        "<h1>Annex A: deployment log</h1>"
        + table(columns, rows, numbers=(0, 3, 4, 5, 6, 7, 8, 9, 10))
        + "<h2>Breakdown of alerts</h2>"
        + table(["Recorded sex", "Alerts", "False alerts"], split, numbers=(1, 2))
        + f"<p class=small>{FIGURES} Days and places are made up: they are no deployments of any force.</p>"
    )


def _assessment() -> str:
    rows = [
        ["Prepared by", "<removed>"],
        ["Advice of the data protection officer", "Given; see section 7"],
        ["Residual risk", "See section 6"],
        ["Signed off by", "<removed>"],
        ["Next review", "Every twelve months"],
    ]
    marked = table(["Field", "Entry"], rows).replace("&lt;removed&gt;", "<span class=mask></span>&nbsp; s.40(2)")
    return (
        "<h1>Annex B</h1><p>Data protection impact assessment: sign-off page</p>"
        + marked
        + "<p>[The sections themselves would stand here; they are not reproduced in this specimen.]</p>"
    )


def _equality() -> str:
    return (
        "<h1>Annex C</h1><p>Equality impact assessment: summary page</p>"
        "<p>1. Aim of the activity. [Text of the summary would stand here; it is not reproduced in this specimen.]</p>"
        "<p>2. Evidence considered. [As above.]</p><p>3. Mitigation and review. [As above.]</p>"
        "<p class=small>Printed with crop marks; cut to A4.</p>"
    )
