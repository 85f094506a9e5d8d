"""``--explain``: each paragraph names the lines of templates and the facts that made it, and where those stand."""

from __future__ import annotations

import contextlib
import io
import json
import re
from datetime import date

import pytest
from letters.scenes.scene import Scene
from letters.scenes.staging import file_of, letter_of, scene_for, write_agencies

from frkit.base.bundled import bundled
from frkit.cli.main import main
from frkit.law.loading import load_jurisdiction
from frkit.letters.explaining import explained
from frkit.letters.kinds.registry import NAMES
from frkit.letters.matter import Matter
from frkit.tracking.standing import standing

ROOT = bundled("templates").parent
PLACES = ("us-ca", "us-or", "us", "gb", "ie", "fr")


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory):
    return write_agencies(tmp_path_factory.mktemp("explained") / "campaign")


def explain(kind, code, campaign):
    law = load_jurisdiction(code)
    scene = scene_for(kind, law)
    if not isinstance(scene, Scene):
        pytest.skip(f"{kind} does not fit {code}")
    file, day = file_of(law, *scene.events, **scene.request), date.fromisoformat(scene.today)
    letter = letter_of(kind, law, scene, campaign)
    return letter, explained(letter, Matter(file, standing(file, day), day, campaign, scene.said))


def facts_of(paragraphs):
    return {fact.name: fact for paragraph in paragraphs for fact in paragraph.facts}


@pytest.mark.parametrize("kind", NAMES)
def test_the_paragraphs_are_the_letter_and_each_names_lines_that_exist(kind, everywhere):
    for code in PLACES:
        law = load_jurisdiction(code)
        if not isinstance(scene_for(kind, law), Scene):
            continue
        letter, paragraphs = explain(kind, code, everywhere)
        words = re.sub(r"(?m)^[|=] *", "", letter.masked_marked).split()
        assert " ".join(paragraph.text for paragraph in paragraphs).split() == words
        for paragraph in paragraphs:
            assert paragraph.templates, paragraph.text
            for template in paragraph.templates:
                source = (ROOT / template.file).read_text(encoding="utf-8").split("\n")
                assert not template.own and all(0 < line <= len(source) for line in template.lines)
            for fact in paragraph.facts:
                assert fact.source.file and not fact.source.file.startswith("/")


def test_a_limit_leads_to_the_line_of_the_law_file(everywhere):
    letter, paragraphs = explain("overdue", "us-ca", everywhere)
    facts = facts_of(paragraphs)
    due = facts["late.due"]
    assert due.value == letter.facts["late"]["due"] and due.source.entry == "clock determination"
    line = (ROOT / due.source.file).read_text(encoding="utf-8").split("\n")[due.source.line - 1]
    assert "determination" in line
    assert due.source.citation == letter.facts["late"]["citation"]
    assert due.source.sources and due.source.confidence == load_jurisdiction("us-ca").confidence
    sent = facts["history.sent_on"]
    assert [event.split("-")[3] for event in sent.source.events] == ["sent"]


def test_the_date_of_a_paragraph_stands_in_that_paragraph(everywhere):
    _, paragraphs = explain("overdue", "gb", everywhere)
    late = next(one for one in paragraphs if "the last day was" in one.text)
    assert {"late.due", "late.citation", "late.length"} <= {fact.name for fact in late.facts}
    thanks = next(one for one in paragraphs if one.text.startswith("Yours"))
    assert {fact.name for fact in thanks.facts} == {"usage.farewell"}


def test_an_item_leads_to_its_record_type_and_a_ground_to_its_exemption(everywhere):
    facts = facts_of(explain("request", "us-or", everywhere)[1])
    assert facts["items[0].ask"].source.file.startswith("templates/records/categories/")
    facts = facts_of(explain("appeal", "gb", everywhere)[1])
    ground = facts["appeal.decisions[0].grounds[0].citation"]
    assert ground.source.entry == f"exemption {load_jurisdiction('gb').exemptions[0].id}"
    assert ground.source.file == "jurisdictions/gb/jurisdiction.yaml"


@pytest.fixture
def sent(campaign, asked, monkeypatch):
    """A campaign whose only request went out, and a way to run frkit in it."""
    campaign.create_request(asked("us-ca-lapd").request, "lapd", date(2026, 3, 2))

    def run(*words):
        monkeypatch.chdir(campaign.root)
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setattr("sys.argv", ["frkit", *words])
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), out.getvalue(), err.getvalue()

    code, _, told = run("log", "sent", "lapd", "--date", "2026-03-02", "--method", "email")
    assert code == 0, told
    return campaign, run


def test_the_command_fits_the_screen_and_shows_nobodys_address(sent):
    campaign, run = sent
    code, shown, told = run("letter", "lapd", "overdue", "--explain", "--today", "2026-05-04")
    assert code == 0, told
    assert "clock determination" in shown and "templates/letters/en/" in shown
    assert max(len(line) for line in shown.split("\n")) <= 80
    for private in ("Robin", "Hidden Lane", "secret.example", str(campaign.root)):
        assert private not in shown + told


def test_as_data_it_names_text_templates_and_facts_with_their_places(sent):
    _, run = sent
    data = json.loads(run("letter", "lapd", "overdue", "--explain", "--json", "--today", "2026-05-04")[1])
    assert set(data) == {"request", "kind", "template", "language", "paragraphs"}
    for paragraph in data["paragraphs"]:
        assert set(paragraph) == {"text", "templates", "facts"}
        for fact in paragraph["facts"]:
            assert set(fact) == {
                *("name", "value", "file", "line", "entry", "citation", "sources", "confidence", "events"),
            }
    limit = next(fact for one in data["paragraphs"] for fact in one["facts"] if fact["name"] == "late.due")
    assert re.fullmatch(r"law/.*\.yaml|requests/.*/law/.*\.yaml", limit["file"]) and limit["value"] == "2026-03-12"


def test_a_campaigns_own_wording_is_told_from_frkits(sent):
    campaign, run = sent
    path = campaign.root / "templates" / "letters" / "en" / "us-ca" / "overdue.txt.j2"
    path.parent.mkdir(parents=True)
    path.write_text('{% extends "letters/en/overdue.txt.j2" %}\n{% block closing %}\nMany thanks.\n{% endblock %}\n')
    shown = run("letter", "lapd", "overdue", "--explain", "--today", "2026-05-04")[1]
    assert "templates/letters/en/us-ca/overdue.txt.j2, line 2 (your own)" in shown


def test_many_letters_are_not_explained(sent):
    _, run = sent
    code, _, told = run("letter", "--open", "overdue", "--explain")
    assert code == 2 and "--explain speaks of one letter" in told


def test_an_address_leads_to_where_it_was_found(sent):
    campaign, run = sent
    found = ("--purpose", "request", "--address", "100 West First Street", "--found-where", "the body's own site")
    code, _, told = run("agencies", "contact", "us-ca-lapd", *found, "--found-when", "2026-03-01")
    assert code == 0, told
    data = json.loads(run("letter", "lapd", "overdue", "--explain", "--json", "--today", "2026-05-04")[1])
    facts = [fact for one in data["paragraphs"] for fact in one["facts"] if fact["name"] == "agency.request_address"]
    assert facts[0]["value"] == "100 West First Street"
    assert facts[0]["file"].startswith("agencies/") and (campaign.root / facts[0]["file"]).is_file()
    assert facts[0]["sources"] == ["found on 2026-03-01: the body's own site"]
