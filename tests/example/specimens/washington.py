"""Specimen replies in the name of the Washington County Sheriff, Oregon: fees, and a part of the records."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from specimens.mail import PDF, mail
from specimens.office import ledger
from specimens.paper import letterhead, reference_lines, table, typeset
from specimens.raster import scanned
from specimens.words import FIGURES, reference

PST = timezone(timedelta(hours=-8))
PDT = timezone(timedelta(hours=-7))
NUMBER = reference(142)
OFFICE = "Washington County Sheriff's Office"
SENDER = "Public Records Unit <public-records@washington-county.example>"
UNIT = "Public Records Unit\nWashington County Sheriff's Office"


def documents() -> dict[str, bytes]:
    """File name as sent -> bytes."""
    return {
        "washington/Acknowledgement.eml": _acknowledgement(),
        "washington/Fee estimate.eml": _fee_estimate(),
        "washington/First release.eml": _release(),
        "washington/Invoice SPECIMEN-INV-0001.pdf": _invoice(),
        "washington/AP ledger extract 2020.xlsx": _ledger(),
        "washington/scan0007.pdf": _scan(),
        "washington/Second fee estimate.eml": _second_estimate(),
    }


def _acknowledgement() -> bytes:
    text = f"""
Public records request {NUMBER}

Dear Requester:

This confirms that the Public Records Unit received your public records request dated February 9, 2026, by e-mail
on the same day (ORS 192.324(2)). This office is the custodian of at least some of the records that you describe.

We will complete our response, or tell you in writing when we expect to complete it, as ORS 192.329 provides.
Please quote the number above in all correspondence.

{UNIT}
"""
    when = datetime(2026, 2, 13, 15, 42, 10, tzinfo=PST)
    subject = f"Public records request {NUMBER} – received"
    return mail(text, sender=SENDER, subject=subject, when=when, number=NUMBER)


def _fee_estimate() -> bytes:
    rows = [
        ["Search of e-mail and shared drives, items 2 and 4 to 7", "14.0", "$58.00", "$812.00"],
        ["Export of cloud account records, items 3 and 8", "6.0", "$95.00", "$570.00"],
        ["Attorney: determining which exemptions apply, all items", "12.0", "$180.00", "$2,160.00"],
        ["Estimated total", "32.0", "", "$3,542.00"],
    ]
    body = (
        letterhead(OFFICE, "Public Records Unit", "Washington County, Oregon")
        + reference_lines("February 27, 2026", NUMBER, "Written estimate of fees (ORS 192.324(4))")
        + "<p>Dear Requester:</p><p>We have reviewed your request of February 9, 2026. Because the cost of responding "
        "will exceed $25, we provide this written estimate before we begin.</p>"
        + table(["Task", "Hours", "Hourly rate", "Amount"], rows, numbers=(1, 2, 3), total=True)
        + f"<p class=small>{FIGURES}</p>"
        "<p>We will begin when you confirm that you wish us to proceed and have paid the estimated fee. If the fee is "
        "neither paid nor waived within 60 days of this notice, the request will be closed (ORS 192.329).</p>"
        "<p>You may narrow the request at any time.</p><p>Public Records Unit</p>"
    )
    letter = typeset(
        body, day=date(2026, 2, 27), family="Liberation Serif", foot=f"{NUMBER} · fee estimate",
        title=f"Fee estimate {NUMBER}",
    )  # fmt: skip
    text = f"""
Public records request {NUMBER}

Dear Requester:

Please find attached our written estimate of fees for this request (1 page, PDF).

{UNIT}
"""
    return mail(
        text, sender=SENDER, subject=f"Public records request {NUMBER} – fee estimate", number=NUMBER,
        when=datetime(2026, 2, 27, 16, 5, 31, tzinfo=PST), attachments=((f"Fee estimate {NUMBER}.pdf", PDF, letter),),
    )  # fmt: skip


def _release() -> bytes:
    text = f"""
Public records request {NUMBER}

