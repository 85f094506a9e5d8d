"""One event in one line, for whoever keeps the campaign; a packet has words of its own."""

from __future__ import annotations

from collections.abc import Iterator

from frkit.tracking.events import Event

_WORDS = {
    "of": "about {}",
    "method": "by {}",
    "to": "to {}",
    "channel": "by {}",
    "sender": "from {}",
    "person": "with {}",
    "number": "at {}",
    "said": "“{}”",
    "text": "{}",
    "promised": "promised by {}",
    "until": "until {}",
    "question": "“{}”",
    "wording": "“{}”",
    "reason": "{}",
    "reference": "number {}",
    "docket": "docket {}",
    "result": "{}",
    "title": "{}",
    "body": "{}",
    "court": "{}",
    "what": "{}",
    "names": "names {}",
    "deposit": "deposit {}",
    "basis": "{}",
    "pages": "{} pages",
    "received": "came on {}",
    "remedy": "step {}",
    "request": "request {}",
    "purpose": "for {}",
    "found_where": "found: {}",
    "records": "{}",
    "record": "{}",
    "where": "{}",
    "cited": "{}",
    "kept": "kept {}",
    "source": "source: {}",
    "approved_by": "approved by the {}",
    "about": "about {}",
    "event": "{}",
    "by_event": "right is {}",
    "law_file": "{}",
}
"""Field -> how its value is told."""
_UNTOLD_IN = {"sent": ("law_file",), "refrozen": ()}
_LISTS = {"into": "into {}", "address": "{}", "days": "{}"}
_FLAGS = {"automatic": "automatic", "final": "final", "partial": "in part", "competent": "the competent body",
          "closes": "ends the case"}  # fmt: skip


def event_line(event_id: str, event: Event, corrected: bool) -> str:
    """Kind and details; a corrected event says that it counts for nothing."""
    details = "; ".join(_details(event))
    gone = " (corrected, counts for nothing)" if corrected else ""
    return f"{event.kind.replace('_', ' ')}{f': {details}' if details else ''}{gone}"


def _details(event: Event) -> Iterator[str]:
    yield from _about_items(event)
    yield from _length(event)
    amount = getattr(event, "amount", None)
    if amount is not None:
        yield f"{amount} {getattr(event, 'currency', None) or ''}".strip()
    yield from (word for name, word in _FLAGS.items() if getattr(event, name, False) is True)
    untold = _UNTOLD_IN.get(event.kind, ())
    for name in type(event).model_fields:
        value = getattr(event, name)
        if name in _WORDS and name not in untold and value not in (None, ""):
            yield _WORDS[name].format(str(value).replace("_", " ") if name in ("result", "about") else value)
        elif name in _LISTS and isinstance(value, tuple) and value:
            yield _LISTS[name].format(", ".join(map(str, value)))
    if event.documents:
        yield f"{len(event.documents)} file{'s' * (len(event.documents) != 1)}"


def _about_items(event: Event) -> Iterator[str]:
    items = getattr(event, "items", ())
    if items:
        yield f"item{'s' * (len(items) > 1)} {', '.join(map(str, items))}"
    for claim in getattr(event, "exemptions", ()):
        of = f" (items {', '.join(map(str, claim.items))})" if claim.items else ""
        yield f"{claim.cited}{of}"


def _length(event: Event) -> Iterator[str]:
    days = getattr(event, "days", None)
    if isinstance(days, int):
        unit = getattr(event, "unit", None)
        yield f"{days} {unit + ' ' if unit else ''}days"
