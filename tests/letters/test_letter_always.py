"""Whatever happened to a request, and whatever is asked for: a whole letter, or an error that says what to do."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from frkit.base.errors import FrkitError
from frkit.catalogue.loading import all_packs
from frkit.law.loading import load_jurisdiction
from frkit.letters.kinds.registry import NAMES as KINDS
from frkit.letters.proposing import propose_kind
from frkit.tracking.standing import standing

PLACES = ("us-or-washington-county-sheriff", "us-fl-orlando-pd", "us-ny-nypd", "us-dea", "us-ca-lapd", "gb-met")
SENT = ("sent", "2026-03-02", {"method": "email"})
DAY = st.dates(min_value=date(2026, 3, 1), max_value=date(2026, 6, 30))
ITEMS = st.lists(st.integers(1, 7), max_size=3, unique=True)
CITED = st.sampled_from(["ORS 192.345(2)", "s.31", "(b)(7)(E)", "87(2)(d)", "7923.600", "119.0715", "Rule 9", ""])
WORDS = st.text(max_size=30).filter(lambda text: "None" not in text)
"""A person may type that word; in a letter it is taken for a fact that was missing."""
FIELDS = {
    "sent": st.fixed_dictionaries({"method": st.sampled_from(["email", "post", "portal", "hand", "other"])}),
    "received_by_agency": st.just({}),
    "delivery_failed": st.just({}),
    "acknowledged": st.fixed_dictionaries({}, optional={"reference": WORDS, "promised": DAY.map(str)}),
    "extension_claimed": st.one_of(
        st.fixed_dictionaries({"until": DAY.map(str)}), st.fixed_dictionaries({"days": st.integers(1, 90)})
    ),
    "clarification_asked": st.fixed_dictionaries({}, optional={"question": WORDS}),
    "clarified": st.just({}),
    "fee_estimated": st.fixed_dictionaries({"amount": st.just("45")}, optional={"basis": WORDS, "for": ITEMS}),
    "fee_agreed": st.just({}),
    "fee_disputed": st.just({}),
    "followed_up": st.fixed_dictionaries({"about": st.sampled_from(["overdue", "acknowledgement", "extension"])}),
    "produced": st.fixed_dictionaries({"items": ITEMS, "partial": st.booleans(), "final": st.booleans()}),
    "denied": st.fixed_dictionaries(
        {"items": ITEMS, "exemptions": st.lists(st.fixed_dictionaries({"cited": CITED, "items": ITEMS}), max_size=3)}
    ),
    "no_records": st.fixed_dictionaries({"items": ITEMS, "wording": WORDS}),
    "not_custodian": st.fixed_dictionaries({"items": ITEMS, "names": WORDS}),
    "neither_confirm_nor_deny": st.fixed_dictionaries({"items": ITEMS}),
    "appeal_sent": st.just({}),
    "appeal_decided": st.just({"result": "upheld"}),
    "withdrawn": st.just({}),
}
EVENT = st.sampled_from(sorted(FIELDS)).flatmap(lambda kind: st.tuples(st.just(kind), DAY.map(str), FIELDS[kind]))


def is_whole(text: str) -> bool:
    return not re.search(r"\bNone\b|Undefined|\{\{|\n\n\n|  \w+ items?  ", text) and text.rstrip().count("\n") > 15


@settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.sampled_from(PLACES), st.lists(EVENT, max_size=6), DAY, st.booleans())
def test_any_history_gives_a_whole_letter_or_an_error_with_a_remedy(asked, written, place, events, today, sent):
    file = asked(place, *([SENT] if sent else []), *events)
    for kind in KINDS:
        try:
            letter = written(kind, file, str(today))
        except FrkitError as error:
            assert error.remedy and "template" not in error.fact
        else:
            assert is_whole(letter.text) and letter.subject
    try:
        kind, why = propose_kind(standing(file, today), file)
    except FrkitError as error:
        assert error.remedy
    else:
        assert why and written(kind, file, str(today)).kind == kind


@pytest.mark.parametrize("pack", [pack.id for pack in all_packs()])
def test_every_pack_makes_a_letter_everywhere(pack, asked, written):
    for place in PLACES:
        letter = written("request", asked(place, pack=pack))
        assert is_whole(letter.text)
        assert [item["number"] for item in letter.facts["items"]] == list(range(1, len(letter.facts["items"]) + 1))


@pytest.mark.parametrize("code", ["us", "us-or", "us-fl", "us-ny", "us-ca", "gb"])
def test_a_place_without_wording_of_its_own_gets_the_common_letters(code, asked, written):
    """As a place will be whose law a volunteer has just added."""
    law = load_jurisdiction(code).model_copy(update={"code": "zz", "name": "Somewhere"})
    agency = next(place for place in PLACES if place.startswith(code))
    refused = ("denied", "2026-03-20", {"exemptions": [{"cited": law.exemptions[0].patterns[0]}]})
    request = written("request", asked(agency, law=law))
    assert request.template == "letters/en/request.txt.j2" and law.law.citation in " ".join(request.text.split())
    for limit in request.facts["limits"]:
        assert limit["citation"] in " ".join(request.text.split())
    late = "unacknowledged" if code == "us-ny" else "overdue"  # New York sets no time to answer before it acknowledged
    assert is_whole(written(late, asked(agency, SENT, law=law), "2026-06-20").text)
    appeal = written("appeal", asked(agency, SENT, refused, law=law), "2026-03-25")
    assert is_whole(appeal.text) and appeal.template == "letters/en/appeal.txt.j2"
