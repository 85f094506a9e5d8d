"""Letters for many requests: shown before they are written, a file each, and logged with one command once sent."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil

import pytest

from frkit.cli.letter.commands import FORMATS
from frkit.letters.formats import registry

DAY = "--today 2026-03-02"
LATE = "--today 2026-04-20"
LETTERS = "private/letters/2026-03-02-spring"


@pytest.fixture(scope="module")
def asked_once(read_only_campaign):
    """A campaign with three requests that are ready to go, to be copied."""
    for agency in ("us-ca-lapd", "us-ny-nypd", "us-il-chicago-pd"):
        read_only_campaign(
            f"request new --agency {agency} --item contracts --item policy --today 2026-03-01 --wave spring"
        )
    return read_only_campaign.root


@pytest.fixture
def three(frkit, asked_once):
    """A copy of it for one test."""
    shutil.copytree(asked_once, frkit.root, dirs_exist_ok=True)
    return frkit


@pytest.fixture
def late(three):
    """The three requests, sent, and answered by nobody."""
    three("log sent --wave spring --date 2026-03-02 --method email --yes")
    return three


def letters(frkit, folder=LETTERS):
    return sorted(path.name for path in (frkit.root / folder).glob("*") if path.suffix != ".csv")


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def everything(frkit):
    return {path: path.read_bytes() for path in frkit.root.rglob("*") if path.is_file() and ".frkit" not in path.parts}


def test_each_request_that_is_chosen_gets_the_letter_that_is_due_in_a_file_of_its_own(three):
    said = three(f"letter --wave spring --yes {DAY}").out
    assert letters(three) == [
        "2026-03-chicago-pd-request.txt",
        "2026-03-lapd-request.txt",
        "2026-03-nypd-request.txt",
    ]
    assert f"Wrote 3 letters to {LETTERS}/." in said
    for name in letters(three):
        text = (three.root / LETTERS / name).read_text()
        assert text == three(f"letter {name[:-12]} {DAY}").out


def test_they_are_shown_first_and_nothing_is_written_before_somebody_agrees(three):
    before = everything(three)
    ran = three(f"letter --wave spring {DAY}", expect=2)
    assert "To write: 3 letters (3 request)" in ran.out and "the request has not been sent yet" in ran.out
    assert "2026-03-nypd" in ran.out and "add --yes" in ran.err
    assert everything(three) == before


def test_the_kind_stands_last_or_behind_kind_and_several_requests_may_be_named(late):
    late(f"letter lapd chicago overdue --out-dir private/a {LATE}")
    late(f"letter chicago lapd --kind overdue --out-dir private/b {LATE}")
    late(f"letter --agency lapd --agency chicago overdue --yes --out-dir private/c {LATE}")
    assert letters(late, "private/a") == ["2026-03-chicago-pd-overdue.txt", "2026-03-lapd-overdue.txt"]
    assert letters(late, "private/a") == letters(late, "private/b") == letters(late, "private/c")


def test_filters_and_names_narrow_each_other(late):
    late(f"letter lapd chicago --place us-ca --overdue --yes --out-dir private/a {LATE}")
    assert letters(late, "private/a") == ["2026-03-lapd-overdue.txt"]


def test_where_no_letter_is_due_the_reason_is_told_and_the_others_are_written(late):
    late("log rej nypd --date 2026-04-10 --final --today 2026-04-11")
    late("log abandoned chicago --date 2026-03-10 --today 2026-03-11")
    ran = late(f"letter --wave spring --yes {LATE}")
    assert "No letter is due for 1 request:" in ran.out and "is closed" in ran.out
    assert letters(late, "private/letters/2026-04-20-spring") == [
        "2026-03-lapd-overdue.txt",
        "2026-03-nypd-appeal.txt",
    ]


def test_of_requests_that_were_named_each_must_get_its_letter(late):
    late("log abandoned chicago --date 2026-03-10 --today 2026-03-11")
    assert late(f"letter lapd chicago {LATE}", expect=1).out.count("Wrote 1 letter ") == 1


def test_a_letter_that_cannot_be_written_stops_no_other_and_ends_with_one(late):
    late("log granted nypd --date 2026-03-10 --today 2026-03-11")
    ran = late(f"letter --wave spring --kind appeal --yes {LATE}", expect=1)
    written = letters(late, "private/letters/2026-04-20-spring-appeal")
    assert "not written:" in ran.out and 0 < len(written) < 3
    listed = json.loads(late(f"letter --wave spring --kind appeal --yes --json {LATE}", expect=1).out)
    assert [one["state"] == "failed" for one in listed].count(True) == 3 - len(written)
    assert all(one["error"] for one in listed if one["state"] == "failed")


def test_a_second_run_adds_what_is_missing_and_writes_nothing_twice(three):
    three(f"letter --wave spring --yes {DAY}")
    before = everything(three)
    (three.root / LETTERS / "2026-03-nypd-request.txt").unlink()
    said = three(f"letter --wave spring --yes {DAY}").out
    assert "Wrote 1 letter to" in said and "2 were there already" in said
    assert everything(three) == before


def test_a_file_with_other_content_is_never_replaced(three):
    theirs = three.root / LETTERS / "2026-03-nypd-request.txt"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("A letter of my own.\n")
    ran = three(f"letter --wave spring --yes {DAY}", expect=1)
    assert theirs.read_text() == "A letter of my own.\n" and len(letters(three)) == 3
    assert "Another letter lies there under this name" in " ".join(ran.out.split()) and "--out-dir" in ran.out


def test_the_list_says_for_each_letter_what_it_is_and_what_is_left_to_do(three):
    three(f"letter --wave spring --yes {DAY}")
    for row in rows(three.root / LETTERS / "index.csv"):
        data = (three.root / LETTERS / row["file"]).read_bytes()
        assert row["sha256"] == hashlib.sha256(data).hexdigest()
        assert row["kind"] == "request" and "Robin" not in row["subject"]
        assert row["agency"] in data.decode() and "frkit ships no addresses" in row["to_do"]
        assert row["log"].startswith(f"frkit log sent {row['request']} --date DATE --method email --letter ")


def test_mail_goes_to_the_address_that_was_found(three):
    found = "--purpose request --address records@lapd.example --found-where https://lapd.example/records"
    three(f"log contact-learned lapd --date 2026-03-01 {found} {DAY}")
    three(f"letter --wave spring --yes --format eml {DAY}")
    to = {row["request"]: row["to"] for row in rows(three.root / LETTERS / "index.csv")}
    assert to["2026-03-lapd"] == "records@lapd.example" and to["2026-03-nypd"] == ""
    assert b"To: records@lapd.example" in (three.root / LETTERS / "2026-03-lapd-request.eml").read_bytes()


def test_the_table_logs_them_all_with_one_command(three):
    three(f"letter --wave spring --yes {DAY}")
    said = three(f"log --from-csv {LETTERS}/log.csv --date 2026-03-02 --yes {DAY}").out
    assert "3 logged." in said
    assert len(list(three.root.glob("requests/*/events/*-sent-*.yaml"))) == 3
    sent = {path.read_bytes() for path in (three.root / "private" / "sent").iterdir()}
    assert sent == {(three.root / LETTERS / name).read_bytes() for name in letters(three)}
    assert "3 requests: no mistakes" in three("check").out
    again = three(f"log --from-csv {LETTERS}/log.csv --date 2026-03-02 --yes {DAY}").out
    assert "0 logged, 3 passed over" in again


def test_letters_of_several_kinds_are_logged_by_one_table(late):
    late("log rej nypd --date 2026-04-10 --final --today 2026-04-11")
    late(f"letter --wave spring --yes {LATE}")
    table = "private/letters/2026-04-20-spring/log.csv"
    listed = {(row["request"], row["kind"]) for row in rows(late.root / table)}
    assert len(listed) == 3 and len({kind for _, kind in listed}) > 1
    late(f"log --from-csv {table} --date 2026-04-20 --yes {LATE}")
    logged = late.root.glob("requests/*/events/2026-04-20-*.yaml")
    assert {(path.parts[-3], path.name[11:-14]) for path in logged} == listed


def test_a_day_that_nobody_gave_is_never_supposed(three):
    three(f"letter --wave spring --yes {DAY}")
    said = three(f"log --from-csv {LETTERS}/log.csv --yes {DAY}", expect=1).err
    assert "the day is missing" in said and not list(three.root.glob("requests/*/events"))


def test_tables_of_an_earlier_run_stay_and_those_of_a_later_one_get_a_number(three):
    folder = three.root / "private" / "letters" / "2026-03-02"
    three(f"letter lapd nypd {DAY}")
    first = (folder / "index.csv").read_bytes()
    for _ in range(2):
        three(f"letter lapd nypd chicago {DAY}")
    assert (folder / "index.csv").read_bytes() == first
    assert sorted(path.name for path in folder.glob("*.csv")) == ["index-2.csv", "index.csv", "log-2.csv", "log.csv"]
    assert len(rows(folder / "index-2.csv")) == 3


def test_two_waves_of_one_day_have_folders_of_their_own_named_after_what_chose_them(three):
    three("request new --agency us-or-portland-pb --item contracts --today 2026-03-01 --wave autumn")
    three(f"letter --wave spring --yes {DAY}")
    said = three(f"letter --wave autumn --yes {DAY}").out
    assert "Wrote 1 letter to private/letters/2026-03-02-autumn/" in said
    assert "2026-03-02-autumn/log.csv --date DATE" in said
    three(f"letter --place us-ca --open --kind request --yes {DAY}")
    assert letters(three, "private/letters/2026-03-02-us-ca-open-request") == ["2026-03-lapd-request.txt"]
    assert {path.name for path in three.root.glob("private/letters/*/*.csv")} == {"index.csv", "log.csv"}


def test_an_id_stays_in_one_piece_and_a_reason_that_all_share_is_said_once(three):
    three(
        "request batch --agency us-or-portland-pb --agency us-or-gresham-pd --pack first-contact --wave spring --yes "
        f"--since 2019-01-01 {DAY}"
    )
    wanted = sorted(path.name for path in (three.root / "requests").iterdir())
    assert max(len(one) for one in wanted) > 35
    shown = three(f"letter --wave spring {DAY}", expect=2).out
    listed = three(f"request list {DAY}").out
    logged = three(f"log sent --wave spring --date 2026-03-02 --method email {DAY}", expect=2).out
    for out in (shown, listed, logged):
        assert all(any(one in line.split() for line in out.splitlines()) for one in wanted)
        assert max(len(line) for line in out.splitlines() if "$" not in line) <= 80
    assert shown.count("has not been sent") == 1 and "Portland Police" in shown


def test_letters_with_the_address_go_nowhere_that_git_tracks_and_masked_ones_anywhere(three):
    refused = three(f"letter --wave spring --yes --out-dir letters {DAY}", expect=1).err
    assert "git would track it there" in refused and not (three.root / "letters").exists()
    three(f"letter --wave spring --yes --masked --out-dir letters {DAY}")
    found = [path.read_text() for path in (three.root / "letters").iterdir()]
    assert len(found) == 4, "three letters and the list; nothing to log, for masked letters are not sent"
    assert not any(word in text for text in found for word in ("Robin", "Hidden", "secret.example"))
    assert "3 requests: no mistakes" in three("check").out


def test_a_folder_outside_the_campaign_is_made(three, tmp_path):
    three(f"letter --wave spring --yes --out-dir {tmp_path}/new/letters {DAY}")
    assert len(list((tmp_path / "new" / "letters").glob("*.txt"))) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("letter", "Which request?"),
        ("letter overdue", "'overdue' is a kind of letter"),
        ("letter lapd overdu", "did you mean 'overdue'"),
        ("letter lapd nypdd", "neither a kind of letter nor a request"),
        ("letter --wave spring --out x.txt", "use --out-dir"),
        ("letter lapd --kind overdu", "did you mean 'overdue'"),
        ("letter lapd --format pdf --out private/x.txt", "the format is pdf"),
        ("letter lapd nypd --out-dir campaign.yaml", "This is no folder"),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_written(three, words, said):
    before = everything(three)
    assert said in three(words, expect=2).err
    assert everything(three) == before


def test_a_filter_that_leaves_none_is_an_error_that_names_it(three):
    said = three(f"letter --place fr --yes {DAY}", expect=1).err
    assert "No request fits" in said and "place fr" in said


def test_a_broken_request_is_named_and_hides_no_other(three):
    (three.root / "requests" / "2026-03-nypd" / "request.yaml").write_text("agency: [")
    ran = three(f"letter --open --yes {DAY}")
    assert "2026-03-nypd" in ran.err and len(letters(three, "private/letters/2026-03-02-open")) == 2


def test_a_disk_that_cannot_be_written_to_is_said_for_each_letter(three, tmp_path):
    (tmp_path / "full").symlink_to("/dev/full")
    ran = three(f"letter --wave spring --yes --out-dir {tmp_path}/full/letters {DAY}", expect=1)
    assert ran.out.count("/full/letters") >= 3 and "Traceback" not in ran.out


def test_every_format_is_offered_and_two_runs_make_the_same_bytes(three):
    assert FORMATS == registry.FORMATS
    for name in FORMATS:
        for folder in ("a", "b"):
            three(f"letter lapd chicago --format {name} --out-dir private/{folder} {DAY}")
    made = letters(three, "private/a")
    assert len(made) == 2 * len(FORMATS) and made == letters(three, "private/b")
    for name in made:
        assert (three.root / "private/a" / name).read_bytes() == (three.root / "private/b" / name).read_bytes()


def test_json_names_every_request_with_what_came_of_it(late):
    late("log abandoned chicago --date 2026-03-10 --today 2026-03-11")
    data = json.loads(late(f"letter --wave spring --yes --json {LATE}").out)
    keys = "request state kind why subject template language format file sha256 to to_do log error remedy"
    assert [list(one) for one in data] == [keys.split()] * 3
    assert [one["state"] for one in data] == ["none_due", "new", "new"]
    assert data[1]["file"] == "private/letters/2026-04-20-spring/2026-03-lapd-overdue.txt"
    assert data[1]["log"].endswith(f"--letter {data[1]['file']}") and data[0]["log"] is None


def test_a_tag_in_a_name_or_a_title_stays_text_on_the_terminal_and_in_the_tables(three):
    path = three.root / "requests" / "2026-03-nypd" / "request.yaml"
    path.write_text(path.read_text() + "title: '=HYPERLINK(\"http://x.example\") [bold]\\e[31m {{ 7*7 }}'\n")
    ran = three(f"letter --wave spring --yes {DAY}")
    assert "\x1b" not in ran.out and "49" not in ran.out
    assert all(not cell.startswith("=") for row in rows(three.root / LETTERS / "index.csv") for cell in row.values())
