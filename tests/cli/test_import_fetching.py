"""Importing over the network, from a real server on this computer that does what good and bad sites do."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from import_specimens import muckrock, muckrock_v2, saved, wdtk

from frkit.base.errors import NetworkProblem, WrongUsage
from frkit.exchange import import_fetching
from frkit.exchange.import_fetching import Site, token_from
from frkit.tracking.folder import CampaignFolder

TOKEN = "specimen-token-123"


class Server:
    """A site: path -> (status, headers, body), and who asked for what with which authorization."""

    def __init__(self):
        self.pages, self.asked = {}, []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append((self.path, self.headers.get("Authorization")))
                status, headers, body = site.pages.get(self.path, (404, {}, b"{}"))
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.home = f"http://127.0.0.1:{self.http.server_port}"

    def put(self, path, data, status=200, **headers):
        self.pages[path] = (status, headers, data if isinstance(data, bytes) else json.dumps(data).encode())


@pytest.fixture
def server():
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


@pytest.fixture
def other():
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


@pytest.fixture
def signed_in(monkeypatch):
    monkeypatch.setenv("FRKIT_MUCKROCK_TOKEN", TOKEN)


@pytest.fixture
def version_2(server, other):
    """MuckRock's second interface, with the files on a site of their own and the communications in two pages."""
    lists = muckrock_v2()
    lists["files"][0]["ffile"] = f"{other.home}/files/release%201.pdf"
    other.put("/files/release%201.pdf", b"%PDF specimen")
    server.put("/api_v2/requests/72048/", lists["requests"][0])
    second = f"{server.home}/api_v2/communications/?foia=72048&page=2"
    server.put("/api_v2/communications/?foia=72048", {"next": second, "results": lists["communications"][:2]})
    server.put("/api_v2/communications/?foia=72048&page=2", {"next": None, "results": lists["communications"][2:]})
    server.put("/api_v2/files/?communication=505", {"next": None, "results": lists["files"]})
    server.put("/api_v2/agencies/248/", {"id": 248, "name": "Los Angeles Police Department", "jurisdiction": 52})
    return server


def the_request(frkit):
    folder = CampaignFolder.find(frkit.root)
    [request_id] = folder.request_ids()
    return folder.load(request_id)


def test_a_request_is_fetched_whole_and_its_agency_is_known_by_name(frkit, version_2, other, signed_in):
    frkit(f"import muckrock --url {version_2.home}/foi/los-angeles-52/face-recognition-contracts-72048/")
    file = the_request(frkit)
    assert file.request.agency == "us-ca-lapd"
    assert sorted(event.kind for _, event in file.events).count("arrived") == 2
    assert "release 1.pdf" in [record.name for _, event in file.events for record in event.documents]


def test_the_token_goes_to_its_own_site_and_nowhere_into_the_campaign(frkit, version_2, other, signed_in):
    frkit(f"import muckrock --url {version_2.home}/api_v2/requests/72048/")
    assert {authorization for _, authorization in version_2.asked} == {f"Bearer {TOKEN}"}
    assert other.asked == [("/files/release%201.pdf", None)]
    for path in frkit.root.rglob("*"):
        assert not path.is_file() or TOKEN.encode() not in path.read_bytes(), path


def test_version_1_takes_the_token_in_its_own_way(frkit, server, tmp_path):
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    data = muckrock(notes=[])
    data["communications"][4]["files"][0]["ffile"] = f"{server.home}/foia_files/a.pdf"
    server.put("/api_v1/foia/72048/", data)
    server.put("/foia_files/a.pdf", b"%PDF specimen")
    server.put("/api_v1/agency/248/", {"id": 248, "name": "LAPD", "jurisdiction": 52})
    frkit(f"import muckrock --url {server.home}/api_v1/foia/72048/ --token-file {tmp_path}/token")
    assert ("/api_v1/foia/72048/", f"Token {TOKEN}") in server.asked
    assert the_request(frkit).request.agency == "us-ca-lapd"


def test_a_redirect_to_another_site_goes_without_the_token(server, other):
    server.put("/here", b"", 302, Location=f"{other.home}/there")
    other.put("/there", {"a": 1})
    assert Site(server.home, TOKEN).json(f"{server.home}/here") == {"a": 1}
    assert (server.asked[0][1], other.asked[0][1]) == (f"Bearer {TOKEN}", None)


