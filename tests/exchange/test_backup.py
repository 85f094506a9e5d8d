"""A campaign in one encrypted file: nothing of it missing, nothing of it readable, nothing but it ever restored."""

import io
import json
import os
import resource
import shlex
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pyrage
import pytest

from frkit.base.errors import FrkitError, WrongUsage
from frkit.exchange import backups
from frkit.exchange.backup_stream import TOP, archive, contents, files_to_keep
from frkit.exchange.backups import DATA, KEY, back_up, check_backup, phrase_problem, restore
from frkit.tracking.folder import CampaignFolder, init_campaign

PHRASE = "correct horse battery staple"
PROJECT = Path(__file__).resolve().parents[2]


ME = "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@secret.example\n"


def silent(done, total, what):
    pass


def save(campaign, target, **more):
    return back_up(campaign, target, PHRASE, **{"with_git": False, "progress": silent, **more})


def everything(root):
    """Every file and folder with what it holds."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None for path in root.rglob("*")
    }


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    root = tmp_path_factory.mktemp("backup")
    folder = init_campaign(root / "campaign", "Test", requester="me")
    (folder.root / "private" / "requesters" / "me.yaml").write_text(ME)
    save(fill(folder), root / "b.frkit")
    return root / "b.frkit"


@pytest.fixture
def full(campaign):
    (campaign.root / "private" / "requesters" / "me.yaml").write_text(ME)
    return fill(campaign)


def fill(campaign):
    """Odd but honest files: empty ones, whole blocks, long names, other alphabets, a line break in a name."""
    for size in (511, 512, 513, 1 << 20, (1 << 20) + 1):
        (campaign.root / "requests" / f"of-{size}").write_bytes(b"x" * size)
    private = campaign.root / "private" / "sent"
    (private / ("a" * 64 + ".txt")).write_bytes(b"To: police\n\nRobin Requester, 12 Hidden Lane\n" * 40_000)
    (campaign.root / "requests" / "empty.txt").write_bytes(b"")
    (campaign.root / "requests" / ("x" * 200)).write_bytes(b"long")
    (campaign.root / "requests" / "合同 é").write_bytes(b"letters")
    (campaign.root / "requests" / "two\nlines\\n").write_bytes(b"break")
    (campaign.root / "packets" / "nothing" / "in" / "it").mkdir(parents=True)
    return campaign


@pytest.fixture
def made(full, tmp_path, made_once):
    """A backup of that campaign; the lock of the key takes a second by design, so it is made once for all tests."""
    return Path(shutil.copy(made_once, tmp_path / "b.frkit"))


def test_everything_comes_back_byte_for_byte(full, made, tmp_path):
    found = restore(made, tmp_path / "back", PHRASE)
    assert everything(tmp_path / "back") == everything(full.root)
    assert found.files == sum(path.is_file() for path in full.root.rglob("*"))
    assert CampaignFolder.find(tmp_path / "back").requester("me").email == "robin@secret.example"


def test_nothing_of_it_can_be_read_without_the_phrase(full, made):
    data = made.read_bytes()
    assert b"Hidden" not in data and b"robin" not in data and b"requests" not in data
    with pytest.raises(FrkitError, match="does not open"):
        check_backup(made, PHRASE.title())


def test_what_can_be_made_again_stays_out(full, tmp_path):
    (full.root / ".frkit").mkdir(exist_ok=True)
    (full.root / ".frkit" / "cache").write_bytes(b"x")
    (full.root / "requests" / ".half.123.tmp").write_bytes(b"x")
    subprocess.run(["git", "init", "-q"], cwd=full.root, check=True)
    kept = files_to_keep(full.root, with_git=False).files
    assert not any(name.startswith((".frkit", ".git/")) or name.endswith(".tmp") for name in kept)
    assert {".gitignore", ".gitattributes", "private/requesters/me.yaml"} <= kept.keys()


def test_gits_history_comes_along_if_asked_without_its_hooks(full, tmp_path):
    def git(root, *words):
        named = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        return subprocess.run(["git", *named, *words], cwd=root, check=True, capture_output=True, text=True).stdout

    git(full.root, "init", "-q")
    git(full.root, "add", "-A")
    git(full.root, "commit", "-qm", "one")
    (full.root / ".git" / "hooks" / "post-checkout").write_text("#!/bin/sh\necho bad\n")
    save(full, tmp_path / "b.frkit", with_git=True)
    restore(tmp_path / "b.frkit", tmp_path / "back", PHRASE)
    assert git(tmp_path / "back", "log", "--format=%s") == "one\n"
    assert git(tmp_path / "back", "status", "--porcelain") == ""
    assert not (tmp_path / "back" / ".git" / "hooks").exists()


def test_links_and_devices_are_neither_followed_nor_kept(full):
    (full.root / "link").symlink_to("/etc/passwd")
    (full.root / "requests" / "elsewhere").symlink_to("/etc")
    os.mkfifo(full.root / "pipe")
    found = files_to_keep(full.root, with_git=False)
    assert sorted(found.odd) == ["link", "pipe", "requests/elsewhere"]
    with tarfile.open(fileobj=io.BytesIO(b"".join(archive(full.root, found, silent)))) as tar:
        named = tar.getnames()
    assert not any("link" in name or "elsewhere" in name or "pipe" in name for name in named)


def test_the_same_files_give_the_same_content(full, tmp_path):
    """Key and encryption differ, as they must; what is encrypted depends on the files alone."""
    copy = shutil.copytree(full.root, tmp_path / "copy", copy_function=shutil.copyfile)
    one, two = (b"".join(archive(root, files_to_keep(root, with_git=False), silent)) for root in (full.root, copy))
    assert one == two


def opened(path, phrase=PHRASE):
    """The archive in a backup, opened as the README in it says, by the library alone."""
    with tarfile.open(path) as outer:
        key = pyrage.passphrase.decrypt(outer.extractfile(KEY).read(), phrase).decode().strip()
        return pyrage.decrypt(outer.extractfile(DATA).read(), [pyrage.x25519.Identity.from_str(key)])


def test_without_frkit_tar_and_sha256sum_read_it(full, made, tmp_path):
    (tmp_path / "by-hand").mkdir()
    subprocess.run(["tar", "-xf", "-"], input=opened(made), cwd=tmp_path / "by-hand", check=True)
    checked = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "by-hand", capture_output=True, text=True
    )
    assert checked.returncode == 0 and everything(tmp_path / "by-hand" / TOP) == everything(full.root)


@pytest.mark.skipif(shutil.which("age") is None, reason="the program age is not installed")
def test_the_age_program_opens_it(full, made, tmp_path):
    import pty

    subprocess.run(["tar", "-xf", str(made)], cwd=tmp_path, check=True)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(tmp_path)
        os.execvp("age", ["age", "--decrypt", "-i", KEY, "-o", "campaign.tar", DATA])
    time.sleep(1)
    os.write(terminal, PHRASE.encode() + b"\n")
    assert os.waitpid(child, 0)[1] == 0
    with tarfile.open(tmp_path / "campaign.tar") as inner:
        assert "campaign/private/requesters/me.yaml" in inner.getnames()


@pytest.mark.parametrize("phrase", ["", "hunter2", "elevenchars", "aaaaaaaaaaaaaaaa", "abababababababab"])
def test_a_weak_phrase_is_refused_with_a_reason(full, tmp_path, phrase):
    assert phrase_problem(phrase)
    with pytest.raises(WrongUsage, match="too weak"):
        back_up(full, tmp_path / "b.frkit", phrase, with_git=False, progress=silent)
    assert not (tmp_path / "b.frkit").exists()


def test_no_file_is_replaced_and_none_is_written_into_the_campaign(full, tmp_path):
    (tmp_path / "thesis").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for target in (tmp_path / "thesis", tmp_path / "link", full.root / "b.frkit", full.root / "private" / "b"):
        with pytest.raises(WrongUsage):
            save(full, target)
    assert (tmp_path / "thesis").read_text() == "mine" and not (full.root / "b.frkit").exists()


def test_a_file_that_changes_meanwhile_stops_it_and_nothing_is_left(full, tmp_path):
    path = full.root / "private" / "sent" / ("a" * 64 + ".txt")

    def grow(done, total, what):
        path.write_bytes(path.read_bytes()[: 100 + done])

    with pytest.raises(FrkitError, match="changed while the backup"):
        save(full, tmp_path / "b.frkit", progress=grow)
    assert sorted(os.listdir(tmp_path)) == ["campaign"]


@pytest.mark.parametrize("damage", ["cut in the key", "cut in the middle", "cut at the end", "one bit", "another file"])
def test_a_damaged_file_says_so_and_leaves_nothing(made, tmp_path, damage):
    data = bytearray(made.read_bytes())
    at = {"cut in the key": 1400, "cut in the middle": len(data) // 2, "cut at the end": len(data) - 12_000}.get(damage)
    if damage == "one bit":
        data[len(data) // 2] ^= 1
    made.write_bytes(b"hello" * 5000 if damage == "another file" else data[:at])
    with pytest.raises(FrkitError, match=r"damaged|no backup made by frkit|not whole"):
        restore(made, tmp_path / "back", PHRASE)
    assert sorted(os.listdir(tmp_path)) == ["b.frkit", "campaign"]


def archived(*entries, sums=b""):
    """An archive as it stands in a backup, with whatever is wanted in it."""
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for entry, data in (*entries, (tarfile.TarInfo("SHA256SUMS"), sums)):
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return inner.getvalue()


def hostile(made, archive):
    """The backup with another archive in it: made by somebody who knows the pass phrase."""
    with tarfile.open(made) as outer:
        locked = outer.extractfile(KEY).read()
    key = pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(locked, PHRASE).decode().strip())
    with tarfile.open(made, "w") as outer:
        for name, data in ((KEY, locked), (DATA, pyrage.encrypt(archive, [key.to_public()]))):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            outer.addfile(entry, io.BytesIO(data))
    return made


def member(name, kind=tarfile.REGTYPE, link=""):
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, link
    return entry


@pytest.mark.parametrize(
    "entry",
    [
        member("campaign/../../evil"),
        member("/tmp/evil"),
        member("evil"),
        member("campaign/./x"),
        member("campaign/link", tarfile.SYMTYPE, "/etc"),
        member("campaign/hard", tarfile.LNKTYPE, "/etc/passwd"),
        member("campaign/dev", tarfile.CHRTYPE),
        member("campaign/pipe", tarfile.FIFOTYPE),
        member("campaign/.git/hooks/post-checkout"),
        member("campaign/.frkit/standings.sqlite"),
    ],
    ids=lambda entry: f"{entry.name} {entry.type.decode()}",
)
def test_an_entry_that_frkit_would_not_have_written_is_refused(entry):
    kept = []
    data = archived((member("campaign/campaign.yaml"), b"format: 1\n"), (entry, b""))
    with pytest.raises(FrkitError, match="would not have put there"):
        contents(io.BytesIO(data), lambda path, _: kept.append(path))
    assert kept == ["campaign.yaml"]


def test_a_hostile_backup_leaves_nothing(made, tmp_path):
    entries = (member("campaign/campaign.yaml"), b"format: 1\n"), (member("campaign/../../evil"), b"x")
    with pytest.raises(FrkitError, match="do not trust this file"):
        restore(hostile(made, archived(*entries)), tmp_path / "in" / "back", PHRASE)
    assert list((tmp_path / "in").iterdir()) == [] and not (tmp_path / "evil").exists()


def headers_upon_headers():
    """Names of names of names: read one within the other, they use up the stack."""
    link = tarfile.TarInfo("././@LongLink")
    link.type, link.size = tarfile.GNUTYPE_LONGNAME, 9
    return (link.tobuf(tarfile.GNU_FORMAT) + b"aaaaaaaa\0" + bytes(503)) * 3000


def test_headers_without_end_are_refused(made, tmp_path):
    with pytest.raises(FrkitError, match="not whole"):
        restore(hostile(made, headers_upon_headers()), tmp_path / "back", PHRASE)
    made.write_bytes(headers_upon_headers() + made.read_bytes())
    with pytest.raises(FrkitError, match="no backup made by frkit"):
        restore(made, tmp_path / "back", PHRASE)
    assert sorted(os.listdir(tmp_path)) == ["b.frkit", "campaign"]


def mode(path):
    return path.stat().st_mode & 0o777


def test_other_accounts_cannot_look_into_what_is_private(full, made, tmp_path):
    before = os.umask(0o022)
    try:
        save(full, tmp_path / "fresh.frkit")
        restore(made, tmp_path / "back", PHRASE)
    finally:
        os.umask(before)
    assert mode(tmp_path / "fresh.frkit") == 0o600 and mode(tmp_path / "back") == 0o755
    assert mode(tmp_path / "back" / "private") == mode(full.root / "private") == 0o700


def test_what_somebody_wrote_into_the_folder_meanwhile_is_not_replaced(made, tmp_path, monkeypatch):
    target = tmp_path / "empty"
    target.mkdir()
    whole = backups.contents

    def interrupted(stream, keep):
        (target / "campaign.yaml").write_text("mine")
        return whole(stream, keep)

    monkeypatch.setattr(backups, "contents", interrupted)
    with pytest.raises(FrkitError, match="meanwhile"):
        restore(made, target, PHRASE)
    assert os.listdir(target) == ["campaign.yaml"] and (target / "campaign.yaml").read_text() == "mine"


def test_files_that_are_not_those_of_the_list_are_refused():
    listed = b"0" * 64 + b"  campaign/campaign.yaml\n"
    data = archived((member("campaign/campaign.yaml"), b"format: 1\n"), sums=listed)
    with pytest.raises(FrkitError, match="not what its list says"):
        contents(io.BytesIO(data), lambda path, file: "1" * 64)


def test_a_name_that_stands_twice_leaves_nothing(made, tmp_path):
    twice = archived((member("campaign/a"), b"1"), (member("campaign/a"), b"2"))
    with pytest.raises(FrkitError):
        restore(hostile(made, twice), tmp_path / "back", PHRASE)
    assert sorted(os.listdir(tmp_path)) == ["b.frkit", "campaign"]


def test_it_restores_into_an_empty_folder_and_into_no_other(full, made, tmp_path):
    (tmp_path / "empty").mkdir()
    restore(made, tmp_path / "empty", PHRASE)
    assert everything(tmp_path / "empty") == everything(full.root)
    before = everything(full.root)
    with pytest.raises(WrongUsage, match="not empty"):
        restore(made, full.root, PHRASE)
    assert everything(full.root) == before


def test_a_large_campaign_needs_little_memory(campaign, tmp_path):
    """Beyond what the key's own lock takes, memory does not grow with the campaign: 300 MB and 1 MB need the same."""
    with (campaign.root / "requests" / "video").open("wb") as file:
        for number in range(300):
            file.write(bytes([number % 251]) * (1 << 20))
    code = (
        "import resource, sys; from pathlib import Path; from frkit.tracking.folder import CampaignFolder\n"
        "from frkit.exchange.backups import back_up\n"
        f"root, out = Path(sys.argv[1]), Path(sys.argv[2]); phrase = {PHRASE!r}\n"
        "back_up(CampaignFolder.find(root), out, phrase, with_git=False, progress=lambda *_: None)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    used = []
    for name in ("large", "small"):
        line = [sys.executable, "-c", code, str(campaign.root), str(tmp_path / name)]
        ran = subprocess.run(line, env={**os.environ, "PYTHONPATH": str(PROJECT)}, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        used.append(int(ran.stdout))
        (campaign.root / "requests" / "video").write_bytes(b"x")
    assert used[0] - used[1] < 60_000, f"{used} kB"


def frkit(line, folder, phrase=PHRASE, **settings):
    mine = {key: value for key, value in os.environ.items() if not key.startswith("FRKIT_")}
    mine |= {
        "PYTHONPATH": str(PROJECT),
        "COLUMNS": "80",
        **({"FRKIT_PASSPHRASE": phrase} if phrase else {}),
        **settings,
    }
    return subprocess.run(
        [sys.executable, "-m", "frkit", *shlex.split(line)],
        cwd=folder,
        env=mine,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def test_the_commands_write_check_and_restore(full, tmp_path):
    phrase_file = tmp_path / "phrase"
    phrase_file.write_text(PHRASE + "\n")
    wrote = frkit(f"backup {tmp_path}/b.frkit --json --passphrase-file {phrase_file}", full.root, phrase=None)
    assert wrote.returncode == 0, wrote.stderr
    assert json.loads(wrote.stdout)["files"] == sum(path.is_file() for path in full.root.rglob("*"))
    assert frkit("backup --check b.frkit", tmp_path).stdout.startswith("Good: ")
    assert frkit("restore b.frkit back", tmp_path).returncode == 0
    assert everything(tmp_path / "back") == everything(full.root)
    again = frkit("restore b.frkit back", tmp_path)
    assert again.returncode == 2 and "not empty" in again.stderr


def test_the_phrase_is_never_taken_from_nowhere(full, tmp_path):
    missing = frkit(f"backup {tmp_path}/b.frkit", full.root, phrase=None)
    assert missing.returncode == 2 and "--passphrase-file" in missing.stderr
    (tmp_path / "two").write_text("one line of it\nand another one\n")
    assert frkit(f"backup {tmp_path}/b.frkit --passphrase-file {tmp_path}/two", full.root, None).returncode == 2
    weak = frkit(f"backup {tmp_path}/b.frkit", full.root, phrase="hunter2")
    assert weak.returncode == 2 and "too weak" in weak.stderr and "hunter2" not in weak.stderr
    assert not (tmp_path / "b.frkit").exists()


def test_a_full_disk_leaves_nothing(full, tmp_path):
    """The system lets no file grow beyond a size, as a full disk does."""
    code = (
        "import resource, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)); "
        "runpy.run_module('frkit', run_name='__main__')"
    )
    settings = {**os.environ, "PYTHONPATH": str(PROJECT), "FRKIT_PASSPHRASE": PHRASE}
    ran = subprocess.run(
        [sys.executable, "-c", code, "backup", str(tmp_path / "b.frkit")],
        cwd=full.root, env=settings, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 1 and "Traceback" not in ran.stderr and "could not be written" in ran.stderr
    assert sorted(os.listdir(tmp_path)) == ["campaign"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 50_000


def test_a_key_that_takes_this_computer_too_long_is_no_wrong_pass_phrase(tmp_path, monkeypatch):
    """Work of half an hour: what a busy moment looks like, or a backup made on a far faster computer."""
    slow = (
        b"age-encryption.org/v1\n-> scrypt bBjlhJVYZeE4aqUdmtRHfw 30\nZV/AhotwSGqaPCU43cepl4WYUouAa17a3xpu4G2yi5k\n"
        b"--- fgMiVLJHMlg9fW7CVG/hPS5EAU4Zeg19LyCP7SoH5nA\n" + b"0" * 32
    )
    waited = []
    monkeypatch.setattr(backups.time, "sleep", waited.append)
    with pytest.raises(FrkitError, match="faster computer"):
        backups._key(slow, PHRASE, tmp_path / "b.age")
    assert len(waited) == backups.TRIES - 1
