"""What the output folder needs of the system: a lock, new files, exchange of folders, errors."""

import contextlib
import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from generator.errors import BusyError, OutputError

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_LINKS = {errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS}

_ELSEWHERE = "name another folder with --output"
_CAUSES = {
    errno.ENOSPC: ("the disk is full", "make room; the site as it was still stands"),
    errno.EDQUOT: ("your share of the disk is used up", "make room; the site still stands"),
    errno.EROFS: ("the disk is read-only", "choose another place with --output"),
    errno.EACCES: ("permission is missing", "change who may write there, or use --output"),
    errno.EPERM: ("permission is missing", "change who may write there, or use --output"),
    errno.EXDEV: ("a part of it is on another disk", "name a folder below it with --output"),
    errno.EBUSY: ("a disk is mounted there", "name a folder below it with --output"),
    errno.EFBIG: (
        "a file would be larger than the system allows",
        "raise the limit of the system, see 'ulimit -f'",
    ),
    errno.EMFILE: ("too many files are open", "raise the limit of the system, see 'ulimit -n'"),
    errno.EIO: ("the disk has a fault", "look at the disk; the site as it was still stands"),
    errno.ENAMETOOLONG: ("a name is too long for the disk", "give that page a shorter id"),
}


def explained(error: OSError, folder: str) -> OutputError:
    """Return what keeps *folder* from being written, in words for the person who builds."""
    cause, hint = _CAUSES.get(
        error.errno or 0, (error.strerror or "the system refuses", _ELSEWHERE)
    )
    place = f" ({error.filename})" if error.filename else ""
    return OutputError(f"the output {folder} cannot be written: {cause}{place}", hint)


@contextlib.contextmanager
def explaining(folder: str) -> Iterator[None]:
    """Turn every OSError of the block into an OutputError about *folder*."""
    try:
        yield
    except OSError as error:
        raise explained(error, folder) from error


def exchange(one: str, two: str, spare: str) -> None:
    """Exchange two folders: in one step where the system can, else by way of *spare*."""
    if _exchange(one, two):
        return
    os.rename(one, spare)
    try:
        os.rename(two, one)
    except OSError:
        os.rename(spare, one)
        raise
    os.rename(spare, two)


def _exchange(one: str, two: str) -> bool:
    import ctypes  # for nothing where nothing is exchanged

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if _LINUX else None
    if rename is None:
        return False
    if not rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(two), _RENAME_EXCHANGE):
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), one)


def clock(file: Path) -> int:
    """Return the time by the clock of the disk that *file* is on; it need not be ours."""
    os.utime(file)
    return os.stat(file).st_mtime_ns


def link(source: str, target: str) -> None:
    """Link a file, or copy it where the disk has no links."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target, follow_symlinks=False)


def remove(path: str) -> None:
    """Remove a file, or a folder that is empty; one that is gone is as good."""
    try:
        os.unlink(path)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except (IsADirectoryError, PermissionError):
        with contextlib.suppress(OSError):
            os.rmdir(path)


_LINUX = sys.platform == "linux"

if sys.platform == "win32":
    import msvcrt

    def _try_lock(fd: int) -> bool:
        os.lseek(fd, 1 << 30, os.SEEK_SET)  # far behind the pid, which others may then read
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def lock(path: str, folder: str, patience: float = 2.0) -> int:
    """Return a descriptor that holds the lock file *path* until it is closed.

    Worker processes inherit the lock, so that nobody builds beside the orphans of a killed build;
    these are given *patience* seconds to end. Raises BusyError naming the process that builds
    *folder*.
    """
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        while not _try_lock(fd):
            os.lseek(fd, 0, os.SEEK_SET)
            pid = os.read(fd, 20).decode("ascii", "replace").strip()
            if patience <= 0 or _alive(pid):
                raise BusyError(
                    f"another build is writing {folder}" + (f" (process {pid})" if pid else ""),
                    "wait for it to end, or give this one another folder with --output",
                )
            time.sleep(0.05)
            patience -= 0.05
        os.ftruncate(fd, 0)
        os.lseek(fd, 0, os.SEEK_SET)
        os.write(fd, str(os.getpid()).encode())
    except BaseException:
        os.close(fd)
        raise
    return fd


def _alive(pid: str) -> bool:
    if not pid.isdigit() or sys.platform == "win32":
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def refuse(folder: Path, keep_out: list[Path]) -> None:
    """Raise OutputError if *folder* (resolved) must never be replaced by a site."""
    elsewhere = _ELSEWHERE
    if folder == Path(folder.anchor):
        raise OutputError(f"the output cannot be {folder}, the root of the disk", elsewhere)
    home = Path(os.path.realpath(Path("~").expanduser()))
    if home.is_absolute() and home.is_relative_to(folder):
        raise OutputError(f"the output cannot be {folder}: it holds your home folder", elsewhere)
    for place in keep_out:
        if Path(os.path.realpath(place)).is_relative_to(folder):
            raise OutputError(f"the output cannot be {folder}: it holds {place}", elsewhere)
    if os.path.lexists(folder) and not folder.is_dir():
        raise OutputError(f"the output {folder} is not a folder", elsewhere)
    if folder.is_dir() and folder.stat().st_dev != folder.parent.stat().st_dev:
        raise OutputError(
            f"the output {folder} is a disk of its own, which cannot be exchanged in one step",
            "name a folder below it with --output",
        )


def write_file(root: Path, path: str, data: bytes) -> None:
    """Write *data* to a new file at *path* below *root*; a file in its place is replaced.

    It is never written into: other trees may share it. Raises OutputError.
    """
    target = f"{root}/{path}"
    try:
        try:
            fd = os.open(target, _NEW, 0o666)
        except FileNotFoundError:
            make_folder(target.rpartition("/")[0])
            fd = os.open(target, _NEW, 0o666)
        except FileExistsError:
            os.unlink(target)
            fd = os.open(target, _NEW, 0o666)
        try:
            done = os.write(fd, data)
            while done < len(data):
                done += os.write(fd, data[done:])
        finally:
            os.close(fd)
    except OSError as error:
        raise explained(error, path) from error


def make_folder(folder: str) -> None:
    """Make a new folder; most often the one above it is there, and need not be asked for."""
    try:
        os.mkdir(folder)
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
    except FileExistsError:
        pass  # another process was first
