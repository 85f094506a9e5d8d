"""What the shell offers when a person presses Tab; it never fails and never prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from frkit.tracking.folder import CampaignFolder


def request_ids(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The requests of the campaign whose names begin so; or the only one whose name holds what was typed."""
    folder = _folder(ctx)
    ids = folder.request_ids() if folder is not None else []
    begun = [one for one in ids if one.startswith(incomplete)]
    holding = [one for one in ids if incomplete.lower() in one]
    # Of several that begin otherwise, a shell would keep what they share and drop what was typed.
    return begun or (holding if len(holding) == 1 else [])


def event_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The events of the requests on the line, the latest first; of all requests where none is named yet."""
    folder = _folder(ctx)
    if folder is None:
        return []
    events: set[str] = set()
    for request_id in _named(ctx, folder) or folder.request_ids():
        events |= {path.stem for path in (folder.root / "requests" / request_id / "events").glob("[!.]*.yaml")}
    wanted = "-arrived-" if param.name == "reply_to" else ""
    return sorted((one for one in events if one.startswith(incomplete) and wanted in one), reverse=True)


def agency_ids(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Ids of agencies: those of the catalogue and the campaign's own."""
    from frkit.catalogue.loading import AGENCIES

    folder = _folder(ctx)
    own = folder.root.glob("agencies/*.yaml") if folder is not None else ()
    ids = {*AGENCIES.paths(), *(path.stem for path in own)}
    return sorted(one for one in ids if one.startswith(incomplete))


def letter_kinds(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The kinds of letter."""
    from frkit.letters.kinds.registry import NAMES

    return [name for name in NAMES if name.startswith(incomplete)]


def kinds_and_codes(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Kinds of event and their short codes."""
    from frkit.tracking.codes import CODES
    from frkit.tracking.events import BY_KIND

    names = [*CODES, *(kind.replace("_", "-") for kind in BY_KIND)]
    return sorted({one for one in names if one.startswith(incomplete)})


def _folder(ctx: click.Context) -> CampaignFolder | None:
    from frkit.base.errors import FrkitError
    from frkit.tracking.folder import CampaignFolder

    named = ctx.params.get("campaign_dir")
    try:
        return CampaignFolder.find(named if isinstance(named, str) else None)
    except (FrkitError, OSError):
        return None


def _named(ctx: click.Context, folder: CampaignFolder) -> list[str]:
    """The requests whose names stand on the line already; click leaves them among the words not yet read."""
    parts = ctx.params.get("request_parts") or ctx.params.get("request_part") or ()
    wanted = [parts] if isinstance(parts, str) else [str(part) for part in (*parts, *ctx.args)]
    return [one for one in folder.request_ids() if any(part and part.lower() in one for part in wanted)]
