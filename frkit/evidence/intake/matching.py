"""To which request a file belongs: a score for each request, with the reasons in words. Pure; decides nothing.

Points add up. A proposal needs enough of them, a clear lead over the next request, and no warning; whoever runs the
command still says yes. What only looks like a known sender counts for nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from frkit.evidence.intake.look_alikes import domain_of, look_alike, same_domain

ENOUGH = 50
"""Points from which a request is proposed."""
LEAD = 20
"""Points that it must have more than the next one."""
_ANSWERS, _NAMED = 60, 50
_NUMBER = {"subject": 60, "name": 55, "words": 50, "inside": 50, "quoted": 35}
_WHERE = {
    "subject": "its subject has",
    "name": "its file name has",
    "words": "its text has",
    "inside": "a file inside it is called by",
    "quoted": "the text that it quotes has",
}
_ONLY_ADDRESS, _ADDRESS, _DOMAIN, _SHARED_DOMAIN = 50, 35, 15, 6
_AGENCY, _ALIAS, _SUBJECT, _ITEM, _MOST_ITEMS, _PLACE, _VENDOR = 15, 10, 10, 3, 9, 4, 4
_NOT_SENT, _BEFORE_SENT = -20, -25
_BEFORE_SUBJECTS = {"re", "aw", "fw", "fwd", "wg", "tr", "sv", "external"}
_LONGEST_NUMBER = 8
"""Runs of letters or of digits that a reference number has at most, as in ``2026-03-R-0012``."""
_FREE = (
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "aol.com",
    "mail.com", "proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "orange.fr",
)  # fmt: skip
"""Where anybody has an address: the domain says nothing."""


@dataclass(frozen=True)
class Clues:
    """What a file says of itself; places that it does not have are empty."""

    name: str
    subject: str = ""
    words: str = ""
    """What the sender wrote, or the text of the document."""
    quoted: str = ""
    inside: tuple[str, ...] = ()
    """Names of the files inside it."""
    sender: str = ""
    sender_name: str = ""
    reply_to: str = ""
    ids: tuple[str, ...] = ()
    """Message-IDs that it answers, returns or forwards."""
    about: tuple[str, ...] = ()
    """Addresses that a report of a mail system is about."""
    day: date | None = None


@dataclass(frozen=True)
class Known:
    """What is on file of one request that a reply could bear."""

    request: str
    agency: str
    aliases: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    message_ids: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    """Titles and terms of what was asked for."""
    places: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    sent: date | None = None


@dataclass(frozen=True)
class Candidate:
    """A request with its points, the reasons for them, and what speaks for caution."""

    request: str
    score: int
    reasons: tuple[tuple[str, int], ...]
    """(reason in words, its points), the weightiest first."""
    warnings: tuple[str, ...] = ()


def candidates(clues: Clues, known: Sequence[Known]) -> tuple[Candidate, ...]:
    """The requests that have points or a warning, the best first; equals in the order of their names."""
    read = _Read(clues)
    shared = _Shared(known)
    found = [_judged(read, one, shared) for one in known]
    telling = [one for one in found if one.score > 0 or one.warnings]
    return tuple(sorted(telling, key=lambda one: (-one.score, one.request)))


def proposed(found: Sequence[Candidate]) -> Candidate | None:
    """The request that stands out enough to be proposed, or None where a person must choose."""
    if not found or found[0].score < ENOUGH or found[0].warnings:
        return None
    lead = found[0].score - (found[1].score if len(found) > 1 else 0)
    return found[0] if lead >= LEAD else None


class _Read:
    """A file's words, made ready once for all requests."""

    def __init__(self, clues: Clues) -> None:
        self.clues = clues
        self.domain = domain_of(clues.sender)
        texts = {"subject": clues.subject, "name": clues.name, "words": clues.words, "quoted": clues.quoted}
        self.numbers = {where: _numbers_in(text) for where, text in texts.items()}
        self.numbers["inside"] = _numbers_in("\n".join(clues.inside))
        self.plain = {where: _plain(text) for where, text in texts.items()}
        self.everything = " ".join([*self.plain.values(), _plain(clues.sender_name)])


def _judged(read: _Read, known: Known, shared: _Shared) -> Candidate:
    certain = [*_by_mail(read, known), *_by_number(read, known)]
    points = [*certain, *_by_sender(read, known, shared), *_by_words(read, known)]
    if points and not any(worth >= _NUMBER["words"] for _, worth in certain):
        points += _by_day(read.clues.day, known.sent)
    reasons = tuple(sorted(points, key=lambda one: -one[1]))
    warning = taken_for_another(read.clues.sender, known)
    return Candidate(known.request, sum(worth for _, worth in reasons), reasons, (warning,) if warning else ())


def _by_mail(read: _Read, known: Known) -> Iterator[tuple[str, int]]:
    if any(one in known.message_ids for one in read.clues.ids):
        yield "it answers or returns a mail that is on file here", _ANSWERS
    if known.request.casefold() in read.clues.name.casefold():
        yield "its file name has the name of the request", _NAMED


