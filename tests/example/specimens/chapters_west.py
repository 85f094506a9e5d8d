"""What happened in Oregon, California and before the DEA: fees, "no records", and an extension longer than the law."""

from __future__ import annotations

from typing import Any

from frkit.base.files import sha256_of_bytes
from specimens import dea, los_angeles, own_letters, washington
from specimens.story import Teller

OF_THE_REST: dict[str, Any] = {"for": [2, 4, 5, 6, 7, 8]}


def oregon(tell: Teller) -> None:
    """Acknowledged in time; a fee estimate that we dispute; a part of the records; a second estimate, disputed."""
    tell.send_request("02-09", "email", "public-records@washington-county.example")
    reply = tell.came("02-13", "Acknowledgement.eml")
    tell.log("received_by_agency", "02-09", proof="its acknowledgement of 13 February 2026", reply=reply)
    tell.log("acknowledged", "02-13", reference=washington.NUMBER, reply=reply)
    reply = tell.came("02-27", "Fee estimate.eml")
    tell.log(
        "fee_estimated", "02-27", amount="3542.00", currency="USD",
        basis="search 14.0 h, export 6.0 h, attorney 12.0 h", reply=reply,
    )  # fmt: skip
    objection = tell.write("03-04", "fee-objection", own_letters.FEE_OBJECTION)
    tell.log(
        "fee_disputed", "03-04", documents=[objection],
        reason="attorney time on exemptions is not chargeable; hours are not itemised by item",
    )  # fmt: skip
    reply = tell.came(
        "04-03", "First release.eml", ("Invoice SPECIMEN-INV-0001.pdf", "record"),
        ("AP ledger extract 2020.xlsx", "record"), ("scan0007.pdf", "record"),
    )  # fmt: skip
    tell.log("waiver_granted", "04-03", note="For items 1 and 3; the first estimate no longer stands.", reply=reply)
    tell.log("extension_claimed", "04-03", until="2026-04-24", reason="still being processed", reply=reply)
    tell.log("produced", "04-03", items=[1], pages=2, reply=reply)
    tell.log("produced", "04-03", items=[3], partial=True, pages=4, reply=reply)
    cited = "ORS 192.345(22) and (23)"
    withheld = {"id": tell.exemption(cited), "cited": cited, "items": [3]}
    tell.log("denied", "04-03", items=[3], exemptions=[withheld], reply=reply)
    _confirmed(tell)
    reply = tell.came("05-08", "Second fee estimate.eml")
    tell.log(
        "fee_estimated", "05-08", amount="1382.00", currency="USD", **OF_THE_REST,
        basis="search 14.0 h, export 6.0 h", reply=reply,
    )  # fmt: skip
    objection = tell.write("05-14", "fee-objection", own_letters.SECOND_FEE_OBJECTION)
    tell.log("fee_disputed", "05-14", documents=[objection], reason="hours are still not itemised by item")


def _confirmed(tell: Teller) -> None:
    """What somebody saw on the invoice's pages: the date of the bill, first and last use, and the price."""
    of = sha256_of_bytes(tell.documents["washington/Invoice SPECIMEN-INV-0001.pdf"])
    seen: dict[str, Any] = {"of": of, "about_vendor": "amazon", "audience": "packet"}
    of_product: dict[str, Any] = {**seen, "product": "Amazon Rekognition", "buyers": ["police"]}
    tell.log("date_confirmed", "04-10", page=1, dated="2020-07-03", words="July 3, 2020", **of_product)
    tell.log("date_confirmed", "04-10", page=2, dated="2020-06-01", words="June 1, 2020", act="use", **of_product)
    tell.log("date_confirmed", "04-10", page=2, dated="2020-06-10", words="June 10, 2020", act="use", **of_product)
    tell.log(
        "figure_confirmed", "04-10", page=1, figure="price", words="$2.68", amount="2.68", currency="USD", per="month",
        label="Total due", **seen,
    )  # fmt: skip


def california(tell: Teller) -> None:
    """Fourteen days more, claimed in time; then "no responsive records" about ownership; we ask about use."""
    tell.send_request("03-02", "email", "public-records@lapd-records.example")
    reply = tell.came("03-11", "Extension.eml")
    tell.log("received_by_agency", "03-02", proof="its letter of 11 March 2026", reply=reply)
    tell.log("acknowledged", "03-11", reference=los_angeles.NUMBER, reply=reply)
    tell.log(
        "extension_claimed", "03-11", days=14, unit="calendar", until="2026-03-26", reason="consultation",
        reply=reply,
    )  # fmt: skip
    reply = tell.came("03-25", "Determination.eml")
    tell.log("produced", "03-25", items=[2], pages=1, reply=reply)
    tell.log("no_records", "03-25", items=[1, 3, 4, 5, 6], wording=los_angeles.WORDING, reply=reply)
    question = tell.write("04-08", "follow-up", own_letters.AFTER_NO_RECORDS)
    tell.log("followed_up", "04-08", about="no_records", masked_sha256=question.sha256)


def federal(tell: Teller) -> None:
    """Acknowledged; thirty working days more, where the law allows ten; then nothing."""
    tell.send_request("02-24", "email", "public-records@dea-records.example")
    reply = tell.came("03-03", f"Acknowledgment {dea.NUMBER}.pdf")
    tell.log("received_by_agency", "02-24", proof="its letter of 3 March 2026", reply=reply)
    tell.log("acknowledged", "03-03", reference=dea.NUMBER, reply=reply)
    reply = tell.came("03-20", "20260320_fax.pdf", channel="fax")
    tell.log(
        "extension_claimed", "03-20", days=30, unit="business", until="2026-05-05",
        reason="unusual circumstances: field offices, consultation", reply=reply,
    )  # fmt: skip
    tell.remind("04-14")
