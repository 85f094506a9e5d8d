"""Files looked into in processes of their own, small ones several at a time, since each errand takes its time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from frkit.base.reading_ahead import ahead
from frkit.evidence.apart.running import each_apart
from frkit.evidence.intake.looking import Look, Question, look
from frkit.evidence.opening.what_is import what_is
from frkit.evidence.unreadable import Unreadable

_AT_ONCE, _BYTES_AT_ONCE = 32, 16 << 20
_BATCHES_AHEAD = 4
"""The processes look on while files are copied."""
_HEAD = 65_536


def looks(questions: Iterable[Question]) -> Iterator[tuple[Question, Look | Unreadable]]:
    """Each file with what was seen in it, or why it cannot be read; in their order, few in memory at a time."""
    for batch, seen in ahead(each_apart(look_at_all, _batches(questions)), _BATCHES_AHEAD):
        if isinstance(seen, Unreadable):  # one of them spoilt it for all: each by itself
            yield from each_apart(look, batch)
            continue
        for question, one in zip(batch, seen, strict=True):
            yield question, Unreadable(one) if isinstance(one, str) else one


def look_at_all(questions: list[Question]) -> list[Look | str]:
    """What was seen in some files, or the reason for one that cannot be read; for a process of its own."""
    return [_look_or_why(question) for question in questions]


def mails_among(files: list[str]) -> Iterator[tuple[str, bool]]:
    """Each file with whether it begins as mails do."""
    batches = [files[at : at + 4 * _AT_ONCE] for at in range(0, len(files), 4 * _AT_ONCE)]
    for batch, found in each_apart(begin_as_mails, batches):
        if isinstance(found, Unreadable):
            for name, one in each_apart(begins_as_mail, batch):
                yield name, one is True
        else:
            yield from zip(batch, found, strict=True)


def begin_as_mails(names: list[str]) -> list[bool]:
    """Whether files begin as mails do; for a process of its own."""
    return [begins_as_mail(name) for name in names]


def begins_as_mail(name: str) -> bool:
    """Whether a file begins as mails do."""
    try:
        with open(name, "rb") as file:
            return what_is(file.read(_HEAD)).kind == "mail"
    except OSError:
        return False


def _look_or_why(question: Question) -> Look | str:
    try:
        return look(question)
    except Unreadable as why:
        return str(why)


def _batches(questions: Iterable[Question]) -> Iterator[list[Question]]:
    batch: list[Question] = []
    total = 0
    for question in questions:
        size = _size(question)
        if batch and (len(batch) >= _AT_ONCE or total + size > _BYTES_AT_ONCE):
            yield batch
            batch, total = [], 0
        batch.append(question)
        total += size
    if batch:
        yield batch


def _size(question: Question) -> int:
    try:
        return os.path.getsize(question.path)
    except OSError:
        return 0
