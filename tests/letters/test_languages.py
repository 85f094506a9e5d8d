"""A language is a folder: with it a letter holds no English word of frkit's own; without it the letter says so."""

from __future__ import annotations

import re

import pytest

from frkit.base.errors import FrkitError
from frkit.law.loading import load_jurisdiction
from frkit.tracking.types import Item, Period

SENT = ("sent", "2026-03-02", {"method": "email"})
FILES = {
    "words.yaml": (
        "months: [januaro, februaro, marto, aprilo, majo, junio, julio, aŭgusto, septembro, oktobro, novembro,"
        " decembro]\n"
        'dates: {day_first: "la {day}-a de {month} {year}", month_first: "{month} {day}, {year}",'
        ' month: "{month} {year}", first: "1"}\n'
        'lists: {and: kaj, or: aŭ}\nordinals: {usual: "{number}-a"}\n'
        'numbers: {thousands: ".", decimal: ",", with_sign: "{figure} {sign}", with_code: "{figure} {code}"}\n'
        "nouns: {day: [tago, tagoj]}\n"
        "lengths: {hours: [horo, horoj], calendar: [tago, tagoj], business: [labortago, labortagoj],"
        " week: [semajno, semajnoj], working week: [laborsemajno, laborsemajnoj], month: [monato, monatoj],"
        " year: [jaro, jaroj]}\n"
        "standards: {prompt: senprokraste, none_stated: sen limo, by_agency_date: la dato de la instanco,"
        ' by_agreement: la interkonsentita dato, earlier: "{lengths} (la pli frua)",'
        ' later: "{lengths} (la pli malfrua)"}\n'
        'kept: {at_once: tute ne, permanent: por ĉiam, on_hold: ĝis plia sciigo, exactly: "{length}",'
        ' at_least: "almenaŭ {length}", at_most: "maksimume {length}", about: "ĉirkaŭ {length}",'
        " hour: [horo, horoj], day: [tago, tagoj], week: [semajno, semajnoj], month: [monato, monatoj],"
        " year: [jaro, jaroj]}\n"
    ),
    "usage.yaml": (
        "usual: {office: Oficejo pri dokumentoj, greeting: 'Estimataj,', request: peto pri dokumentoj,"
        " farewell: 'Kun saluto,'}\ncountries: {}\nplaces: {}\n"
    ),
    "records.yaml": (
        "definition: Vizaĝrekono estas komparo de bildoj de vizaĝoj.\n"
        "types:\n  contracts: {title: Kontraktoj, ask: ĉiuj kontraktoj, narrower: nur tiuj post 2024-01-01}\n"
        "  audit-logs: {title: Protokoloj, ask: ĉiuj protokoloj de serĉoj}\n"
    ),
    "defaults.yaml": "since: 2020-01-01\n",
    "request.txt.j2": (
        "| {{ requester.name }}\n\n| {{ today | long_date(style) }}\n\n| {{ agency.name }}\n| {{ usage.office }}\n\n"
        "= {{ usage.request | sentence_start }}\n\n{{ usage.greeting }}\n\n{{ law.citation }}. {{ definition }}\n"
        "{% for item in items %}\n{{ item.number }}. {{ item.title }}: {{ item.ask }}. {{ item.narrower }}\n\n"
        "{% endfor %}\n{{ ['a', 'b', 'c'] | listed }}; {{ ['a', 'b'] | listed('or') }}; {{ 2 | ordinal }};"
        " {{ 3 | plural('day') }}; {{ 1250 | money('EUR') }}; {{ period.since | long_date(style) }}\n\n"
        "{% for limit in limits %}{{ limit.citation }}: {{ limit.length }}. {% endfor %}\n\n{{ usage.farewell }}\n\n"
        "| {{ requester.name }}\n"
    ),
    "preservation.txt.j2": (
        "| {{ requester.name }}\n\n= Konservu\n\n{% for one in preservation.rules %}\n- {{ one.kept }}"
        "{% if one.first %}, {{ one.first | day_first }}{% endif %};\n{% endfor %}\n\n"
        "{% for id, clock in clocks.items() %}{{ clock.length }}; {% endfor %}\n\n| {{ requester.name }}\n"
    ),
}
MADE_BY_CODE = (
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December|and|or|days?|hours?"
    r"|months?|weeks?|business|calendar|about|at (?:least|most)|promptly|the|of|records?|Sincerely|To|email|by|request"
    r"|not|Public|nd|th)\b"
)