Dear Requester:

We have considered your letter of March 4, 2026. The following records for items 1 and 3 were already at hand in
Finance. The fee for them is waived, and the estimate of February 27, 2026 no longer stands. They are ready in the
portal:

  1. Invoice SPECIMEN-INV-0001.pdf (item 3, 2 pages)
  2. AP ledger extract 2020.xlsx (item 3)
  3. scan0007.pdf (item 1: purchase authorization, 2 pages)

In item 3, account numbers and access key identifiers have been removed under ORS 192.345(22) and (23).

Items 2 and 4 to 8 are still being processed. We expect to complete our response to them by April 24, 2026 (ORS
192.329(5)).

{UNIT}
"""
    when = datetime(2026, 4, 3, 11, 20, 4, tzinfo=PDT)
    return mail(
        text, sender=SENDER, subject=f"Public records request {NUMBER} – first release", when=when, number=NUMBER
    )


def _second_estimate() -> bytes:
    text = f"""
Public records request {NUMBER}

Dear Requester:

Written estimate of fees for items 2 and 4 to 8 (ORS 192.324(4)). {FIGURES.replace("on this page", "in this message")}

  Search of e-mail and shared drives   14.0 hours at $58.00     $812.00
  Export of cloud account records       6.0 hours at $95.00     $570.00
  Estimated total                                             $1,382.00

We will begin when the fee has been paid. If it is neither paid nor waived within 60 days of this notice, the
request will be closed (ORS 192.329).

