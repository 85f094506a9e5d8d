"""What a person must know before a request goes out: rules of its law, gaps in what is on file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from frkit.catalogue.loading import load_agency
from frkit.law.first_limits import main_clocks
from frkit.law.loading import all_codes, load_jurisdiction
from frkit.law.types import Jurisdiction
from frkit.tracking.fees import due_with_request
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import Request


def warnings_before(made: Request, folder: CampaignFolder, day: date) -> list[str]:
    """Each warning as a sentence, the ones that stop a request first."""
    law = load_jurisdiction(made.law, folder.overlay)
    warnings = list(open_questions(law, made.given, day))
    if made.requester is None:
        warnings.append("no requester is set; add --requester ID, with a file private/requesters/ID.yaml.")
    elif folder.requester(made.requester) is None:
        warnings.append(f"private/requesters/{made.requester}.yaml is missing; the letter will show gaps.")
    if law.requester is not None and law.requester.residency_required:
        warnings.append(f"{law.name} asks for residency: {law.requester.who}")
    if law.form is not None and law.form.must_state:
        warnings.append(f"the law wants stated: {'; '.join(law.form.must_state)}.")
    if fee := due_with_request(law):
        warnings.append(f"this is due with the request: {fee}.")
    for place in sorted(set(made.places) - set(all_codes(folder.overlay))):
        warnings.append(f"no local law of {place} is on file; the letter rests on {law.code} alone.")
    if law.confidence == "low":
        warnings.append("the law on file has low confidence; read it and log law-confirmed before you rely on a date.")
    if not load_agency(made.agency, folder.overlay).contacts:
        warnings.append("no contact is on file; look it up on the body's own site on the day.")
    return warnings


def open_questions(law: Jurisdiction, given: Mapping[str, str], day: date) -> Iterator[str]:
    """What must be said before a limit of the agency can be chosen, each question with its answers."""
    asked = dict.fromkeys(key for clock in main_clocks(law, day) for key in clock.when)
    for key in asked:
        question = law.given.get(key)
        if question is not None and key not in given and question.usual is None:
            answers = "; ".join(f"{answer}: {words}" for answer, words in question.answers.items())
            yield f"No limit can be named until it is known: {question.ask} Write '{key}' under given ({answers})."
