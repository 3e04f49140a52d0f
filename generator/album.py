"""The pictures that a site shows: which text means which file, and what is published of it."""

import posixpath
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import msgspec

from generator.assemble import Site
from generator.cards import digest_of
from generator.pictures.found import Picture
from generator.pictures.looked import (
    LARGEST,
    Facts,
    Seen,
    copy,
    facts_of,
    made_by,
    too_large,
    unread,
)
from generator.slugs import slug

FOLDER = "images/"
"""Where pictures are published, below the site's root."""

RACY = 50_000_000
"""Nanoseconds within which two writes may carry one time stamp."""


class Drawer(Protocol):
    """Where copies are kept between builds."""

    def copied(self, key: str) -> bytes | None:
        """Return a copy, if it is there."""

    def keep_copy(self, key: str, data: bytes) -> None:
        """Keep a copy."""


class Shown(msgspec.Struct, frozen=True):
    """A picture of the site: *copies* are widths and paths of its smaller copies, narrow to wide.

    *path* is where the picture itself is published, empty for one that cannot be shown.
    """

    picture: Picture
    facts: Facts
    path: str = ""
    copies: tuple[tuple[int, str], ...] = ()


class Album(msgspec.Struct, frozen=True, dict=True):
    """Every picture of the content folder by its path there, and those that texts show."""

    found: Mapping[str, Picture]
    shown: Mapping[str, Shown]

    @cached_property
    def files(self) -> dict[str, tuple[Shown, int]]:
        """Every published file by its path: a picture, with its width where it is a copy."""
        files = {}
        for one in self.shown.values():
            if one.path:
                files[one.path] = (one, 0)
                files.update((path, (one, width)) for width, path in one.copies)
        return files

    def named(self, source: str, address: str) -> str:
        """Return the path of the picture that the file *source* means; empty for none."""
        path = _path(source, address)
        return path if path in self.found else ""

    def of(self, source: str, address: str) -> Shown | None:
        """Return the picture that is shown for an *address* in a file, if there is one."""
        one = self.shown.get(_path(source, address))
        return one if one and one.path else None

    def output(self, path: str, drawer: Drawer) -> bytes:
        """Return a published file; a copy is made where *drawer* has none."""
        one, width = self.files[path]
        if not width:
            return Path(one.picture.file).read_bytes()
        key = _key(one.facts, width)
        data = drawer.copied(key)
        if data is None:
            data = copy(Path(one.picture.file).read_bytes(), width)
            drawer.keep_copy(key, data)
        return data

    def keys(self) -> set[str]:
        """Return the keys of all copies."""
        return {_key(one.facts, width) for one, width in self.files.values() if width}

    def memory(self) -> dict[str, Seen]:
        """Return what is to be remembered of every picture that has lain still for a while."""
        now = time.time_ns()
        return {
            path: Seen(one.picture.stamp, one.facts)
            for path, one in self.shown.items()
            if now - max(one.picture.stamp.modified, one.picture.stamp.changed) > RACY
        }


def _key(facts: Facts, width: int) -> str:
    return digest_of(facts.digest, width, made_by()).hex()


NO_ALBUM = Album({}, {})


def _path(source: str, address: str) -> str:
    """Return the path that an address in a file means, from the content folder; empty for none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    path = unquote(parts.path)
    near = path.lstrip("/") if path.startswith("/") else f"{posixpath.dirname(source)}/{path}"
    return posixpath.normpath(near.lstrip("/"))


Run = Callable[[Callable[[Picture], Facts], Sequence[Picture]], Iterable[Facts]]


def album(site: Site, found: Mapping[str, Picture], known: Mapping[str, Seen], run: Run) -> Album:
    """Return the album of *site*; only what is not *known* is looked at, by *run*."""
    wanted = sorted(set(_wanted(site, found)))
    new = [found[path] for path in wanted if not _holds(known.get(path), found[path])]
    looked = dict(zip((one.path for one in new), run(look, new), strict=True))
    shown = {path: _shown(found[path], looked.get(path) or known[path].facts) for path in wanted}
    return Album(found, shown)


def _holds(seen: Seen | None, picture: Picture) -> bool:
    return seen is not None and seen.stamp == picture.stamp


def _wanted(site: Site, found: Mapping[str, Picture]) -> Iterator[str]:
    for issue in site.issues:
        for one in issue.card.pictures:
            path = _path(issue.card.path, one.href)
            if path in found:
                yield path


def look(picture: Picture) -> Facts:
    """Look at one picture; one that is too large is not read at all."""
    if picture.stamp.size > LARGEST:
        return too_large(picture.stamp.size)
    try:
        data = Path(picture.file).read_bytes()
    except OSError as error:
        return unread(error.strerror or str(error))
    return facts_of(data, picture.path.lower().endswith(".svg"))


def _shown(picture: Picture, facts: Facts) -> Shown:
    if not facts.suffix:
        return Shown(picture, facts)
    stem = picture.path.rpartition("/")[2].rpartition(".")[0]
    name = f"{FOLDER}{slug(stem, spare='picture')}.{facts.digest[:10]}"
    copies = tuple((width, f"{name}-{width}.webp") for width in facts.widths)
    return Shown(picture, facts, f"{name}.{facts.suffix}", copies)
