"""What the writer of a mail wrote, and what was quoted or forwarded from earlier mails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Role = Literal["own", "quoted", "intro", "signature", "forwarded"]

_MARKED = re.compile(r"^[ \t]{0,3}(?:[>|]|\u2502)")
_WROTE = re.compile(
    r"(?ix)^[ \t>]*(?:(?:on|le|am|el|op|den|em|il|w\sdniu|dne|на|в)\b|於|\d{4}[年/-]).{3,300}"
    r"(?:wrote|écrit|ecrit|schrieb(?:\s.{1,80})?|escribió|escribio|schreef(?:\s.{1,80})?|skrev(?:\s.{1,80})?|escreveu"
    r"|ha\sscritto|napisa(?:ł|l)(?:\(a\))?|napsal(?:\(a\))?|írta|пишет|написал(?:\(а\))?|写道|のメール"
    r"|wrote\sthe\sfollowing)\s?:?\s*$"
)
_BEGINS_WROTE = re.compile(r"(?i)^[ \t>]*(on|le|am|el|op|den|em|il)\b .{5,200}$")
_ENDS_WROTE = re.compile(r"(?i)(wrote|écrit|schrieb|escribió|schreef|skrev|escreveu|ha scritto)\s?:\s*$")
_DIVIDER = re.compile(
    r"(?ix)^[ \t>]*(?:-{2,}\s*(?:original\s(?:message|appointment)|urspr(?:ü|ue)ngliche\s(?:nachricht|mail)"
    r"|message\sd['’]origine|"
    r"mensaje\soriginal|mensagem\soriginal|messaggio\soriginale|oorspronkelijk\sbericht|oprindelig\smeddelelse|"
    r"ursprungligt\smeddelande|opprinnelig\smelding|wiadomość\soryginalna)\s*-{2,}|_{20,})\s*$"
)
_FORWARD = re.compile(
    r"(?ix)^[ \t>]*(?:-{4,}\s*(?:forwarded\s(?:message|by)|weitergeleitete\snachricht|message\stransféré"
    r"|mensaje\sreenviado|"
    r"messaggio\sinoltrato|doorgestuurd\sbericht|mensagem\sencaminhada).{0,120}|begin\sforwarded\smessage\s?:|"
    r"anfang\sder\sweitergeleiteten\s(?:e-?mail|nachricht)\s?:|début\sdu\smessage\s(?:transféré|réexpédié)\s?:)\s*$"
)
_HEADER = re.compile(
    r"(?i)^[ \t>*]{0,8}(from|von|de|da|van|från|fra|sent|gesendet|envoyé|enviado(?: el)?|inviato|verzonden"
    r"|skickat|sendt|date|"
    r"datum|fecha|data|to|an|à|para|a|aan|till|til|cc|kopie|subject|betreff|objet|asunto|assunto|oggetto"
    r"|onderwerp|ämne|emne)"
    r"\*?\s?:\*?\s?(.*)$"
)
_FROM = re.compile(r"(?i)^[ \t>*]{0,8}(from|von|de|da|van|från|fra)\*?\s?:\*?\s?\S")
_SIGNATURE = re.compile(r"^-- ?$")


@dataclass(frozen=True)
class Stretch:
    """Some lines of a mail: the writer's own, the line that introduces a quotation, the quotation, a signature.

    ``forwarded`` is everything below a line that says so: it is the reason for the mail, yet not its writer's words.
    """

    role: Role
    text: str


def stretches(text: str) -> tuple[Stretch, ...]:
    """The lines of a mail in their order, each line in exactly one stretch."""
    lines = text.replace("\r\n", "\n").split("\n")
    found: list[tuple[Role, list[str]]] = []
    for role, line in _roles(lines):
        if found and found[-1][0] == role:
            found[-1][1].append(line)
        else:
            found.append((role, [line]))
    return tuple(Stretch(role, "\n".join(some)) for role, some in found)


def own_words(text: str) -> str:
    """What the writer wrote, with the signature."""
    return "\n".join(one.text for one in stretches(text) if one.role in ("own", "signature")).strip()


def quoted_words(text: str) -> str:
    """What stands there of earlier mails, with the lines that introduce it."""
    return "\n".join(one.text for one in stretches(text) if one.role not in ("own", "signature")).strip()


def _roles(lines: list[str]) -> Iterator[tuple[Role, str]]:
    below: Role | None = None
    role: Role = "own"
    signed = False
    for number, line in enumerate(lines):
        if below is not None:
            yield below, line
            continue
        if _FORWARD.match(line[:400]):
            below = "forwarded"
            yield "intro", line
        elif _all_below_is_quoted(lines, number):
            below = "quoted"
            yield "intro", line
        else:
            role = _role(lines, number, role)
            signed = role == "own" and (signed or bool(_SIGNATURE.match(line)))
            yield "signature" if signed else role, line


def _all_below_is_quoted(lines: list[str], number: int) -> bool:
    """True for a line below which an earlier mail follows without marks."""
    line = lines[number][:500]
    if _DIVIDER.match(line):
        return _head_follows(lines, number + 1)
    if _surely(line):
        return not _marked_soon(lines, number)
    return bool(_FROM.match(line)) and _is_head(lines, number)


def _role(lines: list[str], number: int, before: Role) -> Role:
    """The role of one line of an answer that quotes with marks."""
    line = lines[number]
    if _MARKED.match(line):
        return "quoted"
    if not line.strip():
        return before if before == "quoted" and _marked_next(lines, number) else "own"
    if _introduces(lines, number):
        return "intro"
    if before == "intro" and len(line) < 200 and line.rstrip().endswith(":"):
        return "intro"
    return "own"


def _introduces(lines: list[str], number: int) -> bool:
    """True for ``On ... wrote:``, on one line or cut in two, with a quotation below it or at the end of the mail."""
    line = lines[number][:500]
    if _WROTE.match(line):
        return _marked_soon(lines, number)
    following = lines[number + 1][:300] if number + 1 < len(lines) else ""
    return bool(_BEGINS_WROTE.match(line) and _ENDS_WROTE.search(following[-60:]) and _marked_next(lines, number + 1))


def _marked_next(lines: list[str], number: int) -> bool:
    for line in lines[number + 1 : number + 4]:
        if line.strip():
            return bool(_MARKED.match(line))
    return False


def _surely(line: str) -> bool:
    """True for ``On ... wrote:`` with a time or an address, which nobody writes in a sentence of his own."""
    return bool(_WROTE.match(line) and re.search(r"\d{1,2}[:.h]\d{2}|@", line))


def _marked_soon(lines: list[str], number: int) -> bool:
    return any(_MARKED.match(line) for line in lines[number + 1 : number + 5])


def _head_follows(lines: list[str], number: int) -> bool:
    for at in range(number, min(number + 4, len(lines))):
        if lines[at].strip():
            return bool(_HEADER.match(lines[at][:300]))
    return False


def _is_head(lines: list[str], number: int) -> bool:
    """True where three lines of a head such as From, Sent, To, Subject stand together, as Outlook writes them."""
    names = set()
    for line in lines[number : number + 12]:
        found = _HEADER.match(line[:300])
        if found:
            names.add(found[1].lower())
        elif not line.strip():
            if len(names) < 2:
                continue
            break
    return len(names) >= 3
