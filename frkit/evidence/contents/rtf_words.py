"""The words of Rich Text, or the web page that Outlook hid in it ([MS-OXRTFEX]), without setting it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([\r\n\0]+)|([^\\{}\r\n\0]+)"
)
_SIGNS = {
    "par": "\r\n", "line": "\r\n", "sect": "\r\n", "page": "\r\n", "row": "\r\n", "tab": "\t", "cell": "\t",
    "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d", "bullet": "\u2022",
    "endash": "\u2013", "emdash": "\u2014", "enspace": "\u2002", "emspace": "\u2003", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
_SKIPPED = {
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "objdata", "header", "footer", "headerl", "headerr",
    "footerl", "footerr", "themedata", "datastore", "xmlnstbl", "listtable", "listoverridetable", "rsidtbl",
    "generator", "fldinst", "filetbl", "revtbl", "mhtmltag", "latentstyles", "blipuid", "bkmkstart", "bkmkend",
}  # fmt: skip
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_DEEPEST = 1000


@dataclass(frozen=True)
class RichText:
    """What Rich Text says: a web page where it was made from one, else words."""

    html: str = ""
    text: str = ""


def words_of_rtf(data: bytes) -> RichText:
    """The web page that Rich Text was made from, else its words; never fails."""
    start = data[:4000]
    as_page = b"\\fromhtml" in start
    words = _Reader(data, as_page=as_page).run()
    return RichText(html=words) if as_page else RichText(text=words)


@dataclass(frozen=True)
class _State:
    """What holds within one group of braces."""

    skipped: bool = False
    tag: bool = False
    """Within what is a piece of the web page."""
    shadow: bool = False
    """Within what stands for the web page in programs that show Rich Text only."""
    font: int = -1
    fallback: int = 1
    """Signs that follow a Unicode sign for old programs."""


class _Reader:
    def __init__(self, data: bytes, *, as_page: bool) -> None:
        self.data, self.as_page = data, as_page
        self.coding = "cp1252"
        self.fonts: dict[int, str] = {}
        self.state = _State()
        self.above: list[_State] = []
        self.out: list[str] = []
        self.raw = bytearray()
        self.starred = False
        self.in_fonts = 0
        self.font = -1
        self.to_skip = 0
        self.half = ""

    def run(self) -> str:
        at, end = 0, len(self.data)
        while at < end:
            match = _TOKEN.match(self.data, at)
            if match is None:
                at += 1
                continue
            at = match.end()
            word, number, byte, sign, brace, _, plain = match.groups()
            if word is not None:
                at += self._word(word.decode(), int(number) if number else None)
            elif byte is not None:
                self._bytes(bytes([int(byte, 16)]))
            elif brace is not None:
                self._brace(brace)
            elif sign is not None:
                self._sign(sign)
            elif plain is not None:
                self._bytes(plain)
        self._flush()
        return "".join(self.out)

    def _word(self, word: str, number: int | None) -> int:
        """One command; gives how many bytes after it are none of ours."""
        if word == "bin":
            return max(0, number or 0)
        if self.in_fonts:
            self._in_font_table(word, number)
        if word in _SKIPPED:
            self.in_fonts = len(self.above) if word == "fonttbl" else self.in_fonts
            self._change(skipped=True)
        elif self.starred and word not in ("htmltag", "htmlrtf"):
            self._change(skipped=True)
        elif word in _SIGNS:
            self._put(_SIGNS[word])
        else:
            self._setting(word, number)
        self.starred = False
        return 0

    def _setting(self, word: str, number: int | None) -> None:
        """A command that changes how what follows is read."""
        if word == "htmltag":
            self._change(tag=True, skipped=False, shadow=False)
        elif word == "htmlrtf":
            self._change(shadow=number != 0)
        elif word == "u" and number is not None:
            self._unicode(number % 0x10000)
        elif word == "uc":
            self._change(fallback=max(0, number or 0))
        elif word == "f" and number is not None:
            self._change(font=number)
        elif word == "ansicpg" and number:
            self.coding = _coding(f"cp{number}") or self.coding

    def _in_font_table(self, word: str, number: int | None) -> None:
        if word == "f" and number is not None:
            self.font = number
        elif word == "fcharset" and number in _CHARSETS:
            self.fonts[self.font] = _CHARSETS[number]
        elif word == "cpg" and number:
            self.fonts[self.font] = _coding(f"cp{number}") or self.coding

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.to_skip = 0
        self.starred = False
        if brace == b"{":
            if len(self.above) < _DEEPEST:
                self.above.append(self.state)
        elif self.above:
            self.state = self.above.pop()
            if self.in_fonts and len(self.above) < self.in_fonts:
                self.in_fonts = 0

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.starred = True
        elif sign in (b"\r", b"\n"):
            self._put("\r\n")
        elif sign == b"~":
            self._put("\u00a0")
        elif sign == b"_":
            self._put("\u2011")
        elif sign == b"-":
            self._put("\u00ad")
        elif sign in (b"{", b"}", b"\\"):
            self._bytes(sign)

    def _bytes(self, data: bytes) -> None:
        if self.to_skip:
            gone = min(self.to_skip, len(data))
            self.to_skip -= gone
            data = data[gone:]
        if data and self._shown():
            self.raw += data

    def _unicode(self, number: int) -> None:
        sign = chr(number)
        if "\udc00" <= sign <= "\udfff" and self.half:
            self._put((self.half + sign).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
            self.half = ""
        elif "\ud800" <= sign <= "\udbff":
            self.half = sign
        else:
            self._put(sign.encode("utf-8", "replace").decode())
        self.to_skip = self.state.fallback

    def _put(self, text: str) -> None:
        self._flush()
        if self._shown():
            self.out.append(text)

    def _shown(self) -> bool:
        return not self.state.skipped and not (self.as_page and self.state.shadow and not self.state.tag)

    def _change(self, **fields: bool | int) -> None:
        self._flush()
        self.state = replace(self.state, **fields)  # type: ignore[arg-type]

    def _flush(self) -> None:
        if self.raw:
            coding = self.coding if self.state.tag else self.fonts.get(self.state.font, self.coding)
            self.out.append(bytes(self.raw).decode(coding, "replace"))
            self.raw.clear()


def _coding(name: str) -> str:
    name = {"cp65001": "utf-8", "cp936": "gb18030", "cp0": "cp1252", "cp10000": "mac_roman"}.get(name, name)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
