"""Where a packet is cut into volumes: no page is lost or moved, and every volume keeps to its limit."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from frkit.packet.assembly.exhibits import MadeExhibit, Piece
from frkit.packet.plan.types import Volumes
from frkit.packet.volumes import cuts, first_pages, spans, with_sheets


def exhibits_of(sizes: list[list[int]], *, sheet: bool) -> list[MadeExhibit]:
    """Exhibits with as many files, of as many pages, as told; numbered from 1."""
    made, offset, number = [], 0, 1
    for label, files in enumerate(sizes, start=1):
        pieces = []
        offset += sheet
        for count in files:
            pages: Any = SimpleNamespace(count=count)
            file: Any = SimpleNamespace(size=count * 1000)
            pieces.append(Piece(pages, file, tuple(range(number, number + count)), offset))
            offset, number = offset + count, number + count
        nobody: Any = None
        exhibit: Any = SimpleNamespace(label=str(label))
        made.append(MadeExhibit(exhibit, nobody, nobody, tuple(pieces), sheet))
    return made


class Shown:
    """Stands for the registry: a number as it is."""

    def shown(self, number: int) -> str:
        return str(number)


def walked(exhibits: tuple[MadeExhibit, ...]) -> list[str]:
    """Every page after the front matter, as what it is, in the order in which a packet has them."""
    found = []
    for made in exhibits:
        found += ["volume"] * made.volume_sheet + ["sheet"] * made.sheet
        for piece in made.pieces:
            for first, end in piece.stretches:
                found += ["volume"] * (first in piece.breaks) + [str(one) for one in piece.numbers[first:end]]
    return found


@given(
    sizes=st.lists(st.lists(st.integers(1, 45), min_size=1, max_size=3), min_size=1, max_size=8),
    sheet=st.booleans(),
    limit=st.integers(10, 40),
    front=st.integers(0, 12),
)
def test_every_page_is_where_it_is_said_to_be(sizes: list[list[int]], sheet: bool, limit: int, front: int) -> None:
    plain = exhibits_of(sizes, sheet=sheet)
    found = cuts(front, 0, plain, Volumes(pages=limit))
    exhibits = with_sheets(plain, found)
    order = walked(exhibits)
    for made in exhibits:
        for piece in made.pieces:
            assert [order[piece.before(at)] for at in range(piece.pages.count)] == [str(one) for one in piece.numbers]
    assert len(order) == sum(made.count + made.sheets for made in exhibits) == exhibits[-1].pieces[-1].end
    assert order.count("volume") == len(found)

    volumes = spans("many", front, exhibits, Shown()) if found else ()  # type: ignore[arg-type]
    assert first_pages(front, exhibits) == [1, *(front + at + 1 for at, one in enumerate(order) if one == "volume")]
    for before, volume in pairwise(volumes):
        assert volume.first_page == before.last_page + 1
    for volume in volumes:
        pages = order[max(0, volume.first_page - 1 - front) : volume.last_page - front]
        assert len(pages) <= limit or volume.first_page == 1
        numbers = [one for one in pages if one.isdecimal()]
        assert volume.bates == (f"{numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else "".join(numbers))


@given(st.integers(30, 90), st.booleans())
def test_the_first_page_of_an_exhibit_stays_with_its_sheet(pages: int, sheet: bool) -> None:
    plain = exhibits_of([[5], [pages, 3]], sheet=sheet)
    exhibits = with_sheets(plain, cuts(4, 0, plain, Volumes(pages=10)))
    order = walked(exhibits)
    assert not sheet or all(order[at + 1].isdecimal() for at, one in enumerate(order) if one == "sheet")


def test_a_volume_may_go_on_with_an_attached_file() -> None:
    plain = exhibits_of([[10, 4]], sheet=False)
    (made,) = with_sheets(plain, cuts(0, 0, plain, Volumes(pages=10)))
    assert [piece.breaks for piece in made.pieces] == [(), (0,)]
    assert (made.pieces[1].offset, made.pieces[1].end) == (11, 15)
    (_, second) = spans("many", 0, (made,), Shown())  # type: ignore[arg-type]
    assert (second.first_page, second.goes_on) == (11, "Exhibit 1, page 11 of 14")
    assert second.exhibits == "1, continued"
