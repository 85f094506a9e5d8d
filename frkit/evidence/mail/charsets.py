"""Characters from bytes, as mail programs read them: what the mail says, then what the bytes show."""

from __future__ import annotations

import codecs
import contextlib
import re

_READ_AS = {
    "ascii": "cp1252", "us-ascii": "cp1252", "ansi_x3.4-1968": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252",
    "latin1": "cp1252", "latin-1": "cp1252", "iso_8859-1": "cp1252", "windows-1252": "cp1252",
    "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030", "gb_2312-80": "gb18030",
    "euc-cn": "gb18030", "big5": "big5hkscs", "x-x-big5": "big5hkscs", "cn-big5": "big5hkscs",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "korean": "cp949", "iso-8859-8-i": "iso-8859-8",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6", "iso-8859-6-e": "iso-8859-6",
    "unicode-1-1-utf-7": "utf-7", "x-unicode-2-0-utf-7": "utf-7", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "x-mac-roman": "mac-roman", "macintosh": "mac-roman", "x-mac-cyrillic": "mac-cyrillic",
    "windows-874": "cp874", "hz-gb-2312": "hz", "cp-850": "cp850",
}  # fmt: skip
"""Names as mails give them -> the set that every mail program reads them as."""
_JAPANESE = {"iso-2022-jp", "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-jp-3", "iso-2022-jp-ext", "csiso2022jp",
             "cp50220", "cp50221", "cp50222", "iso2022jp", "jis"}  # fmt: skip
_SAYS_NOTHING = {"", "ascii", "us-ascii", "x-unknown", "unknown", "unknown-8bit", "8bit", "binary", "default",
                 "_iso-2022-jp$esc", "x-user-defined", "default_charset", "none", "null"}  # fmt: skip
_CANDIDATES = ("cp932", "euc_jp", "gb18030", "big5", "cp949", "cp1251", "koi8_r")
_SAMPLE = 20_000
_FEW = 12
"""So few high bytes prove no script."""
_SEQUENCE = re.compile(rb"\x1b(\$[@B]|\([BJI]|\$\([DO])")


def decoded(data: bytes, named: str | None, *, marked_in: bytes = b"") -> tuple[str, str]:
    """The characters of some bytes, and a warning where the set that the mail names does not exist or does not fit.

    ``marked_in`` is the beginning of a web page, which may name its characters itself.
    """
    name = _plain_name(named)
    if data.isascii() and name not in _JAPANESE and name not in ("utf-7", "hz") and not name.startswith("utf-16"):
        return _ascii(data, name)
    if name in _SAYS_NOTHING or not _known(name):
        found = _marked(marked_in) or _guess(data)
        text = _forced(data, found)
        if name in ("", "ascii", "us-ascii"):
            return (
                text,
                ""
                if found == "utf-8"
                else f"the mail does not say how its characters are coded; read as {_shown(found)}",
            )
        fact = f"the mail names a character set that does not exist ('{(named or '')[:40]}')"
        return text, f"{fact}; read as {_shown(found)}"
    if name in _JAPANESE:
        return _from_jis(data)
    return _as_named(data, name, named or "")


def _ascii(data: bytes, name: str) -> tuple[str, str]:
    if b"\x1b" in data and _SEQUENCE.search(data):
        return _from_jis(data)
    if name in _SAYS_NOTHING or _known(name):
        return data.decode("ascii"), ""
    return data.decode("ascii"), f"the mail names a character set that does not exist ('{name[:40]}')"


def _as_named(data: bytes, name: str, named: str) -> tuple[str, str]:
    codec = _READ_AS.get(name, name)
    with contextlib.suppress(UnicodeError, ValueError, LookupError):
        text = data.decode(codec)
        if codec != "utf-8" and not name.startswith("utf") and _surely_utf8(data):
            return data.decode("utf-8"), f"the mail says {named[:40]}, but its characters are coded as UTF-8"
        return text, ""
    wrong = f"some characters do not fit the mail's own character set ('{named[:40]}')"
    if codec != "utf-8" and _fits(data, "utf-8"):
        return data.decode("utf-8"), wrong + "; read as UTF-8"
    if codec == "utf-8":
        found = _guess(data)
        return _forced(data, "utf-8" if found == "cp1252" or _mostly_utf8(data) else found), wrong
    return _forced(data, codec), wrong


def _plain_name(named: str | None) -> str:
    return (named or "").strip().strip("\"'").lower().replace(" ", "").split("*")[0]


def _known(name: str) -> bool:
    if name in _READ_AS or name in _JAPANESE:
        return True
    try:
        return bool(codecs.lookup(name)._is_text_encoding)
    except (LookupError, ValueError, TypeError):
        return False


def _shown(codec: str) -> str:
    return {"cp1252": "Windows-1252", "utf-8": "UTF-8", "cp932": "Shift_JIS", "cp949": "EUC-KR"}.get(codec, codec)


