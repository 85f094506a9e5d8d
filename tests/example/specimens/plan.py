"""The packet of the example: what frkit proposes, then edited as a person would: titles, and fewer public events."""

from __future__ import annotations

from datetime import date

from frkit.packet.plan.folder import new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.plan.types import Exhibit
from frkit.tracking.folder import CampaignFolder

PUBLIC_EVENTS = (
    "aclu-rekognition-2018",
    "met-operational-2020",
    "wcso-end-2020",
    "ms-dea-2020",
    "post-act-2020",
    "lapd-count-2020",
    "lapd-directive-2020",
    "lapd-policy-2021",
    "amnesty-nypd-2022",
    "ibm-uk-2023",
    "doj-tyr-2024",
    "nyc-package-2025",
    "nypd-docs-2025",
    "thompson-2026",
)
"""Events about these bodies, or about these vendors after their pledges."""

PARTS = ("cover", "contents", "chronology", "requests", "withheld", "pledges", "comparison", "custody")
"""What stands before the exhibits: all but the drafts that a person would sign."""

TITLES = {
    "washington": {
        "request": "Request to the Washington County Sheriff's Office, as sent",
        "Acknowledgement.eml": "Specimen: acknowledgement",
        "Fee estimate.eml": "Specimen: fee estimate of $3,542.00, with its table",
        "fee-objection": "Objection to the fee estimate, as sent",
        "First release.eml": "Specimen: covering mail of the first release",
        "Invoice SPECIMEN-INV-0001.pdf": "Specimen: invoice dated 3 July 2020 for use in June 2020",
        "AP ledger extract 2020.xlsx": "Specimen: ledger of payments, 2020",
        "scan0007.pdf": "Specimen: purchase authorization and routing slip (scan)",
        "Second fee estimate.eml": "Specimen: second fee estimate, $1,382.00",
    },
    "orlando": {
        "request": "Request to the Orlando Police Department, as sent",
        "Automatic reply.eml": "Specimen: automatic reply",
        "IMG_0412.jpg": "Specimen: acknowledgement by post (photograph)",
        "overdue": "Reminder, as sent",
    },
    "nypd": {
        "request": "Request to the New York City Police Department, as sent",
        "FOIL acknowledgement": "Specimen: acknowledgement naming 15 May 2026",
        "appeal": "Appeal against silence, as sent",
    },
    "dea": {
        "request": "Request to the Drug Enforcement Administration, as sent",
        "Acknowledgment": "Specimen: acknowledgment",
        "20260320_fax.pdf": "Specimen: extension of thirty working days (fax)",
        "overdue": "Reminder, as sent",
    },
    "lapd": {
        "request": "Request to the Los Angeles Police Department, as sent",
        "Extension.eml": "Specimen: extension of fourteen days",
        "Determination.eml": "Specimen: determination, no responsive records, with its letter",
        "follow-up": "Further question about use and access, as sent",
    },
    "met-live": {
        "request": "Request to the Metropolitan Police Service, as sent",
        "Acknowledgement.eml": "Specimen: acknowledgement",
        "Response.eml": "Specimen: response, disclosed in part, with its letter",
        "Annexes": "Specimen: annexes A to C as disclosed",
        "appeal": "Request for internal review, as sent",
        "Further response": "Specimen: further response, refusal under section 43(2)",
    },
}
"""Part of the request's name -> the sender's own name of a file, or the kind of a letter -> title."""


def write_plan(campaign: CampaignFolder, name: str, title: str, as_of: date) -> None:
    """Write the plan of the packet."""
    proposed = propose(campaign, (), title=title, as_of=as_of)
    names = _names(campaign)
    edited = proposed.model_copy(
        update={
            "parts": PARTS,
            "public_events": PUBLIC_EVENTS,
            "exhibits": tuple(_titled(exhibit, names) for exhibit in proposed.exhibits),
        }
    )
    new_packet_folder(campaign, name).write(edited)


def _titled(exhibit: Exhibit, names: dict[tuple[str, str], str]) -> Exhibit:
    titles = next(titles for part, titles in TITLES.items() if part in exhibit.request)
    wanted = names.get((exhibit.request, exhibit.path), exhibit.path)
    title = next(title for key, title in titles.items() if key in wanted)
    return exhibit.model_copy(update={"title": title})


def _names(campaign: CampaignFolder) -> dict[tuple[str, str], str]:
    """(request, path) -> the sender's own name of each file that came."""
    found: dict[tuple[str, str], str] = {}
    for request_id in campaign.request_ids():
        for _, event in campaign.load(request_id).events:
            for record in event.documents:
                if record.name:
                    found[request_id, record.file] = record.name
    return found