@pytest.fixture
def spoken(tmp_path):
    """A campaign with letters in a language that frkit does not have; some files may be left out."""

    def speak(*left_out):
        for name, text in FILES.items():
            if name not in left_out:
                path = tmp_path / "templates" / "letters" / "eo" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        return tmp_path

    return speak


def esperanto(asked, *events, **request):
    law = load_jurisdiction("gb").model_copy(update={"languages": ("eo",)})
    items = (
        Item(number=1, category="contracts"),
        Item(number=2, category="audit-logs", period=Period(since="2026-01-01")),
    )
    return asked("gb-met", *events, law=law, items=items, period=request.pop("period", None), **request)


@pytest.mark.parametrize("kind", ["request", "preservation"])
def test_a_letter_of_another_language_has_no_english_word_of_frkits_own(kind, asked, written, spoken):
    letter = written(kind, esperanto(asked, *([SENT] if kind != "request" else [])), "2026-03-09", overlay=spoken())
    assert letter.language == "eo" and letter.template == f"letters/eo/{kind}.txt.j2"
    told = letter.text.replace("Freedom of Information Act", "")
    for known in ("Metropolitan Police Service", *_citations(letter.facts)):
        told = told.replace(known, "")
    assert not re.findall(MADE_BY_CODE, told)
    assert not [task for task in letter.to_do if "English" in task and "law file" not in task]


def _citations(facts):
    return [clock["citation"] for clock in facts["clocks"].values()] + [facts["law"]["citation"]]


def test_the_words_are_those_of_the_folder(asked, written, spoken):
    letter = written("request", esperanto(asked), "2026-03-09", overlay=spoken())
    flat = " ".join(letter.text.split())
    for told in (
        "la 9-a de marto 2026",
        "Kontraktoj: ĉiuj kontraktoj. nur tiuj post la 1-a de januaro 2024",
        "a, b kaj c; a aŭ b; 2-a; 3 tagoj; 1.250,00 €; la 1-a de januaro 2020",
        "20 labortagoj",
        "Oficejo pri dokumentoj",
        "Kun saluto,",
    ):
        assert told in flat


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        ("words.yaml", "lacks months"),
        ("usage.yaml", "Greetings"),
        ("records.yaml", "no words for contracts and audit-logs"),
    ],
)
def test_what_a_language_lacks_comes_in_english_and_is_told(left_out, told, asked, written, spoken):
    letter = written("request", esperanto(asked), "2026-03-09", overlay=spoken(left_out))
    assert letter.language == "eo" and any(told in task for task in letter.warnings)


def test_a_kind_that_a_language_lacks_is_written_in_english_and_that_is_told(asked, written, spoken):
    letter = written("overdue", esperanto(asked, SENT), "2026-06-09", overlay=spoken())
    assert letter.language == "en" and "Written in English" in letter.warnings[0]
    assert "2 March 2026" in letter.text


def test_a_place_of_another_language_is_told_of_and_one_of_english_is_not(asked, written):
    french = written("request", asked("gb-met", law=load_jurisdiction("fr")))
    assert "French" in french.warnings[0] and "templates/letters/fr" in french.warnings[0]
    assert not [task for task in written("request", asked("gb-met")).to_do if "English" in task]


def test_of_several_languages_the_first_that_has_the_letter_is_taken(asked, written, spoken):
    law = load_jurisdiction("gb").model_copy(update={"languages": ("cy", "eo", "en")})
    file = asked("gb-met", law=law, items=(Item(number=1, category="contracts"),))
    assert written("request", file, overlay=spoken()).language == "eo"
    assert written("request", file).language == "en"


def test_a_template_of_a_language_that_is_wrong_is_named_with_its_line(asked, written, spoken):
    folder = spoken()
    (folder / "templates" / "letters" / "eo" / "request.txt.j2").write_text("| a\n\n{{ nenio }}\n")
    with pytest.raises(FrkitError) as caught:
        written("request", esperanto(asked), overlay=folder)
    assert "eo/request.txt.j2:3" in str(caught.value.place)


def test_own_words_for_a_record_type_win_in_english_too(asked, written, tmp_path):
    path = tmp_path / "templates" / "letters" / "en" / "records.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("types:\n  contracts: {title: Deals, ask: every deal}\n")
    letter = written("request", asked("gb-met", items=(Item(number=1, category="contracts"),)), overlay=tmp_path)
    assert "1. Deals. Every deal." in letter.text
