"""Whether a machine sent a mail. A person's answer taken for a machine's would be lost, so doubt means a person."""

from __future__ import annotations

import pytest

from frkit.evidence.mail.automatic import automatic
from frkit.evidence.mail.reading import read_mail


def kind_of(subject: str, words: str = "x", headers: str = "") -> str | None:
    found = automatic(read_mail(f"From: a@city.example\nSubject: {subject}\n{headers}\n{words}".encode()))
    return found.kind if found else None


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Records request", "Out of office: Re: Records request", "Out of the Office",
        "Out of Office until 9 March", "AUTO: Pat is out of the office (returning 9 March)", "Abwesenheitsnotiz: Akten",
        "Automatische Antwort: Akten", "Réponse automatique : demande", "Respuesta automática: solicitud",
        "Risposta automatica: richiesta", "Automatisch antwoord: verzoek", "Autosvar: begäran", "自動返信: 開示請求",
        "Automatická odpověď: žádost",
    ],
)  # fmt: skip
def test_subjects_of_machines(subject: str) -> None:
    assert kind_of(subject) == "reply"


@pytest.mark.parametrize(
    "subject",
    [
        "RE: Automatic reply: Records request", "Fwd: Out of office: x", "Out of office supplies", "Read: this now",
        "Automatic License Plate Reader response", "Auto theft unit records", "Absence of records",
        "Delivery of records", "Records request 26-17 - automatic renewal",
    ],
)  # fmt: skip
def test_subjects_of_people(subject: str) -> None:
    assert kind_of(subject) is None


def test_headers_that_say_so() -> None:
    assert kind_of("x", headers="Auto-Submitted: auto-replied\n") == "reply"
    assert kind_of("x", headers="Auto-Submitted: auto-generated (portal)\n") == "notice"
    assert kind_of("x", headers="X-Autoreply: yes\n") == "reply"
    assert kind_of("x", headers="Precedence: auto_reply\n") == "reply"
    assert kind_of("x", headers="Auto-Submitted: no\nPrecedence: bulk\nX-Autoreply: no\n") is None


def test_a_receipt_without_its_machine_readable_part() -> None:
    words = "Your message\n\nTo: Records\n\nwas read on Monday, March 2, 2026 10:00:00 AM."
    assert kind_of("Read: Records request", words) == "receipt"