def _fits(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        return False
    return True


def _surely_utf8(data: bytes) -> bool:
    """True for bytes that are UTF-8 with three or more characters of several bytes: never so by chance."""
    return _fits(data, "utf-8") and len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", data[:_SAMPLE])) >= 3


def _mostly_utf8(data: bytes) -> bool:
    """True where most of the characters beyond ASCII are well-formed UTF-8."""
    sample = data[:_SAMPLE]
    good = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", sample))
    return good > sample.decode("utf-8", "replace").count("\N{REPLACEMENT CHARACTER}")


def _guess(data: bytes) -> str:
    """The set in which bytes of unknown coding make the most sense; Windows-1252 unless another clearly does."""
    if _fits(data, "utf-8"):
        return "utf-8"
    sample = data[:_SAMPLE]
    best, most = "cp1252", 0.5
    high = sum(1 for byte in sample if byte > 0x7F)
    if high < 6:
        return best
    for codec in _CANDIDATES:
        score = _sense(sample, codec, high)
        if score > most:
            best, most = codec, score
    return best


def _sense(sample: bytes, codec: str, high: int) -> float:
    """Share of the high bytes that become common letters of the script; 0 where the bytes do not fit."""
    text = sample.decode(codec, "replace")
    if text.count("\N{REPLACEMENT CHARACTER}") > 1:
        return 0.0
    if codec in ("cp1251", "koi8_r"):
        return 0.9 * sum(1 for sign in text if "а" <= sign <= "я") / high if high > _FEW else 0.0
    if codec in ("cp932", "euc_jp"):
        kana = sum(1 for sign in text if "\u3040" <= sign <= "\u30ff")
        half = sum(1 for sign in text if "\uff61" <= sign <= "\uff9f")
        return 0.0 if half > kana else min(1.0, 5 * kana / high)
    if codec == "cp949":
        return sum(2 for sign in text if "가" <= sign <= "힣") / high
    return 0.95 * sum(2 for sign in text if _common(sign, codec)) / high


def _common(sign: str, codec: str) -> bool:
    """True for a Chinese character of the first, common level of its set."""
    if not "\u4e00" <= sign <= "\u9fff":
        return False
    pair = sign.encode(codec, "replace")
    if len(pair) != 2:
        return False
    return 0xB0 <= pair[0] <= 0xD7 and pair[1] > 0xA0 if codec == "gb18030" else 0xA4 <= pair[0] <= 0xC6


def _marked(start: bytes) -> str | None:
    """The set that a web page names for itself, where it exists."""
    found = re.search(rb"(?i)<meta[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?([a-z0-9_:.-]{2,40})", start[:4096])
    name = _plain_name(found[1].decode("ascii")) if found else ""
    return _READ_AS.get(name, name) if name and name not in _SAYS_NOTHING and _known(name) else None


def _forced(data: bytes, codec: str) -> str:
    """The characters of some bytes; what does not fit is read as Windows-1252, byte by byte."""
    with contextlib.suppress(LookupError, ValueError):
        return data.decode(codec, "frkit-western")
    return data.decode("latin-1")


def _western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("frkit-western", _western)


def _from_jis(data: bytes) -> tuple[str, str]:
    """Japanese in seven bits, by way of Shift_JIS, which knows the signs that Windows adds to the standard."""
    out: list[str] = []
    at, mode, wrong = 0, b"(B", False
    for found in _SEQUENCE.finditer(data):
        text, bad = _jis_run(data[at : found.start()], mode)
        out.append(text)
        wrong = wrong or bad
        at, mode = found.end(), found[1]
    text, bad = _jis_run(data[at:], mode)
    out.append(text)
    return "".join(
        out
    ), "some characters do not fit the mail's own character set ('iso-2022-jp')" if wrong or bad else ""


def _jis_run(run: bytes, mode: bytes) -> tuple[str, bool]:
    if mode in (b"(B", b"(J"):
        return (run.decode("ascii"), False) if run.isascii() else (_forced(run, _guess(run)), True)
    if mode == b"(I":
        return bytes(byte | 0x80 if 0x20 < byte < 0x60 else byte for byte in run).decode("cp932", "replace"), False
    if mode in (b"$(D", b"$(O"):
        text = (b"\x1b" + mode + run + b"\x1b(B").decode(
            "iso2022_jp_ext" if mode == b"$(D" else "iso2022_jp_3", "replace"
        )
        return text, "�" in text
    text = _shifted(run).decode("cp932", "replace")
    return text, "�" in text


def _shifted(run: bytes) -> bytes:
    """Pairs of JIS X 0208 as the same characters in Shift_JIS; line ends between them stay."""
    out = bytearray()
    at = 0
    while at < len(run):
        first = run[at] & 0x7F
        if first < 0x21 or at + 1 >= len(run):
            out.append(first)
            at += 1
            continue
        second = run[at + 1] & 0x7F
        lead = (first + 1) // 2 + (0x70 if first <= 0x5E else 0xB0)
        trail = (second + 0x1F + (second >= 0x60)) if first % 2 else second + 0x7E
        out += bytes((lead & 0xFF, trail & 0xFF))
        at += 2
    return bytes(out)
