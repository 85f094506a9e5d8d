"""Templates can show data in words, and can do nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from frkit.base.errors import FrkitError
from frkit.pages.environment import environment, render
from frkit.pages.wording import (
    day_first,
    listed,
    money,
    month_first,
    on_one_line,
    ordinal,
    partial_date,
    plural,
    without_stop,
)


def campaign_with(tmp_path: Path, name: str, template: str) -> Path:
    file = tmp_path / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(template, encoding="utf-8")
    return tmp_path


def filled(tmp_path: Path, template: str, *, html: bool = False, **facts: object) -> str:
    overlay = campaign_with(tmp_path, "own.j2", template)
    return render(environment(overlay, html=html), "own.j2", facts)


def test_dates_money_and_lists_read_as_people_write_them() -> None:
    assert day_first(date(2020, 6, 10)) == "10 June 2020"
    assert month_first(date(2020, 6, 10)) == "June 10, 2020"
    assert partial_date("2020-06") == "June 2020"
    assert partial_date("2020") == "2020"
    assert partial_date("2020-06-10", "month_first") == "June 10, 2020"
    assert money("1250", "USD") == "$1,250.00"
    assert money("0.105", "GBP") == "£0.11"
    assert money("45", "CHF") == "CHF 45.00"
    assert [listed("a"), listed("ab"), listed("abc"), listed([])] == ["a", "a and b", "a, b and c", ""]
    assert listed("abc", "or") == "a, b or c"
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th",
    ]  # fmt: skip
    assert [plural(1, "day"), plural(1204, "day"), plural(2, "body", "bodies")] == ["1 day", "1,204 days", "2 bodies"]
    assert without_stop("A sentence.") == "A sentence"
    assert without_stop("United States, 5 U.S.C.") == "United States, 5 U.S.C."


def test_a_template_uses_the_filters(tmp_path: Path) -> None:
    text = filled(tmp_path, "{{ day | long_date('month_first') }}, {{ 3 | ordinal }} day", day=date(2026, 3, 2))
    assert text == "March 2, 2026, 3rd day"


def test_html_in_a_name_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    text = filled(tmp_path, "<p>{{ name }}</p>", html=True, name="<script>alert(1)</script> & Co")
    assert text == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co</p>"


def test_braces_in_a_name_stay_braces(tmp_path: Path) -> None:
    assert filled(tmp_path, "{{ name }}", name="{{ 7 * 7 }}{% include 'x' %}") == "{{ 7 * 7 }}{% include 'x' %}"


@pytest.mark.parametrize("html", [False, True])
def test_marks_that_turn_text_round_are_left_out(tmp_path: Path, html: bool) -> None:
    assert filled(tmp_path, "{{ name }}", html=html, name="Chief\u202efdp.exe\u2066\x00\x1b[31m") == "Chieffdp.exe[31m"
    assert on_one_line("two\nlines\u2028and\tmore") == "two lines and more"


def test_a_fact_that_is_missing_or_unknown_is_an_error_not_a_blank(tmp_path: Path) -> None:
    with pytest.raises(FrkitError) as missing:
        filled(tmp_path, "one\ntwo {{ limt }}", limit=20)
    assert "there is no fact 'limt'" in missing.value.fact and missing.value.place.endswith("own.j2:2")
    with pytest.raises(FrkitError):
        filled(tmp_path, "{{ limit }}", limit=None)


def test_a_template_that_is_no_template_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(FrkitError) as error:
        filled(tmp_path, "one\ntwo\n{% if %}")
    assert error.value.place.endswith("own.j2:3")


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ [].__class__.__base__.__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ ''['__class__'] }}",
        "{{ '%s' | attr('__class__') }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ folder.read_text() }}",
        "{{ folder.parent }}",
        "{% set _ = items.append(3) %}",
        "{{ 'a' * 9999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{% for n in range(99999999) %}x{% endfor %}",
        "{{ 1 // 0 }}",
    ],
)
def test_a_hostile_template_runs_no_code(tmp_path: Path, attack: str) -> None:
    with pytest.raises(FrkitError):
        filled(tmp_path, attack, folder=tmp_path, items=[1])


@pytest.mark.parametrize("name", ["/etc/hostname", "../secret.txt", "a/../../secret.txt", "link.txt", "deep/link.txt"])
def test_no_template_reads_a_file_outside_its_folders(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    campaign = tmp_path / "campaign"
    overlay = campaign_with(campaign, "own.j2", "{% include '" + name + "' %}")
    (campaign / "templates" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (campaign / "templates" / "deep").symlink_to(tmp_path)
    (tmp_path / "link.txt").write_text("secret")
    with pytest.raises(FrkitError, match="There is no template"):
        render(environment(overlay, html=False), "own.j2", {})


def test_the_campaigns_own_template_comes_before_the_bundled_one(tmp_path: Path) -> None:
    overlay = campaign_with(tmp_path, "pages/plain-text.html.j2", "ours: {{ text }}")
    assert render(environment(overlay, html=True), "pages/plain-text.html.j2", {"text": "x"}) == "ours: x"
    with pytest.raises(FrkitError):
        render(environment(None, html=True), "own.j2", {})
