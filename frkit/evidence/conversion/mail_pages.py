"""A mail as pages: its headers, its words as its reader saw them, its attached files, and what proves its date."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup

from frkit.evidence.contents.part import Part
from frkit.evidence.conversion.made_pages import LONGEST_TEXT, Setting, tool
from frkit.evidence.html.shown import LONGEST_STYLED, Shown, shown_html
from frkit.evidence.html.words import words_of_html
from frkit.evidence.mail.alternatives import difference
from frkit.evidence.mail.proof import Proof, proof_of
from frkit.evidence.mail.quoting import stretches
from frkit.evidence.mail.types import Body, Mail
from frkit.evidence.opening.what_is import what_is
from frkit.pages.wording import on_one_line, plural

_MOST_PICTURE_BYTES = 40_000_000
_MOST_PIXELS = 40_000_000
_MOST_LINKS = 300
_MOST_TAGS = 16_000
"""Elements twice over that are laid out; more take minutes."""
_PLAIN_PICTURE = re.compile(r"(?i)data:image/(?:png|jpe?g|gif|webp);base64,")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


@dataclass
class Words:
    """The words of a mail as markup, and what has to be said of them."""

    markup: str = ""
    notes: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    how: list[str] = field(default_factory=list)
    masked: bool = False


def mail_pages(mail: Mail, shown: Iterable[Part], setting: Setting, data: bytes = b"") -> tuple[bytes, tuple[str, ...]]:
    """The pages of a mail, and how they were made.

    ``shown`` are the attached files that follow as pages; ``data`` the mail's bytes, whose signatures are compared.
    """
    numbers = {part.number for part in shown}
    words = words_as_markup(mail.shown_bodies(), pictures_of(mail), setting.masked)
    proof = proof_of(mail, data)
    headers = [(name, setting.masked(on_one_line(value))) for name, value in mail.headers]
    facts = {
        "headers": headers,
        "reports": [setting.masked(line) for line in proof.reports],
        "automatic": setting.masked(proof.automatic.reason) if proof.automatic else "",
        "markup": Markup(words.markup),
        "links": [setting.masked(address) for address in words.links[:_MOST_LINKS]],
        "attached": [_attached(part, part.number in numbers, setting) for part in mail.parts],
        "notes": [setting.masked(line) for line in (*mail.warnings, *words.notes)],
        "way": _way(proof, mail, setting),
        "doubts": [setting.masked(line) for line in proof.doubts],
        "signatures": [setting.masked(one.in_words()) for one in proof.signatures],
    }
    pdf, undrawn = _set(facts, setting)
    hidden = words.masked or headers != [(name, on_one_line(value)) for name, value in mail.headers]
    how = [f"mail set as pages from its {_forms(mail)} by {tool()}; nothing was fetched", *words.how, *undrawn]
    return pdf, (*how, *(("private data of the requester masked",) if hidden else ()))


def _set(facts: dict[str, Any], setting: Setting) -> tuple[bytes, tuple[str, ...]]:
    """The PDF, and a sentence on characters that no font of this computer has; the page says it, too."""
    made = setting.pages("packet/mail.html.j2", "E-mail message", facts)
    undrawn = {said.rsplit("(", 1)[-1].rstrip(")") for said in made.warnings if said.startswith(".notdef glyph")}
    if not undrawn:
        return made.pdf, ()
    some = ", ".join(sorted(undrawn)[:8]) + (" …" if len(undrawn) > 8 else "")
    said = (
        f"{plural(len(undrawn), 'character')} shown as empty boxes, since no font on this computer has them ({some}); "
        "the original has them"
    )
    again = setting.pages("packet/mail.html.j2", "E-mail message", {**facts, "notes": [*facts["notes"], said]})
    return again.pdf, (said,)


def words_as_markup(
    bodies: Iterable[Body], picture: Callable[[str], str | None], masked: Callable[[str], str]
) -> Words:
    """The words of a mail or web page as harmless markup; never fails. What is very long is cut, and that is said."""
    made = Words()
    room = LONGEST_TEXT
    pieces: list[str] = []
    for body in bodies:
        if room <= 0:
            made.notes.append("more words of the message are in the original only")
            made.how.append("not all words of the message are shown")
            break
        if body.html and (found := _web(body, picture, masked, made, room)) is not None:
            pieces.append(f'<div class="mail-body">{found}</div>')
            room -= len(found)
        elif body.html or body.text.strip():
            text = body.text if body.text.strip() else words_of_html(body.html[: 4 * LONGEST_STYLED])
            pieces.append(f'<div class="mail-body plain">{_plain(text, masked, made, room)}</div>')
            room -= len(text)
    made.markup = "\n".join(pieces)
    return made


def _web(
    body: Body, picture: Callable[[str], str | None], masked: Callable[[str], str], made: Words, room: int
) -> str | None:
    """The web form of some words; None where its plain form has to do."""
    if len(body.html) > LONGEST_STYLED:
        made.notes.append(
            f"its web text has {len(body.html):,} characters; shown without its layout, with words that it hides"
        )
        return None
    found = shown_html(body.html, picture, masked)
    words = words_of_html(found.markup)
    if masked(words) != words:  # a name runs across elements, and only in plain words it can be found
        made.notes += [*found.notes(), "shown without its layout, in which private data of the requester stands"]
        return f'<div class="mail-body plain">{_plain(words, masked, made, room)}</div>'
    if len(found.markup) > 2 * room or found.markup.count("<") > _MOST_TAGS:
        made.notes.append(
            f"its web text is long ({len(body.html):,} characters); shown without its layout, with words that it hides"
        )
        return None
    if not words.strip() and not found.pictures:
        if body.text.strip():
            return None
        made.notes.append("the message has no words that a reader could see")
    if body.text.strip() and (said := difference(body.text, words)):
        made.notes.append(said)
    if body.text.strip():
        made.how.append("shown in its web form (HTML); its plain form is in the original")
    made.masked = made.masked or masked(words_of_html(body.html)) != words_of_html(body.html)
    return _with_pictures(found, made)


def _with_pictures(found: Shown, made: Words) -> str:
    made.notes += found.notes()
    before = len(made.links)
    made.links += found.links
    markup = found.markup
    if before:
        markup = re.sub(r"…, link (\d+)&gt;", lambda one: f"…, link {int(one[1]) + before}&gt;", markup)
    return re.sub("\ue000\\d+\ue001", lambda mark: escape(found.pictures.get(mark[0], "")), markup)


def _plain(text: str, masked: Callable[[str], str], made: Words, room: int) -> str:
    """Plain words line by line, quotations marked as such."""
    clean = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", _TURNING.sub("", text).replace("\r\n", "\n").replace("\r", "\n"))
    if _TURNING.search(text):
        made.notes.append("marks that turn the direction of writing were left out")
    if len(clean) > room:
        made.notes.append(
            f"the words have {len(clean):,} characters; the first {room:,} are shown, the original has all"
        )
        made.how.append(f"the first {room:,} of {len(clean):,} characters are shown")
        clean = clean[:room]
    seen = masked(clean.strip("\n"))
    made.masked = made.masked or seen != clean.strip("\n")
    return "".join(f'<div class="{one.role}" dir="auto">{_kept_lines(one.text)}</div>' for one in stretches(seen))


def _kept_lines(text: str) -> str:
    """Lines as markup; a mark without width keeps an empty last line, which a browser would leave out."""
    lines = escape(text.expandtabs(), quote=False)
    return lines if lines and not lines.endswith("\n") else f"{lines}&#8203;"


def pictures_of(mail: Mail) -> Callable[[str], str | None]:
    """What finds the picture that a mail's own body asks for, as a data address; None for what may not be shown."""
    parts = {part.number: part for part in mail.parts}
    known = {address.lower(): number for address, number in mail.pictures}
    spent = 0

    def find(address: str) -> str | None:
        nonlocal spent
        if _PLAIN_PICTURE.match(address):
            data = _from_address(address)
        else:
            number = known.get(address.lower()) or known.get(unquote(address).lower())
            data = parts[number].data if number in parts and parts[number].size <= _MOST_PICTURE_BYTES else b""
        form = picture_form(data) if data and spent + len(data) <= _MOST_PICTURE_BYTES else None
        if form is None:
            return None
        spent += len(data)
        return f"data:image/{form};base64,{base64.b64encode(data).decode('ascii')}"

    return find


