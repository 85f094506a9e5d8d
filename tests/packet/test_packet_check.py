"""``frkit packet check``: everything that would embarrass whoever files the packet, told before and after a build."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from packet_story import LOCKED, Story, photo, small_pdf
from test_packet_forgotten import forget
from test_packet_profiles import OWN, own

from frkit.base.files import sha256_of_bytes
from frkit.cli.packet.commands import packet as packet_command
from frkit.evidence.opening.passwords import keep_password
from frkit.packet.building import build
from frkit.packet.plan.built_checks import built_misses, words_misses
from frkit.packet.plan.checking import Checked, build_warnings, check
from frkit.packet.plan.checks import check_packets
from frkit.packet.plan.folder import PacketFolder
from frkit.packet.plan.misses import Miss, runs
from frkit.packet.plan.page_checks import ReadByOcr
from frkit.packet.plan.profiles import load_profile
from frkit.packet.plan.size_checks import Size
from frkit.packet.plan.types import Packet, Volumes
from frkit.packet.verify.manifest import read_manifest
from frkit.tracking.folder import CampaignFolder

PAGE = small_pdf("Plain words that anybody can search for")


def story_of(campaign: CampaignFolder) -> Story:
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    return story


def planned_anew(folder: PacketFolder, change: Callable[[Packet], Packet]) -> PacketFolder:
    """The packet with its plan changed by hand."""
    changed = change(folder.load()[0])
    folder.plan.unlink()
    folder.write(changed)
    return folder


def with_(folder: PacketFolder, **update: object) -> PacketFolder:
    return planned_anew(folder, lambda plan: plan.model_copy(update=update))


def only(found: Checked, name: str) -> Miss:
    """The one thing that this check found."""
    (miss,) = [miss for miss in found.misses if miss.check == name]
    return miss


def names(found: Checked) -> set[tuple[str, str]]:
    return {(miss.check, miss.exhibit) for miss in found.misses}


@pytest.fixture
def clean(planned: PacketFolder) -> PacketFolder:
    """A plan of letter, acknowledgement and answer, without the photo and the locked file."""
    return planned_anew(planned, lambda plan: plan.model_copy(update={"exhibits": plan.exhibits[:3], "parts": ()}))


def test_the_story_as_proposed_has_things_to_look_at_and_no_fault(planned: PacketFolder) -> None:
    found = check(planned)
    assert names(found) == {
        ("slip_sheet", "3"),  # a file of an unknown kind in the mail
        ("searchable", "4"),  # a photograph of a letter
        ("unread", "4"),  # of which nobody has said what it says
        ("locked", "5"),
        ("own_date", "5"),
    }
    assert found.faults == 0 and found.state == "not built" and found.profile.id == "plain"
    assert not any(miss.stops for miss in found.misses)


def test_what_no_rule_asks_weighs_more_where_one_does(planned: PacketFolder) -> None:
    scan = only(check(with_(planned, profile="us-federal")), "searchable")
    assert scan.severity == "fault" and scan.rule is not None and "2d Cir." in scan.rule.citation
    assert scan.pages == (1,) and "frkit ocr" in scan.remedy
    british = only(check(with_(planned, profile="gb")), "searchable")
    assert british.severity == "fault" and british.rule is not None and british.rule.citation.endswith("para 4")


# documents


def test_a_document_that_nobody_received(clean: PacketFolder) -> None:
    def change(plan: Packet) -> Packet:
        strange = plan.exhibits[1].model_copy(update={"file": "received/2026-03-10-d3485978-acknowledgment.pdf"})
        return plan.model_copy(update={"exhibits": (plan.exhibits[0], strange)})

    miss = only(check(planned_anew(clean, change)), "received")
    assert miss.stops and "Nobody received it" in miss.fact and "did you mean" in miss.fact


def test_why_the_packet_may_not_know_of_a_document_that_was_received(
    campaign: CampaignFolder, clean: PacketFolder
) -> None:
    story = story_of(campaign)
    story.receive("team.pdf", PAGE, "2026-04-03", audience="team")
    story.receive("late.pdf", small_pdf("Late"), "2026-07-01")
    wrong = story.receive("wrong.pdf", small_pdf("Wrong"), "2026-04-04")
    story.log("corrected", "2026-04-05", event=wrong, reason="another request's")
    paths = {
        path.name.split("-")[-1]: path.relative_to(campaign.root / "requests" / story.id).as_posix()
        for path in (campaign.root / "requests" / story.id / "received").glob("*.pdf")
    }

    def change(plan: Packet) -> Packet:
        first = plan.exhibits[1]
        asked = ("team.pdf", "late.pdf", "wrong.pdf")
        more = [first.model_copy(update={"label": one[0], "file": paths[one], "sha256": None}) for one in asked]
        return plan.model_copy(update={"exhibits": tuple(more)})

    told = {miss.exhibit: miss.fact for miss in check(planned_anew(clean, change)).misses if miss.check == "received"}
    assert "is for team, the packet is not" in told["t"]
    assert "it came on 2026-07-01, after the packet's day, 2026-06-15" in told["l"]
    assert f"the entry {wrong} that brought it was corrected" in told["w"]


def test_a_document_that_was_demanded_back(campaign: CampaignFolder, clean: PacketFolder) -> None:
    story, digest = story_of(campaign), clean.load()[0].exhibits[1].sha256
    story.log("clawback_demanded", "2026-04-02", of=[digest])
    miss = only(check(clean), "clawback")
    assert miss.severity == "fault" and miss.stops and miss.exhibit == "2" and "cleared-by-counsel" in miss.remedy
    story.log("cleared_by_counsel", "2026-04-20", of=[digest])
    assert check(clean).faults == 0


def test_a_document_that_is_gone_and_one_that_was_changed(campaign: CampaignFolder, clean: PacketFolder) -> None:
    exhibits, request = clean.load()[0].exhibits, campaign.root / "requests" / campaign.request_ids()[0]
    (request / str(exhibits[1].file)).unlink()
    answer = request / str(exhibits[2].file)
    answer.chmod(0o644)
    answer.write_bytes(answer.read_bytes() + b" ")
    found = check(clean)
    assert only(found, "missing").exhibit == "2" and only(found, "hash").exhibit == "3" and found.faults == 2
    assert only(found, "hash").fact.startswith("It is not what arrived")


def test_a_plan_that_means_another_document(clean: PacketFolder) -> None:
    clean.plan.write_text(clean.plan.read_text().replace("sha256: d34859784036", "sha256: 000000000000"))
    miss = only(check(clean), "hash")
    assert miss.exhibit == "2" and miss.fact.startswith("It is another document than the plan says")


def test_the_same_document_twice(clean: PacketFolder) -> None:
    def change(plan: Packet) -> Packet:
        return plan.model_copy(
            update={"exhibits": (*plan.exhibits, plan.exhibits[1].model_copy(update={"label": "9"}))}
        )

    assert (
        only(check(planned_anew(clean, change)), "twice").fact == "It is the same document as Exhibit 2, byte for byte."
    )


def test_a_locked_file_is_told_until_its_password_is_here(campaign: CampaignFolder, planned: PacketFolder) -> None:
    assert only(check(planned), "locked").exhibit == "5"
    keep_password(campaign.root, sha256_of_bytes(LOCKED), "b")
    assert not [miss for miss in check(planned).misses if miss.check == "locked"]


def test_a_forgotten_document_has_a_slip_sheet(campaign: CampaignFolder, planned: PacketFolder) -> None:
    forget(campaign, sha256_of_bytes(photo())[:12])
    miss = only(check(PacketFolder(CampaignFolder.find(campaign.root), "council")), "forgotten")
    assert miss.exhibit == "4" and miss.severity == "look"


# dates


def test_a_date_that_only_the_plan_knows_is_a_fault(campaign: CampaignFolder, planned: PacketFolder) -> None:
    def change(plan: Packet) -> Packet:
        moved = plan.exhibits[4].model_copy(update={"date": date(2025, 12, 24)})
        return plan.model_copy(update={"exhibits": (*plan.exhibits[:4], moved)})

    miss = only(check(planned_anew(planned, change)), "date")
    assert miss.severity == "fault" and "the log knows only 2026-04-01" in miss.fact and "frkit date" in miss.remedy
    digest = sha256_of_bytes(LOCKED)
    story_of(campaign).log(
        "date_confirmed", "2026-05-01", of=digest, dated="2025-12-24", words="24 Dec 2025", by_eye=True
    )
    found = names(check(planned))
    assert ("date", "5") not in found and ("own_date", "5") not in found


def test_a_packet_that_ends_before_it_starts(planned: PacketFolder) -> None:
    miss = only(check(with_(planned, as_of=date(2026, 1, 1), exhibits=())), "as_of")
    assert "ends before the request starts" in miss.fact and "begins on 2026-03-02" in miss.fact
    assert planned.place_of(miss.key).startswith(str(planned.plan))


# pages


def private_pdf(campaign: CampaignFolder, data: bytes, name: str = "letter.pdf") -> str:
    story, source = story_of(campaign), campaign.root / name
    source.write_bytes(data)
    record = campaign.take_in(story.id, source, date(2026, 4, 5), taken_in="2026-04-05T20:00:00Z", private=True)
    story.log("arrived", "2026-04-05", channel="post", documents=[{**record.model_dump(), "role": "reply"}])
    return record.file


def also(folder: PacketFolder, path: str) -> PacketFolder:
    """The plan with one document more, put in by hand."""

    def change(plan: Packet) -> Packet:
        more = plan.exhibits[1].model_copy(
            update={"label": "X", "file": path, "sha256": None, "date": None, "event": None}
        )
        return plan.model_copy(update={"exhibits": (*plan.exhibits, more)})

    return planned_anew(folder, change)


def test_a_page_that_shows_where_the_requester_lives_is_a_fault_unless_for_counsel(
    campaign: CampaignFolder, clean: PacketFolder
) -> None:
    also(clean, private_pdf(campaign, small_pdf("Robin, 12 Hidden Lane", pages=3)))
    miss = only(check(clean), "private")
    assert miss.severity == "fault" and miss.exhibit == "X" and miss.pages == (1, 2, 3)
    assert miss.fact == "The address of requester stands on these 3 pages."
    assert "12 Hidden Lane" not in f"{miss}", "the check itself repeats no private word"
    assert not [one for one in check(with_(clean, audience="counsel")).misses if one.check == "private"]


def test_a_mail_is_masked_and_so_no_fault(campaign: CampaignFolder, clean: PacketFolder) -> None:
    mail = b"From: a@b.example\nTo: robin@secret.example\nSubject: x\n\nDear Robin, 12 Hidden Lane\n"
    also(clean, private_pdf(campaign, mail, "answer.eml"))
    assert not [one for one in check(clean).misses if one.check == "private"]


def test_pages_beyond_all_paper(campaign: CampaignFolder, clean: PacketFolder) -> None:
    def plan_sheet(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.MediaBox = [0, 0, 3000, 4000]
        pdf.pages[2].obj.MediaBox = [0, 0, 14500, 700]

    story = story_of(campaign)
    story.receive("map.pdf", small_pdf("Map", pages=3, change=plan_sheet), "2026-04-06")
    path = next((campaign.root / "requests" / story.id / "received").glob("*-map.pdf"))
    also(clean, f"received/{path.name}")
    told = {miss.pages: miss.fact for miss in check(clean).misses if miss.check == "page_size"}
    assert "Larger than 4 sheets of Letter" in told[(2,)] and "200 inches" in told[(3,)]


def test_a_court_that_takes_only_its_paper(campaign: CampaignFolder, clean: PacketFolder) -> None:
    own(campaign.root, OWN.replace("embedded_files: false", "only_paper: true").replace("file_size", "page_size"))
    with_(clean, profile="council", paper="A4")
    misses = [miss for miss in check(clean).misses if miss.check == "page_size"]
    assert {miss.exhibit for miss in misses} == {"2", "3"}, "letters and mails are set by frkit on that paper"
    assert all(miss.severity == "fault" and miss.rule is not None for miss in misses)


# size


def test_too_large_told_from_the_exhibits_then_from_the_file(campaign: CampaignFolder, clean: PacketFolder) -> None:
    def noise(pdf: pikepdf.Pdf) -> None:
        import random

        raw = random.Random(1).randbytes(2_000_000)
        image = pdf.make_stream(raw)
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = 1000, 2000, 8
        image.ColorSpace = pikepdf.Name.DeviceGray
        pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(I=image)
        pdf.pages[0].contents_add(b"q 300 0 0 300 100 100 cm /I Do Q")

    story = story_of(campaign)
    story.receive("large.pdf", small_pdf("Large words to be read", change=noise), "2026-04-06")
    path = next((campaign.root / "requests" / story.id / "received").glob("*-large.pdf"))
    own(campaign.root, OWN.replace("{megabytes: 5}", "{megabytes: 1}").replace("megabytes: 5,", "megabytes: 2,"))
    with_(also(clean, f"received/{path.name}"), profile="council", volumes=None)
    guess = only(check(clean), "file_size")
    assert guess.severity == "fault" and "about 2." in guess.fact and "the limit is 2 MB" in guess.fact
    build(clean)
    found = check(clean)
    real = only(found, "file_size")
    assert found.state == "built" and real.fact.startswith("council.pdf has 2.") and found.sizes[0].bytes > 2_000_000


def test_a_plan_in_volumes_below_the_limit_is_no_miss(clean: PacketFolder) -> None:
    with_(clean, profile="us-federal", volumes=Volumes(megabytes=90))
    miss = only(check(clean), "file_size")
    assert "Volumes may have 90 megabytes, and the limit is 30" in miss.fact and miss.severity == "fault"
    found = check(with_(clean, volumes=Volumes(megabytes=20)))
    assert not [one for one in found.misses if one.check == "file_size"]


def test_drafts_that_the_profile_wants_and_the_plan_leaves_out(clean: PacketFolder) -> None:
    found = check(with_(clean, profile="us-federal", parts=("cover", "contents")))
    told = [miss for miss in found.misses if miss.check == "parts"]
    assert {"declaration", "certification"} <= {miss.fact.split("'")[1] for miss in told}
    assert all(miss.rule is not None and "1746" in miss.rule.citation for miss in told)


# after the build


@pytest.fixture
def built(clean: PacketFolder) -> PacketFolder:
    """A packet for a court in London, built."""
    with_(clean, profile="gb", parts=("cover", "contents"), paper="A4")
    build(clean)
    return clean


def test_a_packet_as_it_was_built_meets_what_its_profile_asks(built: PacketFolder) -> None:
    found = check(built)
    assert found.state == "built" and found.faults == 0
    assert names(found) == {("slip_sheet", "3")}
    assert [one.file for one in found.sizes] == ["council.pdf"]


def spoilt(folder: PacketFolder, change: Callable[[pikepdf.Pdf], object]) -> set[str]:
    """What the check says of the built PDF after somebody changed it; afterwards it is as it was."""
    as_built, manifest = folder.pdf.read_bytes(), read_manifest(folder.build / "manifest.json")
    with pikepdf.open(folder.pdf, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(folder.pdf)
    profile = load_profile(folder.load()[0].profile, None)
    found = {miss.check for miss in built_misses(folder.build, manifest, profile) if miss.severity == "fault"}
    folder.pdf.write_bytes(as_built)
    return found


def test_what_a_british_court_would_miss(built: PacketFolder) -> None:
    assert spoilt(built, lambda pdf: None) == set()
    assert spoilt(built, lambda pdf: pdf.Root.__delitem__("/PageLabels")) == {"page_labels"}
    assert spoilt(built, lambda pdf: pdf.Root.PageLabels.Nums[1].__setitem__("/St", 2)) == {"page_labels"}
    roman = pikepdf.Name.r
    assert spoilt(built, lambda pdf: pdf.Root.PageLabels.Nums[1].__setitem__("/S", roman)) == {"page_labels"}
    assert spoilt(built, lambda pdf: pdf.Root.__delitem__("/OpenAction")) == {"opening_view"}
    assert spoilt(built, lambda pdf: pdf.Root.OpenAction.__setitem__(4, 2)) == {"opening_view"}
    assert spoilt(built, lambda pdf: pdf.Root.__delitem__("/Outlines")) == {"bookmarks"}
    assert spoilt(built, without_links) == {"linked_contents"}


def without_links(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        if "/Annots" in page:
            del page.obj["/Annots"]


def runs_something(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    pdf.pages[-1].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])


def with_a_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())


def with_a_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["x.txt"] = pikepdf.AttachedFileSpec(pdf, b"x")


def test_what_the_federal_filing_system_would_refuse(clean: PacketFolder) -> None:
    with_(clean, profile="us-federal", parts=("contents", "declaration", "certification"))
    build(clean)
    assert not [miss for miss in check(clean).misses if miss.check in ("embedded_files", "disarmed")]
    assert spoilt(clean, runs_something) == {"disarmed"}
    assert spoilt(clean, with_a_form) == {"disarmed"}
    assert spoilt(clean, with_a_file) == {"embedded_files"}


def test_words_that_ocr_read_after_the_build_are_missing_in_it(built: PacketFolder) -> None:
    manifest, profile = read_manifest(built.build / "manifest.json"), load_profile("gb", None)

    def told(*read: ReadByOcr) -> list[Miss]:
        return list(words_misses(built.build, manifest, profile, read))

    assert told(ReadByOcr("2", "", 1, ("nowhere", "ACKNOWLEDGED"))) == []
    (miss,) = told(ReadByOcr("2", "", 1, ("nowhere",)), ReadByOcr("3", "1", 2, ("Contract",)))
    assert (miss.exhibit, miss.pages, miss.severity) == ("2", (1,), "fault") and "build it again" in miss.remedy
    assert told(ReadByOcr("2", "", 99, ("nowhere",)), ReadByOcr("Z", "", 1, ("nowhere",))) == []


def test_a_pdf_that_cannot_be_opened_is_told(built: PacketFolder) -> None:
    built.pdf.write_bytes(b"no PDF")
    assert "cannot be opened" in only(check(built), "built").fact


def test_a_change_since_the_build_is_seen(campaign: CampaignFolder, built: PacketFolder) -> None:
    story_of(campaign).receive("new.pdf", PAGE, "2026-05-05")
    assert check(built).state == "changed since"
    (built.build / "manifest.json").write_text("{")
    assert check(built).state == "changed since"


# the commands


def typed(root: Path, *words: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(packet_command, [*words, "--campaign", str(root)])


def test_the_command_ends_with_one_only_for_a_fault(campaign: CampaignFolder, planned: PacketFolder) -> None:
    good = typed(campaign.root, "check", "council")
    assert good.exit_code == 0 and "council: 0 faults, 5 things to look at" in good.output
    assert "It was not built yet" in good.output and max(map(len, good.output.splitlines())) <= 80
    with_(planned, profile="gb")
    bad = typed(campaign.root, "check", "council")
    assert bad.exit_code == 1 and "rule: General guidance on electronic court bundles, para 4" in bad.output


def test_the_command_as_json(campaign: CampaignFolder, planned: PacketFolder) -> None:
    with_(planned, profile="gb")
    done = typed(campaign.root, "check", "council", "--json")
    data = json.loads(done.output)
    assert done.exit_code == 1 and data["good"] is False and data["faults"] == 1 and data["state"] == "not_built"
    assert set(data) == {"packet", "plan", "profile", "good", "faults", "state", "files", "misses", "handed_over"}
    keys = {"check", "severity", "exhibit", "file", "pages", "place", "fact", "remedy", "stops_a_build", "rule"}
    assert set(data["misses"][0]) == keys | {"citation", "source"}
    assert data["misses"][0]["rule"] == "text" and data["misses"][0]["source"].startswith("https://")
    assert data["files"][0]["file"] is None and data["files"][0]["bytes"] > 100_000


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("profile: plain", "profile: plane", "There is no profile called 'plane'; did you mean 'plain'?"),
        (
            "\n  - 2026-03-lapd\n",
            "\n  - 2026-03-lapds\n",
            "which the campaign does not have; did you mean '2026-03-lapd'",
        ),
        ("  - cover\n", "  - cover\n  - cover\n", "The part 'cover' is named twice."),
        ("  exhibits: numbers", "  exhibits: numbers\n  start: 1234567", "start with 1234567, and have 6 digits"),
        ("# vendors:\n#   - amazon", "vendors: [amazn]", "no vendor with the id 'amazn'; did you mean 'amazon'"),
    ],
)
def test_a_mistake_of_the_plan_is_a_fault_with_its_line_and_no_packet_is_built(
    campaign: CampaignFolder, planned: PacketFolder, old: str, new: str, told: str
) -> None:
    text = planned.plan.read_text()
    assert old in text
    planned.plan.write_text(text.replace(old, new))
    checked = typed(campaign.root, "check", "council")
    assert checked.exit_code == 1 and told in " ".join(checked.output.split())
    refused = typed(campaign.root, "build", "council")
    assert refused.exit_code == 1 and told in str(refused.exception) and "packet.yaml:" in str(refused.exception)
    assert not planned.build.exists()


def test_a_build_says_what_is_quickly_seen(planned: PacketFolder) -> None:
    told = build_warnings(planned, [Size("council.pdf", 1000, 5)])
    assert [line.split(":")[0] for line in told] == ["Exhibit 4", "Exhibit 5"]
    with_(planned, profile="us-federal")
    large = build_warnings(planned, [Size("council.pdf", 45_000_000, 900)])
    assert large[-3:] != told and any("council.pdf has 45.0 MB; the limit is 30 MB" in line for line in large)


def test_runs_of_pages_are_written_as_people_do() -> None:
    assert runs([3, 1, 2, 7, 9, 10]) == "1-3, 7, 9-10" and runs([]) == ""


def test_pages_that_the_agency_seems_to_have_left_out(campaign: CampaignFolder, clean: PacketFolder) -> None:
    """The agency numbers its pages, and 4 and 5 of 8 are not there."""

    def numbered(pdf: pikepdf.Pdf) -> None:
        for page, number in zip(pdf.pages, (1, 2, 3, 6, 7, 8), strict=True):
            page.contents_add(f"BT /F0 9 Tf 480 20 Td (LAPD-{number:06d}) Tj ET".encode())

    story = story_of(campaign)
    story.receive("production.pdf", small_pdf("Produced", pages=6, change=numbered), "2026-04-06")
    path = next((campaign.root / "requests" / story.id / "received").glob("*-production.pdf"))
    miss = only(check(also(clean, f"received/{path.name}")), "agency_numbers")
    assert miss.severity == "look" and miss.exhibit == "X"
    assert miss.fact.startswith("The agency's numbers LAPD-000004 to LAPD-000005 seem to be on no page: page 3 of")


def test_frkit_check_names_the_line_of_a_plan_that_leads_nowhere(
    campaign: CampaignFolder, planned: PacketFolder
) -> None:
    assert check_packets(campaign) == []
    text = planned.plan.read_text().replace("profile: plain", "profile: plane")
    planned.plan.write_text(text.replace("\n  - 2026-03-lapd\n", "\n  - 2026-03-lapds\n"))
    found = {finding.line: finding for finding in check_packets(campaign)}
    lines = planned.plan.read_text().splitlines()
    profile, request = found[lines.index("profile: plane") + 1], found[lines.index("  - 2026-03-lapds") + 1]
    assert profile.severity == "warning" and "did you mean 'plain'" in profile.message
    assert request.severity == "error" and "did you mean '2026-03-lapd'" in request.message
