"""What ``frkit request new`` asks on a terminal when nothing is said: whom, what, for which time, who signs."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

import click

from frkit.asking.new_request import Asked, agency_and_law, categories, request_from
from frkit.base.errors import FrkitError, WrongUsage
from frkit.catalogue.loading import all_agencies, all_packs, load_record_category, load_vendor
from frkit.catalogue.search import matching
from frkit.catalogue.types import Agency
from frkit.cli.common import DAY, clean, console, say
from frkit.law.first_limits import main_clocks
from frkit.law.loading import load_jurisdiction, place_names
from frkit.law.rule_types import Question
from frkit.law.types import Jurisdiction
from frkit.letters.facts.defaults import usual_since
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import Period

USUAL_PACK = "first-contact"
MOST_SHOWN = 9
T = TypeVar("T")


def ask_for_request(folder: CampaignFolder, day: date) -> Asked:
    """The answers of a person on a terminal, with the line that would ask the same; raises Abort where they stop."""
    click.echo("A new request. Enter takes what stands in brackets. Ctrl-C: nothing is made.\n")
    agency = _whom(folder)
    law = load_jurisdiction(agency.law, folder.overlay)
    pack, items = _what()
    vendors = _again("\nA maker or seller to name as an example (its name or id; Enter: none)", _vendors, "")
    period = _period(folder)
    requester = _who(folder)
    given = dict(_questions(law, day))
    asked = Asked(
        agency=agency.id,
        pack=pack,
        items=items,
        vendors=vendors,
        since=period.since,
        until=period.until,
        requester=requester,
        given=given,
    )
    _show(asked, agency, law, folder)
    if not click.confirm("\nMake it?", default=True):
        click.echo("Nothing was made.")
        raise click.exceptions.Exit(0)
    click.echo()
    return asked


def command_line(asked: Asked) -> str:
    """The line that asks the same without a question."""
    return shlex.join(["frkit", "request", "new", *_options(asked)])


def _options(asked: Asked) -> Iterator[str]:
    yield from ("--agency", asked.agency)
    if asked.pack:
        yield from ("--pack", asked.pack)
    for item in asked.items:
        yield from ("--item", item)
    for vendor in asked.vendors:
        yield from ("--vendor", vendor)
    if asked.since:
        yield from ("--since", asked.since.isoformat())
    if asked.until:
        yield from ("--until", asked.until.isoformat())
    if asked.requester:
        yield from ("--requester", asked.requester)
    for key, value in asked.given.items():
        yield from ("--given", f"{key}={value}")


def _again(question: str, read: Callable[[str], T], default: str | None = None) -> T:
    """Ask until the answer can be used; what is wrong with one is said."""
    while True:
        typed = click.prompt(question, default=default, show_default=bool(default)).strip()
        try:
            return read(typed)
        except FrkitError as error:
            say(console(), f"{error.fact}" + (f" ({error.remedy})" if error.remedy else ""), indent=2)


def _whom(folder: CampaignFolder) -> Agency:
    known = all_agencies(folder.overlay)
    places = place_names(folder.overlay)
    while True:
        words = click.prompt("Whom do you ask? Words of its name or place, or its id").strip()
        exact = [one for one in known if one.id == words]
        found = exact or matching(known, [words], lambda one: places.get(one.law, ""))
        if not found:
            click.echo(
                "  No body on file has these words. 'frkit agencies new' puts one on file; 'frkit agencies list'"
            )
            click.echo("  shows those that are.")
            continue
        chosen = exact[0] if exact else _choose(found)
        if chosen is None:
            continue
        try:
            agency_and_law(chosen.id, folder.overlay)
        except WrongUsage as error:
            say(console(), error.fact, indent=2)
            continue
        say(console(), f"{chosen.name} ({chosen.id}), under {chosen.law}", indent=2)
        return chosen


def _choose(found: Sequence[Agency]) -> Agency | None:
    for number, one in enumerate(found[:MOST_SHOWN], 1):
        say(console(), f"{number}  {one.name} ({one.id})", indent=2, hang=3)
    if len(found) > MOST_SHOWN:
        click.echo(f"     and {len(found) - MOST_SHOWN} more: give more words")
    most = min(len(found), MOST_SHOWN)

    def read(typed: str) -> Agency | None:
        if typed.isascii() and typed.isdigit():
            if int(typed) > most:
                raise WrongUsage(f"There is no {typed} in this list.", remedy=f"0 to {most}")
            return found[int(typed) - 1] if int(typed) else None
        named = [one for one in found if one.id == typed.casefold()] or matching(found, [typed])
        if len(named) != 1:
            fact = f"{len(named)} of these have" if named else "None of these has"
            raise WrongUsage(f"{fact} '{typed}' in the name.", remedy="a number, an id, or more of a name")
        return named[0]

    return _again("Which one? Its number, id or name; 0: none of these", read, "1")


def _what() -> tuple[str | None, tuple[str, ...]]:
    packs = sorted(all_packs(), key=lambda pack: pack.id != USUAL_PACK)
    click.echo("\nWhat do you ask for? A pack, or record types by id (frkit records list):")
    for number, pack in enumerate(packs, 1):
        many = len(pack.items)
        told = f"{number}  {pack.title} ({pack.id}, {many} item{'s' * (many != 1)}): {pack.use}"
        say(console(), told, indent=2, hang=3)

    def read(typed: str) -> tuple[str | None, tuple[str, ...]]:
        if typed.isascii() and typed.isdigit():
            if not 0 < int(typed) <= len(packs):
                raise WrongUsage(f"There is no pack {typed}.", remedy=f"1 to {len(packs)}")
            return packs[int(typed) - 1].id, ()
        names = [name for name in typed.replace(",", " ").split() if name]
        if len(names) == 1 and any(pack.id == names[0] for pack in packs):
            return names[0], ()
        return None, tuple(load_record_category(name).id for name in categories(None, tuple(names)))

    return _again("Number of a pack, or ids", read, "1")


def _vendors(typed: str) -> tuple[str, ...]:
    return tuple(load_vendor(name.strip()).id for name in typed.split(",") if name.strip())


def _period(folder: CampaignFolder) -> Period:
    click.echo("\nFor which time?")
    since = click.prompt("Records from this day on", type=DAY, default=usual_since(folder.overlay).isoformat())

    def read(typed: str) -> Period:
        until = DAY.convert(typed, None, None) if typed else None
        if until is not None and until < since:
            raise WrongUsage(f"That is before {since}.")
        return Period(since=since, until=until)

    def until(typed: str) -> Period:
        try:
            return read(typed)
        except click.UsageError as error:
            raise WrongUsage(error.message) from None

    return _again("Up to this day (Enter: the day of their search)", until, "")


def _who(folder: CampaignFolder) -> str | None:
    known = sorted(path.stem for path in (folder.root / "private" / "requesters").glob("*.yaml"))
    usual = folder.campaign.requester or (known[0] if len(known) == 1 else None)
    if not known:
        name = usual or "me"
        click.echo()
        told = f"Nobody is on file who asks. Before the letter goes out, write private/requesters/{name}.yaml with the"
        say(console(), f"{told} keys name, address, email, telephone; it stays on this computer.")
        return usual
    if len(known) == 1 and usual == known[0]:
        click.echo(f"\nWho asks: {usual}")
        return usual

    def read(typed: str) -> str:
        if typed not in known:
            raise WrongUsage(f"There is no private/requesters/{typed}.yaml.", remedy=", ".join(known))
        return typed

    return _again(f"\nWho asks? {', '.join(known)}", read, usual if usual in known else None)


def _questions(law: Jurisdiction, day: date) -> Iterator[tuple[str, str]]:
    """What the law wants to know before a limit can be chosen, and how much may be charged."""
    residency = law.requester is not None and law.requester.residency_required
    if residency and law.requester is not None:
        click.echo()
        say(console(), f"{law.law.name}: {law.requester.who}")
        yield "resident", "yes" if click.confirm("Is that you, or whoever asks?") else "no"
    for key, question in _open(law, day).items():
        if key == "resident" and residency:
            continue
        answer = _answer(question.ask, question.answers)
        if answer is not None:
            yield key, answer
    if law.form is not None and "commercial_use" in law.form.states:
        use = "commercial" if click.confirm("\nIs the use commercial?", default=False) else "private"
        yield "requester_class", use
    cap = _again("\nUp to how much may they charge without asking again (Enter: nothing)", _amount, "")
    if cap:
        yield "fee_cap", cap


def _open(law: Jurisdiction, day: date) -> dict[str, Question]:
    asked = dict.fromkeys(key for clock in main_clocks(law, day) for key in clock.when)
    return {key: law.given[key] for key in asked if key in law.given and law.given[key].usual is None}


def _answer(question: str, answers: Mapping[str, str]) -> str | None:
    click.echo()
    say(console(), question)
    names = list(answers)
    for number, name in enumerate(names, 1):
        say(console(), f"{number}  {answers[name]}", indent=2, hang=3)
    number = click.prompt("Which? 0: not known yet", type=click.IntRange(0, len(names)), default=0)
    return names[number - 1] if number else None


def _amount(typed: str) -> str:
    from decimal import Decimal, InvalidOperation

    if not typed:
        return ""
    try:
        amount = Decimal(typed)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise WrongUsage(f"'{typed}' is not an amount of money.", remedy="write it like 25.00")
    return typed


def _show(asked: Asked, agency: Agency, law: Jurisdiction, folder: CampaignFolder) -> None:
    out = console()
    made = request_from(asked, folder)
    click.echo()
    say(out, f"To {agency.name}, under the {law.law.name}:", style="bold")
    for item in made.items:
        say(out, f"{item.number}  {load_record_category(item.category).title}", indent=2, hang=3)
    click.echo("\nThe same without questions:")
    out.print(f"  $ {clean(command_line(asked))}", style="cyan", soft_wrap=True)
