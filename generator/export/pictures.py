"""The pictures of an issue: those that stand beside its source, and those that are lost."""

from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

import msgspec

from generator.export.edition import Edition
from generator.export.tree import Element, classes, words_of
from generator.pictures.looked import facts_of

LARGEST = 50_000_000
"""Bytes of a picture above which it is taken for lost."""

MEDIA = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}
"""What a book may hold, by the end of its name."""


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
    return " ".join((one.get("data-alt") or one.get("alt") or said).split())


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
    """Return the picture at *path*, from the source's folder or, with ``/``, from the content's."""
    folder = edition.folder.resolve()
    top = edition.shop.config.content.resolve()
    top = top if folder.is_relative_to(top) else folder
    try:
        file = (top / path.lstrip("/") if path.startswith("/") else folder / path).resolve()
        if not file.is_relative_to(top) or not file.is_file():
            return Picture(address, why="there is no such file beside the source")
        if file.stat().st_size > LARGEST:
            return Picture(address, why=f"it is larger than {LARGEST // 1_000_000} MB")
        data = file.read_bytes()
    except OSError as error:
        return Picture(address, why=f"it cannot be read: {error.strerror}")
    except ValueError:
        return Picture(address, why="its address cannot be read")
    facts = facts_of(data, file.suffix.lower() == ".svg")
    if facts.suffix not in MEDIA:
        return Picture(address, why="it is no sound PNG, JPEG, GIF, WebP or SVG")
    shown = file.relative_to(top).as_posix()
    return Picture(address, "", shown, data, MEDIA[facts.suffix], facts.suffix)
