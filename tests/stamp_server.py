"""A real time-stamp authority (OpenSSL ``ts``) on this computer, and a server that answers as it is told to."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SETTINGS = """\
[tsa]
default_tsa = stamps
[stamps]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
LEAF = "basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage={use}\n"


@dataclass(frozen=True)
class Reply:
    """What the server says, and how."""

    body: bytes
    status: int = 200
    kind: str = "application/timestamp-reply"
    headers: tuple[tuple[str, str], ...] = ()
    wait: float = 0.0


class Authority:
    """A root, an authority below it, and a signer for time stamps, all made for this test."""

    def __init__(self, folder: Path, name: str = "Example Time Stamps") -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self._run(
            "req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 3650 -subj", f"/CN={name} Root"
        )
        self._signed(
            "middle", f"/CN={name} Middle", "root", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n"
        )
        self._signed("signer", f"/CN={name}", "middle", LEAF.format(use="critical,timeStamping"))
        (folder / "serial").write_text("01\n")
        self.settings()

    @property
    def root(self) -> Path:
        """The root certificate, as an authority publishes it."""
        return self.folder / "root.pem"

    def settings(self, digests: str = "sha256, sha512") -> None:
        """Which hashes the authority takes."""
        (self.folder / "ts.cnf").write_text(SETTINGS.format(folder=self.folder, digests=digests))

    def answer(self, question: bytes, *, chain: bool = True) -> bytes:
        """The authority's answer to a question, as OpenSSL makes it."""
        (self.folder / "question.tsq").write_bytes(question)
        with_chain = ["-chain", "middle.pem"] if chain else []
        self._run(
            "ts -reply -config ts.cnf -section stamps -queryfile question.tsq -inkey signer.key -signer signer.pem "
            "-out answer.tsr",
            *with_chain,
        )
        return (self.folder / "answer.tsr").read_bytes()

    def forged(self, question: bytes, use: str) -> bytes:
        """An answer signed with a key that the same authority certified for something else, such as a web server."""
        self.answer(question)
        self._signed("other", "/CN=www.example", "middle", LEAF.format(use=use))
        self._run("ts -reply -in answer.tsr -token_out -out token.der")
        self._run("cms -verify -noverify -inform DER -in token.der -out content.der")
        self._run(
            "cms -sign -binary -nodetach -econtent_type 1.2.840.113549.1.9.16.1.4 -in content.der -signer other.pem "
            "-inkey other.key -certfile middle.pem -md sha256 -outform DER -out other.der"
        )
        body = b"\x30\x03\x02\x01\x00" + (self.folder / "other.der").read_bytes()
        return b"\x30\x82" + len(body).to_bytes(2, "big") + body

    def _signed(self, name: str, subject: str, by: str, extensions: str) -> None:
        (self.folder / f"{name}.ext").write_text(extensions)
        self._run(f"req -newkey rsa:2048 -nodes -keyout {name}.key -out {name}.csr -subj", subject)
        self._run(
            f"x509 -req -in {name}.csr -CA {by}.pem -CAkey {by}.key -CAcreateserial -days 3000 -extfile {name}.ext "
            f"-out {name}.pem"
        )

    def _run(self, line: str, *more: str) -> None:
        done = subprocess.run(
            ["openssl", *line.split(), *more], cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


class Server:
    """An HTTP server on the loopback; ``say`` decides what it answers to the bytes that it got."""

    def __init__(self, say: Callable[[bytes], Reply]) -> None:
        self.say = say
        self.got: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""


@contextmanager
def serving(say: Callable[[bytes], Reply]) -> Iterator[Server]:
    """A server that answers until the block ends."""
    told = Server(say)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["Content-Length"]))
            told.got.append(question)
            told.headers.append({key.lower(): value for key, value in self.headers.items()})
            reply = told.say(question)
            time.sleep(reply.wait)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers:
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(reply.body)
            except (BrokenPipeError, ConnectionResetError):
                return

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}/tsr"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
