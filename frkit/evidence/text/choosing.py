"""Which document a person means: by its hash, its path in the campaign, or the sender's own name for it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from frkit.base.errors import WrongUsage
from frkit.evidence.text.documents import Document

SHORTEST_HASH = 6
_HASH = re.compile(rf"[0-9a-f]{{{SHORTEST_HASH},64}}")
_LISTED = 8


def the_document(documents: Iterable[Document], said: str) -> Document:
    """The one document that is meant; the same bytes under two requests count once, the first of them.

    Raises WrongUsage where there is none, or where several fit, which are then named.
    """
    known = list(documents)
    for fits in _tests(said):
        found = {one.sha256: one for one in reversed(known) if fits(one)}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            raise _several(said, list(reversed(found.values())))
    raise WrongUsage(
        f"No document here is called '{said}'.",
        remedy="name it by its path, its name or the first letters of its hash, as frkit search shows them",
    )


def shown_name(document: Document) -> str:
    """The path of a document as people see it, with its place inside an original."""
    return f"{document.path}, part {document.part} ({document.name})" if document.part else document.path


def _tests(said: str) -> Iterable[Callable[[Document], bool]]:
    """From the surest way to name a document to the loosest."""
    folded = said.casefold()
    if _HASH.fullmatch(folded):
        yield lambda one: one.sha256.startswith(folded)
    yield lambda one: said in (one.path, f"{one.path}#{one.part}") and (bool(one.part) == ("#" in said))
    yield lambda one: not one.part and said in (f"requests/{one.request}/{one.path}", one.path.rsplit("/", 1)[-1])
    yield lambda one: one.name == said
    yield lambda one: folded in one.name.casefold() or (folded in one.path.casefold() and not one.part)


def _several(said: str, found: list[Document]) -> WrongUsage:
    named = [f"{shown_name(one)} ({one.sha256[:12]})" for one in found[:_LISTED]]
    more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    return WrongUsage(
        f"'{said}' may be {len(found)} documents: {'; '.join(named)}{more}.", remedy="name it by its hash or whole path"
    )
