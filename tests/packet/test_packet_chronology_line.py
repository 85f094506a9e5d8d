"""The line of time: nothing overlaps, nothing is lost, public facts stand apart; quoted words stand on their page."""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import combinations

import pypdfium2
import pytest
from packet_story import Story, small_pdf

from frkit.packet.building import build
from frkit.packet.parts.line_of_time import LANES, WIDE, Moment, line_of_time
from frkit.packet.plan.folder import PacketFolder, new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.pages.metrics import metrics
from frkit.tracking.folder import CampaignFolder

SVG = "{http://www.w3.org/2000/svg}"
WORDS = ("Request as sent", "Acknowledgement", "Records produced", "A public fact with a headline that goes on and on")
AS_OF = date(2026, 6, 15)


def some(count: int, days: int, seed: int = 1) -> list[Moment]:
    """Moments of all lanes within some days before the packet's day."""
    chance = random.Random(seed)
    lanes = list(LANES)
    start = AS_OF - timedelta(days=days)
    dates = [start + timedelta(days=chance.randrange(days + 1)) for _ in range(count)]
    return [Moment(chance.choice(lanes), day.isoformat(), chance.choice(WORDS)) for day in dates]


def drawn(moments: list[Moment], paper: str = "Letter") -> ET.Element:
    return ET.fromstring(line_of_time(moments, AS_OF, paper, month_first=paper == "Letter"))


def boxes(svg: ET.Element) -> list[tuple[str, float, float, float, float]]:
    """Each text with the box that it takes, from the font's own widths."""
    found = []
    for one in svg.iter(f"{SVG}text"):
        size, x, y = float(one.get("font-size")), float(one.get("x")), float(one.get("y"))
        font = metrics("sans-bold" if one.get("font-weight") else "sans")
        found.append((one.text, x, y - 0.66 * size, x + font.width(one.text, size), y + 0.05 * size))
    return found


CASES = [(5, 40), (12, 2300), (40, 100), (400, 800), (4000, 5900), (400, 0), (30, 12000)]


@pytest.mark.parametrize(("count", "days"), CASES)
@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_words_never_run_into_each_other_or_off_the_page(count: int, days: int, paper: str) -> None:
    found = boxes(drawn(some(count, days), paper))
    for name, left, top, right, low in found:
        assert left >= 0 and right <= WIDE[paper] + 0.01, name
        assert top >= 0 and low > top
    for one, other in combinations(found, 2):
        apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
        assert apart, (one, other)


@pytest.mark.parametrize(("count", "days"), CASES)
def test_every_entry_is_in_a_mark(count: int, days: int) -> None:
    moments = some(count, days)
    svg = drawn(moments)
    forms = [one for one in svg.iter() if one.get("stroke-width") == "1" and one.tag != f"{SVG}text"]
    numbers = [int(text) for text, *_ in boxes(svg) if re.fullmatch(r"\d{1,4}", text) and not 1900 < int(text) < 2100]
    single = len(forms) - len(numbers)
    assert single + sum(numbers) == count


def test_public_facts_have_a_lane_and_a_form_of_their_own() -> None:
    svg = drawn([Moment("public", "2020-06-10", "A pledge"), Moment("requester", "2026-03-02", "Request as sent")])
    assert [text for text, *_ in boxes(svg) if text in LANES.values()] == ["Public facts", "Requester"]
    marks = [one.tag for one in svg.iter() if one.get("stroke-width") == "1"]
    assert marks == [f"{SVG}path", f"{SVG}circle"]


def test_a_long_spell_without_entries_is_cut_and_shown_as_cut() -> None:
    moments = [Moment("public", "2012-01-05", "Old"), Moment("requester", "2026-03-02", "Request as sent")]
    xs = {text: left for text, left, *_ in boxes(drawn(moments))}
    near = [Moment("bodies", (AS_OF - timedelta(days=10 * step)).isoformat(), "Reply") for step in range(12)]
    assert len([1 for one in drawn(moments).iter() if one.get("fill") == "white" and one.tag == f"{SVG}rect"]) == 1
    assert not [1 for one in drawn(near).iter() if one.get("fill") == "white" and one.tag == f"{SVG}rect"]
    assert xs["Jan 5 Old"] < xs["Mar 2 Request as sent"]


def test_a_fact_of_a_year_is_drawn_as_long_as_the_year() -> None:
    svg = drawn([Moment("public", "2025", "In that year"), Moment("requester", "2026-03-02", "Request as sent")])
    bars = [one for one in svg.iter(f"{SVG}path") if one.get("stroke-width") == "2"]
    assert len(bars) == 1
    assert "2025 In that year" in [text for text, *_ in boxes(svg)]


def test_no_entries_no_line_and_the_same_entries_the_same_bytes() -> None:
    assert line_of_time([], AS_OF, "Letter", month_first=True) == ""
    one, other = some(50, 300), list(reversed(some(50, 300)))
    assert line_of_time(one, AS_OF, "A4", month_first=False) == line_of_time(other, AS_OF, "A4", month_first=False)


def test_hostile_words_stay_words() -> None:
    svg = drawn([Moment("public", "2020-06", "</text><script>警察 & الشرطة")])
    assert any("</text><script>" in text for text, *_ in boxes(svg))


def words_of(folder: PacketFolder) -> str:
    document = pypdfium2.PdfDocument(folder.pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def answered(campaign: CampaignFolder, wording: str) -> PacketFolder:
    """A packet in which the agency's answer of two pages says that there are no records, logged with some wording."""
    story = Story.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    came = story.receive("none.pdf", small_pdf("We searched and found no responsive records", 2), "2026-04-02")
    story.log("no_records", "2026-04-02", items=[2], wording=wording, **{"in": came})
    folder = new_packet_folder(campaign, "quoted")
    plan = propose(campaign, (), title=None, as_of=AS_OF)
    folder.write(plan.model_copy(update={"parts": ("chronology", "requests"), "vendors": (), "public_events": ()}))
    return folder


def test_words_that_stand_on_the_page_are_quoted_and_lead_to_it(campaign: CampaignFolder) -> None:
    folder = answered(campaign, "found no responsive records 2")
    build(folder)
    words = words_of(folder)
    assert "\N{LEFT DOUBLE QUOTATION MARK}found no responsive records 2\N{RIGHT DOUBLE QUOTATION MARK}" in words
    assert re.search(r"records 2\S+ \[Exhibit 6, FRK-000010\]", words), "the second page of the answer, and no range"


def test_words_that_do_not_stand_there_are_told_as_noted_and_the_build_says_so(campaign: CampaignFolder) -> None:
    folder = answered(campaign, "we burned them all")
    built = build(folder)
    words = words_of(folder)
    assert "wording noted: we burned them all" in words
    assert "\N{LEFT DOUBLE QUOTATION MARK}we burned them all" not in words
    assert any("we burned them all" in warning and "do not stand there" in warning for warning in built.warnings)
