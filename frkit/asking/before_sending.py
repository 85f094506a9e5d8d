"""What a person must know before a request goes out: rules of its law, gaps in what is on file, other requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from frkit.asking.rules import (
    about_the_law,
    commercial_use,
    fee_due,
    form_wanted,
    open_questions,
    to_be_stated,
    who_may_ask,
)
from frkit.asking.together import Other, asked_twice, costs_together, series
from frkit.asking.warned import Warned, gravest_first
from frkit.base.errors import FrkitError
from frkit.base.models import check_model
from frkit.base.yaml_places import read_yaml
from frkit.catalogue.loading import load_agency, load_record_category
from frkit.law.calendars import ClosedDays
from frkit.law.loading import all_codes, load_closed_days, load_jurisdiction
from frkit.law.types import Jurisdiction
from frkit.pages.wording import listed
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.order import effective
from frkit.tracking.types import OTHER, Request


def warnings_before(made: Request, folder: CampaignFolder, day: date) -> list[str]:
    """Each warning as a sentence, the ones that stop a request first."""
    return [one.text for one in before_sending(made, folder, day)]


def before_sending(
    made: Request, folder: CampaignFolder, day: date, *, others: Sequence[Other] | None = None
) -> list[Warned]:
    """Every warning for a request that would go out on a day, those that stop it first.

    ``others`` are the other requests of the campaign, read once where many are checked; read here if None.
    """
    law = load_jurisdiction(made.law, folder.overlay)
    known = others_of(folder, made) if others is None else others
    return gravest_first(
        [
            *_about_requester(made, folder),
            *by_law(made, law, day),
            *to_be_stated(law, folder.requester(made.requester)),
            *_about_regime(made, law),
            *_about_period(made, day),
            *costs_together(made, law, _closed(law, folder), known, day),
            *series(made, law, known),
            *asked_twice(made, known),
            *_about_agency(made, law, folder),
        ]
    )


def by_law(made: Request, law: Jurisdiction, day: date) -> Iterator[Warned]:
    """What the law alone says of such a request, without a look at who asks or at the rest of the campaign."""
    yield from open_questions(law, made.given, day)
    yield from who_may_ask(law, made.given)
    yield from form_wanted(law)
    yield from commercial_use(law, made.given)
    yield from fee_due(law)
    yield from about_the_law(law)


def others_of(folder: CampaignFolder, made: Request, *, but: str | None = None) -> list[Other]:
    """The other requests of the campaign under the same law, but for one id and for drafts that ask for just this.

    When they went out is read only for those to the same body.
    """
    found = []
    for request_id, request in requests_of(folder).items():
        if request_id == but or request.law != made.law:
            continue
        sent_on, events = _sending(folder, request_id) if request.agency == made.agency else (None, False)
        if events or request != made:
            found.append(Other(request_id, request, sent_on))
    return found


def requests_of(folder: CampaignFolder) -> dict[str, Request]:
    """The requests of the campaign by id, without their events; those that cannot be read are told in every listing."""
    found = {}
    for request_id in folder.request_ids():
        try:
            document = read_yaml(folder.root / "requests" / request_id / "request.yaml")
        except FrkitError:
            continue
        request, _ = check_model(Request, document, lenient=True)
        if request is not None:
            found[request_id] = request
    return found


def _sending(folder: CampaignFolder, request_id: str) -> tuple[date | None, bool]:
    try:
        events = folder.load(request_id).events
    except FrkitError:
        return None, True
    days = [event.date for _, event in effective(events) if event.kind == "sent"]
    return (days[-1] if days else None), bool(events)


def _closed(law: Jurisdiction, folder: CampaignFolder) -> ClosedDays | None:
    """The closed days, where requests are costed together by open days; None where none are on file."""
    if law.limits is None or law.limits.aggregated_within is None:
        return None
    try:
        return load_closed_days(law.code, folder.overlay)
    except FrkitError:
        return None


def _about_requester(made: Request, folder: CampaignFolder) -> Iterator[Warned]:
    if made.requester is None:
        told = "No requester is set; add --requester ID, with a file private/requesters/ID.yaml."
        yield Warned("stop", "requester", told)
    elif folder.requester(made.requester) is None:
        told = f"private/requesters/{made.requester}.yaml is missing; the letter will show gaps."
        yield Warned("stop", "requester", told)


def _about_regime(made: Request, law: Jurisdiction) -> Iterator[Warned]:
    """Records that this law does not reach: a person's own data are asked for under a law of their own."""
    typed = [item for item in made.items if item.category != OTHER]
    laws = {item.number: load_record_category(item.category).suits.laws for item in typed}
    own = {number: codes for number, codes in laws.items() if codes and law.code not in codes}
    if own:
        code = next(iter(own.values()))[0]
        told = f"Items {listed(own)} ask for the data of one person, which {law.law.short} does not give, and its"
        yield Warned("stop", "regime", f"{told} answers may be published: ask with --law {code}.")
    others = [number for number, codes in laws.items() if law.code not in codes]
    if law.kind == "regime" and others:
        told = f"Under {law.law.short} a person gets their own data alone: ask for items {listed(others)} in a request"
        yield Warned("stop", "regime", f"{told} of their own, without --law.")


def _about_period(made: Request, day: date) -> Iterator[Warned]:
    starts = [(made.period, "The period")] + [(item.period, f"The period of item {item.number}") for item in made.items]
    for period, name in starts:
        if period is not None and period.since is not None and period.since > day:
            yield Warned("stop", "period", f"{name} begins on {period.since}, after the day of the request.")


def _about_agency(made: Request, law: Jurisdiction, folder: CampaignFolder) -> Iterator[Warned]:
    agency = load_agency(made.agency, folder.overlay)
    if not agency.contacts:
        yield Warned("look", "contact", "No contact is on file; look it up on the body's own site on the day.")
    for place in sorted(set(made.places) - set(all_codes(folder.overlay))):
        told = f"No local law of {place} is on file; the letter rests on {law.code} alone."
        yield Warned("know", "local_law", told)
