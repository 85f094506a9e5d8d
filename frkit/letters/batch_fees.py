"""The most that each request of a batch agrees to pay, in the money of its place. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from frkit.base.errors import WrongUsage
from frkit.law.types import Jurisdiction
from frkit.letters.batch_consistency import named
from frkit.letters.batch_types import Noticed, Planned

CAP = "fee_cap"
"""The input under ``given`` that letters print as what is agreed to in advance."""
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
            "No request says how much you would pay without being asked again; --fee-cap 25 says so in each letter.",
        )
        return
    if bare:
        message = f"No cap on fees in {named(bare)}; {len(capped)} others have one."
        yield Noticed("doubt", message, tuple(row.number for row in bare))
    loose = [row for row in capped if row.wanted.cap_currency is None]
    kinds = Counter(_sum(row) for row in loose)
    currencies = {_currency(row.law) for row in loose}
    if len(currencies) > 1:
        sums = ", ".join(f"{money} in {count}" for money, count in kinds.most_common())
        usual = kinds.most_common(1)[0][0]
        yield Noticed(
            "doubt",
            f"The cap on fees was written without a currency, so the requests say: {sums}.",
            tuple(row.number for row in loose if _sum(row) != usual),
            remedy="if that is not meant, write it for each place, in the column fee_cap of a table, like 40 GBP",
        )


def _sum(row: Planned) -> str:
    return f"{row.request.given[CAP]} {_currency(row.law)}"


def _currency(law: Jurisdiction) -> str:
    return law.fees.currency if law.fees is not None else "of a currency not on file"
