"""What a PDF could do besides being read: scripts, programs to start, web links, files inside it. Found and removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, Stream

from frkit.base.files import sha256_of_bytes
from frkit.evidence.pdf.destinations import Destinations

_ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "command that starts a program",
    "/URI": "web link",
    "/GoToR": "link to another file",
    "/GoToE": "link into an attached file",
    "/SubmitForm": "command that sends the form",
    "/ImportData": "command that reads another file",
    "/Movie": "film",
    "/Sound": "sound",
    "/Rendition": "film or sound",
    "/RichMediaExecute": "film or sound",
    "/GoTo3DView": "three-dimensional drawing",
    "/Thread": "link to another file",
    "/ResetForm": "command that empties the form",
    "/Hide": "command that hides something",
    "/SetOCGState": "command that shows or hides layers",
}
_OTHER = "command of another kind"
_MANY = {
    "link to another file": "links to other files",
    "link into an attached file": "links into attached files",
    "film or sound": "films or sounds",
    "reference to another file": "references to other files",
    "command that starts a program": "commands that start a program",
    "command that sends the form": "commands that send the form",
    "command that reads another file": "commands that read another file",
    "command that empties the form": "commands that empty the form",
    "command that hides something": "commands that hide something",
    "command that shows or hides layers": "commands that show or hide layers",
    _OTHER: "commands of another kind",
}
"""What does not only get an s where there are several."""
FORM_PROGRAM = "form program (XFA)"
_ACTIVE_ANNOTATIONS = {
    "/RichMedia": "film or sound",
    "/Movie": "film",
    "/Sound": "sound",
    "/Screen": "film or sound",
    "/3D": "three-dimensional drawing",
    "/TrapNet": "printer's mark",
    "/FileAttachment": "attached file",
}
_PICTURE = {"/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F", "/OC"}
"""What an annotation needs that is only a picture on its page."""
_LONGEST_CHAIN = 20
_CATALOG = (
    "/OpenAction", "/AA", "/AcroForm", "/Names", "/Dests", "/Outlines", "/Metadata", "/StructTreeRoot", "/MarkInfo",
    "/Threads", "/PieceInfo", "/Collection", "/Perms", "/DSS", "/SpiderInfo", "/PageLabels", "/URI", "/AF",
)  # fmt: skip
_ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms", "/Ref", "/OPI", "/Alternates")
_PAGE = (
    "/AA",
    "/Metadata",
    "/PieceInfo",
    "/Thumb",
    "/B",
    "/StructParents",
    "/Tabs",
    "/PresSteps",
    "/AF",
    "/Trans",
    "/Dur",
)


class Removed:
    """What was taken out of the packet's copy of one PDF."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.files: list[str] = []

    def lines(self) -> tuple[str, ...]:
        """One line a sort, as the custody table prints them."""
        found = sorted((what, number) for what, number in self.counts.items() if number)
        counted = (f"{number} {what if number == 1 else _several(what)}" for what, number in found)
        lines = [f"left out of the copy: {', '.join(counted)}"] if found else []
        return (*lines, *(f"left out of the copy: {name}" for name in self.files))


def has_form_program(pdf: Pdf) -> bool:
    """Whether an Adobe program (XFA) draws the form, so that the pages may show nothing of it."""
    form = pdf.Root.get("/AcroForm")
    return isinstance(form, Dictionary) and "/XFA" in form


def _several(what: str) -> str:
    """The words for two or more."""
    return _MANY.get(what, f"{what}s")


def clean_catalog(pdf: Pdf, removed: Removed) -> None:
    """Take out what would act when the file is opened, and the files inside it."""
    root = pdf.Root
    if isinstance(root.get("/OpenAction"), Dictionary):
        _count(root.get("/OpenAction"), removed)
    _count_additional(root.get("/AA"), removed)
    names = root.get("/Names")
    if isinstance(names, Dictionary) and "/JavaScript" in names:
        removed.counts["script"] += 1
    removed.files += list(_embedded(pdf))
    for key in _CATALOG:
        if key in root:
            del root[key]


