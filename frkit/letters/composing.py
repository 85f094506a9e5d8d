"""Composing a letter: facts into the most specific template, wrapped, and once more with the requester masked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import TemplateNotFound

from frkit.base.errors import FrkitError
from frkit.letters.appealing import appeal_facts
from frkit.letters.doubts import open_matters, warnings
from frkit.letters.facts import common_facts, requester_facts
from frkit.letters.letter import KINDS, Kind, Letter, as_kind
from frkit.letters.limits import late_facts
from frkit.letters.masking import mask, mask_all, on_file, placeholders, still_private
from frkit.letters.preserving import preservation_facts
from frkit.letters.proposing import propose_kind
from frkit.letters.to_do import to_do
from frkit.letters.wrapping import subject_of, wrapped
from frkit.pages.environment import TemplateEnvironment, environment, render
from frkit.tracking.standing import Standing
from frkit.tracking.types import Requester, RequestFile

LONGEST = 200_000
"""Characters of a letter; more is a mistake in the data."""


def compose(
    kind: str, file: RequestFile, stand: Standing, requester: Requester | None, *, today: date, overlay: Path | None
) -> Letter:
    """The letter of a kind for a request as it stands; ``overlay`` is the campaign's folder.

    Without a requester the placeholders stay in the letter. Raises FrkitError where the kind does not fit.
    """
    chosen = as_kind(kind)
    person = on_file(requester)
    real = _facts(chosen, file, stand, person, today, overlay)
    facts = mask_all(real, person) | {"requester": requester_facts(placeholders(person))}
    made = environment(overlay, html=False)
    template = _template(made, chosen, file.law.code)
    shown = _filled_in(made, template, facts)
    text = wrapped(_filled_in(made, template, real))
    masked_text = mask(wrapped(shown), person)
    if still_private(masked_text, person):
        raise FrkitError("The masked letter still holds private data.", remedy="write to the makers of frkit")
    told_first = warnings(file, stand, today)
    return Letter(
        kind=chosen,
        subject=subject_of(shown),
        text=text,
        masked_text=masked_text,
        template=template,
        facts=facts,
        to_do=(*told_first, *to_do(chosen, text, facts, requester, file, overlay), *open_matters(file, stand, today)),
        warnings=told_first,
    )


def _facts(
    kind: Kind, file: RequestFile, stand: Standing, person: Requester, today: date, overlay: Path | None
) -> dict[str, Any]:
    facts = common_facts(file, stand, person, today=today, overlay=overlay)
    if kind == "overdue":
        facts["late"] = late_facts(file, stand)
    elif kind == "appeal":
        facts["appeal"] = appeal_facts(file, stand, today)
    elif kind == "preservation":
        facts["preservation"] = preservation_facts(file, stand, overlay)
    return facts


def _template(made: TemplateEnvironment, kind: Kind, code: str) -> str:
    """The template of the place itself, of its state, or the common one."""
    steps = code.split("-", 2)
    codes = ["-".join(steps[:count]) for count in range(len(steps), 0, -1)]
    # The law of a federation is not the law of its states: a state never takes the federal wording.
    own = [one for one in codes if len(steps) == 1 or "-" in one]
    names = [f"letters/en/{one}/{kind}.txt.j2" for one in own] + [f"letters/en/{kind}.txt.j2"]
    try:
        name: str | None = made.select_template(names).name
    except TemplateNotFound:
        name = None
    if name is None:
        raise FrkitError(f"There is no template for the letter '{kind}'.", remedy="reinstall frkit")
    return name


def _filled_in(made: TemplateEnvironment, template: str, facts: dict[str, Any]) -> str:
    text = render(made, template, facts)
    if len(text) > LONGEST:
        raise FrkitError(
            f"The letter has {len(text):,} characters.", remedy="look for a text in request.yaml that is far too long"
        )
    return text


__all__ = ["KINDS", "compose", "propose_kind"]
