"""Time-stamp tokens (RFC 3161) read and checked without the network."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from frkit.base.errors import WrongUsage
from frkit.base.files import sha256_of_bytes
from frkit.proof.token_shape import sorted_certificates

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

SHA256_OID = "2.16.840.1.101.3.4.2.1"
Trust = Literal["given", "web", "kept", "none"]
"""Who vouches for the server's key: a root that the user named, one that web browsers trust, one kept beside the token,
or nobody that could be asked. Only the first two prove anything against whoever could write to the folder."""


class BadToken(Exception):
    """What is wrong with a token, in words that follow its name and a colon."""


@dataclass(frozen=True)
class Token:
    """An answer of a time-stamp server, read."""

    answer: TimeStampResponse
    certificates: tuple[Certificate, ...]

    @property
    def time(self) -> datetime:
        """When the server says that it saw the hash, in UTC."""
        return self.answer.tst_info.gen_time

    @property
    def server(self) -> str:
        """The name in the certificate of the signer, as its issuer wrote it."""
        signer = _signer(self)
        return name_of(signer) if signer else "a server whose certificate is not here"

    @property
    def serial(self) -> str:
        """The number that the server gave the stamp."""
        return str(self.answer.tst_info.serial_number)

    @property
    def policy(self) -> str:
        """The policy under which the server stamps, as an object identifier."""
        return str(self.answer.tst_info.policy.dotted_string)


@dataclass(frozen=True)
class Vouched:
    """Who stands behind a token's signature, and by which root."""

    trust: Trust
    root: str | None = None


def read_token(answer: bytes) -> Token:
    """The token in a server's answer; raises BadToken where it is none, or the server refused."""
    from cryptography.x509 import load_der_x509_certificate
    from rfc3161_client import PKIStatus, decode_timestamp_response

    try:
        read = decode_timestamp_response(sorted_certificates(answer))
        status = PKIStatus(read.status)
        if status == PKIStatus.GRANTED_WITH_MODS:
            raise BadToken("the server stamped something else than it was asked for (granted with modifications)")
        if status != PKIStatus.GRANTED:
            said = "; ".join(read.status_string)[:200]
            raise BadToken(f"the server refused ({status.name.lower().replace('_', ' ')}){': ' + said if said else ''}")
        certificates = tuple(load_der_x509_certificate(one) for one in sorted(read.signed_data.certificates))
        token = Token(read, certificates)
        _ = (token.time, token.serial, token.policy, token.server)
    except (ValueError, TypeError, AttributeError) as error:
        raise BadToken(f"it cannot be read as a time stamp ({' '.join(str(error).split())[:120]})") from None
    return token


def check_imprint(token: Token, sha256: str) -> None:
    """Raise BadToken where the token is not one of that SHA-256."""
    imprint = token.answer.tst_info.message_imprint
    if imprint.hash_algorithm.dotted_string != SHA256_OID or imprint.message.hex() != sha256:
        raise BadToken("it is the stamp of another file")


def vouched(token: Token, sha256: str, kept: tuple[Certificate, ...], given: tuple[Certificate, ...]) -> Vouched:
    """Who vouches for a token; raises BadToken where its signature does not hold, or a named root does not lead to it.

    ``kept`` are certificates that lie beside it, ``given`` those that the user trusts.
    """
    try:
        return _vouched(token, sha256, kept, given)
    except ValueError as error:  # a certificate is read only when something in it is asked for
        raise BadToken(f"a certificate with it cannot be read ({' '.join(str(error).split())[:80]})") from None


def _vouched(token: Token, sha256: str, kept: tuple[Certificate, ...], given: tuple[Certificate, ...]) -> Vouched:
    pool = tuple(dict.fromkeys((*token.certificates, *kept, *given)))
    between = [one for one in pool if one.subject != one.issuer]
    roots = tuple(one for one in given if one.subject == one.issuer)
    if given:
        try:
            return Vouched("given", _first_root(token, sha256, roots, between))
        except BadToken as bad:
            raise BadToken(f"the certificates of --ca do not vouch for it: {bad}") from None
    issuers = {one.issuer for one in between}
    web = tuple(one for one in _web_roots() if one.subject in issuers)
    own = tuple(one for one in pool if one.subject == one.issuer)
    if web:
        try:
            return Vouched("web", _first_root(token, sha256, web, between))
        except BadToken as bad:
            if str(bad) != _NOT_UNDER_IT:  # another root of the same name says nothing about this one
                raise
    return Vouched("kept", _first_root(token, sha256, own, between)) if own else Vouched("none")


