"""The words of a mail for searching and matching, whichever form they came in."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from frkit.evidence.html.words import words_of_html
from frkit.evidence.mail.quoting import own_words, quoted_words
from frkit.evidence.mail.types import Body, Mail

LONGEST_HTML = 4_000_000
"""Characters of web text that are read with their layout."""
_PICTURE = re.compile(r"data:[^\s\"'<>()]{200,}")
"""A picture written as text, which is most of many a long mail."""
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class MailWords:
    """What the writer wrote, and what stands there of earlier mails."""

    own: str
    quoted: str


def words_of(mail: Mail) -> str:
    """The words of a mail as plain text: its plain version, and the web version of what has no other."""
    return "\n\n".join(found for body in mail.shown_bodies() if (found := _plain(body).strip()))


def every_word(mail: Mail) -> str:
    """The same, with the lines that only the web version of the mail has behind them: so nothing escapes a search.

    Of web text, addresses of links are words too, and what is too long to be laid out comes as one run of words.
    """
    found: list[str] = []
    for body in mail.shown_bodies():
        plain = body.text.strip()
        found.append(plain)
        if body.html:
            known = set(plain.split())
            lines = _every_word_of_html(body.html).splitlines()
            found.append("\n".join(line for line in lines if not known or not set(line.split()) <= known))
    return "\n\n".join(filter(None, found))


def own_and_quoted(mail: Mail) -> MailWords:
    """What the writer wrote, and what was quoted or forwarded."""
    text = words_of(mail)
    return MailWords(own_words(text), quoted_words(text))


def _plain(body: Body) -> str:
    return body.text if body.text.strip() else words_of_html(_PICTURE.sub("data:", body.html)[:LONGEST_HTML])


def _every_word_of_html(source: str) -> str:
    source = _PICTURE.sub("data:", source)
    rest = html.unescape(_TAG.sub(" ", source[LONGEST_HTML:])).strip()
    return "\n".join(filter(None, (words_of_html(source[:LONGEST_HTML], links=True), rest)))
