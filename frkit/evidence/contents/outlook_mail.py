"""From Outlook's properties to a mail as every other is read: headers, words, attached files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from frkit.evidence.contents import mapi
from frkit.evidence.contents.gathering import Enough, Gathering
from frkit.evidence.contents.mapi import Properties
from frkit.evidence.contents.rtf_packing import unpacked_rtf
from frkit.evidence.contents.rtf_words import words_of_rtf
from frkit.evidence.contents.zip_packing import Damaged
from frkit.evidence.mail.charsets import decoded
from frkit.evidence.mail.reading import read_mail
from frkit.evidence.mail.types import SHOWN_HEADERS, Body, Mail

_SIGNED = "IPM.NOTE.SMIME"
_ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "text/plain": ".txt",
            "text/html": ".html", "message/rfc822": ".eml"}  # fmt: skip


@dataclass(frozen=True)
class Attachment:
    """One attachment as its properties name it; ``data`` is what was put together for one that is no plain file."""

    properties: Properties
    data: bytes | None = None
    ending: str = ""
    reason: str = ""
    """Why there is no data."""


def mail_from(
    mail: Properties, recipients: Iterable[Properties], attachments: Iterable[Attachment], warnings: Iterable[str] = ()
) -> Mail:
    """The mail that these properties make; what is missing or damaged in them is a warning."""
    found = Gathering(1 << 40)
    for warning in warnings:
        found.warn(warning)
    body = _body(mail, found)
    pictures = _take_all(attachments, found)
    whole = _headers(mail, tuple(recipients))
    shown = tuple((name, value) for name, value in whole if name in SHOWN_HEADERS)
    named = {number for place, number in pictures if place in body.html}
    parts = tuple(replace(part, embedded=part.number in named) for part in found.parts)
    for one in found.left_out:
        found.warn(f"attached file {one.number} ('{one.name}'): {one.reason}")
    told = tuple(found.warnings)
    bodies = (body,) if body.text or body.html else ()
    made = Mail(shown, body.text, body.html, parts, told, whole, bodies, tuple(pictures))
    return _signed(made) if mail.text(mapi.CLASS).upper().startswith(_SIGNED) else made


def _headers(mail: Properties, recipients: tuple[Properties, ...]) -> tuple[tuple[str, str], ...]:
    """The headers as they came over the network; what those do not say, from the properties."""
    came = mail.text(mapi.HEADERS)
    own = read_mail(_only_headers(came).encode("utf-8", "replace")).every_header if came.strip() else ()
    known = {name.lower() for name, _ in own}
    made = mapi.headers_of(mail, recipients)
    return (*own, *((name, value) for name, value in made if name.lower() not in known))


def _only_headers(text: str) -> str:
    """Outlook sometimes puts a line of its own before the headers."""
    text = text.replace("\r\n", "\n").lstrip("\n")
    first, _, rest = text.partition("\n")
    if first.startswith("Microsoft Mail Internet Headers"):
        text = rest
    return text.split("\n\n", 1)[0] + "\n\n"


def _body(mail: Properties, found: Gathering) -> Body:
    text = mail.text(mapi.BODY).replace("\r\n", "\n")
    html = _html(mail, found)
    packed = mail.data(mapi.RTF)
    if packed and not (html and text):
        try:
            rich = words_of_rtf(unpacked_rtf(packed))
            html = html or rich.html
            text = text or rich.text.replace("\r\n", "\n")
        except Damaged as error:
            found.warn(str(error))
    return Body(text.strip("\0"), html)


def _html(mail: Properties, found: Gathering) -> str:
    kind, data = mail.values.get(mapi.HTML, (0, b""))
    if kind != mapi.BINARY:
        return mail.text(mapi.HTML)
    named = mapi.coding_of(mail.number(mapi.INTERNET_CODE_PAGE)) or None
    text, wrong = decoded(data.rstrip(b"\0"), named, marked_in=data[:2048])
    if wrong:
        found.warn(wrong)
    return text


def _take_all(attachments: Iterable[Attachment], found: Gathering) -> list[tuple[str, str]]:
    """Take the attached files; gives the addresses by which the body shows some of them."""
    pictures: list[tuple[str, str]] = []
    try:
        for one in attachments:
            part_number = _take(one, found)
            place = one.properties.text(mapi.CONTENT_ID).strip("<> ")
            if part_number and place:
                pictures.append((f"cid:{place}", part_number))
            elif part_number and one.properties.text(mapi.CONTENT_PLACE):
                pictures.append((one.properties.text(mapi.CONTENT_PLACE), part_number))
    except Enough:
        pass
    return pictures


def _take(one: Attachment, found: Gathering) -> str:
    name = name_of(one)
    method = one.properties.number(mapi.METHOD)
    data = one.data if one.data is not None else one.properties.data(mapi.DATA)
    if one.reason:
        found.leave_out(name, one.reason)
    elif data is None and (method in mapi.BY_REFERENCE or method == mapi.BY_WEB):
        link = one.properties.text(mapi.LINK)
        found.leave_out(name, f"not in the mail, which only names where it lies: {link or 'nothing is said'}")
    elif data is None:
        found.leave_out(name, "the mail holds no bytes of it")
    else:
        part = found.add(name, _content(data, cut=mapi.DATA in one.properties.cut))
        return part.number if part else ""
    return ""


def _content(data: bytes, *, cut: bool) -> Iterator[bytes]:
    yield data
    if cut:
        raise Damaged("the message is cut off within it")


def name_of(one: Attachment) -> str:
    """The sender's name for an attached file, without the folders it lay in."""
    about = one.properties
    name = about.text(mapi.LONG_NAME, mapi.SHORT_NAME, mapi.NAME)
    name = re.split(r"[/\\]", name)[-1] if "\\" in name or "/" in name else name
    ending = one.ending or about.text(mapi.ENDING) or _ENDINGS.get(about.text(mapi.MIME).lower(), "")
    if not name:
        return f"attached file{ending}"
    own = PurePath(name).suffix
    return name + ending if ending and ((one.ending and own.lower() != ending) or not own) else name


def _signed(mail: Mail) -> Mail:
    """A signed mail lies whole in one attachment; it is read as it was sent."""
    if len(mail.parts) != 1:
        return mail
    data = mail.parts[0].data
    if data[:200].lower().lstrip().startswith((b"content-type:", b"mime-version:")):
        inner = read_mail(b"MIME-Version: 1.0\r\n" + data.lstrip())
    else:
        way = b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        inner = read_mail(b"MIME-Version: 1.0\r\n" + way + data)
    if not inner.bodies and not inner.parts:
        return mail
    warnings = tuple(dict.fromkeys((*mail.warnings, *inner.warnings)))
    kept = replace(inner, headers=mail.headers, every_header=mail.every_header, warnings=warnings)
    return kept if inner.bodies else replace(kept, text=mail.text, html=mail.html, bodies=mail.bodies)