def clean_streams(pdf: Pdf, removed: Removed) -> None:
    """Take out references by which a part of a page would be read from another file when it is shown."""
    for one in pdf.objects:
        if not isinstance(one, Stream):
            continue
        for key in _ELSEWHERE:
            if key in one:
                del one[key]
                removed.counts["reference to another file"] += key in ("/F", "/Ref")


def clean_page(page: Object, places: Destinations, removed: Removed) -> None:
    """Take what acts out of one page; links inside the document stay, as page numbers."""
    _count_additional(page.get("/AA"), removed)
    for key in _PAGE:
        if key in page:
            del page[key]
    annotations = page.get("/Annots")
    if annotations is None:
        return
    kept = [one for one in annotations if isinstance(one, Dictionary) and _keep(one, places, removed)]
    if kept:
        page.Annots = Array(kept)
    else:
        del page["/Annots"]


def _keep(annotation: Dictionary, places: Destinations, removed: Removed) -> bool:
    _count_additional(annotation.get("/AA"), removed)
    subtype = str(annotation.get("/Subtype", ""))
    if subtype in _ACTIVE_ANNOTATIONS:
        removed.counts[_ACTIVE_ANNOTATIONS[subtype]] += 1
        if subtype == "/FileAttachment":
            removed.files += _described(annotation.get("/FS"))
        return _only_its_picture(annotation)
    action = annotation.get("/A")
    target = places.target(annotation.get("/Dest")) or places.of_action(action)
    if action is not None and target is None:
        _count(action, removed)
    for key in ("/A", "/AA", "/PA", "/Dest", "/StructParent", "/AF"):
        if key in annotation:
            del annotation[key]
    if target is not None:
        annotation.Dest = Array([target[0], *target[1]])
    return target is not None or subtype not in ("/Link", "/Widget")


def _only_its_picture(annotation: Dictionary) -> bool:
    """Leave of a film or an attached file what it shows on the page; whether it shows anything."""
    appearance = annotation.get("/AP")
    shown = appearance.get("/N") if isinstance(appearance, Dictionary) else None
    if not isinstance(shown, (Stream, Dictionary)) or annotation.get("/Subtype") == Name.TrapNet:
        return False
    for key in set(annotation.keys()) - _PICTURE:
        del annotation[key]
    annotation.Subtype = Name.Stamp
    annotation.AP = Dictionary(N=shown)
    return True


def _count_additional(actions: Any, removed: Removed) -> None:
    if isinstance(actions, Dictionary):
        for action in actions.as_dict().values():
            _count(action, removed)


def _count(action: Any, removed: Removed) -> None:
    for _ in range(_LONGEST_CHAIN):
        if not isinstance(action, Dictionary):
            return
        kind = str(action.get("/S", ""))
        if kind not in ("", "/GoTo"):
            removed.counts[_ACTIONS.get(kind, _OTHER)] += 1
        following = action.get("/Next")
        if isinstance(following, Array):
            for one in list(following)[:_LONGEST_CHAIN]:
                if isinstance(one, Dictionary) and "/Next" not in one:
                    _count(one, removed)
            return
        action = following


def _embedded(pdf: Pdf) -> Iterator[str]:
    """A line for each file inside the PDF, with its hash, so that nobody overlooks it."""
    try:
        for name, spec in pdf.attachments.items():
            yield _line(name, spec.obj)
    except (PdfError, ValueError, TypeError, AttributeError):
        yield "a list of attached files that cannot be read"


def _described(spec: Any) -> list[str]:
    if not isinstance(spec, Dictionary):
        return []
    return [_line(str(spec.get("/UF", spec.get("/F", "attached file"))), spec)]


def _line(name: str, spec: Any) -> str:
    try:
        data = spec.EF.get("/UF", spec.EF.get("/F")).read_bytes()
    except (PdfError, AttributeError, KeyError, TypeError):
        return f"the attached file '{name}', which cannot be read"
    return f"the attached file '{name}', {len(data)} bytes, SHA-256 {sha256_of_bytes(data)}"


def signed(pdf: Pdf) -> bool:
    """Whether the document bears a digital signature, which holds for the original only."""
    form = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, Dictionary) else None
    if not isinstance(fields, Array):
        return False
    return any(isinstance(one, Dictionary) and one.get("/FT") == Name.Sig and "/V" in one for one in fields)
