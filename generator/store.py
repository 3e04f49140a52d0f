"""What is remembered between builds: cards in one file, bodies one file a source.

The store only saves time: everything in it can be made again from the sources, a damaged or
foreign file in it is as good as none. Keys are made of everything that a body depends on.
"""

import contextlib
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.cards import Body, Record
from generator.diagnostics import Diagnostic
from generator.pictures.looked import Seen
from generator.sealed import seal, unseal

T = TypeVar("T")

STORE = ".jianbao"
HOUR = 3600

IGNORE = "*\n"
"""What ``.gitignore`` in the folder says: nothing here is worth keeping."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build says at its end; *bytes* is the size of the whole site."""

    pages: int
    items: int
    issues: int
    bytes: int
    written: int
    problems: tuple[Diagnostic, ...]


class _Cards(msgspec.Struct, frozen=True, array_like=True):
    version: str
    records: tuple[Record, ...]


class _Template(msgspec.Struct, frozen=True, array_like=True):
    version: str
    code: bytes


class _Last(msgspec.Struct, frozen=True, array_like=True):
    inputs: str
    report: Report


class _Pictures(msgspec.Struct, frozen=True, array_like=True):
    version: str
    seen: dict[str, Seen]


class Store:
    """The folder ``.jianbao/``; *version* names the generator, so that another one starts anew."""

    def __init__(self, folder: Path, version: str) -> None:
        self.folder = folder
        self.version = version

    def load(self) -> dict[str, Record]:
        """Return the remembered records by path; none where there is nothing to trust."""
        saved = self._read("cards", _Cards)
        if saved is None or saved.version != self.version:
            return {}
        return {record.path: record for record in saved.records}

    def last(self, inputs: str) -> Report | None:
        """Return what the last build said, if *inputs* was all that it depended on."""
        saved = self._read("last", _Last)
        return saved.report if saved and saved.inputs == inputs else None

    def remember(self, records: Iterable[Record], blocks: Iterable[str] | None = None) -> str:
        """Remember *records*, and forget the bodies of all others; return why that failed.

        Where *blocks* are given, what search remembers is forgotten but for these.
        """
        kept = tuple(records)
        try:
            self._write("cards", _Cards(self.version, kept))
            self._forget("bodies", {record.key for record in kept})
            if blocks is not None:
                self._forget("search", set(blocks))
        except OSError as error:
            return error.strerror or str(error)
        return ""

    def conclude(self, inputs: str, report: Report) -> None:
        """Remember what a build said; a store that cannot be written has said so before."""
        with contextlib.suppress(OSError):
            self._write("last", _Last(inputs, report))

    def _forget(self, folder: str, keys: set[str]) -> None:
        """Remove what a folder holds but for *keys*; drafts of another build are left alone."""
        with contextlib.suppress(FileNotFoundError):
            for entry in os.scandir(self.folder / folder):
                draft = entry.name.startswith(".")
                if entry.name not in keys and not (draft and _is_young(entry)):
                    with contextlib.suppress(FileNotFoundError):
                        os.unlink(entry.path)

    def body(self, key: str) -> Body | None:
        """Return a remembered body, or ``None``."""
        return self._read(f"bodies/{key}", Body)

    def keep(self, key: str, body: Body) -> None:
        """Remember a body under *key*; one that cannot be written is composed again when needed."""
        with contextlib.suppress(OSError):
            self._write(f"bodies/{key}", body)

    def drawers(self, key: str) -> list[bytes] | None:
        """Return what search remembers of an issue, or ``None``."""
        return self._read(f"search/{key}", list[bytes])

    def keep_drawers(self, key: str, drawers: list[bytes]) -> None:
        """Remember what search needs of an issue; if that fails it is made again when needed."""
        with contextlib.suppress(OSError):
            self._write(f"search/{key}", drawers)

    def pictures(self) -> dict[str, Seen]:
        """Return what pictures were when they were last looked at."""
        saved = self._read("pictures", _Pictures)
        return saved.seen if saved and saved.version == self.version else {}

    def keep_pictures(self, seen: dict[str, Seen], copies: set[str]) -> None:
        """Remember what pictures are, and forget all copies but *copies*."""
        with contextlib.suppress(OSError):
            if seen or (self.folder / "pictures").exists():
                self._write("pictures", _Pictures(self.version, seen))
            self._forget("copies", copies)

    def copied(self, key: str) -> bytes | None:
        """Return a copy of a picture, or ``None``."""
        return self._read(f"copies/{key}", bytes)

    def keep_copy(self, key: str, data: bytes) -> None:
        """Remember a copy of a picture; if that fails it is made again when needed."""
        with contextlib.suppress(OSError):
            self._write(f"copies/{key}", data)

    def template(self, key: str) -> bytes | None:
        """Return a compiled template of this version of the program, or ``None``."""
        saved = self._read(f"templates/{key}", _Template)
        return saved.code if saved and saved.version == self.version else None

    def keep_template(self, key: str, code: bytes) -> None:
        """Remember a compiled template; one that cannot be written is compiled when needed."""
        with contextlib.suppress(OSError):
            self._write(f"templates/{key}", _Template(self.version, code))

    def _read(self, name: str, kind: type[T]) -> T | None:
        try:
            return unseal((self.folder / name).read_bytes(), kind, name)
        except OSError:
            return None

    def _write(self, name: str, value: object) -> None:
        data = seal(value, name)
        target = self.folder / name
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            draft.write_bytes(data)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            (self.folder / ".gitignore").write_text(IGNORE)
            draft.write_bytes(data)
        os.replace(draft, target)


def _is_young(entry: "os.DirEntry[str]") -> bool:
    """Say whether a draft may still be written by somebody."""
    return time.time() - entry.stat().st_mtime < HOUR
