"""A packet as of a day says nothing of later days, and its hash of inputs knows all that its pages are made of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from packet_story import tell
from telling import AS_OF, built, going_on

from frkit.base.files import sha256_of_bytes
from frkit.catalogue.loading import load_vendor, public_events
from frkit.evidence.pledges.spans import span_of
from frkit.evidence.text.ocr_records import OcrRecord, keep_reading
from frkit.packet.numbers.series import series_of
from frkit.packet.parts.chronology import chronology, lying_ahead
from frkit.packet.parts.quotes import Quotes
from frkit.packet.parts.refs import Book
from frkit.packet.plan.folder import PacketFolder, new_packet_folder
from frkit.packet.plan.inputs import dossiers_of, inputs_hash
from frkit.packet.plan.proposing import propose
from frkit.packet.plan.types import Packet
from frkit.tracking.folder import CampaignFolder

EARLY = date(2020, 12, 31)
TABLE = b"level\tpage_num\n5\t1\t1\t1\t1\t1\t10\t10\t90\t20\t91\tcamera\n"


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> CampaignFolder:
    return tell(tmp_path_factory.mktemp("day") / "campaign")


def planned(campaign: CampaignFolder, name: str) -> tuple[PacketFolder, Packet]:
    folder = new_packet_folder(campaign, name)
    folder.write(propose(campaign, (), title=None, as_of=AS_OF))
    return folder, folder.load()[0]


def told_on(campaign: CampaignFolder, packet: Packet, day: date) -> tuple[Book, list[str]]:
    """The public facts of a chronology as of a day."""
    book = Book(packet.model_copy(update={"as_of": day}), (), series_of(packet, campaign))
    return book, [one.words for one in chronology(book, (), Quotes((), book.registry)) if one.public]


def test_a_chronology_has_no_public_fact_of_a_later_day(campaign: CampaignFolder) -> None:
    later = next(one for one in public_events() if span_of(one.date).first > EARLY)
    earlier = next(one for one in public_events() if span_of(one.date).last <= EARLY)
    packet = Packet(title="T", as_of=AS_OF, vendors=("amazon",), public_events=(earlier.id, later.id))
    vendor = load_vendor("amazon")
    changes = [change for pledge in vendor.pledges for change in pledge.later]
    after = [one for one in changes if span_of(one.date).first > EARLY]
    assert after, "the vendor's pledge was changed after that day"
    book, early = told_on(campaign, packet, EARLY)
    assert any(earlier.title.rstrip(".") in words for words in early)
    assert not any(later.title.rstrip(".") in words for words in early)
    assert not any(one.change.rstrip(".") in words for one in after for words in early)
    (warning,) = lying_ahead(book)
    assert later.id in warning and "is not printed" in warning
    book, now = told_on(campaign, packet, AS_OF)
    assert any(later.title.rstrip(".") in words for words in now)
    assert all(any(one.change.rstrip(".") in words for words in now) for one in after)
    assert list(lying_ahead(book)) == []


def test_an_event_that_had_not_ended_by_then_is_told_without_its_end(
    campaign: CampaignFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = next(one for one in public_events() if span_of(one.date).last <= EARLY)
    lasting = event.model_copy(update={"end": "2021-06"})
    monkeypatch.setattr("frkit.packet.parts.chronology.load_public_event", lambda _: lasting)
    packet = Packet(title="T", as_of=AS_OF, public_events=(event.id,))
    shown = []
    for day in (EARLY, AS_OF):
        book = Book(packet.model_copy(update={"as_of": day}), (), series_of(packet, campaign))
        shown += [line.shown for line in chronology(book, (), Quotes((), book.registry))]
    assert shown == [book.style.partial(event.date), f"{book.style.partial(event.date)} to June 2021"]


def test_the_build_names_a_public_event_that_it_leaves_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tell(tmp_path / "campaign")
    event = public_events()[0]
    ahead = event.model_copy(update={"date": "2026-06-16"})
    monkeypatch.setattr("frkit.packet.parts.chronology.load_public_event", lambda _: ahead)
    _, made, said = built(folder, "chronology", public_events=(event.id,), exhibits=())
    assert event.title.rstrip(".") not in said
    assert [one for one in made.warnings if event.id in one] == [
        f"the public event '{event.id}' is of June 16, 2026, later than the packet's day (June 15, 2026), "
        "and is not printed"
    ]


def read_by_ocr(campaign: CampaignFolder, sha256: str, image: str) -> Path:
    below = campaign.root / "requests" / campaign.request_ids()[0] / "derived" / sha256
    below.mkdir(parents=True, exist_ok=True)
    record = OcrRecord(
        version="5.3.0", languages="eng", input_sha256=sha256, page=1, image_sha256=image * 64, width=100, height=100,
        dpi=150, output_sha256=sha256_of_bytes(TABLE), words=1, confidence=90, when="2026-05-01T10:00:00Z",
    )  # fmt: skip
    return keep_reading(below, record, TABLE)


def test_what_ocr_read_is_among_the_inputs(campaign: CampaignFolder) -> None:
    folder, packet = planned(campaign, "words")
    dossiers = dossiers_of(folder, packet)
    photo = next(one for one in next(iter(dossiers.values())).documents if one.name.endswith(".jpg"))
    before = inputs_hash(folder, dossiers.values())
    record = read_by_ocr(campaign, photo.sha256, "0")
    after = inputs_hash(folder, dossiers.values())
    assert after != before, "new words lie under a page"
    table = record.with_suffix(".tsv")
    table.write_bytes(TABLE.replace(b"camera", b"carrot"))
    assert inputs_hash(folder, dossiers.values()) not in (before, after), "an altered table is laid under no page"
    table.write_bytes(TABLE)
    assert inputs_hash(folder, dossiers.values()) == after
    for path in (record, table):
        path.unlink()
    assert inputs_hash(folder, dossiers.values()) == before


def test_what_ocr_read_of_a_document_that_is_not_shown_is_none_of_them(campaign: CampaignFolder) -> None:
    story = going_on(campaign)
    story.receive("team.pdf", b"%PDF-1.4 of the team", "2026-05-02", audience="team")
    folder, packet = planned(campaign, "hidden")
    dossiers = dossiers_of(folder, packet)
    (dossier,) = dossiers.values()
    hidden = next(
        one for _, event in dossier.file.events for one in event.documents if (one.name or "").endswith("team.pdf")
    )
    before = inputs_hash(folder, dossiers.values())
    read_by_ocr(campaign, hidden.sha256, "1")
    assert inputs_hash(folder, dossiers.values()) == before


def test_a_template_of_the_campaigns_own_is_among_the_inputs(tmp_path: Path) -> None:
    own = tell(tmp_path / "campaign")
    folder, packet = planned(own, "worded")
    dossiers = dossiers_of(folder, packet)
    before = inputs_hash(folder, dossiers.values())
    path = own.root / "templates" / "packet" / "custody.html.j2"
    path.parent.mkdir(parents=True)
    path.write_text("<section></section>")
    assert inputs_hash(folder, dossiers.values()) != before
