"""Plans of packets whose references lead nowhere: a request, an event or a document that is not in the campaign."""

from __future__ import annotations

from collections.abc import Iterator

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of
from frkit.base.findings import Finding, did_you_mean, shown_path
from frkit.base.yaml_places import kept_yaml
from frkit.packet.handing_over.handed_over import check_records
from frkit.packet.numbers.checks import check_numbers
from frkit.packet.plan.folder import PacketFolder, packet_names
from frkit.packet.plan.plan_checks import plan_misses
from frkit.packet.plan.types import Exhibit
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import RequestFile


def check_packets(campaign: CampaignFolder) -> list[Finding]:
    """Every mistake and warning in the plans, the Bates numbers and what was handed over, sorted by place."""
    findings = [*check_numbers(campaign.root), *check_records(campaign)]
    requests = {file.id: file for file in campaign.load_all() if isinstance(file, RequestFile)}
    known = campaign.request_ids()
    for name in packet_names(campaign):
        findings += _of_plan(PacketFolder(campaign, name), requests, known)
    return sorted(set(findings))


def _of_plan(folder: PacketFolder, requests: dict[str, RequestFile], known: list[str]) -> Iterator[Finding]:
    where = shown_path(folder.plan)
    try:
        packet, findings = folder.load()
    except FrkitError as error:
        yield Finding(error.place or where, 1, 1, " ".join(f"{error.fact} {error.remedy}".split()))
        return
    yield from findings
    document = kept_yaml(folder.plan)
    for miss in plan_misses(folder.campaign, packet, known):
        label = f"exhibit {miss.exhibit}: " if miss.exhibit else ""
        # A name that leads nowhere is a mistake of the campaign; the rest matters only when the packet is built.
        mild = not miss.stops or miss.key[:1] not in (("requests",), ("exhibits",))
        yield document.finding(miss.key, f"{label}{miss.fact} {miss.remedy}", warn=mild)
    for exhibit in packet.exhibits:
        if exhibit.request in requests:
            for message in _of_exhibit(exhibit, requests[exhibit.request]):
                yield Finding(where, 1, 1, f"exhibit {exhibit.label}: {message}", "warning")


def _of_exhibit(exhibit: Exhibit, file: RequestFile) -> Iterator[str]:
    """What is wrong with an exhibit, as the request has it now."""
    events = dict(file.events)
    if exhibit.event is not None and exhibit.event not in events:
        yield f"the event {exhibit.event} is not here{did_you_mean(exhibit.event, events)}"
    brought = {record.file: record.sha256 for event in events.values() for record in event.documents}
    if exhibit.file is not None and exhibit.file not in brought:
        yield f"no event brought {exhibit.file}{did_you_mean(exhibit.file, brought)}"
    letter = file.folder / exhibit.letter if exhibit.letter else None
    if letter is not None and not letter.is_file():
        yield f"{exhibit.letter} is not here"
    now = brought.get(exhibit.file or "")
    if letter is not None and letter.is_file() and letter.resolve().is_relative_to(file.folder.resolve()):
        now = sha256_of(letter)
    if exhibit.sha256 is not None and now is not None and now != exhibit.sha256:
        yield f"{exhibit.path} is another document than the plan says: its SHA-256 differs"
