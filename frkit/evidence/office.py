"""Office files as pages, by LibreOffice: converted once, kept for ever, so that a packet never depends on it again."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.files import create, sha256_of_bytes
from frkit.base.findings import shown_path
from frkit.base.models import Data, check_model
from frkit.base.yaml_places import dump_yaml, read_yaml
from frkit.evidence.unreadable import Unreadable

SECONDS = 120
PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


class KeptConversion(Data):
    """``office.yaml``: with what, when, and from which bytes to which bytes an office file was converted."""

    tool: str
    version: str
    input_sha256: str
    output_sha256: str
    when: str


@dataclass(frozen=True)
class OfficePages:
    """The kept pages of an office file and the record of how they were made."""

    pdf: bytes
    record: KeptConversion

    @property
    def step(self) -> str:
        """The line of the custody table."""
        made = self.record
        return f"converted by {made.tool} {made.version} on {made.when}; result kept, SHA-256 {made.output_sha256}"


def office_pages(data: bytes, kept_in: Path) -> OfficePages:
    """The pages of an office file: the kept conversion, else a new one that is kept now in ``kept_in``/<sha256>.

    Raises Unreadable with the reason and the line that installs LibreOffice where there is neither.
    """
    folder = kept_in / sha256_of_bytes(data)
    kept = kept_pages(folder)
    if kept is not None:
        return kept
    program = find_program()
    if program is None:
        raise Unreadable(f"LibreOffice is not installed here and no earlier conversion was kept; {install_line()}")
    pdf = _convert(program, data)
    record = KeptConversion(
        tool="LibreOffice",
        version=version_of(program),
        input_sha256=folder.name,
        output_sha256=sha256_of_bytes(pdf),
        when=datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
    )
    _keep(folder, pdf, record)
    return kept_pages(folder) or OfficePages(pdf, record)


def kept_pages(folder: Path) -> OfficePages | None:
    """The conversion kept in a folder, or None; raises FrkitError if it was altered."""
    record_path, pdf_path = folder / "office.yaml", folder / "office.pdf"
    if not (record_path.is_file() and pdf_path.is_file()):
        return None
    record, findings = check_model(KeptConversion, read_yaml(record_path), lenient=True)
    if record is None:
        raise FrkitError("The record of a conversion is damaged.", place=str(findings[0]), remedy=_RESTORE)
    pdf = pdf_path.read_bytes()
    if sha256_of_bytes(pdf) != record.output_sha256 or record.input_sha256 != folder.name:
        raise FrkitError("A kept conversion was altered: its hash is not the recorded one.",
                         place=shown_path(pdf_path), remedy=_RESTORE)  # fmt: skip
    return OfficePages(pdf, record)


_RESTORE = "restore the folder from a copy or from git, or delete it to convert anew"


def find_program() -> str | None:
    """Where LibreOffice is, or None; ``FRKIT_SOFFICE`` names another one (empty: none)."""
    named = os.environ.get("FRKIT_SOFFICE")
    if named is not None:
        return shutil.which(named) if named else None
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def install_line() -> str:
    """The line that installs LibreOffice on this platform."""
    if sys.platform == "darwin":
        return "install it:  brew install --cask libreoffice"
    return "install it:  apt install libreoffice-writer-nogui libreoffice-calc-nogui"


def version_of(program: str) -> str:
    """LibreOffice's own version number."""
    found = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=SECONDS, check=False)
    match = re.search(r"\d+(\.\d+)+", found.stdout)
    return match[0] if match else "unknown"


def _keep(folder: Path, pdf: bytes, record: KeptConversion) -> None:
    """Keep pages and record whole or not at all: both are written into a new folder that then gets its name."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".office-", suffix=".tmp", dir=folder.parent) as making:
        inside = Path(making) / folder.name
        create(inside / "office.pdf", pdf)
        create(inside / "office.yaml", dump_yaml(record.model_dump()).encode())
        try:
            os.rename(inside, folder)
        except OSError:
            # Another process was first, and its conversion counts; or the folder holds something else already.
            if not (folder / "office.yaml").exists():
                for name in ("office.pdf", "office.yaml"):
                    create(folder / name, (inside / name).read_bytes())


def _convert(program: str, data: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="frkit-office-") as place:
        work = Path(place)
        (work / "in").write_bytes(data)
        _write_profile(work / "profile")
        command = [program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
                   f"-env:UserInstallation={(work / 'profile').as_uri()}",
                   "--convert-to", "pdf", "--outdir", str(work / "out"), str(work / "in")]  # fmt: skip
        said = _run(command, work)
        made = work / "out" / "in.pdf"
        if not made.is_file() or made.stat().st_size == 0:
            raise Unreadable(f"LibreOffice could not convert it{said}")
        return made.read_bytes()


def _run(command: list[str], work: Path) -> str:
    """Run LibreOffice in a process group of its own, ended as a whole when its time is over."""
    environment = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "TMPDIR", "SYSTEMROOT")}
    environment |= {"HOME": str(work), "SAL_DISABLE_OPENCL": "1"}
    process = subprocess.Popen(command, cwd=work, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, start_new_session=True)  # fmt: skip
    try:
        process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise Unreadable(f"LibreOffice did not finish it within {SECONDS} seconds") from None
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    return "" if process.returncode == 0 else f" (it ended with code {process.returncode})"


def _write_profile(folder: Path) -> None:
    """A fresh profile without macros, without updates of links, with a proxy that leads nowhere."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )
