"""A seal is stamped by a real time-stamp authority on this computer; whatever answers wrongly is turned away."""

from __future__ import annotations

import hashlib
import os
import subprocess
from datetime import date, datetime, timezone
from pathlib import Path

import pytest
from stamp_server import Authority, Reply, Server, serving

from frkit.base.errors import FrkitError, NetworkProblem, WrongUsage
from frkit.proof.seal_verification import verify_campaign
from frkit.proof.seals import Seal, make_seal
from frkit.proof.timestamps import checked_stamp, shown_address, stamp_seal, stamps_of
from frkit.proof.token_shape import sorted_certificates
from frkit.tracking.folder import CampaignFolder


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Another authority with the same names, as a forger would make it."""
    return Authority(tmp_path_factory.mktemp("stranger") / "two")


@pytest.fixture
def seal(campaign: CampaignFolder, monkeypatch: pytest.MonkeyPatch) -> Seal:
    monkeypatch.setenv("NO_PROXY", "*")
    return make_seal(campaign, date(2026, 5, 1)).seal


def kept(campaign: CampaignFolder, ending: str) -> list[Path]:
    return sorted((campaign.root / "seals").glob(f"*{ending}"))


@pytest.mark.parametrize("chain", [True, False], ids=["with its chain", "its own certificate only"])
def test_a_seal_is_stamped_and_the_stamp_is_checked_offline(
    campaign: CampaignFolder, seal: Seal, authority: Authority, tmp_path: Path, chain: bool
) -> None:
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(
        authority.root.read_bytes() + (b"" if chain else (authority.folder / "middle.pem").read_bytes())
    )
    before = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    with serving(lambda question: Reply(authority.answer(question, chain=chain))) as server:
        stamp = stamp_seal(campaign.root, seal, server.url, trusted)
    assert stamp.fault is None and stamp.server == "Example Time Stamps"
    assert (stamp.trust, stamp.root) == ("given", "Example Time Stamps Root")
    assert stamp.time is not None and stamp.time >= before[:-3]
    # The server is gone; what was kept is enough.
    assert list(stamps_of(campaign.root, seal, trusted)) == [stamp]
    (unasked,) = stamps_of(campaign.root, seal)
    assert unasked.trust == "kept", "the root lies beside it, and nobody vouches for it"


def test_openssl_checks_the_kept_stamp_without_frkit(
    campaign: CampaignFolder, seal: Seal, authority: Authority
) -> None:
    with serving(lambda question: Reply(authority.answer(question))) as server:
        stamp_seal(campaign.root, seal, server.url)
    (token,), (certificates,) = kept(campaign, ".tsr"), kept(campaign, ".pem")
    line = ["openssl", "ts", "-verify", "-data", seal.path, "-in", token, "-CAfile", authority.root]
    checked = subprocess.run([*line, "-untrusted", certificates], capture_output=True, text=True, check=False)
    assert "Verification: OK" in checked.stdout + checked.stderr


def test_only_the_hash_and_a_random_number_leave_the_computer(
    campaign: CampaignFolder, seal: Seal, authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login robin password hidden\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(lambda question: Reply(authority.answer(question))) as server:
        stamp_seal(campaign.root, seal, server.url)
        stamp_seal(campaign.root, seal, server.url)
    first, second = server.got
    assert hashlib.sha256(seal.data).digest() in first and len(first) < 100
    assert first != second, "each question has a random number of its own"
    assert not any("authorization" in headers or "cookie" in headers for headers in server.headers)
    assert len(kept(campaign, ".tsr")) == 2, "several stamps of one seal lie side by side"


def test_without_a_root_the_stamp_is_kept_and_nothing_is_claimed_for_it(
    campaign: CampaignFolder, seal: Seal, authority: Authority
) -> None:
    with serving(lambda question: Reply(authority.answer(question))) as server:
        stamp = stamp_seal(campaign.root, seal, server.url)
    assert stamp.fault is None and stamp.trust == "none" and stamp.root is None


def test_a_root_that_web_browsers_trust_vouches_without_being_named(
    campaign: CampaignFolder, seal: Seal, authority: Authority, stranger: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    browsers = campaign.root.parent / "browsers.pem"
    monkeypatch.setattr("requests.utils.DEFAULT_CA_BUNDLE_PATH", str(browsers))
    browsers.write_bytes(authority.root.read_bytes())
    with serving(lambda question: Reply(authority.answer(question))) as server:
        stamp = stamp_seal(campaign.root, seal, server.url)
    assert (stamp.trust, stamp.root) == ("web", "Example Time Stamps Root")
    browsers.write_bytes(stranger.root.read_bytes())
    (checked,) = stamps_of(campaign.root, seal)
    assert checked.trust == "none", "a root of the same name with another key does not do"


def test_a_forger_with_the_same_names_is_found_out_by_the_root(
    campaign: CampaignFolder, seal: Seal, authority: Authority, stranger: Authority
) -> None:
    with (
        serving(lambda question: Reply(stranger.answer(question))) as server,
        pytest.raises(NetworkProblem, match="do not vouch for it"),
    ):
        stamp_seal(campaign.root, seal, server.url, authority.root)
    assert not kept(campaign, ".tsr") and not kept(campaign, ".pem")
    with serving(lambda question: Reply(stranger.answer(question))) as server:
        stamp_seal(campaign.root, seal, server.url)
    report = verify_campaign(campaign.root, trusted=authority.root)
    assert not report.good and "do not vouch for it" in str(report.seals[0].stamps[0].fault)


@pytest.mark.parametrize("use", ["critical,serverAuth", "timeStamping"], ids=["of a web server", "not bound to stamps"])
def test_a_key_that_was_certified_for_something_else_cannot_stamp(
    campaign: CampaignFolder, seal: Seal, authority: Authority, use: str
) -> None:
    with (
        serving(lambda question: Reply(authority.forged(question, use))) as server,
        pytest.raises(NetworkProblem, match="not one for time stamps"),
    ):
        stamp_seal(campaign.root, seal, server.url, authority.root)
    assert not kept(campaign, ".tsr")


ANSWERS_TO_OTHERS = {
    "another file": (b"another file entirely", "stamp of another file"),
    "an earlier question": (None, "another question"),
}


@pytest.mark.parametrize("case", ANSWERS_TO_OTHERS)
def test_an_answer_to_something_else_is_refused(
    campaign: CampaignFolder, seal: Seal, authority: Authority, case: str
) -> None:
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    data, words = ANSWERS_TO_OTHERS[case]
    built = TimestampRequestBuilder().data(data or seal.data).hash_algorithm(HashAlgorithm.SHA256)
    other = authority.answer(built.cert_request(cert_request=True).build().as_bytes())
    refused(campaign, seal, Reply(other), words)


def test_a_refusal_is_told_in_the_servers_own_words(campaign: CampaignFolder, seal: Seal, authority: Authority) -> None:
    authority.settings(digests="sha512")
    try:
        with (
            serving(lambda question: Reply(authority.answer(question))) as server,
            pytest.raises(NetworkProblem, match=r"the server refused \(rejection\)"),
        ):
            stamp_seal(campaign.root, seal, server.url)
    finally:
        authority.settings()
    assert not kept(campaign, ".tsr")


def test_a_stamp_with_modifications_is_not_taken_for_what_was_asked(
    campaign: CampaignFolder, seal: Seal, authority: Authority
) -> None:
    def changed(question: bytes) -> Reply:
        answer = authority.answer(question)
        granted = b"\x30\x03\x02\x01\x00"
        assert answer.count(granted) >= 1
        return Reply(answer.replace(granted, b"\x30\x03\x02\x01\x01", 1))

    with serving(changed) as server, pytest.raises(NetworkProblem, match="granted with modifications"):
        stamp_seal(campaign.root, seal, server.url)


def test_an_altered_signature_does_not_hold(campaign: CampaignFolder, seal: Seal, authority: Authority) -> None:
    def changed(question: bytes) -> Reply:
        answer = bytearray(authority.answer(question))
        answer[-10] ^= 1
        return Reply(bytes(answer))

    with serving(changed) as server, pytest.raises(NetworkProblem, match="signature does not hold"):
        stamp_seal(campaign.root, seal, server.url, authority.root)


WRONG = {
    "a web page": (Reply(b"<html>Sign in to this network</html>", kind="text/html; charset=utf-8"), "with a page"),
    "a page that says it is a stamp": (Reply(b"<html></html>"), "cannot be read as a time stamp"),
    "nothing": (Reply(b""), "cannot be read as a time stamp"),
    "half of a stamp": (Reply(b"\x30\x82\x10\x00\x30\x03"), "cannot be read as a time stamp"),
    "a length without end": (Reply(b"\x30\x80\x00\x00"), "cannot be read as a time stamp"),
    "far too much": (Reply(b"\x30" * (2 << 20)), "far too long"),
    "an error": (Reply(b"down", status=503), "error 503"),
    "another address": (Reply(b"", 302, headers=(("Location", "https://elsewhere.example/"),)), "sends us on to"),
    "silence": (Reply(b"", wait=3), "did not answer within 1 seconds"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_server_that_answers_wrongly_leaves_nothing_behind(campaign: CampaignFolder, seal: Seal, case: str) -> None:
    reply, words = WRONG[case]
    refused(campaign, seal, reply, words, seconds=1)


def refused(campaign: CampaignFolder, seal: Seal, reply: Reply, words: str, seconds: float = 20) -> None:
    with serving(lambda question: reply) as server, pytest.raises(NetworkProblem, match=words) as error:
        stamp_seal(campaign.root, seal, server.url, seconds=seconds)
    assert "no stamp was kept" in error.value.remedy and server.url in error.value.place
    assert [path.name for path in (campaign.root / "seals").iterdir()] == [seal.path.name]


def test_nobody_listening_is_a_network_problem(campaign: CampaignFolder, seal: Seal) -> None:
    with serving(lambda question: Reply(b"")) as server:
        pass
    with pytest.raises(NetworkProblem, match="nothing listens there"):
        stamp_seal(campaign.root, seal, server.url)


@pytest.mark.parametrize("address", ["", "tsa.example", "ftp://tsa.example/", "http://", "http://[::1", "http://a:b/"])
def test_what_is_no_web_address_is_wrong_usage(address: str) -> None:
    with pytest.raises(WrongUsage, match="no address of a time-stamp server"):
        shown_address(address)


def test_a_password_in_the_address_is_not_shown() -> None:
    assert shown_address("https://robin:secret@tsa.example:8443/tsr?key=1") == "https://tsa.example:8443/tsr"


def test_an_altered_seal_gets_no_stamp(campaign: CampaignFolder, seal: Seal) -> None:
    with pytest.raises(FrkitError, match="cannot be stamped"):
        stamp_seal(campaign.root, Seal(seal.path, seal.data + b"\n"), "http://127.0.0.1:9/")


def stamped(campaign: CampaignFolder, seal: Seal, authority: Authority) -> tuple[Path, Server]:
    with serving(lambda question: Reply(authority.answer(question))) as server:
        stamp_seal(campaign.root, seal, server.url)
    return kept(campaign, ".tsr")[0], server


def test_an_altered_or_exchanged_stamp_is_a_fault(campaign: CampaignFolder, seal: Seal, authority: Authority) -> None:
    token, _ = stamped(campaign, seal, authority)
    whole = token.read_bytes()
    token.write_bytes(whole[:-1] + b"\x00")
    assert "was altered" in str(verify_campaign(campaign.root).seals[0].stamps[0].fault)
    token.write_bytes(whole)
    (campaign.root / "notes.md").write_text("later\n")
    later = make_seal(campaign, date(2026, 5, 2)).seal
    foreign = campaign.root / "seals" / token.name.replace(seal.name, later.name)
    foreign.write_bytes(whole)
    report = verify_campaign(campaign.root, later)
    assert report.seals[0].stamps[0].fault == "it is the stamp of another file" and not report.good


def test_the_next_seal_covers_the_stamps_of_those_before(
    campaign: CampaignFolder, seal: Seal, authority: Authority
) -> None:
    token, _ = stamped(campaign, seal, authority)
    assert not make_seal(campaign, date(2026, 5, 2)).new, "a stamp of the last seal is no change of the campaign"
    (campaign.root / "notes.md").write_text("later\n")
    later = make_seal(campaign, date(2026, 5, 2)).seal
    assert f"seals/{token.name}" in later.entries and seal.file in later.entries
    token.unlink()
    assert verify_campaign(campaign.root, later).seals[0].vanished == [f"seals/{token.name}"]


def test_certificates_in_any_order_are_read_and_what_is_signed_stays(authority: Authority) -> None:
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response

    question = TimestampRequestBuilder().data(b"x").hash_algorithm(HashAlgorithm.SHA256).build()
    answer = authority.answer(question.as_bytes())
    ordered = sorted_certificates(answer)
    assert len(ordered) == len(answer) and sorted_certificates(ordered) == ordered
    assert decode_timestamp_response(ordered).tst_info.nonce == question.nonce
    for cut in range(0, len(answer), 7):
        with pytest.raises(ValueError, match=r"cut short|not built like|cannot be read"):
            sorted_certificates(answer[:cut])


def test_a_certificate_that_cannot_be_read_is_a_fault_and_no_failure(
    campaign: CampaignFolder, seal: Seal, authority: Authority, tmp_path: Path
) -> None:
    """Certificates are read piece by piece: one whose name is damaged is seen only when its name is asked for."""
    with serving(lambda question: Reply(authority.answer(question, chain=True))) as server:
        stamp_seal(campaign.root, seal, server.url, authority.root)
    (path,) = kept(campaign, ".tsr")
    good = path.read_bytes()
    seen = set()
    for at in range(len(good) // 3, len(good), 41):
        damaged = bytearray(good)
        damaged[at] ^= 0xFF
        odd = path.with_name(f"{seal.name}.x.tsr")
        odd.write_bytes(bytes(damaged))
        stamp = checked_stamp(campaign.root, seal, odd, authority.root)
        seen.add(stamp.fault is None)
        assert stamp.fault is not None or stamp.serial is not None
    assert False in seen


@pytest.mark.parametrize("answer", ["an error", "another address", "nothing there"])
def test_a_key_in_the_address_is_told_to_nobody(campaign: CampaignFolder, seal: Seal, answer: str) -> None:
    elsewhere = ("Location", "https://u:SECRET@a.example/b?key=SECRET")
    reply = Reply(b"x", 302, headers=(elsewhere,)) if answer == "another address" else Reply(b"x", 500)
    with serving(lambda question: reply) as server:
        address = "http://127.0.0.1:9/tsr" if answer == "nothing there" else server.url
        with pytest.raises(NetworkProblem) as failed:
            stamp_seal(campaign.root, seal, f"{address}?key=SECRET", None)
    assert "SECRET" not in str(failed.value)


def test_a_pipe_in_place_of_a_stamp_is_not_waited_for(campaign: CampaignFolder, seal: Seal) -> None:
    os.mkfifo(campaign.root / "seals" / f"{seal.name}.00000000.tsr")
    (stamp,) = stamps_of(campaign.root, seal)
    assert stamp.fault == "it is no file of the size of a stamp"
