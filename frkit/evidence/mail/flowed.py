"""Plain text in ``format=flowed`` (RFC 3676): paragraphs put together again."""

from __future__ import annotations


def unflowed(text: str, *, delete_space: bool) -> str:
    """The text with each paragraph on one line; the signature's ``-- `` and the depths of quotation stay."""
    out: list[str] = []
    held: list[str] = []
    held_depth = 0
    for line in text.replace("\r\n", "\n").split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:]
        words = words[1:] if words.startswith(" ") else words
        if held and depth != held_depth:
            out.append(_line(held, held_depth))
            held = []
        flows = words.endswith(" ") and words != "-- "
        if words == "-- " and held:
            out.append(_line(held, held_depth))
            held = []
        held_depth = depth
        held.append(words[:-1] if flows and delete_space else words)
        if not flows:
            out.append(_line(held, depth))
            held = []
    if held:
        out.append(_line(held, held_depth))
    return "\n".join(out)


def _line(pieces: list[str], depth: int) -> str:
    mark = ">" * depth + " " if depth else ""
    return mark + "".join(pieces)
