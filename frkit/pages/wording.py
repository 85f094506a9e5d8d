"""Words made from data: dates, money, lists and counts, as letters and pages write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€"}

# Control characters, direction marks and invisible joiners could make a page show other words than it holds.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufff9-\ufffb]"
)


def without_hidden(text: str) -> str:
    """A text without control characters, direction marks and other characters that show nothing; line ends stay."""
    if text.isprintable():  # said at once, and true of nearly every text
        return text
    return _HIDDEN.sub(
        "", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    )


def on_one_line(text: str) -> str:
    """A text without hidden characters, its line ends and runs of spaces made single spaces."""
    return " ".join(without_hidden(text).split())


def day_first(day: date) -> str:
    """A long date as the United Kingdom writes it: 10 June 2020."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_first(day: date) -> str:
    """A long date as the United States write it: June 10, 2020."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def long_date(day: date, style: str) -> str:
    """A long date in a place's own style, ``day_first`` or ``month_first``."""
    return month_first(day) if style == "month_first" else day_first(day)


def partial_date(text: str, style: str = "day_first") -> str:
    """A date, month or year as a source gives it, in words and no more exact than the source: June 2020."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    if len(parts) == 2:
        return f"{MONTHS[parts[1] - 1]} {parts[0]}"
    return long_date(date(*parts), style)


def money(amount: Decimal | int | str, currency: str | None = None) -> str:
    """An amount with its currency: $1,250.00, £450.00, or CHF 45.00 where no sign is usual."""
    figure = f"{Decimal(str(amount)).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"
    if currency is None:
        return figure
    return f"{SYMBOLS[currency]}{figure}" if currency in SYMBOLS else f"{currency} {figure}"


def listed(words: Iterable[object], last: str = "and") -> str:
    """Words as a list in a sentence: a, b and c."""
    texts = [str(word) for word in words]
    return f" {last} ".join([*([", ".join(texts[:-1])] if texts[:-1] else []), *texts[-1:]])


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th, 21st."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """A count with its noun: 1 day, 12 days, 1,204 searches."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence_start(text: str) -> str:
    """A text whose first letter is a capital, the rest untouched."""
    return text[:1].upper() + text[1:]


def without_stop(text: str) -> str:
    """A text without the full stop at its end, for use inside a sentence; the stop of an abbreviation stays."""
    stripped = text.rstrip()
    if stripped.endswith(".") and not re.search(r"(?:\b[A-Za-z]\.[A-Za-z]|\b(?:etc|Inc|Ltd|Corp|Co|No))\.$", stripped):
        return stripped[:-1]
    return stripped


FILTERS: dict[str, Callable[..., str]] = {
    "day_first": day_first,
    "month_first": month_first,
    "long_date": long_date,
    "partial_date": partial_date,
    "money": money,
    "listed": listed,
    "ordinal": ordinal,
    "plural": plural,
    "one_line": on_one_line,
    "sentence_start": sentence_start,
    "without_stop": without_stop,
}
"""The filters that every template may use."""
