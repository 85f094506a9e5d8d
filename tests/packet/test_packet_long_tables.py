"""Long tables are drawn by frkit itself: the same words, places and links as in tables that WeasyPrint sets."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from frkit.packet.building import build
from frkit.packet.parts import long_tables
from frkit.packet.plan.folder import PacketFolder
from frkit.packet.verify.verifying import verify
from frkit.pages.flow.drawing import drawn
from frkit.pages.flow.embedded import subset_of
from frkit.pages.flow.looks import BOTTOM, PAPERS, SIDE, TOP
from frkit.pages.flow.paging import pages_of
from frkit.pages.flow.reading import bands_of, words_by_font

WIDE, TALL = PAPERS["Letter"][0] - 2 * SIDE, PAPERS["Letter"][1]
PARTS = ("cover", "contents", "chronology", "requests", "custody", "certification")


def words_on(pdf: Path | bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def table(rows: list[str], head: str = "<th class='when'>Date</th><th>What</th>", name: str = "chronology") -> str:
    return f"<table class='{name}'><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def laid(markup: str) -> tuple[list[str], list[bytes]]:
    """Some markup drawn on pages of their own: the words of each page, and its drawing."""
    bands = bands_of(markup, WIDE)
    fonts = {font: subset_of(font, frozenset(some)) for font, some in words_by_font(bands).items()}
    pdf = pikepdf.new()
    embedded = pikepdf.Dictionary({f"/{one.key}": one.embed(pdf) for one in fonts.values()})
    for rows in pages_of(bands, TOP, TOP, TALL - BOTTOM):
        pdf.add_blank_page(page_size=PAPERS["Letter"])
        page = pdf.pages[-1].obj
        page.Resources = pikepdf.Dictionary(Font=embedded)
        page.Contents = pdf.make_stream(drawn(rows, fonts, TALL).content)
    out = io.BytesIO()
    pdf.save(out)
    return words_on(out.getvalue()), [page.obj.Contents.read_bytes() for page in pdf.pages]


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Tables are drawn from their second row on."""
    monkeypatch.setattr(long_tables, "LONG", 2)
    yield monkeypatch


def built(folder: PacketFolder, **keys: object) -> tuple[list[str], list[set[tuple[int, int]]]]:
    """The words of each page of a packet, and where its links lead from and to."""
    plan, _ = folder.load()
    folder.plan.unlink()
    folder.write(plan.model_copy(update={"parts": PARTS, **keys}))
    build(folder)
    with pikepdf.open(folder.pdf) as pdf:
        at = {page.objgen: number for number, page in enumerate(pdf.pages)}
        links = [
            {
                (round(float(one.Rect[0])), at[one.Dest[0].objgen])
                for one in page.obj.get("/Annots", ())
                if "/Dest" in one
            }
            for page in pdf.pages
        ]
    return words_on(folder.pdf), links


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_drawn_tables_say_what_set_ones_say(planned: PacketFolder, monkeypatch: pytest.MonkeyPatch, paper: str) -> None:
    parts = ("cover", "chronology", "requests")
    monkeypatch.setattr(long_tables, "LONG", 10**9)
    before, _ = built(planned, paper=paper, parts=parts)
    monkeypatch.setattr(long_tables, "LONG", 2)
    after, _ = built(planned, paper=paper, parts=parts)
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        assert sorted(one.split()) == sorted(other.split())


