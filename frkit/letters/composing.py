"""Composing a letter: facts into the most specific template, wrapped, and once more with the requester masked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from frkit.base.errors import FrkitError
from frkit.letters.doubts import open_matters, warnings
from frkit.letters.facts.common import common_facts, requester_facts
from frkit.letters.facts.own_language import in_own_language, notes_on_language
from frkit.letters.kinds.registry import kind_named
from frkit.letters.letter import Letter
from frkit.letters.masking import mask, mask_all, on_file, placeholders, still_private
from frkit.letters.matter import NOTHING_SAID, Matter, Said
from frkit.letters.template_sets import found_template
from frkit.letters.to_do import to_do
from frkit.letters.wrapping import subject_of, wrapped
from frkit.pages.environment import render
from frkit.pages.sandbox import TemplateEnvironment
from frkit.tracking.standing import Standing
from frkit.tracking.types import Requester, RequestFile

LONGEST = 200_000
"""Characters of a letter; more is a mistake in the data."""


def compose(
    kind: str,
    file: RequestFile,
    stand: Standing,
    requester: Requester | None,
    *,
    today: date,
    overlay: Path | None,
    said: Said = NOTHING_SAID,
) -> Letter:
    """The letter of a kind for a request as it stands; ``overlay`` is the campaign's folder.

    Without a requester the placeholders stay in the letter. Raises FrkitError where the kind does not fit.
    """
    chosen = kind_named(kind)
    made, (template, language) = found_template(chosen.name, file.law, overlay)
    matter = Matter(file, stand, today, overlay, said, language)
    person = on_file(requester)
    real = in_own_language(common_facts(matter, person) | chosen.facts(matter), matter)
    of_others = {name: value for name, value in real.items() if name != "requester"}
    facts = mask_all(of_others, person) | {"requester": requester_facts(placeholders(person))}
    shown, marked = _filled_in(made, template, facts), _filled_in(made, template, real)
    text, masked_text, masked_marked = wrapped(marked), mask(wrapped(shown), person), mask(shown, person)
    if still_private(masked_text, person) or still_private(masked_marked, person):
        raise FrkitError("The masked letter still holds private data.", remedy="write to the makers of frkit")
    told_first = (*notes_on_language(matter, facts), *chosen.warnings(matter), *warnings(file, stand, today))
    return Letter(
        kind=chosen.name,
        subject=subject_of(shown),
        text=text,
        masked_text=masked_text,
        marked=marked,
        masked_marked=masked_marked,
        template=template,
        language=language,
        facts=facts,
        to_do=(
            *told_first,
            *to_do(chosen, matter, text, facts, requester),
            *open_matters(file, stand, today, chosen.logged_as),
        ),
        warnings=told_first,
    )


def _filled_in(made: TemplateEnvironment, template: str, facts: dict[str, Any]) -> str:
    text = render(made, template, facts)
    if len(text) > LONGEST:
        raise FrkitError(
            f"The letter has {len(text):,} characters.", remedy="look for a text in request.yaml that is far too long"
        )
    return text
