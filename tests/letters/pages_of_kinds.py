"""Every kind of letter as a picture, its pages beside each other, for whoever changes its look or its words.

    cd tests && python -m letters.pages_of_kinds FOLDER [--kind appeal] [--place gb] [--format docx] [--dpi 60]

Without --kind there are also the hard cases: no address, a name of 200 characters, 25 items, script from the right.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2
from letters.drawing import learned
from letters.scenes.scene import SENT_ON, Scene
from letters.scenes.staging import ROBIN, codes, file_of, scene_for, write_agencies
from PIL import Image

from frkit.catalogue.loading import all_record_categories
from frkit.law.loading import load_jurisdiction
from frkit.letters.composing import compose
from frkit.letters.formats.registry import in_format
from frkit.letters.formats.sheet import Sheet
from frkit.letters.kinds.registry import NAMES
from frkit.letters.letter import Letter
from frkit.letters.matter import Said
from frkit.pages.typeset import load_weasyprint
from frkit.pages.wording import long_date
from frkit.tracking.standing import standing
from frkit.tracking.types import Item, Requester

PREFERRED = ("us-ca", "us", "us-ny", "gb", "ie", "fr")
"""Places that are tried first, until the kind fits the law."""
BARE = Requester(name="Robin Requester", email="robin@mail.example")
LONG_NAME = "The Very Honourable Maria Magdalena " + "Hohenstein-Wittenberg von und zu der " * 4 + "Lippe Esq."
LONG = Requester(
    name=LONG_NAME[:200],
    organisation="Society for the Observation of Public Bodies and the Records They Keep, Northern Branch",
    address=("Flat 12b, Staircase C", "The Old Counting House Building", "1 Example Street", "Exampletown EX1 1EX"),
    email="robin.requester.for.the.society@observation-of-public-bodies.example",
    telephone="+44 20 7946 0000",
)
FROM_THE_RIGHT = Requester(name="محمد بن عبد الله", address=("١٢ شارع المثال", "القاهرة"), email="m@mail.example")
OFFICE = learned("Records Unit", "100 West First Street, Room 12", "Riverton 90012", "records@riverton.example")
FAR_OFFICE = learned(
    "Joint Information Management and Disclosure Unit of the Northern and Eastern Divisions",
    "c/o Central Correspondence Registry",
    "Building 7, Third Floor, Room 3.114",
    "The Former Riverton Municipal Waterworks Business Park",
    "1200-1260 West First Street South-West Extension",
    "Riverton 90012-3456",
    "disclosure.unit.northern.and.eastern.divisions@riverton-police.example",
)
TWO_REMINDERS = tuple(("followed_up", f"2026-05-{day:02}", {"about": "overdue"}) for day in (4, 25))


@dataclass(frozen=True)
class Shown:
    """One letter to be looked at: its scene with what is changed of it, and who signs."""

    name: str
    kind: str
    place: str
    scene: Scene
    requester: Requester = ROBIN
    office: tuple[Any, ...] | None = OFFICE

    def made(self, campaign: Path) -> tuple[Letter, Sheet]:
        """The letter and its sheet."""
        law, day = load_jurisdiction(self.place), date.fromisoformat(self.scene.today)
        events = (*((self.office,) if self.office else ()), *self.scene.events)
        file = file_of(law, *events, **self.scene.request)
        stand = standing(file, day)
        letter = compose(self.kind, file, stand, self.requester, today=day, overlay=campaign, said=self.scene.said)
        words = long_date(day, law.date_style)
        return letter, Sheet(law.paper, letter.language, day, (), None, False, letter.subject, words)


def every_kind(kinds: list[str], places: list[str]) -> Iterator[Shown]:
    """Each kind in the places named, else in one with Letter paper and one with A4, whichever laws it fits first."""
    laws = [load_jurisdiction(code) for code in dict.fromkeys((*PREFERRED, *codes()))]
    by_paper = [[law.code for law in laws if law.paper == paper] for paper in ("Letter", "A4")]
    for kind in kinds:
        for tried in [[place] for place in places] or by_paper:
            found = ((place, scene_for(kind, load_jurisdiction(place))) for place in tried)
            fitting = next(((place, scene) for place, scene in found if isinstance(scene, Scene)), None)
            if fitting is None:
                print(f"{kind} fits none of {len(tried)} places", file=sys.stderr)
            else:
                yield Shown(f"{kind}-{fitting[0]}", kind, *fitting)


def hard_cases() -> Iterator[Shown]:
    """Letters that are hard to set: bare, crowded, long, and with script that runs from the right."""
    for place in ("us-ca", "gb"):
        first, late, refused = (_scene(kind, place) for kind in ("request", "overdue", "appeal"))
        for name, one in (("bare", BARE), ("crowded", LONG), ("from-the-right", FROM_THE_RIGHT)):
            office = None if one is BARE else FAR_OFFICE if one is LONG else OFFICE
            yield Shown(f"request-{place}-{name}", "request", place, first, one, office)
            yield Shown(f"overdue-{place}-{name}", "overdue", place, late, one, office)
        for tone in (2, 3):
            risen = replace(late, today="2026-06-15", events=(*late.events, *TWO_REMINDERS), said=Said(tone=tone))
            yield Shown(f"overdue-{place}-tone-{tone}", "overdue", place, risen)
        categories = all_record_categories()[:25]
        items = tuple(Item(number=number, category=one.id) for number, one in enumerate(categories, 1))
        yield Shown(f"request-{place}-25-items", "request", place, replace(first, request={"items": items}))
        yield Shown(f"appeal-{place}-many-grounds", "appeal", place, replace(refused, events=_refusal(place)))


def _scene(kind: str, place: str) -> Scene:
    found = scene_for(kind, load_jurisdiction(place))
    if not isinstance(found, Scene):
        raise ValueError(f"{kind} does not fit {place}: {found}")
    return found


def _refusal(place: str) -> tuple[tuple[Any, ...], ...]:
    """A refusal of all items on the first grounds of the law, five of them, and one that is not on file."""
    cited = [one.patterns[0] for one in load_jurisdiction(place).exemptions[:5]] + ["our standing orders"]
    exemptions = [{"cited": text, "items": [at % 6 + 1]} for at, text in enumerate(cited)]
    refusal = ("denied", "2026-03-16", {"items": list(range(1, 7)), "exemptions": exemptions})
    return (("sent", SENT_ON, {"method": "email"}), refusal)


def as_pdf(letter: Letter, sheet: Sheet, form: str) -> bytes:
    """The letter as pages: its own PDF, its document as LibreOffice sets it, or its web page as a screen shows it."""
    data = in_format(letter, form, sheet)
    if form == "html":
        page = load_weasyprint().HTML(string=data.decode(), media_type="screen")
        made: bytes = page.write_pdf()
        return made
    return _by_libreoffice(data) if form == "docx" else data


def _by_libreoffice(data: bytes) -> bytes:
    with TemporaryDirectory() as folder:
        source = Path(folder) / "letter.docx"
        source.write_bytes(data)
        command = ["soffice", f"-env:UserInstallation={Path(folder).as_uri()}/profile", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return source.with_suffix(".pdf").read_bytes()


def picture(pdf: bytes, dpi: int) -> Image.Image:
    """All pages of a PDF beside each other."""
    with pypdfium2.PdfDocument(pdf) as opened:
        pages = [page.render(scale=dpi / 72).to_pil() for page in opened]
    gap = dpi // 6
    whole = Image.new("RGB", (sum(one.width + gap for one in pages) - gap, max(one.height for one in pages)), "gray")
    left = 0
    for one in pages:
        whole.paste(one, (left, 0))
        left += one.width + gap
    return whole


def main() -> None:
    """Write the pictures into a folder."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--kind", action="append", choices=NAMES, default=[])
    reader.add_argument("--place", action="append", default=[])
    reader.add_argument("--format", choices=("pdf", "docx", "html"), default="pdf")
    reader.add_argument("--dpi", type=int, default=60)
    asked = reader.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    shown = list(every_kind(asked.kind or list(NAMES), asked.place))
    shown += [] if asked.kind or asked.place else list(hard_cases())
    with TemporaryDirectory() as folder:
        campaign = write_agencies(Path(folder) / "campaign")
        for one in shown:
            name = asked.folder / f"{one.name}{'' if asked.format == 'pdf' else '-' + asked.format}.png"
            picture(as_pdf(*one.made(campaign), asked.format), asked.dpi).save(name)
            print(name)


if __name__ == "__main__":
    main()