def test_words_stand_where_the_style_sheet_puts_them(planned: PacketFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a point and a half, so that nobody can tell a drawn table from a set one."""
    places = []
    for long in (10**9, 2):
        monkeypatch.setattr(long_tables, "LONG", long)
        built(planned, parts=("cover", "contents", "chronology", "custody"))
        document = pypdfium2.PdfDocument(planned.pdf)
        page = document[1].get_textpage()
        found = {}
        for words in ("Exhibit", "Bates numbers", "acknowledgement.pdf", "FRK-000004", "March 10, 2026", "Page"):
            index, _ = page.search(words, match_case=True).get_next()
            found[words] = page.get_charbox(index)
        places.append(found)
    set_, drawn_ = places
    for words, box in set_.items():
        assert drawn_[words] == pytest.approx(box, abs=1.5), words


def test_links_of_drawn_tables_lead_to_the_same_pages(planned: PacketFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = ("cover", "contents", "chronology", "requests")
    monkeypatch.setattr(long_tables, "LONG", 10**9)
    _, before = built(planned, parts=parts)
    monkeypatch.setattr(long_tables, "LONG", 2)
    _, after = built(planned, parts=parts)
    assert [{to for _, to in page} for page in before] == [{to for _, to in page} for page in after]


@pytest.mark.usefixtures("drawing")
def test_a_packet_with_drawn_tables_is_the_same_bytes_again_and_can_be_verified(planned: PacketFolder) -> None:
    built(planned)
    first = planned.pdf.read_bytes()
    build(planned)
    assert planned.pdf.read_bytes() == first
    assert verify(planned.build, planned.campaign).faults == ()


@pytest.mark.usefixtures("drawing")
def test_parts_start_on_the_pages_that_the_contents_name(planned: PacketFolder) -> None:
    words, _ = built(planned)
    for title in ("Chronology", "Requests log", "Custody and method", "Certifications (drafts to sign)"):
        number = int(re.search(rf"{re.escape(title)} (\d+)", words[1])[1])
        assert title in words[number - 1][:160]


def test_every_row_of_thousands_is_there_and_in_order() -> None:
    rows = [
        f"<tr><td>Day {number}</td><td>Row number {number} of many with some words</td></tr>" for number in range(3000)
    ]
    pages, _ = laid(table(rows))
    assert [int(found) for page in pages for found in re.findall(r"Row number (\d+) of", page)] == list(range(3000))


def test_each_page_repeats_the_heading() -> None:
    pages, _ = laid(table([f"<tr><td>{number}</td><td>x</td></tr>" for number in range(200)]))
    assert len(pages) > 3
    assert all(page.startswith("Date What") for page in pages)


def test_a_year_stays_with_its_first_row_and_no_row_stands_alone_at_the_end() -> None:
    for before in range(30, 60):
        rows = [f"<tr><td>a{number}</td><td>x</td></tr>" for number in range(before)]
        rows += [
            "<tr class='year'><td colspan='2'>Year 2027</td></tr>",
            "<tr><td>first</td><td>x</td></tr>",
            "<tr><td>last</td><td>x</td></tr>",
        ]
        pages, _ = laid(table(rows))
        with_year = next(page for page in pages if "Year 2027" in page)
        assert "first" in with_year and "last" in with_year, before


def test_a_row_longer_than_a_page_goes_on_over_pages_and_loses_nothing() -> None:
    words = " ".join(f"word{number}" for number in range(3000))
    pages, _ = laid(table([f"<tr><td>1</td><td>{words}</td></tr>", "<tr><td>2</td><td>after</td></tr>"]))
    found = re.findall(r"word(\d+)", " ".join(pages))
    assert [int(one) for one in found] == list(range(3000))
    assert "after" in pages[-1]


@pytest.mark.parametrize("text", ["W" * 900, "a-" * 500, "/" * 700, "x" * 40 + " " + "y" * 300, "é" * 500])
def test_a_word_without_end_is_parted_and_not_cut_off(text: str) -> None:
    pages, _ = laid(table([f"<tr><td>{text}</td><td>{text}</td></tr>", "<tr><td>b</td><td>c</td></tr>"]))
    signs = text.strip().replace(" ", "")
    assert "".join(pages).replace(" ", "").replace("\ufffe", "-").count(signs[0]) >= 2 * signs.count(signs[0])


def test_words_stay_within_their_columns() -> None:
    rows = ["<tr><td>Some words that fill the narrow first column</td><td>other words</td></tr>"] * 3
    bands = bands_of(table(rows), WIDE)
    for page in pages_of(bands, TOP, TOP, TALL - BOTTOM):
        for placed in page:
            for cell in placed.row.cells:
                assert all(line.width <= cell.width - cell.space.left - cell.space.right + 0.02 for line in cell.lines)
            assert placed.top + placed.row.height <= TALL - BOTTOM + 0.02


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("title", ["警察の記録", "شرطة لوس أنجلوس", "emoji \N{PAPERCLIP}"])
def test_characters_that_no_bundled_font_has_leave_the_table_to_weasyprint(planned: PacketFolder, title: str) -> None:
    plan, _ = planned.load()
    exhibits = tuple(one.model_copy(update={"title": title}) for one in plan.exhibits)
    html = f"<body><!--flow-->{table(['<tr><td>a</td><td>' + title + '</td></tr>'] * 5)}<!--/flow--></body>"
    assert long_tables.without_long_tables(html, "Letter", planned.campaign.root).tables == []
    words, _ = built(planned, exhibits=exhibits, parts=("cover", "contents"))
    assert len(words) > 2


def test_a_campaign_with_its_own_style_sheet_keeps_it(planned: PacketFolder, drawing: pytest.MonkeyPatch) -> None:
    own = planned.campaign.root / "templates" / "packet"
    own.mkdir(parents=True)
    (own / "packet.css").write_text("td { color: red; }")
    html = f"<body><!--flow-->{table(['<tr><td>a</td><td>b</td></tr>'] * 5)}<!--/flow--></body>"
    assert long_tables.without_long_tables(html, "Letter", planned.campaign.root).tables == []


def test_markup_in_words_stays_words() -> None:
    pages, _ = laid(table(["<tr><td>&lt;b&gt;x&lt;/b&gt;</td><td>{{ 7*7 }} &amp; &lt;!--flow--&gt;</td></tr>"] * 2))
    assert "<b>x</b> {{ 7*7 }} & <!--flow-->" in pages[0]


def test_what_is_told_below_a_withheld_record_stands_in_its_row_with_lines_to_write_on() -> None:
    told = (
        "<tr><th>Harm</th><td>“harm {0}”</td></tr><tr class='fill'><th>Requester’s answer</th>"
        "<td><div class='rule'></div><div class='rule'></div></td></tr>"
    )
    rows = [
        f"<tr class='counted'><td>{at}</td><td>Contract {at}</td><td>Ground {at}</td><td>Exhibit {at}</td></tr>"
        f"<tr class='reckoning'><td></td><td colspan='3'><table class='said'>{told.format(at)}</table></td></tr>"
        for at in range(60)
    ]
    head = "<th class='item'>Item</th><th>Records</th><th class='ground'>Ground</th><th class='shown'>Shown on</th>"
    pages, made = laid(f"<h2>Body</h2>{table(rows, head, 'withheld')}<h3>Not addressed</h3><ul><li>last</li></ul>")
    said = " ".join(pages)
    order = [f"Contract {at} Ground {at} Exhibit {at} Harm “harm {at}” Requester’s answer" for at in range(60)]
    assert [said.index(one) for one in order] == sorted(said.index(one) for one in order)
    assert said.endswith("Not addressed last")
    assert sum(one.count(b" 0.4 re f") for one in made) == 120


def test_the_sign_of_a_state_stands_before_its_words() -> None:
    states = ("before", "after_in_scope", "after_outside", "cannot_tell")
    rows = [f"<tr><td class='verdict'><svg class='{one}'></svg> {one}</td><td>x</td></tr>" for one in states]
    _, (page,) = laid(table(rows, "<th class='verdict'>State</th><th>What</th>", "beside"))
    assert page.count(b" B Q") == len(states)
