"""The only reader of the content folder: which files there are, and what they say."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from generator.diagnostics import Diagnostic, Severity
from generator.encoding import decode
from generator.source import Span

SUFFIXES = (".md", ".txt")


class Stamp(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What tells that a file has not changed, without reading it."""

    size: int
    modified: int
    changed: int
    inode: int


class Found(msgspec.Struct, frozen=True):
    """A content file: *path* below the content folder, with ``/``.

    *twin* is the English file of a pair ``name.zh.md`` and ``name.en.md``, found with the Chinese.
    """

    path: str
    file: str
    stamp: Stamp
    twin: "Found | None" = None

    @property
    def stamps(self) -> tuple[Stamp, ...]:
        """The stamps of the file and its twin."""
        return (self.stamp, self.twin.stamp) if self.twin else (self.stamp,)


def discover(content: Path, but: Path | None = None) -> tuple[list[Found], list[Diagnostic]]:
    """Return every content file by path, and a diagnostic for what looks like one and is not.

    Names that begin with a dot are left alone, links are followed to files inside the folder only.
    The folder *but*, where the site goes, is not looked into.
    """
    if not content.is_dir():
        return [], [_note(Severity.WARNING, "no-content", "", f"there is no folder {content.name}")]
    found: list[Found] = []
    problems: list[Diagnostic] = []
    skipped = os.path.realpath(but) if but else ""
    for one in _walk(str(content), "", os.path.realpath(content), skipped):
        (found if isinstance(one, Found) else problems).append(one)  # type: ignore[arg-type]
    return _paired(found), problems


def _paired(found: list[Found]) -> list[Found]:
    """Return files by path, the two languages of one article as one."""
    by_path = {one.path: one for one in sorted(found, key=lambda one: one.path)}
    for path, one in list(by_path.items()):
        stem, _, suffix = path.rpartition(".zh.")
        twin = by_path.pop(f"{stem}.en.{suffix}", None) if stem and "." not in suffix else None
        if twin:
            by_path[path] = msgspec.structs.replace(one, twin=twin)
    return list(by_path.values())


def _walk(folder: str, below: str, root: str, but: str) -> Iterator[Found | Diagnostic]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _note(Severity.ERROR, "unreadable", below, f"cannot be read: {error.strerror}")
        return
    for entry in entries:
        path = below + entry.name
        content = entry.name.endswith(SUFFIXES)
        if entry.name.startswith("."):
            if content:
                yield _note(
                    Severity.NOTE, "dot-file", path, "a file with a leading dot is not read"
                )
        elif entry.is_symlink():
            if content or entry.is_dir():
                yield _link(entry, path, root)
        elif entry.is_dir():
            if content:
                yield _note(Severity.WARNING, "not-a-file", path, "this is a folder, not a file")
            if not but or os.path.realpath(entry.path) != but:
                yield from _walk(entry.path, f"{path}/", root, but)
        elif content:
            yield _regular(entry, path)


def _link(entry: "os.DirEntry[str]", path: str, root: str) -> Found | Diagnostic:
    target = os.path.realpath(entry.path)
    if not os.path.exists(target):
        return _note(Severity.WARNING, "dangling-link", path, "this link leads nowhere")
    if os.path.commonpath([root, target]) != root:
        message = "this link leads out of the content folder and is not followed"
        return _note(Severity.WARNING, "outside-link", path, message)
    if entry.is_dir():
        return _note(Severity.NOTE, "folder-link", path, "a link to a folder is not followed")
    return _regular(entry, path)


def _regular(entry: "os.DirEntry[str]", path: str) -> Found | Diagnostic:
    status = entry.stat()
    if not stat.S_ISREG(status.st_mode):
        return _note(Severity.WARNING, "not-a-file", path, "this is not a regular file")
    return Found(path, entry.path, stamp_of(status))


def stamp_of(status: os.stat_result) -> Stamp:
    """Return the stamp in a stat result."""
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def _note(severity: Severity, code: str, path: str, message: str) -> Diagnostic:
    hints = {
        "dot-file": "rename it to have it published",
        "not-a-file": "only regular files are content: move or rename it",
        "dangling-link": "mend the link or remove it",
        "outside-link": "copy the file into the content folder",
        "folder-link": "its files are read where they are",
        "no-content": "make it, or name another one with --content",
        "unreadable": "check its permissions",
    }
    return Diagnostic(severity, code, message, Span(path.rstrip("/") or "."), hints[code])


def single(file: Path, path: str) -> tuple[Found | None, list[Diagnostic]]:
    """Return one named *file* as if it had been discovered under *path*."""
    try:
        status = file.stat()
    except OSError as error:
        note = _note(Severity.ERROR, "unreadable", path, f"cannot be read: {error.strerror}")
        return None, [note]
    if not stat.S_ISREG(status.st_mode):
        return None, [_note(Severity.WARNING, "not-a-file", path, "this is not a regular file")]
    return Found(path, str(file), stamp_of(status)), []


def read(found: Found) -> tuple[str | None, list[Diagnostic]]:
    """Return what a file says, cleaned of byte-order marks, ``\\r`` and control characters.

    Each of these is said in a diagnostic; no letter is lost. ``None`` if it cannot be read.
    """
    try:
        raw = Path(found.file).read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        return None, [_note(Severity.ERROR, "unreadable", found.path, message)]
    return decode(raw, found.path)
