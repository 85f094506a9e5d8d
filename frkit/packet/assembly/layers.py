"""Hidden layers of the documents stay hidden in the packet: what each says about its layers is joined."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf


class Layers:
    """The layers (optional content) of all documents of a packet."""

    def __init__(self) -> None:
        self._groups: list[Object] = []
        self._off: list[Object] = []
        self._uses: list[Object] = []

    def take(self, properties: Any) -> None:
        """Take over what one document, already copied into the packet, says about its layers."""
        if not isinstance(properties, Dictionary):
            return
        groups = _items(properties.get("/OCGs"))
        shown = properties.get("/D", Dictionary())
        self._groups += groups
        if isinstance(shown, Dictionary):
            on = {group.objgen for group in _items(shown.get("/ON"))}
            if shown.get("/BaseState") == Name.OFF:
                self._off += [group for group in groups if group.objgen not in on]
            self._off += [group for group in _items(shown.get("/OFF")) if group.objgen not in on]
            self._uses += _items(shown.get("/AS"))

    def write(self, pdf: Pdf) -> None:
        """Write the joined state into the packet, if any document has layers."""
        if not self._groups:
            return
        shown = Dictionary(OFF=Array(_once(self._off)), Order=Array([]))
        if self._uses:
            shown.AS = Array(self._uses)
        pdf.Root.OCProperties = Dictionary(OCGs=Array(_once(self._groups)), D=shown)


def _items(value: Any) -> list[Object]:
    return [one for one in value if isinstance(one, Dictionary)] if isinstance(value, Array) else []


def _once(groups: list[Object]) -> list[Object]:
    return list({group.objgen: group for group in groups}.values())
