"""What the operating system refuses, in plain words, each with what a person can do about it."""

from __future__ import annotations

import errno

_ROOM = "free some space and run the command again"
_OTHER_DISK = "copy the campaign to another disk before you go on"
_OWNER = "check who owns the folder and its permissions"
_OPEN_FILES = "close other programs, or allow more open files (ulimit -n), and run the command again"
_CONNECTION = "see that the network disk is connected, and run the command again"
_REASONS = {
    errno.ENOSPC: ("the disk is full", _ROOM),
    errno.EDQUOT: ("your share of the disk is used up", _ROOM),
    errno.EFBIG: ("it is larger than the disk or the account allows", "choose another disk, or raise the limit"),
    errno.EROFS: ("the folder is read-only", "move the campaign to a folder that can be written"),
    errno.EACCES: ("you may not write there", _OWNER),
    errno.EPERM: ("you may not write there", _OWNER),
    errno.ENAMETOOLONG: ("the name is too long", "use a shorter path"),
    errno.EIO: ("the disk reports an error", _OTHER_DISK),
    errno.ENOENT: ("its folder is gone", "go to where the campaign is now, and run the command again"),
    errno.ENOTDIR: ("a file stands where a folder is needed", "move that file away, and run the command again"),
    errno.EEXIST: ("a file stands where a folder is needed", "move that file away, and run the command again"),
    errno.EMFILE: ("too many files are open", _OPEN_FILES),
    errno.ENFILE: ("too many files are open", _OPEN_FILES),
    errno.ESTALE: ("the network disk has lost it", _CONNECTION),
    errno.ETIMEDOUT: ("the network disk does not answer", _CONNECTION),
}


def reason(error: OSError, *, reading: bool = False) -> tuple[str, str]:
    """Why the system refused to write (or to read) a file, and the remedy."""
    if reading and error.errno in (errno.EACCES, errno.EPERM):
        return "you may not read it", "check who owns the file and its permissions"
    other = (error.strerror or str(error), "mend the cause and run the command again")
    return _REASONS.get(error.errno or 0, other)
