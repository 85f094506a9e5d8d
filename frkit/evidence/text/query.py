"""What a person types to search, turned into a question for the index; mistakes are told in the person's own words.

``facial recognition`` both words; ``"facial recognition"`` next to each other; ``wor*`` words that begin so;
``NEAR(camera contract, 5)`` with at most five words between; ``AND``, ``OR``, ``NOT`` and brackets. Signs within a
word, as in ``R-2024/123``, part it into pieces that have to stand side by side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from frkit.base.errors import WrongUsage
from frkit.evidence.text.folding import folded, without_accents

LONGEST, MOST_WORDS, DEEPEST = 2000, 150, 20
USUAL_DISTANCE = 10
"""Words between those of a NEAR that names no number, as in SQLite."""
FARTHEST = 1000
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＂": '"', "（": "(", "）": ")"})
_TOKEN = re.compile(r"\s*(?:(?P<phrase>\"[^\"]*\"\*?)|(?P<near>NEAR\()|(?P<mark>[()])|(?P<word>[^\s()\"]+))")
_NEAR = re.compile(r"((?:\s*(?:\"[^\"]*\"|[^\s(),\"]+))+)\s*(?:,\s*([^\s,()]*)\s*)?\)")
_PART = re.compile(r"\"([^\"]*)\"|([^\s(),\"]+)")
_HELP = "see frkit search --help; in a shell, put the whole question between single quotes: '\"two words\" OR other*'"


@dataclass(frozen=True)
class Query:
    """A question for the index, and the words in it that are looked for."""

    match: str
    """As SQLite's FTS5 takes it."""
    words: tuple[str, ...]
    """What was typed, without what it says NOT to."""


def parsed(typed: str) -> Query:
    """The question that somebody typed; raises WrongUsage that says what is wrong, and where."""
    text = typed.translate(_QUOTES).strip()
    if not text:
        raise WrongUsage("There is nothing to search for.", remedy="type words: frkit search facial recognition")
    if len(text) > LONGEST:
        raise WrongUsage(f"The question is longer than {LONGEST:,} characters.", remedy="search for fewer words")
    if text.count('"') % 2:
        raise WrongUsage("A quotation mark is opened and not closed.", place=typed[:80], remedy=_HELP)
    parser = _Parser(text, _tokens(text))
    return Query(parser.whole(), tuple(parser.words))


def words_as_query(words: tuple[str, ...]) -> str:
    """A question for pages that hold one of several names, each exactly as it stands; empty where none can be asked."""
    return " OR ".join(one for one in map(_string, words) if one)


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        one = _TOKEN.match(text, at)
        if one is None or one.lastgroup is None:
            break
        at = one.end()
        if one.lastgroup == "near":
            inner = _NEAR.match(text, at)
            if inner is None:
                raise WrongUsage(
                    "NEAR is not written as it should be.",
                    place=text[one.start() : one.start() + 60].strip(),
                    remedy="write it like NEAR(camera contract, 5): words, a comma, how many words may stand between",
                )
            found.append(("near", inner[0][:-1]))
            at = inner.end()
        else:
            found.append((one.lastgroup, one[one.lastgroup]))
    return found


