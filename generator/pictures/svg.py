"""Whether a drawing is only a drawing: an SVG may hold scripts, and call for files elsewhere."""

import re
from xml.parsers import expat

from generator.regex import regex

LARGEST = 4_000_000
"""Bytes of a drawing."""

SIDE = 300.0
"""The side of a drawing that does not say its size, as browsers have it, in pixels."""

_SPACE = "http://www.w3.org/2000/svg"
_ACTIVE = frozenset({"script", "foreignobject", "iframe", "embed", "object", "handler", "listener"})
_MOVING = frozenset({"animate", "set", "animatetransform", "animatemotion"})
_LINK = regex(r"\s*(?:#|data:image/(?:png|jpe?g|webp|gif);)", re.IGNORECASE)
_CALL = regex(r"@import|url\(\s*(?![\"']?\s*(?:#|data:(?:image/(?!svg)|font/)))", re.IGNORECASE)
_WEB = regex(r"\s*https?://", re.IGNORECASE)
_LENGTH = regex(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(px|pt|mm|cm|in|pc|em|ex)?\s*")
_UNITS = {
    "pt": 4 / 3,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "pc": 16.0,
    "em": 16.0,
    "ex": 8.0,
}


class UnsafeError(ValueError):
    """A drawing that holds more than a drawing; its text says what."""


def size_of(data: bytes) -> tuple[int, int]:
    """Return width and height of a drawing in pixels.

    Raises UnsafeError for one that is not only a drawing, ValueError for one that cannot be read.
    """
    if len(data) > LARGEST:
        raise UnsafeError(f"it is larger than {LARGEST // 1_000_000} MB")
    look = _Look()
    try:
        look.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(f"it is no well-formed XML: {error}") from None
    if look.size is None:
        raise ValueError("its first element is not <svg>")
    return look.size


class _Look:
    """Goes through a drawing once, and stops at the first thing that has no place in it."""

    def __init__(self) -> None:
        self.size: tuple[int, int] | None = None
        self.in_style = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words
        self.parser.EntityDeclHandler = self.entity
        self.parser.ProcessingInstructionHandler = self.instruction

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, plain = name.rpartition(" ")
        tag = plain.lower()
        if self.size is None:
            if space != _SPACE or tag != "svg":
                raise ValueError("its first element is not <svg>")
            self.size = _size(attributes)
        if tag in _ACTIVE:
            raise UnsafeError(f"it holds <{plain}>")
        self.in_style = tag == "style"
        for key, value in attributes.items():
            own = key.rpartition(" ")[2].lower()
            if own.startswith("on"):
                raise UnsafeError(f"it holds the handler {own}")
            leads = tag == "a" and _WEB.match(value)
            if own in ("href", "src") and not leads and not _LINK.match(value):
                raise UnsafeError(f"it leads to {value[:60]}")
            if own == "attributename" and tag in _MOVING and value.lower().endswith("href"):
                raise UnsafeError("it changes a link while it is shown")
            if _CALL.search(value):
                raise UnsafeError(f"it calls for a file: {value[:60]}")

    def end(self, _: str) -> None:
        self.in_style = False

    def words(self, words: str) -> None:
        if self.in_style and _CALL.search(words):
            raise UnsafeError("its style sheet calls for a file")

    def entity(self, name: str, *_: object) -> None:
        raise UnsafeError(f"it declares the entity {name}")

    def instruction(self, target: str, _: str) -> None:
        raise UnsafeError(f"it holds an instruction for {target}")


def _size(attributes: dict[str, str]) -> tuple[int, int]:
    given = [_pixels(attributes.get(side, "")) for side in ("width", "height")]
    box = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", attributes.get("viewBox", ""))]
    width, height = box[2:4] if len(box) == 4 else (0.0, 0.0)
    if width <= 0 or height <= 0:
        width, height = given[0] or SIDE, given[1] or SIDE / 2
    if given[0] and given[1]:
        width, height = given[0], given[1]
    elif given[0]:
        width, height = given[0], given[0] * height / width
    elif given[1]:
        width, height = given[1] * width / height, given[1]
    return max(1, min(9999, round(width))), max(1, min(9999, round(height)))


def _pixels(length: str) -> float:
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _UNITS.get(found[2] or "", 1.0) if found else 0.0
