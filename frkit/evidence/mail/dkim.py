"""What the signatures of mail systems (DKIM, RFC 6376, RFC 8463) show without asking anybody.

The hash of the body can always be compared. The signature itself can be checked only with the public key, which its
domain publishes; whoever wants that gives the key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from frkit.base.errors import FrkitError

_MOST = 20
_HASHES = {"rsa-sha256": "sha256", "rsa-sha1": "sha1", "ed25519-sha256": "sha256"}
Answer = Literal["fits", "differs", "not checked"]


@dataclass(frozen=True)
class Key:
    """A public key as a domain publishes it: for which selector and domain, if the file says so, its type and bytes."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True)
class DkimSignature:
    """One signature: whose it says it is, what it covers, and what could be checked of it."""

    domain: str
    selector: str
    algorithm: str
    covers: tuple[str, ...]
    """Names of the headers that it covers."""
    body: Answer
    signature: Answer
    why: str = ""
    """Why something could not be checked."""
    uncovered: int = 0
    """Bytes at the end of the body that it does not cover."""
    signed_at: int | None = None
    """Seconds since 1970, as the signer says."""

    @property
    def record(self) -> str:
        """The name below which the domain publishes its key."""
        return f"{self.selector}._domainkey.{self.domain}"

    def in_words(self) -> str:
        """What was found, as strong as it is and no stronger."""
        who = f"DKIM signature that names {self.domain} (selector {self.selector})"
        body = {
            "fits": "its hash fits the body of this file",
            "differs": "its hash does not fit the body of this file, which was changed or saved in another form",
            "not checked": "its hash of the body could not be compared",
        }[self.body]
        key = {
            "fits": "the signature holds with the key that was given",
            "differs": "the signature does not hold with the key that was given",
            "not checked": "the signature itself was not checked",
        }[self.signature]
        short = f"; the last {self.uncovered:,} bytes of the body are not covered" if self.uncovered else ""
        return f"{who}: {body}; {key}{short}{f' ({self.why})' if self.why else ''}"


def dkim_signatures(data: bytes, keys: Sequence[Key] = ()) -> tuple[DkimSignature, ...]:
    """Every DKIM signature in a mail's bytes as they came, the uppermost first; never fails."""
    fields, body = _divided(data)
    found = [value for name, value in fields if name.lower() == b"dkim-signature"]
    return tuple(_checked(value, fields, body, keys) for value in found[:_MOST])


def keys_in(text: str) -> tuple[Key, ...]:
    """The keys in a file: a TXT record as ``dig`` prints it, or PEM; raises FrkitError where it holds none."""
    found = list(_keys(text))
    if not found:
        raise FrkitError(
            "There is no public key in this file.",
            remedy="give the TXT record of the domain, like  v=DKIM1; k=rsa; p=MIIB…  or a key in PEM form",
        )
    return tuple(found)


def _keys(text: str) -> Iterator[Key]:
    for block in re.findall(r"-----BEGIN (?:RSA )?PUBLIC KEY-----([^-]{1,20000})-----END", text):
        yield Key("", "rsa", _base64(block.encode()))
    for line in text.replace("\\\n", "").splitlines():
        if not re.search(r"\bp\s{0,5}=", line) or "-----" in line:
            continue
        name = re.search(r"([A-Za-z0-9_.-]{1,200}\._domainkey\.[A-Za-z0-9.-]{1,250})", line)
        pieces = re.findall(r'"([^"]*)"', line)
        record = "".join(pieces) if pieces else re.sub(r"^.*?(?=\b[vkp]\s{0,5}=)", "", line)
        tags = _tags(record.encode())
        key = _base64(tags.get("p", "").encode())
        if key:
            yield Key(name[1].rstrip(".").lower() if name else "", tags.get("k", "rsa").lower(), key)


