"""Text as a search sees it: words whole again, one spelling for what looks alike. The words themselves stay.

Case and accents are folded by the index itself. Here lines are joined that a hyphen parted, ligatures and wide letters
become plain ones, marks that nobody sees go, and scripts that are written without spaces are cut into single signs.
"""

from __future__ import annotations

import re
import unicodedata

CUT = "\N{ZERO WIDTH SPACE}"
"""Stands between two signs of a script without spaces; the index takes it for a space, and a reader does not see it."""
_HYPHENS = "-\xad\x02\u2010\u2011\ufffe"
_LETTER_BEFORE, _LETTER_BEHIND = r"(?<=[^\W\d_].)", r"(?=[^\W\d_])"
_BROKEN = re.compile(rf"[{_HYPHENS}]{_LETTER_BEFORE}(?:(?<=[\x02\xad\ufffe])|[ \t]*\n[ \t]*){_LETTER_BEHIND}")
"""A word that goes on in the next line. Between digits a hyphen is part of a number and stays."""
_REAL = re.compile(rf"[-\u2010\u2011\x02\ufffe]{_LETTER_BEFORE}[ \t]*\n[ \t]*{_LETTER_BEHIND}")
"""One that may be a hyphen of the word itself."""
_BROKEN_PLAIN = re.compile(rf"-{_LETTER_BEFORE}[ \t]*\n[ \t]*{_LETTER_BEHIND}")
"""Both of these for a text of plain letters; a pattern that begins with one sign is found much faster."""
_PLAIN_SIGNS = bytes(sign if sign in b"\t\n\r" or 32 <= sign < 127 else 32 for sign in range(256))
_UNSEEN = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0640\u064b-\u065f\u0670\u0591-\u05bd\u05bf]")
"""Soft hyphens, joiners, marks of direction, and the points of Arabic and Hebrew, which few people type."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_RAISED = re.compile("[\xb2\xb3\xb9\u2070\u2074-\u2079\u2080-\u2089]+")
_WITHOUT_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"  # Japanese syllables
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
)
_SIGN = re.compile(f"[{_WITHOUT_SPACES}]")
_BETWEEN_LINES = re.compile(f"(?<=[{_WITHOUT_SPACES}])[ \t]*\n[ \t]*(?=[{_WITHOUT_SPACES}])")
_PLAIN = str.maketrans({
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H",
})  # fmt: skip
_ACCENTED = str.maketrans(dict(zip("άέήίόύώϊϋΐΰΆΈΉΊΌΎΏΪΫёЁ", "αεηιουωιυιυΑΕΗΙΟΥΩΙΥеЕ", strict=True)))
"""The index drops the accents of Latin letters only."""
_PLAIN |= _ACCENTED
_NOT_PLAIN = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_AROUND = 120
"""Characters on each side of a hyphen that are kept in its other reading, so that phrases across it are found."""
_MANY = 5
"""Hyphens on a page from which its whole text is kept in that reading."""


def folded(text: str) -> str:
    """A text as it is indexed and as it is shown in results."""
    if text.isascii() and "\x02" not in text:
        return _BROKEN_PLAIN.sub("", text).encode().translate(_PLAIN_SIGNS).decode()
    text = _BROKEN.sub("", text)
    text = _RAISED.sub(lambda found: f" {found[0]}", text)
    text = _CONTROL.sub(" ", _UNSEEN.sub("", text))
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    if _SIGN.search(text):
        text = _SIGN.sub(lambda found: f"{CUT}{found[0]}{CUT}", _BETWEEN_LINES.sub("", text))
    return text


def other_readings(text: str) -> str:
    """What else it may be searched by: hyphens at line ends taken as real ones, letters like ø and ß spelt out."""
    plain = text.isascii() and "\x02" not in text
    hyphens = list((_BROKEN_PLAIN if plain else _REAL).finditer(text))
    if len(hyphens) > _MANY:
        found = [folded(_joined_by_space(text))]
    else:
        around = (text[max(0, one.start() - _AROUND) : one.end() + _AROUND] for one in hyphens)
        found = [folded(_joined_by_space(one)) for one in around]
    if not plain and _NOT_PLAIN.search(text):
        found.append(folded(text).translate(_PLAIN))
    return "\n".join(found)


def without_accents(text: str) -> str:
    """A folded text without the accents that the index itself keeps: those of Greek, and the points of Cyrillic ё."""
    return text.translate(_ACCENTED)


def shown(text: str) -> str:
    """A folded text as a person reads it."""
    return text.replace(CUT, "")


def storable(text: str) -> str:
    """A text that a database takes: lines end alike, no NUL, no half of a character."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", " ")
    return text if text.isascii() else text.encode("utf-8", "ignore").decode()


def _joined_by_space(text: str) -> str:
    return _REAL.sub("- ", text)
