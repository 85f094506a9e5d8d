"""Which request a file belongs to: what counts, how much, and when nobody should guess."""

from datetime import date

import pytest

from frkit.evidence.intake.look_alikes import domain_of, look_alike, same_domain
from frkit.evidence.intake.matching import ENOUGH, LEAD, Clues, Known, candidates, proposed, taken_for_another

LAPD = Known(
    request="2026-03-lapd-contracts",
    agency="Los Angeles Police Department",
    aliases=("LAPD",),
    references=("26-1234",),
    message_ids=frozenset({"<ours-1@home.example>"}),
    addresses=("records@lapd.example",),
    items=("Contracts with vendors of face recognition",),
    places=("Los Angeles",),
    vendors=("Clearview AI",),
    sent=date(2026, 3, 2),
)
NYPD = Known(
    request="2026-03-nypd-contracts",
    agency="New York City Police Department",
    aliases=("NYPD",),
    references=("FOIL-2026-056-01234",),
    addresses=("foil@nypd.example",),
    items=("Contracts with vendors of face recognition",),
    sent=date(2026, 3, 2),
)
BOTH = (LAPD, NYPD)


def clues(**said):
    return Clues(**{"name": "file.pdf", **said})


def best(**said):
    found = proposed(candidates(clues(**said), BOTH))
    return found.request if found else None


@pytest.mark.parametrize(
    "said",
    [
        {"subject": "RE: Request 26-1234"},
        {"subject": "RE: Request 26/1234 [EXTERNAL]"},
        {"name": "R26-1234 final.zip"},
        {"words": "Your request, our number 26 - 1234, was closed."},
        {"inside": ("26-1234 contract.pdf",)},
        {"ids": ("<other@x.example>", "<ours-1@home.example>")},
        {"sender": "Records@LAPD.example"},
        {"about": ("records@lapd.example",)},
        {"name": "2026-03-lapd-contracts scan.pdf"},
    ],
)
def test_one_strong_clue_is_enough_to_propose_a_request_and_is_named(said):
    assert best(**said) == LAPD.request
    assert candidates(clues(**said), BOTH)[0].reasons


@pytest.mark.parametrize(
    "said",
    [
        {"subject": "Request 126-1234"},
        {"subject": "Request 26-12345"},
        {"subject": "Your request", "words": "We ask for more time."},
        {"words": "The Los Angeles Police Department uses Clearview AI."},
        {"sender": "somebody@lapd.example"},
        {"sender": "records@lapd.example", "subject": "FOIL-2026-056-01234"},
    ],
)
def test_a_weak_clue_or_two_that_contradict_each_other_are_left_to_a_person(said):
    assert best(**said) is None


def test_what_was_only_quoted_counts_less_than_what_the_writer_wrote():
    quoted, wrote = (candidates(clues(**{where: "26-1234"}), BOTH)[0].score for where in ("quoted", "words"))
    assert quoted < ENOUGH <= wrote


def test_a_short_number_stands_in_any_text_and_proves_nothing():
    short = Known("2026-03-x", "Some Agency", references=("17",), sent=date(2026, 3, 2))
    assert proposed(candidates(clues(subject="RE: 17"), (short,))) is None


def test_two_requests_to_one_agency_need_more_than_its_address():
    second = Known(
        "2026-04-lapd-audits", LAPD.agency, references=("26-9999",), addresses=LAPD.addresses, sent=LAPD.sent
    )
    by_address = candidates(clues(sender="records@lapd.example"), (LAPD, second))
    assert proposed(by_address) is None and by_address[0].score - by_address[1].score < LEAD
    with_number = candidates(clues(sender="records@lapd.example", subject="26-9999"), (LAPD, second))
    assert proposed(with_number).request == second.request


def test_a_file_that_is_older_than_the_request_needs_more_than_an_address():
    found = candidates(clues(sender="records@lapd.example", day=date(2025, 11, 1)), BOTH)
    assert proposed(found) is None
    assert any("before this request was sent" in reason for reason, _ in found[0].reasons)


def test_a_domain_of_several_agencies_says_little():
    portal = "no-reply@portal.example"
    one, two = (Known(name, f"Agency {name}", addresses=(portal,), sent=LAPD.sent) for name in ("a", "b"))
    shared = candidates(clues(sender="tickets@portal.example"), (one, two))
    own = candidates(clues(sender="tickets@portal.example"), (one,))
    assert max(points for _, points in shared[0].reasons) < max(points for _, points in own[0].reasons)


def test_a_free_mail_domain_says_nothing():
    clerk = Known("a", "Agency", addresses=("clerk.of.town@gmail.com",))
    assert candidates(clues(sender="stranger@gmail.com"), (clerk,)) == ()


def test_words_in_a_script_without_blanks_are_found():
    tokyo = Known("jp", "警視庁", items=("顔認証",), sent=date(2026, 3, 2))
    assert candidates(clues(words="警視庁の顔認証システムについて"), (tokyo,))[0].score > 0


@pytest.mark.parametrize(
    "domain",
    ["1apd.example", "lapd.examp1e", "lapd-example.com", "lapd.example.evil.test", "lаpd.example", "ladp.example"],
)
def test_a_look_alike_is_said_and_never_counted(domain):
    fake = f"records@{domain}"
    found = candidates(clues(sender=fake, subject="RE: 26-1234"), BOTH)
    real = candidates(clues(subject="RE: 26-1234"), BOTH)
    assert found[0].score == real[0].score, "its sender counts for nothing"
    assert proposed(found) is None, "its number may have been read on the web"
    assert "looks like lapd.example" in taken_for_another(fake, LAPD)


@pytest.mark.parametrize("domain", ["lapd.example", "mail.lapd.example", "city.test", "oakland.example"])
def test_the_domain_itself_what_lies_below_it_and_strangers_are_no_look_alikes(domain):
    assert look_alike(domain, ["lapd.example", "city.test"]) is None


@pytest.mark.parametrize(
    ("domain", "known"),
    [
        ("0akland-pd.example", "oakland-pd.example"),
        ("oaklandpd.example", "oakland-pd.example"),
        ("oakland-pd.test", "oakland-pd.example"),
        ("rnetropolitan.example", "metropolitan.example"),
        ("metropolitann.example", "metropolitan.example"),
        (domain_of("a@" + "oаkland-pd".encode("idna").decode() + ".example"), "oakland-pd.example"),
    ],
)
def test_signs_that_look_alike_slips_and_other_endings_are_seen(domain, known):
    assert look_alike(domain, [known]) == known


def test_a_body_holds_what_lies_below_its_domain():
    assert same_domain("mail.city.example", "city.example") and same_domain("city.example", "mail.city.example")
    assert not same_domain("notcity.example", "city.example") and not same_domain("", "")


def test_few_points_are_too_little_and_not_more_than_one_request() -> None:
    from frkit.evidence.intake.matching import Candidate
    from frkit.evidence.intake.sorting import _why_not

    def found(*points: int) -> list[Candidate]:
        return [Candidate(str(number), score, ()) for number, score in enumerate(points)]

    assert _why_not(found(23, 4)) == "too little speaks for any request"
    assert _why_not(found(70, 60)) == "more than one request fits"
