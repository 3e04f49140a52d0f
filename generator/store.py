"""What is remembered between builds: cards in one file, bodies one file a source.

The store only saves time: everything in it can be made again from the sources, a damaged or
foreign file in it is as good as none. Keys are made of everything that a body depends on.
"""

import contextlib
import gc
import os
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.cards import Body, Record
from generator.diagnostics import Diagnostic

T = TypeVar("T")

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


class _Last(msgspec.Struct, frozen=True, array_like=True):
    inputs: str
    report: Report


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

    def save(self, records: Iterable[Record], inputs: str, report: Report) -> None:
        """Remember *records* and *report*, and forget the bodies of all others."""
        kept = tuple(records)
        self._write("cards", _Cards(self.version, kept))
        self._write("last", _Last(inputs, report))
        keys = {record.key for record in kept}
        with contextlib.suppress(FileNotFoundError):
            for entry in os.scandir(self.folder / "bodies"):
                if entry.name not in keys:
                    os.unlink(entry.path)

    def body(self, key: str) -> Body | None:
        """Return a remembered body, or ``None``."""
        return self._read(f"bodies/{key}", Body)

    def keep(self, key: str, body: Body) -> None:
        """Remember a body under *key*."""
        self._write(f"bodies/{key}", body)

    def _read(self, name: str, kind: type[T]) -> T | None:
        try:
            raw = (self.folder / name).read_bytes()
        except OSError:
            return None
        if len(raw) < 4 or zlib.crc32(raw[4:]).to_bytes(4, "big") != raw[:4]:
            return None
        collecting = gc.isenabled()
        gc.disable()  # thousands of new objects and no rubbish: collecting would double the time
        try:
            return msgspec.msgpack.decode(raw[4:], type=kind)
        except msgspec.MsgspecError:
            return None
        finally:
            if collecting:
                gc.enable()

    def _write(self, name: str, value: object) -> None:
        packed = msgspec.msgpack.encode(value)
        target = self.folder / name
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            draft.write_bytes(zlib.crc32(packed).to_bytes(4, "big") + packed)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            (self.folder / ".gitignore").write_text(IGNORE)
            draft.write_bytes(zlib.crc32(packed).to_bytes(4, "big") + packed)
        os.replace(draft, target)
