"""Standings that are kept: quick the second time, and never anything but what the files say now."""

import dataclasses
import os
import shutil
import sqlite3
from datetime import date

import pytest

from frkit.base.own_secret import own_secret
from frkit.tracking import overview
from frkit.tracking.events import event_from
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.overview import STORE, Unreadable, summaries
from frkit.tracking.standing import standing
from frkit.tracking.summaries import Summary, summary_of
from frkit.tracking.types import Item, Request

DAY = date(2026, 3, 20)


def event(kind, day, **fields):
    return event_from({"kind": kind, "date": day, "entered": "2026-03-05T10:00:00Z", "by": "test", **fields})


@pytest.fixture(autouse=True)
def own_computer(monkeypatch, tmp_path):
    """The account's folder for caches is one of the test's own."""
    on_another_computer(monkeypatch, tmp_path / "caches")
    yield
    own_secret.cache_clear()


@pytest.fixture
def three(campaign):
    """Three requests: one sent, one refused, one not sent."""
    ids = []
    for name, law in (("lapd", "us-ca"), ("met", "gb"), ("nypd", "us-ny")):
        items = (Item(number=1, category="contracts"), Item(number=2, category="policies"))
        asked = Request(agency=name, law=law, requester="me", items=items, vendors=("amazon",))
        ids.append(campaign.create_request(asked, name, date(2026, 3, 2)))
    for request_id in ids[:2]:
        name, digest = campaign.freeze_law(request_id, date(2026, 3, 2))
        campaign.add_event(request_id, event("sent", "2026-03-02", method="portal", law_file=name, law_sha256=digest))
    campaign.add_event(ids[1], event("denied", "2026-03-10", items=[1]))
    return campaign


def fresh(campaign, day=DAY):
    """What the files say, computed from nothing."""
    files = [CampaignFolder.find(campaign.root).load(one) for one in campaign.request_ids()]
    return [summary_of(file, standing(file, day)) for file in files]


def kept(campaign, day=DAY):
    return list(summaries(CampaignFolder.find(campaign.root), day))


@pytest.fixture
def nothing_is_read(monkeypatch):
    """From here on no request can be loaded: what is shown was kept."""

    def switch():
        monkeypatch.setattr(CampaignFolder, "load", lambda *_: pytest.fail("a request was loaded again"))

    return switch


def test_the_second_time_nothing_is_computed_and_everything_is_the_same(three, nothing_is_read):
    expected = fresh(three)
    assert kept(three) == expected
    nothing_is_read()
    assert kept(three) == expected


def test_a_campaign_that_was_moved_keeps_what_was_computed(three, tmp_path, nothing_is_read):
    expected = kept(three)
    shutil.move(three.root, tmp_path / "elsewhere")
    moved = CampaignFolder.find(tmp_path / "elsewhere")
    nothing_is_read()
    assert list(summaries(moved, DAY)) == expected


def added(campaign, request):
    campaign.add_event(request.name, event("acknowledged", "2026-03-05"))


def edited_by_hand(campaign, request):
    path = next((request / "events").glob("*-sent-*"))
    path.write_text(path.read_text().replace("portal", "post"))


def removed(campaign, request):
    next((request / "events").glob("*-sent-*")).unlink()


def said(campaign, request):
    path = request / "request.yaml"
    path.write_text(path.read_text() + "given:\n  resident: 'no'\n")


def broken(campaign, request):
    next((request / "events").glob("*-sent-*")).write_text("kind: [")


def half_written(campaign, request):
    (request / "events" / "2026-03-05-acknowledged-00000000.yaml").write_bytes(b"")


CHANGES = (added, edited_by_hand, removed, said, broken, half_written)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_changes_in_a_request_is_seen_at_once(three, change):
    kept(three)
    request = next(path for path in (three.root / "requests").iterdir() if path.name.endswith("-lapd"))
    change(three, request)
    assert kept(three) == fresh(three)


def test_another_day_is_another_standing(three):
    late = date(2026, 6, 1)
    assert kept(three) != kept(three, late) == fresh(three, late)


def test_law_of_the_campaigns_own_counts_from_the_moment_it_is_there(three):
    before = kept(three)
    local = three.root / "jurisdictions"
    local.mkdir()
    from frkit.base.bundled import bundled

    law = (bundled("jurisdictions") / "us" / "ny" / "jurisdiction.yaml").read_text()
    (local / "us-ny.yaml").write_text(law.replace("confidence: medium", "confidence: low", 1))
    after = kept(three)
    assert after == fresh(three)
    assert before[:2] == after[:2]


def test_a_request_that_cannot_be_read_is_named_and_hides_no_other(three):
    kept(three)
    (three.root / "requests" / three.request_ids()[0] / "request.yaml").write_text("agency: [")
    first, *others = kept(three)
    assert isinstance(first, Unreadable) and "request.yaml" in str(first.error)
    assert all(isinstance(one, Summary) for one in others) and len(others) == 2


def test_an_event_that_cannot_be_read_is_counted(three):
    broken(three, three.root / "requests" / three.request_ids()[0])
    assert [one.faults for one in kept(three)] == [1, 0, 0]


# What is kept is never trusted


def emptied(store):
    store.write_bytes(b"")


def overwritten(store):
    store.write_bytes(b"no database at all " * 400)


def cut_off(store):
    store.write_bytes(store.read_bytes()[:5000])