def _checked(value: bytes, fields: Sequence[tuple[bytes, bytes]], body: bytes, keys: Sequence[Key]) -> DkimSignature:
    tags = _tags(value)
    algorithm = tags.get("a", "").lower()
    covers = tuple(name.strip().lower() for name in tags.get("h", "").split(":") if name.strip())[:200]
    head_form, _, body_form = tags.get("c", "simple/simple").lower().partition("/")
    plain = DkimSignature(
        tags.get("d", "")[:255] or "no domain",
        tags.get("s", "")[:255] or "no selector",
        algorithm[:40],
        covers,
        "not checked",
        "not checked",
        signed_at=int(tags["t"]) if tags.get("t", "").isdigit() and len(tags["t"]) < 12 else None,
    )
    digest = _HASHES.get(algorithm)
    if digest is None or {head_form, body_form or "simple"} - {"simple", "relaxed"}:
        return replace(plain, why=f"its method is not known ('{algorithm[:30]}', '{tags.get('c', '')[:30]}')")
    whole = _relaxed_body(body) if body_form == "relaxed" else _simple_body(body)
    length = tags.get("l", "")
    covered = min(int(length), len(whole)) if length.isdigit() and len(length) < 12 else len(whole)
    said = _base64(tags.get("bh", "").encode())
    fits: Answer = "fits" if hashlib.new(digest, whole[:covered]).digest() == said else "differs"
    made = replace(plain, body=fits, uncovered=len(whole) - covered)
    return _verified(made, value, fields, head_form, digest, keys)


def _verified(
    made: DkimSignature,
    value: bytes,
    fields: Sequence[tuple[bytes, bytes]],
    form: str,
    digest: str,
    keys: Sequence[Key],
) -> DkimSignature:
    fitting = [key for key in keys if key.name in ("", made.record.lower())]
    if not fitting:
        return replace(made, why=f"its public key was not given; the domain publishes it at {made.record}")
    signed = _signed_bytes(value, fields, made.covers, form)
    said = _base64(_tags(value).get("b", "").encode())
    holds = any(_holds(key, made.algorithm, digest, signed, said) for key in fitting)
    return replace(made, signature="fits" if holds else "differs")


def _holds(key: Key, algorithm: str, digest: str, signed: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        if algorithm.startswith("ed25519"):
            public = ed25519.Ed25519PublicKey.from_public_bytes(key.data[-32:])
            public.verify(signature, hashlib.sha256(signed).digest())
            return True
        loaded = load_der_public_key(key.data)
        if not isinstance(loaded, rsa.RSAPublicKey):
            return False
        chosen = hashes.SHA1() if digest == "sha1" else hashes.SHA256()
        loaded.verify(signature, signed, padding.PKCS1v15(), chosen)
        return True
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False


def _signed_bytes(value: bytes, fields: Sequence[tuple[bytes, bytes]], covers: Sequence[str], form: str) -> bytes:
    """What the signature was made over (RFC 6376, 3.7): the named headers from the lowest up, and itself without b=."""
    left = list(fields)
    out: list[bytes] = []
    for name in covers:
        at = next((at for at in range(len(left) - 1, -1, -1) if left[at][0].strip().lower() == name.encode()), None)
        if at is not None:
            out.append(_field(*left.pop(at), form) + b"\r\n")
    own_name = next((name for name, said in fields if said is value), b"DKIM-Signature")
    bare = re.sub(rb"((?:^|;)\s*b\s*=)[^;]*", rb"\1", value, count=1)
    return b"".join([*out, _field(own_name, bare, form)])


def _field(name: bytes, value: bytes, form: str) -> bytes:
    if form == "simple":
        return name + b":" + value
    return name.strip().lower() + b":" + re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b"")).strip(b" \t")


def _divided(data: bytes) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """The headers, values as they stand with their folds, and the body; all lines ended as they go over the wire."""
    if data.startswith(b"From ") and b"\n" in data:
        data = data.split(b"\n", 1)[1]
    wire = re.sub(rb"\r?\n", b"\r\n", data)
    head, _, body = wire.partition(b"\r\n\r\n")
    fields: list[tuple[bytes, list[bytes]]] = []
    for line in head.split(b"\r\n"):
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line)
        else:
            name, _, value = line.partition(b":")
            fields.append((name, [value]))
    return [(name, b"\r\n".join(lines)) for name, lines in fields], body


def _simple_body(body: bytes) -> bytes:
    end = len(body)
    while body[end - 2 : end] == b"\r\n":
        end -= 2
    return body[:end] + b"\r\n"


def _relaxed_body(body: bytes) -> bytes:
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"\r\n".join(lines) + b"\r\n" if lines else b""


def _tags(value: bytes) -> dict[str, str]:
    """Tags of a signature or key; spaces within values do not count."""
    found: dict[str, str] = {}
    for piece in value.decode("latin-1").split(";")[:100]:
        name, equals, said = piece.partition("=")
        if equals:
            found.setdefault(name.strip(), re.sub(r"\s+", "", said))
    return found


def _base64(data: bytes) -> bytes:
    kept = re.sub(rb"[^A-Za-z0-9+/=]", b"", data)
    try:
        return base64.b64decode(kept + b"=" * (-len(kept) % 4))
    except (binascii.Error, ValueError):
        return b""