{UNIT}
"""
    when = datetime(2026, 5, 8, 14, 48, 55, tzinfo=PDT)
    subject = f"Public records request {NUMBER} – fee estimate, items 2 and 4–8"
    return mail(text, sender=SENDER, subject=subject, when=when, number=NUMBER)


def _invoice() -> bytes:
    """Dated after 10 June 2020 for a month that began before it: the date of a bill is not the date of a use."""
    lines = [
        ["Amazon Rekognition", "Face search, requests", "June 1 – 10, 2020", "412", "$0.41"],
        ["Amazon Rekognition", "Face metadata storage", "June 1 – 10, 2020", "300,000", "$1.00"],
        ["Amazon S3", "Object storage, GB", "June 1 – 30, 2020", "55", "$1.27"],
        ["Total due", "", "", "", "$2.68"],
    ]
    body = (
        "<table class=top><tr><td><h1>INVOICE</h1>Amazon Web Services, Inc.</td>"
        "<td class=n>Invoice number: <b>SPECIMEN-INV-0001</b><br>Invoice date: <b>July 3, 2020</b><br>"
        "Billing period: June 1 – June 30, 2020<br>Account: <span class=mask></span></td></tr></table>"
        "<p><b>Bill to:</b><br>Washington County Sheriff's Office<br>Oregon</p>"
        + table(["Service", "Usage", "Period of use", "Quantity", "Charge (USD)"], lines, numbers=(3, 4), total=True)
        + f"<p class=small>{FIGURES} Invoice, quantities and charges were made up for the example.</p>"
        "<div class=box><b>Payment.</b> Charged to the purchasing card on file. Usage by day: see page 2.</div>"
        "<h2 class=next>Usage by day</h2>"
        + table(["Day", "Service", "Operation", "Quantity"], _days(), numbers=(3,))
        + f"<p class=small>{FIGURES}</p>"
    )
    more = (
        "table.top td {border: none; padding: 0} table.top td.n {width: 48%} th {white-space: nowrap}"
        " h2.next {break-before: page} h1 {letter-spacing: .08em} tr.sum td {border-top: 1.2pt solid #111}"
    )
    return typeset(
        body, day=date(2020, 7, 3), family="Liberation Sans", points=10, foot="Invoice SPECIMEN-INV-0001",
        title="Invoice SPECIMEN-INV-0001", more=more,
    )  # fmt: skip


def _days() -> list[list[str]]:
    counts = [44, 51, 38, 47, 55, 19, 21, 49, 53, 35]
    searches = [
        [f"June {day}, 2020", "Amazon Rekognition", "SearchFacesByImage", str(count)]
        for day, count in enumerate(counts, 1)
    ]
    return [*searches, ["June 11 – 30, 2020", "Amazon Rekognition", "none in this specimen", "0"]]


def _ledger() -> bytes:
    columns = ["Posted", "Vendor", "Description", "Document", "Account", "Amount (USD)"]
    months = ["January", "February", "March", "April", "May", "June", "July", "August", "September"]
    face = [3.94, 3.61, 3.72, 3.55, 3.80, 2.68]
    rows: list[list[str | float]] = []
    for number, month in enumerate(months):
        later = number >= len(face)
        what = "AWS S3 storage" if later else "AWS: Rekognition, S3 storage"
        posted = f"2020-{number + 2:02d}-{7 + number % 3:02d}"
        document = f"SPECIMEN-INV-{number - 4:04d}" if number >= 5 else f"SPECIMEN-INV-A{number + 1:03d}"
        rows.append(
            [
                posted,
                "Amazon Web Services",
                f"{what}, {month} 2020",
                document,
                "[removed]",
                1.27 if later else face[number],
            ]
        )
    rows.append(["", "", "Total", "", "", round(sum(float(row[5]) for row in rows), 2)])
    notes: list[list[str | float]] = [
        ["[removed]", "Account number removed by the agency, ORS 192.345(22) and (23)"],
        ["Posted", "Day on which the payment was booked, not the day of use"],
    ]
    sheets = {"AP extract": (columns, rows), "Notes": (["Mark", "Meaning"], notes)}
    return ledger(sheets, when=datetime(2026, 4, 2, 9, 30))


def _scan() -> bytes:
    """Two sheets from the office scanner; the second lay across the glass."""
    first = typeset(_authorization(), day=date(2026, 4, 2), family="Liberation Mono", points=10.5, title="scan")
    second = typeset(
        _routing(), day=date(2026, 4, 2), size="Letter landscape", family="Liberation Mono", points=10, title="scan"
    )
    return scanned(_joined(first, second), seed=7, sideways=(1,))


def _authorization() -> str:
    rows = [
        ["Requested by", "[name removed]"],
        ["Unit", "Records technology"],
        ["Vendor", "Amazon Web Services, Inc."],
        ["Kind of purchase", "Cloud account, billed monthly by use"],
        ["Expected cost", "$10.00 a month (specimen figure)"],
        ["Competition", "Below the threshold for quotes"],
        ["Paid by", "Purchasing card"],
    ]
    return (
        "<h1>PURCHASE AUTHORIZATION</h1><p>Form PA-SPECIMEN. Keep with the voucher.</p>"
        + table(["Field", "Entry"], rows)
        + "<p>Justification: test of cloud services. See routing slip overleaf.</p>"
        "<p>Approved: [signature removed]&nbsp;&nbsp;&nbsp;Date: [illegible]</p>"
        f"<p>{FIGURES}</p>"
    )


def _routing() -> str:
    rows = [
        ["1", "Records technology", "Prepared", "[removed]"],
        ["2", "Purchasing", "Checked against card limit", "[removed]"],
        ["3", "Finance", "Posted", "[removed]"],
        ["4", "Records technology", "Filed", "[removed]"],
    ]
    return (
        "<h1>ROUTING SLIP</h1><p>Attach to Form PA-SPECIMEN.</p>"
        + table(["Step", "Unit", "Action", "Initials and date"], rows)
        + "<p>Return to Records technology when complete.</p>"
    )


def _joined(*pdfs: bytes) -> bytes:
    import io

    import pikepdf

    joined = pikepdf.new()
    for pdf in pdfs:
        with pikepdf.open(io.BytesIO(pdf)) as part:
            joined.pages.extend(part.pages)
    kept = io.BytesIO()
    joined.save(kept, deterministic_id=True)
    return kept.getvalue()
