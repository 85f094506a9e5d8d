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

    def take_from(self, pdf: Pdf, packet: Pdf) -> tuple[Object, ...]:
        """Take over what one document says about its layers; gives the packet's objects for them, in its order."""
        properties = pdf.Root.get("/OCProperties")
        if not isinstance(properties, Dictionary):
            return ()
        if not properties.is_indirect:
            properties = pdf.make_indirect(properties)
        return self._take(packet.copy_foreign(properties))

    def _take(self, properties: Object) -> tuple[Object, ...]:
        groups = _items(properties.get("/OCGs"))
        shown = properties.get("/D", Dictionary())
        self._groups += groups
        if isinstance(shown, Dictionary):
            on = {group.objgen for group in _items(shown.get("/ON"))}
            if shown.get("/BaseState") == Name.OFF:
                self._off += [group for group in groups if group.objgen not in on]
            self._off += [group for group in _items(shown.get("/OFF")) if group.objgen not in on]
            self._uses += _items(shown.get("/AS"))
        return tuple(groups)

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
