"""What a batch looks like on the terminal and as JSON: the rows, what stands out, what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from frkit.asking.batch_types import Batch, Grade, Noticed, Planned
from frkit.cli.common import clean, console, print_json, say, table
from frkit.cli.request.batch_table import COLUMNS, NOT_READ

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.asking.batch_picking import Picked

_TITLES: tuple[tuple[Grade, str], ...] = (
    ("error", "Cannot be made"),
    ("doubt", "To mend before you send"),
    ("look", "To look at"),
)
_PLACES_NAMED = 14


def print_preview(batch: Batch, chosen: Picked | None, *, rules: bool = False, to_stderr: bool = False) -> None:
    """The table of all requests, then what stands out, the gravest first; with ``rules`` those of the laws too."""
    out = console(stderr=to_stderr)
    errors = batch.of_grade("error")
    if not errors:
        _print_rows(out, batch)
    if chosen is not None and chosen.left_out and not errors:
        out.print()
        out.print("Left out, since no request can go there", style="bold")
        for agency, why in chosen.left_out:
            say(out, f"{agency.id}: {why}", indent=2, hang=2)
    for grade, title in _TITLES:
        _print_notices(out, title, batch.of_grade(grade))
    if errors:
        out.print()
        say(out, "Nothing was made. Mend these, then give the same command again.")
        return
    known = batch.of_grade("know")
    if rules:
        _print_notices(out, "To keep in mind", known)
    elif known:
        out.print()
        count = "One rule" if len(known) == 1 else f"{len(known)} rules"
        say(out, f"{count} of these laws to keep in mind: --rules shows them.")


def _print_rows(out: Console, batch: Batch) -> None:
    in_waves = len(batch.waves) > 1
    columns: list[Any] = ["No.", ("Agency", {"overflow": "fold"}), "Law", "Items", "Signs"]
    if in_waves:
        columns[0] = "Wave"
    rows = []
    for row in batch.rows:
        cells = [str(row.number), row.agency.id, row.law.code, str(len(row.request.items)), _signs(row)]
        if in_waves:
            cells[0] = str(batch.waves.index(str(row.request.wave)) + 1)
        rows.append(cells)
    if any(row.same for row in batch.rows):
        columns.append("")
        for cells, row in zip(rows, batch.rows, strict=True):
            cells.append("is there" if row.same else "")
    out.print(table(columns, rows))
    out.print()
    say(out, _sum(batch))


def _signs(row: Planned) -> str:
    return row.request.requester or "nobody yet"


def _sum(batch: Batch) -> str:
    fresh = batch.fresh
    laws = Counter(row.law.code for row in fresh)
    there = len(batch.rows) - len(fresh)
    over = f"{there:,} {'is' if there == 1 else 'are'} there already" if there else ""
    if not fresh:
        return f"Nothing new: {over}."
    count = f"{len(fresh):,} request{'s' * (len(fresh) != 1)}"
    shown = ", ".join(f"{code} {number}" for code, number in laws.most_common(_PLACES_NAMED))
    more = f" and {len(laws) - _PLACES_NAMED} more" if len(laws) > _PLACES_NAMED else ""
    under = f"{len(laws)} law{'s' * (len(laws) != 1)} ({shown}{more})"
    return f"{count} under {under}, in {_waves(batch)}." + (f" {over}." if over else "")


def _waves(batch: Batch) -> str:
    first, last = batch.waves[0], batch.waves[-1]
    return f"wave {first}" if first == last else f"{len(batch.waves)} waves, {first} to {last}"


def _print_notices(out: Console, title: str, notices: Sequence[Noticed]) -> None:
    if not notices:
        return
    out.print()
    out.print(title, style="bold")
    for one in notices:
        say(out, f"- {one.message}", indent=2, hang=2)
        if one.remedy:
            say(out, f"to do: {one.remedy}", indent=4, hang=2)


def print_made(batch: Batch, made: Sequence[str]) -> None:
    """How many were made, and what comes next for each wave."""
    out = console()
    there = len(batch.rows) - len(made)
    over = f" {there:,} {'was' if there == 1 else 'were'} there already." if there else ""
    first = batch.waves[0]
    if not made:
        click.echo(f"Nothing was made.{over}")
        return
    click.echo(f"Made {len(made):,} request{'s' * (len(made) != 1)} in {_waves(batch)}.{over}")
    say(out, "Nothing is sent. Look at one letter for each law, mend what stands above, then:")
    for line, words in (
        (f"frkit agencies contacts --template --wave {first} > contacts.csv", "the addresses to look up"),
        (f"frkit letter --wave {first} --format pdf", "the letters"),
        (f"frkit log sent --wave {first} --method email --date DATE", "once they are sent"),
        (f"frkit request undo {first}", "to take the drafts away again"),
    ):
        out.print(f"    $ {clean(line)}", style="cyan", soft_wrap=True, end="")
        out.print(f"   {words}", soft_wrap=True)
    if len(batch.waves) > 1:
        say(out, f"Then the same with {', '.join(batch.waves[1:5])}{' ...' if len(batch.waves) > 5 else ''}.")


def batch_data(batch: Batch, chosen: Picked | None, names: Mapping[int, str], made: Sequence[int]) -> dict[str, Any]:
    """The batch with stable keys; ``request`` is the id of the folder once it is there."""
    return {
        "waves": list(batch.waves),
        "requests": [
            {
                "number": row.number,
                "place": row.wanted.place or None,
                "agency": row.agency.id,
                "law": row.law.code,
                "wave": row.request.wave,
                "requester": row.request.requester,
                "items": len(row.request.items),
                "request": names.get(row.number, row.same),
                "made": row.number in made,
            }
            for row in batch.rows
        ],
        "left_out": [{"agency": agency.id, "why": why} for agency, why in (chosen.left_out if chosen else ())],
        "noticed": [
            {"grade": one.grade, "message": one.message, "requests": list(one.rows), "remedy": one.remedy or None}
            for one in batch.noticed
        ],
    }


def print_columns(as_json: bool) -> None:
    """What stands in each column of the table."""
    if as_json:
        print_json([{"column": name, "text": text} for name, text in COLUMNS.items()])
        return
    out = console()
    out.print(table([("Column", {"no_wrap": True}), "What stands in it"], list(COLUMNS.items())))
    out.print()
    say(
        out,
        "The first row names the columns; an empty cell takes what the options of the command say. "
        f"{', '.join(NOT_READ[:-1])} and {NOT_READ[-1]} are for whoever reads the table. "
        "To begin with a table that has the bodies of a place in it:",
    )
    line = "frkit request batch --place us-ca --kind police --template > list.csv"
    out.print(f"    $ {line}", style="cyan", soft_wrap=True)
