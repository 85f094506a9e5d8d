"""The whole example campaign, from an empty folder: who asks, six requests and what happened, and a packet plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from frkit.base.files import create, sha256_of_bytes
from frkit.base.yaml_places import dump_yaml
from frkit.catalogue.loading import all_packs, load_agency
from frkit.evidence.office.converting import KeptConversion, find_program, version_of
from frkit.tracking.folder import GITATTRIBUTES, GITIGNORE, CampaignFolder
from frkit.tracking.types import Item, Period, Request
from specimens import chapters_east, chapters_west, los_angeles
from specimens.drawing import Documents, drawn
from specimens.kept import AGENCIES, Earlier
from specimens.office import to_pdf
from specimens.plan import write_plan
from specimens.story import Teller, day

NAME = "pledge-check"
TITLE = "Did the 2020 pledges change anything?"
TODAY = date(2026, 6, 15)
REQUESTER = "alex-sample"
PERSON = {
    "name": "Alex Sample",
    "organisation": "Example Records Project",
    "address": ["1 Made-up Row", "Sampleville, EX 00000"],
    "email": "alex.sample@example.org",
    "telephone": "+1 202 555 0142",
}
"""Nobody: the domain and the telephone number are reserved for examples, the street does not exist."""


@dataclass(frozen=True)
class Chapter:
    """One request of the story: of whom, what, since when, when it was sent, and what happened."""

    agency: str
    pack: str
    vendors: tuple[str, ...]
    since: str
    sent: str
    tell: Callable[[Teller], None]
    title: str


CHAPTERS = (
    Chapter("us-or-washington-county-sheriff", "pledge-check", ("amazon",), "2020-01-01", "02-09", chapters_west.oregon,
            "Amazon Rekognition and the 2020 pause"),
    Chapter("us-fl-orlando-pd", "pledge-check", ("amazon",), "2017-12-01", "02-11", chapters_east.florida,
            "Amazon Rekognition, the two pilots and after"),
    Chapter("us-ny-nypd", "pledge-check", ("ibm",), "2012-01-01", "02-17", chapters_east.new_york_city,
            "IBM video analytics and face recognition"),
    Chapter("us-dea", "pledge-check", ("microsoft",), "2017-09-01", "02-24", chapters_west.federal,
            "Microsoft face recognition pilot"),
    Chapter("us-ca-lapd", "first-contact", (), "2009-11-01", "03-02", chapters_west.california,
            "Face recognition searches on the county's system"),
    Chapter("gb-met", "live-uk", ("nec",), "2026-01-01", "03-10", chapters_east.london,
            "Live face recognition, 2026"),
)  # fmt: skip


def tell(root: Path, *, earlier: Path | None = None, keep: bool = False) -> CampaignFolder:
    """Make the example in a new folder.

    With ``keep``, documents, letters, frozen law and the plan are taken from the earlier example as they are; without
    it they are made anew, save what only LibreOffice can print where it is missing.
    """
    old = Earlier(CampaignFolder.find(earlier)) if earlier else None
    campaign = _empty(root)
    documents = old.documents() if keep and old else drawn(old)
    for chapter in CHAPTERS:
        request_id = campaign.create_request(_request(chapter), _slug(chapter), day(chapter.sent))
        chapter.tell(Teller(campaign, documents, AGENCIES[chapter.agency], request_id, old if keep else None))
    _keep_conversions(campaign, documents, old)
    if keep and old:
        create(root / "packets" / NAME / "packet.yaml", old.plan(NAME))
    else:
        write_plan(campaign, NAME, TITLE, TODAY)
    return campaign


def _empty(root: Path) -> CampaignFolder:
    data = {
        "format": 1,
        "name": TITLE,
        "requester": REQUESTER,
        "bates_prefix": "FRK",
        "today": TODAY.isoformat(),
        "specimen": True,
    }
    create(root / "campaign.yaml", dump_yaml(data).encode())
    create(root / ".gitignore", GITIGNORE.encode())
    create(root / ".gitattributes", GITATTRIBUTES.encode())
    create(root / "private" / "requesters" / f"{REQUESTER}.yaml", _HEAD.encode() + dump_yaml(PERSON).encode())
    return CampaignFolder.find(root)


_HEAD = "# Nobody: name, street, domain and telephone number are made up or reserved for examples.\n"


def _request(chapter: Chapter) -> Request:
    agency = load_agency(chapter.agency)
    pack = next(pack for pack in all_packs() if pack.id == chapter.pack)
    return Request(
        agency=agency.id,
        law=agency.law,
        places=agency.places,
        requester=REQUESTER,
        vendors=chapter.vendors,
        pack=chapter.pack,
        period=Period(since=date.fromisoformat(chapter.since)),
        given={"component": "right"} if agency.law == "us" else {},
        items=tuple(Item(number=number, category=category) for number, category in enumerate(pack.items, 1)),
        title=chapter.title,
    )


def _slug(chapter: Chapter) -> str:
    law = load_agency(chapter.agency).law
    return f"{chapter.agency.removeprefix(f'{law}-')}-{chapter.pack}"


def _keep_conversions(campaign: CampaignFolder, documents: Documents, old: Earlier | None) -> None:
    """Conversions of the workbook and the letter by LibreOffice, shipped so that the demo needs none."""
    ledger = documents["washington/AP ledger extract 2020.xlsx"]
    letter = los_angeles.attached_letter(documents["los-angeles/Determination.eml"])
    for part, name, data in (("washington", "ledger.xlsx", ledger), ("lapd", "letter.docx", letter)):
        folder = campaign.root / "requests" / campaign.find_request(part) / "derived" / sha256_of_bytes(data)
        kept = old.conversion(folder.name) if old else None
        for file, content in (kept or _converted(name, data)).items():
            create(folder / file, content)


def _converted(name: str, data: bytes) -> dict[str, bytes]:
    program = find_program()
    if program is None:
        raise SystemExit(f"LibreOffice is missing, and no earlier example holds the pages of {name}.")
    pdf = to_pdf(data, name)
    record = KeptConversion(
        tool="LibreOffice",
        version=version_of(program),
        input_sha256=sha256_of_bytes(data),
        output_sha256=sha256_of_bytes(pdf),
        when=f"{day('06-12').isoformat()} 20:00 UTC",
    )
    return {"office.pdf": pdf, "office.yaml": dump_yaml(record.model_dump()).encode()}
