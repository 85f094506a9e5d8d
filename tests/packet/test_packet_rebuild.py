"""Building again makes anew only what changed: no conversion for what is known, one for what was added."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from packet_story import small_pdf, tell
from test_packet_where import of

import frkit.packet.assembly.exhibits as exhibits
from frkit.packet.building import build
from frkit.packet.numbers.checks import check_numbers
from frkit.packet.plan.folder import PacketFolder, new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.plan.types import Exhibit
from frkit.packet.verify.manifest import Manifest, read_manifest
from frkit.packet.where.differing import difference
from frkit.tracking.folder import CampaignFolder


@dataclass
class Count:
    """Originals that were turned into pages since it was last asked."""

    names: list[str] = field(default_factory=list)

    def since(self) -> list[str]:
        """Their names, and begin to count anew."""
        told, self.names = self.names, []
        return told


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Count:
    """Counts every conversion, of files in other processes and of our letters in this one."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    (tmp_path / "caches").mkdir()
    count = Count()
    many: Callable[..., Iterator[Any]] = exhibits.many_pages
    letter: Callable[..., Any] = exhibits.letter_pages_of

    def counted_many(orders: Any, *more: Any, **options: Any) -> Iterator[Any]:
        told = list(orders)
        count.names += [order.name for order in told]
        return many(told, *more, **options)

    def counted_letter(original: Path, *more: Any) -> Any:
        count.names.append(original.name)
        return letter(original, *more)

    monkeypatch.setattr(exhibits, "many_pages", counted_many)
    monkeypatch.setattr(exhibits, "letter_pages_of", counted_letter)
    return count


def plan(root: Path, order: Callable[[tuple[Exhibit, ...]], tuple[Exhibit, ...]] | None = None) -> PacketFolder:
    """The packet ``council`` planned anew, its exhibits in another order if told."""
    folder = CampaignFolder.find(root)
    packet = propose(folder, (), title=None, as_of=date(2026, 6, 15))
    wanted = order(packet.exhibits) if order else packet.exhibits
    found = new_packet_folder(folder, "council")
    found.plan.unlink(missing_ok=True)
    changes = {"public_events": (), "vendors": (), "parts": ("contents",), "exhibits": wanted}
    found.write(packet.model_copy(update=changes))
    return found


def built(folder: PacketFolder) -> tuple[bytes, Manifest]:
    made = build(folder)
    return made.pdf.read_bytes(), read_manifest(made.manifest)


FILES = ["acknowledgement.pdf", "answer.eml", "IMG_0412.jpg", "locked.pdf"]


def test_a_second_build_converts_nothing_and_gives_the_same_bytes(tmp_path: Path, converted: Count) -> None:
    folder = plan(tell(tmp_path / "campaign").root)
    first, manifest = built(folder)
    names = converted.since()
    assert sorted(names) == sorted([*FILES, "2026-03-02-request.txt"])
    again, same = built(folder)
    assert converted.since() in ([], ["locked.pdf"]), "what is locked is tried anew: its password may be known by now"
    assert again == first
    assert not difference(manifest, same).any


def test_another_order_converts_nothing_and_moves_pages_that_keep_their_numbers(
    tmp_path: Path, converted: Count
) -> None:
    root = tell(tmp_path / "campaign").root
    _, before = built(plan(root))
    converted.since()
    turned, after = built(plan(root, order=lambda every: tuple(reversed(every))))
    assert set(converted.since()) <= {"locked.pdf"}
    found = difference(before, after)
    assert {run.change for run in found.runs} == {"moved"}
    shutil.rmtree(root / ".frkit" / "packet-pages")
    assert built(plan(root, order=lambda every: tuple(reversed(every))))[0] == turned, "from nothing: the same bytes"


def test_one_exhibit_more_is_one_conversion_and_the_next_number(tmp_path: Path, converted: Count) -> None:
    root = tell(tmp_path / "campaign").root
    _, before = built(plan(root))
    converted.since()
    of(CampaignFolder.find(root)).receive("late.pdf", small_pdf("Late", 3), "2026-03-05")
    _, after = built(plan(root))
    assert set(converted.since()) - {"locked.pdf"} == {"late.pdf"}
    (added,) = difference(before, after).of("added")
    assert added.new_bates == ("FRK-000009", "FRK-000011")
    assert not difference(before, after).of("renumbered")


def test_an_exhibit_left_out_and_taken_back_has_its_number_again(tmp_path: Path, converted: Count) -> None:
    root = tell(tmp_path / "campaign").root
    whole, before = built(plan(root))
    _, without = built(plan(root, order=lambda every: every[:2] + every[3:]))
    assert len(difference(before, without).of("removed")) >= 1
    converted.since()
    assert built(plan(root))[0] == whole
    assert set(converted.since()) <= {"locked.pdf"}
    assert check_numbers(root) == []


def test_an_original_that_changed_on_disk_is_never_hidden_by_kept_pages(tmp_path: Path, converted: Count) -> None:
    from frkit.base.errors import FrkitError

    folder = plan(tell(tmp_path / "campaign").root)
    built(folder)
    path = next(one for one in folder.campaign.root.rglob("*acknowledgement.pdf") if "received" in str(one))
    path.write_bytes(small_pdf("Forged"))
    with pytest.raises(FrkitError, match="is not what arrived"):
        build(folder)


def test_kept_pages_that_were_cut_off_or_planted_are_made_again(tmp_path: Path, converted: Count) -> None:
    folder = plan(tell(tmp_path / "campaign").root)
    first, _ = built(folder)
    converted.since()
    kept = sorted((folder.campaign.root / ".frkit" / "packet-pages").rglob("*.pdf"))
    kept[0].write_bytes(kept[0].read_bytes()[:-9])
    kept[-1].write_bytes(small_pdf("Planted"))
    assert built(folder)[0] == first
    assert converted.since(), "they were not trusted"


def test_a_build_that_was_stopped_half_way_keeps_what_it_had_made(tmp_path: Path, converted: Count) -> None:
    folder = plan(tell(tmp_path / "campaign").root)

    def stop(done: int, total: int, what: str) -> None:
        if what.endswith("Exhibit 4"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(folder, stop)
    assert not folder.pdf.exists()
    converted.since()
    built(folder)
    assert "2026-03-02-request.txt" not in converted.since(), "what was made before the stop is there"
    assert check_numbers(folder.campaign.root) == []
