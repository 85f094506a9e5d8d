"""``frkit stats``: the tables on 80 columns, JSON, CSV and charts."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest

OREGON, LA, LONDON = "us-or-portland-pb", "us-ca-lapd", "gb-met"


@pytest.fixture
def three(frkit):
    """Three requests: one refused in part, one overdue, one draft; a bill in Portland."""
    for agency in (OREGON, LA, LONDON):
        frkit(f"request new --agency {agency} --item contracts --item policy --today 2026-03-01")
    frkit("log sent portland --date 2026-03-02 --method email")
    frkit("log acknowledged portland --date 2026-03-05")
    frkit("log fee-estimated portland --date 2026-03-06 --amount 1200.50")
    frkit("log denied portland --date 2026-03-12 --items 1")
    frkit("log sent lapd --date 2026-03-02 --method email")
    return frkit


def data(frkit, line="stats --today 2026-06-01"):
    return json.loads(frkit(f"{line} --json").out)


def test_the_tables_fit_the_terminal_and_say_what_they_mean(three):
    told = three("stats --today 2026-06-01").out
    assert max(map(len, told.split("\n"))) <= 80
    for part in ("as of Mon 2026-06-01", "Portland Police", "10 d (n=1)", "1 waits, 91 d", "$1,200.50", "1 of 1"):
        assert part in told, part
    assert "Left out, not sent, or came back: 2026-03-met" in told
    assert "Receipt is not proven" in told and "still wait" in told


def test_by_item_place_law_vendor_and_month(three):
    for by, first in (("item", "contracts"), ("place", "us-ca"), ("law", "us-ca"), ("month", "2026-03")):
        assert data(three, f"stats --today 2026-06-01 --by {by}")["groups"][0]["key"] == first
    vendor = data(three, "stats --today 2026-06-01 --by vendor")["groups"]
    assert [(one["key"], one["name"]) for one in vendor] == [(None, "no vendor named")]
    assert max(map(len, three("stats --today 2026-06-01 --by item").out.split("\n"))) <= 80
    three("stats --by colour", expect=2)


def test_json_has_groups_their_total_what_was_left_out_and_each_request(three):
    told = data(three)
    assert told["as_of"] == "2026-06-01" and told["by"] == "agency"
    assert [group["key"] for group in told["groups"]] == [LA, OREGON]
    assert told["total"]["requests"] == 2 and set(told["left_out"]) == {"not_sent"}
    portland = told["groups"][1]
    assert portland["first_answer"]["median"] == 10 and portland["first_reply"]["median"] == 3
    assert portland["refused"] == {"count": 1, "of": 1, "percent": None}
    assert portland["fees_asked"] == {"USD": "1200.50"} and portland["outcomes"] == {"denied": 1, "pending": 1}
    assert {one["request"][:12] for one in told["requests"]} == {"2026-03-lapd", "2026-03-port"}


def test_csv_says_the_same_in_a_form_that_spreadsheets_open(three, tmp_path):
    text = three("stats --today 2026-06-01 --csv -").out
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert [row["key"] for row in rows] == [LA, OREGON, ""] and rows[-1]["name"] == "total"
    assert rows[1]["first_answer_median"] == "10" and rows[1]["fees_asked_USD"] == "1200.50"
    assert rows[0]["overdue"] == rows[0]["overdue_of"] == "1" and rows[0]["first_answer_median"] == ""
    three(f"stats --today 2026-06-01 --csv {tmp_path}/s.csv")
    assert (tmp_path / "s.csv").read_bytes().decode().replace("\r\n", "\n") == text.replace("\r\n", "\n")
    three(f"stats --today 2026-06-02 --by law --csv {tmp_path}/s.csv")
    (tmp_path / "mine.csv").write_text("my,own\n1,2\n")
    assert "did not make it" in three(f"stats --csv {tmp_path}/mine.csv", expect=2).err


def test_charts_are_written_and_written_again(three, tmp_path):
    charts = tmp_path / "charts"
    told = three(f"stats --today 2026-06-01 --svg {charts}").out
    names = ["first-answers.svg", "outcomes.svg", "punctuality.svg"]
    assert sorted(path.name for path in charts.iterdir()) == names
    assert all(f"Wrote {charts / name}" in told for name in names)
    first = {name: (charts / name).read_bytes() for name in names}
    three(f"stats --today 2026-06-01 --svg {charts}")
    assert first == {name: (charts / name).read_bytes() for name in names}
    text = " ".join(" ".join(ET.fromstring(first["first-answers.svg"]).itertext()).split())
    assert "Los Angeles Police Department (n = 1): no answer yet, limit passed: 91 days" in text
    assert "As of 2026-06-01. 2 requests." in text and "1 not sent" in text


def test_a_part_that_is_left_over_from_an_earlier_day_is_named(three, tmp_path):
    three(f"stats --today 2026-06-01 --svg {tmp_path}/charts")
    (tmp_path / "charts" / "outcomes.svg").rename(tmp_path / "charts" / "outcomes-2.svg")
    (tmp_path / "charts" / "mine.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    said = three(f"stats --today 2026-06-02 --svg {tmp_path}/charts").err
    assert said == f"frkit: not made anew, of an earlier day: {tmp_path}/charts/outcomes-2.svg\n"


def test_one_chart_into_one_file(three, tmp_path):
    told = three(f"stats --today 2026-06-01 --svg {tmp_path}/late.svg --chart punctuality").out
    assert told == f"Wrote {tmp_path}/late.svg\n"
    assert "by month of sending" in (tmp_path / "late.svg").read_text()
    three(f"stats --today 2026-06-01 --svg {tmp_path}/days.SVG")
    assert "Days to the first answer" in (tmp_path / "days.SVG").read_text()
    three(f"stats --svg {tmp_path}/two.svg --chart punctuality --chart outcomes", expect=2)
    three(f"stats --today 2026-06-01 --svg {tmp_path}/two --chart punctuality --chart outcomes")
    assert sorted(path.name for path in (tmp_path / "two").iterdir()) == ["outcomes.svg", "punctuality.svg"]


def test_what_is_given_up_without_an_answer_is_named_and_not_drawn(three, tmp_path):
    three("log abandoned lapd --date 2026-05-01")
    three(f"stats --today 2026-06-01 --svg {tmp_path}/days.svg")
    assert "Not drawn: 1 closed without an answer." in (tmp_path / "days.svg").read_text()


def test_json_and_csv_do_not_mix_on_stdout(three):
    assert "cannot both" in three("stats --json --csv -", expect=2).err


def test_a_drawing_of_somebody_else_is_left_alone_and_nothing_is_written_beside_it(three, tmp_path):
    charts = tmp_path / "charts"
    charts.mkdir()
    (charts / "outcomes.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert "did not make it" in three(f"stats --today 2026-06-01 --svg {charts}", expect=2).err
    assert [path.name for path in charts.iterdir()] == ["outcomes.svg"]


def test_charts_and_tables_have_no_place_among_the_campaigns_own_files(three):
    assert "private/charts" in three("stats --today 2026-06-01 --svg charts", expect=2).err
    assert "private/t.csv" in three("stats --today 2026-06-01 --csv t.csv", expect=2).err
    assert not (three.root / "charts").exists()
    three("stats --today 2026-06-01 --svg private/charts --csv private/t.csv")
    assert len(list((three.root / "private" / "charts").iterdir())) == 3


def test_more_rows_than_a_page_holds_go_on_in_further_files():
    from frkit.cli.stats.charts import _parts
    from frkit.pages.charts import Bar

    rows = [Bar(str(number), {"granted": 1}) for number in range(130)]
    drawn = []
    made = list(
        _parts("outcomes", rows, "What", "note", lambda part, title, _: drawn.append((len(part), title)) or b"")
    )
    assert [name for name, _ in made] == ["outcomes-1.svg", "outcomes-2.svg", "outcomes-3.svg"]
    assert drawn == [(60, "What (1 of 3)"), (60, "What (2 of 3)"), (10, "What (3 of 3)")]


def test_filters_apply_and_an_empty_campaign_says_so(frkit):
    assert "Nothing to count" in frkit("stats").out
    assert "nothing to draw" in frkit("stats --svg private/charts", expect=1).err
    assert data(frkit, "stats")["total"]["requests"] == 0
    frkit(f"request new --agency {LA} --item contracts --today 2026-03-01")
    frkit("log sent lapd --date 2026-03-02 --method email")
    assert data(frkit, "stats --place us-or --today 2026-06-01")["total"]["requests"] == 0
    assert data(frkit, "stats --place us-ca --today 2026-06-01")["total"]["requests"] == 1


def test_small_and_nearly_whole_shares_are_not_rounded_to_none_or_all():
    from frkit.cli.stats.command import share_words
    from frkit.tracking.statistics import Share

    shown = [share_words(Share(*pair)) for pair in ((0, 0), (2, 4), (1, 300), (299, 300), (300, 300), (2, 5))]
    assert shown == ["-", "2 of 4", "1 of 300\n<1%", "299 of 300\n>99%", "300 of 300\n100%", "2 of 5\n40%"]