def test_a_broken_download_ends_with_4_and_the_next_run_goes_on(frkit, version_2, other, signed_in):
    other.put("/files/release%201.pdf", b"half", **{"Content-Length": "4000"})
    ran = frkit(f"import muckrock --url {version_2.home}/api_v2/requests/72048/", expect=4)
    assert "The connection broke off" in ran.err
    first = len(the_request(frkit).events)
    assert 0 < first < 6
    other.put("/files/release%201.pdf", b"%PDF specimen")
    frkit(f"import muckrock --url {version_2.home}/api_v2/requests/72048/")
    assert len([1 for _, event in the_request(frkit).events if event.kind != "note"]) == 5
    assert "no mistakes" in frkit("check").out


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "does not know who asks"),
        (403, "embargo"),
        (404, "nothing at this address"),
        (429, "too often"),
        (500, "500"),
    ],
)
def test_what_the_site_says_is_told_in_words(frkit, server, status, said):
    server.put("/api_v2/requests/1/", b"{}", status)
    ran = frkit(f"import muckrock --url {server.home}/api_v2/requests/1/", expect=4)
    assert said in ran.err
    assert CampaignFolder.find(frkit.root).request_ids() == []


def test_a_site_that_cannot_be_reached_is_told(frkit):
    ran = frkit("import muckrock --url http://127.0.0.1:9/api_v2/requests/1/", expect=4)
    assert "cannot be reached" in ran.err


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://www.muckrock.com/api_v2/requests/1/", "not encrypted"),
        ("ftp://www.muckrock.com/1", "no address of a site"),
        ("https://me:secret@www.muckrock.com/api_v2/requests/1/", "holds a name or a password"),
        ("muckrock.com/1", "no address of a site"),
        ("https://[bad/1", "no address"),
    ],
)
def test_only_encrypted_addresses_are_asked(frkit, url, said):
    ran = frkit(f"import muckrock --url {url}", expect=2)
    assert said in ran.err
    assert "secret" not in ran.err


def test_a_site_cannot_send_us_round_and_round_or_to_this_computer(server):
    server.put("/a", b"", 302, Location="/a")
    with pytest.raises(NetworkProblem, match="from one address to the next"):
        Site(server.home).data(f"{server.home}/a")
    with pytest.raises(NetworkProblem, match="on this computer"):
        Site("https://www.muckrock.com").data(f"{server.home}/a")


def test_what_is_too_large_is_not_kept(server, monkeypatch, tmp_path):
    monkeypatch.setattr(import_fetching, "LARGEST_JSON", 1000)
    server.put("/big", b"x" * 5000)
    with pytest.raises(NetworkProblem, match="larger than"):
        Site(server.home).data(f"{server.home}/big")


def test_a_list_that_goes_on_at_another_site_is_refused(server, other):
    server.put("/list", {"next": f"{other.home}/list", "results": []})
    with pytest.raises(NetworkProblem, match="goes on at another site"):
        Site(server.home, TOKEN).all_pages(f"{server.home}/list")
    assert other.asked == []


def test_a_token_file_holds_one_token_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.delenv("FRKIT_MUCKROCK_TOKEN", raising=False)
    assert token_from(None) is None
    for text in ("", "two words", "caf\u00e9", "a\nb"):
        (tmp_path / "token").write_text(text)
        with pytest.raises(WrongUsage, match="one token"):
            token_from(tmp_path / "token")
    with pytest.raises(WrongUsage, match="cannot be read"):
        token_from(tmp_path / "none")


def test_a_request_of_an_alaveteli_site_is_fetched_from_its_page(frkit, server):
    server.put("/request/live_face_recognition.json", wdtk())
    frkit(f"import wdtk --url {server.home}/request/live_face_recognition")
    assert the_request(frkit).request.imported.url == f"{server.home}/request/live_face_recognition"
    assert json.loads(saved(wdtk()))["id"] == 991


INSIDE = (
    "https://169.254.169.254/latest/meta-data/",
    "https://localhost./x",
    "https://127.0.0.2/x",
    "https://127.1/x",
    "https://2130706433/x",
    "https://0x7f000001/x",
    "https://[::1]/x",
    "https://[::ffff:10.0.0.1]/x",
    "https://[fe80::1]/x",
    "https://10.0.0.1/x",
    "https://printer.local/x",
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "ftp://agency.example/x",
    "https://me:secret@muckrock.example/x",
    "http://[",
)


@pytest.mark.parametrize("address", INSIDE)
def test_no_site_sends_us_to_this_computer_its_network_or_another_protocol(address):
    with pytest.raises(NetworkProblem, match="names an address"):
        Site("https://muckrock.example", TOKEN).data(address)


@pytest.mark.parametrize("option", ["--url http://[", "x.json --site http://["])
def test_an_address_that_is_none_is_told(frkit, option):
    assert "This is no address" in frkit(f"import wdtk {option}", expect=2).err
