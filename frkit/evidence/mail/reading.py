"""A mail read as it came: headers, words and attached files, whatever its character sets and however broken."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from frkit.base.files import sha256_of_bytes
from frkit.evidence.contents.part import Part
from frkit.evidence.mail.calendar_words import calendar_words
from frkit.evidence.mail.charsets import decoded
from frkit.evidence.mail.encoded_words import header_text
from frkit.evidence.mail.flowed import unflowed
from frkit.evidence.mail.line_ends import usual_lines
from frkit.evidence.mail.parameters import parameters
from frkit.evidence.mail.reports import report_in, report_in_words
from frkit.evidence.mail.signed import signers, unwrapped
from frkit.evidence.mail.structure import DEEPEST, Entity, structure_of
from frkit.evidence.mail.transfer import files_in_text, uncoded
from frkit.evidence.mail.types import SHOWN_HEADERS, Body, DeliveryReport, Mail

MOST_PARTS = 2100
"""Attached files of one mail that are told apart."""
_ENDINGS = {
    "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/tiff": "tif",
    "text/calendar": "ics", "text/csv": "csv", "text/html": "html", "text/plain": "txt", "text/rtf": "rtf",
    "application/rtf": "rtf", "application/zip": "zip", "text/vcard": "vcf",
    "application/pgp-signature": "asc",
    "application/pgp-encrypted": "asc", "message/partial": "eml",
}  # fmt: skip
_REPORT_NAMES = {
    "message/delivery-status": "delivery report.txt", "message/global-delivery-status": "delivery report.txt",
    "message/disposition-notification": "receipt.txt", "text/rfc822-headers": "headers of the returned mail.txt",
    "message/feedback-report": "report.txt",
}  # fmt: skip
_WRAPPED = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature"}
_REPORTS = {"message/delivery-status", "message/disposition-notification", "message/global-delivery-status"}
_USUAL_BEFORE = re.compile(rb"(?i)\s*(this is a|ceci est|dies ist eine|este es un)[^\n]{0,80}(multi|mime)", re.DOTALL)
_ASKED_FOR = re.compile(r"""(?i)(?:(?:src|background)\s?=\s?["']?|url\(["']?)([^"'\s>)]{1,600})""")
"""Addresses of pictures in a page's markup."""
_RETURNED = {"text/rfc822-headers", "message/rfc822", "message/global", "message/global-headers"}
"""What a report of a mail system brings along of the mail that it speaks of."""
_HEAD = 20_000
_DEEPEST_WRAP = 5


def read_mail(data: bytes) -> Mail:
    """The mail in some bytes; never fails: what cannot be read is a warning."""
    lines, said = usual_lines(data)
    structure = structure_of(lines)
    root = structure.root
    reader = _Reader(_charset_of(root))
    reader.take(root, 0)
    headers = tuple((name, header_text(value, reader.charset)) for name, value in root.headers)
    text = "\n\n".join(body.text for body in reader.bodies if body.text)
    html = "\n".join(body.html for body in reader.bodies if body.html)
    reports = reader.reports or [one for one in (report_in_words(headers, text),) if one]
    return Mail(
        headers=_shown(headers),
        text=text,
        html=html,
        parts=reader.all_parts(html),
        warnings=tuple(dict.fromkeys((*said, *structure.warnings, *reader.warnings))),
        every_header=headers,
        bodies=tuple(body for body in reader.bodies if body.text or body.html),
        pictures=tuple(reader.pictures),
        reports=tuple(replace(one, message_id=one.message_id or reader.returned_id) for one in reports),
    )


def _charset_of(root: Entity) -> str | None:
    """The character set that a mail names first, which its headers were probably written in."""
    named = root.content.get("charset").split(" ")[0]
    return named or next((found for child in root.children if (found := _charset_of(child))), None)


