"""Many letters timed beside their yardsticks; ends 1 if a bound is missed.

``python tests/bench/letters.py``; with ``1000`` behind it so many PDF letters are made instead of a hundred.

Text: the whole process, with the start of the interpreter and with nothing kept from an earlier run. Its yardstick is
Jinja alone, filling in the same templates with the same facts twice for each letter, as often as letters are written.
PDF: its yardstick is WeasyPrint alone, warm, with the pages of the same letters, in the same run; the bound is 1.25
times that, for all letters, divided by the processors. The start of the process is taken off where there are few
letters, since it would count for more than it does among a thousand. Memory is that of the largest process.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from measuring import PROJECT, python

sys.path.insert(0, str(PROJECT))

DAY = date(2026, 3, 2)
MOST_SECONDS = 5.0
MOST_RATIO = 1.25
MOST_MEGABYTES = 400
LETTERS = 1000
SAMPLE = 12
PERSON = (
    "name: Jordan Example\naddress:\n- 12 Hidden Lane\n- Springfield 97477\nemail: jordan@secret.example\n"
    "telephone: +1 541 555 0142\n"
)


def campaign_of(root: Path, requests: int) -> Path:
    """A campaign with so many requests that are ready to go, to every body in turn."""
    from frkit.base.yaml_places import dump_yaml
    from frkit.catalogue.loading import all_agencies, load_pack
    from frkit.tracking.folder import init_campaign

    init_campaign(root, "A campaign to measure with", requester="me")
    (root / "private" / "requesters" / "me.yaml").write_text(PERSON)
    agencies = [one for one in all_agencies() if one.addressee and not one.outside_law]
    items = [{"number": n, "category": c} for n, c in enumerate(load_pack("first-contact").items, 1)]
    for number in range(requests):
        agency = agencies[number % len(agencies)]
        folder = root / "requests" / f"2026-03-{number:05}-{agency.id}"[:80]
        folder.mkdir()
        asked = {"format": "1", "agency": agency.id, "law": agency.law, "requester": "me", "items": items}
        more = {"places": list(agency.places), "pack": "first-contact", "period": {"since": "2020-06-01"}}
        (folder / "request.yaml").write_text(dump_yaml({**asked, **more}))
    return root


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def letters(root: Path, *words: str) -> float:
    """Seconds of one command that writes letters."""
    return timed(lambda: python("-m", "frkit", "letter", *words, "--yes", "--today", DAY.isoformat(), cwd=root))


def composed(root: Path, count: int) -> list:  # type: ignore[type-arg]
    """The first letters of the campaign, each with all that it was made from."""
    from frkit.letters.making import Wish, kind_for, make, matter_of
    from frkit.tracking.folder import CampaignFolder

    folder = CampaignFolder.find(root)
    wish = Wish(DAY)
    matters = [matter_of(folder, folder.load(one), wish) for one in folder.request_ids()[:count]]
    return [make(folder, matter, *kind_for(matter, wish)) for matter in matters]


def jinja_alone(root: Path) -> Callable[[], None]:
    """Fill in the templates of the same letters, twice each; made ready before the clock runs."""
    from frkit.pages.environment import environment, render

    made = environment(root, html=False)
    sample = [(one.letter.template, one.letter.facts) for one in composed(root, 76)]

    for template, facts in sample:
        render(made, template, facts)

    def work() -> None:
        for number in range(2 * LETTERS):
            template, facts = sample[number % len(sample)]
            render(made, template, facts)

    return work


def text(root: Path) -> bool:
    """A thousand letters as text; whether the bound is kept."""
    work = jinja_alone(root)
    before = timed(work)
    taken = letters(root, "--open")
    stick = (before + timed(work)) / 2
    written = len(list((root / "private" / "letters").glob(f"{DAY.isoformat()}*/*.txt")))
    assert written == LETTERS, f"{written} letters"
    good = taken <= MOST_SECONDS
    print(f"{LETTERS:,} letters as text")
    print(f"  {'the whole process':<44}{taken:>9.2f} s    at most {MOST_SECONDS:g} s: {'kept' if good else 'MISSED'}")
    print(f"  {'Jinja alone, in one process':<44}{stick:>9.2f} s")
    print(f"  {'ratio':<44}{taken / stick:>9.2f}")
    return good


def weasyprint_alone(root: Path) -> Callable[[], float]:
    """Seconds that WeasyPrint takes for the page of one letter, warm; each call measures anew."""
    from frkit.letters.formats.html import html_page
    from frkit.letters.formats.sheet import sheet_for
    from frkit.pages.typeset import typeset_pages

    pages = []
    for one in composed(root, SAMPLE):
        sheet = sheet_for(one.matter, one.letter, one.requester)
        pages.append(html_page(one.letter, sheet, False, typeset=True))

    def seconds() -> float:
        return timed(lambda: [typeset_pages(page, folder=root, day=DAY, tagged=True) for page in pages]) / len(pages)

    seconds()
    return seconds


def pdf(root: Path, count: int) -> bool:
    """So many letters as PDF; whether time and memory keep their bounds."""
    one = weasyprint_alone(root)
    cores = os.cpu_count() or 1
    before = one()
    start = letters(root, "00000-", "--format", "pdf", "--out-dir", str(root / "private" / "first"))
    taken = letters(root, "--open", "--format", "pdf") - (start - before if count < LETTERS else 0)
    stick = (before + one()) / 2 * count / cores
    written = len(list((root / "private" / "letters").glob(f"{DAY.isoformat()}*/*.pdf")))
    assert written == count, f"{written} letters"
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    fast, small = taken / stick <= MOST_RATIO, largest <= MOST_MEGABYTES
    print(f"{count:,} letters as PDF, {cores} processors")
    print(f"  {'frkit':<44}{taken:>9.2f} s")
    print(f"  {'WeasyPrint alone, divided by the processors':<44}{stick:>9.2f} s")
    print(f"  {'ratio':<44}{taken / stick:>9.2f}      at most {MOST_RATIO:g}: {'kept' if fast else 'MISSED'}")
    kept = f"at most {MOST_MEGABYTES} MB: {'kept' if small else 'MISSED'}"
    print(f"  {'memory of the largest process':<44}{largest:>9.0f} MB   {kept}")
    return fast and small


def main() -> int:
    """Measure, print, compare with the bounds."""
    count = LETTERS if str(LETTERS) in sys.argv[1:] else 100
    work = Path(tempfile.mkdtemp(prefix="frkit-bench-"))
    try:
        good = text(campaign_of(work / "text", LETTERS))
        good = pdf(campaign_of(work / "pdf", count), count) and good
    finally:
        shutil.rmtree(work)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
