"""What a mail shows of when it was written, how it came and who signed it; each statement as strong as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from frkit.evidence.mail.automatic import Automatic, automatic
from frkit.evidence.mail.dates import Hop, Moment, delivered, doubts, hops, written
from frkit.evidence.mail.dkim import DkimSignature, Key, dkim_signatures
from frkit.evidence.mail.reports import in_words
from frkit.evidence.mail.types import Mail

_RESULTS = ("Authentication-Results", "ARC-Authentication-Results", "Received-SPF")


@dataclass(frozen=True)
class Proof:
    """The dates, the way and the signatures of one mail."""

    written: Moment | None
    delivered: Moment | None
    hops: tuple[Hop, ...]
    doubts: tuple[str, ...]
    message_id: str
    answers: tuple[str, ...]
    """Message-IDs that it answers."""
    results: tuple[tuple[str, str], ...]
    """What mail systems on the way wrote of their own checks: (header, words)."""
    signatures: tuple[DkimSignature, ...]
    automatic: Automatic | None
    reports: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """All of it with stable keys."""
        return {
            "written": _moment(self.written),
            "delivered": _moment(self.delivered),
            "hops": [
                {
                    "by": hop.by or None,
                    "from": hop.given_by or None,
                    "time": _moment(hop.when),
                    "note": hop.note or None,
                }
                for hop in self.hops
            ],
            "doubts": list(self.doubts),
            "message_id": self.message_id or None,
            "answers": list(self.answers),
            "checked_on_the_way": [{"header": name, "says": said} for name, said in self.results],
            "dkim": [_signature(one) for one in self.signatures],
            "automatic": {"kind": self.automatic.kind, "reason": self.automatic.reason} if self.automatic else None,
            "reports": list(self.reports),
        }


def proof_of(mail: Mail, data: bytes = b"", keys: Sequence[Key] = ()) -> Proof:
    """What a mail shows of itself; ``data`` are its bytes as they came, without which no signature is compared."""
    ids = f"{mail.header('In-Reply-To')} {mail.header('References')}".split()
    return Proof(
        written(mail),
        delivered(mail),
        hops(mail),
        doubts(mail),
        mail.header("Message-ID")[:500],
        tuple(dict.fromkeys(one for one in ids if one.startswith("<")))[-100:],
        tuple((name, said[:2000]) for name in _RESULTS for said in mail.all_of(name)[:10]),
        dkim_signatures(data, keys) if data else (),
        automatic(mail),
        tuple(in_words(report) for report in mail.reports),
    )


def _moment(found: Moment | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "said": found.said,
        "time": found.at.isoformat() if found.at else None,
        "utc": found.universal.isoformat() if found.universal else None,
    }


def _signature(one: DkimSignature) -> dict[str, Any]:
    return {
        "domain": one.domain,
        "selector": one.selector,
        "algorithm": one.algorithm,
        "covers": list(one.covers),
        "body": one.body,
        "signature": one.signature,
        "uncovered_bytes": one.uncovered,
        "why": one.why or None,
    }