def _by_number(read: _Read, known: Known) -> Iterator[tuple[str, int]]:
    """Each number once, where it counts most; a short one is no proof."""
    for number in known.references:
        joined = "".join(_runs(number))
        worth = 1.0 if len(joined) >= 6 else 0.6 if len(joined) >= 4 else 0.25
        where = next((one for one in _NUMBER if joined and joined in read.numbers[one]), None)
        if where is not None:
            yield f"{_WHERE[where]} the number {number}", round(_NUMBER[where] * worth)


def _by_sender(read: _Read, known: Known, shared: _Shared) -> Iterator[tuple[str, int]]:
    addresses = {one.casefold() for one in known.addresses}
    reported = [one for one in read.clues.about if one.casefold() in addresses]
    if read.clues.sender.casefold() in addresses:
        worth = shared.worth(read.clues.sender)
        yield f"it comes from {read.clues.sender}, an address of the agency on file", worth
    elif reported:
        worth = shared.worth(reported[0])
        yield f"it reports on a mail to {reported[0]}, an address of the agency on file", worth
    elif any(same_domain(read.domain, domain_of(one)) for one in addresses) and read.domain not in _FREE:
        several = read.domain in shared.domains
        yield f"it comes from {read.domain}, as other mail of the agency", _SHARED_DOMAIN if several else _DOMAIN


def _by_words(read: _Read, known: Known) -> Iterator[tuple[str, int]]:
    if _says(read.everything, known.agency):
        yield f"it names {known.agency}", _AGENCY
    else:
        alias = next((one for one in known.aliases if len(one) > 2 and _says(read.everything, one)), None)
        if alias is not None:
            yield f"it names {alias}", _ALIAS
    if any(_alike(read.clues.subject, one) for one in known.subjects):
        yield "its subject is like that of our letter", _SUBJECT
    asked = [one for one in known.items if len(one) > 3 and _says(read.everything, one)]
    if asked:
        shown = ", ".join(f"'{one}'" for one in asked[:3])
        yield f"it has words of what was asked for: {shown}", min(_MOST_ITEMS, _ITEM * len(asked))
    for named, worth in ((known.places, _PLACE), (known.vendors, _VENDOR)):
        found = next((one for one in named if len(one) > 3 and _says(read.everything, one)), None)
        if found is not None:
            yield f"it names {found}", worth


def _by_day(day: date | None, sent: date | None) -> Iterator[tuple[str, int]]:
    if sent is None:
        yield "this request was not sent yet", _NOT_SENT
    elif day is not None and day < sent:
        yield f"it is dated {day}, before this request was sent ({sent})", _BEFORE_SENT


def taken_for_another(sender: str, known: Known) -> str:
    """A warning in words where the domain of a sender only looks like one that is on file for a request; or nothing."""
    domain = domain_of(sender)
    alike = look_alike(domain, (one for one in map(domain_of, known.addresses) if one not in _FREE))
    return f"the sender's domain {domain} looks like {alike}, which is on file, and is another" if alike else ""


class _Shared:
    """Addresses of several requests, and domains from which several agencies write, such as that of a portal."""

    def __init__(self, known: Iterable[Known]) -> None:
        requests: Counter[str] = Counter()
        agencies: dict[str, set[str]] = {}
        for one in known:
            requests.update({address.casefold() for address in one.addresses})
            for address in one.addresses:
                agencies.setdefault(domain_of(address), set()).add(one.agency)
        self.domains = frozenset(domain for domain, names in agencies.items() if len(names) > 1)
        self._requests = requests

    def worth(self, address: str) -> int:
        """Points of an address; more if no other request here has it."""
        return _ONLY_ADDRESS if self._requests[address.casefold()] == 1 else _ADDRESS


def _numbers_in(text: str) -> frozenset[str]:
    """Every run of letters or digits, and neighbours joined, so that ``26-1234`` is found in ``R26/1234``."""
    runs = _runs(text)
    joined = set(runs)
    for length in range(2, _LONGEST_NUMBER + 1):
        joined.update("".join(runs[at : at + length]) for at in range(len(runs) - length + 1))
    return frozenset(one for one in joined if any(sign.isdigit() for sign in one))


def _runs(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+|\d+", unicodedata.normalize("NFKC", text).casefold())


def _plain(text: str) -> str:
    """Words in small letters without accents, one blank between them and at both ends."""
    bare = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text))
    words = re.sub(r"[\W_]+", " ", bare.casefold()).strip()
    return f" {words} "


def _says(plain: str, words: str) -> bool:
    """Whether a text has these words in this order; in scripts without blanks, these signs."""
    wanted = _plain(words)
    if len(wanted) < 4:
        return False
    return wanted in plain or (not wanted.isascii() and " " not in wanted.strip() and wanted.strip() in plain)


def _alike(subject: str, other: str) -> bool:
    """Whether two subjects share most of their words, whatever stands before them (``Re:``, ``[EXTERNAL]``)."""
    one, two = (
        set(_plain(text).split()) - {"re", "aw", "fw", "fwd", "wg", "tr", "external"} for text in (subject, other)
    )
    return len(one & two) >= 3 and len(one & two) >= 0.7 * len(one | two)
