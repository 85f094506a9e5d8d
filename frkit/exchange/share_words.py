"""Texts without what leads to a person: names by their pseudonyms, e-mail addresses by their domain, no telephones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import cached_property
from typing import Any

from frkit.base.files import safe_name
from frkit.exchange.pseudonyms import Pseudonyms
from frkit.tracking.privacy import found_in_text

EMAIL = re.compile(r"(?<![\w.+%-])([\w.+%-]{1,64})@((?:[\w-]{1,63}\.)+[A-Za-z][\w-]{1,62})(?!\w)")
_PHONE = re.compile(
    r"(?<![\w.-])(?:"
    r"\+\d[\d\s().\-/]{6,18}\d"  # with its country
    r"|\(\d{2,5}\)[\s.-]?\d{3,4}[\s.-]?\d{3,6}"  # with its area in brackets
    r"|\d{3}[\s.-]\d{3}[\s.-]\d{4}"  # as in North America
    r"|0\d{2,4}[\s/-]\d{3,4}[\s-]?\d{3,4}"  # as in most of Europe
    r"|(?i:(?:tel|phone|telephone|mobile|cell|fax|telefon|tél)\.?:?\s*)\d[\d\s.\-/]{4,}\d"
    r")(?!\w)"
)
_TITLE = r"(?i:\b(?:mr|mrs|ms|miss|mx|dr|prof|dear|hi|hello|herrn?|frau|monsieur|madame|mme|se[ñn]ora?|sra?)\b\.?\s+)"
_ROLES = frozenset({
    "access", "admin", "appeal", "appeals", "board", "case", "cases", "city", "clerk", "commission", "contact",
    "council", "county", "custodian", "data", "desk", "dispo", "donotreply", "dpo", "foi", "foia", "foil",
    "freedom", "general", "government", "help", "info", "information", "inquiries", "legal", "mail", "media", "no",
    "noreply", "office", "officer", "opra", "pd", "pia", "police", "post", "pra", "press", "privacy", "public",
    "publicrecords", "record", "records", "reply", "request", "requests", "secretary", "service", "services",
    "sheriff", "state", "support", "team",
})  # fmt: skip
"""Words of which the addresses of offices are made; any other part before the @ may be a person."""
SHORTEST = 3
_ALONE = 4
"""Letters of a part of a name that is looked for by itself."""
_WORDS = frozenset({
    "april", "august", "california", "city", "county", "court", "french", "german", "june", "justice", "king", "lane",
    "london", "march", "may", "north", "office", "park", "police", "public", "records", "south", "state", "street",
    "team", "texas", "virginia", "washington", "west", "york",
})  # fmt: skip
"""Words that stand for something else more often than for the person who is called so."""
_WITHOUT_WIDTH = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


@dataclass
class Words:
    """Takes people out of texts and file names, in the same way everywhere."""

    pseudonyms: Pseudonyms
    people: dict[str, str]
    """Name -> pseudonym, of everybody whose name is known."""
    without_requesters: Callable[[str], str]
    """Takes the private data of the requesters out of a text."""
    private: dict[str, str] = field(default_factory=dict)
    """What no file of the copy may hold -> what it is."""
    in_files: dict[str, str] = field(default_factory=dict)
    """What a received file must not hold if it is to leave -> what it is: names of the requesters besides."""

    def text(self, text: str) -> str:
        """A text in which no known person stands, no address but those of offices, and no telephone.

        The first or last name of somebody who keeps the campaign is taken out even where it stands alone.
        """
        return _even_if_disguised(text, self._plain)

    def named(self, text: str) -> str:
        """A text in which no known person stands; public addresses stay, as law files hold them."""
        return _even_if_disguised(text, self._plainly_named)

    def _plain(self, text: str) -> str:
        text = EMAIL.sub(self._address, self._plainly_named(text))
        for pattern, stands_for in self._parts:
            text = pattern.sub(stands_for, text)
        return _PHONE.sub("[telephone]", text)

    def _plainly_named(self, text: str) -> str:
        text = self.without_requesters(text)
        for pattern, stands_for in self._patterns:
            text = pattern.sub(stands_for, text)
        return text

    def contact(self, text: str) -> str:
        """Somebody who wrote or called, as ``contact-1 <[contact-1]@agency.example>``; an office keeps its address."""
        name, address = parseaddr(text)
        if EMAIL.fullmatch(address) is None:
            return self.pseudonyms.of("contact", text)
        masked = EMAIL.sub(self._address, address)
        return f"{self.pseudonyms.of('contact', name)} <{masked}>" if name else masked

    def data(self, value: Any, mask: Callable[[str], str]) -> Any:
        """Plain data with every text in it masked."""
        if isinstance(value, str):
            return mask(value)
        if isinstance(value, dict):
            return {key: self.data(item, mask) for key, item in value.items()}
        return [self.data(item, mask) for item in value] if isinstance(value, list) else value

    def names_somebody(self, file_name: str, besides: Iterable[str] = ()) -> bool:
        """Whether a step of a file name is a part of a known name; ``besides`` are steps that mean something else."""
        steps = set(safe_name(file_name, keep_suffix=False).replace(".", "-").split("-")) - set(besides)
        return bool(steps & self._steps) or bool(found_in_text(file_name, self.private))

    def file_name(self, name: str) -> str:
        """A file's own name; without all but its ending if it names somebody."""
        shown = self.text(name)
        if shown == name and not self.names_somebody(name):
            return name
        return f"file.{name.rpartition('.')[2]}" if re.search(r"\.\w{1,8}$", name) else "file"

    def left_in(self, text: str) -> list[str]:
        """What of the requesters' private data, or of names of several words, a text still holds."""
        forms = {text, _undisguised(text)}
        found = any(pattern.search(form) for pattern in self._whole_names for form in forms)
        named = ["the name of a person"] if found else []
        return [*found_in_text(text, self.private), *named]

    def _address(self, found: re.Match[str]) -> str:
        local, domain = found[1], found[2]
        words = [word for word in re.split(r"[^a-z]+", local.casefold()) if word]
        if words and all(word in _ROLES for word in words):
            return found[0]
        return f"[{self.pseudonyms.of('contact', found[0])}]@{domain}"

    @cached_property
    def _whole_names(self) -> list[re.Pattern[str]]:
        return [_whole(name) for name in self.people if len(name.split()) > 1]

    @cached_property
    def _parts(self) -> list[tuple[re.Pattern[str], str]]:
        """First and last names of those who keep the campaign, as they stand alone: with a capital, or all capitals."""
        found = []
        for name, pseudonym in sorted(self.people.items()):
            words = name.split()
            if len(words) > 1 and pseudonym.startswith("person"):
                for word in dict.fromkeys(form for one in (words[0], words[-1]) for form in (one, _unaccented(one))):
                    if len(word) >= _ALONE and word[0].isupper() and word.casefold() not in _WORDS:
                        either = f"{re.escape(word)}|{re.escape(word.upper())}"
                        found.append((re.compile(rf"(?<![\w\[-])(?:{either})(?![\w-])"), pseudonym))
        return found

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        found = []
        for name, pseudonym in sorted(self.people.items(), key=lambda one: (-len(one[0]), one[0])):
            words = name.split()
            if len(name) < SHORTEST:
                continue
            if len(words) > 1:
                found.append((_whole(name), pseudonym))
                last = rf"{_TITLE}(?:{re.escape(words[0])}|{re.escape(words[-1])})(?!\w)"
                found.append((re.compile(last), pseudonym))
            else:
                forms = dict.fromkeys((name, name[0].upper() + name[1:], name.upper(), _unaccented(name)))
                either = "|".join(map(re.escape, forms))
                found.append((re.compile(rf"(?<![\w-])(?:{either})(?![\w-])"), pseudonym))
        return found

    @cached_property
    def _steps(self) -> set[str]:
        """Words of names as they stand in file names."""
        steps = {
            step for name in self.people for step in safe_name(name, keep_suffix=False).replace(".", "-").split("-")
        }
        return {step for step in steps if len(step) >= SHORTEST} - {"file", "person", "contact"}


