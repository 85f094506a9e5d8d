"""What DKIM signatures show offline: mails signed by dkimpy, whole, changed, and with their key."""

from __future__ import annotations

import base64
import hashlib

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from frkit.base.errors import FrkitError
from frkit.evidence.mail.dkim import dkim_signatures, keys_in

MAIL = (
    b"From: Records <records@city.example>\r\nTo: kit@kit.example\r\nSubject: Your  request\r\n 26-17\r\n"
    b"Date: Mon, 02 Mar 2026 10:00:00 -0800\r\n\r\nHello  you \r\n\r\nthe fee is $12\r\n\r\n\r\n"
)
HEADERS = [b"from", b"to", b"subject", b"date"]


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def signed(key: rsa.RSAPrivateKey, form: bytes, **options) -> bytes:
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    both = (form, form)
    return dkim.sign(MAIL, b"s1", b"city.example", pem, canonicalize=both, include_headers=HEADERS, **options) + MAIL


def record(key: rsa.RSAPrivateKey) -> str:
    data = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    text = base64.b64encode(data).decode()
    return f's1._domainkey.city.example. 300 IN TXT "v=DKIM1; k=rsa; " "p={text[:100]}" "{text[100:]}"'


@pytest.mark.parametrize("form", [b"simple", b"relaxed"])
def test_a_mail_as_it_was_signed(rsa_key, form: bytes) -> None:
    mail = signed(rsa_key, form)
    (found,) = dkim_signatures(mail)
    assert (found.body, found.signature) == ("fits", "not checked")
    assert "s1._domainkey.city.example" in found.in_words()
    (found,) = dkim_signatures(mail, keys_in(record(rsa_key)))
    assert (found.body, found.signature) == ("fits", "fits")
    (found,) = dkim_signatures(mail.replace(b"\r\n", b"\n"), keys_in(record(rsa_key)))
    assert (found.body, found.signature) == ("fits", "fits")


@pytest.mark.parametrize("form", [b"simple", b"relaxed"])
def test_a_changed_body_and_a_changed_header_are_told_apart(rsa_key, form: bytes) -> None:
    keys = keys_in(record(rsa_key))
    (body,) = dkim_signatures(signed(rsa_key, form).replace(b"$12", b"$99"), keys)
    assert (body.body, body.signature) == ("differs", "fits")
    (header,) = dkim_signatures(signed(rsa_key, form).replace(b"02 Mar", b"01 Mar"), keys)
    assert (header.body, header.signature) == ("fits", "differs")


def test_what_was_added_behind_the_signed_length_is_said(rsa_key) -> None:
    (found,) = dkim_signatures(signed(rsa_key, b"simple", length=True) + b"P.S. a lie\r\n")
    assert found.body == "fits" and found.uncovered >= len("P.S. a lie\r\n")
    assert "are not covered" in found.in_words()


def test_the_key_of_another_domain_proves_nothing(rsa_key) -> None:
    other = record(rsa_key).replace("city.example", "else.example")
    (found,) = dkim_signatures(signed(rsa_key, b"relaxed"), keys_in(other))
    assert found.signature == "not checked"


def test_the_newer_kind_of_key() -> None:
    """Signed here by hand, step by step as RFC 8463 says, since dkimpy needs another library for it."""
    private = ed25519.Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    body = base64.b64encode(hashlib.sha256(b"Hello you\r\n").digest()).decode()
    value = f"v=1; a=ed25519-sha256; c=relaxed/relaxed; d=city.example; s=s1; h=from; bh={body}; b="
    covered = f"from:Pat <pat@city.example>\r\ndkim-signature:{value}".encode()
    signature = base64.b64encode(private.sign(hashlib.sha256(covered).digest())).decode()
    mail = f"DKIM-Signature: {value}{signature}\r\nFrom:  Pat  <pat@city.example>\r\n\r\nHello   you \r\n\r\n".encode()
    keys = keys_in(f"v=DKIM1; k=ed25519; p={base64.b64encode(public).decode()}")
    (found,) = dkim_signatures(mail, keys)
    assert (found.body, found.signature) == ("fits", "fits")
    (found,) = dkim_signatures(mail.replace(b"Pat", b"Kim"), keys)
    assert (found.body, found.signature) == ("fits", "differs")


@pytest.mark.parametrize(
    "header",
    [b"a=rsa-md5; bh=x; d=a; s=b; h=from", b"", b"a=rsa-sha256; c=odd/odd", b";;;===;;;", b"a=rsa-sha256; l=-5"],
)
def test_a_broken_signature_is_no_fault(header: bytes) -> None:
    (found,) = dkim_signatures(b"DKIM-Signature: " + header + b"\r\nFrom: a@b.example\r\n\r\nx\r\n")
    assert found.signature == "not checked" and found.in_words()


def test_a_file_without_a_key_is_said() -> None:
    with pytest.raises(FrkitError, match="no public key"):
        keys_in("just words")
