"""How a mail is put together: headers and body of each of its parts, as bytes, whatever is missing or wrong.

Follows RFC 5322 and 2045-2046 where the mail does. Time grows with the size of the mail alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from frkit.evidence.mail.parameters import Parameters, parameters

DEEPEST = 30
"""Parts within parts of one mail; deeper ones stay in one piece."""
MOST_LEAVES = 2000
"""Parts of one mail that are told apart; the rest stays in one piece."""
_MOST_GUESSES = 3

_HEADER = re.compile(rb"[!-9;-~]{1,120}[ \t]{0,20}:")
_KNOWN = re.compile(
    rb"(?i)(content-(type|transfer-encoding|disposition|id|description)|mime-version|message-id|date|subject|from|to|cc|"
    rb"received|return-path|reply-to|in-reply-to|references|dkim-signature|x-[a-z-]{1,60})[ \t]{0,20}:"
)
_DASHES = re.compile(rb"\n(--[^\r\n]{1,400})")
_PART_BEGINS = re.compile(rb"\r?\n(?:[!-9;-~]{1,60}:[^\n]{0,900}\r?\n){0,3}(?i:content-[a-z-]{2,40})[ \t]{0,9}:")


@dataclass(frozen=True)
class Entity:
    """A mail or a part of one: headers and body as they came; a body in parts has them as children."""

    headers: tuple[tuple[str, bytes], ...]
    content: Parameters
    body: bytes
    children: tuple[Entity, ...] = ()
    before: bytes = b""
    behind: bytes = b""

    @property
    def kind(self) -> str:
        """The type of the content, such as ``text/plain``."""
        return self.content.value

    def raw(self, name: str) -> bytes:
        """The first header of that name, or nothing."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), b"")


@dataclass
class Structure:
    """The whole of a mail, and what was wrong with its build."""

    root: Entity
    warnings: list[str] = field(default_factory=list)


def structure_of(data: bytes) -> Structure:
    """The parts of a mail whose lines end in the usual way; never fails."""
    reader = _Reader(data)
    root = reader.entity(0, len(data), 0, "text/plain")
    return Structure(root, list(dict.fromkeys(reader.warnings)))


