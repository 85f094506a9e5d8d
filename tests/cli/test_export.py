"""``frkit export``: spreadsheets open it, nobody's address is in it, and it can be imported again."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from datetime import date

import pytest

from frkit.base.bundled import bundled
from frkit.cli.status.standing_data import standing_as_data
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.standing import standing

TODAY = "2026-06-15"


@pytest.fixture
def example(frkit, tmp_path):
    """The bundled example, as the campaign in which commands run."""
    shutil.rmtree(frkit.root)
    frkit_root = tmp_path / "campaign"
    shutil.copytree(bundled("examples") / "pledge-check", frkit_root)
    return frkit_root


def rows_of(text):
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def exported(frkit, tmp_path, line):
    path = tmp_path / "out.csv"
    path.unlink(missing_ok=True)
    frkit(f"export {line} --output {path}")
    return path.read_bytes().decode()


def without_ids(data):
    """A standing without the ids of events, which hold the moment of typing, and without what names them."""
    text = json.dumps(data, sort_keys=True, default=str)
    return re.sub(r"(\d{4}-\d{2}-\d{2}-[a-z-]+-)[0-9a-f]{8}\b", r"\1ID", text)


def test_a_campaign_goes_out_and_into_an_empty_one_with_equal_standings(frkit, example, tmp_path):
    table = tmp_path / "all.csv"
    frkit(f"export csv --events --audience counsel --output {table}")
    before = {file.id: standing_as_data(file, standing(file, date.fromisoformat(TODAY))) for file in
              CampaignFolder.find(example).load_all()}  # fmt: skip
    shutil.rmtree(example)
    example.mkdir()
    frkit(f"init {example}")
    frkit(f"import csv {table}")
    after = {file.id: standing_as_data(file, standing(file, date.fromisoformat(TODAY))) for file in
             CampaignFolder.find(example).load_all()}  # fmt: skip
    assert list(after) == list(before)
    for request_id in before:
        assert without_ids(after[request_id]) == without_ids(before[request_id]), request_id
    assert "0 new requests and 0 events were added" in frkit(f"import csv {table}").out


def test_its_own_table_brings_nothing_new(frkit, example, tmp_path):
    table = tmp_path / "all.csv"
    frkit(f"export csv --events --output {table}")
    assert "0 new requests and 0 events were added" in frkit(f"import csv {table}").out


def test_one_row_a_request(frkit, example, tmp_path):
    rows = rows_of(exported(frkit, tmp_path, "csv"))
    assert [row["request"] for row in rows] == CampaignFolder.find(example).request_ids()
    county = next(row for row in rows if "washington" in row["request"])
    assert (county["fees_asked"], county["currency"], county["items_partial"]) == ("1382.00", "USD", "1")


def test_filters_and_names_choose_the_requests(frkit, example, tmp_path):
    assert len(rows_of(exported(frkit, tmp_path, "csv --place us-or"))) == 1
    assert len(rows_of(exported(frkit, tmp_path, "csv lapd met-live"))) == 2


def test_events_that_are_not_shown_are_counted(frkit, example, tmp_path):
    frkit("log note lapd --date 2026-04-01 --text 'for counsel alone' --audience counsel")
    path = tmp_path / "packet.csv"
    ran = frkit(f"export csv --events --audience packet --output {path}")
    assert "not for packet left out; they count for dates and outcomes" in ran.err
    assert "for counsel alone" not in path.read_text()


def test_json_has_all_of_a_request(frkit, example):
    data = json.loads(frkit("export json lapd --audience counsel").out)
    assert (data["format"], data["as_of"], data["audience"]) == (1, TODAY, "counsel")
    [request] = data["requests"]
    assert set(request) == {"id", "summary", "request", "events", "standing"}
    told = json.loads(frkit("export json met-live --audience packet").out)["requests"][0]
    assert "next" not in told["standing"]
    assert all(clock["binds"] != "requester" for clock in told["standing"]["clocks"])
    assert "requester" not in told["request"]


def test_who_keeps_the_campaign_is_not_in_what_is_for_everybody(frkit, example, tmp_path):
    (example / "private" / "requesters").mkdir(parents=True, exist_ok=True)
    (example / "private" / "requesters" / "robin.yaml").write_text("name: Robin Requester\n")
    frkit("log note lapd --date 2026-04-01 --text 'for everybody, says ROBIN REQUESTER' --audience packet")
    for line in ("csv --events --audience packet", "json --audience packet"):
        told = exported(frkit, tmp_path, line)
        assert "for everybody, says [name of requester]" in told
        assert "tester" not in told and "message_id" not in told
    assert "tester" in exported(frkit, tmp_path, "csv --events")


def test_nobodys_address_goes_out(frkit):
    frkit("request new --agency us-ca-lapd --item contracts --today 2026-03-02")
    path = frkit.root / "requests" / "2026-03-lapd" / "request.yaml"
    path.write_text(path.read_text() + "title: Write to 12 Hidden Lane\n")
    for what in ("csv", "csv --events", "json"):
        ran = frkit(f"export {what}", expect=1)
        assert "The address of requester would stand in the table" in ran.err
        assert ran.out == ""


def test_a_file_that_is_there_is_not_replaced(frkit, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("mine")
    ran = frkit(f"export csv --output {path}", expect=1)
    assert "exists already" in ran.err
    assert path.read_text() == "mine"


def test_an_empty_campaign_has_a_table_without_rows(frkit):
    assert rows_of(frkit("export csv").out.replace("\r\n", "\n")) == []
    assert json.loads(frkit("export json").out)["requests"] == []


UTF_8 = "--infilter=CSV:44,34,76,1"
"""What the dialog of LibreOffice proposes for such a file: commas, quotes, UTF-8, from the first line."""
HOSTILE = "=cmd|'/C calc'!A0"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("what", ["csv", "csv --events"])
def test_libreoffice_opens_it_and_runs_nothing(frkit, example, tmp_path, what):
    import openpyxl

    frkit(f'log note lapd --date 2026-04-01 --text "{HOSTILE}, z\u00fcrich \u4e2d\u6587"')
    path = tmp_path / "table.csv"
    frkit(f"export {what} --output {path}")
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", UTF_8, "--convert-to", "xlsx",
         "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    sheet = openpyxl.load_workbook(tmp_path / "table.xlsx").active
    table = [[("" if cell.value is None else cell.value) for cell in row] for row in sheet.iter_rows()]
    wanted = rows_of(path.read_bytes().decode())
    assert table[0] == list(wanted[0])
    assert len(table) == len(wanted) + 1
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    if what == "csv":
        column = table[0].index("days_since_sent")
        assert all(isinstance(row[column], int) for row in table[1:]), "numbers are numbers in the sheet"
    else:
        assert any(HOSTILE in str(cell) for row in table for cell in row)
        assert "z\u00fcrich \u4e2d\u6587" in str(table)


def test_drafts_and_corrections_come_back_too(frkit, tmp_path):
    frkit("request new --agency us-ca-lapd --item contracts --item policy --today 2026-03-02 --given channel=email")
    frkit("request new --agency gb-met --item contracts --today 2026-03-02 --title '=1+1, a \"draft\"'")
    frkit("log sent lapd --date 2026-03-03 --method email --to records@city.example")
    ran = frkit("log ack lapd --date 2026-03-05 --reference =HYPERLINK")
    wrong = re.search(r"2026-03-05-acknowledged-[0-9a-f]{8}", ran.out)[0]
    frkit(f"log corrected lapd --date 2026-03-06 --event {wrong} --reason 'another request'")
    table = tmp_path / "all.csv"
    frkit(f"export csv --events --audience counsel --output {table}")
    shutil.rmtree(frkit.root)
    frkit.root.mkdir()
    frkit(f"init {frkit.root}")
    frkit(f"import csv {table}")
    files = {file.id: file for file in CampaignFolder.find(frkit.root).load_all()}
    assert {name: len(file.events) for name, file in files.items()} == {"2026-03-lapd": 3, "2026-03-met": 0}
    assert files["2026-03-met"].request.title == '=1+1, a "draft"'
    stand = standing(files["2026-03-lapd"], date(2026, 3, 10))
    assert [event_id[:23] for event_id in stand.corrected] == ["2026-03-05-acknowledged"]
    assert dict(stand.events)[stand.corrected[0]].reference == "=HYPERLINK"
    assert files["2026-03-lapd"].request.given == {"channel": "email"}