def picture_form(data: bytes) -> str | None:
    """The form of a picture that a page may show: png, jpeg, gif or webp, of a size that can be drawn; else None."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            form = str(picture.format).lower()
            fits = picture.width * picture.height <= _MOST_PIXELS
            return form if form in ("png", "jpeg", "gif", "webp") and fits else None
    except Exception:  # Pillow raises what its many readers raise; a picture that it cannot open is not shown
        return None


def _from_address(address: str) -> bytes:
    try:
        return base64.b64decode(unquote(address.split(",", 1)[1]), validate=False)
    except ValueError:
        return b""


def _attached(part: Part, shown: bool, setting: Setting) -> dict[str, Any]:
    return {
        "name": setting.masked(on_one_line(part.name)) or "without a name",
        "kind": what_is(part.data).detail,
        "size": plural(part.size, "byte"),
        "sha256": part.sha256,
        "shown": shown,
    }


def _way(proof: Proof, mail: Mail, setting: Setting) -> list[dict[str, str]]:
    """The hops as lines; the receiver's own mail system is not named where the receiver is masked."""
    private = {
        address.rpartition("@")[2].strip("<> ,;").lower()
        for name in ("To", "Cc", "Delivered-To", "X-Original-To")
        for value in mail.all_of(name)
        for address in re.findall(r"[^\s<>,;]+@[^\s<>,;]+", value[:20_000])
        if setting.masked(address) != address
    }

    def told(name: str) -> str:
        plain = re.sub(r"\s*\(.*\)", "", name)
        if any(domain and (plain.lower() == domain or plain.lower().endswith(f".{domain}")) for domain in private):
            return "[the receiver's mail system]"
        return setting.masked(on_one_line(plain)) or "not named"

    return [
        {"time": hop.when.said or "no time", "by": told(hop.by), "given_by": told(hop.given_by), "note": hop.note}
        for hop in proof.hops
    ]


def _forms(mail: Mail) -> str:
    if any(body.html for body in mail.shown_bodies()):
        return "web text (HTML)"
    return "plain text" if any(body.text.strip() for body in mail.shown_bodies()) else "headers"
