"""What a mail says and brings, whatever form it came in."""

from __future__ import annotations

from dataclasses import dataclass

from frkit.evidence.contents.part import Part

SHOWN_HEADERS = (
    "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID", "In-Reply-To",
)  # fmt: skip


@dataclass(frozen=True)
class Body:
    """One stretch of a mail's words; where both forms are given, they are alternatives for one reader."""

    text: str = ""
    html: str = ""


@dataclass(frozen=True)
class Recipient:
    """What a mail system says became of a mail for one address."""

    address: str
    action: str
    """``failed``, ``delayed``, ``delivered``, ``relayed``, ``expanded``, ``displayed``, ``deleted``, or nothing."""
    status: str = ""
    """The code, such as ``5.1.1``."""
    reason: str = ""


@dataclass(frozen=True)
class DeliveryReport:
    """A report of a mail system or program on a mail sent before (RFC 3464, RFC 8098)."""

    kind: str
    """``bounce``, ``delay``, ``delivered``, ``receipt``, ``deleted unread`` or ``report``."""
    recipients: tuple[Recipient, ...]
    message_id: str = ""
    """The Message-ID of the mail that it speaks of, where it names it."""
    by: str = ""
    """The mail system that reports."""


@dataclass(frozen=True)
class Mail:
    """What a mail says and brings."""

    headers: tuple[tuple[str, str], ...]
    """Those that a reader is shown, in the order of the mail."""
    text: str
    html: str
    parts: tuple[Part, ...]
    warnings: tuple[str, ...] = ()
    every_header: tuple[tuple[str, str], ...] = ()
    """All headers in the order of the mail, decoded, each on one line."""
    bodies: tuple[Body, ...] = ()
    """The stretches of its words in their order."""
    pictures: tuple[tuple[str, str], ...] = ()
    """(address such as ``cid:logo@x``, number of the part) of what its body may show."""
    reports: tuple[DeliveryReport, ...] = ()

    def header(self, name: str) -> str:
        """The first header of that name, or nothing."""
        return next(iter(self.all_of(name)), "")

    def all_of(self, name: str) -> tuple[str, ...]:
        """Every header of that name, the uppermost first."""
        wanted = name.lower()
        return tuple(value for key, value in self.every_header or self.headers if key.lower() == wanted)

    def shown_bodies(self) -> tuple[Body, ...]:
        """The stretches of its words; of a mail that was put together elsewhere, its text and HTML as alternatives."""
        return self.bodies or ((Body(self.text, self.html),) if self.text or self.html else ())
