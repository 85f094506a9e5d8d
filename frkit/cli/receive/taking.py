"""Files taken in for one request, each delivery said as soon as it is on file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from frkit.cli.receive.words import Report

if TYPE_CHECKING:
    from frkit.evidence.intake.looking import Look
    from frkit.evidence.intake.matching import Known
    from frkit.evidence.intake.storing import Desk


def take(
    desk: Desk,
    request_id: str,
    files: Iterable[Path],
    report: Report,
    letter: Look | None = None,
    known: Known | None = None,
) -> None:
    """Take files in for one request, and say so as each delivery is on file."""
    from frkit.evidence.intake.storing import Delivery, Taker

    with report.bar(files) as steps:
        for one in Taker(desk, request_id, known).take(steps, letter):
            if isinstance(one, Delivery):
                report.delivery(one)
            else:
                report.refuse(one)
