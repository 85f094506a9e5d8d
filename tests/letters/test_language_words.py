"""The words that frkit makes for letters come from the language's own file, and in English are what they were."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from frkit.base.errors import FrkitError
from frkit.law.lengths import parse_length
from frkit.law.loading import all_codes, load_jurisdiction
from frkit.law.retention import kept_words
from frkit.letters.language import language
from frkit.pages import wording

ENGLISH = language("en")


def own_words(campaign, code, text):
    path = campaign / "templates" / "letters" / code / "words.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return language(code, campaign)


def test_english_words_are_those_of_every_page():
    filters = ENGLISH.filters()
    assert filters.keys() == wording.FILTERS.keys() and ENGLISH.lacking == ()
    for days in range(0, 800, 7):
        day = date(2025, 12, 1) + timedelta(days=days)
        for name in ("day_first", "month_first"):
            assert filters[name](day) == wording.FILTERS[name](day)
            assert filters["long_date"](day, name) == wording.long_date(day, name)
        for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
            assert filters["partial_date"](text) == wording.partial_date(text)
    for number in range(1, 1300):
        assert filters["ordinal"](number) == wording.ordinal(number)
        assert filters["plural"](number, "day") == wording.plural(number, "day")
    for amount, currency in (("1250", "USD"), ("0.5", "GBP"), ("1234567.891", "CHF"), ("45", None)):
        assert filters["money"](amount, currency) == wording.money(amount, currency)
    for count in range(5):
        words = list("abcde")[:count]
        assert filters["listed"](words, "or") == wording.listed(words, "or")
    for kept in ("at_once", "permanent", "on_hold", "31 days", "1 year", "6 months", "24 hours"):
        for means in ("exactly", "at_least", "at_most"):
            assert ENGLISH.kept(kept, means, roughly=True) == kept_words(kept, means, roughly=True)


def test_every_limit_of_every_law_reads_as_it_always_did():
    for code in all_codes():
        for clock in load_jurisdiction(code).every_clock:
            if clock.length.unit != "working week":
                assert ENGLISH.length(clock.length) == str(clock.length)


def test_a_week_of_working_days_says_how_many_that_are():
    assert ENGLISH.length(parse_length("4 working weeks")) == "4 weeks (20 working days)"
    assert ENGLISH.length(parse_length("1 working week")) == "1 week (5 working days)"


def test_a_language_brings_its_own_words(tmp_path):
    french = own_words(
        tmp_path,
        "fr",
        "months: [janvier, février, mars, avril, mai, juin, juillet, août, septembre, octobre, novembre, décembre]\n"
        'dates: {day_first: "{day} {month} {year}", month: "{month} {year}", first: 1er}\n'
        'lists: {and: et, or: ou}\nordinals: {usual: "{number}e", "1": "{number}er"}\n'
        'numbers: {thousands: " ", decimal: ",", with_sign: "{figure} {sign}"}\n'
        "nouns: {day: [jour, jours]}\nlengths: {business: [jour ouvré, jours ouvrés], month: [mois, mois]}\n"
        'standards: {earlier: "{lengths}, la première échéance étant retenue"}\n',
    )
    assert french.day_first(date(2026, 3, 1)) == "1er mars 2026"
    assert french.listed(["a", "b", "c"]) == "a, b et c" and french.listed(["a", "b"], "or") == "a ou b"
    assert french.ordinal(2) == "2e" and french.plural(1204, "day") == "1 204 jours"
    assert french.money("1250", "EUR") == "1 250,00 €"
    assert french.length(parse_length("1 business")) == "1 jour ouvré"
    choice = parse_length({"earlier_of": ["10 business", "1 month"]})
    assert french.length(choice) == "10 jours ouvrés ou 1 mois, la première échéance étant retenue"
    assert french.length(parse_length("prompt")) == "promptly, no number stated"
    assert "standards.prompt" in french.lacking and "months" not in french.lacking
    assert not [key for key in french.lacking if key.startswith("ordinals")]


def test_a_form_of_a_date_is_filled_in_and_never_run(tmp_path):
    odd = own_words(tmp_path, "eo", 'dates: {day_first: "{day.__class__} {0} {month}"}\n')
    assert odd.day_first(date(2026, 3, 2)) == "{day.__class__} {0} March"


@pytest.mark.parametrize("text", ["months: 7\n", "mnoths: [a]\n", "lengths: {month: {a: b}}\n", "- list\n", "a: [\n"])
def test_a_file_of_words_that_is_wrong_is_named_with_its_line(tmp_path, text):
    with pytest.raises(FrkitError, match="words") as caught:
        own_words(tmp_path, "eo", text)
    assert "words.yaml" in str(caught.value) and caught.value.remedy
