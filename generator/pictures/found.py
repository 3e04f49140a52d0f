"""Which pictures lie in the content folder; nothing of them is read but names and stamps."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from generator.discover import Stamp, readable, stamp_of

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".svg")
OTHERS = (".tif", ".tiff", ".bmp", ".heic", ".heif", ".eps", ".pdf")
"""What a text may name as a picture, and no browser shows as one: found, to be told so."""

DEEPEST = 50


class Picture(msgspec.Struct, frozen=True):
    """A picture by its *path* in the content folder; *file* is where it can be opened."""

    path: str
    file: str
    stamp: Stamp


def pictures_in(content: Path, but: Path | None = None) -> dict[str, Picture]:
    """Return every picture by its path; the folder *but*, where the site goes, is not looked into.

    Names that begin with a dot are left alone, and so are links that lead out of the folder.
    """
    skipped = os.path.realpath(but) if but else ""
    found = _walk(str(content), "", os.path.realpath(content), skipped)
    return {one.path: one for one in sorted(found, key=lambda one: one.path)}


def _walk(folder: str, below: str, root: str, but: str) -> Iterator[Picture]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return  # said where content is looked for
    for entry in entries:
        path = below + entry.name
        if entry.name.startswith(".") or readable(path) != path:
            continue
        with contextlib.suppress(OSError):  # gone since the folder was listed, or not ours to see
            if entry.is_dir(follow_symlinks=False):
                if below.count("/") < DEEPEST and os.path.realpath(entry.path) != but:
                    yield from _walk(entry.path, f"{path}/", root, but)
            elif entry.name.lower().endswith((*SUFFIXES, *OTHERS)) and entry.is_file():
                inside = not entry.is_symlink() or _is_inside(entry.path, root)
                if inside:
                    yield Picture(path, entry.path, stamp_of(entry.stat()))


def _is_inside(path: str, root: str) -> bool:
    return os.path.commonpath([root, os.path.realpath(path)]) == root
