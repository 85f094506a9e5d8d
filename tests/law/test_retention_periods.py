"""How long records are kept: how it is written, how it is counted, and what a volunteer reads after a slip."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from frkit.catalogue.checks import check_retention
from frkit.law.loading import all_codes, load_jurisdiction
from frkit.law.retention import gone_on, kept_words, oldest_left, period_words
from frkit.law.retention_loading import law_with_retention
from frkit.law.retention_types import Kept, KeptOrHeld

KEPT = st.one_of(
    st.integers(1, 3660).map(lambda number: f"{number} days"),
    st.integers(1, 520).map(lambda number: f"{number} weeks"),
    st.integers(1, 120).map(lambda number: f"{number} months"),
    st.integers(1, 30).map(lambda number: f"{number} years"),
    st.integers(24, 9000).map(lambda number: f"{number} hours"),
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("90 days", "90 days"),
        ("  1   year ", "1 year"),
        ("1 years", "1 year"),
        ("90 calendar", "90 days"),
        ("72 hours", "72 hours"),
        ("at_once", "at_once"),
        ("permanent", "permanent"),
    ],
)
def test_a_period_is_kept_in_one_spelling(typed, kept):
    assert TypeAdapter(Kept).validate_python(typed) == kept


@pytest.mark.parametrize("typed", ["", "90", "ninety days", "30 business", "prompt", "0 days", "-3 days", "on_hold"])
def test_what_does_not_say_how_long_is_refused_with_the_spellings(typed):
    with pytest.raises(ValidationError, match="does not say how long records are kept; write '90 days'"):
        TypeAdapter(Kept).validate_python(typed)


def test_what_is_longer_than_can_be_counted_says_so():
    with pytest.raises(ValidationError, match="'9000 days' is too long to be counted; write a larger unit"):
        TypeAdapter(Kept).validate_python("9000 days")


def test_only_an_event_can_say_that_destruction_is_stopped():
    assert TypeAdapter(KeptOrHeld).validate_python("on_hold") == "on_hold"


@pytest.mark.parametrize(
    ("made", "kept", "gone"),
    [
        ("2026-06-01", "90 days", "2026-08-30"),  # 29 in June, 31 in July, 30 in August
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2026-03-02", "2 weeks", "2026-03-16"),
        ("2026-03-02", "72 hours", "2026-03-05"),
        ("2026-03-02", "36 hours", "2026-03-03"),  # the earlier day: a record of midnight is gone at noon
        ("2026-03-02", "at_once", "2026-03-02"),
        ("2026-03-02", "permanent", None),
        ("2026-03-02", "3000 years", None),
        ("2026-03-02", "9000 years", None),
    ],
)
def test_the_day_on_which_the_records_of_a_day_are_gone(made, kept, gone):
    assert gone_on(date.fromisoformat(made), kept) == (date.fromisoformat(gone) if gone else None)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), KEPT)
def test_what_is_left_begins_with_the_first_day_that_is_not_gone_yet(day, kept):
    left = oldest_left(day, kept)
    assert left is not None and left <= day
    assert (gone_on(left, kept) or date.max) > day
    assert (gone_on(left - timedelta(days=1), kept) or date.max) <= day


@pytest.mark.parametrize("kept", ["permanent", "at_once", "on_hold", "3000 years", "9000 years"])
def test_nothing_is_said_to_be_left_where_all_or_nothing_is(kept):
    assert oldest_left(date(2026, 3, 2), kept) is None


def test_the_words_say_whether_a_period_is_a_ceiling_or_a_floor():
    assert kept_words("31 days", "at_most", roughly=True) == "at most about 31 days"
    assert period_words("3 years", "at_least", "made") == "kept at least 3 years from the day they are made"
    assert period_words("at_once", "exactly", "made") == "destroyed at once"


# what is on file


def test_every_period_on_file_names_a_source_and_its_items():
    laws = [load_jurisdiction(code) for code in all_codes()]
    periods = [(law, one) for law in laws for one in law.retention]
    own = {f"{law.code}/{one.id}" for law, one in periods if law.same_as is None}
    assert own == {"gb-sar/footage", "gb-sar/templates", "us-md/audit"}
    for law, one in periods:
        assert one.source and all(law.source(name) for name in one.source)
        assert one.basis != "policy" or one.confidence != "high"


def test_what_forbids_destruction_is_a_duty_only_where_a_law_says_so():
    kinds = {law.code: {one.kind for one in law.duty_to_preserve} for law in map(load_jurisdiction, all_codes())}
    assert {code for code, found in kinds.items() if "duty" in found} == {"za"}
    assert {"gb", "gb-sct", "ie", "us-vt"} <= {code for code, found in kinds.items() if "offence" in found}


def test_a_law_that_says_nothing_of_it_is_not_even_read(tmp_path):
    assert law_with_retention("us-ca") is None and law_with_retention("xx-none") is None
    law = law_with_retention("us-md")
    assert law is not None and law.retention[0].citation == "Md. Code, Crim. Proc. § 2-505(b)"


def test_a_place_adds_to_the_periods_of_the_law_that_it_takes_over(tmp_path):
    folder = tmp_path / "jurisdictions"
    folder.mkdir()
    (folder / "us-md-baltimore.yaml").write_text(
        "code: us-md-baltimore\nname: Baltimore\nsame_as: us-md\nconfidence: medium\n"
        "retention:\n  - {id: video, records: video, words: [video], kept: 60 days, basis: policy, confidence: medium,"
        " source: [frt-md-2-505]}\n",
        encoding="utf-8",
    )
    law = law_with_retention("us-md-baltimore", tmp_path)
    assert law is not None and {one.id for one in law.retention} == {"video", "audit"}


def test_a_file_that_changed_is_looked_at_anew(tmp_path):
    folder = tmp_path / "jurisdictions"
    folder.mkdir()
    path = folder / "us-md-laurel.yaml"
    path.write_text("code: us-md-laurel\nname: Laurel\nsame_as: us-or\nconfidence: medium\n", encoding="utf-8")
    assert law_with_retention("us-md-laurel", tmp_path) is None
    path.write_text("code: us-md-laurel\nname: Laurel\nsame_as: us-md\nconfidence: medium\n# more\n", encoding="utf-8")
    assert law_with_retention("us-md-laurel", tmp_path) is not None


def test_a_campaigns_file_that_takes_over_the_bundled_law_of_its_own_code_has_its_periods(tmp_path):
    folder = tmp_path / "jurisdictions"
    folder.mkdir()
    (folder / "us-md.yaml").write_text("code: us-md\nname: Maryland\nsame_as: us-md\n", encoding="utf-8")
    law = law_with_retention("us-md", tmp_path)
    assert law is not None and [one.id for one in law.retention] == ["audit"]


def test_files_that_take_each_other_over_end_the_search(tmp_path):
    folder = tmp_path / "jurisdictions"
    folder.mkdir()
    for one, other in (("us-zy", "us-zz"), ("us-zz", "us-zy")):
        (folder / f"{one}.yaml").write_text(f"code: {one}\nname: N\nsame_as: {other}\n", encoding="utf-8")
    assert law_with_retention("us-zy", tmp_path) is None


def test_a_record_type_that_does_not_exist_is_told_with_its_line(tmp_path):
    path = tmp_path / "us-zz.yaml"
    path.write_text(
        "code: us-zz\nretention:\n  - id: logs\n    categories: [audit-log]\n  - id: more\n    categories: contracts\n",
        encoding="utf-8",
    )
    assert [str(one).removeprefix(f"{tmp_path}/") for one in check_retention([path])] == [
        "us-zz.yaml:4:18: the catalogue has no record type 'audit-log'; did you mean 'audit-logs'?"
    ]
