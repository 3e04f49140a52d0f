"""What others did in a folder of ours: which files are lost, which are not from us.

A folder whose time of change is the one remembered has not gained or lost an entry since, so only
the others are listed. A time so young that the disk's clock could not tell a later change from it
is not remembered.
"""

import os
import stat
from collections.abc import Collection, Iterable, Mapping

import msgspec

from generator.errors import OutputError

_FINE, _COARSE = 50_000_000, 2_100_000_000
"""Nanoseconds after which a change shows in a folder's time, on good disks and on old ones."""


class Survey(msgspec.Struct, frozen=True):
    """What was found: paths are relative, with ``/``; *stamps* are folders' times, 0 if young."""

    lost: frozenset[str]
    foreign: frozenset[str]
    stamps: dict[str, int]


def survey(
    root: str,
    ours: Mapping[str, int],
    foreign: Iterable[str],
    stamps: Mapping[str, int],
    now: int,
    *,
    by_size: bool = False,
) -> Survey:
    """Compare the tree at *root* with what is remembered of it.

    *ours* are our files with their sizes, *foreign* all other entries, *stamps* the folders of
    both. Our files in a folder that was changed are lost, since they may have been replaced; where
    the stamp is 0 only those that are missing. *now* is the disk's clock. With *by_size* a file is
    ours only if it has the remembered size. Raises OSError, and OutputError at a mount point.
    """
    before = frozenset(foreign)
    search = _Search(root, ours, before, stamps, now, by_size)
    for folder, known in stamps.items():
        try:
            info = os.lstat(f"{root}/{folder}")
        except (FileNotFoundError, NotADirectoryError):
            search.changed.add(folder)
        else:
            if not known or info.st_mtime_ns != known:
                search.look_into(folder, info, trusted=not known)
    while search.pending:
        folder = search.pending.pop()
        search.look_into(folder, os.lstat(f"{root}/{folder}"), trusted=True)
    changed, seen = search.changed, search.seen
    if not changed:
        return Survey(frozenset(), before, dict(stamps))
    lost = {path for path in ours if parent(path) in changed and path not in seen}
    still = {path for path in before if parent(path) not in changed}
    times = {folder: time for folder, time in stamps.items() if folder not in changed}
    return Survey(frozenset(lost), frozenset(search.foreign | still), times | search.stamps)


def in_the_way(seen: Survey, wanted: Collection[str]) -> list[str]:
    """Return what is foreign and stands where a file of *wanted*, or a folder for one, must go."""
    if not seen.foreign:
        return []
    above = folders(wanted)
    return sorted(
        path
        for path in seen.foreign
        if path in wanted or (path in above and path not in seen.stamps)
    )


def parent(path: str) -> str:
    """Return the folder that *path* is in, ``""`` for the root."""
    return path.rpartition("/")[0]


def folders(paths: Iterable[str]) -> set[str]:
    """Return all folders above *paths*, the root included."""
    found = {""}
    for path in paths:
        folder = parent(path)
        while folder not in found:
            found.add(folder)
            folder = parent(folder)
    return found


def stamp(info: os.stat_result, now: int) -> int:
    """Return a folder's time of change, or 0 if it is too young to be told from a later one."""
    time = info.st_mtime_ns
    margin = _FINE if time % 1_000_000 else _COARSE
    return time if time < now - margin else 0


class _Search:
    def __init__(
        self,
        root: str,
        ours: Mapping[str, int],
        before: frozenset[str],
        known: Mapping[str, int],
        now: int,
        by_size: bool,
    ) -> None:
        self.root, self.ours, self.before, self.known = root, ours, before, known
        self.now, self.by_size = now, by_size
        self.device = os.lstat(root).st_dev
        self.stamps: dict[str, int] = {}
        self.changed: set[str] = set()
        self.seen: set[str] = set()
        self.foreign: set[str] = set()
        self.pending: list[str] = []

    def look_into(self, folder: str, info: os.stat_result, *, trusted: bool) -> None:
        """List a folder; our files in it are lost unless it is *trusted*."""
        self.changed.add(folder)
        if not stat.S_ISDIR(info.st_mode):
            return
        if info.st_dev != self.device:
            raise OutputError(
                f"a disk is mounted at {self.root}/{folder}, which cannot move with the site",
                "mount it outside the output",
            )
        self.stamps[folder] = stamp(info, self.now)
        with os.scandir(f"{self.root}/{folder}") as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                self._enter(entry, path, trusted=trusted)

    def _enter(self, entry: "os.DirEntry[str]", path: str, *, trusted: bool) -> None:
        if path in self.ours and entry.is_file(follow_symlinks=False):
            same = not self.by_size or entry.stat(follow_symlinks=False).st_size == self.ours[path]
            if not same:
                self.foreign.add(path)
            elif trusted:
                self.seen.add(path)
        elif not entry.is_dir(follow_symlinks=False):
            self.foreign.add(path)
        elif path not in self.known:
            self.foreign.add(path)
            self.pending.append(path)
        elif path in self.before:
            self.foreign.add(path)
