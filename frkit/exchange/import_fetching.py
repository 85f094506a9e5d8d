"""Getting what is asked for over the network: JSON and files; the user's token goes to its own site alone."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from frkit.base.errors import NetworkProblem, WrongUsage

if TYPE_CHECKING:
    import requests

TIMEOUT = (10, 60)
"""Seconds to connect, and between two pieces of an answer."""
LARGEST_JSON = 64 << 20
LARGEST_FILE = 2 << 30
MOST_REDIRECTS = 5
MOST_PAGES = 500
TOKEN_VARIABLE = "FRKIT_MUCKROCK_TOKEN"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_BLOCK = 1 << 16


class Site:
    """One site, and how to ask it; the token goes to its own address over https and nowhere else."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.address = _checked(url)
        self.token = token

    def data(self, url: str) -> bytes:
        """The bytes of a JSON document; raises NetworkProblem with what the site said."""
        with self._answer(url) as answer:
            return b"".join(_pieces(answer, LARGEST_JSON))

    def json(self, url: str) -> Any:
        """A JSON document; raises NetworkProblem where the site sends something else."""
        data = self.data(url)
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise NetworkProblem("The answer is not JSON.", place=url, remedy="open the address in a browser") from None

    def all_pages(self, url: str) -> list[Any]:
        """The entries of a list that comes in pages."""
        found: list[Any] = []
        pages = 0
        following: str | None = url
        while following:
            pages += 1
            page = self.json(following)
            if not isinstance(page, dict) or not isinstance(page.get("results"), list) or pages > MOST_PAGES:
                raise NetworkProblem("The answer is not a list in pages.", place=following, remedy=_REMEDY)
            found += page["results"]
            following = page.get("next")
            if following is not None and not self._own(_joined(url, str(following))):
                raise NetworkProblem("The list goes on at another site.", place=str(following), remedy=_REMEDY)
        return found

    def file(self, url: str, path: Path) -> None:
        """Download a file; raises NetworkProblem, and then nothing of it is kept."""
        with self._answer(url) as answer, path.open("wb") as out:
            _copy(answer, out)

    def _own(self, url: str) -> bool:
        try:
            there, here = urlsplit(url), urlsplit(self.address)
            return (there.scheme, there.hostname, there.port) == (here.scheme, here.hostname, here.port)
        except ValueError:
            return False

    def _allowed(self, url: str) -> str:
        """An address that may be asked; no site may send us to a service of this computer."""
        try:
            checked = _checked(url)
        except WrongUsage as error:
            raise NetworkProblem(f"The site names an address that is not asked: {error.fact}", place=url) from None
        if _is_inside(checked) and not _is_inside(self.address):
            fact = "The site names an address on this computer, or in its own network."
            raise NetworkProblem(fact, place=url, remedy=_REMEDY)
        return checked

    def _answer(self, url: str) -> requests.Response:
        """The answer at an address, redirects followed one by one: the token stays at home."""
        import requests

        here = self._allowed(_joined(self.address, url))
        for _ in range(MOST_REDIRECTS):
            headers = {"User-Agent": "frkit", "Accept": "*/*"}
            if self.token and self._own(here):
                headers["Authorization"] = f"{_scheme(here)} {self.token}"
            try:
                answer = requests.get(
                    here, headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True, auth=_no_auth
                )
            except requests.RequestException as error:
                raise NetworkProblem(_reason(error), place=here, remedy=_REMEDY) from None
            if not answer.is_redirect:
                return _accepted(answer, here)
            answer.close()
            here = self._allowed(_joined(here, answer.headers["Location"]))
        raise NetworkProblem("The site sends on from one address to the next.", place=url, remedy=_REMEDY)


_REMEDY = "look at the address in a browser, and run the command again; what was written before is whole"


def token_from(path: Path | None) -> str | None:
    """The token in a file, else in the environment, else None; never on a command line, which a shell remembers."""
    if path is None:
        return os.environ.get(TOKEN_VARIABLE, "").strip() or None
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        remedy = "save the token alone in a text file outside the campaign"
        raise WrongUsage("The file with the token cannot be read.", place=str(path), remedy=remedy) from None
    if not token.isascii() or not token.isprintable() or not token or " " in token:
        raise WrongUsage("The file does not hold one token.", place=str(path), remedy="write the token alone into it")
    return token


def _no_auth(request: Any) -> Any:
    """Keeps passwords of a .netrc file from being sent."""
    return request


def _joined(base: str, url: str) -> str:
    """An address as it is meant where it stands; one that cannot be read stays as it is, and is refused later."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def _is_inside(url: str) -> bool:
    """Whether an address is, by its name or number, one of this computer or of a private network."""
    host = (urlsplit(url).hostname or "").rstrip(".").partition("%")[0]
    if host in _LOOPBACK or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        number = ip_address(host)
    except ValueError:
        return bool(re.fullmatch(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+)){0,3}", host))  # 127.1, 0x7f000001
    mapped = getattr(number, "ipv4_mapped", None)
    return not (mapped or number).is_global


def _scheme(url: str) -> str:
    return "Token" if "/api_v1/" in url else "Bearer"


def _checked(url: str) -> str:
    """An address that may be asked: https, or http on this computer."""
    remedy = "give an address that begins with https://"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise WrongUsage("This is no address.", place=url, remedy=remedy) from None
    if not host or parts.scheme not in ("http", "https"):
        raise WrongUsage("This is no address of a site.", place=url, remedy=remedy)
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise WrongUsage("The address is not encrypted.", place=url, remedy=remedy)
    if parts.username or parts.password:
        raise WrongUsage("The address holds a name or a password.", place=host, remedy="leave them out")
    return url


def _accepted(answer: requests.Response, url: str) -> requests.Response:
    if answer.ok:
        return answer
    answer.close()
    code = answer.status_code
    told = {
        401: ("The site does not know who asks", "give your token: --token-file FILE, or " + TOKEN_VARIABLE),
        403: ("The site refuses it", "is the request under embargo? give your token with --token-file"),
        404: ("There is nothing at this address", "check it in a browser"),
        429: ("The site has been asked too often", "wait some minutes, then run it again"),
    }
    fact, remedy = told.get(code, (f"The site answers with an error ({code})", _REMEDY))
    raise NetworkProblem(f"{fact}.", place=url, remedy=remedy)


def _pieces(answer: requests.Response, largest: int) -> Iterator[bytes]:
    import requests

    size = 0
    try:
        for piece in answer.iter_content(_BLOCK):
            size += len(piece)
            if size > largest:
                fact = f"What comes is larger than {largest >> 20} MB."
                raise NetworkProblem(fact, place=answer.url, remedy="download it by hand; give it with --files")
            yield piece
    except requests.RequestException as error:
        raise NetworkProblem(_reason(error), place=answer.url, remedy=_REMEDY) from None
    wanted = answer.headers.get("Content-Length", "")
    if wanted.isdigit() and not answer.headers.get("Content-Encoding") and int(wanted) != size:
        raise NetworkProblem("The connection broke off.", place=answer.url, remedy=_REMEDY)


def _copy(answer: requests.Response, out: IO[bytes]) -> None:
    for piece in _pieces(answer, LARGEST_FILE):
        out.write(piece)


def _reason(error: Exception) -> str:
    import requests

    if isinstance(error, requests.Timeout):
        return "The site does not answer in time."
    if isinstance(error, requests.exceptions.SSLError):
        return "The encryption of the site could not be verified."
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return "The connection broke off."
    if isinstance(error, requests.ConnectionError):
        return "The site cannot be reached."
    return "The site could not be asked."