class _Parser:
    """Words that stand side by side are all wanted; NOT binds closest, then AND, then OR."""

    def __init__(self, text: str, tokens: list[tuple[str, str]]) -> None:
        self._text, self._tokens, self._at, self._depth = text, tokens, 0, 0
        self.words: list[str] = []
        self._count = 0

    def whole(self) -> str:
        """The question; raises WrongUsage for what is left over."""
        made = self._either()
        if self._peek() is not None:
            raise self._wrong("A bracket is closed that was not opened.")
        if not made:
            raise self._wrong("Only letters and digits are searched for, and there are none in it.")
        return made

    def _either(self) -> str:
        parts = [self._all()]
        while self._next_is("OR"):
            parts.append(self._all())
        known = [part for part in parts if part]
        return known[0] if len(known) == 1 else " OR ".join(f"({part})" for part in known)

    def _all(self) -> str:
        parts = [self._without()]
        while (coming := self._peek()) is not None and coming not in (("word", "OR"), ("mark", ")")):
            if self._next_is("AND") and self._peek() is None:
                raise self._wrong("AND stands at the end, and nothing follows.")
            parts.append(self._without())
        known = [part for part in parts if part]
        return known[0] if len(known) == 1 else " AND ".join(f"({part})" for part in known)

    def _without(self) -> str:
        if self._peek() == ("word", "NOT"):
            raise self._wrong("NOT needs something before it: words that the page has, and then those it has not.")
        made = self._one()
        while self._peek() == ("word", "NOT") or (self._peek(), self._peek(1)) == (("word", "AND"), ("word", "NOT")):
            self._at += 1 if self._peek() == ("word", "NOT") else 2
            kept = list(self.words)
            out = self._one()
            self.words = kept
            if not made:
                raise self._wrong("NOT needs letters or digits before it.")
            made = f"({made}) NOT ({out})" if out else made
        return made

    def _one(self) -> str:
        token = self._peek()
        if token is None or token in (("word", "AND"), ("word", "OR"), ("word", "NOT")):
            said = "at the end" if token is None else f"beside {token[1]}"
            raise self._wrong(f"Words are missing {said}.")
        self._at += 1
        kind, value = token
        self._count += 1
        if self._count > MOST_WORDS:
            raise WrongUsage(f"The question has more than {MOST_WORDS} words.", remedy="search for fewer words")
        if kind == "mark":
            return self._bracket(value)
        if kind == "near":
            return self._near(value)
        return self._words(value)

    def _bracket(self, value: str) -> str:
        if value == ")":
            raise self._wrong("A bracket is closed, and nothing stands in it or it was not opened.")
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._wrong(f"Brackets stand in brackets more than {DEEPEST} times.")
        made = self._either()
        if self._peek() != ("mark", ")"):
            raise self._wrong("A bracket is opened and not closed.")
        self._at += 1
        self._depth -= 1
        return made

    def _near(self, value: str) -> str:
        inner, comma, number = value.rpartition(",") if re.search(r",[^,\"]*$", value) else (value, "", "")
        number = number.strip()
        if comma and not (number.isascii() and number.isdigit() and int(number) <= FARTHEST):
            raise self._wrong(f"Behind the comma of NEAR stands how many words may be between: 0 to {FARTHEST}.")
        typed = [one[1] if one[1] is not None else one[2] for one in _PART.finditer(inner)]
        parts = [part for part in map(_string, typed) if part]
        self.words.extend(typed)
        if len(parts) < 2:
            raise self._wrong("NEAR needs at least two words.")
        return f"NEAR({' '.join(parts)}, {int(number) if number else USUAL_DISTANCE})"

    def _words(self, value: str) -> str:
        self.words.append(value)
        made = _string(value.replace('"', ""))
        bare = without_accents(made)
        return made if bare == made else f"({made} OR {bare})"

    def _peek(self, ahead: int = 0) -> tuple[str, str] | None:
        return self._tokens[self._at + ahead] if self._at + ahead < len(self._tokens) else None

    def _next_is(self, word: str) -> bool:
        if self._peek() == ("word", word):
            self._at += 1
            return True
        return False

    def _wrong(self, fact: str) -> WrongUsage:
        return WrongUsage(fact, place=self._text[:80], remedy=_HELP)


def _string(typed: str) -> str:
    """A word or phrase as FTS5 takes it, with a star at its end for all that begin so; empty if it has no letters."""
    begins = typed.rstrip().endswith("*")
    plain = folded(typed.replace("*", " ")).replace('"', " ").strip()
    if not any(sign.isalnum() for sign in plain):
        return ""
    last = re.split(r"[\W_]", plain)[-1]
    if begins and len(last) == 1 and last.isascii():
        raise WrongUsage(
            f"Too many words begin with '{last}'.", place=typed[:80], remedy="give two letters or more before the star"
        )
    return f'"{plain}"{" *" if begins and last else ""}'
