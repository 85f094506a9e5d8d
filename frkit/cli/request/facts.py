"""What one needs to know before one writes or telephones: numbers, addresses, money, promises, linked requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from frkit.base.errors import FrkitError
from frkit.catalogue.loading import load_agency
from frkit.catalogue.types import Agency
from frkit.law.explaining import long_day
from frkit.tracking.contacts import KnownContact, contacts_of
from frkit.tracking.fees import FeeState
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.linked_requests import links_here
from frkit.tracking.links import Link
from frkit.tracking.standing import Standing
from frkit.tracking.types import RequestFile


def fact_rows(folder: CampaignFolder, file: RequestFile, stand: Standing) -> Iterator[tuple[str, str]]:
    """What it is, and its value, one row each; nothing for what is not known."""
    for one in stand.references:
        yield "Number", f"{one.number} ({one.whose}, {one.date})"
    for contact in contacts_of(_agency(folder, file), stand.counted):
        yield f"Contact: {contact.purpose}", _contact(contact)
    for fees in stand.fees:
        yield "Fees", _fees(fees)
    for promise in stand.promises:
        kept = f"; answered on {promise.kept_on}" if promise.kept_on else ""
        yield "Promised", f"by {long_day(promise.by)} ({promise.who}, {promise.made_on}{kept})"
    for link in _links(links_here(folder, file)):
        yield "Linked", link


def _agency(folder: CampaignFolder, file: RequestFile) -> Agency | None:
    try:
        return load_agency(file.request.agency, folder.overlay)
    except FrkitError:
        return None


def _contact(one: KnownContact) -> str:
    back = f"; came back on {long_day(one.came_back)}" if one.came_back else ""
    return f"{', '.join(one.address)} (found {one.found_when}: {one.found_where}{back})"


def _fees(one: FeeState) -> str:
    unit = f" {one.currency}" if one.currency else ""
    told = [("asked", one.asked), ("deposit", one.deposit), ("agreed", one.agreed), ("paid", one.paid or None)]
    told += [("refunded", one.refunded or None), ("open", one.open or None), ("overpaid", one.overpaid or None)]
    return "; ".join(f"{word} {value}{unit}" for word, value in told if value is not None) or "no sum was named"


_LINK_WORDS = {
    ("transferred", "to"): "passed on to {}",
    ("transferred", "from"): "passed on from {}",
    ("split", "to"): "split into {}",
    ("split", "from"): "split off from {}",
    ("consolidated", "to"): "joined to {}",
    ("consolidated", "from"): "{} was joined to this one",
}


def _links(links: Iterable[Link]) -> Iterator[str]:
    for one in links:
        items = f", items {', '.join(map(str, one.items))}" if one.items else ""
        yield f"{_LINK_WORDS[one.kind, one.direction].format(one.other)} on {one.date}{items}"