def values_in_files(private: dict[str, str], names: Iterable[str]) -> dict[str, str]:
    """What gives a requester away in a file: private data, whole names, and how a letter speaks to that person."""
    values = dict(private)
    for name in names:
        words = name.split()
        if len(words) > 1 or len(name) > 6:
            values[name] = "name of requester"
        if len(words) > 1:
            values[f"{words[-1]} {' '.join(words[:-1])}"] = "name of requester"
        for word in {words[0], words[-1]} if words else ():
            if len(word) >= SHORTEST:
                values |= {f"{title} {word}": "name of requester" for title in ("Dear", "Ms", "Mr", "Mrs", "Mx", "Dr")}
    return values


def _whole(name: str) -> re.Pattern[str]:
    """A name of several words as it may be written: any case, with an initial, the last one first, in a user's name."""
    forms = []
    for words in {tuple(name.split()), tuple(_unaccented(name).split())}:
        escaped = [re.escape(word) for word in words]
        gap = r"[\s._-]*" if sum(map(len, words)) >= 8 else r"[\s._-]+"
        forms.append(gap.join(escaped))
        forms.append(rf"{escaped[0]}\s+\w\.?\s+{escaped[-1]}")
        forms.append(rf"{escaped[-1]},\s*{escaped[0]}")
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(forms))})(?![^\W_])", re.IGNORECASE)


def _unaccented(name: str) -> str:
    """A name as somebody without its accents at hand types it."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(one for one in apart if not unicodedata.combining(one)) or name


def _undisguised(text: str) -> str:
    """A text without signs that nobody sees, with plain letters for wide and joined ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", _WITHOUT_WIDTH.sub("", text))


def _even_if_disguised(text: str, mask: Callable[[str], str]) -> str:
    """A text masked; it keeps its odd signs unless a name or address was hidden by them."""
    plain = _undisguised(text)
    if plain != text and (masked := mask(plain)) != plain:
        return masked
    return mask(text)
