"""Time stamps of seals: asking a server of the user's choice (RFC 3161), and checking what was kept, offline."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timezone
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from frkit.base.errors import FrkitError, NetworkProblem, WrongUsage
from frkit.base.files import create
from frkit.proof.seals import Seal, refuse_altered
from frkit.proof.tokens import (
    BadToken,
    Trust,
    as_pem,
    certificates_in,
    check_imprint,
    digest_of,
    name_of,
    read_token,
    vouched,
)

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from requests import PreparedRequest, Response

SECONDS = 30
"""How long a server may take to connect, to say anything, and in all to answer."""
LARGEST_ANSWER = 1 << 20
STAMP_NAME = re.compile(r"(\d{4}-\d{2}-\d{2}-[0-9a-f]{8})\.([0-9a-f]{8})\.tsr")


@dataclass(frozen=True)
class Stamp:
    """One stamp of a seal as it lies beside it, and what a check of it gave."""

    file: str
    """Its path below the campaign."""
    fault: str | None = None
    time: str | None = None
    """The server's own time, in UTC: by then the seal, and all that it lists, was there."""
    server: str | None = None
    serial: str | None = None
    policy: str | None = None
    trust: Trust = "none"
    root: str | None = None
    """The root certificate by which its signature was checked."""


def shown_address(address: str) -> str:
    """The address of a server without a user name or password; raises WrongUsage for one that is no web address."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    if parts.scheme not in ("http", "https") or not host:
        raise WrongUsage(
            "This is no address of a time-stamp server.",
            place="--timestamp",
            remedy="give it whole, as the server's operator publishes it, like https://tsa.example/tsr",
        )
    name = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, name + (f":{port}" if port else ""), parts.path, "", ""))


def stamp_seal(root: Path, seal: Seal, address: str, trusted: Path | None = None, seconds: float = SECONDS) -> Stamp:
    """Ask a server to stamp a seal, check its answer, and keep it beside the seal with the server's certificates.

    Only the SHA-256 of the seal and a random number are sent. ``trusted`` is a PEM file with the root that must vouch
    for the server. Raises NetworkProblem where no good stamp came; then nothing is kept.
    """
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    refuse_altered(seal)
    shown = shown_address(address)
    given = certificates_in(trusted) if trusted else ()
    request = TimestampRequestBuilder().data(seal.data).hash_algorithm(HashAlgorithm.SHA256)
    question = request.cert_request(cert_request=True).nonce(nonce=True).build()
    answer = _answer(address, shown, question.as_bytes(), seconds)
    try:
        token = read_token(answer)
        check_imprint(token, seal.sha256)
        if token.answer.tst_info.nonce != question.nonce:
            raise BadToken("it answers another question: the random number in it is not the one that was sent")
        if not token.certificates:
            raise BadToken("the server did not send its certificate, without which nobody could check the stamp")
        by = vouched(token, seal.sha256, (), given)
    except BadToken as bad:
        raise _no_stamp(f"The server's answer is no good stamp: {bad}.", shown) from None
    stem = f"{seal.name}.{digest_of(answer)}"
    needed = tuple(one for one in given if one.subject != one.issuer or name_of(one) == by.root)
    create(root / "seals" / f"{stem}.pem", as_pem((*token.certificates, *needed)))
    create(root / "seals" / f"{stem}.tsr", answer)
    return checked_stamp(root, seal, root / "seals" / f"{stem}.tsr", trusted)


def stamps_of(root: Path, seal: Seal, trusted: Path | None = None) -> Iterator[Stamp]:
    """Every stamp of a seal, checked without the network."""
    for path in sorted((root / "seals").glob(f"{seal.name}.*.tsr")):
        yield checked_stamp(root, seal, path, trusted)


def checked_stamp(root: Path, seal: Seal, path: Path, trusted: Path | None = None) -> Stamp:
    """What a stamp beside a seal proves; raises WrongUsage only for a ``trusted`` file without certificates."""
    file = f"seals/{path.name}"
    given = certificates_in(trusted) if trusted else ()
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_ANSWER:
            raise BadToken("it is no file of the size of a stamp")
        answer = path.read_bytes()
        named = STAMP_NAME.fullmatch(path.name)
        if named and digest_of(answer) != named[2]:
            raise BadToken("it was altered: its hash is not in its name")
        token = read_token(answer)
        check_imprint(token, seal.sha256)
        by = vouched(token, seal.sha256, _kept(path), given)
    except OSError as error:
        return Stamp(file, f"it cannot be read: {error.strerror or error}")
    except BadToken as bad:
        return Stamp(file, str(bad))
    when = token.time.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Stamp(file, None, when, token.server, token.serial, token.policy, by.trust, by.root)


def _kept(path: Path) -> tuple[Certificate, ...]:
    """The certificates that were kept with a stamp."""
    beside = path.with_suffix(".pem")
    try:
        small = beside.is_file() and beside.stat().st_size <= LARGEST_ANSWER
        return certificates_in(beside) if small else ()
    except (WrongUsage, OSError):
        return ()


def _answer(address: str, shown: str, question: bytes, seconds: float) -> bytes:
    """What the server says to a question; raises NetworkProblem, with the reason in words."""
    import requests

    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        with requests.post(
            address,
            data=question,
            headers=headers,
            timeout=(seconds, seconds),
            allow_redirects=False,
            stream=True,
            auth=_as_it_is if urlsplit(address).username is None else None,
        ) as response:
            _refuse_other_answers(response, shown)
            return _body(response, shown, seconds)
    except requests.exceptions.SSLError as error:
        raise _no_stamp(f"The server's own web certificate is not good: {_short(error)}.", shown) from None
    except requests.exceptions.Timeout:
        raise _no_stamp(f"The server did not answer within {seconds:g} seconds.", shown) from None
    except requests.exceptions.ConnectionError as error:
        raise _no_stamp(f"The server cannot be reached: {_reason(error)}.", shown) from None
    except (requests.exceptions.RequestException, ValueError) as error:
        raise _no_stamp(f"The server could not be asked: {_short(error)}.", shown) from None


def _as_it_is(request: PreparedRequest) -> PreparedRequest:
    """No name and password from a .netrc file goes to the server."""
    return request


def _refuse_other_answers(response: Response, shown: str) -> None:
    if response.is_redirect or 300 <= response.status_code < 400:
        where = _without_query(response.headers.get("Location", "another address"))[:200]
        raise _no_stamp(f"The server sends us on to {where}.", shown, "use that address, if you trust it")
    if response.status_code != 200:
        raise _no_stamp(f"The server answered with the error {response.status_code} {response.reason}.", shown)
    kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if kind.startswith("text/") or kind == "application/json":
        raise _no_stamp(f"The server answered with a page ({kind}), not with a stamp.", shown)


def _body(response: Response, shown: str, seconds: float) -> bytes:
    """The body, as long as it is of a sensible size and comes within the time."""
    end = time.monotonic() + seconds
    body = b""
    for block in response.iter_content(8192):
        body += block
        if len(body) > LARGEST_ANSWER:
            raise _no_stamp("The server's answer is far too long for a stamp.", shown)
        if time.monotonic() > end:
            raise _no_stamp(f"The server did not answer within {seconds:g} seconds.", shown)
    return body


def _no_stamp(fact: str, shown: str, remedy: str = "") -> FrkitError:
    first = remedy or "check the address and the network, or use another server"
    return NetworkProblem(fact, place=shown, remedy=f"{first}; no stamp was kept")


def _reason(error: Exception) -> str:
    text = str(error)
    for sign, words in (
        ("Name or service not known", "its name is not known; perhaps there is no network"),
        ("Temporary failure in name resolution", "its name cannot be looked up; perhaps there is no network"),
        ("nodename nor servname", "its name is not known; perhaps there is no network"),
        ("Connection refused", "nothing listens there"),
        ("Network is unreachable", "there is no network"),
        ("Read timed out", "it stopped in the middle of its answer"),
        ("RemoteDisconnected", "it hung up without an answer"),
        ("Connection aborted", "it hung up"),
        ("IncompleteRead", "it hung up in the middle of its answer"),
    ):
        if sign in text:
            return words
    return _short(error)


def _short(error: Exception) -> str:
    """What a library says, without the query of the address, which may hold a key of the user's."""
    return _without_query(" ".join(str(error).split()))[:160]


def _without_query(text: str) -> str:
    return re.sub(r"\?[^\s)'\">]*", "", re.sub(r"//[^/@\s]*@", "//", text))
