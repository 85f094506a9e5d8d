"""How long a body keeps its records, in a campaign's own file about it: read, shown, checked."""

from datetime import date

from frkit.catalogue.checks import check_local_agencies
from frkit.catalogue.describing import agency_text
from frkit.catalogue.loading import load_agency

OWN = """retention:
  - records: search logs
    categories: {categories}
    kept: 90 days
    from: made
    basis: policy
    citation: Retention schedule 2024, line 12
    sources: [{{title: The schedule, text_read: true, url: "https://example.org/schedule"}}]
"""


def campaign_with(tmp_path, categories):
    (tmp_path / "agencies").mkdir()
    (tmp_path / "agencies" / "us-ca-lapd.yaml").write_text(OWN.format(categories=categories), encoding="utf-8")
    return tmp_path


def test_it_is_laid_over_the_bundled_file_and_shown_with_its_ground(tmp_path):
    agency = load_agency("us-ca-lapd", campaign_with(tmp_path, "[audit-logs]"))
    text = agency_text(agency, today=date(2026, 3, 2))
    assert agency.name == "Los Angeles Police Department"
    part = text.split("How long it keeps records\n")[1]
    assert part.startswith("  - search logs: kept 90 days from the day they are made (policy, not law)\n")
    assert "Retention schedule 2024, line 12" in part and "source: The schedule" in part


def test_a_record_type_that_does_not_exist_is_told_with_its_line(tmp_path):
    found = [str(one) for one in check_local_agencies(campaign_with(tmp_path, "[audit-log]"), date(2026, 3, 2))]
    assert len(found) == 1 and "us-ca-lapd.yaml:3:18: the catalogue has no record type 'audit-log'" in found[0]


def test_a_body_without_any_says_nothing_of_it():
    assert "How long it keeps records" not in agency_text(load_agency("us-ca-lapd"), today=date(2026, 3, 2))