def certificates_in(path: Path) -> tuple[Certificate, ...]:
    """The certificates of a PEM file; raises WrongUsage where there are none."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return tuple(load_pem_x509_certificates(path.read_bytes()))
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongUsage(f"The certificates cannot be read: {reason}.", place=str(path), remedy=_GET_PEM) from None
    except ValueError:
        raise WrongUsage("No certificates are in this file.", place=str(path), remedy=_GET_PEM) from None


_GET_PEM = "name the PEM file with the root certificate that the authority publishes"


def as_pem(certificates: tuple[Certificate, ...]) -> bytes:
    """Certificates as PEM, each once."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return b"".join(one.public_bytes(Encoding.PEM) for one in dict.fromkeys(certificates))


def name_of(certificate: Certificate) -> str:
    """The common name of a certificate's owner, or its whole name."""
    from cryptography.x509.oid import NameOID

    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def digest_of(answer: bytes) -> str:
    """The first eight digits of the SHA-256 of an answer: they stand in the name of its file."""
    return sha256_of_bytes(answer)[:8]


def _signer(token: Token) -> Certificate | None:
    for info in token.answer.signed_data.signer_infos:
        for one in token.certificates:
            if one.issuer == info.issuer and one.serial_number == info.serial_number:
                return one
    return None


def _first_root(token: Token, sha256: str, roots: tuple[Certificate, ...], between: list[Certificate]) -> str:
    """The name of the first root that leads to the token's signature; raises BadToken with the last reason."""
    from rfc3161_client import VerificationError, VerifierBuilder

    reason = "no root is among them, which is a certificate that was issued to itself"
    for root in roots:
        verifier = VerifierBuilder(intermediates=list(between), roots=[root]).build()
        try:
            verifier.verify(token.answer, bytes.fromhex(sha256))
        except (VerificationError, ValueError) as error:
            reason = _plainly(str(error))
        else:
            return name_of(root)
    raise BadToken(reason)


def _plainly(reason: str) -> str:
    """What OpenSSL and the library say, in words."""
    for sign, words in _REASONS:
        if sign in reason:
            return words
    told = re.findall(r'(?:Verify error: |reason: ")([^"]+)"', reason)
    return told[-1] if told else " ".join(reason.split())[:160]


_NOT_UNDER_IT = "its signer was not certified under that root"
_REASONS = (
    ("get local issuer", _NOT_UNDER_IT),
    ("get issuer certificate", _NOT_UNDER_IT),
    ("self-signed certificate", _NOT_UNDER_IT),
    ("certificate signature failure", _NOT_UNDER_IT),
    ("has expired", "the certificate had run out when the stamp was made"),
    ("not yet valid", "the certificate was not valid yet when the stamp was made"),
    ("digest failure", "its signature does not hold: it was altered, or never signed"),
    ("signature failure", "its signature does not hold: it was altered, or never signed"),
    ("unsuitable certificate purpose", "its signer's certificate is not one for time stamps"),
    ("EKU", "its signer's certificate is not one for time stamps"),
    ("Mismatch between messages", "it is the stamp of another file"),
)


def _web_roots() -> tuple[Certificate, ...]:
    """The roots that web browsers trust, from the list that the requests library brings along."""
    import warnings

    from cryptography.x509 import load_pem_x509_certificate
    from requests.utils import DEFAULT_CA_BUNDLE_PATH

    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for block in re.findall(
            rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", _bytes(DEFAULT_CA_BUNDLE_PATH), re.S
        ):
            with contextlib.suppress(ValueError):  # a very old root that a newer library refuses
                found.append(load_pem_x509_certificate(block))
    return tuple(found)


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""
