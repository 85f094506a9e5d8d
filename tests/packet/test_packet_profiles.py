"""Profiles are data that a volunteer can read, check and add to: each rule with citation, source and doubts."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from packet_story import tell

from frkit.base.bundled import bundled
from frkit.base.errors import FrkitError, WrongUsage
from frkit.cli.packet.profiles import profiles
from frkit.packet.plan.folder import new_packet_folder
from frkit.packet.plan.profiles import CheckName, Profile, load_profile, profile_names
from frkit.packet.plan.proposing import Wish, proposal

NAMES = ("gb", "plain", "us-federal")
OWN = """\
format: 1
title: City council
about: What our council's clerk told us.
read: '2026-06-01'
defaults: {paper: A4, parts: [cover, contents, custody], volumes: {megabytes: 5}}
limits: {megabytes: 5, embedded_files: false}
rules:
  - id: size
    citation: Clerk's note
    asks: At most 5 MB.
    met_by: Volumes.
    force: must
    checks: [file_size]
    source: {title: The clerk's page, url: 'https://council.example/rules', kind: official, read: '2026-06-01'}
    confidence: high
"""


def own(root: Path, text: str = OWN, name: str = "council") -> Path:
    path = root / "templates" / "packet" / "profiles" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_bundled_ones_are_there_and_sound() -> None:
    assert profile_names(None) == list(NAMES)
    for name in NAMES:
        profile = load_profile(name, None)
        assert profile.id == name and profile.title and profile.about and profile.defaults.parts


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_can_be_looked_up_and_says_how_sure_it_is(name: str) -> None:
    for rule in load_profile(name, None).rules:
        assert rule.source.url.startswith("http") and rule.citation and rule.asks.endswith(".") and rule.met_by
        assert rule.source.kind == "recalled" or rule.source.read, "somebody read it on a day"
        if rule.confidence == "low":
            assert rule.unsure, f"{rule.id}: what is it that nobody could settle?"
        if rule.source.kind == "recalled":
            assert rule.confidence != "high"


@pytest.mark.parametrize("name", NAMES)
def test_a_limit_stands_for_a_rule(name: str) -> None:
    """No figure without the rule that it comes from."""
    profile = load_profile(name, None)
    checks: list[tuple[object, CheckName]] = [
        (profile.limits.megabytes, "file_size"),
        (profile.limits.pages, "file_pages"),
        (not profile.limits.embedded_files or None, "embedded_files"),
        (profile.limits.only_paper or None, "page_size"),
    ]
    for limit, check in checks:
        rule = profile.rule_for(check)
        assert (limit is not None) == (rule is not None), check
    size = profile.rule_for("file_size")
    if size is not None:
        figures = [int(one) for one in re.findall(r"(\d+)(?:\.0)? MB", size.asks)]
        assert profile.limits.megabytes == min(figures), "the cautious one of those that the rule names"


def test_what_each_is_known_for() -> None:
    federal, british = load_profile("us-federal", None), load_profile("gb", None)
    cited = " ".join(rule.citation for rule in federal.rules)
    assert all(words in cited for words in ("§ 1746", "902(11)", "902(13)", "902(14)", "1006"))
    assert not federal.limits.embedded_files and federal.defaults.exhibit_sheets
    assert {"declaration", "certification"} <= set(federal.defaults.parts)
    checks = {check for rule in british.rules for check in rule.checks}
    assert {"page_labels", "linked_contents", "bookmarks", "opening_view", "searchable", "file_size"} <= checks
    assert british.defaults.paper == "A4" and load_profile("plain", None).rules == ()


def test_the_list_shows_rules_and_the_name_shows_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    runner = CliRunner(env={"COLUMNS": "80"})
    listed = runner.invoke(profiles, []).output
    assert all(f"{name}: " in listed for name in NAMES) and "28 U.S.C. § 1746" in listed
    assert max(len(line) for line in listed.splitlines()) <= 80
    whole = runner.invoke(profiles, ["us-federal"]).output
    assert "https://www.cacb.uscourts.gov/" in whole and "Not settled:" in whole and "confidence low" in whole
    data = json.loads(runner.invoke(profiles, ["--json"]).output)
    assert [one["id"] for one in data] == list(NAMES)
    rule = next(one for one in data[2]["rules"] if one["id"] == "fre-1006")
    assert rule["source"]["kind"] == "reprint" and rule["dated"] == "2024-12-01"


def test_a_campaign_adds_its_own_and_may_word_a_bundled_one_anew(tmp_path: Path) -> None:
    folder = tell(tmp_path / "campaign")
    own(folder.root)
    assert profile_names(folder.overlay) == ["council", *NAMES]
    made = proposal(folder, None, Wish(date(2026, 6, 15), profile="council"))
    assert made.packet.paper == "A4" and made.packet.parts == ("cover", "contents", "custody")
    plan = new_packet_folder(folder, "city")
    plan.write(made.packet)
    assert plan.load()[0].profile == "council"
    own(folder.root, OWN.replace("City council", "Our plain"), name="plain")
    assert load_profile("plain", folder.overlay).title == "Our plain"
    assert load_profile("plain", None).title != "Our plain"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("megabytes: 5, embedded", "megabites: 5, embedded", "did you mean 'megabytes'"),
        ("megabytes: 5, embedded", "megabytes: 0, embedded", "greater than or equal to 1"),
        ("force: must", "force: perhaps", "is not one of must, should"),
        ("checks: [file_size]", "checks: [file_sizes]", "did you mean 'file_size'"),
        ("https://council.example/rules", "council.example", "write the whole address"),
        ("confidence: high", "confidence: sure", "is not one of high, medium, low"),
        ("    citation: Clerk's note\n", "", "the key 'citation' is missing"),
        ("parts: [cover, contents, custody]", "parts: [cover, contens]", "did you mean 'contents'"),
        ("format: 1", "format: 2", "install a newer frkit"),
    ],
)
def test_a_mistake_in_a_profile_is_named_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in OWN
    own(tmp_path, OWN.replace(old, new))
    with pytest.raises(FrkitError) as error:
        load_profile("council", tmp_path)
    assert told in str(error.value) and "council.yaml" in str(error.value)


def test_two_rules_with_one_id_are_refused(tmp_path: Path) -> None:
    own(tmp_path, OWN + OWN.partition("rules:\n")[2])
    with pytest.raises(FrkitError, match="two rules are called 'size'"):
        load_profile("council", tmp_path)


def test_an_unknown_one_is_refused_with_what_there_is() -> None:
    with pytest.raises(WrongUsage) as error:
        load_profile("us-fed", None)
    assert "did you mean 'us-federal'" in str(error.value) and "gb, plain, us-federal" in str(error.value)


def test_only_plain_names_are_profiles(tmp_path: Path) -> None:
    for name in (".hidden", "Upper", "with space", "council"):
        own(tmp_path, name=name)
    assert profile_names(tmp_path) == ["council", *NAMES]


def test_no_profile_holds_words_of_another_ones_court() -> None:
    """Each file is read by people of its own country."""
    text = (bundled("templates") / "packet" / "profiles" / "gb.yaml").read_text(encoding="utf-8")
    assert "U.S.C." not in text and "Fed. R." not in text and isinstance(load_profile("gb", None), Profile)
