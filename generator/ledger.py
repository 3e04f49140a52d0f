"""What is remembered of the output folder from one build to the next, in small sealed files."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.sealed import seal, unseal

T = TypeVar("T")


class Tree(msgspec.Struct, frozen=True, array_like=True):
    """A folder as the disk knows it; *stamps* are the times of its folders, as listed elsewhere."""

    device: int = 0
    inode: int = 0
    stamps: tuple[int, ...] = ()

    def stands_at(self, path: str) -> bool:
        """Say whether *path* is this very folder."""
        try:
            info = os.lstat(path)
        except FileNotFoundError:
            return False
        return (info.st_dev, info.st_ino) == (self.device, self.inode)


class Manifest(msgspec.Struct, frozen=True, array_like=True):
    """The live site and its shadow.

    *digests* by path and *sizes*, parallel to them, are of the live site's own files; *foreign* are
    its other entries. The shadow holds the same but for the paths that are *behind*. *folders* are
    those of both, parallel to the stamps of either tree. *inputs* and *summary* are the caller's.
    """

    live: Tree = Tree()
    shadow: Tree = Tree()
    digests: dict[str, str] = {}
    sizes: tuple[int, ...] = ()
    behind: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    inputs: str = ""
    summary: dict[str, int] = {}

    @property
    def files(self) -> dict[str, int]:
        """The size of every file of ours by its path."""
        return dict(zip(self.digests, self.sizes, strict=True))

    def stamps_of(self, tree: Tree) -> dict[str, int]:
        """Return the stamp of every folder of *tree*; none where the tree is not known."""
        return dict(zip(self.folders, tree.stamps, strict=False))


def tree_at(path: str, stamps: Iterable[int]) -> Tree:
    """Return the folder at *path* with its *stamps*, or an unknown one if there is none."""
    try:
        info = os.lstat(path)
    except FileNotFoundError:
        return Tree()
    return Tree(info.st_dev, info.st_ino, tuple(stamps))


def save(file: Path, value: object) -> None:
    """Put *value* into *file*, whole or not at all."""
    draft = file.with_suffix(".draft")
    draft.write_bytes(seal(value))
    os.replace(draft, file)


def load(file: Path, kind: type[T]) -> T | None:
    """Return the value in *file*, or ``None`` if there is none or it is damaged."""
    try:
        return unseal(file.read_bytes(), kind)
    except FileNotFoundError:
        return None
