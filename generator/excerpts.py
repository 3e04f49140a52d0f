"""Lines of source files, read again to show them beside a problem."""

import os
from pathlib import Path

from generator.discover import LARGEST
from generator.encoding import decode
from generator.source import Span


class Excerpts:
    """Gives the line at a place; files are read once. Paths are looked up below *root* and here."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, list[str]] = {}

    def __call__(self, span: Span) -> str | None:
        """Return the line at *span*, or ``None`` if it cannot be read."""
        if span.path not in self.files:
            self.files[span.path] = self._lines(span.path)
        lines = self.files[span.path]
        return lines[span.line - 1] if 0 < span.line <= len(lines) else None

    def place(self, path: str) -> str:
        """Return *path* as it can be opened from the current folder; unchanged if it cannot."""
        for place in (self.root / path, self.root.parent / path, Path(path)):
            if place.is_file():
                return os.path.relpath(place).replace(os.sep, "/")
        return path

    def _is_unread(self, path: str) -> bool:
        """Say whether *path* in the content is one that no build reads: then no log shows it."""
        place = Path(os.path.normpath(self.root / path))
        if not place.is_relative_to(os.path.normpath(self.root)) or not place.is_file():
            return False
        leads_out = not place.resolve().is_relative_to(self.root.resolve())
        return leads_out or place.name.startswith(".") or place.stat().st_size > LARGEST

    def _lines(self, path: str) -> list[str]:
        for place in (self.root / path, self.root.parent / path, Path(path)):
            try:
                if self._is_unread(path):
                    break
                if place.is_file():
                    return decode(place.read_bytes(), path)[0].split("\n")
            except OSError:
                continue
        return []
