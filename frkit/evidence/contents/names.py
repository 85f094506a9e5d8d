"""Names of files in old archives, whose characters may be coded in any way and nobody says how."""

from __future__ import annotations

import re

_FAR_EAST = re.compile("[\u3005-\u3007\u3041-\u30ff\u4e00-\u9fff]{2}")
_OTHER_THAN_FAR_EAST = re.compile("[^\x20-\x7e\u3000-\u30ff\u4e00-\u9fff\uff08\uff09\uff3b\uff3d\uff5e]")


def decoded_name(raw: bytes, usual: str = "cp437") -> str:
    """The most likely reading of a name: UTF-8 if it fits, Japanese if it looks so, else the usual set of the format.

    A wrong guess changes how the name looks, never which file it is.
    """
    for encoding in ("ascii", "utf-8"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _as_japanese(raw) or raw.decode(usual, "replace")


def _as_japanese(raw: bytes) -> str:
    try:
        text = raw.decode("cp932")
    except UnicodeDecodeError:
        return ""
    looks_so = _FAR_EAST.search(text) and not _OTHER_THAN_FAR_EAST.search(text)
    return text if looks_so else ""
