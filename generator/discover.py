"""The only reader of the content folder: which files there are, and what they say."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from generator.diagnostics import Diagnostic, Severity
from generator.encoding import decode
from generator.errors import ConfigError
from generator.pairs import pairs, siblings
from generator.regex import regex
from generator.source import Span

SUFFIXES = (".md", ".txt")
"""What the names of content files end in, letter case aside."""

OTHER = (
    *(".doc", ".docx", ".htm", ".html", ".markdown", ".odt", ".pages", ".pdf", ".rtf", ".tex"),
    *(".wps", ".7z", ".rar", ".zip"),
)
"""What the names of texts end in that are written for other programs, or packed."""

FIX = ".fix.toml"
"""What stands instead of the suffix in the name of the file that corrects a content file."""

DEEPEST = 100
"""How many folders may lie in one another; nobody arranges texts so, but a runaway copy does."""

LARGEST = 256_000_000
"""Bytes of a file above which it is not read: a conference of 5,000 papers takes 220 MB."""


class Stamp(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What tells that a file has not changed, without reading it."""

    size: int
    modified: int
    changed: int
    inode: int


NO_FIX = Stamp(0, 0, 0, 0)
"""Stands for a fix file that is not there."""


class Found(msgspec.Struct, frozen=True):
    """A content file: *path* below the content folder, with ``/``.

    *twin* is the English file of a pair, found with the Chinese (``pairs``).
    *fix* is the ``name.fix.toml`` that corrects the file.
    """

    path: str
    file: str
    stamp: Stamp
    twin: "Found | None" = None
    fix: "Found | None" = None

    @property
    def files(self) -> "tuple[Found, ...]":
        """The file itself, and its twin if there is one."""
        return (self, self.twin) if self.twin else (self,)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of these files."""
        return tuple(one.path for one in self.files)

    @property
    def stamps(self) -> tuple[Stamp, ...]:
        """The stamps of all that is read for this file; a missing fix file has one too."""
        return tuple(
            s for one in self.files for s in (one.stamp, one.fix.stamp if one.fix else NO_FIX)
        )


def discover(content: Path, but: Path | None = None) -> tuple[list[Found], list[Diagnostic]]:
    """Return every content file by path, and a diagnostic for what looks like one and is not.

    Names that begin with a dot are left alone, links are followed to files inside the folder only.
    The folder *but*, where the site goes, is not looked into. Raises ConfigError if there is no
    folder *content* to read: an empty site is no answer to a slip.
    """
    stop_without(content)
    found: list[Found] = []
    problems: list[Diagnostic] = []
    skipped = os.path.realpath(but) if but else ""
    for one in _walk(str(content), "", os.path.realpath(content), skipped):
        (found if isinstance(one, Found) else problems).append(one)  # type: ignore[arg-type]
    fixed, lonely = _fixed(found)
    return _paired(fixed), [*problems, *lonely]


def _fixed(found: list[Found]) -> tuple[list[Found], list[Diagnostic]]:
    """Return the content files with their fix files, and a diagnostic for each that has no file."""
    fixes = {one.path: one for one in found if one.path.lower().endswith(FIX)}
    files = sorted((one for one in found if one.path not in fixes), key=lambda one: one.path)
    if not fixes:
        return files, []
    owners: dict[str, str] = {}
    problems = []
    for number, one in enumerate(files):
        name = fix_name(one.path)
        first = owners.setdefault(name, one.path) if name in fixes else one.path
        if name in fixes and first == one.path:
            files[number] = msgspec.structs.replace(one, fix=fixes[name])
        elif name in fixes:
            both = f"{first} and {one.path} have the name of one fix file"
            message = f"{both}; only the first is corrected"
            problems.append(_note(Severity.WARNING, "fix-two-files", name, message))
    for path in fixes:
        if path not in owners:
            wanted = f"{_stem(path)}.md or .txt"
            message = f"this fix file corrects nothing: there is no {wanted} beside it"
            problems.append(_note(Severity.WARNING, "fix-no-source", path, message))
    return files, problems


def stop_without(content: Path) -> None:
    """Raise ConfigError if there is no folder *content* that can be read."""
    hint = "make it, or name another one with --content; jianbao new site DIR begins a site"
    if not os.path.isdir(content):
        raise ConfigError(f"there is no content folder {readable(str(content))}", hint)
    if not os.access(content, os.R_OK | os.X_OK):
        raise ConfigError(f"the content folder {readable(str(content))} cannot be read", hint)


def fix_name(path: str) -> str:
    """Return the path of the file that corrects the content file at *path*."""
    return path.rpartition(".")[0] + FIX


def _stem(path: str) -> str:
    return path.rpartition("/")[2][: -len(FIX)]


def _paired(found: list[Found]) -> list[Found]:
    """Return files by path, the two languages of one article as one."""
    by_path = {one.path: one for one in sorted(found, key=lambda one: one.path)}
    for path, english in pairs(by_path).items():
        by_path[path] = msgspec.structs.replace(by_path[path], twin=by_path.pop(english))
    return list(by_path.values())


def _walk(folder: str, below: str, root: str, but: str) -> Iterator[Found | Diagnostic]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(below, error)
        return
    if below.count("/") > DEEPEST:
        message = f"more than {DEEPEST} folders lie in one another here; the rest is not read"
        yield _note(Severity.WARNING, "too-deep", below, message)
        return
    for entry in entries:
        path = below + entry.name
        try:
            content = entry.name.lower().endswith((*SUFFIXES, FIX))
            if entry.name.startswith("."):
                if content:
                    message = "a file with a leading dot is not read"
                    yield _note(Severity.NOTE, "dot-file", path, message)
            elif readable(path) != path:
                if content or entry.is_dir():
                    yield _bad_name(path)
            elif entry.is_symlink():
                if content or _leads_to_folder(entry):
                    yield _link(entry, path, root)
            elif entry.is_dir():
                if content:
                    message = "this is a folder, not a file"
                    yield _note(Severity.WARNING, "not-a-file", path, message)
                if not but or os.path.realpath(entry.path) != but:
                    yield from _walk(entry.path, f"{path}/", root, but)
            elif content:
                yield _regular(entry, path)
            elif entry.name.lower().endswith(OTHER):
                message = "this file is not read: content is text in .md or .txt"
                yield _note(Severity.NOTE, "other-format", path, message)
        except FileNotFoundError:
            continue  # gone since the folder was listed
        except OSError as error:
            yield _unreadable(path, error)


def _leads_to_folder(entry: "os.DirEntry[str]") -> bool:
    """Say whether a link leads to a folder; one that leads round in circles does not."""
    try:
        return entry.is_dir()
    except OSError as error:
        if error.errno == errno.ELOOP:
            return False
        raise


def _link(entry: "os.DirEntry[str]", path: str, root: str) -> Found | Diagnostic:
    target = os.path.realpath(entry.path)
    try:
        entry.stat()
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            return _note(Severity.WARNING, "dangling-link", path, "this link leads nowhere")
        raise
    if os.path.commonpath([root, target]) != root:
        message = "this link leads out of the content folder and is not followed"
        return _note(Severity.WARNING, "outside-link", path, message)
    if entry.is_dir():
        return _note(Severity.NOTE, "folder-link", path, "a link to a folder is not followed")
    return _regular(entry, path)


def _regular(entry: "os.DirEntry[str]", path: str) -> Found | Diagnostic:
    return _content(path, entry.path, entry.stat())


def _content(path: str, file: str, status: os.stat_result) -> Found | Diagnostic:
    if not stat.S_ISREG(status.st_mode):
        return _note(Severity.WARNING, "not-a-file", path, "this is not a regular file")
    if status.st_size > LARGEST:
        message = f"{status.st_size / 1e6:,.0f} MB are too much for a text: the file is not read"
        return _note(Severity.ERROR, "too-large", path, message)
    return Found(path, file, stamp_of(status))


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
        "bad-name": "rename it",
        "other-format": "turn it into Markdown, or copy its text into a file of that kind",
        "too-large": "split it, or move it out of the content folder",
        "too-deep": "move the content further up",
        "unreadable": "check its permissions",
        "fix-no-source": "give both the same name; of a pair, one fixes one file",
        "fix-two-files": "rename one of the two",
    }
    span = Span(readable(path).rstrip("/") or ".")
    return Diagnostic(severity, code, message, span, hints[code])


def _bad_name(path: str) -> Diagnostic:
    message = "the name is not UTF-8 or holds a control character; the file is not read"
    return _note(Severity.WARNING, "bad-name", path, message)


def _unreadable(path: str, error: OSError) -> Diagnostic:
    return _note(Severity.ERROR, "unreadable", path, f"cannot be read: {error.strerror}")


_UNREADABLE = regex("[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def readable(path: str) -> str:
    """Return *path* with U+FFFD for each byte that is not UTF-8, and for what rules a terminal."""
    return _UNREADABLE.sub(
        "\ufffd", path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    )


def single(file: Path, path: str) -> tuple[Found | None, list[Diagnostic]]:
    """Return one named *file* as if it had been discovered under *path*.

    Its twin and its fix file come along; a fix file stands for the file that it corrects.
    """
    if path.lower().endswith(FIX):
        for suffix in SUFFIXES:
            name = file.name[: -len(FIX)] + suffix
            if os.path.isfile(file.with_name(name)):
                return single(file.with_name(name), path[: -len(FIX)] + suffix)
        return None, _fixed([one for one in (_named(file, path)[0],) if one])[1]
    found, problems = _named(file, path)
    if found is None:
        return None, problems
    pair = [_with_fix(found)]
    for name, beside in zip(siblings(file.name), siblings(path), strict=True):
        if os.path.isfile(file.with_name(name)):
            twin, more = _named(file.with_name(name), beside)
            pair += [_with_fix(twin)] if twin else []
            problems += more
    return next(one for one in _paired(pair) if found.path in one.paths), problems


def _with_fix(found: Found) -> Found:
    file = Path(fix_name(found.file))
    fix = _named(file, fix_name(found.path))[0] if os.path.isfile(file) else None
    return msgspec.structs.replace(found, fix=fix)


def _named(file: Path, path: str) -> tuple[Found | None, list[Diagnostic]]:
    if readable(path) != path:
        return None, [_bad_name(path)]
    try:
        status = file.stat()
    except OSError as error:
        return None, [_unreadable(path, error)]
    one = _content(path, str(file), status)
    return (one, []) if isinstance(one, Found) else (None, [one])


def read(found: Found) -> tuple[str | None, list[Diagnostic]]:
    """Return what a file says, cleaned of byte-order marks, ``\\r`` and control characters.

    Each of these is said in a diagnostic; no letter is lost. ``None`` if it cannot be read.
    """
    raw, problems = read_bytes(found)
    return (None, problems) if raw is None else decode(raw, found.path)


def read_bytes(found: Found) -> tuple[bytes | None, list[Diagnostic]]:
    """Return what is in a file; ``None`` and a diagnostic if it cannot be read."""
    try:
        return Path(found.file).read_bytes(), []
    except OSError as error:
        return None, [_unreadable(found.path, error)]
