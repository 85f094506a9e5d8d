"""Writing down a body of one's own, and contacts: new files in the campaign, none of which replaces another. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from frkit.base.errors import WrongUsage
from frkit.base.files import sha256_of_bytes
from frkit.base.yaml_places import dump_yaml
from frkit.catalogue.search import plain
from frkit.catalogue.types import Agency, Contact

LONGEST_ID = 75
_SHORTER = (
    (r"\bpolice (department|dept\.?)", "pd"),
    (r"\bsheriff'?s?'? (office|department|dept\.?)", "sheriff"),
    (r"\b(the|of|and)\b", " "),
)
"""How ids of the catalogue shorten names: ``us-or-gresham-pd``."""
_NEAR = 0.86
_HEAD = """\
# A body that this campaign added. Edit this file freely: frkit reads it and writes nothing into it.
# Contacts that you find are files of their own beside it: frkit agencies contact {id} --help
"""
_MORE = """\
# Further keys, if you know them (docs/format.md):
#   aliases: [short names]              other names, which searches and tables find
#   places: [us-ca-oakland]             further places whose local law reaches the body
#   why_listed: ...                     why it is on your list
#   ask_also: [{agency: ID, role: host}]    who may hold the same records: host, licence, grant, reseller, other
#   retention: ...                      how long it keeps records
#   sources: [{title: ..., url: https://..., text_read: true}]
"""


def id_for(name: str, law: str, taken: Iterable[str]) -> str:
    """An id from a name and the code of its law, with a number behind it where another body has it.

    Raises WrongUsage for a name without Latin letters or digits.
    """
    short = plain(name)
    for pattern, instead in _SHORTER:
        short = re.sub(pattern, instead, short)
    slug = re.sub(r"[^a-z0-9]+", "-", short.replace("'", "")).strip("-")
    if not slug:
        raise WrongUsage(
            f"No id can be made from the name '{name}'.", place="--id", remedy=f"choose one, like --id {law}-police"
        )
    base = f"{law}-{slug}"[: LONGEST_ID - 3].rstrip("-")
    known = set(taken)
    free = base
    number = 2
    while free in known:
        free, number = f"{base}-{number}", number + 1
    return free


def same_body(name: str, law: str, agencies: Iterable[Agency]) -> Agency | None:
    """The body of that very name, or short name, under the same law."""
    wanted = plain(name)
    found = (one for one in agencies if one.law == law and wanted in map(plain, (one.name, *one.aliases)))
    return next(found, None)


def like_bodies(name: str, law: str, agencies: Iterable[Agency]) -> list[Agency]:
    """Bodies under the same law whose names differ by little, which may be the same one."""
    wanted = _bare(name)
    return [
        one
        for one in agencies
        if one.law == law
        if max(difflib.SequenceMatcher(None, wanted, _bare(known)).ratio() for known in (one.name, *one.aliases))
        >= _NEAR
    ]


def agency_text(agency: Agency) -> str:
    """The text of ``agencies/<id>.yaml``: what is known, and in comments what may be added."""
    data = agency.model_dump(mode="json", exclude_defaults=True, exclude={"id", "contacts"})
    return _HEAD.format(id=agency.id) + dump_yaml(data) + _MORE


def contact_text(contact: Contact) -> str:
    """The text of a contact's file."""
    return dump_yaml(contact.model_dump(mode="json"))


def contact_name(contact: Contact) -> str:
    """The name of a contact's file: the day on which it was found, and the first eight digits of its SHA-256."""
    return f"{contact.found_when.isoformat()}-{sha256_of_bytes(contact_text(contact).encode())[:8]}.yaml"


def address_lines(lines: Sequence[str], email: str | None, web: str | None) -> tuple[str, ...]:
    """The lines of an address, without what cannot be printed; raises WrongUsage for none, and for a slip in one."""
    if email is not None and not re.fullmatch(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+", email.strip()):
        raise WrongUsage(
            f"'{email}' is no e-mail address.", place="--email", remedy="write it like records@city.example"
        )
    if web is not None and not re.fullmatch(r"https?://\S+", web.strip()):
        raise WrongUsage(f"'{web}' is no web address.", place="--web", remedy="write it with https:// before it")
    typed = [part for line in lines for part in line.splitlines()]
    found = [" ".join(line.split()) for line in (*typed, *filter(None, (email, web)))]
    kept = tuple(dict.fromkeys("".join(sign for sign in line if sign.isprintable()) for line in found if line.strip()))
    if not any(kept):
        raise WrongUsage("The contact has no address.", remedy="add --address LINE (repeatable), --email or --web")
    return kept


def _bare(name: str) -> str:
    """A name without the words that most bodies share."""
    return re.sub(
        r"\b(police|department|dept|service|county|city|of|the|sheriff'?s?|office)\b|[^a-z0-9]", "", plain(name)
    )
