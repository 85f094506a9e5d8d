"""What OCR read of a page, kept for ever: tesseract's own table of words, and a record of how it was made.

``derived/<sha256 of the file>/ocr-<16 hex>.tsv`` is the table as tesseract wrote it, each word with its box in pixels
of the page's picture; ``ocr-<16 hex>.yaml`` says which page, which picture, which languages and which version. The hex
digits are a hash over these four, so that the same reading has the same name on every computer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from frkit.base.errors import FrkitError
from frkit.base.files import create, flush_folder, sha256_of_bytes
from frkit.base.models import Data, check_model
from frkit.base.yaml_places import dump_yaml, read_yaml
from frkit.tracking.events import Sha256

FORMAT = 1
WORD = "5"
"""Level of a word in tesseract's table; the others are the page, its blocks, paragraphs and lines."""


class OcrRecord(Data):
    """``ocr-<16 hex>.yaml``: with what, when, and from which picture of which page the words were read."""

    format: int = FORMAT
    tool: str = "tesseract"
    version: str
    languages: str
    """As tesseract takes them: ``eng+fra``."""
    input_sha256: Sha256
    """Of the file whose page it is."""
    page: int = Field(gt=0)
    image_sha256: Sha256
    """Of the picture that was read: width, height, then a byte of grey for each pixel."""
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    """Of that picture, in pixels: the whole page as shown, or the whole of a picture that is an original itself."""
    dpi: int
    output_sha256: Sha256
    """Of the table of words."""
    words: int = Field(ge=0)
    confidence: int = Field(ge=0, le=100)
    """How sure tesseract is of its words, on average."""
    when: str


@dataclass(frozen=True)
class Word:
    """One word on the picture of a page, with its box in pixels from the upper left corner."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    line: tuple[int, int, int]
    """Block, paragraph and line."""


def record_name(page: int, image_sha256: str, languages: str, version: str) -> str:
    """Name of a reading without its ending."""
    return f"ocr-{sha256_of_bytes(f'{page} {image_sha256} {languages} {version}'.encode())[:16]}"


def keep_reading(below: Path, record: OcrRecord, table: bytes) -> Path:
    """Keep a table and its record; the record comes last, so that one that is there has its table."""
    name = record_name(record.page, record.image_sha256, record.languages, record.version)
    path = below / f"{name}.yaml"
    if not path.exists():
        create(below / f"{name}.tsv", table, confirm=False)
        create(path, dump_yaml({key: value for key, value in record.model_dump().items()}).encode(), confirm=False)
        flush_folder(below)
    return path


def read_record(path: Path) -> OcrRecord | None:
    """A record as kept; None for one that is damaged."""
    try:
        record, _ = check_model(OcrRecord, read_yaml(path), lenient=True)
    except (FrkitError, OSError):
        return None
    return record if record is not None and record.format <= FORMAT else None


def table_of(path: Path, record: OcrRecord) -> str | None:
    """The table of words beside a record; None where it is not there or was altered."""
    try:
        data = path.with_suffix(".tsv").read_bytes()
    except OSError:
        return None
    return data.decode("utf-8", "replace") if sha256_of_bytes(data) == record.output_sha256 else None


def readings(paths: Iterable[Path]) -> Iterator[tuple[Path, OcrRecord]]:
    """Every record that fits the folder it lies in."""
    for path in paths:
        record = read_record(path)
        if record is not None and record.input_sha256 == path.parent.name:
            yield path, record


def best_records(paths: Iterable[Path]) -> dict[int, tuple[Path, OcrRecord]]:
    """Page -> the reading that counts: the latest, since a person asks again where the first was bad."""
    best: dict[int, tuple[Path, OcrRecord]] = {}
    for path, record in readings(paths):
        known = best.get(record.page)
        if known is None or (record.when, path.name) > (known[1].when, known[0].name):
            best[record.page] = (path, record)
    return best


def best_readings(paths: Iterable[Path]) -> dict[int, str]:
    """Page -> the words of the reading that counts."""
    found = {}
    for page, (path, record) in best_records(paths).items():
        table = table_of(path, record)
        if table is not None:
            found[page] = text_in(table)
    return found


def words_in(table: str) -> Iterator[Word]:
    """The words of tesseract's table; rows that are none are passed over."""
    for row in table.splitlines():
        cells = row.split("\t", 11)
        if len(cells) == 12 and cells[0] == WORD and cells[11].strip():
            try:
                block, paragraph, line = (int(cell) for cell in cells[2:5])
                left, top, width, height = (int(cell) for cell in cells[6:10])
                yield Word(cells[11], left, top, width, height, float(cells[10]), (block, paragraph, line))
            except ValueError:
                continue


def text_in(table: str) -> str:
    """The words as lines, with an empty line between paragraphs."""
    said: list[str] = []
    before: tuple[int, int, int] | None = None
    for word in words_in(table):
        if before is not None:
            said.append(" " if word.line == before else "\n" if word.line[:2] == before[:2] else "\n\n")
        said.append(word.text)
        before = word.line
    return "".join(said)
