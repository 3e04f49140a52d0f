"""The pictures of an issue: those that stand beside its source, and those that are lost."""

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from generator.export.edition import Edition
from generator.export.tree import Element, classes, words_of

LARGEST = 50_000_000
"""Bytes of a picture above which it is taken for lost."""

KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF8", "image/gif", "gif"),
    (b"RIFF", "image/webp", "webp"),
)
"""How a picture begins, its media type, the end of its name. An SVG may hold scripts: none."""


class Picture(msgspec.Struct, frozen=True):
    """A picture as the source names it (*address*); *data* is empty where it is not there.

    *file* is its path, *words* stand for it, *why* says why it is not there.
    """

    address: str
    words: str = ""
    file: str = ""
    data: bytes = b""
    media: str = ""
    suffix: str = ""
    why: str = ""


class Album:
    """The pictures of an edition, each read once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.known: dict[str, Picture] = {}

    def of(self, one: Element) -> Picture:
        """Return the picture that an element is, or stands for."""
        address = one.get("src") or one.get("data-src") or ""
        if address not in self.known:
            self.known[address] = _find(self.edition, address)
        return msgspec.structs.replace(self.known[address], words=_words(one))


def missed(pictures: Iterable[Picture], place: str) -> Iterator[str]:
    """Say which pictures are not in *place*: those that have an address by it, others in number."""
    lost = [one for one in pictures if not one.data]
    nameless = Counter(one.why for one in lost if not one.address)
    for why, number in nameless.items():
        them = "1 picture is" if number == 1 else f"{number} pictures are"
        yield f"{them} not in {place}, {why}"
    for one in lost:
        if one.address:
            yield f"a picture is not in {place}, {one.why}: {one.address}"


def is_picture(one: Element) -> bool:
    """Say whether an element is a picture, or stands for one."""
    return one.tag == "img" or (one.tag in ("div", "span") and "lost" in classes(one))


def _words(one: Element) -> str:
    """Return what is said of a picture, but for the note that it is not there."""
    said = one.text or ""
    for child in one:
        said += ("" if "ui" in classes(child) else words_of(child)) + (child.tail or "")
    return " ".join((one.get("alt") or said).split())


def _find(edition: Edition, address: str) -> Picture:
    try:
        parts = urlsplit(address)
    except ValueError:
        return Picture(address, why="its address cannot be read")
    if not address:
        return Picture(address, why="without a file")
    if parts.scheme or parts.netloc:
        return Picture(address, why="it is on another site")
    return _read(edition, address, unquote(parts.path))


def _read(edition: Edition, address: str, path: str) -> Picture:
    top = edition.shop.config.content.resolve()
    folder = edition.folder.resolve()
    top = top if folder.is_relative_to(top) else folder
    place = Path(posixpath.join(folder.as_posix(), path)) if "\0" not in path else top
    try:
        file = place.resolve()
        if not file.is_relative_to(top) or not file.is_file():
            return Picture(address, why="there is no such file beside the source")
        if file.stat().st_size > LARGEST:
            return Picture(address, why=f"it is larger than {LARGEST // 1_000_000} MB")
        data = file.read_bytes()
    except OSError as error:
        return Picture(address, why=f"it cannot be read: {error.strerror}")
    for begins, media, suffix in KINDS:
        if data.startswith(begins) and (suffix != "webp" or data[8:12] == b"WEBP"):
            shown = file.relative_to(top).as_posix()
            return Picture(address, "", shown, data, media, suffix)
    return Picture(address, why="it is no PNG, JPEG, GIF or WebP")
