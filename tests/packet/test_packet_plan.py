"""A plan is proposed: what goes in, in which order, what is left out and why; and the file that a person edits."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from packet_story import Story, photo, small_pdf, tell
from test_packet_forgotten import forget

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import sha256_of_bytes
from frkit.base.yaml_places import parse_yaml
from frkit.cli.packet.commands import packet as packet_command
from frkit.packet.plan.dossiers import load_dossier
from frkit.packet.plan.folder import PacketFolder, new_packet_folder
from frkit.packet.plan.leaving_out import LeftOut
from frkit.packet.plan.profiles import load_profile
from frkit.packet.plan.proposing import Proposal, Wish, kinds_of, label_at, proposal
from frkit.packet.plan.types import Exhibit, Numbering, Packet, Volumes, Wording
from frkit.packet.plan.writing import plan_text
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import Item, Request

JUNE = date(2026, 6, 15)
ADDRESS = "12 Hidden Lane"


def story_of(campaign: CampaignFolder) -> Story:
    """The request that was told already, to be told further."""
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    return story


def left(made: Proposal) -> dict[str, str]:
    """Path of each document that is left out, without the hash in it, and why."""
    return {one.document.name: one.why for one in made.left_out}


def test_letters_proofs_replies_and_records_come_by_date_and_what_we_added_comes_last(campaign: CampaignFolder) -> None:
    story = story_of(campaign)
    source = campaign.root / "audit.pdf"
    source.write_bytes(small_pdf("Audit of the police"))
    record = campaign.take_in(story.id, source, date(2026, 3, 4), taken_in="2026-03-04T20:00:00Z")
    documents = [{**record.model_dump(), "role": "other"}]
    story.log("evidence_added", "2026-03-04", title="Audit of 2019", documents=documents)
    made = proposal(campaign, None, Wish(JUNE))
    assert made.packet.exhibits[-1].title == "Audit of 2019 (audit.pdf)"
    others = [one.date for one in made.packet.exhibits[:-1]]
    assert others == sorted(others, key=lambda day: day or JUNE)
    assert kinds_of(made) == ["1 letter as sent", "3 replies", "1 record", "1 public document"]
    assert made.left_out == () and made.unsent == ()


def test_labels_are_numbers_or_letters_as_the_profile_has_it_or_the_person_says(campaign: CampaignFolder) -> None:
    assert [one.label for one in proposal(campaign, None, Wish(JUNE)).packet.exhibits] == list("12345")
    federal = proposal(campaign, None, Wish(JUNE, profile="us-federal")).packet
    assert [one.label for one in federal.exhibits] == list("ABCDE") and federal.numbering.exhibits == "letters"
    numbered = proposal(campaign, None, Wish(JUNE, profile="us-federal", exhibits="numbers")).packet
    assert [one.label for one in numbered.exhibits] == list("12345") and numbered.numbering.exhibits == "numbers"


def test_letters_go_on_after_z() -> None:
    shown = [label_at(number, "letters") for number in (1, 26, 27, 52, 53, 702, 703)]
    assert shown == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert len({label_at(number, "letters") for number in range(1, 2000)}) == 1999


def test_the_profile_sets_paper_parts_sheets_and_volumes(campaign: CampaignFolder) -> None:
    british = proposal(campaign, None, Wish(JUNE, profile="gb")).packet
    assert british.paper == "A4" and not british.exhibit_sheets and british.profile == "gb"
    federal = proposal(campaign, None, Wish(JUNE, profile="us-federal")).packet
    wanted = load_profile("us-federal", None).defaults
    assert federal.paper == "Letter" and federal.exhibit_sheets and federal.volumes == wanted.volumes
    assert {"declaration", "certification"} <= set(federal.parts)
    assert "comparison" not in federal.parts, "one request has nothing to be compared with"


def test_nobody_wishes_for_a_profile_that_is_not_there(campaign: CampaignFolder) -> None:
    with pytest.raises(WrongUsage, match="did you mean 'us-federal'"):
        proposal(campaign, None, Wish(JUNE, profile="us-fedral"))


def test_what_was_demanded_back_is_left_out_until_counsel_clears_it(campaign: CampaignFolder) -> None:
    story, scan = story_of(campaign), sha256_of_bytes(photo())
    demand = story.log("clawback_demanded", "2026-04-02", of=[scan])
    made = proposal(campaign, None, Wish(JUNE))
    assert "demanded it back" in left(made)["IMG_0412.jpg"] and len(made.packet.exhibits) == 4
    assert not any(one.may_be_put_in for one in made.left_out)
    story.log("cleared_by_counsel", "2026-04-20", of=[scan], after=[demand])
    assert proposal(campaign, None, Wish(JUNE)).left_out == ()


def test_what_the_audience_may_not_see_what_came_later_and_what_was_corrected_is_named(
    campaign: CampaignFolder,
) -> None:
    story = story_of(campaign)
    story.receive("for-the-team.pdf", small_pdf("Team"), "2026-04-03", audience="team")
    story.receive("late.pdf", small_pdf("Late"), "2026-07-01")
    wrong = story.receive("wrong-case.pdf", small_pdf("Somebody else"), "2026-04-04")
    story.log("corrected", "2026-04-05", event=wrong, reason="it belongs to another request")
    told = left(proposal(campaign, None, Wish(JUNE)))
    assert told == {
        "for-the-team.pdf": "it was logged for team, and the packet is for everybody",
        "late.pdf": "it came on 2026-07-01, after the day whose standing the packet tells",
        "wrong-case.pdf": "the entry that brought it was corrected, and counts for nothing",
    }
    team = proposal(campaign, None, Wish(JUNE, audience="team"))
    assert "for-the-team.pdf" not in left(team)


def test_a_pdf_with_the_requesters_address_stays_out_of_a_packet_for_everybody(campaign: CampaignFolder) -> None:
    story = story_of(campaign)
    source = campaign.root / "letter.pdf"
    source.write_bytes(small_pdf(f"Dear Robin, {ADDRESS}"))
    record = campaign.take_in(story.id, source, date(2026, 4, 5), taken_in="2026-04-05T20:00:00Z", private=True)
    story.log("arrived", "2026-04-05", channel="post", documents=[{**record.model_dump(), "role": "reply"}])
    assert record.file.startswith("private/")
    made = proposal(campaign, None, Wish(JUNE))
    (out,) = made.left_out
    assert "holds the requester's own data" in out.why and out.may_be_put_in and out.exhibit is not None
    assert out.exhibit.label == "6" and out.exhibit.file == record.file
    folder = new_packet_folder(campaign, "council")
    text = folder.write(made.packet, made.left_out).read_text()
    assert "#   - label: '6'\n" in text and ADDRESS not in text
    counsel = proposal(campaign, None, Wish(JUNE, audience="counsel"))
    assert counsel.left_out == () and len(counsel.packet.exhibits) == 6


def test_what_stands_commented_out_can_be_put_in_by_taking_the_marks_away(campaign: CampaignFolder) -> None:
    test_a_pdf_with_the_requesters_address_stays_out_of_a_packet_for_everybody(campaign)
    folder = PacketFolder(campaign, "council")
    before, _, after = folder.plan.read_text().partition("# Left out when the plan was made, and why:\n")
    entry = "".join(line[2:] for line in after.splitlines(keepends=True) if line.startswith("#   "))
    folder.plan.write_text(before.rstrip("\n") + "\n" + entry)
    packet, findings = folder.load()
    assert [one.label for one in packet.exhibits] == list("123456") and findings == ()


def test_a_request_that_was_not_sent_is_named_and_not_taken(campaign: CampaignFolder) -> None:
    asked = Request(agency="us-ca-lapd", law="us-ca", requester="me", items=(Item(number=1, category="policy"),))
    draft = campaign.create_request(asked, "draft", date(2026, 5, 1))
    made = proposal(campaign, None, Wish(JUNE))
    assert made.unsent == (draft,) and draft not in made.packet.requests
    assert draft in proposal(campaign, [draft], Wish(JUNE)).packet.requests, "whoever names it wants it"


def test_the_bytes_of_a_forgotten_document_are_gone_and_its_slip_sheet_is_told(campaign: CampaignFolder) -> None:
    forget(campaign, sha256_of_bytes(photo())[:12])
    made = proposal(CampaignFolder.find(campaign.root), None, Wish(JUNE))
    assert made.slips == ("4",) and made.packet.exhibits[3].sha256 == sha256_of_bytes(photo())


# the file


def rich(exhibits: tuple[Exhibit, ...]) -> Packet:
    """A plan that uses every key, with texts that YAML could misread."""
    return Packet(
        title="Faces: 'who' searches? # 1",
        matter="no. 2:26-cv-00123 – Smith v. City",
        court="Überprüfungskommission",
        profile="us-federal",
        audience="team",
        as_of=JUNE,
        paper="A4",
        parts=("cover", "chronology"),
        wording={"chronology": Wording(title="- What: happened", lead="Line one.\nLine two: yes\n\n# no remark")},
        numbering=Numbering(prefix="LA", start=100, digits=8, exhibits="letters"),
        legend="CONFIDENTIAL: #1",
        exhibit_sheets=True,
        volumes=Volumes(pages=300, megabytes=25),
        requests=("2026-03-lapd",),
        vendors=("amazon",),
        public_events=("wcso-end-2020",),
        exhibits=exhibits,
    )


def read_back(campaign: CampaignFolder, text: str) -> Packet:
    folder = new_packet_folder(campaign, "back")
    folder.path.mkdir(parents=True, exist_ok=True)
    folder.plan.write_text(text, encoding="utf-8")
    packet, findings = folder.load()
    assert findings == ()
    return packet


@pytest.mark.parametrize("profile", ["plain", "us-federal", "gb"])
def test_the_file_reads_back_to_the_plan_that_was_proposed(campaign: CampaignFolder, profile: str) -> None:
    made = proposal(campaign, None, Wish(JUNE, profile=profile, matter="x: y # z"))
    assert read_back(campaign, plan_text("council", made.packet, made.left_out)) == made.packet


def test_every_key_reads_back_whatever_stands_in_it(campaign: CampaignFolder) -> None:
    exhibits = tuple(
        Exhibit(label=label, title=title, request="2026-03-lapd", letter="letters/a.txt", legend="SEALED", date=JUNE)
        for label, title in (("A", "yes"), ("B-2", "- 'x': \"y\" # z"), ("C", "عقد: 契約\u00a0é"), ("12", "no"))
    )
    assert read_back(campaign, plan_text("council", rich(exhibits))) == rich(exhibits)
    bare = Packet(title="x", as_of=JUNE, parts=())
    assert read_back(campaign, plan_text("council", bare)) == bare


def test_every_key_of_a_plan_is_explained_and_every_example_in_it_is_right(campaign: CampaignFolder) -> None:
    """Whoever takes the marks away from all examples has a plan that is read."""
    text = plan_text("council", Packet(title="x", as_of=JUNE))
    assert all(f"{name}:" in text for name in Packet.model_fields)
    told = [line[2:] for line in text.splitlines() if line.startswith("# ")]
    examples = [line for line in told if line.startswith(("  ", "- ")) or line.split(":")[0] in Packet.model_fields]
    lines = [line for line in text.splitlines() if not line.startswith(("vendors: ", "public_events: "))]
    live = "\n".join(line[2:] if line[2:] in examples else line for line in lines)
    packet = read_back(campaign, live)
    assert packet.wording["chronology"].title == "What happened" and packet.numbering.prefix == "FRK"
    assert packet.volumes == Volumes(pages=300, megabytes=25) and packet.vendors == ("amazon",)
    assert packet.matter and packet.court and packet.legend == "CONFIDENTIAL"


def test_the_name_of_a_hostile_file_cannot_leave_its_remark(campaign: CampaignFolder, planned: PacketFolder) -> None:
    packet, _ = planned.load()
    document = load_dossier(campaign, packet.requests[0], "packet", JUNE).documents[1]
    for sign in ("\n", "\u2028", "\x85", "\r"):
        evil = replace(document, path=f"received/x{sign}profile: gb{sign}  - label: evil")
        out = LeftOut(packet.requests[0], evil, f"why{sign}title: evil", f"todo{sign}as_of: x")
        text = plan_text("council", packet, [out])
        assert read_back(campaign, text) == packet
        assert parse_yaml(text, Path("x")).data["title"] == packet.title


def test_a_plan_is_written_once(campaign: CampaignFolder, planned: PacketFolder) -> None:
    before = planned.plan.read_bytes()
    with pytest.raises(WrongUsage, match="already"):
        planned.write(planned.load()[0])
    assert planned.plan.read_bytes() == before


def test_a_plan_of_before_without_the_new_keys_is_read_as_it_was(
    campaign: CampaignFolder, planned: PacketFolder
) -> None:
    text = "format: 1\ntitle: Old\naudience: packet\nas_of: '2026-06-15'\npaper: Letter\nparts: [cover]\nrequests: []\n"
    packet = read_back(campaign, text + "exhibits: []\n")
    assert (packet.profile, packet.numbering, packet.volumes) == ("plain", Numbering(), None)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("as_of: tomorrow", "is not a date"),
        ("profile: No Such", "use lower-case letters, digits and hyphens"),
        ("paper: A5", "is not one of Letter, A4"),
        ("parts: [cover, chronolgy]", "did you mean 'chronology'"),
        ("numbering: {prefix: lower}", "the first a capital"),
        ("numbering: {digits: 40}", "less than or equal to 9"),
        ("volumes: {pages: 1}", "greater than or equal to 10"),
        ("legend: ''", "is empty"),
        ("exhibits: [{label: 'Nr. 1', title: x, request: y, file: z}]", "up to 12 letters"),
        ("audience: everybody", "is not one of packet, team, counsel"),
        ("wording: {chronolgy: {title: x}}", "did you mean 'chronology'"),
    ],
)
def test_a_slip_in_the_plan_is_named_with_its_line(campaign: CampaignFolder, line: str, told: str) -> None:
    key = line.split(":")[0]
    lines = [one for one in ("title: x", "as_of: '2026-06-15'") if not one.startswith(key)]
    with pytest.raises(FrkitError) as error:
        read_back(campaign, "\n".join([*lines, line]) + "\n")
    assert told in str(error.value) and f"packet.yaml:{len(lines) + 1}:" in str(error.value)


def test_two_exhibits_with_one_label_are_refused(planned: PacketFolder) -> None:
    planned.plan.write_text(planned.plan.read_text().replace("label: '2'", "label: '1'"))
    with pytest.raises(FrkitError, match="two exhibits are called '1'"):
        planned.load()


def test_many_records_are_planned_and_read_back(tmp_path: Path) -> None:
    """Large: each document has its own label, and the file is still read."""
    folder = tell(tmp_path / "campaign")
    story = story_of(folder)
    for number in range(60):
        story.receive(f"page-{number}.txt", f"Record number {number}\n".encode(), "2026-04-02", role="record")
    made = proposal(folder, None, Wish(JUNE, exhibits="letters"))
    assert len({one.label for one in made.packet.exhibits}) == 65
    assert read_back(folder, plan_text("big", made.packet)) == made.packet


# the command


def typed(root: Path, *words: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(packet_command, ["new", *words, "--campaign", str(root)])


def second_request(campaign: CampaignFolder) -> str:
    """Another request, to New York, sent in May."""
    asked = Request(agency="us-ny-nypd", law="us-ny", requester="me", items=(Item(number=1, category="policy"),))
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.create_request(asked, "nypd", date(2026, 5, 1))
    story.send("2026-05-01")
    return story.id


def test_filters_choose_the_requests_as_in_other_commands(campaign: CampaignFolder) -> None:
    mine, theirs = campaign.request_ids()[0], second_request(campaign)
    asked = {
        ("--place", "us-ny"): [theirs],
        ("--agency", "lapd"): [mine],
        ("--vendor", "amazon"): [mine],
        ("--since", "2026-04-01"): [theirs],
        ("--sent-until", "2026-04-01"): [mine],
        ("--request", "nypd"): [theirs],
        ("--request", "nypd", "--request", "lapd"): [mine, theirs],
        (): [mine, theirs],
    }
    for number, (words, wanted) in enumerate(asked.items()):
        done = typed(campaign.root, f"p{number}", "--as-of", "2026-06-15", "--json", *words)
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout)["requests"] == wanted, words


def test_filters_that_leave_nothing_say_which_did(campaign: CampaignFolder) -> None:
    done = typed(campaign.root, "p", "--place", "gb")
    assert done.exit_code == 1 and "--place gb leaves none" in str(done.exception)
    assert not (campaign.root / "packets" / "p").exists()


def test_a_span_that_ends_before_it_starts_is_refused(campaign: CampaignFolder) -> None:
    for words in (
        ("--since", "2026-07-01", "--as-of", "2026-06-15"),
        ("--since", "2026-05-02", "--sent-until", "2026-05-01"),
    ):
        done = typed(campaign.root, "p", *words)
        assert isinstance(done.exception, WrongUsage) and "lies before the start" in str(done.exception)


def test_what_is_said_fits_the_terminal_and_names_what_was_left_out(campaign: CampaignFolder) -> None:
    story_of(campaign).receive("late.pdf", small_pdf("Late"), "2026-07-01")
    done = typed(campaign.root, "council", "--as-of", "2026-06-15", "--court", "City Council", "--matter", "Budget")
    said = " ".join(done.output.split())
    assert "1 request, 5 exhibits, as of 2026-06-15" in said and "1 letter as sent, 3 replies and 1 record" in said
    assert "Left out: 1 document." in said and "it came on 2026-07-01" in said
    paths = [line for line in done.output.splitlines() if len(line) > 80]
    assert all("/" in line for line in paths), "only what can be copied is longer"
    plan = new_packet_folder(campaign, "council").load()[0]
    assert (plan.court, plan.matter) == ("City Council", "Budget")


def test_the_command_as_json_names_every_document(campaign: CampaignFolder) -> None:
    digest = sha256_of_bytes(photo())
    story_of(campaign).log("clawback_demanded", "2026-04-02", of=[digest])
    data = json.loads(typed(campaign.root, "council", "--as-of", "2026-06-15", "--json").stdout)
    keys = "plan as_of audience profile requests vendors public_events exhibits slip_sheets not_sent left_out"
    assert set(data) == set(keys.split())
    (out,) = data["left_out"]
    assert out["sha256"] == digest and "demanded it back" in out["reason"] and out["may_be_put_in"] is False
    assert len(data["exhibits"]) + len(data["left_out"]) == 5
