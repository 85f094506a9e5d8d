"""The part of a packet that the library holds in memory: all but the pages of documents, which stand in it as names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pikepdf import Object, Pdf, Stream

from frkit.packet.assembly.linkage import referred, renumbered
from frkit.packet.assembly.pdf_file import PdfFile

_PARENT = re.compile(rb"/Parent (\d+) 0 R")
_LENGTH = re.compile(rb" /Length \d+(?: 0 R)?")


@dataclass(frozen=True)
class WrittenSkeleton:
    """The numbers that the skeleton's objects have in the file, and above which page which node stands."""

    numbers: dict[int, int]
    parents: dict[int, int]

    def reference(self, one: Object) -> bytes:
        """An object of the skeleton as others refer to it."""
        return b"%d 0 R" % self.numbers[one.objgen[0]]

    def node_above(self, place: Object) -> bytes:
        """The node above the page for which an object stands."""
        return b"%d 0 R" % self.numbers[self.parents[place.objgen[0]]]


def write_skeleton(pdf: Pdf, stand_ins: set[int], besides: Sequence[Object], file: PdfFile) -> WrittenSkeleton:
    """Write what can be reached from the catalog, but for the objects that stand for pages: these get numbers only.

    ``besides`` are objects that only those pages need.
    """
    values = dict(_reached(pdf, besides))
    numbers = {local: file.number() for local in values}
    words = {b"%d" % local: b"%d 0 R" % number for local, number in numbers.items()}
    parents: dict[int, int] = {}
    for local, value in values.items():
        if local in stand_ins:
            found = _PARENT.search(value)
            if found is None:
                raise AssertionError("a page that stands in no tree of pages")
            parents[local] = int(found[1])
            continue
        one = pdf.get_object((local, 0))
        if isinstance(one, Stream):
            data = one.read_raw_bytes()
            head = _LENGTH.sub(b"", renumbered(value, words))
            file.stream(numbers[local], head[: -len(b">>")] + b"/Length %d >>" % len(data), data)
        else:
            file.value(numbers[local], renumbered(value, words))
    return WrittenSkeleton(numbers, parents)


def _reached(pdf: Pdf, besides: Sequence[Object]) -> Iterator[tuple[int, bytes]]:
    """Number and value of each object, in the order in which they are referred to."""
    first = [one.objgen[0] for one in (pdf.Root, pdf.trailer.get("/Info"), *besides) if one is not None]
    seen, todo = set(first), first[::-1]
    while todo:
        number = todo.pop()
        one = pdf.get_object((number, 0))
        value = one.stream_dict.unparse(resolved=True) if isinstance(one, Stream) else one.unparse(resolved=True)
        yield number, value
        following = [other for other in referred(value) if other not in seen]
        seen.update(following)
        todo += dict.fromkeys(reversed(following))
