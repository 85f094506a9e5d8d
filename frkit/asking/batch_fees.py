"""The most that each request of a batch agrees to pay, in the money of its place. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from frkit.asking.batch_consistency import named
from frkit.asking.batch_types import Noticed, Planned
from frkit.base.errors import WrongUsage
from frkit.law.types import Jurisdiction

CAP = "fee_cap"
"""The input under ``given`` that letters print as what is agreed to in advance."""
ANY_MONEY = ""
_SIGNS = {"£": "GBP", "€": "EUR"}
_CAP = re.compile(
    r"(?P<before>[A-Za-z]{3}|[£€$])?\s*(?P<amount>[0-9]{1,9}(?:\.[0-9]{1,2})?)\s*(?P<after>[A-Za-z]{3}|[£€$])?"
)


def cap_from(typed: str) -> tuple[str, str | None]:
    """The amount and the currency, if one is written, of ``50``, ``50 USD``, ``£25``; raises WrongUsage otherwise."""
    found = _CAP.fullmatch(typed.strip())
    if found is None or (found["before"] and found["after"]):
        raise WrongUsage(
            f"'{typed}' is no amount for a cap on fees.", remedy="write it like 50 or 50 USD, without commas"
        )
    sign = found["before"] or found["after"]
    return found["amount"], _SIGNS.get(sign, sign.upper()) if sign else None


def caps_from(typed: Iterable[str]) -> dict[str, str]:
    """Currency -> amount of several caps; raises WrongUsage for two in one currency."""
    caps: dict[str, str] = {}
    for one in typed:
        amount, currency = cap_from(one)
        if (currency or ANY_MONEY) in caps:
            told = f"in {currency}" if currency else "without a currency"
            raise WrongUsage(f"Two caps on fees are {told}.", remedy="give one for each currency: '25 USD', '20 GBP'")
        caps[currency or ANY_MONEY] = amount
    return caps


def cap_for(law: Jurisdiction, caps: Mapping[str, str]) -> str | None:
    """The cap in the money of a place, else the one without a currency; None where there is neither."""
    own = law.fees.currency if law.fees is not None else ""
    dollars = caps.get("$") if own.endswith("D") else None
    return caps.get(own) or dollars or caps.get(ANY_MONEY)


def refuse_other_money(law: Jurisdiction, currency: str | None) -> None:
    """Raise WrongUsage for a cap in money that is not that of the place: the number would mean something else."""
    own = law.fees.currency if law.fees is not None else None
    if currency is None or own is None or currency == own or (currency == "$" and own.endswith("D")):
        return
    raise WrongUsage(
        f"The cap on fees is in {currency}, and fees in {law.name} are in {own}.",
        remedy=f"write the cap in {own}, or leave it out there",
    )


def cap_notices(rows: Sequence[Planned]) -> Iterator[Noticed]:
    """Requests without a cap where others have one, and one number that means several sums of money."""
    capped = [row for row in rows if row.request.given.get(CAP)]
    bare = [row for row in rows if not row.request.given.get(CAP)]
    if not capped:
        yield Noticed(
            "look",
            "No request says what you would pay without being asked again; --fee-cap '25 USD' says so in the letters.",
        )
        return
    if bare:
        message = f"No cap on fees in {named(bare)}; {len(capped)} others have one."
        yield Noticed("doubt", message, tuple(row.number for row in bare))
    loose = [row for row in capped if _is_loose(row)]
    kinds = Counter(_sum(row) for row in loose)
    currencies = {_currency(row.law) for row in loose}
    if len(currencies) > 1:
        sums = ", ".join(f"{money} in {count}" for money, count in kinds.most_common())
        usual = kinds.most_common(1)[0][0]
        yield Noticed(
            "doubt",
            f"The cap on fees was written without a currency, so the requests say: {sums}.",
            tuple(row.number for row in loose if _sum(row) != usual),
            remedy="if that is not meant, give one for each currency: --fee-cap '25 USD' --fee-cap '20 GBP'",
        )


def _is_loose(row: Planned) -> bool:
    """Whether nobody said in which money the cap of a row is."""
    if CAP in row.wanted.asked.given:
        return row.wanted.cap_currency is None
    return cap_for(row.law, {key: cap for key, cap in row.wanted.caps.items() if key != ANY_MONEY}) is None


def _sum(row: Planned) -> str:
    return f"{row.request.given[CAP]} {_currency(row.law)}"


def _currency(law: Jurisdiction) -> str:
    return law.fees.currency if law.fees is not None else "of a currency not on file"
