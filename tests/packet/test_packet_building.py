"""From a plan to a packet: what is printed, what never is, and the same bytes on any day in any folder."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace as replaced
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from packet_story import LOCKED, Story, photo, reply_with_attachments, small_pdf, tell

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of, sha256_of_bytes
from frkit.packet.building import Built, build
from frkit.packet.plan.dossiers import load_dossier
from frkit.packet.plan.folder import PacketFolder, find_packet, new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.plan.types import Exhibit, Packet
from frkit.packet.verify.manifest import Manifest, read_manifest
from frkit.tracking.folder import CampaignFolder

PROJECT = Path(__file__).resolve().parents[2]


def rewrite(folder: PacketFolder, **changes) -> None:
    """Edit the plan as a person would."""
    plan, _ = folder.load()
    folder.plan.unlink()
    folder.write(plan.model_copy(update=changes))


def words(folder: PacketFolder) -> list[str]:
    document = pypdfium2.PdfDocument(folder.pdf.read_bytes())
    return [" ".join(page.get_textpage().get_text_range().replace("\ufffe", "-").split()) for page in document]


def manifest(built: Built) -> Manifest:
    return read_manifest(built.manifest)


def planned_in(root: Path, **changes) -> PacketFolder:
    """A packet proposed for a campaign told anew, without public facts."""
    campaign = tell(root)
    folder = new_packet_folder(campaign, "council")
    plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    folder.write(plan.model_copy(update={"public_events": (), "vendors": (), **changes}))
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[PacketFolder, Built]:
    """One packet with all its parts, for tests that only look."""
    folder = planned_in(tmp_path_factory.mktemp("whole") / "campaign")
    return folder, build(folder)


def test_the_plan_lists_letter_replies_and_records_by_date(planned: PacketFolder) -> None:
    plan, findings = planned.load()
    assert not findings
    assert [(one.label, one.title, one.letter is not None) for one in plan.exhibits] == [
        ("1", "Request as sent", True),
        ("2", "Acknowledgement (acknowledgement.pdf)", False),
        ("3", "Records produced; Refusal (answer.eml)", False),
        ("4", "Message received (IMG_0412.jpg)", False),
        ("5", "Record: locked.pdf", False),
    ]
    assert plan.paper == "Letter" and plan.as_of == date(2026, 6, 15)


def test_every_file_gets_pages_or_a_slip_sheet_and_every_page_its_numbers(
    whole: tuple[PacketFolder, Built],
) -> None:
    planned, built = whole
    made = manifest(built)
    files = [file for exhibit in made.exhibits for file in exhibit.files]
    assert [(file.name, file.part, file.last_page - file.first_page + 1, bool(file.slip_sheet)) for file in files] == [
        ("2026-03-02-request.txt", None, 1, False),
        ("acknowledgement.pdf", None, 1, False),
        ("answer.eml", None, 1, False),
        ("contract.pdf", "1", 2, False),
        ("../../usage.xlsx", "2", 1, True),
        ("IMG_0412.jpg", None, 1, False),
        ("locked.pdf", None, 1, True),
    ]
    exhibit_pages = [page for page in made.pages if page.bates]
    assert [page.bates for page in exhibit_pages] == [f"FRK-{number:06d}" for number in range(1, 9)]
    assert built.pages == len(made.pages) == made.parts[-1].last_page + 8
    said = words(planned)
    for page in exhibit_pages:
        label = next(one.label for one in made.exhibits if one.first_page <= page.page <= one.last_page)
        assert said[page.page - 1].endswith(f"Exhibit {label} {page.bates} {page.page}")
    assert all(said[page.page - 1].endswith(f" {page.page}") for page in made.pages if not page.bates)


def test_contents_say_where_each_exhibit_is_and_lead_there(whole: tuple[PacketFolder, Built]) -> None:
    planned, built = whole
    made = manifest(built)
    contents = next(part for part in made.parts if part.part == "contents")
    said = words(planned)[contents.first_page - 1]
    with pikepdf.open(planned.pdf) as opened:
        objects = [page.objgen for page in opened.pages]
        led_to = [objects.index(link.Dest[0].objgen) + 1 for link in opened.pages[contents.first_page - 1].Annots]
    for exhibit in made.exhibits:
        assert exhibit.title.split(" (")[0] in said
        assert exhibit.first_page in led_to
        for file in exhibit.files:
            assert f"{file.first_page}" in said and file.bates_first in said
    for part in made.parts:
        assert f"{part.title} {part.first_page}" in said and part.first_page in led_to
        assert part.title.lower()[:8] in words(planned)[part.first_page - 1].lower() or part.part == "cover"


def test_bookmarks_name_exhibits_with_page_and_description(whole: tuple[PacketFolder, Built]) -> None:
    planned, built = whole
    made = manifest(built)
    marks = [(mark.level, mark.get_title(), mark.get_dest().get_index() + 1) for mark in _toc(planned)]
    for exhibit in made.exhibits:
        assert (0, f"Exhibit {exhibit.label}: {exhibit.title} (page {exhibit.first_page})", exhibit.first_page) in marks
    attached = made.exhibits[2].files[1]
    assert (1, f"Attached: contract.pdf (page {attached.first_page})", attached.first_page) in marks


def _toc(folder: PacketFolder) -> list:
    return list(pypdfium2.PdfDocument(folder.pdf.read_bytes()).get_toc())


def test_the_requests_log_tells_dates_days_late_and_the_unlawful_extension(whole: tuple[PacketFolder, Built]) -> None:
    planned, _ = whole
    said = " ".join(words(planned))
    assert "The agency claimed an extension of 30 calendar days; reason noted: we are busy." in said
    assert "Cal. Gov. Code" in said and "7922.535" in said
    assert "Records produced in part, March 25, 2026; no ground logged for what was withheld" in said
    assert "Refusal, March 25, 2026: Gov. Code 7923.600 [Exhibit 3, FRK-000003 – 000006]" in said
    assert "counted from: the agency received the request" in said and "extended from March 12, 2026 to" in said
    assert not re.search(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) 2026-", said), "days are written in one way"
    assert "produced in part" in said and "refused" in said
    assert re.search(r"more than the law allows", said)


def log_of(campaign: CampaignFolder, as_of: date = date(2026, 6, 15), **changes) -> str:
    """The words of chronology and requests log of a packet proposed now."""
    folder = new_packet_folder(campaign, "log")
    plan = propose(campaign, (), title=None, as_of=as_of)
    parts = {"public_events": (), "vendors": (), "parts": ("chronology", "requests"), **changes}
    folder.write(plan.model_copy(update=parts))
    build(folder)
    said = " ".join(words(folder))
    folder.plan.unlink()
    return said


def going_on(campaign: CampaignFolder) -> Story:
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    return story


def test_each_item_has_the_grounds_cited_for_it_and_no_others(campaign: CampaignFolder) -> None:
    grounds = [{"cited": "GROUND ONE", "items": [1]}, {"cited": "GROUND TWO", "items": [2]}]
    came = going_on(campaign).receive("more.pdf", small_pdf("More"), "2026-04-10")
    going_on(campaign).log("produced", "2026-04-10", items=[1], partial=True, **{"in": came})
    going_on(campaign).log("denied", "2026-04-10", items=[1, 2], exemptions=grounds, **{"in": came})
    said = log_of(campaign)
    assert "citing GROUND ONE (item 1) and GROUND TWO (item 2)" in said
    log = said[said.index("Answers, with the grounds") :]
    assert log.count("GROUND ONE") == log.count("GROUND TWO") == 1
    assert "Withheld from what was produced, April 10, 2026: GROUND ONE" in log


def test_what_the_plan_leaves_out_of_an_arrival_is_said(campaign: CampaignFolder) -> None:
    story = going_on(campaign)
    files = []
    for name in ("letter.pdf", "annex.pdf"):
        path = campaign.root / ".frkit" / name
        path.write_bytes(small_pdf(name))
        files.append(campaign.take_in(story.id, path, date(2026, 4, 10)).model_dump())
    came = story.log("arrived", "2026-04-10", channel="post", documents=files)
    story.log("no_records", "2026-04-10", items=[2], **{"in": came})
    plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    assert "not all of what came" not in log_of(campaign)
    without_annex = tuple(one for one in plan.exhibits if "annex" not in one.path)
    assert log_of(campaign, exhibits=without_annex).count("in part; not all of what came is in this packet") == 2
    without_both = tuple(one for one in without_annex if "letter.pdf" not in one.path)
    assert log_of(campaign, exhibits=without_both).count("what came is not in this packet") == 2


def test_an_answer_that_is_not_complete_is_not_called_none(tmp_path: Path) -> None:
    campaign = CampaignFolder.find(tell(tmp_path / "campaign").root)
    refusal = next(
        event_id for event_id, one in campaign.load(campaign.request_ids()[0]).events if one.kind == "denied"
    )
    going_on(campaign).log("corrected", "2026-06-01", event=refusal, reason="it was about another request")
    said = log_of(campaign)
    assert re.search(r"not complete, \d+ days late on June 15, 2026", said) and "no answer, " not in said


def test_one_link_has_one_place(whole: tuple[PacketFolder, Built]) -> None:
    planned, _ = whole
    with pikepdf.open(planned.pdf) as opened:
        for page in opened.pages:
            places = []
            for link in page.get("/Annots", ()):
                left, low, right, high = (round(float(edge), 1) for edge in link.Rect)
                assert abs(right - left) >= 1 and abs(high - low) >= 1
                places.append((link.Dest[0].objgen, left, low, right, high))
            assert len(places) == len(set(places))


def test_notes_are_never_printed_and_team_events_only_for_the_team(campaign: CampaignFolder) -> None:
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    story.log("call", "2026-04-02", person="the clerk", said="TOLD US ON THE PHONE", audience="team")
    story.log("clarified", "2026-04-03", note="PRIVATE THOUGHT", audience="counsel")
    for audience, sees in (("packet", False), ("team", True), ("counsel", True)):
        folder = new_packet_folder(campaign, f"for-{audience}")
        plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15), audience=audience)
        folder.write(plan.model_copy(update={"public_events": (), "vendors": (), "parts": ("chronology", "requests")}))
        built = build(folder)
        said = " ".join(words(folder)) + built.manifest.read_text()
        assert ("TOLD US ON THE PHONE" in said) == sees
        assert ("answered the agency's question" in said) == (audience == "counsel")
        assert "STRATEGY" not in said and "PRIVATE THOUGHT" not in said


def test_a_corrected_entry_counts_for_nothing_and_stays_visible(campaign: CampaignFolder) -> None:
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    wrong = story.log("no_records", "2026-03-20", items=[1, 2], wording="WRONG LETTER")
    story.log("corrected", "2026-07-01", event=wrong, reason="THE WRONG FILE")
    folder = new_packet_folder(campaign, "council")
    plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    folder.write(plan.model_copy(update={"public_events": (), "vendors": (), "parts": ("chronology", "requests")}))
    build(folder)
    said = " ".join(words(folder))
    assert "count for nothing: No responsive records, March 20, 2026." in said
    assert "WRONG LETTER" not in said and "THE WRONG FILE" not in said
    assert "produced in part" in said


def test_public_facts_stand_apart_each_with_its_source(planned: PacketFolder) -> None:
    rewrite(planned, parts=("chronology",), vendors=("amazon",), public_events=("lapd-count-2020",))
    build(planned)
    said = " ".join(words(planned))
    assert "PUBLIC FACT pledge Amazon Rekognition: One-year moratorium" in said
    assert "PUBLIC FACT disclosure LAPD figure after denials" in said
    assert said.count("Source: ") >= 2
    assert "is no record of an agency" in said


def test_only_public_events_with_a_source_that_was_read_are_proposed(campaign: CampaignFolder) -> None:
    from frkit.catalogue.loading import load_public_event

    plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    assert plan.vendors == ("amazon",) and "lapd-count-2020" in plan.public_events
    for event_id in plan.public_events:
        event = load_public_event(event_id)
        assert any(source.text_read for source in event.sources) and event.date <= "2026-06-15"


def test_nothing_later_than_its_day_is_in_a_packet(campaign: CampaignFolder) -> None:
    plan = propose(campaign, (), title=None, as_of=date(2026, 3, 24))
    folder = new_packet_folder(campaign, "early")
    folder.write(plan.model_copy(update={"public_events": (), "vendors": (), "parts": ("chronology",)}))
    assert [one.title for one in plan.exhibits] == ["Request as sent", "Acknowledgement (acknowledgement.pdf)"]
    build(folder)
    assert "produced records" not in " ".join(words(folder))


def test_the_same_campaign_gives_the_same_bytes_on_another_day_in_another_folder(tmp_path: Path) -> None:
    """Told and built twice in processes of their own, with other hash seeds, zones and dates."""
    program = (
        "import sys; sys.path[:0] = [{0!r}, {1!r}]\n"
        "from pathlib import Path; from datetime import date; import pickle\n"
        "import packet_story; packet_story.LOCKED = pickle.loads(bytes.fromhex({2!r}))\n"
        "from frkit.packet.building import build; from frkit.packet.plan.folder import new_packet_folder\n"
        "from frkit.packet.plan.proposing import propose\n"
        "campaign = packet_story.tell(Path(sys.argv[1])); folder = new_packet_folder(campaign, 'council')\n"
        "folder.write(propose(campaign, (), title=None, as_of=date(2026, 6, 15))); print(build(folder).sha256)\n"
    )
    import pickle

    here = Path(__file__).parent
    text = program.format(str(here.parents[1]), str(here), pickle.dumps(LOCKED).hex())
    found = []
    for number, (zone, seed) in enumerate([("America/Los_Angeles", "1"), ("Asia/Tokyo", "2")]):
        root = tmp_path / ("a" * (number * 40 + 1)) / "campaign"
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
        run = [sys.executable, "-c", text, str(root)]
        if number and Path("/usr/bin/faketime").exists():
            run = ["faketime", "2031-01-01", *run]
        done = subprocess.run(run, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found.append((done.stdout.strip(), (root / "packets/council/build/manifest.json").read_bytes()))
    assert found[0] == found[1]


def test_a_later_packet_keeps_the_numbers_of_the_first(campaign: CampaignFolder, planned: PacketFolder) -> None:
    rewrite(planned, parts=())
    first = manifest(build(planned))
    plan, _ = planned.load()
    other = new_packet_folder(campaign, "appeal")
    other.write(plan.model_copy(update={"exhibits": tuple(reversed(plan.exhibits[1:4]))}))
    second = manifest(build(other))
    one, two = (
        {
            (file.sha256, file.part): (file.bates_first, file.bates_last)
            for exhibit in made.exhibits
            for file in exhibit.files
        }
        for made in (first, second)
    )
    assert two.items() <= one.items()
    assert len(list((campaign.root / "numbers" / "FRK").iterdir())) == 1


def test_no_private_value_is_in_the_packet_or_the_manifest(campaign: CampaignFolder) -> None:
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    mail = reply_with_attachments().replace(b"Please find", b"Dear Robin Requester, 12 Hidden Lane: please find")
    story.receive("to-us.eml", mail.replace(b"us@kit.example", b"robin@secret.example"), "2026-04-05")
    story.receive("scan.pdf", small_pdf("robin@secret.example"), "2026-04-06")
    folder = new_packet_folder(campaign, "council")
    plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    documents = load_dossier(campaign, story.id, "packet", plan.as_of).documents
    path = next(one.path for one in documents if one.path.endswith("scan.pdf"))
    assert path not in [one.file for one in plan.exhibits], "a PDF that shows private data is proposed to nobody"
    by_hand = Exhibit(label="99", title="A scan", request=story.id, file=path)
    folder.write(plan.model_copy(update={"parts": ("chronology", "custody"), "exhibits": (*plan.exhibits, by_hand)}))
    built = build(folder)
    pages = words(folder)
    shown = [number for number, text in enumerate(pages, start=1) if "robin@secret.example" in text]
    scan = next(one for one in manifest(built).exhibits if one.original.endswith("scan.pdf"))
    assert shown == [scan.first_page], "only a PDF that frkit may not change shows it"
    assert any(scan.files[0].bates_first in warning and "e-mail of requester" in warning for warning in built.warnings)
    assert not any("Hidden Lane" in text or "Robin Requester" in text for text in pages)
    private = ("robin@secret", "Hidden Lane", "Robin Requester", str(campaign.root))
    assert not any(value in built.manifest.read_text() for value in private)
    with pikepdf.open(folder.pdf) as opened:
        about = str(dict(opened.docinfo)) + str(opened.Root.Metadata.read_bytes())
    assert not any(value in about for value in private)


def test_a_document_that_was_demanded_back_is_in_no_packet_until_counsel_clears_it(
    campaign: CampaignFolder, planned: PacketFolder
) -> None:
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    story.log("clawback_demanded", "2026-04-10", of=sha256_of_bytes(photo()))
    with pytest.raises(FrkitError, match="Exhibit 4 was demanded back"):
        build(planned)
    plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    assert not any("IMG_0412" in one.title for one in plan.exhibits)
    story.log("cleared_by_counsel", "2026-04-20", of=sha256_of_bytes(photo()))
    build(planned)


def test_forgotten_bytes_leave_a_slip_sheet_with_the_hash(campaign: CampaignFolder, planned: PacketFolder) -> None:
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    (image,) = campaign.root.rglob("*img-0412.jpg")
    image.unlink()
    with pytest.raises(FrkitError, match="is not there"):
        build(planned)
    story.log("forgotten", "2026-04-10", sha256=sha256_of_bytes(photo()), reason="a bystander's face")
    rewrite(planned, parts=())
    made = manifest(build(planned))
    assert made.exhibits[3].files[0].slip_sheet and made.exhibits[3].files[0].sha256 == sha256_of_bytes(photo())
    assert "no longer kept" in words(planned)[made.exhibits[3].first_page - 1]


def test_an_altered_original_stops_the_build_and_burns_no_number(
    campaign: CampaignFolder, planned: PacketFolder
) -> None:
    (image,) = campaign.root.rglob("*img-0412.jpg")
    image.write_bytes(photo() + b"\x00")
    with pytest.raises(FrkitError, match="Exhibit 4 is not what arrived"):
        build(planned)
    assert not (campaign.root / "numbers").exists() and not planned.build.exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"requests": ("2026-01-nobody",)}, "2026-01-nobody"),
        ({"exhibits": ()}, None),
        ({"exhibits": (), "parts": ()}, "neither parts nor exhibits"),
    ],
)
def test_plans_that_cannot_be_built_say_why(planned: PacketFolder, change: dict, message: str | None) -> None:
    rewrite(planned, **change)
    if message is None:
        assert build(planned).exhibits == 0
    else:
        with pytest.raises(FrkitError, match=message):
            build(planned)


@pytest.mark.parametrize("path", ["../../../campaign.yaml", "received/nothing.pdf", "/etc/passwd", "request.yaml"])
def test_an_exhibit_is_only_what_an_event_brought(planned: PacketFolder, path: str) -> None:
    plan, _ = planned.load()
    wrong = Exhibit(label="9", title="Wrong", request=plan.requests[0], file=path)
    rewrite(planned, exhibits=(wrong,))
    with pytest.raises(FrkitError, match="Exhibit 9 names"):
        build(planned)


def test_the_same_document_twice_is_refused(planned: PacketFolder) -> None:
    plan, _ = planned.load()
    again = plan.exhibits[1].model_copy(update={"label": "2a"})
    rewrite(planned, exhibits=(*plan.exhibits, again))
    with pytest.raises(FrkitError, match="Exhibits 2 and 2a are the same document"):
        build(planned)


def test_exhibits_alone_in_another_order_with_letters_as_labels(planned: PacketFolder) -> None:
    plan, _ = planned.load()
    chosen = [plan.exhibits[4], plan.exhibits[2]]
    renamed = tuple(one.model_copy(update={"label": label}) for one, label in zip(chosen, "AB", strict=True))
    rewrite(planned, exhibits=renamed, parts=())
    made = manifest(build(planned))
    assert made.parts == () and [(one.label, one.first_page) for one in made.exhibits] == [("A", 1), ("B", 2)]
    assert "Exhibit B" in words(planned)[1]


def test_hostile_words_in_title_and_matter_are_only_words(planned: PacketFolder) -> None:
    title = "<b>R v {{ 7*7 }}</b> (x) \\ \u202etxt.exe"
    rewrite(planned, parts=("cover",), title=title, matter="Case <script>alert(1)</script>")
    build(planned)
    cover = words(planned)[0]
    assert "<b>R v {{ 7*7 }}</b>" in cover and "<script>alert(1)</script>" in cover and "\u202e" not in cover


def test_progress_is_told_and_ends(planned: PacketFolder) -> None:
    rewrite(planned, parts=())
    told: list[tuple[int, int, str]] = []
    build(planned, lambda done, total, what: told.append((done, total, what)))
    stages = {what for _, _, what in told}
    assert {"Making pages, Exhibit 3", "Contents and tables", "Writing pages, Exhibit 3"} <= stages
    assert all(done <= total for done, total, _ in told)


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
def test_a_terminal_of_eighty_columns_shows_how_far_it_is(planned: PacketFolder) -> None:
    """The stage, the exhibit, how many of how many and the time that is left, on one line that nothing is left of."""
    import pty

    rewrite(planned, parts=())
    command = [sys.executable, "-m", "frkit", "packet", "build", planned.name, "--campaign", str(planned.campaign.root)]
    settings = {**os.environ, "PYTHONPATH": str(PROJECT), "COLUMNS": "80", "TERM": "xterm"}
    leader, follower = pty.openpty()
    with subprocess.Popen(command, env=settings, stdin=follower, stdout=subprocess.PIPE, stderr=follower) as running:
        os.close(follower)
        shown = b""
        with contextlib.suppress(OSError):  # the other end of a terminal is closed with an error
            while block := os.read(leader, 1 << 16):
                shown += block
        os.close(leader)
    assert running.returncode == 0
    lines = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", one).strip() for one in re.split("[\r\n]+", shown.decode())]
    assert max(len(one) for one in lines if "━" in one) <= 80
    assert any(one.startswith("Making pages, Exhibit 2 ") and " 1 of " in one for one in lines)
    assert any(one.startswith("Writing pages, ") for one in lines)
    assert shown.rfind(b"\x1b[2K") > shown.rfind("━".encode()), "the line is gone at the end"


def test_a_packet_of_a_page_size_of_its_own(planned: PacketFolder) -> None:
    rewrite(planned, paper="A4", parts=("cover", "custody"))
    build(planned)
    with pikepdf.open(planned.pdf) as opened:
        assert [round(float(edge)) for edge in opened.pages[0].mediabox] == [0, 0, 595, 842]
    assert "25 March 2026" in " ".join(words(planned))


def test_what_was_built_is_clean_pdf_without_anything_active(whole: tuple[PacketFolder, Built]) -> None:
    _, built = whole
    checked = subprocess.run(["qpdf", "--check", str(built.pdf)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0 and "No syntax or stream encoding errors" in checked.stdout
    data = built.pdf.read_bytes()
    with pikepdf.open(io.BytesIO(data)) as opened:
        assert not {"/AcroForm", "/AA", "/JavaScript"} & set(opened.Root.keys())
        assert set(opened.Root.Names.keys()) == {"/EmbeddedFiles"} and list(opened.attachments) == ["record.json"]
        for page in opened.pages:
            for annotation in page.get("/Annots", ()):
                assert "/A" not in annotation and str(annotation.Subtype) == "/Link"
    assert sha256_of(built.pdf) == built.sha256 == manifest(built).files[0].sha256


def test_the_manifest_lists_originals_conversions_and_versions(whole: tuple[PacketFolder, Built]) -> None:
    _, built = whole
    data = json.loads(built.manifest.read_text())
    assert data["format"] == 1 and data["made_with"]["frkit"] and data["made_with"]["qpdf"]
    mail = next(one for one in data["exhibits"] if one["original"].endswith(".eml"))
    assert mail["event"].startswith("2026-03-25-arrived-")
    assert mail["files"][0]["sha256"] == sha256_of_bytes(reply_with_attachments())
    assert "WeasyPrint" in mail["files"][0]["how"][0]
    assert {"digest", "content", "stamp", "page", "bates", "source_page"} == set(data["pages"][0])


def test_a_plan_of_a_newer_frkit_and_a_broken_one_are_refused(planned: PacketFolder) -> None:
    text = planned.plan.read_text()
    planned.plan.write_text(text.replace("format: 1", "format: 99"))
    with pytest.raises(FrkitError, match="format 99"):
        planned.load()
    planned.plan.write_text(text.replace("title: ", "titel: "))
    with pytest.raises(FrkitError, match="title"):
        planned.load()
    planned.plan.write_text(text[: len(text) // 2] + '\n  "')
    with pytest.raises(FrkitError):
        planned.load()


def test_an_unknown_key_in_a_plan_is_a_warning(planned: PacketFolder) -> None:
    rewrite(planned, parts=())
    planned.plan.write_text(planned.plan.read_text() + "colour: blue\n")
    assert any("colour" in warning for warning in build(find_packet(planned.campaign, "council")).warnings)


def test_two_exhibits_of_one_label_are_a_mistake_with_its_words(planned: PacketFolder) -> None:
    plan, _ = planned.load()
    with pytest.raises(ValueError, match="two exhibits are called '1'"):
        Packet(title="x", as_of=date(2026, 1, 1), exhibits=(plan.exhibits[0], plan.exhibits[0]))


def test_telling_the_story_twice_gives_the_same_campaign(tmp_path: Path) -> None:
    """The tests above stand on this."""
    one, two = (tell(tmp_path / name) for name in ("one", "two"))
    files = [
        {path.relative_to(folder.root): sha256_of(path) for path in folder.root.rglob("*") if path.is_file()}
        for folder in (one, two)
    ]
    assert files[0] == files[1]
    assert replaced(one, root=two.root) == two
