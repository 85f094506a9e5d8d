"""What a page shows apart in running text: heads of items, blanks that a person has to fill in, quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from frkit.letters.document import Listing, Paragraph, Part
from frkit.letters.to_do import BLANK
from frkit.pages.wording import sentence_start

_QUOTED = re.compile(r'(?<![\w"“])"(?=[^\s"])((?:[^"\n]|\n(?!\n)){0,2000}?)(?<=\S)"(?![\w"])')
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])|(?<=s)'$")
_SPACES = re.compile(r"(\s+)")
_OPENS = re.compile(r"(?<!\w)'(?=\w)")
_ADDRESS = re.compile(r"[@/\\]")
_SHORT = re.compile(r"([^\W\d_][^.:;?!()\d]{2,38}\.) \S")
_ANSWERS = ("decisions", "answers")


@dataclass(frozen=True)
class Run:
    """Words that are shown in one way."""

    text: str
    head: bool = False
    """What a list item is about, before its words."""
    blank: bool = False
    """A person still has to fill it in."""


def runs_of(text: str, heads: Iterable[str] = (), filled: Iterable[str] = ()) -> Iterator[Run]:
    """The runs of a text in order; ``filled`` are words in brackets that are no blanks."""
    head = max((one for one in heads if _begins(text, one)), key=len, default="")
    if head:
        yield Run(text[: len(head)], head=True)
    at = len(head)
    for blank in BLANK.finditer(text, at):
        if blank[0] not in filled:
            yield from (Run(text[at : blank.start()]),) if at < blank.start() else ()
            yield Run(blank[0], blank=True)
            at = blank.end()
    if at < len(text) or not text:
        yield Run(text[at:])


def heads_of(facts: dict[str, Any]) -> tuple[str, ...]:
    """Words with which items of a letter's lists begin, by which a reader finds them: titles of records, grounds."""
    titles = [f"{item['title']}." for item in facts["items"] if item["title"]]
    answers = ((facts.get(of) or {}).get(key) or () for of in ("appeal", "complaint", "neither") for key in _ANSWERS)
    grounds = (ground for some in answers for one in some for ground in one.get("grounds", ()))
    return (*titles, *dict.fromkeys(head for one in grounds for head in _heads(one)))


def _heads(ground: dict[str, Any]) -> Iterator[str]:
    """A ground as a letter names it: the words of the agency, as they are or as a sentence begins, and the label."""
    for cited in (ground["cited"], sentence_start(ground["cited"])):
        yield from (f"{cited}.", f"{cited}: {ground['label']}")


def short_heads(parts: Iterable[Part]) -> Iterator[str]:
    """The same for lists of which every item begins with a few words and a full stop."""
    for part in parts:
        if isinstance(part, Listing) and part.kind == "number" and len(part.items) > 1:
            begun = [_SHORT.match(item.parts[0].text) for item in part.items if isinstance(item.parts[0], Paragraph)]
            if len(begun) == len(part.items):
                heads = [found[1] for found in begun if found is not None]
                yield from heads if len(heads) == len(begun) else ()


def curled(text: str, kept: str) -> str:
    """A text of an English letter with the quotation marks and apostrophes of print.

    A mark that stands in ``kept`` stays as it is everywhere: whoever looks for the sender's name and address in a file,
    so as to mask them, must find them as they are on file.
    """
    if '"' not in kept:
        text = _QUOTED.sub("“\\1”", text)
    if "'" not in kept and not _OPENS.search(text):
        text = "".join(map(_curled, _SPACES.split(text)))
    return text


def _curled(word: str) -> str:
    """A word with apostrophes of print; an address of mail or of a page stays as it is."""
    return word if "'" not in word or _ADDRESS.search(word) else _APOSTROPHE.sub("’", word)


def _begins(text: str, head: str) -> bool:
    """Whether a text begins with these words and goes on with others."""
    return text.startswith(head) and not text[len(head) : len(head) + 1].isalnum()