def changed_inside(store):
    with sqlite3.connect(store) as database:
        database.execute("UPDATE kept SET value = replace(value, 'agency', 'closed')")


def swapped(store):
    with sqlite3.connect(store) as database:
        rows = database.execute("SELECT key, seal, value FROM kept ORDER BY key").fetchall()
        for (key, _, _), (_, seal, value) in zip(rows, [*rows[1:], rows[0]], strict=True):
            database.execute("UPDATE kept SET seal = ?, value = ? WHERE key = ?", (seal, value, key))


def of_another_form(store):
    with sqlite3.connect(store) as database:
        database.execute("DROP TABLE kept")
        database.execute("CREATE TABLE kept (key TEXT, other TEXT)")


def with_an_endless_view(store):
    with sqlite3.connect(store) as database:
        database.execute("ALTER TABLE kept RENAME TO old")
        numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        database.execute(f"CREATE VIEW kept AS {numbers} SELECT i AS key, 1 AS seal, 1 AS value FROM n")


def with_a_trigger(store):
    with sqlite3.connect(store) as database:
        database.execute("CREATE TRIGGER t BEFORE INSERT ON kept BEGIN DELETE FROM kept; END")
        database.execute("DELETE FROM kept")


BY_STRANGERS = (with_an_endless_view, with_a_trigger)
DAMAGES = (*BY_STRANGERS, emptied, overwritten, cut_off, changed_inside, swapped, of_another_form)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_store_costs_time_and_nothing_else(three, damage):
    expected = kept(three)
    damage(three.root / STORE)
    assert kept(three) == expected
    assert kept(three) == expected == fresh(three)


def on_another_computer(monkeypatch, folder):
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    own_secret.cache_clear()


def test_a_store_that_came_with_the_campaign_is_not_believed(three, monkeypatch, tmp_path):
    """A stranger can compute any hash that needs only the files, and could tell us false dates."""
    expected = fresh(three)
    on_another_computer(monkeypatch, tmp_path / "stranger")
    honest = overview.summary_of
    monkeypatch.setattr(overview, "summary_of", lambda *of: dataclasses.replace(honest(*of), sent_on=date(2027, 1, 1)))
    assert kept(three)[0].sent_on == date(2027, 1, 1)
    monkeypatch.setattr(overview, "summary_of", honest)
    assert kept(three)[0].sent_on == date(2027, 1, 1), "on the stranger's computer it is there"
    on_another_computer(monkeypatch, tmp_path / "ours")
    assert kept(three) == expected
    assert ((tmp_path / "ours" / "frkit" / "secret").stat().st_mode & 0o777) == 0o600


def test_where_no_secret_can_be_kept_nothing_is(three, monkeypatch, tmp_path):
    (tmp_path / "taken").write_text("a file where the folder would be")
    on_another_computer(monkeypatch, tmp_path / "taken")
    assert kept(three) == fresh(three) and not (three.root / STORE).exists()


def test_no_home_is_made_for_an_account_that_has_none(three, monkeypatch, tmp_path):
    on_another_computer(monkeypatch, tmp_path / "nowhere" / "caches")
    assert kept(three) == fresh(three) and not (tmp_path / "nowhere").exists()


def test_what_a_link_leads_to_is_neither_read_nor_written(three, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.sqlite").write_bytes(b"")
    store = three.root / STORE
    store.parent.mkdir(exist_ok=True)
    store.symlink_to(mine / "notes.sqlite")
    assert kept(three) == fresh(three) and (mine / "notes.sqlite").read_bytes() == b""
    shutil.rmtree(store.parent)
    store.parent.symlink_to(mine)
    assert kept(three) == fresh(three) and os.listdir(mine) == ["notes.sqlite"]


def test_a_folder_that_cannot_be_written_to_is_no_hindrance(three):
    (three.root / ".frkit").write_text("a file where the folder would be")
    assert kept(three) == fresh(three)


def test_a_pipe_among_the_events_is_not_waited_for(three):
    os.mkfifo(three.root / "requests" / three.request_ids()[0] / "events" / "2026-03-05-acknowledged-00000000.yaml")
    assert [one.faults for one in kept(three)] == [1, 0, 0]


def test_names_of_events_count_too(three):
    """The same bytes under another name: the name says that the file was changed, or is passed over."""
    kept(three)
    request = three.root / "requests" / three.request_ids()[0]
    path = next((request / "events").glob("*-sent-*"))
    path.rename(path.with_name("copy of sent.yaml"))
    assert kept(three)[0].sent_on is None


def test_many_requests_are_computed_by_several_processes_with_the_same_result(three, monkeypatch):
    first = three.root / "requests" / three.request_ids()[0]
    for number in range(overview.MANY):
        shutil.copytree(first, first.with_name(f"2026-04-copy-{number:03}"))
    (first.with_name("2026-04-copy-007") / "request.yaml").write_text("agency: [")
    many = kept(three)
    (three.root / STORE).unlink()
    monkeypatch.setattr(overview, "MANY", 10_000)
    one_by_one = kept(three)
    assert [one for one in many if isinstance(one, Summary)] == [one for one in one_by_one if isinstance(one, Summary)]
    (broken_one,) = (one for one in many if isinstance(one, Unreadable))
    assert broken_one.id == "2026-04-copy-007" and "request.yaml" in str(broken_one.error)