def _shown(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The headers for a reader, names in their usual spelling."""
    usual = {name.lower(): name for name in SHOWN_HEADERS}
    return tuple((usual[name.lower()], value) for name, value in headers if name.lower() in usual)


class _Reader:
    """Walks through a mail and sorts what it finds into words and files."""

    def __init__(self, charset: str | None) -> None:
        self.charset = charset
        self.bodies: list[Body] = []
        self.parts: list[Part] = []
        self.warnings: list[str] = []
        self.pictures: list[tuple[str, str]] = []
        self.reports: list[DeliveryReport] = []
        self.returned_id = ""

    def all_parts(self, html: str) -> tuple[Part, ...]:
        """The files, with those marked that the body shows."""
        asked = {unquote(address) for address in _ASKED_FOR.findall(html)} if self.pictures else set()
        shown = {number for address, number in self.pictures if address in asked}
        return tuple(replace(part, embedded=True) if part.number in shown else part for part in self.parts)

    def take(self, entity: Entity, wraps: int) -> None:
        """Sort an entity and all below it."""
        if not entity.children:
            self._leaf(entity, wraps)
            return
        self._loose(entity.before, "words before the first part.txt", usual=True)
        start = len(self.bodies)
        for child in entity.children:
            self.take(child, wraps)
        if entity.kind == "multipart/alternative":
            self._join_alternatives(start)
        if entity.kind == "multipart/encrypted":
            self.warnings.append("it is encrypted; only who holds the key can read it")
        self._loose(entity.behind, "words after the last part.txt")

    def _join_alternatives(self, start: int) -> None:
        new = self.bodies[start:]
        html = "\n".join(body.html for body in new if body.html)
        text = "\n\n".join(body.text for body in new if body.text)
        if new:
            self.bodies[start:] = [Body(text, html)]

    def _loose(self, data: bytes, name: str, *, usual: bool = False) -> None:
        """Words that stand outside all parts, where most programs do not show them."""
        if not data.strip() or (usual and len(data) < 1000 and _USUAL_BEFORE.match(data)):
            return
        self.warnings.append(f"it holds words outside its parts, which most mail programs do not show: '{name}'")
        self._keep(name, data)

    def _leaf(self, entity: Entity, wraps: int) -> None:
        kind = entity.kind
        inner = uncoded(entity.body, entity.raw("Content-Transfer-Encoding").decode("latin-1"))
        if inner.warning:
            self.warnings.append(inner.warning)
        disposition = parameters(entity.raw("Content-Disposition"))
        name = disposition.words("filename") or disposition.words("name") or entity.content.words("name")
        attached = disposition.value == "attachment" or bool(name)
        if kind in _WRAPPED and self._unwrap(inner.data, wraps):
            return
        if kind in ("text/plain", "text/html") and not attached:
            self._words(entity, inner.data)
        elif kind == "text/calendar" and not attached and (words := self._invitation(entity, inner.data)):
            self.bodies.append(Body(words))
            self._file(entity, "invitation.ics", inner.data)
        elif inner.data or attached:
            self._file(entity, name or self._usual_name(kind, inner.data), inner.data)
            self._say(entity, kind, inner.data)
        self._loose(inner.behind, "words after an attached file.txt")

    def _words(self, entity: Entity, data: bytes) -> None:
        if entity.kind == "text/plain":
            data = self._without_files(data)
        named = entity.content.get("charset").split(" ")[0] or None
        text, wrong = decoded(data, named, marked_in=data[:4096] if entity.kind == "text/html" else b"")
        if wrong:
            self.warnings.append(wrong)
        if entity.kind == "text/html":
            self.bodies.append(Body(html=text.removeprefix("\ufeff")))
            return
        if entity.content.get("format").lower() == "flowed":
            text = unflowed(text, delete_space=entity.content.get("delsp").lower() == "yes")
        if "-----BEGIN PGP MESSAGE-----" in text:
            self.warnings.append("it holds words encrypted with PGP; only who holds the key can read them")
        self.bodies.append(Body(text.removeprefix("\ufeff")))

    def _without_files(self, data: bytes) -> bytes:
        """The words of a text; files that stand coded within it become parts."""
        out: list[bytes] = []
        at = 0
        for block in files_in_text(data):
            if self._keep(block.name, block.data) is None:
                break
            out += [data[at : block.start], f"[attached file: {block.name}]".encode()]
            at = block.end
        return b"".join([*out, data[at:]]) if out else data

    def _invitation(self, entity: Entity, data: bytes) -> str:
        return calendar_words(decoded(data, entity.content.get("charset") or "utf-8")[0])

    def _unwrap(self, data: bytes, wraps: int) -> bool:
        """Take what lies inside a signature; False where it has to stay a file."""
        found = unwrapped(data)
        if found.kind == "encrypted":
            self.warnings.append("it is encrypted (S/MIME); only who holds the key can read it")
        if found.content is None or wraps >= _DEEPEST_WRAP:
            return False
        names = f", with certificates of {'; '.join(found.signers)}" if found.signers else ""
        self.warnings.append(f"its words lay inside a wrapping (S/MIME, {found.kind}{names}); no signature was checked")
        self.take(structure_of(usual_lines(found.content)[0]).root, wraps + 1)
        return True

    def _say(self, entity: Entity, kind: str, data: bytes) -> None:
        """What is to be said of a file because of its type."""
        if kind in _REPORTS:
            report = report_in(kind.replace("global-", ""), data)
            self.reports += [report] if report else []
        elif kind in _RETURNED and not self.returned_id:
            self.returned_id = header_text(structure_of(usual_lines(data[:_HEAD])[0]).root.raw("Message-ID"))
        elif kind in _SIGNATURES:
            by = f", brings certificates of {'; '.join(found)}" if (found := signers(data)) else ""
            self.warnings.append(f"it is signed (S/MIME{by}); the signature was not checked")
        elif kind == "message/partial":
            number, total = entity.content.get("number"), entity.content.get("total")
            self.warnings.append(f"it is piece {number[:9] or '?'} of {total[:9] or '?'} of a longer mail")
        elif kind == "message/external-body":
            self.warnings.append("it names a file that lies elsewhere, which was not fetched")

    def _file(self, entity: Entity, name: str, data: bytes) -> None:
        number = self._keep(name, data)
        if number is None:
            return
        for header, form in (("Content-ID", "cid:{}"), ("Content-Location", "{}")):
            said = header_text(entity.raw(header)).strip().strip("<>")
            if said:
                self.pictures.append((form.format(said), number))

    def _keep(self, name: str, data: bytes) -> str | None:
        if len(self.parts) >= MOST_PARTS:
            self.warnings.append(f"more than {MOST_PARTS} attached files; the rest is only in the original")
            return None
        number = str(len(self.parts) + 1)
        self.parts.append(Part(number, name, data, sha256_of_bytes(data)))
        return number

    def _usual_name(self, kind: str, data: bytes) -> str:
        if kind in ("message/rfc822", "message/global", "message/news"):
            root = structure_of(usual_lines(data[:_HEAD])[0]).root
            subject = header_text(root.raw("Subject"), self.charset)[:120].strip()
            return f"{subject}.eml" if subject else "message.eml"
        if kind in _REPORT_NAMES:
            return _REPORT_NAMES[kind]
        return f"attached file.{_ENDINGS[kind]}" if kind in _ENDINGS else "attached file"


__all__ = ["DEEPEST", "MOST_PARTS", "Mail", "Part", "header_text", "read_mail"]
