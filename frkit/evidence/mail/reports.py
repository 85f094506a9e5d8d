"""Reports of mail systems: what became of a mail that was sent (RFC 3464), and whether it was opened (RFC 8098)."""

from __future__ import annotations

import re

from frkit.evidence.mail.encoded_words import header_text
from frkit.evidence.mail.types import DeliveryReport, Recipient

_LONGEST = 300_000
_MOST = 200
_ADDRESS = re.compile(r"<?([A-Za-z0-9._%+=&'/-]{1,64}@[A-Za-z0-9.-]{1,200}[A-Za-z0-9])>?")
_SENDER = re.compile(r"(?i)(mailer-daemon|postmaster|mail delivery (sub)?system|mail administrator|mdaemon)")
_SUBJECT = re.compile(
    r"(?i)^\s*(undeliver(able|ed)|mail delivery (failed|failure|status)|delivery (status notification "
    r"\((failure|delay)\)|failure|has failed|failed)|returned mail|failure notice|message delivery failure|"
    r"non recapitabile|unzustellbar|"
    r"échec de la remise|non remis|no se puede entregar|niet te bestellen|warning: (message|could not))"
)
_FAILED_IN_WORDS = re.compile(
    r"(?m)^[ \t]{0,8}<([^<>\s@]{1,64}@[^<>\s]{1,200})>:?[ \t]{0,8}(?:\r?\n[ \t]{0,8})?([^\r\n]{0,300})"
)
_ID_IN_WORDS = re.compile(r"(?im)^[ \t>]{0,8}message-id:\s{0,9}(<[^<>\s]{3,300}>)")


def report_in(kind: str, data: bytes) -> DeliveryReport | None:
    """What a report's machine-readable part says, or None where it names nobody."""
    groups = _groups(data[:_LONGEST])
    if not groups:
        return None
    whole = groups[0]
    if kind == "message/disposition-notification":
        return _receipt(whole)
    recipients = tuple(_recipient(group) for group in groups[1:] or groups if _addressed(group))
    if not recipients:
        return None
    actions = {one.action for one in recipients}
    said = "bounce" if "failed" in actions else "delay" if "delayed" in actions else "delivered"
    known = actions & {"failed", "delayed", "delivered", "relayed", "expanded"}
    by = _typed(whole.get("reporting-mta", ""))
    return DeliveryReport(said if known else "report", recipients, whole.get("original-message-id", ""), by)


def report_in_words(headers: tuple[tuple[str, str], ...], text: str) -> DeliveryReport | None:
    """A bounce that says so in words only, as older mail systems write it, or None."""
    said = {name.lower(): value for name, value in reversed(headers)}
    failed = _ADDRESS.findall(said.get("x-failed-recipients", "")[:20_000])
    from_system = bool(_SENDER.search(said.get("from", "")[:500])) or said.get("return-path", "").strip() == "<>"
    if not failed and not (from_system and _SUBJECT.search(said.get("subject", "")[:300])):
        return None
    reasons = {address: reason.strip() for address, reason in _FAILED_IN_WORDS.findall(text[:_LONGEST])}
    recipients = tuple(
        Recipient(address, "failed", _status(reasons.get(address, "")), reasons.get(address, ""))
        for address in list(dict.fromkeys([*failed, *reasons]))[:_MOST]
    )
    delayed = "warning" in said.get("subject", "").lower() or "delay" in said.get("subject", "").lower()
    if delayed:
        recipients = tuple(Recipient(one.address, "delayed", one.status, one.reason) for one in recipients)
    returned = _ID_IN_WORDS.search(text[:_LONGEST])
    return DeliveryReport("delay" if delayed else "bounce", recipients, returned[1] if returned else "")


def in_words(report: DeliveryReport) -> str:
    """One sentence on what the report says."""
    what = {
        "bounce": "Not delivered",
        "delay": "Not delivered yet",
        "delivered": "Delivered",
        "receipt": "Opened, says the program",
        "deleted unread": "Deleted without being opened, says the program",
    }.get(report.kind, "Report on a mail")
    named = [
        one.address + (f" ({', '.join(filter(None, (one.status, one.reason)))})" if one.status or one.reason else "")
        for one in report.recipients[:10]
    ]
    more = f" and {len(report.recipients) - 10} more" if len(report.recipients) > 10 else ""
    about = f"; the mail with the ID {report.message_id}" if report.message_id else ""
    return f"{what}: {', '.join(named) or 'no address named'}{more}{about}"


def _receipt(said: dict[str, str]) -> DeliveryReport | None:
    address = _typed(said.get("final-recipient", "") or said.get("original-recipient", ""))
    disposition = said.get("disposition", "")
    if not address and not disposition:
        return None
    action = disposition.split(";")[-1].strip().split("/")[0].lower()
    kind = "receipt" if action == "displayed" else "deleted unread" if action == "deleted" else "report"
    person = Recipient(address, action, "", disposition)
    return DeliveryReport(kind, (person,), said.get("original-message-id", ""), said.get("reporting-ua", ""))


def _recipient(group: dict[str, str]) -> Recipient:
    address = _typed(group.get("original-recipient", "")) or _typed(group.get("final-recipient", ""))
    reason = _typed(group.get("diagnostic-code", ""))
    action = group.get("action", "").split(" ")[0].lower()
    return Recipient(address, action, group.get("status", "").split(" ")[0][:20], reason[:500])


def _addressed(group: dict[str, str]) -> bool:
    return "final-recipient" in group or "original-recipient" in group


def _typed(value: str) -> str:
    """The value without its type: ``rfc822; records@city.example`` is the address."""
    kind, semicolon, rest = value.partition(";")
    return (rest if semicolon and " " not in kind.strip() else value).strip().strip("<>")


def _status(reason: str) -> str:
    found = re.search(r"\b([245]\.\d{1,3}\.\d{1,3})\b", reason)
    return found[1] if found else ""


def _groups(data: bytes) -> list[dict[str, str]]:
    """Groups of fields with empty lines between them."""
    found: list[dict[str, str]] = []
    for block in re.split(rb"\r?\n[ \t]*\r?\n", data.strip())[:_MOST]:
        fields: dict[str, str] = {}
        for line in re.sub(rb"\r?\n[ \t]+", b" ", block).splitlines():
            name, colon, value = line.partition(b":")
            if colon:
                fields.setdefault(name.strip().decode("latin-1").lower(), header_text(value))
        if fields:
            found.append(fields)
    return found
