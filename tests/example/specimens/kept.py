"""What can be taken over, byte for byte, from an example that exists."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from frkit.tracking.folder import CampaignFolder

AGENCIES = {
    "us-or-washington-county-sheriff": "washington",
    "us-fl-orlando-pd": "orlando",
    "us-ny-nypd": "new-york",
    "us-dea": "dea",
    "us-ca-lapd": "los-angeles",
    "gb-met": "met",
}
"""Id of the agency -> the folder of its documents."""


@dataclass(frozen=True)
class Earlier:
    """An example that exists."""

    campaign: CampaignFolder

    def documents(self) -> dict[str, bytes]:
        """Every original, as ``<agency>/<the sender's own file name>``."""
        found: dict[str, bytes] = {}
        for request_id in self.campaign.request_ids():
            file = self.campaign.load(request_id)
            for _, event in file.events:
                for record in event.documents:
                    if record.file.startswith("received/") and record.name:
                        data = self.campaign.original(request_id, record).read_bytes()
                        found[f"{AGENCIES[file.request.agency]}/{record.name}"] = data
        return found

    def letter(self, request_id: str, name: str, masked: Callable[[str], str]) -> tuple[str, str] | None:
        """A letter as sent and as masked; the first is found by masking every letter kept in private/sent."""
        path = self.campaign.root / "requests" / request_id / "letters" / name
        if not path.is_file():
            return None
        wanted = path.read_text(encoding="utf-8")
        for sent in sorted((self.campaign.root / "private" / "sent").glob("*.txt")):
            text = sent.read_text(encoding="utf-8")
            if _unwrapped(masked(text)) == _unwrapped(wanted):
                return text, wanted
        return None

    def law(self, request_id: str) -> tuple[str, bytes] | None:
        """Name and bytes of the law frozen with a request."""
        folder = self.campaign.root / "requests" / request_id
        found = sorted((folder / "law").glob("*.yaml"))
        return (f"law/{found[0].name}", found[0].read_bytes()) if found else None

    def plan(self, name: str) -> bytes:
        """The plan of a packet."""
        return (self.campaign.root / "packets" / name / "packet.yaml").read_bytes()

    def conversion(self, sha256: str) -> dict[str, bytes] | None:
        """The files of the conversion kept for an office file, by name."""
        for folder in self.campaign.root.glob(f"requests/*/derived/{sha256}"):
            return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
        return None


def _unwrapped(masked: str) -> str:
    """A masked text without its line breaks and with one placeholder for several lines of address."""
    return re.sub(r"(\[[^]]*\])( \1)+", r"\1", " ".join(masked.split()))
