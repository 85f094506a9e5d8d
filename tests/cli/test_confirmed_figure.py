"""A price that stands on a page is confirmed, listed, kept in tables and copies, and refused where it is a slip."""

from __future__ import annotations

import csv
import io
import json

import pytest
from cli.conftest import new_campaign


@pytest.fixture
def priced(tmp_path, monkeypatch):
    """A campaign in which a person confirmed the price of an invoice."""
    frkit = new_campaign(tmp_path / "campaign", monkeypatch)
    (tmp_path / "invoice.txt").write_text("Invoice: Amazon Rekognition, $9,500.00 per year, for 12 months\n")
    frkit("request new --agency us-ca-lapd --item contracts --today 2026-03-01")
    frkit("log sent lapd --date 2026-03-02 --method email")
    frkit(f"receive lapd {tmp_path}/invoice.txt --date 2026-03-12")
    price = "--price 9500.00 --per year --vendor amazon --words '$9,500.00 per year'"
    frkit(f"figure invoice.txt 1 {price} --today 2026-04-01")
    return frkit


def test_it_is_listed_with_its_words_and_the_currency_of_the_place(priced):
    (figure,) = json.loads(priced("figure invoice.txt --json").out)["figures"]
    assert (figure["figure"], figure["amount"], figure["currency"], figure["per"]) == (
        "price",
        "9500.00",
        "USD",
        "year",
    )
    assert figure["words"] == "$9,500.00 per year" and figure["vendor"] == "amazon"
    assert "“$9,500.00 per year”" in " ".join(priced("figure invoice.txt").out.split())


def test_a_term_is_confirmed_beside_it(priced):
    priced("figure invoice.txt 1 --length '12 months' --words 'for 12 months' --today 2026-04-01")
    kinds = [one["figure"] for one in json.loads(priced("figure invoice.txt --json").out)["figures"]]
    assert sorted(kinds) == ["price", "term"]


def test_what_was_corrected_is_no_longer_listed(priced):
    (figure,) = json.loads(priced("figure invoice.txt --json").out)["figures"]
    priced(f"log corrected lapd --event {figure['event']} --reason wrong --date 2026-04-02")
    assert json.loads(priced("figure invoice.txt --json").out)["figures"] == []


def test_a_table_of_events_and_a_copy_for_others_keep_it(priced, tmp_path):
    rows = list(csv.DictReader(io.StringIO(priced("export csv --events").out)))
    (row,) = [row for row in rows if row["kind"] == "figure_confirmed"]
    assert len(row["of"]) == 64 and row["amount"] == "9500.00"
    assert "no mistakes" in priced("check").out
    priced(f"share {tmp_path}/copy")
    assert "no mistakes" in priced(f"check --campaign {tmp_path}/copy").out
