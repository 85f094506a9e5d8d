"""What happened in Florida, New York and London: silence, an estimate that passed, and refusals to be reviewed."""

from __future__ import annotations

from specimens import met, new_york, orlando
from specimens.story import Teller


def florida(tell: Teller) -> None:
    """An automatic reply, a letter by post, then nothing; the law says promptly and names no number."""
    tell.send_request("02-11", "email", "public-records@orlando-records.example")
    reply = tell.came("02-11", "Automatic reply.eml")
    tell.log("received_by_agency", "02-11", proof="its automatic reply of the same day", reply=reply)
    reply = tell.came("02-23", "IMG_0412.jpg", channel="post")
    tell.log("acknowledged", "02-23", reference=orlando.NUMBER, note="Its letter is dated 18 February.", reply=reply)
    tell.remind("04-15")


def new_york_city(tell: Teller) -> None:
    """Acknowledged in time with a date; the date passed in silence, which is a denial; we appealed."""
    tell.send_request("02-17", "portal", "the city's records portal")
    reply = tell.came("02-23", f"FOIL acknowledgement {new_york.NUMBER}.pdf", channel="portal")
    tell.log("received_by_agency", "02-17", proof="its acknowledgement of 23 February 2026", reply=reply)
    tell.log("acknowledged", "02-23", reference=new_york.NUMBER, promised="2026-05-15", reply=reply)
    tell.send_appeal("06-08", "email", "records-appeals@nypd-records.example", "appeal")


def london(tell: Teller) -> None:
    """Answered in time, in part; a review that is overdue; a second refusal for which the review is still open."""
    tell.send_request("03-10", "email", "public-records@met-records.example")
    reply = tell.came("03-12", "Acknowledgement.eml")
    tell.log("received_by_agency", "03-10", proof="its acknowledgement of 12 March 2026", reply=reply)
    tell.log("acknowledged", "03-12", reference=met.NUMBER, promised="2026-04-10", reply=reply)
    reply = tell.came("04-09", "Response.eml", (f"Annexes {met.NUMBER}.pdf", "record"))
    tell.log(
        "extension_claimed", "04-09", until="2026-05-08",
        reason="to weigh the public interest for a qualified exemption, items 6 and 7", reply=reply,
    )  # fmt: skip
    tell.log("produced", "04-09", items=[1, 5, 8], pages=3, reply=reply)
    tell.log("produced", "04-09", items=[4], partial=True, pages=1, reply=reply)
    tell.log(
        "denied", "04-09", items=[2, 3, 4], received="2026-04-09",
        exemptions=[
            {"id": tell.exemption("section 31(1)"), "cited": "section 31(1)(a)-(b)", "items": [2, 3]},
            {"id": tell.exemption("section 40(2)"), "cited": "section 40(2)", "items": [4]},
        ],
        reply=reply,
    )  # fmt: skip
    tell.send_appeal("04-28", "email", "public-records@met-records.example", "internal_review")
    reply = tell.came("05-07", f"Further response {met.NUMBER}.pdf")
    tell.log(
        "denied", "05-07", items=[6, 7], received="2026-05-07",
        exemptions=[{"id": tell.exemption("section 43(2)"), "cited": "section 43(2)", "items": [6, 7]}],
        reply=reply,
    )  # fmt: skip