@dataclass(frozen=True)
class _Mark:
    """A dividing line: from where to where, and whether it ends the last part."""

    start: int
    end: int
    last: bool


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.warnings: list[str] = []
        self.leaves = 0
        self.guesses = 0
        self.divider = b""
        """The dividing line of a mail that does not name it."""
        self.places: dict[bytes, list[tuple[int, int]]] = {}
        first = re.match(rb"--[^\r\n]{1,400}", data)
        if first:
            self.places[first[0].rstrip()] = [first.span()]
        for found in _DASHES.finditer(data):
            self.places.setdefault(found[1].rstrip(), []).append(found.span(1))

    def entity(self, start: int, end: int, depth: int, usual: str) -> Entity:
        headers, at = self._headers(start, end)
        content = self._content(headers, usual)
        whole = Entity(headers, content, self.data[at:end])
        if depth >= DEEPEST or self.leaves >= MOST_LEAVES:
            if content.value.startswith("multipart/"):
                self.warnings.append("its parts lie too deep or are too many; some were left in one piece")
                return Entity(headers, Parameters("application/octet-stream", content.given), self.data[at:end])
            return whole
        if not content.value.startswith("multipart/") and not self._looks_divided(headers, content, at, end, depth):
            self.leaves += 1
            return whole
        return self._divided(whole, at, end, depth)

    def _divided(self, whole: Entity, at: int, end: int, depth: int) -> Entity:
        named = whole.content.get("boundary").strip().encode("latin-1", "replace")
        line = b"--" + named if named else self.divider
        marks = self._marks(line, at, end) if line else []
        if all(mark.last for mark in marks):
            guessed = self._guessed(at, end)
            if guessed is None:
                self.warnings.append("it should have several parts, but none begins anywhere; shown as one text")
                return Entity(whole.headers, Parameters("text/plain", whole.content.given), whole.body)
            self.warnings.append(
                "the line that parts its parts is not the one it names; the parts were found by their headers"
            )
            marks = self._marks(guessed, at, end)
        return self._parted(whole, marks, at, end, depth)

    def _parted(self, whole: Entity, marks: list[_Mark], at: int, end: int, depth: int) -> Entity:
        usual = "message/rfc822" if whole.kind == "multipart/digest" else "text/plain"
        children: list[Entity] = []
        behind: list[bytes] = []
        for number, mark in enumerate(marks):
            begin = self._after_line(mark.end, end)
            following = marks[number + 1].start if number + 1 < len(marks) else end
            if self.leaves >= MOST_LEAVES:
                self.warnings.append(f"it has more than {MOST_LEAVES} parts; the rest was left in one piece")
                children.append(Entity((), Parameters("application/octet-stream", {}), self.data[begin:end]))
                break
            until = self._before_line(begin, following) if following < end else end
            if mark.last:
                behind.append(self.data[begin:until])
            elif begin < until or following < end:
                children.append(self.entity(begin, max(begin, until), depth + 1, usual))
        if marks and not marks[-1].last and end == len(self.data):
            self.warnings.append("the line that ends its last part is missing; the mail may be cut off")
        before = self.data[at : marks[0].start] if marks else b""
        return Entity(whole.headers, whole.content, b"", tuple(children), before, b"\n".join(filter(None, behind)))

    def _after_line(self, at: int, end: int) -> int:
        found = self.data.find(b"\n", at, end)
        return end if found < 0 else found + 1

    def _before_line(self, begin: int, until: int) -> int:
        """The end of a body before a dividing line, which the line end before it belongs to."""
        if until > begin and self.data[until - 1 : until] == b"\n":
            until -= 1
        return until - 1 if until > begin and self.data[until - 1 : until] == b"\r" else until

    def _marks(self, line: bytes, at: int, end: int) -> list[_Mark]:
        found = [mark for said in (line, line + b"--") for mark in self._of(said, at, end, said != line)]
        return sorted(found, key=lambda mark: mark.start)

    def _of(self, said: bytes, at: int, end: int, last: bool) -> list[_Mark]:
        """The places of one dividing line between two points."""
        places = self.places.get(said, [])
        here = places[bisect_left(places, (at, 0)) : bisect_left(places, (end, 0))]
        return [_Mark(start, stop, last) for start, stop in here]

    def _guessed(self, at: int, end: int) -> bytes | None:
        """The line that stands before the most parts with headers of their own."""
        self.guesses += 1
        if self.guesses > _MOST_GUESSES:
            return None
        most, best = 0, None
        for said, places in self.places.items():
            here = places[bisect_left(places, (at, 0)) : bisect_left(places, (end, 0))]
            count = sum(1 for _, stop in here if _PART_BEGINS.match(self.data, stop, min(end, stop + 4000)))
            if len(said) > 3 and count > most:
                most, best = count, said
        return best

    def _looks_divided(
        self, headers: tuple[tuple[str, bytes], ...], content: Parameters, at: int, end: int, depth: int
    ) -> bool:
        """True for a mail that lost its Content-Type, though its body has parts, begins and ends like them."""
        names = {name.lower() for name, _ in headers}
        if depth or "content-type" in names or not headers:
            return False
        guessed = self._guessed(at, end)
        if guessed is None:
            return False
        ended = any(mark.last for mark in self._marks(guessed, at, end))
        if ended:
            self.divider = guessed
            self.warnings.append("it does not say that it has parts; they were found by their headers")
        return ended

    def _content(self, headers: tuple[tuple[str, bytes], ...], usual: str) -> Parameters:
        raw = next((value for name, value in headers if name.lower() == "content-type"), None)
        if raw is None:
            return Parameters(usual, {})
        found = parameters(raw)
        if "/" in found.value:
            return found
        return Parameters("text/html" if found.value == "html" else usual, found.given)

    def _headers(self, at: int, end: int) -> tuple[tuple[tuple[str, bytes], ...], int]:
        """The headers from ``at`` on, and where the body begins."""
        found: list[tuple[str, list[bytes]]] = []
        while at < end:
            stop = self._after_line(at, end)
            line = self.data[at:stop].rstrip(b"\r\n")
            if not line.strip():
                if not line or not found or not self._goes_on(stop, end):
                    return _joined(found), stop
            elif line[:1] in b" \t" and found:
                found[-1][1].append(line)
            elif _HEADER.match(line) and not line.startswith(b"--"):
                name, _, value = line.partition(b":")
                found.append((name.strip().decode("latin-1"), [value]))
            elif found and self._goes_on(stop, end):
                self.warnings.append("a line within its headers is no header; read as part of the one before")
                found[-1][1].append(b" " + line)
            else:
                if found:
                    self.warnings.append("no empty line parts its headers from its words")
                return _joined(found), at
            at = stop
        return _joined(found), end

    def _goes_on(self, at: int, end: int) -> bool:
        """True where the next line is a header that only mails have."""
        return bool(_KNOWN.match(self.data, at, min(end, at + 200)))


def _joined(found: list[tuple[str, list[bytes]]]) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, b"\n".join(value).strip()) for name, value in found)
