"""``frkit import``: a history that was kept elsewhere becomes requests and events of this campaign."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import ExitCode, FrkitError, NetworkProblem, WrongUsage
from frkit.cli.common import F, campaign_option, clean, console, json_option, print_json, say

if TYPE_CHECKING:
    from frkit.exchange.import_agencies import Agencies
    from frkit.exchange.import_fetching import Site
    from frkit.exchange.import_types import Draft, History
    from frkit.exchange.import_writing import Done, Importer, Plan
    from frkit.tracking.folder import CampaignFolder
    from frkit.tracking.types import Item

_METHODS = ["email", "post", "portal", "fax", "hand", "other"]
_WORTH_A_BAR = 50
_NAMED = 8
"""How many commands for reading are printed for one request; --json has all."""


@click.group("import")
def import_history() -> None:
    """Take in a history that was kept elsewhere: a table, MuckRock, WhatDoTheyKnow.

    Run it again at any time: only what is new is added. A reply is logged as 'arrived', for you to read; what a site
    calls a request is never taken for an event. docs/importing.md tells what to save, and how it is mapped.
    """


def _shared(command: F) -> F:
    """The options of all three, in the order of the help."""
    for decorate in (
        json_option,
        campaign_option,
        click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing."),
        click.option("--requester", default=None, help="Id of the requester (default: that of the campaign)."),
        click.option("--item", "items", multiple=True, help="A record type that was asked for; repeatable."),
        click.option("--pack", default=None, help="The pack of items that was asked for."),
        click.option(
            "--agencies",
            "table",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            help="Table of names with the agencies they mean (default: agencies.csv beside the file).",
        ),
        click.option("--law", default=None, help="Code of the law that applies (default: that of the agency)."),
        click.option("--agency", default=None, help="Id of the agency, if its name is not in the catalogue."),
    ):
        command = decorate(command)
    return command


@import_history.command("csv")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--date-format", default=None, help="How days are spelt, like DD/MM/YYYY (default: 2026-03-02).")
@_shared
def from_csv(file: Path, date_format: str | None, **shared: Any) -> None:
    """Rows of FILE, one an event: request, agency, kind, date and the fields of the kind."""
    from frkit.base.models import day_from
    from frkit.exchange.import_csv import days_spelt, read_csv

    read = read_csv(file, days_spelt(date_format) if date_format else day_from)
    for note in read.notes:
        click.echo(f"Note: {clean(note)}", err=True)
    _Run([file], **shared).all_of([(one, None) for one in read.histories])


@import_history.command("muckrock")
@click.argument("saved", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--url", default=None, help="Fetch it from this address instead: the page of the request, or its API.")
@click.option("--token-file", type=click.Path(path_type=Path), help="Your token, for --url (or FRKIT_MUCKROCK_TOKEN).")
@click.option("--files", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Folder with its files.")
@click.option("--without-files", is_flag=True, help="Go on though files are missing; each is named.")
@click.option("--method", type=click.Choice(_METHODS), default="other", help="How messages went, if it is not said.")
@_shared
def from_muckrock(
    saved: tuple[Path, ...],
    url: str | None,
    token_file: Path | None,
    files: Path | None,
    without_files: bool,
    method: str,
    **shared: Any,
) -> None:
    """A request of MuckRock, from the JSON of its interface saved in FILEs, or from --url."""
    from frkit.exchange.import_fetching import Site, token_from
    from frkit.exchange.import_muckrock import Options, fetch_muckrock, read_muckrock

    _one_of(saved, url)
    site = Site(url, token_from(token_file)) if url else None
    pages = fetch_muckrock(site, url) if site and url else [(str(path), _bytes(path)) for path in saved]
    drafts = read_muckrock(pages, Options(files, site is not None, without_files, method))
    _Run(list(saved), site=site, **shared).drafts(drafts)


@import_history.command("wdtk")
@click.argument("saved", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--url", default=None, help="Fetch it from this address of the request instead.")
@click.option("--site", "home", default=None, help="Another site of this kind, like https://www.righttoknow.org.au.")
@click.option(
    "--files", type=click.Path(path_type=Path), help="The ZIP of the request, or the folder it was unpacked to."
)
@click.option("--in-order", is_flag=True, help="Match files to replies by their order, though some may be hidden.")
@_shared
def from_wdtk(
    saved: tuple[Path, ...], url: str | None, home: str | None, files: Path | None, in_order: bool, **shared: Any
) -> None:
    """A request of WhatDoTheyKnow, from its JSON saved in FILE, or from --url; its attachments from the ZIP."""
    from urllib.parse import urlsplit

    from frkit.exchange.import_fetching import Site
    from frkit.exchange.import_wdtk import HOME, Options, read_wdtk

    _one_of(saved, url)
    if home:
        Site(home)
    if files is not None and len(saved) > 1:
        raise WrongUsage("One ZIP belongs to one request.", place="--files", remedy="import the requests one by one")
    pages = [(str(path), _bytes(path)) for path in saved]
    if url:
        site, parts = Site(url), urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc}"
        home = home or address
        pages = [("request.json", site.data(f"{address}{parts.path.removesuffix('.json')}.json"))]
    options = Options(home or HOME, files, in_order)
    _Run(list(saved), **shared).drafts([read_wdtk(name, data, options) for name, data in pages])


@dataclass
class _Totals:
    requests: int = 0
    events: int = 0
    refused: int = 0


class _Run:
    """One import: what was chosen for all its requests, and what came of each."""

    def __init__(
        self,
        beside: list[Path],
        *,
        campaign_dir: str | None,
        agency: str | None,
        law: str | None,
        table: Path | None,
        pack: str | None,
        items: tuple[str, ...],
        requester: str | None,
        dry_run: bool,
        as_json: bool,
        site: Site | None = None,
    ) -> None:
        from frkit.exchange.import_agencies import Agencies, mapping_beside
        from frkit.exchange.import_writing import Importer
        from frkit.tracking.folder import CampaignFolder
        from frkit.tracking.people import who_writes

        self.folder: CampaignFolder = CampaignFolder.find(campaign_dir)
        table = table or mapping_beside(beside, self.folder.root)
        self.agencies: Agencies = Agencies(self.folder.overlay, agency=agency, law=law, table=table)
        self.pack, self.items = pack, _items(pack, items)
        self.requester = requester or self.folder.campaign.requester
        self.dry_run, self.as_json, self.site = dry_run, as_json, site
        now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.importer: Importer = Importer(self.folder, by=who_writes(self.folder.root), now=now, today=date.today())
        self.totals, self.told = _Totals(), []  # type: tuple[_Totals, list[dict[str, Any]]]

    def drafts(self, drafts: list[Draft]) -> None:
        """Requests whose days hang on the zone of their agency."""
        self.all_of([(one.history, one) for one in drafts])

    def all_of(self, wanted: list[tuple[History, Draft | None]]) -> None:
        """Import each request, or say why not; one that cannot be imported keeps none of the others out."""
        network: NetworkProblem | None = None
        for history, draft in wanted:
            try:
                self._one(history, draft)
            except NetworkProblem as error:
                network = error
                self._refused(history, error)
                break
            except FrkitError as error:
                self._refused(history, error)
        self._end()
        if network is not None:
            raise click.exceptions.Exit(ExitCode.NETWORK)
        if self.totals.refused:
            raise click.exceptions.Exit(ExitCode.PROBLEMS)

    def _one(self, history: History, draft: Draft | None) -> None:
        from zoneinfo import ZoneInfo

        from frkit.law.loading import load_jurisdiction

        there = self.importer.request_of(history)
        placed = None if there else self.agencies.placed(history)
        if draft is not None:
            law = self.folder.load(there).law if there else load_jurisdiction(placed.law, self.folder.overlay)  # type: ignore[union-attr]
            history = draft.in_zone(ZoneInfo(law.timezone))
        if self.pack:
            history = replace(history, fields={**history.fields, "pack": self.pack})
        requester = history.fields.get("requester") or self.requester
        plan = self.importer.plan(history, placed, self._asked(history), requester)
        done = None if self.dry_run else self._written(plan, requester)
        for warning in placed.warnings if placed else ():
            click.echo(f"Note: {clean(warning)}", err=True)
        self._report(plan, done)

    def _written(self, plan: Plan, requester: str | None) -> Done:
        """Write it, with a bar on a terminal where that takes a while."""
        keep, fetch = self._keep_letter(requester), self.site.file if self.site is not None else None
        if len(plan.new) < _WORTH_A_BAR or not sys.stderr.isatty():
            return self.importer.write(plan, keep, fetch)
        with click.progressbar(length=len(plan.new), label=clean(plan.history.called)[:30], file=sys.stderr) as bar:
            return self.importer.write(plan, keep, fetch, lambda: bar.update(1))

    def _asked(self, history: History) -> tuple[Item, ...]:
        from frkit.tracking.types import Item

        if self.items or history.asked or not history.words:
            return self.items or history.asked
        return (Item(number=1, category="other", text=history.words[:20_000]),)

    def _keep_letter(self, requester: str | None) -> Any:
        """Keeps what we wrote as a letter of ours: byte for byte in private/, masked beside the request."""
        from frkit.letters.sending import keep_sent_text

        person = self.folder.requester(requester)
        words = {"sent": "request", "appeal_sent": "appeal"}

        def keep(request_id: str, kind: str, text: str, day: date) -> Mapping[str, str] | None:
            if person is None:
                return None
            sent, masked = keep_sent_text(self.folder, request_id, text, words.get(kind, "follow-up"), day, person)
            return {"letter_sha256": sent, "masked_sha256": masked}

        return keep

    # telling

    def _refused(self, history: History, error: FrkitError) -> None:
        self.totals.refused += 1
        if self.as_json:
            self.told.append(
                {"name": history.called, "request": None, "refused": error.fact, "remedy": error.remedy or None}
            )
        click.echo(f"frkit: left out: '{clean(history.called)}': {clean(str(error))}", err=True)

    def _report(self, plan: Plan, done: Done | None) -> None:
        self.totals.requests += plan.request_id is None
        self.totals.events += len(plan.new)
        request_id = done.request_id if done else plan.request_id
        written = done.written if done else []
        to_read = [
            f"frkit log {part.to_read} {request_id} --in {event_id} --date {part.values['date']}"
            if part.values["kind"] == "arrived"
            else f"frkit log {part.to_read} {request_id} --date {part.values['date']}"
            for event_id, part in written
            if part.to_read
        ]
        if self.as_json:
            self.told.append(
                {
                    "name": plan.history.called,
                    "request": request_id,
                    "made": plan.request_id is None,
                    "agency": plan.request.agency,
                    "law": plan.request.law,
                    "events": [{"event": event_id, "key": part.key, "from": part.where} for event_id, part in written]
                    if done
                    else [{"event": None, "key": part.key, "from": part.where} for part in plan.new],
                    "known": sum(part.key in plan.known for part in plan.history.parts),
                    "changed": [part.where for part in plan.changed],
                    "gone": list(plan.gone),
                    "late_files": [{"event": event_id, "name": name} for event_id, name in plan.late],
                    "notes": list(plan.history.notes),
                    "to_read": to_read,
                    "refused": None,
                    "remedy": None,
                }
            )
            return
        self._say(plan, request_id, to_read)

    def _say(self, plan: Plan, request_id: str | None, to_read: list[str]) -> None:
        new, known = len(plan.new), sum(part.key in plan.known for part in plan.history.parts)
        out = console()
        there = f", {known:,} there already" if known else ""
        verb = "Would add" if self.dry_run else "Added"
        made = "" if plan.request_id else f" (a new request to {plan.request.agency}, law {plan.request.law})"
        out.print(f"{clean(request_id or plan.history.called)}{made}", style="bold", soft_wrap=True)
        say(out, f"{verb} {new:,} event{'s' * (new != 1)}{there}.", indent=2)
        told = [f"Changed since it was imported, and left as it was: {part.where}" for part in plan.changed]
        told += [f"Imported once, and no longer in what you gave: {event_id}" for event_id in plan.gone]
        told += [
            f"A file that {event_id} does not have: {name}; take it in with frkit receive"
            for event_id, name in plan.late
        ]
        for line in (*told, *(f"Note: {note}" for note in plan.history.notes)):
            say(out, line, indent=2, hang=2)
        if to_read:
            say(out, "Read these first, a refusal may be among them; then log what each says, perhaps:", indent=2)
            for command in to_read[:_NAMED]:
                out.print(f"    $ {clean(command)}", style="cyan", soft_wrap=True)
            if len(to_read) > _NAMED:
                more = f"frkit status {shlex.quote(str(request_id))}"
                out.print(f"    and {len(to_read) - _NAMED} more: {more}", soft_wrap=True)

    def _end(self) -> None:
        if self.as_json:
            print_json(self.told)
            return
        totals = self.totals
        verb = "would be" if self.dry_run else "were"
        left = f"; {totals.refused} left out, see above" if totals.refused else ""
        requests = f"{totals.requests:,} new request{'s' * (totals.requests != 1)}"
        events = f"{totals.events:,} event{'s' * (totals.events != 1)}"
        click.echo(f"{requests} and {events} {verb} added{left}.")


def _items(pack: str | None, items: tuple[str, ...]) -> tuple[Item, ...]:
    from frkit.catalogue.loading import load_pack, load_record_category
    from frkit.tracking.types import Item

    chosen = list(load_pack(pack).items) if pack else []
    chosen += [load_record_category(one).id for one in items]
    return tuple(Item(number=number, category=one) for number, one in enumerate(dict.fromkeys(chosen), 1))


def _one_of(saved: tuple[Path, ...], url: str | None) -> None:
    if bool(saved) == bool(url):
        fact = "Name the saved files, or --url, not both." if saved else "Nothing says what to import."
        raise WrongUsage(fact, remedy="name the JSON that you saved, or give --url ADDRESS")


def _bytes(path: Path) -> bytes:
    from frkit.exchange.import_fetching import LARGEST_JSON

    try:
        if not path.is_file() or path.stat().st_size > LARGEST_JSON:
            fact = "There is no such file." if not path.exists() else "This is no JSON file of a size to be expected."
            raise WrongUsage(fact, place=str(path), remedy="check the path")
        return path.read_bytes()
    except OSError as error:
        fact = f"The file cannot be read: {error.strerror}."
        raise WrongUsage(fact, place=str(path), remedy="check its permissions") from None
