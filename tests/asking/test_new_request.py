"""Making a request from what was asked: items, their own words, the law, another request to go by."""

from __future__ import annotations

from datetime import date

import pytest

from frkit.asking.new_request import Asked, regimes, request_from
from frkit.asking.twins import like
from frkit.base.errors import WrongUsage
from frkit.tracking.types import Period

PHOENIX = "us-az-phoenix-pd"
SINCE_2016 = Period(since=date(2016, 1, 1))


def test_each_item_has_its_own_period_offices_terms_and_smaller_version(campaign):
    asked = Asked(
        agency=PHOENIX,
        items=("policy", "contracts"),
        texts=("The minutes of the  working group\n",),
        custodians=("City Clerk",),
        terms=("face recognition",),
        own_periods={"contracts": SINCE_2016},
        own_custodians={"2": ("Procurement",)},
        own_terms={"3": ("working group",)},
        narrower={"3": "those of 2025"},
    )
    policy, contracts, minutes = request_from(asked, campaign).items
    assert (policy.number, policy.category, policy.period) == (1, "policy", None)
    assert (contracts.period, contracts.custodians) == (SINCE_2016, ("City Clerk", "Procurement"))
    assert (minutes.category, minutes.text) == ("other", "The minutes of the working group")
    assert minutes.terms == ("face recognition", "working group")
    assert minutes.narrower == "those of 2025"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"own_terms": {"9": ("x",)}}, "no item '9'"),
        ({"own_terms": {"0": ("x",)}}, "no item '0'"),
        ({"narrower": {"contract": "x"}}, "did you mean 'contracts'?"),
        ({"narrower": {"1": "x", "policy": "y"}}, "named twice"),
        ({"narrower": {"other": "x"}, "texts": ("words",)}, "no item 'other'"),
        ({"texts": (" \n",)}, "no words"),
        ({"law": "us-ca"}, "not asked under 'us-ca'"),
        ({"law": "gb-sar"}, "not asked under 'gb-sar'"),
    ],
)
def test_words_that_fit_no_item_or_place_are_told(wrong, told, campaign):
    with pytest.raises(WrongUsage, match=told):
        request_from(Asked(agency=PHOENIX, items=("policy", "contracts"), **wrong), campaign)


def test_a_request_in_one_s_own_words_needs_no_pack(campaign):
    made = request_from(Asked(agency=PHOENIX, texts=("One record", "One record", "Another")), campaign)
    assert [(item.number, item.text) for item in made.items] == [(1, "One record"), (2, "Another")]


def test_another_law_of_the_country_can_be_used_even_where_the_usual_one_does_not_reach(campaign):
    assert request_from(Asked(agency="gb-met", items=("policy",), law="gb-sar"), campaign).law == "gb-sar"
    assert request_from(Asked(agency="gb-nca", items=("policy",), law="gb-sar"), campaign).law == "gb-sar"
    with pytest.raises(WrongUsage, match="outside the Freedom of Information Act"):
        request_from(Asked(agency="gb-nca", items=("policy",)), campaign)


def test_the_laws_of_a_body_begin_with_its_usual_one(campaign):
    from frkit.catalogue.loading import load_agency

    assert regimes(load_agency("gb-police-scotland"), campaign.overlay) == ["gb-sct", "gb-sar"]
    assert regimes(load_agency(PHOENIX), campaign.overlay) == ["us-az"]


def test_what_is_not_said_is_taken_from_another_request_but_not_its_answers_to_the_law(campaign):
    first = request_from(
        Asked(
            agency=PHOENIX,
            pack="first-contact",
            vendors=("amazon",),
            since=date(2020, 6, 10),
            requester="robin",
            given={"portal": "yes"},
            own_periods={"contracts": SINCE_2016},
            custodians=("legal department of Phoenix",),
        ),
        campaign,
    )
    asked = like(Asked(agency="us-ca-lapd"), first)
    second = request_from(asked, campaign)
    assert (second.pack, second.vendors, second.requester) == ("first-contact", ("amazon",), "robin")
    assert second.period == Period(since=date(2020, 6, 10))
    assert second.items[2].period == SINCE_2016
    assert second.given == {}
    assert not any(item.custodians for item in second.items), "offices of one body are not those of another"


def test_a_request_whose_pack_was_edited_is_followed_as_it_stands_now(campaign):
    made = request_from(Asked(agency=PHOENIX, pack="first-contact"), campaign)
    edited = made.model_copy(update={"items": made.items[:2]})
    second = request_from(like(Asked(agency="us-ca-lapd"), edited), campaign)
    assert [item.category for item in second.items] == [item.category for item in edited.items]
    assert second.pack is None
